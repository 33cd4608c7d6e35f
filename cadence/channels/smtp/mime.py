"""
What does a received e-mail contain? Pure: hostile input never raises anything but UnreadableMailError.

The standard library's newer parser raises all kinds of errors on odd headers, so headers are decoded here.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses
from html.parser import HTMLParser

from cadence.domain.storable import storable

LONGEST_HEADER = 2000
MOST_PARTS = 60
MOST_MULTIPARTS = 50
"""The parser compares each line with the boundaries of all parts around it: with hundreds it takes seconds."""
LONGEST_TEXT = 20_000
"""Characters of a text that are read; what a person writes is far shorter."""
LONGEST_HTML = 256 * 1024
"""Characters of HTML with its styles and comments: some programs write more of these than 20,000 before the words."""
_UNREAD = re.compile(r"<!--|<style\b", re.IGNORECASE)
_UNREAD_END = {"<!--": re.compile("-->"), "<style": re.compile(r"</style\s*>", re.IGNORECASE)}
_SPACES = re.compile(r"\s+")
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "hr"})
_HIDDEN = frozenset({"style", "script", "head", "title", "blockquote"})
"""Not the person's words: a quotation that a mail program made is a blockquote."""
_HEAD = frozenset({"head", "title", "meta", "link", "base", "style", "script", "noscript", "template"})
"""Elements of the head. Any other ends it: its own end tag may be left out (HTML Living Standard, 13.1.2.4)."""
_QUOTES = ("gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix")
"""Classes of elements in which mail programs put what is answered."""
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "area", "base", "col", "embed", "source", "wbr"})


class UnreadableMailError(ValueError):
    """An e-mail that cannot be read."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A received e-mail, or a part of one, parsed."""

    message: "Message[str, str]"

    def header(self, name: str) -> str:
        """Return the first header of this name as text on one line, "" without one."""
        return next(iter(self.headers(name)), "")

    def headers(self, *names: str) -> list[str]:
        """Return all headers of these names, name by name, as text on one line."""
        return [_header_text(value) for value in self._raw_headers(*names)]

    def addresses(self, *names: str) -> list[str]:
        """Return the bare addresses in these headers. Encoded words stay as they are: only names have them."""
        try:
            addresses = getaddresses([_plain(value) for value in self._raw_headers(*names)])
        except (ValueError, IndexError, TypeError, RecursionError):
            return []
        return [address for _, address in addresses if address.count("@") == 1 and " " not in address]

    def _raw_headers(self, *names: str) -> list[str]:
        """Return the beginning of all headers of these names, with encoded words as they were sent."""
        wanted = [name.casefold() for name in names]
        headers = [(name.casefold(), str(value)) for name, value in self.message.raw_items()]
        return [_in_unicode(value[:LONGEST_HEADER]) for name in wanted for known, value in headers if known == name]

    def parts(self) -> "Iterator[Message[str, str]]":
        """Yield the message and its parts, also those of forwarded messages, up to a limit."""
        waiting = [self.message]
        for _ in range(MOST_PARTS):
            if not waiting:
                return
            part = waiting.pop(0)
            yield part
            payload = part.get_payload()
            if isinstance(payload, list):
                waiting[:0] = [child for child in payload if isinstance(child, Message)]

    def part(self, content_type: str) -> "Message[str, str] | None":
        """Return the first part of this type."""
        return next((part for part in self.parts() if part.get_content_type() == content_type), None)

    def text(self) -> str:
        """Return what the e-mail says: its plain text, else its HTML without the tags; "" when it has neither."""
        html = ""
        for part in self._own_parts(self.message, 0):
            kind = part.get_content_type()
            if kind == "text/plain" and (text := decoded(part)).strip():
                return text
            if kind == "text/html" and not html:
                html = decoded(part, LONGEST_HTML)
        return _without_tags(_without_styles(html)[:LONGEST_TEXT])

    def _own_parts(self, part: "Message[str, str]", depth: int) -> "Iterator[Message[str, str]]":
        """Yield the parts that are neither attached nor inside a forwarded message."""
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            for child in payload[:MOST_PARTS] if depth < MOST_PARTS else []:
                if isinstance(child, Message):
                    yield from self._own_parts(child, depth + 1)
        elif part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            yield part


