"""
How do values make up lists and mappings of the language? Pure.

A block knows its keys: it reports unknown, doubled and missing ones, and builds its value from what could be read, so
that one mistake hides no other.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, replace
from typing import Any

from pydantic import BaseModel, Field

from cadence.campaign.key_rules import KeyRule
from cadence.campaign.kinds import WRONG, Schema, TextKind, ValueKind, WordKind, refused
from cadence.documents.mistakes import MistakeReport, one_of, quoted
from cadence.documents.tree import Items, Keys, Node, TextNode
from cadence.domain.nearest import nearest


@dataclass(frozen=True)
class ListKind:
    """Several values of one kind: a list, or one value standing for a list of one. Words may be split by commas."""

    of: ValueKind
    _: KW_ONLY
    most: int = 50
    single: bool = True  # one value may be written instead of a list of one

    @property
    def expected(self) -> str:
        """Say what it is a list of."""
        return f"a list: {self.of.expected}"

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the values that can be read."""
        if isinstance(node, TextNode) and not node.empty and self.single:
            parts = re.split(r"\s*,\s*", node.value.strip())
            nodes: list[Node] = [_part(node, part) for part in parts]
        elif isinstance(node, Items):
            nodes = node.items
        else:
            return refused(self, node, report)
        if not 0 < len(nodes) <= self.most:
            report.wrong(
                node, f"a list of {len(nodes)}" if nodes else "an empty list", f"from 1 to {self.most} entries"
            )
            return WRONG
        values = [self.of.read(item, report) for item in nodes]
        return tuple(value for value in values if value is not WRONG)

    def schema(self) -> Schema:
        """Return an array, or the value written instead of one."""
        array = {"type": "array", "items": self.of.schema(), "minItems": 1, "maxItems": self.most}
        return {"anyOf": [array, {"type": "string"}]} if self.single else array


def _part(node: TextNode, part: str) -> TextNode:
    """Return one part of a text with commas, with its own place; what is not written in it stands at its beginning."""
    place = node.find(re.escape(part)) if part else node.find(",")
    return TextNode(line=place.line, column=place.column, end=node.end, value=part, plain=node.plain, raw=part)


