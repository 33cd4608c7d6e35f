"""The emulated mail server is a mail server: for imapclient, for many senders at once, and after a kill."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from cadence.channels.provider import Accepted, TouchReport
from cadence.channels.smtp.account import SmtpAccount
from cadence.channels.smtp.provider import SmtpCarrier
from cadence.local.stack.ports import free_port
from tests.integration.channels.smtp.conftest import MailWorld, email
from tests.integration.channels.stand_in import start
from tests.waiting import PATIENCE, until

Address = Callable[[str], str]


def test_imapclient_can_do_what_a_mail_program_does(world: MailWorld) -> None:
    """Search, fetch, flag, delete."""
    world.arrives(b"Subject: first\r\n\r\nHello")
    world.arrives(b'Subject: "second"\r\n\r\n' + b"x" * 100_000)
    with IMAPClient("127.0.0.1", port=world.account.imap_port, ssl=False) as client:
        client.login("somebody", "secret")
        selected = client.select_folder("INBOX")
        first, second = client.search(["ALL"])[-2:]

        assert selected[b"UIDNEXT"] == second + 1
        assert client.search(["HEADER", "Subject", 'second"']) == [second]
        fetched = client.fetch([first, second], ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[]"])
        assert fetched[first][b"BODY[]"] == b"Subject: first\r\n\r\nHello"
        assert fetched[second][b"RFC822.SIZE"] == len(fetched[second][b"BODY[]"])
        assert abs(fetched[first][b"INTERNALDATE"].year - datetime.now(UTC).year) <= 1
        assert client.fetch([second], ["BODY.PEEK[]<9.8>"])[second][b"BODY[]<9>"] == b'"second"'
        assert client.search(["UNSEEN", "UID", str(first)]) == [first]
        client.fetch([first], ["RFC822"])
        assert client.search(["UNSEEN", "UID", str(first)]) == []
        assert client.add_flags([first], ["\\Deleted"])[first] == (b"\\Deleted", b"\\Seen")
        client.uid_expunge([first])
        assert first not in client.search(["ALL"])
        client.noop()
        with pytest.raises(IMAPClientError):
            client.search(["LARGER", 5])
        with pytest.raises(IMAPClientError):
            client.select_folder("Trash")


def test_the_mailbox_refuses_those_who_are_not_signed_in(world: MailWorld) -> None:
    """As every server does."""
    with IMAPClient("127.0.0.1", port=world.account.imap_port, ssl=False) as client:
        with pytest.raises(IMAPClientError):
            client.select_folder("INBOX")
        with pytest.raises(LoginError):
            client.login("somebody", "wrong")


def test_many_touches_leave_at_once(world: MailWorld, address: Address) -> None:
    """As from the slots of a worker."""
    messages = [email(address("reads")) for _ in range(40)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(world.carrier.send, messages))

    assert all(isinstance(answer, Accepted) for answer in answers)
    kept = world.accepted(address("reads"))
    assert sorted(row["touch"] for row in kept) == sorted(message.touch for message in messages)


def test_what_was_accepted_and_what_is_still_to_happen_outlive_a_kill(account: SmtpAccount, tmp_path: Path) -> None:
    """A bounce that was due comes after the restart, under a UID of the same mailbox."""
    people = tmp_path / "people.json"
    people.write_text(json.dumps({}))
    smtp, imap = free_port(), free_port()
    options = ["--people", str(people), "--listen", f"smtp={smtp}", "--listen", f"imap={imap}"]
    carrier = SmtpCarrier(replace(account, port=smtp, imap_port=imap))
    since = datetime.now(UTC) - timedelta(minutes=5)
    message = email("bounces.kill@example.org")
    first = start(tmp_path, free_port(), *options)
    try:
        assert isinstance(carrier.send(message), Accepted)
    finally:
        first.process.kill()
        first.process.wait(PATIENCE)
    again = start(tmp_path, free_port(), *options)
    try:
        assert len(again.rows("SELECT * FROM carried WHERE touch = ?", message.touch)) == 1

        def reports() -> list[str]:
            return [item.touch for item in carrier.received(since) if isinstance(item, TouchReport)]

        until(reports)
        assert reports() == [message.touch]
    finally:
        again.process.terminate()
        again.process.wait(PATIENCE)