def parse(raw: bytes) -> Mail:
    """Parse an e-mail, which may be cut off at its end. Raises UnreadableMailError."""
    if raw.lower().count(b"multipart/") > MOST_MULTIPARTS:
        raise UnreadableMailError(f"The e-mail has more than {MOST_MULTIPARTS} parts inside each other.")
    try:
        return Mail(message_from_bytes(raw, policy=compat32))
    except Exception as error:  # noqa: BLE001  the parser raises many kinds on hostile input
        raise UnreadableMailError(f"The e-mail cannot be parsed ({type(error).__name__}).") from None


def _in_unicode(raw: str) -> str:
    """Return a header with those bytes beyond ASCII that no encoded word announces as letters."""
    return raw if raw.isascii() else _in_charset(raw.encode("utf-8", "surrogateescape"), "utf-8")


def _header_text(raw: str) -> str:
    """Return a header's value as text: encoded words are decoded, and nothing in it can break a line."""
    try:
        pieces = decode_header(raw)
        text = "".join(
            piece if isinstance(piece, str) else _in_charset(piece, charset or "utf-8") for piece, charset in pieces
        )
    except (HeaderParseError, binascii.Error, ValueError, LookupError, IndexError):
        text = raw
    return _plain(text)


def _plain(text: str) -> str:
    return storable(_SPACES.sub(" ", text)).strip()


def decoded(part: "Message[str, str]", longest: int = LONGEST_TEXT) -> str:
    """Return the text of a part, as far as its bytes can be read in the character set that it names."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        payload = None
    if not isinstance(payload, bytes):
        return ""
    text = _in_charset(payload[: 4 * longest], _charset(part))
    return storable(text[:longest]).replace("\r\n", "\n").replace("\r", "\n")


def _charset(part: "Message[str, str]") -> str:
    try:
        return str(part.get_content_charset() or "utf-8")
    except (ValueError, LookupError, TypeError):
        return "utf-8"


def _in_charset(payload: bytes, charset: str) -> str:
    """Decode bytes. A wrong name is common: then UTF-8 if they are UTF-8, else Western European."""
    for name in (charset, "utf-8"):
        try:
            text = payload.decode(name)
        except (LookupError, ValueError):
            continue
        if isinstance(text, str):  # a codec such as "rot13" is none for text
            return text
    return payload.decode("cp1252", "replace")


def _without_styles(html: str) -> str:
    """Return HTML without its styles and comments, in a time that grows with its length only."""
    kept: list[str] = []
    at = 0
    while (start := _UNREAD.search(html, at)) is not None:
        end = _UNREAD_END[start[0].lower()].search(html, start.end())
        if end is None:
            break
        kept.append(html[at : start.start()])
        at = end.end()
    return "".join((*kept, html[at:]))


def _without_tags(html: str) -> str:
    reader = _TextReader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError, IndexError):
        pass  # what was read so far is kept
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _TextReader(HTMLParser):
    """Collects the words of an HTML text that are neither hidden nor quoted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden: list[str] = []  # open elements from the first hidden one on

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line or a hidden element."""
        if tag not in _HEAD and self._hidden[:1] in (["head"], ["title"]):
            self._hidden.clear()
        if tag in _BLOCKS:
            self.pieces.append("\n")
        classes = next((value or "" for name, value in attrs if name == "class"), "")
        quotes = any(name in classes for name in _QUOTES)
        if tag not in _VOID and (self._hidden or tag in _HIDDEN or quotes):
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a line or a hidden element."""
        if tag in self._hidden:
            del self._hidden[len(self._hidden) - 1 - self._hidden[::-1].index(tag) :]
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep words that can be seen."""
        if not self._hidden:
            self.pieces.append(_SPACES.sub(" ", data))
