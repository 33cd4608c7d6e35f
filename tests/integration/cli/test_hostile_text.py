"""Does text from outside stay text, on every command that shows it, and does the panic button take any bytes?"""

import os
import subprocess
import sys
from dataclasses import replace
from uuid import uuid4

import pytest

from cadence.carrier.port import Received
from cadence.ledger.importing import import_leads
from cadence.model import Channel
from cadence.settle import Mind, record_inbound
from tests.integration.cli.desk import Desk
from tests.integration.ledger.world import lead_row
from tests.integration.web.town import OURS

PERSON = "+34600000001"
CLEAR = "\x1b[2J\x1b[H\x9b2J\x1b]0;owned\x07"
FORGED = "Ana\r\n2027-03-09 12:00:00Z  hello by sms: allowed\x1b[1A"
LOOKING = [
    *(("review",), ("lead", "C-1"), ("lead", "C-1", "--evidence", "--language", "es"), ("list",), ("list", "--leads")),
    *(("status",), ("history",), ("privacy", "export", "C-1"), ("doctor",)),
]


@pytest.fixture
def hostile(desk: Desk) -> Desk:
    """A person with a forged name, who wrote escape sequences, and an order with more of them."""
    enrolment = desk.town.enrol(PERSON, key="C-1")
    desk.town.message(enrolment)
    row = replace(lead_row(1, PERSON, key="C-1", name=FORGED), attributes={"note": CLEAR, FORGED: "x"})
    import_leads(desk.ledger, "list", [row], at=desk.clock.now())
    received = Received(
        sid=f"SM{uuid4().hex}", channel=Channel.SMS, sender=PERSON, to=OURS, body=f"hi {CLEAR}", at=desk.clock.now()
    )
    record_inbound(Mind(desk.ledger, desk.clock), received)
    assert desk.type("pause", "--lead", "C-1", "--because", FORGED + CLEAR).code == 0
    return desk


@pytest.mark.parametrize("words", LOOKING, ids=" ".join)
def test_nothing_from_outside_controls_the_terminal(hostile: Desk, words: tuple[str, ...]) -> None:
    """What a stranger sends is written out, and forges no line."""
    said = hostile.type(*words)

    shown = (said.out + said.err).replace("\n", "").replace("\t", "")
    assert [ascii(letter) for letter in shown if letter < " " or "\x7f" <= letter <= "\x9f"] == []
    assert not any(line.startswith("2027-03-09 12:00:00Z  hello by sms: allowed") for line in said.out.splitlines())


@pytest.mark.parametrize("reason", [b"caf\xe9", b"\xff\xfe", "año".encode("latin-1"), b"\xed\xa0\x80"])
def test_the_panic_button_takes_any_bytes(desk: Desk, reason: bytes) -> None:
    """A terminal in another encoding must not keep anybody from pausing, nor must one that shows no accents."""
    environment = {
        **{name: value for name, value in os.environ.items() if name.startswith(("CADENCE_", "TWILIO_", "PATH"))},
        "LC_ALL": "C",
        "PYTHONIOENCODING": "ascii",
    }
    command = [sys.executable, "-m", "cadence", "pause", "--all", "--because", reason]

    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr
    assert b"Paused everything." in done.stderr
    assert desk.town.ask("SELECT count(*) FROM pauses WHERE scope = 'all' AND until IS NULL") == 1
