"""Does one command answer each question of an auditor? The commands are those of docs/audit.md."""

import csv
import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest

from cadence.channels.provider import Received
from cadence.domain import Channel
from cadence.domain.clock import Clock, utc_now
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.reconciler.sealing import Sealing
from cadence.ledger.db import clock
from tests.integration.cli.desk import Desk, Said
from tests.integration.cli.past import TUESDAY, Past

PAGE = Path(__file__).parents[3] / "docs" / "audit.md"
ASKED = re.findall(r"^\| (.+\?) \| `(cadence .+)` \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
ANA, OURS = "+34600000001", "+34910000001"
STOPPED_AT = TUESDAY + timedelta(days=2, hours=1)
EXPECTED = (
    r"publicidad\..*10:00.*BAJA",
    r"web form",
    r"",
    r"suppress.*a letter",
    r"BAJA, por favor",
    r"",
    r"resume.*right again.*pause.*wrong price",
    r"campaign: spring",
    r"es\.hours",
    r"of 5 touches that left, 0 would have been stopped",
    r"abandonment.*Not contacted yet",
    r"1 block.*unproven  \d+ facts",
)
"""What the answers must contain, in the order of the page; two of them are folders."""


@pytest.fixture
def desk_of_ana(past: Past) -> Desk:
    """A campaign that was paused and resumed, Ana, who said stop after two messages, and somebody without consent."""
    desk = past.desk
    past.enrol(9, "+34600000009", TUESDAY)
    said = Received(sid="SM1", channel=Channel.SMS, sender=ANA, to=OURS, body="BAJA, por favor", at=STOPPED_AT)
    record_inbound(past.planner(STOPPED_AT), said)
    later = Clock(origin=STOPPED_AT + timedelta(hours=1), started=utc_now())
    with desk.ledger.begin() as tx:
        clock.set_clock(tx, later)
    for words in (
        ("pause", "spring", "--because", "wrong price"),
        ("resume", "spring", "--because", "right again"),
        ("suppress", "list/C-1", "--because", "a letter"),
    ):
        assert desk.type(*words).code == 0
    Sealing(desk.ledger, None).seal()
    return desk


def answer(desk: Desk, command: str) -> Said:
    """Type a command of the page about our own campaign and person."""
    here = command.replace("C-1001", "list/C-1").replace("spring-offer", "spring")
    words = [f"{desk.folder}/{word}" if word.endswith("/") else word for word in shlex.split(here)[1:]]
    return desk.type(*words)


def test_there_are_twelve_questions_on_the_page() -> None:
    """Each has a command."""
    assert len(ASKED) == len(EXPECTED)


def test_each_question_is_answered_by_its_command(desk_of_ana: Desk) -> None:
    """With what has happened here, and no other command."""
    for (question, command), expected in zip(ASKED, EXPECTED, strict=True):
        said = answer(desk_of_ana, command)
        assert said.code == 0, (question, said.err)
        assert re.search(expected, said.out + said.err, re.DOTALL), (question, said.out, said.err)

    def rows(name: str) -> list[dict[str, str]]:
        with (desk_of_ana.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    stops = {row["took_effect_utc"] for row in rows("stop/opt_outs.csv")}
    sent = [row["at_utc"] for row in rows("stop/touches.csv")]
    assert min(stops).startswith(f"{STOPPED_AT:%Y-%m-%dT%H:%M}"), stops
    assert len(sent) == 2
    assert max(sent) < min(stops)
    assert {row["number"] for row in rows("number/touches.csv")} == {ANA}
