"""Is every rule of every pack told in words that say what it does?"""

import json

import pytest

from cadence.cli import run
from cadence.explain.story.packs import CONFIDENCE, described_rules
from cadence.policy.packs.loading import SHIPPED
from tests.unit.packs.court import pack_of


@pytest.mark.parametrize("name", SHIPPED.names())
def test_no_rule_is_left_without_words(name: str) -> None:
    """What nobody can read, nobody can approve."""
    pack = pack_of(name)

    assert [one.id for one in described_rules(pack)] == [one.id for one in (*pack.rules, *pack.duties)]
    for one in described_rules(pack):
        assert one.says, one.id
        assert one.law
        assert one.confidence in CONFIDENCE
        assert "Entry" not in one.says  # a kind that has no words of its own


@pytest.mark.parametrize(
    ("pack", "rule", "says"),
    [
        ("es", "es.hours", "mon-fri 09:00-21:00; closed on national, regional, local holidays"),
        ("us", "us.tcpa.hours", "mon-sun 08:00-21:00"),
        (
            "us",
            "us.dnc.national",
            "not on the list us_dnc, a copy of at most 31 days, unless express or express_written",
        ),
        ("us", "us.ring", "rings at least 15 s"),
        ("us-regf", "us.regf.7in7", "at most 7 touches per 7 local dates, by lead and account"),
        ("us-regf", "us.regf.cooldown", "at most 1 conversation by voice per 7 local dates, by lead and account"),
        ("whatsapp", "wa.window", "free text within 1 day of their last message, else an approved template"),
    ],
)
def test_a_rule_says_what_it_does(pack: str, rule: str, says: str) -> None:
    """In a line that a manager and a lawyer read alike."""
    assert next(one.says for one in described_rules(pack_of(pack)) if one.id == rule) == says


def test_packs_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The list has a line for each; one shown has a paragraph for each rule, and says that it is no advice."""
    assert run(["packs"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(SHIPPED.names())

    assert run(["packs", "es"]) == 0
    shown = capsys.readouterr().out
    assert "not legal advice" in shown
    assert "es.hours  [V] window, marketing to consumers by voice\n  mon-fri 09:00-21:00" in shown

    assert run(["packs", "es", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["pack"] == "es"
    assert data["rules"][0]["id"] == "es.hours"
    assert [*data["rules"][0]][:5] == ["id", "kind", "says", "about", "law"]  # in the order in which a person reads


@pytest.mark.parametrize(("typed", "same"), [(["list"], []), (["show", "es"], ["es"])])
def test_the_verbs_of_other_programs_are_understood(
    typed: list[str], same: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """`packs show es` is what a hand types that comes from elsewhere."""
    assert run(["packs", *typed]) == 0
    with_verb = capsys.readouterr().out
    assert run(["packs", *same]) == 0
    assert capsys.readouterr().out == with_verb


def test_several_packs_are_shown_in_the_order_typed(capsys: pytest.CaptureFixture[str]) -> None:
    """One pack is an object, as it is what one asks for; several are a list."""
    assert run(["packs", "us-fl", "es", "--json"]) == 0
    assert [one["pack"] for one in json.loads(capsys.readouterr().out)] == ["us-fl", "es"]


@pytest.mark.parametrize("written", ["us_fl", "US-FL", "US-FL ", "Us fl"])
def test_a_pack_is_known_however_its_name_is_written(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    """People write it as the standard writes the state; what is shown is the one id."""
    assert run(["packs", "show", written, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["pack"] == "us-fl"


def test_a_pack_that_is_nearly_there_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    """The best of the nearest comes first, and how to list all is said."""
    assert run(["packs", "US_FLL"]) == 1
    assert "No pack us-fll; `cadence packs` lists them; nearest: us-fl, " in capsys.readouterr().err


def test_a_pack_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """With how to list those that are: fifty names would hide the right one."""
    assert run(["packs", "xx"]) == 1
    assert "No pack xx; `cadence packs` lists them" in capsys.readouterr().err
