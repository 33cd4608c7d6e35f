"""
How is what a decision is based on stored without repeating what the decision before it says? Pure.

The document of a decision is JSON text with a line for each item: a touch, a consent, the evidence of a rule. A
decision stores the lines that its base, an earlier decision of the same enrolment, does not have, and where the others
are in the base. That is compressed with the base's text as the dictionary: a changed line costs only what is new in it.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from cadence.domain import Facts
from cadence.domain.errors import NotFoundError
from cadence.ledger.tables.fields import plain_text

MOST = 50
"""So many decisions build on each other at most; the next one is whole. It bounds what is read to restore one."""
WINDOW = 32_000
"""Bytes of the base's text that the compressor can refer to: the last ones."""
LEVEL = 6
RAW = -zlib.MAX_WBITS
"""Without a header and a checksum."""
SAME = b"="
"""Begins a line that is replaced by lines of the base. No line of a document begins so."""

DEPTH = 3
"""A document has parts, a part members, and a member items with a line each."""
FIELDS = tuple((field.name, b'"%b":' % field.name.encode()) for field in fields(Facts))
NESTED = (dict, list, Facts)

Lines = list[bytes]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A decision's document as its row has it."""

    id: int
    base: int | None  # the decision it builds on; None: it is whole
    content: bytes | None  # None: a row of an old version
    columns: dict[str, Any] | None = None  # the parts, of a row of an old version


class Documents:
    """The documents of some decisions. Each is restored when it is asked for."""

    def __init__(self, rows: Iterable[StoredDocument] = ()) -> None:
        """Keep the rows, in any order."""
        self._rows = {row.id: row for row in rows}
        self._lines: dict[int, Lines] = {}

    def lines(self, decision: int) -> Lines:
        """Return a document. Raises NotFoundError when it, or one that it builds on, is damaged or not there."""
        for row in reversed(self._chain(decision)):
            if row.id not in self._lines:
                base = [] if row.base is None else self._lines[row.base]
                try:
                    self._lines[row.id] = restored(row.content or b"", base)
                except (ValueError, zlib.error) as error:
                    raise NotFoundError(
                        f"The decision {decision} builds on {row.id}, whose document is damaged. Restore it."
                    ) from error
        return self._lines[decision]

    def parts(self, decision: int) -> dict[str, Any]:
        """Return the parts of a document as JSON. Raises NotFoundError as `lines` does."""
        row = self._rows.get(decision)
        if row is not None and row.columns is not None:
            return row.columns
        parts: dict[str, Any] = json.loads(b"\n".join(self.lines(decision)))
        return parts

    def newest(self) -> tuple[int | None, Lines]:
        """Return the decision that the next one can build on, with its lines; None if the next one must be whole."""
        newest = max(self._rows, default=0)
        try:
            return (None, []) if len(self._chain(newest)) >= MOST else (newest, self.lines(newest))
        except NotFoundError:  # there is none, or it is of an old version, or damaged
            return None, []

    def _chain(self, decision: int) -> list[StoredDocument]:
        """Return a decision and those it builds on, back to a whole one."""
        chain: list[StoredDocument] = []
        following: int | None = decision
        while following is not None:
            row = self._rows.get(following)
            if row is None or row.content is None:
                raise NotFoundError(
                    f"The decision {decision} builds on {following}, which has no document. Restore it."
                )
            chain.append(row)
            following = row.base
        return chain


def compressed(lines: Lines, base: Lines) -> bytes:
    """Return what is stored of a document that builds on another one; an empty base is for a whole document."""
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, RAW, zdict=_dictionary(base))
    return compressor.compress(b"\n".join(_difference(lines, base))) + compressor.flush()


def restored(content: bytes, base: Lines) -> Lines:
    """Return the document again, bit for bit. Raises ValueError or zlib.error for content that is damaged."""
    decompressor = zlib.decompressobj(RAW, zdict=_dictionary(base))
    text = decompressor.decompress(content) + decompressor.flush()
    if not decompressor.eof:
        raise ValueError("the content ends early")
    lines: Lines = []
    for line in text.split(b"\n"):
        if line.startswith(SAME):
            first, end = map(int, line.removeprefix(SAME).split(b"-"))
            lines += base[first:end]
        else:
            lines.append(line)
    return lines


def _dictionary(base: Lines) -> bytes:
    return b"\n".join(base)[-WINDOW:]


def _difference(lines: Lines, base: Lines) -> Iterator[bytes]:
    """Yield the lines that the base does not have, and for the others, while they follow each other, where they are."""
    places = {line: place for place, line in enumerate(base)}
    first = end = 0  # of the lines of the base that are the same so far
    for line in lines:
        if end < len(base) and first < end and base[end] == line:
            end += 1
            continue
        if first < end:
            yield b"%b%d-%d" % (SAME, first, end)
        first = places.get(line, 0)
        end = first + 1 if line in places else first
        if first == end:
            yield line
    if first < end:
        yield b"%b%d-%d" % (SAME, first, end)


def lines_of(parts: Mapping[str, Any]) -> Lines:
    """Return a document: its parts by name, such as the facts, as JSON text with a line for each item of a part."""
    lines: Lines = []
    _add(lines, b"", parts, DEPTH)
    return lines


def _add(lines: Lines, before: bytes, value: Any, depth: int) -> None:  # noqa: ANN401  any JSON, or Facts
    """Add the lines of a value; `before` is what stands before it: a comma and its name."""
    items = _items(value) if depth else []
    if not items:
        lines.append(before + plain_text(value))
        return
    opening, closing = (b"{", b"}") if items[0][0] else (b"[", b"]")
    lines.append(before + opening)
    comma = b""
    for name, item in items:
        _add(lines, comma + name, item, depth - 1)
        comma = b","
    lines.append(closing)


def _items(value: Any) -> list[tuple[bytes, Any]]:  # noqa: ANN401  any JSON, or Facts
    """Return the items of a value that get lines of their own, with their names in an object; few short ones do not."""
    match value:
        case Facts():
            return [(name, getattr(value, field)) for field, name in FIELDS]
        case dict() if any(isinstance(item, NESTED) for item in value.values()):
            return [(b"%b:" % plain_text(name), item) for name, item in value.items()]
        case list() | tuple():
            return [(b"", item) for item in value]
        case _:
            return []
