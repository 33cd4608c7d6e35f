"""Does `judge` answer anybody's question with the gate's own answer?"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cadence.campaign import read_campaign
from cadence.cli import run
from cadence.explain.judge import AskedTouch, answer, facts_of, question, read_person
from cadence.leads.phone import Unfit, read_number
from cadence.policy import evaluation
from cadence.policy.packs.loading import law_of

FILE = """
campaign: spring
purpose: marketing
language: en
jurisdictions: none
from: {company: Harbor Logistics, voice: "+12125550100", sms: "+12125550100"}
windows:
  - {days: every day, hours: "08:00-21:00"}
holidays: open
limits:
  - {max: 2, per: 1 day}
floors:
  sales: {agents: 1, endpoint: "client:sales"}
cadence:
  - step: rest
    wait: 1 hour
  - step: ring
    call: {floor: sales}
  - step: text
    sms: "{{ company }}: hello {{ name }}. STOP to end."
"""
NEW_YORKER = {
    "numbers": [{"e164": "+12125550101"}],
    "address": {"country": "US", "subdivision": "NY"},
    "consents": [{"channel": "any", "at": "2026-01-01T00:00:00Z"}],
}
Ask = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Put one question at the terminal: exit code, the JSON on stdout, the talk."""

    def put(at: str, *options: str, text: str = FILE, **more: Any) -> tuple[int, Any, str]:
        campaign, lead = tmp_path / "spring.yaml", tmp_path / "lead.json"
        campaign.write_text(text)
        lead.write_text(json.dumps(NEW_YORKER | more))
        words = ["judge", "--campaign", str(campaign), "--lead", str(lead), "--at", at, *options]
        code = run([*words, "--json"])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err

    return put


@pytest.mark.parametrize(
    ("at", "verdict", "until"),
    [
        # New York puts its clocks forward at 2 in the morning of 2027-03-14: 8:00 is 12:00 UTC from then on.
        ("2027-03-14T11:59:59Z", "defer", "2027-03-14T12:00:00Z"),
        ("2027-03-14T12:00:00Z", "allow", None),
        ("2027-03-13T12:59:59Z", "defer", "2027-03-13T13:00:00Z"),  # the day before, 13:00 UTC
        ("2027-03-15T00:58:59Z", "allow", None),
        ("2027-03-15T00:59:00Z", "defer", "2027-03-15T12:00:00Z"),  # a minute before closing: the guard
        ("2027-03-14T08:00:00-04:00", "allow", None),  # any zone will do, as long as it is said
    ],
)
def test_the_answer_is_to_the_second(ask: Ask, at: str, verdict: str, until: str | None) -> None:
    """Windows are wall time, instants UTC (law 9)."""
    code, judged, _ = ask(at, "--channel", "call")

    assert (code, judged["verdict"], judged["until"]) == (0, verdict, until)
    assert judged["zones"] == ["America/New_York"]
    assert judged["rules"] == ([] if verdict == "allow" else ["campaign.windows"])
    assert len(judged["reasons"]) == len(judged["rules"])


def test_it_is_the_gate_that_answers(ask: Ask) -> None:
    """Nothing is decided twice: the same words as from the gate itself."""
    touches = [{"at": f"2027-03-09T{hour}:00:00Z", "channel": "sms", "outcome": "delivered"} for hour in (14, 15)]
    at = datetime(2027, 3, 9, 16, tzinfo=UTC)
    _, judged, _ = ask("2027-03-09T16:00:00Z", "--step", "text", touches=touches)

    campaign = read_campaign(FILE, "spring.yaml")
    person = read_person(json.dumps(NEW_YORKER | {"touches": touches}))
    candidate = question(campaign, AskedTouch(step="text"))
    law = law_of(())
    expected = answer(evaluation.judge(campaign, facts_of(person, campaign, at), candidate, at, law))

    assert (judged["verdict"], judged["rules"]) == ("defer", ["campaign.limits[0]"])
    assert judged["until"] == "2027-03-10T13:00:00Z"  # another date in New York, and open
    assert judged["reasons"] == expected.reasons
    assert judged["evidence"]["said_no"][0]["counted"] == {"lead": 2, "number": 2}