@dataclass(frozen=True, kw_only=True)
class MappingKind:
    """Values of one kind under names of the author's choice."""

    of: ValueKind
    name: TextKind | WordKind
    most: int = 50

    @property
    def expected(self) -> str:
        """Say what it maps."""
        return f"names with values: {self.name.expected}"

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the values by name."""
        if not isinstance(node, Keys) or not 0 < len(node.entries) <= self.most:
            return refused(self, node, report)
        values: dict[object, object] = {}
        for key, inner in node.entries:
            name, value = self.name.read(key, report), self.of.read(inner, report)
            if key.value in values:
                report.wrong(key, f"{quoted(key.value)} a second time", "each name once")
            elif name is not WRONG and value is not WRONG:
                values[name] = value
        return values

    def schema(self) -> Schema:
        """Return an object whose property names have a form."""
        names = self.name.schema()
        return {
            "type": "object", "propertyNames": names, "additionalProperties": self.of.schema(),
            "minProperties": 1, "maxProperties": self.most,
        }  # fmt: skip


@dataclass(frozen=True)
class Key:
    """One key of a block."""

    kind: ValueKind
    says: str  # for editors and the manual
    _: KW_ONLY
    need: bool = False
    field: str = ""  # the name in the shape, when it differs
    stand_in: object = None  # replaces a needed value that could not be read, so that the rest is still checked
    without: str = ""  # what holds without the key, in words; "": its default says it
    rule: str = ""  # the id of the rule that it becomes, as verdicts name it
    example: str = ""  # as it is written after the colon; "": the kind has one
    default: object = None  # of the field
    unless: str = ""  # the key beside which this one is not needed; `stand_in` is then its value


@dataclass(frozen=True, kw_only=True)
class Block:
    """A mapping with fixed keys."""

    called: str  # "a step"
    keys: Mapping[str, Key]
    build: Callable[..., object]
    example: str
    short: str = ""  # the key whose value may be written alone, without a mapping
    rules: tuple[KeyRule, ...] = ()  # which keys can stand beside each other

    @property
    def expected(self) -> str:
        """Show one."""
        block = f"{self.called} such as {self.example}"
        return f"{self.keys[self.short].kind.expected}, or {block}" if self.short else block

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the value built from all keys; what could not be read is left out or stood in for."""
        if self.short and isinstance(node, TextNode):
            entries = {self.short: self.keys[self.short].kind.read(node, report)}
            self._obey(
                Keys(line=node.line, column=node.column, end=node.end, entries=[(_part(node, self.short), node)]),
                report,
            )
        elif isinstance(node, Keys):
            entries = self._entries(node, report)
        else:
            return refused(self, node, report)
        values: dict[str, object] = {}
        for name, key in self.keys.items():
            value = entries.get(name, WRONG)
            if value is not WRONG:
                values[key.field or name] = value
            elif key.need:
                values[key.field or name] = key.stand_in
        return self.build(**values)

    def _entries(self, node: Keys, report: MistakeReport) -> dict[str, object]:
        """Return the values by key, reporting unknown, doubled and missing keys."""
        values: dict[str, object] = {}
        meant: set[str] = set()
        for name, inner in node.entries:
            if name.value in values:
                report.wrong(name, f"{quoted(name.value)} a second time", "each key once")
            elif name.value in self.keys:
                values[name.value] = self.keys[name.value].kind.read(inner, report)
            else:
                hint = nearest(name.value, [key for key in self.keys if node.get(key) is None] or self.keys)
                meant.add(hint)
                report.wrong(name, f"{quoted(name.value)} is not a key of {self.called}", one_of(self.keys), hint)
        for key, what in self.keys.items():
            if what.need and not {key, what.unless} & values.keys() and key not in meant:
                report.wrong(node, f'no "{key}" in {self.called}', f"{key}: {what.kind.expected}")
        self._obey(node, report, misspelt=bool(meant))
        return values

    def _obey(self, node: Keys, report: MistakeReport, *, misspelt: bool = False) -> None:
        """Report keys that cannot stand beside each other, or are missing unless a misspelt key may be one of them."""
        for wrong in (wrong for rule in self.rules for wrong in rule.wrong(node)):
            if not (misspelt and wrong.place is node):
                report.wrong(wrong.place, wrong.found, wrong.expected)

    def schema(self) -> Schema:
        """Return an object with these keys and no others."""
        properties = {name: {**key.kind.schema(), "description": key.says} for name, key in self.keys.items()}
        needed = [name for name, key in self.keys.items() if key.need and not key.unless]
        whole: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if needed:
            whole["required"] = needed
        either = [
            {"anyOf": [{"required": [name]}, {"required": [key.unless]}]}
            for name, key in self.keys.items()
            if key.unless
        ]
        if either or self.rules:
            whole["allOf"] = [*either, *(rule.schema() for rule in self.rules)]
        if not self.short:
            return whole
        alone = [schema for rule in self.rules if (schema := rule.alone(self.short))]
        short = self.keys[self.short].kind.schema()
        return {"anyOf": [{**short, "allOf": alone} if alone else short, whole]}


def unset(value: object) -> bool:
    """Tell whether a key is unset: one that came later is then left out, so that stored versions keep their hash."""
    return not value


def key(  # noqa: PLR0913  what is known of one key
    kind: ValueKind,
    says: str,
    default: Any = ...,  # noqa: ANN401  as `Field` itself
    *,
    stand_in: object = None,
    name: str = "",
    alias: str | None = None,
    exclude_if: Callable[[Any], bool] | None = None,
    without: str = "",
    rule: str = "",
    example: str = "",
    unless: str = "",
) -> Any:  # noqa: ANN401  as `Field` itself
    """
    Declare a field of a shape that is a key of its block; without a default it is needed.

    A key that came later has `exclude_if=unset`, so that campaigns stored before it keep their hash. `without`, `rule`
    and `example` are for the tables of docs/campaigns.md (see `Key`).
    """
    field = Field(default, alias=alias, exclude_if=exclude_if)
    need = default is ...
    field.metadata.append(
        Key(
            kind,
            says,
            need=need,
            field=name,
            stand_in=stand_in,
            without=without,
            rule=rule,
            example=example,
            unless=unless,
        )
    )
    return field


def keys_of(shape: type[BaseModel]) -> dict[str, Key]:
    """Return the keys that the fields of a shape declare, by their names in the file."""
    declared = [
        (key.field or field.alias or name, replace(key, field=name, default=None if key.need else field.default))
        for name, field in shape.model_fields.items()
        for key in field.metadata
        if isinstance(key, Key)
    ]
    return dict(declared)


def block(
    shape: type[BaseModel], *, called: str, example: str, short: str = "", rules: tuple[KeyRule, ...] = ()
) -> Block:
    """Return the block of a shape."""
    return Block(called=called, keys=keys_of(shape), build=shape, example=example, short=short, rules=rules)
