"""
What is a document made of, and at which line and column is each piece? Pure: a small tree of texts, lists and mappings.

Scalars stay as they were written, so that "+34910000001" or "09:30" or "no" is what its reader says; `data_of` gives
the value that JSON, or a plain word of YAML 1.2, means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cadence.domain.plurals import many

MAX_VALUES = 300_000
"""Values of one document, those behind aliases counted as often as they are used."""
NULLS = frozenset({"", "~", "null", "Null", "NULL"})  # how YAML writes nothing
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,30})")  # Python refuses to read thousands of digits
DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Path = tuple[str | int, ...]
"""The keys and places that lead to a piece of a document."""


@dataclass(eq=False)
class SourceError(Exception):
    """The text cannot be read; says where, what was found and what was expected."""

    line: int
    column: int
    found: str
    expected: str


@dataclass(slots=True, kw_only=True, eq=False)
class Node:
    """A place in the file, counted from 1, or the piece that begins there; `end` is just after it."""

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

    def find(self, pattern: str) -> Node:
        """Return the first place of the pattern, or of its group, in this text; its start if there is none."""
        match = re.search(pattern, self.raw)
        return self.place_of(match.start(match.lastindex or 0) if match else 0)

    def row(self, number: int) -> Node:
        """Return where the row `number` (from 1) of the text begins, as far as the way it was written tells."""
        rows = self.raw.split("\n")
        at = number if self.raw[:1] in {"|", ">"} else number - 1
        if not 0 < at < len(rows):
            return Node(line=self.line, column=self.column)
        return Node(line=self.line + at, column=len(rows[at]) - len(rows[at].lstrip()) + 1)

    def place_of(self, offset: int) -> Node:
        """Return the place of a character of `raw`."""
        before = self.raw[:offset]
        rows = before.count("\n")
        column = len(before) - before.rfind("\n") if rows else self.column + offset
        return Node(line=self.line + rows, column=column)


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


def data_of(root: Node, repeated: list[tuple[Path, Node]] | None = None) -> object:
    """
    Return the data of a tree. Raises SourceError if aliases multiply.

    Of a key that stands twice in one mapping the first is taken; the others are added to `repeated`, with their paths.
    """
    left = MAX_VALUES

    def data(node: Node, path: Path) -> object:
        nonlocal left
        left -= 1
        if left < 0:
            found = f"more than {many(MAX_VALUES, 'value')}"
            raise SourceError(root.line, root.column, found, "a shorter document; aliases count as often as they stand")
        if isinstance(node, Items):
            return [data(inner, (*path, i)) for i, inner in enumerate(node.items)]
        if not isinstance(node, Keys):
            return scalar(node) if isinstance(node, TextNode) else None
        values: dict[str, object] = {}
        for key, inner in node.entries:
            if key.value not in values:
                values[key.value] = data(inner, (*path, key.value))
            elif repeated is not None:
                repeated.append(((*path, key.value), key))
        return values

    return data(root, ())


def scalar(node: TextNode) -> object:
    """Return the value of a scalar: text in quotes is text, and so is a plain word that is nothing else."""
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
    try:
        return date.fromisoformat(text) if DATE.fullmatch(text) else text
    except ValueError:
        return text