@pytest.mark.parametrize(
    ("options", "more", "verdict", "rule"),
    [
        (["--channel", "call"], {"suppressions": ["everything"]}, "refuse", "suppression.everything"),
        (["--channel", "call"], {"consents": []}, "refuse", "consent.call"),
        (["--channel", "call"], {"address": {}, "numbers": ["+447700900123"]}, "hold", "zone.unknown"),
        (["--step", "text"], {"numbers": [{"e164": "+12125550101", "kind": "fixed"}]}, "refuse", "number.kind"),
    ],
)
def test_it_says_which_rule_said_no(
    ask: Ask, options: list[str], more: dict[str, Any], verdict: str, rule: str
) -> None:
    """By the id that decisions in the ledger carry."""
    _, judged, _ = ask("2027-03-09T16:00:00Z", *options, **more)

    assert judged["verdict"] == verdict
    assert rule in judged["rules"]


def test_the_law_follows_from_the_place_when_the_file_names_none(ask: Ask) -> None:
    """Forgetting a line switches no law off; `none` in so many words does."""
    lawful = FILE.replace("jurisdictions: none\n", "").replace('"08:00-21:00"', '"00:00-24:00"')
    early = "2027-03-09T12:30:00Z"  # 7:30 in New York

    _, without, _ = ask(early, "--channel", "call", text=lawful.replace("windows:", "jurisdictions: none\nwindows:"))
    _, within, _ = ask(early, "--channel", "call", text=lawful)

    assert "us" not in without["packs"]
    assert "us" in within["packs"]
    assert "us.tcpa.hours" in within["rules"]
    assert without["sources"] == {}
    assert within["sources"]["us.tcpa.hours"].endswith("/section-64.1200")


def test_a_question_may_be_put_to_one_pack(ask: Ask) -> None:
    """Whatever else binds there."""
    lawful = FILE.replace('"08:00-21:00"', '"00:00-24:00"')
    _, judged, _ = ask("2027-03-09T12:30:00Z", "--channel", "call", "--pack", "us", text=lawful)

    assert list(judged["packs"]) == ["us"]


def test_a_pack_is_asked_however_its_name_is_written(ask: Ask) -> None:
    """With what it builds on, and by its one id."""
    _, judged, _ = ask("2027-03-09T12:30:00Z", "--channel", "call", "--pack", "US_NY ")

    assert set(judged["packs"]) == {"us", "us-ny"}
    assert (judged["verdict"], judged["until"]) == ("defer", "2027-03-09T13:00:00Z")


@pytest.mark.parametrize(
    ("at", "options", "words"),
    [
        ("2027-03-09T16:00:00", [], "has no UTC offset; expected one, such as 2027-03-09T16:00+01:00"),
        ("soon", [], "expected an instant such as"),
        ("2027-03-09T16:00:00Z", ["--step", "txt"], "expected one of rest, ring, text"),
        ("2027-03-09T16:00:00Z", ["--step", "rest"], "is a wait and touches nobody"),
        ("2027-03-09T16:00:00Z", ["--pack", "xx"], "no pack xx; `cadence packs` lists them"),
        ("2027-03-09T16:00:00Z", ["--step", "text", "--channel", "sms"], "expected only one of them"),
    ],
)
def test_a_question_that_cannot_be_put_says_why(ask: Ask, at: str, options: list[str], words: str) -> None:
    """And prints no verdict."""
    code, judged, talk = ask(at, *options)

    assert code in {1, 2}
    assert judged is None
    assert words in " ".join(talk.split())


