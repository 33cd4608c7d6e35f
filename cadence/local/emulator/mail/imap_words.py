"""How is an IMAP command written? Pure: words, sets of UIDs, and the searches that we need (RFC 3501)."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from cadence.local.emulator.mail.mails import DELETED, SEEN, KeptMail

_WORD = re.compile(rb'\s*(?:"((?:[^"\\]|\\.)*)"|(\()|(\))|((?:[^\s()"\[]|\[[^\]]*\])+))')
_FLAGS = {"SEEN": SEEN, "UNSEEN": SEEN, "DELETED": DELETED, "UNDELETED": DELETED}


class ImapSyntaxError(ValueError):
    """A command that cannot be read."""


def words(line: bytes) -> list[str]:
    """Return the words of a command; quotation marks are taken off, parentheses are words of their own."""
    words: list[str] = []
    at, end = 0, len(line.rstrip())
    while at < end:
        match = _WORD.match(line, at)
        if match is None:
            raise ImapSyntaxError("a word that cannot be read")
        quoted, opening, closing, atom = match.groups()
        if quoted is not None:
            words.append(re.sub(rb"\\(.)", rb"\1", quoted).decode("utf-8", "replace"))
        else:
            words.append((opening or closing or atom).decode("utf-8", "replace"))
        at = match.end()
    return words


def uids_in(text: str, known: Sequence[int]) -> list[int]:
    """Return which of the known UIDs a set such as 1:3,7:* names."""
    highest = max(known, default=0)
    wanted: set[int] = set()
    for piece in text.split(","):
        first, _, last = piece.partition(":")
        ends = [highest if end == "*" else int(end) for end in (first, last or first)]
        low, high = min(ends), max(ends)
        wanted |= {uid for uid in known if low <= uid <= high}
    return sorted(wanted)


def matches(mail: KeptMail, criteria: Sequence[str], known: Sequence[int]) -> bool:
    """Return whether an e-mail fits all criteria of a search."""
    remaining = iter([word for word in criteria if word not in {"(", ")"}])
    return all(_fits(mail, word.upper(), remaining, known) for word in remaining)


def _fits(mail: KeptMail, word: str, rest: Iterator[str], known: Sequence[int]) -> bool:  # noqa: PLR0911  one per word
    match word:
        case "ALL":
            return True
        case "CHARSET":
            next(rest)
            return True
        case word if word in _FLAGS:
            return (_FLAGS[word] in mail.flags) is not word.startswith("UN")
        case "SINCE":
            return mail.at.date() >= _day(next(rest))
        case "BEFORE":
            return mail.at.date() < _day(next(rest))
        case "UID":
            return mail.uid in uids_in(next(rest), known)
        case "HEADER":
            name, value = next(rest), next(rest)
            return value.casefold() in header(mail.content, name).casefold()
        case "NOT":
            return not _fits(mail, next(rest).upper(), rest, known)
    raise ImapSyntaxError(f"the search word {word}")


def header(content: bytes, name: str) -> str:
    """Return a header as an e-mail has it, on one line."""
    head = re.sub(rb"\r?\n[ \t]+", b" ", content.split(b"\r\n\r\n", 1)[0])
    match = re.search(rb"(?im)^" + re.escape(name.encode()) + rb":[ \t]*(.*?)\r?$", head)
    return match[1].decode("utf-8", "replace") if match else ""


def stamp_of(at: datetime) -> str:
    """Write an instant as INTERNALDATE does."""
    return at.astimezone(UTC).strftime("%d-%b-%Y %H:%M:%S +0000")


def _day(text: str) -> date:
    return datetime.strptime(text, "%d-%b-%Y").replace(tzinfo=UTC).date()
