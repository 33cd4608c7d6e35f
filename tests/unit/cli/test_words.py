"""Does `cadence words` tell the meaning of any reply, with nothing behind it?"""

import json
from pathlib import Path
from typing import Any

import pytest

from cadence.cli import run


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    """What the command answers as JSON."""
    assert run(["words", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server and no database can be reached."""
    monkeypatch.setenv("CADENCE_DATABASE_URL", "postgresql+psycopg://127.0.0.1:1/cadence")


def test_a_meaning_comes_with_the_rule_and_the_words_that_decided(capsys: pytest.CaptureFixture[str]) -> None:
    """What an auditor asks of a reading."""
    assert told(capsys, "¡Ya cancelé mi deuda, no me llamen MÁS!") == {
        "text": "¡Ya cancelé mi deuda, no me llamen MÁS!",
        "meaning": "revoke",
        "scope": ["everything"],
        "names": [],
        "rule": "words.phrase",
        "found": "no me llamen",
        "normalised": "ya cancele mi deuda no me llamen mas",
    }


@pytest.mark.parametrize(
    ("text", "meaning", "scope", "names"),
    [
        ("stop promos but keep my delivery alerts", "revoke", ["purpose:marketing"], []),
        ("don't call, text me", "revoke", ["channel:call"], []),
        ("don't text me after 6", "restrict", [], ["time: after 6"]),
        ("wrong number", "hold", [], []),
        ("AYUDA", "help", [], []),
        ("unstop", "rejoin", [], []),
        ("stop by the store", "none", [], []),
    ],
)
def test_each_meaning_is_told_with_what_it_closes_or_names(
    text: str, meaning: str, scope: list[str], names: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Six meanings, and what belongs to each."""
    data = told(capsys, text)

    assert (data["meaning"], data["scope"], data["names"]) == (meaning, scope, names)


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("llámame mañana a las 5", "Thu 2027-03-11 17:00 Europe/Madrid"),
        ("llámame por la tarde", "Wed 2027-03-10 16:00 to 19:00 Europe/Madrid"),  # where the hour is confirmed
        ("llámame a las 5 o 6", "asked for, without a clear time"),
    ],
)
def test_a_wish_for_a_call_is_told_with_the_time_that_was_understood(
    text: str, call: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the person's clock, with the instant beside it."""
    data = told(capsys, text, "--zone", "Europe/Madrid", "--at", "2027-03-10 09:00")

    assert data["call"] == call
    assert (data["callback_at"] is None) == call.startswith("asked")


@pytest.mark.parametrize(
    ("text", "start", "end", "used", "left", "in_doubt", "taken"),
    [
        ("llámame mañana a las 5", "2027-03-11T17:00+01:00", None, "manana a las 5", "", "", True),
        ("llámame por la tarde", "2027-03-10T16:00+01:00", "2027-03-10T19:00+01:00", "por la tarde", "", "", True),
        ("call me tomorrow at five thirty", "2027-03-11T17:30+01:00", None, "tomorrow at five thirty", "", "", True),
        # two hours: the second is left over, so a person is asked
        ("llámame a las 5 o 6", "2027-03-10T17:00+01:00", None, "a las 5", "o 6", "o 6", False),
        # another zone is named: the hour may be that of the zone, so it is a question for a person
        ("call me at 5 pm eastern please", "2027-03-10T17:00+01:00", None, "at 5 pm", "eastern", None, False),
    ],
)
def test_how_a_time_was_read_is_told_word_by_word(
    text: str,
    start: str | None,
    end: str | None,
    used: str,
    left: str,
    in_doubt: str | None,
    taken: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """From when to when, on whose clock, from which words, and what was left over."""
    time = told(capsys, text, "--zone", "Europe/Madrid", "--at", "2027-03-10 09:00")["time"]

    assert (time["from"], time["to"], time["zone"]) == (start, end, "Europe/Madrid")
    assert (time["used"], time["left_over"]) == (used.split(), left.split())
    assert in_doubt is None or time["in_doubt"] == in_doubt.split()
    assert time["taken"] == taken


def test_a_text_without_a_time_tells_of_none(capsys: pytest.CaptureFixture[str]) -> None:
    """A key that is always there would be read as an answer."""
    assert "time" not in told(capsys, "gracias")
    assert run(["words", "llámame mañana a las 5", "--zone", "Europe/Madrid", "--at", "2027-03-10 09:00"]) == 0
    assert capsys.readouterr().out.rstrip("\n").split("\t")[-2:] == ["manana a las 5", ""]


@pytest.mark.parametrize("option", [["--zone", "Europe/Madird"], ["--at", "yesterday"]])
def test_a_zone_or_an_instant_that_is_none_is_refused(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With what was expected."""
    assert run(["words", "call me at 5", *option]) == 2
    assert option[1] in capsys.readouterr().err


def test_a_file_is_read_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One text a line, empty lines left out; without --json a line each, for pipes."""
    file = tmp_path / "replies.txt"
    file.write_text("BAJA\n\nok\n", encoding="utf-8")

    assert [data["meaning"] for data in told(capsys, "--file", str(file))] == ["revoke", "none"]
    assert run(["words", "--file", str(file)]) == 0
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == ["revoke", "none"]


@pytest.mark.parametrize(
    ("typed", "code", "data"),
    [
        ([], 2, "expected either a text or --file"),
        (["STOP", "--file", "x.txt"], 2, "expected either a text or --file"),
        (["--file", "not-there.txt"], 1, "does not exist"),
    ],
)
def test_what_cannot_be_read_is_said(
    typed: list[str], code: int, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Found, expected, what to do next."""
    assert run(["words", *typed]) == code
    assert data in capsys.readouterr().err


ASKING = """
campaign: visits
purpose: service
jurisdictions: none
from: {company: Faro, sms: "+34910000001"}
windows: [{days: mon-fri, hours: "9:00-17:00"}]
replies: {yes: [sí, "1"], no: [no, "2"]}
cadence:
  - {step: ask, sms: "Responda SI", on: {reply.yes: mark, reply.no: end, otherwise: mark}}
  - {step: mark, sms: "Del 0 al 10", ask: {save: nps, as: 0-10}, on: {otherwise: by_hand}}
  - {step: by_hand, task: {title: Look}}
"""


@pytest.mark.parametrize(
    ("text", "meaning", "ask", "mark"),
    [
        ("sí, gracias", "none", ("yes", ""), ("", "")),
        ("2", "none", ("no", ""), ("saved", "2")),
        ("sí o no", "hold", ("", ""), ("", "")),
        ("BAJA", "revoke", ("", ""), ("", "")),
    ],
)
def test_a_text_is_told_with_the_answer_it_would_be(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    meaning: str,
    ask: tuple[str, str],
    mark: tuple[str, str],
) -> None:
    """To each step that expects answers; a stop is none to any of them."""
    file = tmp_path / "visits.yaml"
    file.write_text(ASKING)
    reading = told(capsys, text, "--campaign", str(file))

    assert reading["meaning"] == meaning
    assert [(entry["step"], entry["answer"], entry["kept"]) for entry in reading["answers"]] == [
        ("ask", *ask), ("mark", *mark),
    ]  # fmt: skip
    assert run(["words", text, "--campaign", str(file), "--step", "ask"]) == 0
    assert (f"ask: reply.{ask[0]}" if ask[0] else "none") in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--step", "ask"], "--step without --campaign"),
        (["--step", "mrk", "--campaign", "FILE"], "expected one of ask, mark; nearest: mark"),
        (["--campaign", "campaigns/cart-recovery.yaml"], "expects no answers; expected `replies` or `ask` in it"),
    ],
)
def test_a_question_that_nobody_asks_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    """With what there is."""
    file = tmp_path / "visits.yaml"
    file.write_text(ASKING)

    assert run(["words", "sí", *(str(file) if option == "FILE" else option for option in options)]) == 2
    assert message in " ".join(capsys.readouterr().err.replace("│", " ").split())
