"""
Which keys of a block can stand beside each other? Pure: declared once, for the reader and for the JSON Schema.

A rule looks at what is written, not at what it means: a key that says its own default is written, too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from cadence.campaign.kinds import Schema
from cadence.campaign.spans import plain
from cadence.documents.mistakes import one_of
from cadence.documents.tree import Keys, Node, TextNode


@dataclass(frozen=True, slots=True)
class WrongKeys:
    """What a rule refuses, and where."""

    place: Node
    found: str
    expected: str


class KeyRule(Protocol):
    """A rule about the keys of one block."""

    def wrong(self, node: Keys) -> Iterator[WrongKeys]:
        """Yield what is wrong with the keys that are written."""

    def schema(self) -> Schema:
        """Return the same as JSON Schema."""

    def alone(self, short: str) -> Schema:
        """Return it as JSON Schema of the value of one key, which is written without its block."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a value is written, for rules that concern only some values of a key."""

    find: Callable[[Node], Node | None]  # returns the place of it in a value, None if the value has another form
    schema: Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedKey:
    """A key, perhaps of one form, that cannot stand beside another key, without another key, or at all."""

    key: str
    beside: str = ""
    without: str = ""
    form: Form | None = None  # of `key`
    other: Form | None = None  # of `beside`
    found: str
    expected: str
    at: Literal["key", "value", "block", "form"] = "key"

    def wrong(self, node: Keys) -> Iterator[WrongKeys]:
        """Yield the key where it must not stand."""
        entries = {key.value: (key, value) for key, value in node.entries}
        if self.key not in entries or self.without in entries:
            return
        key, value = entries[self.key]
        place: Node | None = value if self.form is None else self.form.find(value)
        other = entries.get(self.beside)
        apart = other is not None and (self.other is None or self.other.find(other[1]) is not None)
        if place is not None and (apart or not self.beside):
            places = {"key": key, "value": value, "block": node, "form": place}
            yield WrongKeys(places[self.at], self.found, self.expected)

    def schema(self) -> Schema:
        """Return that this cannot be."""
        formed = ((self.key, self.form), (self.beside, self.other))
        forms = {key: form.schema for key, form in formed if form is not None}
        refused: Schema = {"required": [self.key, self.beside] if self.beside else [self.key]}
        if forms:
            refused["properties"] = forms
        if self.without:
            refused["not"] = {"required": [self.without]}
        return {"not": refused}

    def alone(self, short: str) -> Schema:
        """Return what is refused where the value of the short key is written alone."""
        if self.key != short or self.beside:
            return {}
        return {"not": self.form.schema if self.form is not None else {}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """At least one of several keys; with `several`, exactly one."""

    keys: tuple[str, ...]
    none: str  # what is found without any
    expected: str
    several: str = ""  # what follows the names of more than one

    def wrong(self, node: Keys) -> Iterator[WrongKeys]:
        """Yield the block where none or too many are written."""
        written = {key.value for key, _ in node.entries}
        names = [key for key in self.keys if key in written]
        if not names:
            yield WrongKeys(node, self.none, self.expected)
        elif len(names) > 1 and self.several:
            yield WrongKeys(node, f"{one_of(names).replace(' or ', ' and ')} {self.several}", self.expected)

    def schema(self) -> Schema:
        """Return that one of the keys is required."""
        return {"oneOf" if self.several else "anyOf": [{"required": [key]} for key in self.keys]}

    def alone(self, short: str) -> Schema:
        """Return nothing: a block is written short by one of the keys that it needs."""
        return {} if short in self.keys else {"not": {}}


def having(*names: str) -> Form:
    """Return the form of a mapping with one of these keys, which is its place."""

    def find(node: Node) -> Node | None:
        entries = node.entries if isinstance(node, Keys) else []
        return next((key for key, _ in entries if key.value in names), None)

    return Form(find, {"type": "object", "anyOf": [{"required": [name]} for name in names]})


def no(form: Form) -> Form:
    """Return every other form."""
    return Form(lambda node: node if form.find(node) is None else None, {"not": form.schema})


def words(*right: str, schema: Schema) -> Form:
    """Return the form of a text that is one of these words."""
    return Form(lambda node: node if isinstance(node, TextNode) and plain(node.value) in right else None, schema)


FALSE = words("false", "no", schema={"enum": [False, "no"]})
"""The form of a "no"."""
