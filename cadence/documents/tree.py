"""
What is a document made of, and at which line and column is each piece? Pure: a small tree of texts, lists and mappings.

Scalars stay as they were written, so that "+34910000001" or "09:30" or "no" is what its reader says; `data_of` gives
the value that JSON, or a plain word of YAML 1.2, stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from cadence.domain.plurals import many

MAX_VALUES = 100_000
"""Values of one document, those behind aliases counted as often as they are used."""
NULLS = frozenset({"", "~", "null", "Null", "NULL"})  # how YAML writes nothing
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,30})")  # Python refuses to read thousands of digits
DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Path = tuple[str | int, ...]
"""The keys and places that lead to a piece of a document."""


class SourceError(Exception):
    """The text cannot be read; says where, what was found and what was expected."""

    def __init__(self, line: int, column: int, found: str, expected: str) -> None:
        """Keep the place and both halves of the message."""
        self.place = SourcePlace(line=line, column=column)
        self.found = found
        self.expected = expected
        super().__init__(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlace:
    """A place in the file, counted from 1."""

    line: int
    column: int


@dataclass(slots=True, kw_only=True, eq=False)
class Node:
    """A piece of the file. `end` is the line and column just after it."""

    line: int
    column: int
    end: tuple[int, int] = (0, 0)


@dataclass(slots=True, kw_only=True, eq=False)
class TextNode(Node):
    """A scalar as it was written; `raw` is its source with quotes and indentation."""

    value: str
    plain: bool  # written without quotes
    raw: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was written here."""
        return self.plain and self.value in NULLS

    def find(self, pattern: str) -> SourcePlace:
        """Return where the pattern, or its group, first stands in the source of this text, or its start."""
        match = re.search(pattern, self.raw)
        return self.place_of(match.start(match.lastindex or 0) if match else 0)

    def row(self, number: int) -> SourcePlace:
        """Return where the row `number` (from 1) of the text begins, as far as the way it was written tells."""
        rows = self.raw.split("\n")
        at = number if self.raw[:1] in {"|", ">"} else number - 1
        if not 0 < at < len(rows):
            return SourcePlace(line=self.line, column=self.column)
        return SourcePlace(line=self.line + at, column=len(rows[at]) - len(rows[at].lstrip()) + 1)

    def place_of(self, offset: int) -> SourcePlace:
        """Return the place of a character of `raw`."""
        before = self.raw[:offset]
        rows = before.count("\n")
        column = len(before) - before.rfind("\n") if rows else self.column + offset
        return SourcePlace(line=self.line + rows, column=column)


@dataclass(slots=True, kw_only=True, eq=False)
class Items(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Keys(Node):
    """A mapping, in the order of the file; a key that is written twice is here twice."""

    entries: list[tuple[TextNode, Node]] = field(default_factory=list)

    def get(self, name: str) -> tuple[TextNode, Node] | None:
        """Return the entry of this key."""
        return next((entry for entry in self.entries if entry[0].value == name), None)

    def merge(self) -> None:
        """Replace `<<` by the entries it brings in, for keys that are not written here."""
        merges = [value for key, value in self.entries if key.value == "<<"]
        self.entries = [entry for entry in self.entries if entry[0].value != "<<"]
        seen = {key.value for key, _ in self.entries}
        for value in merges:
            for other in value.items if isinstance(value, Items) else [value]:
                new = (
                    [entry for entry in other.entries if entry[0].value not in seen] if isinstance(other, Keys) else []
                )
                seen.update(key.value for key, _ in new)
                self.entries += new


def locate(node: Node, path: Sequence[str | int], *, key: bool = False) -> Node:
    """Return the node at this path, or the last one on the way that is there; with `key`, the key before it."""
    for step in path:
        inner: Node | None = None
        name: Node | None = None
        if isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            inner = node.items[step]
        elif isinstance(node, Keys) and (entry := node.get(str(step))) is not None:
            name, inner = entry
        if inner is None:
            return node
        if key and step is path[-1] and name is not None:
            return name
        node = inner
    return node


def data_of(root: Node) -> object:
    """Return the data of a tree; of a key that is written twice, the first. Raises SourceError if aliases multiply."""
    left = MAX_VALUES

    def data(node: Node) -> object:
        nonlocal left
        left -= 1
        if left < 0:
            found = f"more than {many(MAX_VALUES, 'value')}"
            raise SourceError(root.line, root.column, found, "a shorter document; aliases count as often as they stand")
        if isinstance(node, Keys):
            values: dict[str, object] = {}
            for key, inner in node.entries:
                values.setdefault(key.value, data(inner))
            return values
        if isinstance(node, Items):
            return [data(inner) for inner in node.items]
        return scalar(node) if isinstance(node, TextNode) else None

    return data(root)


def scalar(node: TextNode) -> object:
    """Return what a scalar stands for: text in quotes is text, and so is a plain word that is nothing else."""
    text = node.value
    if not node.plain:
        return text
    if text in NULLS:
        return None
    if WHOLE.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text):
        return float(text)
    return TRUTHS[text] if text in TRUTHS else _date(text)


def _date(text: str) -> date | str:
    """Return the date that a word is, or the word."""
    try:
        return date.fromisoformat(text) if DATE.fullmatch(text) else text
    except ValueError:
        return text


def repeated(root: Node) -> Iterator[tuple[Path, TextNode]]:
    """Yield each key that stands a second time in its mapping, with its path; the first hides it."""
    seen: set[int] = set()
    waiting: list[tuple[Path, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if id(node) in seen:
            continue  # behind an alias it is the same mistake
        seen.add(id(node))
        if isinstance(node, Items):
            waiting += [((*path, i), inner) for i, inner in enumerate(node.items)]
        elif isinstance(node, Keys):
            names: set[str] = set()
            for key, inner in node.entries:
                if key.value in names:
                    yield (*path, key.value), key
                names.add(key.value)
                waiting.append(((*path, key.value), inner))
