"""
What has come to our mailbox? Edge: IMAP, read only. Nothing is flagged, moved or deleted.

A message is named by the mailbox's UIDVALIDITY and its UID (RFC 3501, 2.3.1.1): both are the server's. Its Message-ID
is the sender's choice, so a forged one could hide a real stop.
"""

import logging
import re
import ssl
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from cadence.channels.smtp.account import SmtpAccount
from cadence.domain.errors import UnavailableError

MOST_BYTES = 256 * 1024
"""How much of a message is read: text comes before attachments."""
AT_ONCE = 20
BEHIND = timedelta(hours=1)
"""How far the clock of the mailbox's server may be behind ours. A message that looks older is not heard."""
MOST_REMEMBERED = 100_000
_SID = re.compile(r"mail:(\d{1,20})/(\d{1,20})")

logging.getLogger("imapclient").setLevel(logging.WARNING)  # below that it logs every message


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMail:
    """A message as the mailbox has it; a very long one is cut off."""

    sid: str
    at: datetime  # when it came, by the mailbox's own clock
    content: bytes | None  # None: the server has it and cannot give it
    again: bool = False  # it was yielded before


class ReturnMailbox:
    """The mailbox. A connection is opened for each question."""

    def __init__(self, account: SmtpAccount) -> None:
        """Prepare; nothing is requested."""
        self._account = account
        self._handed_on: deque[str] = deque(maxlen=MOST_REMEMBERED)  # names of messages that were yielded before

    def check(self) -> None:
        """Check that the mailbox can be opened. Raises UnavailableError."""
        with self._open():
            pass

    def since(self, since: datetime) -> Iterator[RawMail]:
        """
        Yield what came since then, oldest first. Raises UnavailableError.

        The server's clock says when a message came, and it may be behind ours. So what came shortly before is yielded
        as well, each message once.
        """
        with self._open() as (client, validity):
            # SEARCH knows days only, of the server's own zone.
            uids = client.search(["SINCE", (since - timedelta(days=1)).date()])
            known = set(self._handed_on)
            arrived = sorted(
                (at, uid)
                for uid, at in _instants(client, uids)
                if at >= since - BEHIND and (at >= since or _sid(validity, uid) not in known)
            )
            for chunk in _chunks([uid for _, uid in arrived]):
                for raw in _fetched(client, validity, chunk):
                    yield replace(raw, again=raw.sid in known)
                    self._handed_on.append(raw.sid)  # reached only when the receiver asks for the next one

    def one(self, sid: str) -> RawMail | None:
        """
        Return a message again by its name, None when it is gone. Raises UnavailableError.

        Raises LookupError when the mailbox has numbered its messages anew: then nobody knows whether it is gone.
        """
        match = _SID.fullmatch(sid)
        if match is None:
            return None
        with self._open() as (client, validity):
            if int(match[1]) != validity:
                raise LookupError(
                    f"The mailbox has numbered its messages anew (UIDVALIDITY {validity}), so {sid} cannot be found. "
                    "Look for it there by hand."
                )
            return next(_fetched(client, validity, [int(match[2])]), None)

    def with_subject(self, subject: str) -> bytes | None:
        """Return the e-mail with this subject, None while it has not come. Raises UnavailableError."""
        with self._open() as (client, validity):
            uids = client.search(["HEADER", "Subject", subject])
            raw = next(_fetched(client, validity, uids), None)
        return raw.content if raw is not None else None

    @contextmanager
    def _open(self) -> Iterator[tuple[IMAPClient, int]]:
        """Sign in and select the mailbox; yield the client and the mailbox's UIDVALIDITY."""
        account, client = self._account, None
        try:
            client = self._connected()
            client.login(account.imap_user, account.imap_password)
            selected = client.select_folder(account.mailbox, readonly=True)
            yield client, int(selected.get(b"UIDVALIDITY", 0))
        except LoginError:
            raise UnavailableError(
                "The mailbox of the return path refused user or password. Set them right; `cadence doctor` tries them."
            ) from None
        except (IMAPClientError, OSError, ssl.SSLError) as error:
            reason = type(error).__name__
            raise UnavailableError(
                f"The mailbox of the return path does not answer as expected ({reason}). `cadence doctor` shows more."
            ) from None
        finally:
            if client is not None:
                client.__exit__(None, None, None)

    def _connected(self) -> IMAPClient:
        account = self._account
        context = ssl.create_default_context(cafile=account.ca_file or None) if account.imap_tls != "none" else None
        client = IMAPClient(
            account.imap_host,
            port=account.imap_port,
            ssl=account.imap_tls == "tls",
            ssl_context=context,
            timeout=account.timeout,
        )
        client.normalise_times = False  # with its zone, as the server wrote it
        if account.imap_tls == "starttls":
            client.starttls(context)
        return client


def _instants(client: IMAPClient, uids: Sequence[int]) -> Iterator[tuple[int, datetime]]:
    """Yield when each message came."""
    for chunk in _chunks(uids, 500):
        for uid, fields in client.fetch(chunk, ["INTERNALDATE"]).items():
            at = fields.get(b"INTERNALDATE")
            if isinstance(at, datetime):
                yield uid, at.astimezone(UTC)


def _fetched(client: IMAPClient, validity: int, uids: Sequence[int]) -> Iterator[RawMail]:
    """
    Yield messages in this order, each up to a limit of its size; those that are gone are left out.

    Some servers refuse to give a damaged message, and with it all that are asked for at once. Then each is asked for
    alone, so that the damaged one hides no other.
    """
    try:
        answers = client.fetch(uids, ["INTERNALDATE", f"BODY.PEEK[]<0.{MOST_BYTES}>"])
    except IMAPClientAbortError:
        raise  # the connection is lost
    except IMAPClientError:
        if len(uids) > 1:
            for uid in uids:
                yield from _fetched(client, validity, [uid])
            return
        yield from (RawMail(sid=_sid(validity, uid), at=at, content=None) for uid, at in _instants(client, uids))
        return
    for uid in uids:
        fields = answers.get(uid, {})
        content, at = fields.get(b"BODY[]<0>"), fields.get(b"INTERNALDATE")
        if isinstance(content, bytes) and isinstance(at, datetime):
            yield RawMail(sid=_sid(validity, uid), at=at.astimezone(UTC), content=content)


def _sid(validity: int, uid: int) -> str:
    return f"mail:{validity}/{uid}"


def _chunks(uids: Sequence[int], size: int = AT_ONCE) -> Iterator[Sequence[int]]:
    return (uids[start : start + size] for start in range(0, len(uids), size))
