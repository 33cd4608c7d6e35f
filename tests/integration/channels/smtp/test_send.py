"""What the relay is handed, and what each of its answers means for the touch."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cadence.channels.provider import Accepted, NotSent, Rejected, Uncertain
from cadence.channels.smtp.provider import SmtpCarrier
from cadence.channels.smtp.tokens import TokenUse, tagged_touch, touch_of
from cadence.domain import Channel, Outcome
from cadence.domain.errors import UnavailableError
from cadence.local.stack.ports import free_port
from tests.integration.channels.smtp.conftest import HANGS, KEY, MailWorld, email

Address = Callable[[str], str]


def test_an_accepted_e_mail_has_what_its_receiver_needs(world: MailWorld, address: Address) -> None:
    """Sender, subject and text in Spanish, one-click unsubscription, and a token of the touch in each address."""
    touch, answer = world.sends(address("reads"), html="<p>Hola, <b>señora</b></p>")

    (kept,) = world.accepted(address("reads"))
    headers = kept["headers"]
    assert headers["From"] == '"Tienda Ñandú, S.L." <hola@example.com>'
    assert headers["Subject"] == "Su cesta le espera, señora Muñoz"
    assert headers["Message-ID"] == f"<{answer.sid}>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].split(">")[0].removeprefix("<")
    assert touch_of([KEY], TokenUse.LINK, link.rpartition("/")[2]) == touch
    assert link in kept["body"]
    assert "Calle Mayor 1" in kept["body"]
    assert tagged_touch((KEY,), kept["return_path"], TokenUse.BOUNCE) == touch
    assert tagged_touch((KEY,), headers["Reply-To"], TokenUse.REPLY) == touch
    assert tagged_touch((KEY,), answer.sid, TokenUse.MESSAGE) == touch
    assert (kept["touch"], kept["channel"], kept["zone"]) == (touch, "email", "Etc/UTC")
    assert "text/html" in kept["raw"]


def test_an_e_mail_is_in_the_record_of_what_was_carried(world: MailWorld) -> None:
    """The proof compares it with the ledger, in the zone where the person lives."""
    touch, _ = world.sends("ana@example.org")

    (carried,) = world.emulator.rows("SELECT * FROM carried WHERE touch = ?", touch)
    assert (carried["kind"], carried["channel"], carried["person"]) == ("message", "email", "ana@example.org")
    assert carried["zone"] == "Atlantic/Canary"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (550, Rejected(outcome=Outcome.INVALID_NUMBER, code="5.1.1")),  # no such address
        (554, Rejected(outcome=Outcome.BLOCKED, code="5.7.1")),  # a policy of theirs
        (552, Rejected(outcome=Outcome.FAILED, code="5.3.4")),  # neither
        (571, Rejected(outcome=Outcome.NOT_TAKEN, code="mail:5.7.1")),  # "relay access denied" is about us
    ],
)
def test_a_refused_recipient_is_closed_only_where_the_address_is_wrong(
    world: MailWorld, address: Address, code: int, expected: Rejected
) -> None:
    """A refusal by policy says nothing about the address."""
    world.fault("refuse", code=code, match={"to": address("reads")})

    assert world.carrier.send(email(address("reads"))) == expected
    assert world.accepted(address("reads")) == []


def test_a_refused_sender_is_our_own_mistake(world: MailWorld, address: Address) -> None:
    """The same step goes again once the sender is set right."""
    world.fault("refuse_sender", code=553)

    assert world.carrier.send(email(address("reads"))) == Rejected(outcome=Outcome.NOT_TAKEN, code="mail:5.7.1")


def test_refused_content_is_blocked(world: MailWorld, address: Address) -> None:
    """The relay has answered: it took nothing."""
    world.fault("refuse_content", code=554)

    assert world.carrier.send(email(address("reads"))) == Rejected(outcome=Outcome.BLOCKED, code="data:5.7.1")
    assert world.accepted(address("reads")) == []


@pytest.mark.parametrize("kind", ["refuse", "refuse_sender", "refuse_content"])
def test_a_temporary_refusal_may_be_tried_again(world: MailWorld, address: Address, kind: str) -> None:
    """4xx at any point means that nothing was taken."""
    world.fault(kind, code=451)

    answer = world.carrier.send(email(address("reads")))

    assert isinstance(answer, NotSent)
    assert answer.retry_after.total_seconds() > 0
    assert world.accepted(address("reads")) == []


def test_greylisting_takes_the_second_try(world: MailWorld, address: Address) -> None:
    """As servers do that have never seen us."""
    assert isinstance(world.carrier.send(email(address("later"))), NotSent)
    assert isinstance(world.carrier.send(email(address("later"))), Accepted)


@pytest.mark.parametrize(("kind", "seconds"), [("cut", 0), ("slow", HANGS)])
def test_without_content_nothing_was_sent(world: MailWorld, address: Address, kind: str, seconds: float) -> None:
    """A connection that breaks before the content, or a server that is too slow, sent nothing."""
    world.fault(kind, seconds=seconds)

    assert isinstance(world.impatient().send(email(address("reads"))), NotSent)
    assert world.accepted(address("reads")) == []


@pytest.mark.parametrize(
    ("kind", "kept"),
    [("accept_then_cut", 1), ("accept_then_hang", 1), ("cut_content", 0)],
)
def test_a_lost_answer_to_the_content_is_uncertain(world: MailWorld, address: Address, kind: str, kept: int) -> None:
    """Whether the relay kept it cannot be seen from here, and nobody can be asked: it is never sent again."""
    world.fault(kind, seconds=HANGS)

    message = email(address("reads"))
    assert isinstance(world.impatient().send(message), Uncertain)
    assert len(world.accepted(address("reads"))) == kept
    assert world.carrier.find(Channel.EMAIL, message.to, message.sender, world.since) == []
    assert world.carrier.fetch(Channel.EMAIL, "any") is None


def test_a_relay_that_is_not_there_sent_nothing(world: MailWorld, address: Address) -> None:
    """Connection refused."""
    carrier = SmtpCarrier(replace(world.account, port=free_port()))

    assert isinstance(carrier.send(email(address("reads"))), NotSent)
    with pytest.raises(UnavailableError, match="relay"):
        carrier.check()


def test_a_refused_password_sent_nothing_and_is_named_by_the_check(world: MailWorld, address: Address) -> None:
    """`doctor` says what to set right."""
    carrier = SmtpCarrier(replace(world.account, password="wrong"))

    assert isinstance(carrier.send(email(address("reads"))), NotSent)
    with pytest.raises(UnavailableError, match="user or password"):
        carrier.check()
    with pytest.raises(UnavailableError, match=r"mailbox .* user or password"):
        SmtpCarrier(replace(world.account, imap_password="wrong")).check()
    world.carrier.check()


def test_an_address_with_letters_beyond_ascii_is_carried(world: MailWorld) -> None:
    """A domain as xn--, a local part with SMTPUTF8 where the relay offers it."""
    touch, _ = world.sends("José@ñandú.example")

    (carried,) = world.emulator.rows("SELECT person FROM carried WHERE touch = ?", touch)
    assert carried["person"] == "josé@xn--and-6ma2c.example"


@pytest.mark.parametrize("to", ["", "no address", "a@b@example.org", "ana@localhost", "ana@exa mple.org", "a@-x.org"])
def test_an_address_that_cannot_be_read_is_closed(world: MailWorld, to: str) -> None:
    """It would be refused anywhere."""
    assert world.carrier.send(email(to)) == Rejected(outcome=Outcome.INVALID_NUMBER, code="5.1.3")


@pytest.mark.parametrize("field", ["subject", "company", "unsubscribe"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028"])
def test_a_text_cannot_add_a_header(world: MailWorld, address: Address, field: str, end: str) -> None:
    """A name in a list such as "Ana<line break>Bcc: everybody" is refused."""
    answer = world.carrier.send(email(address("reads"), **{field: f"Ana{end}Bcc: victim@example.net"}))

    assert answer == Rejected(outcome=Outcome.FAILED, code="headers")
    assert world.accepted(address("reads")) == []


def test_every_line_of_a_long_text_arrives_as_it_was_written(world: MailWorld, address: Address) -> None:
    """Lines beyond 998 characters, lines that begin with a dot, and letters of Spanish and Portuguese."""
    body = ".\n..dos\n" + "ñ" * 1500 + "\nAção, coração, ¿qué tal?\r\nfin"
    world.sends(address("reads"), body=body)

    (kept,) = world.accepted(address("reads"))
    assert kept["body"].replace("\r\n", "\n").startswith(body.replace("\r\n", "\n") + "\n\n")
    assert max(len(line) for line in kept["raw"].split("\r\n")) <= 998
