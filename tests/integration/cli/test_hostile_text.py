"""Does text from outside stay text, on every command that shows it, and does the panic button take any bytes?"""

import os
import subprocess
import sys
from dataclasses import replace
from uuid import uuid4

import pytest

from cadence.channels.provider import Received
from cadence.domain import Channel
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.lists.importing import import_leads
from tests.integration.api.town import OURS
from tests.integration.cli.desk import CAMPAIGN, LIST, Desk
from tests.integration.ledger.world import lead_row
from tests.waiting import PATIENCE

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
    record_inbound(Planner(desk.ledger, desk.clock), received)
    assert desk.type("pause", "--lead", "C-1", "--because", FORGED + CLEAR).code == 0
    return desk


@pytest.mark.parametrize("words", LOOKING, ids=" ".join)
def test_nothing_from_outside_controls_the_terminal(hostile: Desk, words: tuple[str, ...]) -> None:
    """What a stranger sends is written out, and forges no line."""
    said = hostile.type(*words)

    shown = (said.out + said.err).replace("\n", "").replace("\t", "")
    assert [ascii(delivery) for delivery in shown if delivery < " " or "\x7f" <= delivery <= "\x9f"] == []
    assert not any(line.startswith("2027-03-09 12:00:00Z  hello by sms: allowed") for line in said.out.splitlines())


TYPED = "summer\nforged: all is well\rx"
"""A name with a second line in it."""


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "{file}", "--leads", "{leads}"),
        ("plan", "{file}", "--leads", "{leads}", "--list", TYPED),
        ("plan", "{gone}", "--leads", "{leads}"),
        ("plan", "{file}", "--leads", "{gone}"),
        ("plan", "{wrong}", "--leads", "{leads}"),
        ("launch", "{file}", "--leads", "{leads}", "--yes"),
        ("launch", "{file}", "--leads", "{dated}", "--yes"),
        ("launch", "{file}", "--leads", "{gone}", "--yes"),
        ("launch", "{file}", "--leads={gone}", "--yes"),
        ("launch", "{file}", "--leads", "{leads}", "--list", TYPED, "--yes"),
        ("launch", "{wrong}", "--leads", "{leads}", "--yes"),
        ("launch", "{gone}", "--migrate", "--yes"),
        ("preview", "{file}", "--leads", "{leads}"),
        ("check", "{wrong}"),
        ("pause", TYPED),
        ("pause", "--channel", TYPED),
        ("pause", "--sender", TYPED),
        ("pause", "--floor", TYPED),
        ("pause", "--lead", TYPED),
        ("pause", "--template", TYPED),
        ("pause", "--destination", TYPED),
        ("resume", TYPED),
        ("resume", "--template", TYPED),
        ("resume", "--lead", TYPED),
        ("stop", TYPED, "--yes"),
        ("status", TYPED),
        ("lead", TYPED),
        ("lead", "C-1", "--on", TYPED),
        ("lead", "C-1", "--language", TYPED),
        ("review", TYPED, "--done"),
        ("callback", TYPED, "C-1", "--at", "2027-03-10T10:00+01:00"),
    ],
    ids=lambda words: " ".join(words).replace(TYPED, "TYPED"),
)
def test_what_an_operator_types_begins_no_line_of_ours(desk: Desk, words: tuple[str, ...]) -> None:
    """A name copied from elsewhere may have a line break in it; what follows would look like a message of ours."""
    names = {"file": "spring.yaml", "leads": f"{TYPED}.csv", "dated": f"{TYPED}-29.csv", "wrong": f"{TYPED}.yaml"}
    texts = {"file": CAMPAIGN, "leads": LIST, "dated": LIST, "wrong": CAMPAIGN.replace("purpose: ", "purpos: ")}
    paths = {key: desk.file(name, texts[key]) for key, name in names.items()} | {"gone": f"{TYPED}.gone"}

    said = desk.type(*(word.format(**paths) for word in words))

    assert said.code != 0 or words[0] in {"plan", "launch", "pause", "preview"}
    assert not any(line.startswith("forged") for line in (said.out + said.err).splitlines())
    assert "\r" not in said.out + said.err


@pytest.mark.parametrize("reason", [b"caf\xe9", b"\xff\xfe", "año".encode("latin-1"), b"\xed\xa0\x80"])
def test_the_panic_button_takes_any_bytes(desk: Desk, reason: bytes) -> None:
    """A terminal in another encoding must not keep anybody from pausing, nor must one that shows no accents."""
    environment = {
        **{name: value for name, value in os.environ.items() if name.startswith(("CADENCE_", "TWILIO_", "PATH"))},
        "LC_ALL": "C",
        "PYTHONIOENCODING": "ascii",
    }
    command = [sys.executable, "-m", "cadence", "pause", "--all", "--because", reason]

    done = subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE, check=False)

    assert done.returncode == 0, done.stderr
    assert b"Paused everything." in done.stderr
    assert desk.town.ask("SELECT count(*) FROM pauses WHERE scope = 'all' AND until IS NULL") == 1