def test_people_read_it_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The verdict first, then when, then why, then what it rests on; in Spanish, too."""
    (tmp_path / "c.yaml").write_text(FILE)
    (tmp_path / "l.json").write_text(json.dumps(NEW_YORKER))
    words = ["judge", "--campaign", str(tmp_path / "c.yaml"), "--lead", str(tmp_path / "l.json")]

    assert run([*words, "--at", "2027-03-14T11:59:59Z", "--language", "es"]) == 0
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "APLAZADO  2027-03-14 11:59:59 UTC (dom 2027-03-14 07:59:59 America/New_York)",
        "hasta  2027-03-14 12:00:00 UTC (dom 2027-03-14 08:00:00 America/New_York)",
        (
            "  - fuera del horario de la campaña: hora local 2027-03-14 07:59:59 (America/New_York); ese día abierto "
            "08:00-21:00 (America/New_York)"
        ),
        "zonas  America/New_York",
    ]


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("+18005550101", "toll-free"),
        ("+34800000001", "toll-free"),
        ("+34803123456", "premium-rate"),
        ("+447700900123", ""),  # no such number: the file may be about a person of a table of examples
    ],
)
def test_a_number_that_no_list_takes_is_not_contacted(ask: Ask, number: str, why: str) -> None:
    """A list refuses a service's number with the same reason."""
    code, judged, _ = ask("2027-03-15T15:00:00Z", "--channel", "call", numbers=[number], zone=["America/New_York"])

    read = read_number(number)
    assert isinstance(read, Unfit)
    assert code == 0
    assert ("number.closed" in judged["rules"]) == bool(why)
    assert why in read.reason
    assert (read.reason in json.dumps(judged)) == bool(why)


@pytest.mark.parametrize(
    ("asked_by", "verdict", "consents"),
    [
        ("reply", "allow", []),  # the request is the consent
        ("conversation", "allow", []),
        ("order", "refuse", []),  # an order of ours is none
        ("order", "defer", NEW_YORKER["consents"]),  # and keeps our limits
        ("reply", "allow", NEW_YORKER["consents"]),
    ],
)
def test_a_promised_call_can_be_asked_about(ask: Ask, asked_by: str, verdict: str, consents: list[Any]) -> None:
    """By who asked for it; a rule that it is free of is told, with its words."""
    touches = [{"at": f"2027-03-09T{hour}:00:00Z", "channel": "call", "outcome": "answered"} for hour in (14, 15)]
    code, judged, _ = ask("2027-03-09T16:00:00Z", "--callback", asked_by, touches=touches, consents=consents)

    assert (code, judged["verdict"]) == (0, verdict)
    free = asked_by != "order"
    assert [sentence.startswith("limit reached: 2 of at most 2") for sentence in judged["waived"]] == (
        [True] if free else []
    )


def test_a_refusal_gives_rest_for_as_long_as_the_house_says(ask: Ask, tmp_path: Path) -> None:
    """By the defaults, and by a house file that is named."""
    spoken = [{"at": "2027-03-09T14:00:00Z", "channel": "call", "outcome": "refused", "campaign": "autumn"}]
    house = tmp_path / "house.yaml"
    house.write_text("rest: {refused: 2 days}\n", encoding="utf-8")

    _, usual, _ = ask("2027-03-09T16:00:00Z", "--step", "text", touches=spoken)
    _, shorter, _ = ask("2027-03-09T16:00:00Z", "--step", "text", "--house", str(house), touches=spoken)

    assert (usual["verdict"], usual["rules"], usual["until"]) == ("defer", ["house.rest"], "2027-04-08T14:00:00Z")
    assert "30 days after a refusal" in usual["reasons"][0]
    assert shorter["until"] == "2027-03-11T14:00:00Z"


def test_a_house_file_with_a_mistake_is_refused_where_it_stands(ask: Ask, tmp_path: Path) -> None:
    """A rule of the house that nobody can read must not be left out in silence."""
    house = tmp_path / "house.yaml"
    house.write_text("rest:\n  refused: soon\n", encoding="utf-8")

    code, judged, without = ask("2027-03-09T16:00:00Z", "--house", str(house))

    assert (code, judged) == (1, None)
    assert f"{house}:2:12" in without


@pytest.mark.parametrize(
    ("address", "zones"),
    [
        ({"country": "ES", "postal": "35001"}, {"Atlantic/Canary"}),
        ({"country": "ES", "postal": "28013"}, {"Europe/Madrid"}),
        ({"country": "ES", "municipality": "Santa Cruz de Tenerife"}, {"Atlantic/Canary"}),
        ({"country": "ES", "subdivision": "MD", "postal": "35001"}, {"Europe/Madrid", "Atlantic/Canary"}),  # both count
        ({"country": "ES"}, {"Europe/Madrid", "Africa/Ceuta", "Atlantic/Canary"}),
        ({"country": "US", "postal": "96813"}, {"Pacific/Honolulu"}),
    ],
)
def test_the_postal_code_and_the_town_say_by_whose_clock(ask: Ask, address: dict[str, str], zones: set[str]) -> None:
    """A file may know no region and yet a postal code."""
    _, judged, _ = ask("2027-03-15T15:00:00Z", "--channel", "call", address=address, numbers=["+12125550101"])

    assert set(judged["zones"]) == zones


