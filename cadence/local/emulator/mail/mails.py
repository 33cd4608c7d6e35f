"""Which e-mails are there? Edge: those that the relay accepted, and those in our mailbox, in the emulator's file."""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

from cadence.local.emulator.store import Row, instant, stamp
from cadence.local.emulator.world import EmulatorParts

SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS mails (     -- accepted e-mails as they came; their row in `messages` has the same sid
      sid TEXT PRIMARY KEY, return_path TEXT NOT NULL, recipient TEXT NOT NULL, content BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS mailbox (   -- what came to us
      uid INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, flags TEXT NOT NULL DEFAULT '', content BLOB NOT NULL
    )
    """,
    "CREATE TABLE IF NOT EXISTS mailbox_state (validity INTEGER NOT NULL)",
)
SEEN, DELETED = "\\Seen", "\\Deleted"
_TAG = re.compile(r"\+[a-z]-([a-z2-7]{42})@", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMail:
    """An e-mail in our mailbox."""

    uid: int
    at: datetime
    flags: tuple[str, ...]
    content: bytes


class Mails:
    """Both."""

    def __init__(self, world: EmulatorParts) -> None:
        """Make the tables."""
        self._world, self._store = world, world.store
        for statement in SCHEMA:
            self._store.do(statement)
        if self._store.one("SELECT 1 FROM mailbox_state") is None:
            self._store.insert("mailbox_state", validity=secrets.randbelow(2**31 - 1) + 1)

    @property
    def validity(self) -> int:
        """The mailbox's UIDVALIDITY: another one means that every UID names another message."""
        return self._store.count("SELECT validity FROM mailbox_state")

    def take(self, return_path: str, recipient: str, content: bytes) -> str:
        """Write down an accepted e-mail; return its sid."""
        mail = parsed(content)
        sid = f"<{secrets.token_hex(16)}@relay.example.net>"
        with self._store.together():
            self._store.insert("mails", sid=sid, return_path=return_path, recipient=recipient, content=content)
            self._world.add(
                "messages",
                sid,
                "sent_at",
                direction="outbound-api",
                channel="email",
                person=recipient.lower(),
                ours=sender_of(mail),
                body=text_of(mail),
                status="sent",
                touch=touch_in(return_path),
            )
        return sid

    def accepted(self, sid: str) -> Row:
        """Return an accepted e-mail."""
        row = self._store.one("SELECT * FROM mails JOIN messages USING (sid) WHERE sid = ?", sid)
        if row is None:
            raise KeyError(sid)
        return row

    def last_to(self, recipient: str) -> Row:
        """Return the last e-mail to an address. Raises ValueError when there is none."""
        query = "SELECT * FROM mails JOIN messages USING (sid) WHERE person = ? ORDER BY messages.id DESC LIMIT 1"
        row = self._store.one(query, recipient.lower())
        if row is None:
            raise ValueError(f"found no e-mail to {recipient}; expected one that was accepted before")
        return row

    def deliver(self, content: bytes, ago: timedelta = timedelta(0)) -> int:
        """Put an e-mail into our mailbox; return its UID. `ago` is how far the mailbox's clock is behind."""
        return self._store.insert("mailbox", at=stamp(self._world.now() - ago), content=content)

    def uids(self) -> list[int]:
        """Return the UIDs in the mailbox, lowest first."""
        return [int(row["uid"]) for row in self._store.all("SELECT uid FROM mailbox ORDER BY uid")]

    def next_uid(self) -> int:
        """Return the UID that the next e-mail gets."""
        return self._store.count("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'mailbox'") + 1

    def kept(self, uid: int) -> KeptMail | None:
        """Return an e-mail in the mailbox."""
        row = self._store.one("SELECT * FROM mailbox WHERE uid = ?", uid)
        if row is None:
            return None
        return KeptMail(
            uid=uid, at=instant(row["at"]), flags=tuple(row["flags"].split()), content=bytes(row["content"])
        )

    def flag(self, uid: int, flags: tuple[str, ...]) -> None:
        """Set the flags of an e-mail."""
        self._store.do("UPDATE mailbox SET flags = ? WHERE uid = ?", " ".join(sorted(flags)), uid)

    def remove(self, uid: int) -> None:
        """Remove an e-mail from the mailbox for good."""
        self._store.do("DELETE FROM mailbox WHERE uid = ?", uid)


def parsed(content: bytes) -> EmailMessage:
    """Parse an e-mail."""
    message = message_from_bytes(content, policy=default)
    if not isinstance(message, EmailMessage):
        raise TypeError(type(message).__name__)
    return message


def sender_of(mail: EmailMessage) -> str:
    """Return the bare address in From."""
    header = mail["From"]
    addresses = getattr(header, "addresses", ())
    return str(addresses[0].addr_spec) if addresses else ""


def text_of(mail: EmailMessage) -> str:
    """Return the plain text."""
    body = mail.get_body(("plain", "html"))
    return str(body.get_content()) if body is not None else ""


def touch_in(return_path: str) -> str:
    """Return the id that a return path carries: the first 16 bytes of its tag; "" without one."""
    match = _TAG.search(return_path)
    if match is None:
        return ""
    try:
        return str(UUID(bytes=base64.b32decode(match[1].upper() + "======")[:16]))
    except (binascii.Error, ValueError):
        return ""
