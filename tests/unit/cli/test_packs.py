"""Does `cadence packs check` find every mistake of a user's pack, each at its place?"""

import json
from pathlib import Path

import pytest

from cadence.cli import run
from cadence.policy.packs.loading import SHIPPED
from cadence.policy.packs.schema import Pack
from cadence.policy.primitives.window import WindowEntry

PACK = """\
id: acme
version: "1"
title: Rules of ACME
effective: {from: 2026-01-01}
status: draft
complete: true
extends: [es]
applies: {countries: [ES]}

rules:
  - id: acme.hours
    type: window
    when: {purposes: [marketing], channels: [voice]}
    allow:
      - {days: mon-fri, open: "10:00", close: "18:00"}
    source: {law: "our own policy", confidence: V}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A pack without mistakes."""
    path = tmp_path / "acme.yaml"
    path.write_text(PACK)
    return path


def test_a_right_pack_has_no_mistakes(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, and nothing on stdout."""
    assert run(["packs", "check", str(file)]) == 0

    said = capsys.readouterr()
    assert said.out == ""
    assert "1 file checked, no mistakes" in said.err


@pytest.mark.parametrize(
    ("found", "replaced", "mistake"),
    [
        ("status: draft", "statos: draft", "5:1: statos: not a key; expected id, version"),
        (
            "status: draft",
            "status: drafted",
            '5:9: status: "drafted"; expected one of draft, counsel_approved; did you',
        ),
        ("mon-fri", "mon-fry", '15:16: rules[0].allow[0].days: "mon-fry"; expected days such as mon-fri or sat'),
        (
            "extends: [es]",
            "extends: [spain, es]",
            '7:11: extends[0]: no pack "spain"; expected one that `cadence packs`',
        ),
        ("extends: [es]", "extends: [acme]", "7:11: extends[0]: the pack itself; expected another pack"),
        ("[ES]}", "[Es]}", '8:23: applies.countries[0]: "Es" is not a country; expected a code of ISO 3166-1'),
        (
            "countries: [ES]",
            "countries: [ES], unknown_subdivision: true",
            "8:49: applies.unknown_subdivision: regional",
        ),
        ("acme.hours", "us.tcpa.hours", "11:9: rules[0].id: us.tcpa.hours is a rule of us, which this pack does not"),
        ("id: acme\n", "id: none\n", '1:5: id: "none" switches packs off in a campaign; expected another id'),
        (
            "confidence: V",
            'url: "http://example.com", confidence: V',
            '16:42: rules[0].source.url: "http://example.com"; expected an address that begins with https',
        ),
        ("rules:", "rules: {", "11:3: a value or a closing bracket left out"),
    ],
)
def test_a_mistake_is_named_at_its_place(
    file: Path, capsys: pytest.CaptureFixture[str], found: str, replaced: str, mistake: str
) -> None:
    """What was found, what was expected, and the nearest word."""
    file.write_text(PACK.replace(found, replaced, 1))

    assert run(["packs", "check", str(file)]) == 1

    said = capsys.readouterr()
    assert mistake in said.out
    assert said.out.startswith(f"{file}:")
    assert "1 with mistakes" in said.err


def test_every_mistake_is_found_in_one_run(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody corrects a file mistake by mistake."""
    file.write_text(PACK.replace("draft", "drafted").replace("mon-fri", "mon-fry").replace("version", "vershion"))

    assert run(["packs", "check", str(file), "--json"]) == 1

    mistakes = json.loads(capsys.readouterr().out)
    assert [mistake["line"] for mistake in mistakes] == [2, 5, 15]  # the misspelt key is not missing as well
    assert {mistake["severity"] for mistake in mistakes} == {"error"}


def test_a_rule_that_loosens_a_pack_it_extends_is_named_at_its_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A child can only tighten (law 7)."""
    hours = window_of("es")
    file.write_text(f"{PACK}{LONGER.format(rule=hours)}")

    assert run(["packs", "check", str(file)]) == 1

    out = capsys.readouterr().out
    assert out.startswith(f"{file}:18:5: {hours}: ")
    assert "longer hours than in es; a child can only tighten; expected the same or stricter" in out


LONGER = """
  - id: {rule}
    type: window
    when: {{channels: [voice, sms, whatsapp, email]}}
    allow:
      - {{days: mon-sun, open: "00:00", close: "24:00"}}
    source: {{law: "our own policy", confidence: V}}
"""


def window_of(pack: str) -> str:
    """The id of a pack's first window for marketing calls."""
    loaded = SHIPPED.read(pack)
    assert isinstance(loaded, Pack)
    return next(rule.id for rule in loaded.rules if isinstance(rule, WindowEntry))


def test_a_pack_of_ours_gets_a_warning_only(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A changed copy is what a back-test asks about; storing it is refused elsewhere."""
    file.write_text(PACK.replace("id: acme\n", "id: es\n").replace("extends: [es]", "extends: [eu]"))

    assert run(["packs", "check", str(file)]) == 0
    assert 'warning: id: "es" is a pack that comes with this program' in capsys.readouterr().out


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_checked(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One is missing and one is in an old encoding."""
    old = tmp_path / "old.yaml"
    old.write_bytes(b"title: Espa\xf1a\n")
    missing = tmp_path / "missing.yaml"

    assert run(["packs", "check", str(missing), str(old), str(file)]) == 1

    said = capsys.readouterr()
    assert f"{missing}:1:1: does not exist; expected a pack of law in YAML" in said.out
    assert f"{old}:1:12: the byte f1, which is not UTF-8; expected a text file, saved as UTF-8" in said.out
    assert "3 files checked, 2 with mistakes" in said.err


@pytest.mark.parametrize("typed", [[], ["list"], ["show"], ["--json"], ["es"], ["show", "es", "--json"], ["US_FL"]])
def test_a_pack_is_shown_without_a_word_for_it(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """`cadence packs es` is what people have in their scripts."""
    assert run(["packs", *typed]) == 0
    assert capsys.readouterr().out
