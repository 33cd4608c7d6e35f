"""How does a program read our mailbox? Edge: a small IMAP server (RFC 3501), enough for imapclient."""

import asyncio
import contextlib
import re
from collections.abc import Sequence

from cadence.local.emulator.mail.imap_words import ImapSyntaxError, matches, stamp_of, uids_in, words
from cadence.local.emulator.mail.mails import DELETED, KeptMail, Mails

CAPABILITIES = "IMAP4rev1 UIDPLUS"
WRONG = "wrong"
"""The one password that is refused."""
DAMAGED = b"X-Emulator: damaged"
"""A message that begins with this header is never given, as some servers do with one that they cannot read."""
_LITERAL = re.compile(rb"\{(\d{1,9})\+?\}\r?\n$")
_BODY = re.compile(r"BODY(\.PEEK)?\[(HEADER)?\](?:<(\d+)\.(\d+)>)?", re.IGNORECASE)
_FLAG_LISTS = "\\Seen \\Answered \\Flagged \\Deleted \\Draft"


class DamagedMailError(Exception):
    """A message that the server has and cannot give."""


class ImapServer:
    """Serves the one mailbox, whatever user signs in."""

    def __init__(self, mails: Mails) -> None:
        """Serve these e-mails."""
        self._mails = mails
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def start(self, host: str, port: int) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._serve, host, port)

    async def stop(self) -> None:
        """Stop at once."""
        if self._server is not None:
            self._server.close()
        for writer in self._open:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            writer.write(f"* OK [CAPABILITY {CAPABILITIES}] ready\r\n".encode())
            session = _Session(self._mails, writer)
            while not session.over and (line := await _command(reader, writer)):
                session.answer(line)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, ValueError):
            pass  # the other side is gone, or sent a line without end
        finally:
            self._open.discard(writer)
            with contextlib.suppress(ConnectionError):
                writer.close()
                await writer.wait_closed()


