"""Does a campaign with e-mail start when all is right, and only then? Who it reaches can be looked up by address."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from cadence.domain.clock import Clock
from cadence.local.stack import EmulatorProcess
from cadence.local.stack.ports import free_port
from tests.integration.cli.desk import CAMPAIGN, Desk, Said

ACCOUNT = {"TWILIO_ACCOUNT_SID": "AC00112233445566778899aabbccddeeff", "TWILIO_AUTH_TOKEN": "emulated-token"}
EMAIL = (
    CAMPAIGN.replace(
        "from: {company: Tienda Sol,",
        'from: {company: Tienda Sol, email: hola@example.com, postal_address: "Calle Mayor 1, 28013 Madrid",',
    )
    .replace("consent:\n", "consent:\n  email: {basis: contract, reason: they are customers}\n")
    .replace(
        '    sms: "{{ company }}: hola {{ name }}, pedido {{ order }}"',
        '    email: {subject: "Pedido {{ order }}", body: "Hola {{ name }}"}',
    )
)
LIST = "id,name,phone,email,order\nC-1,Ana,600000001,ana@example.org,7\nC-2,Bea,,bea@example.org,8\n"
PUBLIC = "http://127.0.0.1:8080"


@pytest.fixture
def mail(desk: Desk, tmp_path: Path) -> Iterator[EmulatorProcess]:
    """An emulator with a relay and a mailbox, and the settings that name them."""
    smtp, imap = free_port(), free_port()
    options = ["--listen", f"smtp={smtp}", "--listen", f"imap={imap}"]
    settings = {
        **ACCOUNT,
        "CADENCE_SMTP_URL": f"smtp://cadence:secret@127.0.0.1:{smtp}?tls=none",
        "CADENCE_IMAP_URL": f"imap://return:secret@127.0.0.1:{imap}?tls=none",
        "CADENCE_RETURN_PATH": "return@bounce.example.com",
        "CADENCE_PUBLIC_URL": PUBLIC,
    }
    with EmulatorProcess(
        tmp_path / "log", tmp_path / "record.db", ACCOUNT, clock=Clock.real(), options=options
    ) as emulator:
        desk.set("CADENCE_TWILIO_URL", emulator.url)
        for name, value in settings.items():
            desk.set(name, value)
        yield emulator


def launch(desk: Desk, campaign: str = EMAIL, *more: str) -> Said:
    """Launch a campaign with e-mail."""
    return desk.launch(campaign, LIST, "--yes", *more)


def fault(emulator: EmulatorProcess, kind: str) -> None:
    """Order that the relay does something wrong, once."""
    body = json.dumps({"kind": kind}).encode()
    request = urllib.request.Request(f"{emulator.url}/_emulator/mail/faults", body, method="POST")  # noqa: S310
    urllib.request.urlopen(request).close()  # noqa: S310  our own process


@pytest.mark.usefixtures("mail")
def test_a_campaign_with_e_mail_starts_when_all_is_right(desk: Desk) -> None:
    """A probe has come back signed; the plan names the channel, and `lead` finds a person by the address."""
    planned = desk.type("plan", desk.file("spring.yaml", EMAIL), "--leads", desk.file("leads.csv", LIST))
    assert planned.code == 0, planned.err
    assert "senders and templates are ready" in planned.out

    launched = launch(desk)
    assert launched.code == 0, launched.err
    assert "first touch  hello by email" in launched.err, launched.err

    found = desk.type("lead", "ana@example.org")
    assert found.code == 0, found.err
    assert "Ana" in found.out
    assert desk.type("lead", "Ana@Example.org").out == found.out


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("unsigned", "is not signed; expected a DKIM signature for example.com"),
        ("partly_signed", "leaves out List-Unsubscribe, List-Unsubscribe-Post"),
    ],
)
def test_without_a_signature_over_the_unsubscribe_headers_nothing_starts(
    desk: Desk, mail: EmulatorProcess, kind: str, words: str
) -> None:
    """Also when the carrier's account is not to be checked: a person could not leave."""
    for more in ([], ["--unchecked"]):
        fault(mail, kind)
        said = launch(desk, EMAIL, *more)

        assert said.code == 1
        assert words in said.err.replace("\n", " ")
        assert "spring.yaml:" in said.err
    assert desk.commands() == []


@pytest.mark.usefixtures("mail")
def test_without_a_public_address_nothing_starts(desk: Desk) -> None:
    """Mail providers post a person's wish to unsubscribe there."""
    desk.set("CADENCE_PUBLIC_URL", "http://hooks.example.org")
    for more in ([], ["--unchecked"]):
        said = launch(desk, EMAIL, *more)

        assert said.code == 1
        assert "expected https and a host that everybody can reach" in said.err
    assert desk.commands() == []


def test_without_a_relay_nothing_starts(desk: Desk) -> None:
    """The settings are described where the message says."""
    said = launch(desk)

    assert said.code != 0
    assert "no provider of email is set up here; docs/operations.md has its settings" in said.err
    assert desk.commands() == []


def test_a_relay_without_a_mailbox_is_a_mistake_of_the_settings(desk: Desk) -> None:
    """A stop would not be heard."""
    desk.set("CADENCE_SMTP_URL", "smtps://cadence:secret@smtp.example.com")
    said = launch(desk)

    assert said.code != 0
    assert "CADENCE_IMAP_URL, CADENCE_RETURN_PATH are missing" in said.err
    assert "secret" not in said.err


@pytest.mark.parametrize(
    ("found", "instead", "words"),
    [
        (', postal_address: "Calle Mayor 1, 28013 Madrid"', "", "postal_address"),
        ("email: hola@example.com, ", "", "email"),
        ("hola@example.com", "hola", "an e-mail address such as"),
        ('subject: "Pedido {{ order }}", ', "", "subject"),
    ],
)
def test_what_every_e_mail_must_have_is_a_mistake_of_the_file(desk: Desk, found: str, instead: str, words: str) -> None:
    """At its place, before anything is asked of a relay."""
    assert found in EMAIL
    said = desk.type("check", desk.file("spring.yaml", EMAIL.replace(found, instead)))

    assert said.code == 1
    assert words in said.out + said.err
    assert "spring.yaml:" in said.out + said.err


@pytest.mark.usefixtures("mail")
def test_an_address_can_be_suppressed(desk: Desk) -> None:
    """As a number can; the person is known by it in any spelling."""
    assert launch(desk).code == 0

    said = desk.type("suppress", "Ana@Example.org", "--because", "a letter asked for it", "--yes")
    assert said.code == 0, said.err
    assert "suppress" in desk.type("lead", "ana@example.org").out.lower()


def test_an_address_that_nobody_has_is_not_found(desk: Desk) -> None:
    """And what is no address says what was expected."""
    assert desk.type("lead", "nobody@example.org").code == 1
    assert desk.type("lead", "nobody@").code != 0
