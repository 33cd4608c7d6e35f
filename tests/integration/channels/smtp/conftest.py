"""An emulator with a relay and a mailbox; each test writes to addresses of its own."""

import itertools
import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from cadence.channels.provider import Accepted, Message, Received, TouchReport, Unreadable
from cadence.channels.smtp.account import SmtpAccount
from cadence.channels.smtp.provider import SmtpCarrier
from cadence.domain import Channel
from cadence.local.stack.ports import free_port
from cadence.local.stack.programs import reaching
from tests.integration.channels.stand_in import Emulator, Engine, start
from tests.waiting import PATIENCE, until

KEY = b"a key for e-mail tokens in tests"
HANGS = 16.0
"""Seconds for which a relay answers nothing."""
SENDER = "Tienda Sol <hola@example.com>"
PEOPLE = {
    "people": [{"numbers": ["+34600000001"], "emails": ["ana@example.org"], "zone": "Atlantic/Canary", "replies": []}],
    "luz@example.org": {"language": "es", "replies": ["Llámenme mañana a las 10"], "reply_after": 60},
    "gone@example.org": {"line": "invalid"},
    "dead@example.org": {"deliveries": ["undelivered:30005"]},
}


@dataclass(frozen=True, kw_only=True)
class MailWorld:
    """The emulator's relay and mailbox, and our carrier in front of them."""

    emulator: Emulator
    account: SmtpAccount
    carrier: SmtpCarrier
    since: datetime  # of the emulator's Clock, before anything that the test does

    def impatient(self) -> SmtpCarrier:
        """Our carrier, with less patience than it has to have with a relay that hangs for `HANGS`."""
        return SmtpCarrier(replace(self.account, timeout=HANGS / 4))

    def received(self) -> list[Received | TouchReport | Unreadable]:
        """Everything that has come to the mailbox since the test began."""
        return list(self.carrier.received(self.since))

    def about(self, touch: str) -> list[Received | TouchReport]:
        """What has come about one touch."""
        return [item for item in self.received() if not isinstance(item, Unreadable) and item.touch == touch]

    def waits_for(self, touch: str) -> Received | TouchReport:
        """The one item about a touch, once it is there."""
        until(lambda: self.about(touch))
        (item,) = self.about(touch)
        return item

    def sends(self, to: str, **more: Any) -> tuple[str, Accepted]:
        """Send an e-mail, which must be accepted; return its touch and the answer."""
        message = email(to, **more)
        answer = self.carrier.send(message)
        assert isinstance(answer, Accepted), answer
        return message.touch, answer

    def accepted(self, to: str) -> list[dict[str, Any]]:
        """The e-mails to an address that the relay accepted."""
        with urllib.request.urlopen(f"{self.emulator.url}/_emulator/mail/messages?to={to}") as answer:  # noqa: S310
            found: list[dict[str, Any]] = json.load(answer)
        return found

    def react(self, to: str, reaction: str, **more: str) -> None:
        """Let the receiver do something now."""
        self.emulator.post("/_emulator/mail/react", {"to": to, "reaction": reaction, **more})

    def fault(self, kind: str, **more: Any) -> None:
        """Order that something goes wrong at the relay."""
        self.emulator.post("/_emulator/mail/faults", {"kind": kind, **more})

    def arrives(self, raw: bytes, *, ago: float = 0) -> None:
        """Put an e-mail into the mailbox, as anybody can, `ago` seconds before now by the mailbox's clock."""
        url = f"{self.emulator.url}/_emulator/mail/raw?ago={ago}"
        request = urllib.request.Request(url, raw, method="POST")  # noqa: S310
        urllib.request.urlopen(request).close()  # noqa: S310  our own process


def email(to: str, **more: Any) -> Message:
    """An e-mail as dispatch hands it over."""
    values = {
        "subject": "Su cesta le espera, señora Muñoz",
        "html": "",
        "unsubscribe": "Para no recibir más correos",
        "company": "Tienda Ñandú, S.L.",
    }
    body = "Hola, Ana:\n\ntiene algo en su cesta.\n\nTienda Sol, Calle Mayor 1, 28013 Madrid"
    fields: dict[str, Any] = {"touch": str(uuid4()), "to": to, "sender": SENDER, "body": body, "variables": values}
    fields |= {name: value for name, value in more.items() if name in fields}
    fields["variables"] = values | {name: value for name, value in more.items() if name not in fields}
    return Message(channel=Channel.EMAIL, **fields)


@pytest.fixture(scope="session")
def ports() -> tuple[int, int]:
    """Where the relay and the mailbox listen."""
    return free_port(), free_port()


@pytest.fixture(scope="session")
def emulator(engine: Engine, ports: tuple[int, int], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator whose Clock runs a minute a second."""
    folder = tmp_path_factory.mktemp("mail")
    people = folder / "people.json"
    people.write_text(json.dumps(PEOPLE))
    smtp, imap = ports
    options = [
        "--people",
        str(people),
        *reaching(engine.url, engine.url),
        "--listen",
        f"smtp={smtp}",
        "--listen",
        f"imap={imap}",
    ]
    emulator = start(folder, free_port(), *options)
    yield emulator
    emulator.process.terminate()
    emulator.process.wait(PATIENCE)


@pytest.fixture
def account(ports: tuple[int, int], engine: Engine) -> SmtpAccount:
    """Our account at the relay."""
    smtp, imap = ports
    return SmtpAccount(
        host="127.0.0.1",
        port=smtp,
        tls="none",
        user="cadence",
        password="secret",
        return_path="return@bounce.example.com",
        public_url=engine.url,
        key=KEY,
        imap_host="127.0.0.1",
        imap_port=imap,
        imap_tls="none",
        imap_user="return",
        imap_password="secret",
        timeout=PATIENCE,
    )


@pytest.fixture
def world(emulator: Emulator, account: SmtpAccount) -> MailWorld:
    """Everything that a test needs."""
    since = datetime.fromisoformat(emulator.health()["now"]) - timedelta(seconds=1)
    return MailWorld(emulator=emulator, account=account, carrier=SmtpCarrier(account), since=since)


NUMBERS = itertools.count()


@pytest.fixture
def address() -> Any:
    """Addresses that no other test uses: `address("bounces")` behaves as its first word says."""
    number = next(NUMBERS)
    return lambda word: f"{word}.{number}@example.org"