@pytest.mark.parametrize("unknown", ["+99912345678", "+447700900123", "+88312345678"])
def test_a_number_of_no_known_country_does_not_refuse_the_next_one(ask: Ask, unknown: str) -> None:
    """It is under the law of every country; one of them refuses the step, and the other number is not theirs."""
    text = FILE.replace("jurisdictions: none", "country: ES")
    words = {"text": text, "address": {}, "consents": [{"channel": "any", "at": "2026-01-01T00:00:00Z"}]}

    _, alone, _ = ask("2027-03-15T11:00:00Z", "--channel", "call", numbers=[unknown], **words)
    _, beside, _ = ask("2027-03-15T11:00:00Z", "--channel", "call", numbers=[unknown, "+34910000099"], **words)
    _, other, _ = ask("2027-03-15T11:00:00Z", "--channel", "call", numbers=["+34910000099"], **words)

    assert alone["verdict"] in {"refuse", "hold"}
    assert beside["verdict"] == other["verdict"]


STOP = {"at": "2027-03-09T16:00:00Z", "channel": "sms", "meaning": "revoke"}
CONFIRMED = {"at": "2027-03-09T16:00:20Z", "channel": "sms", "outcome": "delivered", "confirmation": True}


@pytest.mark.parametrize(
    ("at", "more", "verdict", "why"),
    [
        ("2027-03-09T16:00:30Z", {}, "allow", ""),  # a suppression stands, and the one confirmation passes it
        ("2027-03-09T16:05:00Z", {}, "allow", ""),
        ("2027-03-09T16:05:01Z", {}, "refuse", "too_late"),
        ("2027-03-09T16:00:30Z", {"touches": [CONFIRMED]}, "refuse", "confirmed_before"),
        (
            "2027-03-09T16:00:30Z",
            {"inbound": [STOP | {"confirmed_by_carrier": True}]},
            "refuse",
            "confirmed_by_carrier",
        ),
        ("2027-03-09T03:00:30Z", {"inbound": [STOP | {"at": "2027-03-09T03:00:00Z"}]}, "allow", ""),  # also at night
    ],
)
def test_whether_a_stop_may_be_confirmed_can_be_asked(
    ask: Ask, at: str, more: dict[str, Any], verdict: str, why: str
) -> None:
    """Exactly one, within five minutes, whatever else is closed."""
    code, judged, _ = ask(at, "--confirmation", **({"inbound": [STOP]} | more))

    assert (code, judged["verdict"]) == (0, verdict)
    assert [reason.get("why") for reason in judged["evidence"]["said_no"]] == ([why] if why else [])


def test_a_confirmation_needs_a_stop(ask: Ask) -> None:
    """One that comes later than the instant is none yet."""
    for messages in ([], [STOP | {"meaning": "none"}], [STOP | {"at": "2027-03-10T00:00:00Z"}]):
        code, judged, err = ask("2027-03-09T16:00:30Z", "--confirmation", inbound=messages)
        assert (code, judged) == (1, None)
        assert "said stop in no message by then" in err


@pytest.mark.parametrize(
    ("calls", "share", "breached", "beyond"),
    [
        ("0/0", 0, False, False),
        ("2/100", 0.02, False, False),  # the aim itself
        ("3/100", 0.03, False, True),  # the cap itself is allowed, and past the aim
        ("4/100", 0.04, True, True),
        ("31/1000", 0.031, True, True),
    ],
)
def test_a_ratio_can_be_asked_about_without_a_ledger(
    ask: Ask, calls: str, share: float, breached: bool, beyond: bool
) -> None:
    """By the law of where the person lives; it stops no touch, so the verdict stays as it is."""
    law = {"text": FILE.replace("jurisdictions: none\n", "")}
    _, judged, _ = ask("2027-03-09T16:00:00Z", "--channel", "call", "--ratio", calls, **law)
    _, without, _ = ask("2027-03-09T16:00:00Z", "--channel", "call", **law)

    assert {ratio["rule"] for ratio in judged["ratios"]} == {"us.tsr.abandon", "us.fcc.abandon"}
    assert {(ratio["share"], ratio["breached"], ratio["beyond_target"]) for ratio in judged["ratios"]} == {
        (share, breached, beyond)
    }
    assert all(("OVER WHAT THE LAW ALLOWS" in ratio["words"]) == breached for ratio in judged["ratios"])
    assert {key: value for key, value in judged.items() if key != "ratios"} == without


