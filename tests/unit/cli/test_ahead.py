"""Do `plan` and `simulate` answer from two files, with no server, and say the same as data and in words?"""

import json
from pathlib import Path
from typing import Any

import pytest

from cadence.cli import run
from tests.unit.simulation.lists import FILE

HEAD = "id,name,phone,country,timezone,consent_sms,consent_voice,consent_at,consent_source\n"
GOOD = "".join(f"C-{n},Ana,6000000{n},ES,Europe/Madrid,yes,yes,2027-01-10,web form\n" for n in range(10, 30))
NO_WORD = "C-50,Bea,600000050,ES,Europe/Madrid,,,,\nC-51,Eva,600000051,ES,Europe/Madrid,,,,\n"
BROKEN = "C-99,Leo,letters,ES,Europe/Madrid,yes,yes,2027-01-10,web form\n"
AT = ["--from", "2027-03-08T07:00:00Z"]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A campaign and its list, as they are typed."""
    campaign, leads = tmp_path / "spring.yaml", tmp_path / "leads.csv"
    campaign.write_text(FILE)
    leads.write_text(HEAD + GOOD + NO_WORD + BROKEN)
    return [str(campaign), "--leads", str(leads), *AT]


def answered(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    """Run a command and return what it says as data."""
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_plan_says_who_is_reached_and_who_is_not_and_why(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Twenty agreed, two said nothing, one row is no lead: each is counted in one place."""
    data = answered(capsys, "plan", *files)

    assert data["list"] == {"rows": 23, "refused": 1, "duplicates": 0}
    assert (data["leads"], data["reached"]) == (22, 20)
    assert data["first"] == [{"step": "hello", "channel": "sms", "leads": 20}]
    assert sum(hour["leads"] for hour in data["when"]) == 20
    assert {hour["local"] for hour in data["when"]} <= {"2027-03-08 09:00", "2027-03-08 10:00"}
    (bar,) = data["not_reached"]
    assert (bar["leads"], bar["examples"]) == (2, ["C-50", "C-51"])
    assert bar["words"] == ["no consent on record for calls", "no consent on record for text messages"]
    assert {"rule": "es.emsg", "pack": "es"}.items() <= next(r for r in data["rules"] if r["rule"] == "es.emsg").items()
    assert data["floors"][0]["agents"] == 3


def test_a_plan_in_words_has_its_chart_and_its_reasons(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What a manager reads before a launch."""
    assert run(["plan", *files]) == 0

    out = capsys.readouterr().out
    assert "reached       20 of 22 leads" in out
    assert "Mon 2027-03-08 09:00 █" in out
    assert "no consent on record for calls" in out
    assert "C-50, C-51" in out
    assert "packs         es" in out


@pytest.mark.parametrize("command", ["plan", "simulate"])
def test_a_file_that_switches_the_law_off_says_so_ahead(
    command: str, files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """`jurisdictions: none` is written once and read by everybody, before a launch as after it."""
    file = Path(files[0])
    file.write_text(f"{FILE}jurisdictions: none\n")
    data = answered(capsys, command, *files)

    assert data["jurisdictions"] == "none"
    assert run([command, *files]) == 0
    assert "law           NONE: this file switches every pack off" in capsys.readouterr().out


def test_a_simulation_is_told_in_the_keys_of_a_real_run(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reads `cadence demo --json` reads this."""
    data = answered(capsys, "simulate", *files)

    assert data["leads"] == 22
    assert sum(data["finished"].values()) + sum(group["leads"] for group in data["open"]) + data["waiting"] == 22
    assert data["steps"][0]["step"] == "hello"
    assert data["finished"]["unreached"] == 2
    assert data["refused_by"]["consent.sms"] == 4
    assert {check["found"] for check in data["checks"].values()} == {0}
    assert data["list"]["refused"] == 1


def test_two_files_are_told_side_by_side(files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same people under another cadence: without its retry it makes fewer calls."""
    shorter = tmp_path / "shorter.yaml"
    shorter.write_text("".join(line for line in FILE.splitlines(keepends=True) if "retry:" not in line))
    both = [files[0], str(shorter), *files[1:]]

    first, second = answered(capsys, "simulate", *both)
    assert run(["simulate", *both]) == 0
    out = capsys.readouterr().out

    assert first["floors"]["sales"]["calls"] > second["floors"]["sales"]["calls"]
    assert "contact rate" in out
    assert "shorter.yaml" in out


def test_people_can_be_made_up(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has a list yet: the country of the file is enough."""
    data = answered(capsys, "simulate", files[0], "--people", "40", *AT, "--days", "5")

    assert (data["leads"], data["list"]) == (40, None)
    assert data["touches"] > 40


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (
            ["--from", "tomorrow"],
            "--from tomorrow is not an instant; expected a time with UTC offset",
        ),  # nobody guesses a day
        (["--from", "2027-03-08T07:00:00"], "expected a time with UTC offset"),  # nor a zone
    ],
)
def test_an_instant_is_said_with_its_zone(
    files: list[str], capsys: pytest.CaptureFixture[str], words: list[str], text: str
) -> None:
    """An hour without a zone is another instant for everybody who reads it."""
    assert run(["plan", *files[:3], *words]) == 1

    assert text in capsys.readouterr().err


def test_for_whom_is_said_once(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A list and made-up people together would be neither."""
    assert run(["simulate", *files, "--people", "5"]) == 2

    assert "expected either --leads or --people" in capsys.readouterr().err
