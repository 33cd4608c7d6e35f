"""What comes back to the mailbox, as mail servers and people write it, is read for what it is."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from cadence.channels.provider import Received, TouchReport, Unreadable
from cadence.channels.smtp.provider import SmtpCarrier
from cadence.domain import Channel, Outcome
from cadence.domain.errors import UnavailableError
from tests.integration.channels.smtp.conftest import MailWorld
from tests.integration.channels.stand_in import Engine
from tests.waiting import until

Address = Callable[[str], str]


@pytest.mark.parametrize(
    ("reaction", "outcome", "code"),
    [
        ("bounces", Outcome.INVALID_NUMBER, "5.1.1"),
        ("full", Outcome.UNDELIVERED, "4.2.2"),
        ("spam", Outcome.BLOCKED, "5.7.1"),
        ("complains", Outcome.OPTED_OUT, "complaint"),
    ],
)
def test_what_comes_back_reports_on_its_touch(
    world: MailWorld, address: Address, reaction: str, outcome: Outcome, code: str
) -> None:
    """A complaint names no address, and our own headers inside it name the touch."""
    touch, _ = world.sends(address(reaction))

    item = world.waits_for(touch)
    assert isinstance(item, TouchReport)
    assert (item.report.outcome, item.report.code) == (outcome, code)
    assert item.report.at >= world.since
    assert world.carrier.receive(item.sid) == item


def test_a_person_from_the_people_file_answers(world: MailWorld) -> None:
    """The words without our text below them; the address proves which e-mail is answered."""
    touch, _ = world.sends("luz@example.org")

    item = world.waits_for(touch)
    assert isinstance(item, Received)
    assert item.body == "Llámenme mañana a las 10"
    assert (item.sender, item.channel, item.confirmed) == ("luz@example.org", Channel.EMAIL, True)
    assert world.carrier.receive(item.sid) == item


def test_an_answer_that_asks_to_stop_is_a_message_from_the_person(world: MailWorld, address: Address) -> None:
    """Our own words about unsubscribing, which are quoted below, are not theirs."""
    touch, _ = world.sends(address("reads"))
    world.react(address("reads"), "answers", words="BAJA")

    item = world.waits_for(touch)
    assert isinstance(item, Received)
    assert item.body == "BAJA"


def test_an_e_mail_to_the_unsubscribe_address_says_stop(world: MailWorld, address: Address) -> None:
    """As mail programs send it that know no one-click; it has no text."""
    touch, _ = world.sends(address("mailto"))

    item = world.waits_for(touch)
    assert isinstance(item, Received)
    assert item.body == "STOP"


def test_a_subject_counts_where_the_text_says_nothing(world: MailWorld, address: Address) -> None:
    """Some people write the word into the subject; "Re: ..." is our own subject."""
    touch, _ = world.sends(address("reads"))
    world.react(address("reads"), "answers", words="", subject="BAJA")

    item = world.waits_for(touch)
    assert isinstance(item, Received)
    assert item.body == "BAJA"


def test_machines_that_answer_are_not_people(world: MailWorld, address: Address) -> None:
    """A notice of absence or of a delay is nothing that a cadence follows."""
    away, _ = world.sends(address("away"))
    late, _ = world.sends(address("delayed"))
    bounced, _ = world.sends(address("bounces"))
    world.waits_for(bounced)
    until(lambda: len(world.emulator.rows("SELECT * FROM mailbox WHERE at >= ?", _stamp(world))) >= 3)

    assert world.about(away) == []
    assert world.about(late) == []


def test_one_click_reaches_our_address(world: MailWorld, address: Address, engine: Engine) -> None:
    """The mail provider posts what RFC 8058 says."""
    world.sends(address("unsubscribes"))
    (kept,) = world.accepted(address("unsubscribes"))
    path = kept["headers"]["List-Unsubscribe"].split(">")[0].partition("/unsubscribe/")[2]

    until(lambda: engine.paths(f"/unsubscribe/{path}"))
    assert engine.paths(f"/unsubscribe/{path}")[0] == {"List-Unsubscribe": "One-Click"}
    until(
        lambda: world.emulator.rows("SELECT * FROM opt_outs WHERE person = ?", address("unsubscribes"))[0][
            "acknowledged_at"
        ]
    )


def test_a_forged_notice_does_nothing(world: MailWorld, address: Address) -> None:
    """Anybody can write one, and only we can sign a token: a bounce without one names no touch."""
    touch, answer = world.sends(address("reads"))
    forged = answer.sid.replace(answer.sid[10], "a" if answer.sid[10] != "a" else "b", 1)
    before = world.received()
    world.arrives(
        b"From: mailer-daemon@example.org\r\nTo: return@bounce.example.com\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; " + address("reads").encode() + b"\r\n"
        b"Action: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <" + forged.encode() + b">\r\n\r\n--x--\r\n"
    )
    world.arrives(b"From: MAILER-DAEMON@example.org\r\nTo: return@bounce.example.com\r\n\r\n550 5.1.1 no such user\r\n")

    assert world.about(touch) == []
    assert [item for item in world.received() if isinstance(item, TouchReport) and item not in before] == []


def test_a_stranger_is_heard_without_a_touch(world: MailWorld) -> None:
    """Somebody who writes a new e-mail to us: who that is follows from the address alone."""
    sender = f"{uuid4().hex}@example.org"
    world.arrives(f"From: {sender}\r\nTo: return@bounce.example.com\r\nSubject: BAJA\r\n\r\n".encode())

    (item,) = [item for item in world.received() if isinstance(item, Received) and item.sender == sender]
    assert (item.body, item.touch, item.to) == ("BAJA", "", "return@bounce.example.com")


def test_a_huge_attachment_does_not_hide_a_stop(world: MailWorld, address: Address) -> None:
    """Only the beginning of a message is read, and words come first."""
    touch, _ = world.sends(address("reads"))
    (kept,) = world.accepted(address("reads"))
    world.arrives(
        f"From: {address('reads')}\r\nTo: {kept['headers']['Reply-To']}\r\nSubject: Re: x\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nBAJA\r\n'
        "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
        + b"QUJD" * 20 * 12_000
        + b"\r\n--b--\r\n"
    )

    item = world.waits_for(touch)
    assert isinstance(item, Received)
    assert item.body == "BAJA"


def test_hostile_e_mails_block_nothing(world: MailWorld, address: Address) -> None:
    """What cannot be read is named, so that a person can look at it, and what comes after it is read."""
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (depth, depth) for depth in range(3000)
    )
    hostile = [
        b"",
        b"\0\xff\xfe garbage",
        b"From: =?utf-8?b?!!!?= <a@@b>\r\nSubject: =?nope?q?=FF?=\r\n\r\nx",
        b"Content-Type: text/plain; charset=rot13\r\n\r\nx",
        b'Content-Type: text/plain; charset="\xff\xfe"\r\n\r\nx',
        b"Content-Transfer-Encoding: base64\r\n\r\n====!",
        b"Content-Type: multipart/report\r\n\r\n",
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n\r\n",
        nested,
    ]
    for raw in hostile:
        world.arrives(raw)
    touch, _ = world.sends(address("reads"))
    world.react(address("reads"), "answers", words="Sigo aquí")

    item = world.waits_for(touch)
    assert isinstance(item, Received)
    assert item.body == "Sigo aquí"
    unreadable = [item for item in world.received() if isinstance(item, Unreadable)]
    assert all(item.sid.startswith("mail:") for item in unreadable)


def test_messages_come_in_order_and_under_names_that_stay(world: MailWorld, address: Address) -> None:
    """A message is found again by its name; other names find nothing."""
    touch, _ = world.sends(address("reads"))
    for words in ("uno", "dos", "tres"):
        world.react(address("reads"), "answers", words=words)

    items = world.about(touch)
    assert [item.body for item in items if isinstance(item, Received)] == ["uno", "dos", "tres"]
    assert world.about(touch) == items
    assert [world.carrier.receive(item.sid) for item in items] == items
    validity = items[0].sid.partition(":")[2].partition("/")[0]
    assert world.carrier.receive(f"mail:{validity}/999999") is None
    assert world.carrier.receive("SM123") is None


def test_a_mailbox_whose_clock_is_behind_hides_nothing(world: MailWorld) -> None:
    """What looks older than the last look is handed on once, unless it is far older."""
    sender = f"{uuid4().hex}@example.org"

    def heard(carrier: SmtpCarrier) -> list[str]:
        items = carrier.received(world.since)
        return [item.body for item in items if isinstance(item, Received) and item.sender == sender]

    for ago, words in ((1800, "BAJA"), (7200, "hace dos horas")):
        world.arrives(f"From: {sender}\r\nTo: x@example.com\r\nSubject: {words}\r\n\r\n".encode(), ago=ago)

    assert heard(world.carrier) == ["BAJA"]
    assert heard(world.carrier) == []
    assert heard(SmtpCarrier(world.account)) == ["BAJA"]  # after a restart; the engine knows it by its name


def test_a_message_whose_receiver_failed_is_handed_on_again(world: MailWorld) -> None:
    """Only one that was followed by a question for the next counts as handed on."""
    sender = f"{uuid4().hex}@example.org"
    world.arrives(f"From: {sender}\r\nTo: x@example.com\r\nSubject: BAJA\r\n\r\n".encode(), ago=1800)

    for _ in range(2):
        items = world.carrier.received(world.since)
        assert any(isinstance(item, Received) and item.sender == sender for item in items)


def test_a_message_of_a_mailbox_that_was_numbered_anew_is_not_taken_for_deleted(world: MailWorld) -> None:
    """As after a move to another server: what was set aside stays, until a person has looked."""
    with pytest.raises(LookupError, match="by hand"):
        world.carrier.receive("mail:1/1")


def test_a_message_that_the_server_cannot_give_hides_no_other(world: MailWorld, address: Address) -> None:
    """Some servers refuse a damaged message, and with it all that are asked for at once; it is named."""
    before, after = address("before"), address("after")
    for raw in (
        f"From: {before}\r\nSubject: uno\r\n\r\nuno",
        "X-Emulator: damaged\r\nFrom: x@example.org\r\n\r\nx",
        f"From: {after}\r\nSubject: BAJA\r\n\r\nBAJA",
    ):
        world.arrives(raw.encode())

    items = world.received()
    words = {item.sender: item.body for item in items if isinstance(item, Received)}
    assert (words[before], words[after]) == ("uno", "BAJA")
    (damaged,) = [item for item in items if isinstance(item, Unreadable) and "cannot give it" in str(item.error)]
    with pytest.raises(ValueError, match="cannot give it"):
        world.carrier.receive(damaged.sid)


def test_a_mailbox_that_does_not_exist_is_unavailable(world: MailWorld) -> None:
    """The reconciler tries again; nothing is taken for read."""
    carrier = SmtpCarrier(replace(world.account, mailbox="Returns"))

    with pytest.raises(UnavailableError, match="mailbox"):
        list(carrier.received(world.since))


def _stamp(world: MailWorld) -> str:
    return world.since.isoformat().replace("+00:00", "Z")