async def _command(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    """Read a command with its literals, which are put into quotation marks."""
    line = await reader.readline()
    while (match := _LITERAL.search(line)) is not None:
        if b"+}" not in match[0]:
            writer.write(b"+ go on\r\n")
            await writer.drain()
        literal = await reader.readexactly(int(match[1]))
        quoted = literal.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        line = line[: match.start()] + b'"' + quoted + b'"' + await reader.readline()
    return line


class _Session:
    """One connection."""

    def __init__(self, mails: Mails, writer: asyncio.StreamWriter) -> None:
        self._mails, self._writer = mails, writer
        self._signed_in = self._selected = self._writable = False
        self.over = False

    def answer(self, line: bytes) -> None:
        """Answer one command."""
        tag, _, rest = line.partition(b" ")
        name = tag.strip().decode("utf-8", "replace")
        try:
            command, *arguments = words(rest)
            result = self._command(command.upper(), arguments)
        except DamagedMailError:
            result = "NO the message cannot be retrieved"
        except (ImapSyntaxError, ValueError, StopIteration, IndexError, re.error):
            result = "BAD the command cannot be read"
        self._say(f"{name} {result}")

    def _command(self, command: str, arguments: list[str]) -> str:
        if command == "UID" and arguments:
            command, arguments = f"UID {arguments[0].upper()}", arguments[1:]
        match command:
            case "CAPABILITY":
                self._say(f"* CAPABILITY {CAPABILITIES}")
            case "NOOP" | "CHECK":
                pass
            case "LOGOUT":
                self._say("* BYE")
                self.over = True
            case "LOGIN":
                if arguments[1] == WRONG:
                    return "NO [AUTHENTICATIONFAILED] user or password is wrong"
                self._signed_in = True
            case "SELECT" | "EXAMINE":
                return self._select(arguments[0], writable=command == "SELECT")
            case _:
                return self._in_mailbox(command, arguments)
        return f"OK {command} completed"

    def _select(self, mailbox: str, *, writable: bool) -> str:
        if not self._signed_in:
            return "NO sign in first"
        if mailbox.upper() != "INBOX":
            return "NO there is no such mailbox"
        self._selected, self._writable = True, writable
        self._say(f"* {len(self._mails.uids())} EXISTS\r\n* 0 RECENT\r\n* FLAGS ({_FLAG_LISTS})")
        self._say(f"* OK [PERMANENTFLAGS ({_FLAG_LISTS} \\*)] flags")
        self._say(f"* OK [UIDVALIDITY {self._mails.validity}] UIDs\r\n* OK [UIDNEXT {self._mails.next_uid()}] next")
        return f"OK [{'READ-WRITE' if writable else 'READ-ONLY'}] selected"

    def _in_mailbox(self, command: str, arguments: list[str]) -> str:
        if not self._selected:
            return "BAD select a mailbox first"
        match command:
            case "UID SEARCH":
                self._search(arguments)
            case "UID FETCH":
                self._fetch(arguments[0], arguments[1:])
            case "UID STORE" if self._writable:
                self._store(arguments[0], arguments[1].upper(), arguments[2:])
            case "EXPUNGE" | "UID EXPUNGE" if self._writable:
                self._expunge(arguments[0] if arguments else "1:*")
            case "CLOSE":
                if self._writable:
                    self._expunge("1:*", quiet=True)
                self._selected = False
            case _:
                return "BAD unknown command, or the mailbox is read only"
        return f"OK {command} completed"

    def _search(self, criteria: Sequence[str]) -> None:
        known = self._mails.uids()
        fitting = [mail.uid for mail in self._all(known) if matches(mail, criteria, known)]
        self._say("* SEARCH" + "".join(f" {uid}" for uid in fitting))

    def _fetch(self, uids: str, items: Sequence[str]) -> None:
        known = self._mails.uids()
        for mail in self._all(uids_in(uids, known)):
            fields = b" ".join([f"UID {mail.uid}".encode(), *(self._item(mail, item) for item in _items(items))])
            self._writer.write(f"* {known.index(mail.uid) + 1} FETCH (".encode() + fields + b")\r\n")

    def _item(self, mail: KeptMail, item: str) -> bytes:
        match item.upper():
            case "FLAGS":
                return f"FLAGS ({' '.join(mail.flags)})".encode()
            case "INTERNALDATE":
                return f'INTERNALDATE "{stamp_of(mail.at)}"'.encode()
            case "RFC822.SIZE":
                return f"RFC822.SIZE {len(mail.content)}".encode()
        match = _BODY.fullmatch("BODY[]" if item.upper() == "RFC822" else item)
        if match is None:
            raise ImapSyntaxError(f"the item {item}")
        peek, part, start, count = match.groups()
        content = mail.content.split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n" if part else mail.content
        if DAMAGED in content[:200]:
            raise DamagedMailError
        piece = content[int(start) : int(start) + int(count)] if start is not None else content
        if not peek and self._writable:
            self._mails.flag(mail.uid, (*mail.flags, "\\Seen"))
        name = "RFC822" if item.upper() == "RFC822" else f"BODY[{part or ''}]" + (f"<{start}>" if start else "")
        return f"{name} {{{len(piece)}}}\r\n".encode() + piece

    def _store(self, uids: str, action: str, flags: Sequence[str]) -> None:
        named = {flag for flag in flags if flag not in {"(", ")"}}
        known = self._mails.uids()
        for mail in self._all(uids_in(uids, known)):
            before = set(mail.flags)
            after = before | named if action[0] == "+" else before - named if action[0] == "-" else named
            self._mails.flag(mail.uid, tuple(after))
            if "SILENT" not in action:
                place = known.index(mail.uid) + 1
                self._say(f"* {place} FETCH (UID {mail.uid} FLAGS ({' '.join(sorted(after))}))")

    def _expunge(self, uids: str, *, quiet: bool = False) -> None:
        for mail in list(self._all(uids_in(uids, self._mails.uids()))):
            if DELETED in mail.flags:
                place = self._mails.uids().index(mail.uid) + 1
                self._mails.remove(mail.uid)
                if not quiet:
                    self._say(f"* {place} EXPUNGE")

    def _all(self, uids: Sequence[int]) -> list[KeptMail]:
        return [mail for uid in uids if (mail := self._mails.kept(uid)) is not None]

    def _say(self, text: str) -> None:
        self._writer.write(text.encode() + b"\r\n")


def _items(items: Sequence[str]) -> list[str]:
    """Return what is fetched, without parentheses; the UID is always given."""
    return [item for item in items if item not in {"(", ")"} and item.upper() != "UID"]