@pytest.mark.parametrize("typed", ["4", "5/4", "a/b", "-1/4", "1/2/3"])
def test_a_ratio_that_is_none_is_refused(ask: Ask, typed: str) -> None:
    """With what was expected."""
    code, _, err = ask("2027-03-09T16:00:00Z", f"--ratio={typed}")

    assert code == 2
    assert "such as 4/120" in " ".join(err.split())


@pytest.mark.parametrize(
    ("columns", "holds", "expected"),
    [
        ({"plan": "premium"}, True, ""),
        ({"plan": "basic"}, False, "this is not true: plan is premium (what is known: plan “basic”)"),
        ({}, None, "it is not known whether plan is premium (no value that can be read: plan)"),
    ],
)
def test_a_person_whom_the_campaign_does_not_select_is_told_of(
    ask: Ask, capsys: pytest.CaptureFixture[str], tmp_path: Path, columns: dict[str, str], holds: object, expected: str
) -> None:
    """The verdict is that of the rules; the condition decides whether anybody would ask them."""
    text = FILE.replace("holidays: open", "holidays: open\nwhere: {plan: premium}")
    code, data, _ = ask("2027-03-15T14:00:00Z", "--channel", "sms", text=text, attributes=columns)

    assert (code, data["verdict"]) == (0, "allow")
    assert data["selection"]["holds"] is holds
    assert [part["words"] for part in data["selection"]["unmet"]] == ([expected] if expected else [])
    files = ["--campaign", str(tmp_path / "spring.yaml"), "--lead", str(tmp_path / "lead.json")]
    assert run(["judge", *files, "--at", "2027-03-15T14:00:00Z", "--channel", "sms"]) == 0
    sentence = f"the campaign does not select this person, because {expected}"
    assert (sentence in capsys.readouterr().out) is bool(expected)


def test_a_campaign_for_everybody_says_nothing_of_a_selection(ask: Ask) -> None:
    """Its answer is what it was."""
    assert "selection" not in ask("2027-03-15T14:00:00Z", "--channel", "sms")[1]


CAPPED = FILE.replace(
    "  - step: text\n",
    "  - step: write\n    task: {title: Write, label: linkedin, assign: ana}\n  - step: text\n",
).replace("cadence:", "tasks: [{label: linkedin, per_day: 20}, {each: assignee, per_day: 5}]\ncadence:")


@pytest.mark.parametrize(
    ("typed", "reached", "until"),
    [
        ((), [None, None], [None, None]),
        (("--handed-out", "4"), [False, False], [None, None]),
        (("--handed-out", "5"), [True, False], ["2027-03-15T09:00:00Z", None]),
        (("--handed-out", "20"), [True, True], ["2027-03-15T09:00:00Z"] * 2),  # a Friday
    ],
)
def test_caps_on_tasks_are_shown_beside_the_verdict(
    ask: Ask, typed: tuple[str, ...], reached: list[bool | None], until: list[str | None]
) -> None:
    """They count other people's tasks, so without the number nobody knows; the verdict stays the gate's."""
    code, judged, _ = ask("2027-03-12T16:00:00Z", "--step", "write", *typed, text=CAPPED)
    caps = judged["task_caps"]

    assert (code, judged["verdict"]) == (0, "allow")
    assert [(cap["rule"], cap["about"], cap["per_day"]) for cap in caps] == [
        ("campaign.tasks[1]", "ana", 5),
        ("campaign.tasks[0]", "linkedin", 20),
    ]
    assert ([cap["reached"] for cap in caps], [cap["until"] for cap in caps]) == (reached, until)
    assert all("a day" in cap["words"] or "working day" in cap["words"] for cap in caps)
    assert "task_caps" not in ask("2027-03-12T16:00:00Z", "--step", "text", *typed, text=CAPPED)[1]
