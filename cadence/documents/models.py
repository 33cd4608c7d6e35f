"""
What does a document mean, read as a pydantic model? Pure: each mistake is reported at its place in the document.

Pydantic names the place of a mistake by keys and numbers of the model. That path is followed in the tree, past what is
only in the model: the names of types in a union, and lists that may be written as their one entry or as a mapping.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cadence.documents.mistakes import DocumentError, MistakeReport, WrongValueError, quoted
from cadence.documents.tree import Items, Keys, Node, Path, SourceError, TextNode, data_of
from cadence.documents.yaml_text import read_yaml
from cadence.domain.errors import without_prefix
from cadence.domain.nearest import fold, nearest

Model = TypeVar("Model", bound=BaseModel)

EXPECTED = {
    "a text": "string_type",
    "{mapping}": "model_type model_attributes_type dict_type",
    "a list": "tuple_type list_type frozen_set_type",
    "true or false": "bool_type bool_parsing",
    "a whole number": "int_type int_parsing int_from_float",
    "a number": "float_type float_parsing",
    "a date such as 2027-03-01": "date_type date_parsing date_from_datetime_parsing",
    "an instant such as 2027-03-09T17:00:00Z": "datetime_type datetime_parsing datetime_from_date_parsing",
    "a text that matches {pattern}": "string_pattern_mismatch",
    "a longer text, of {min_length} characters or more": "string_too_short",
    "a shorter text, of {max_length} characters or fewer": "string_too_long",
    "{min_length} or more of them": "too_short",
    "{max_length} or fewer of them": "too_long",
    "a number above {gt}": "greater_than",
    "a number of at least {ge}": "greater_than_equal",
    "a number below {lt}": "less_than",
    "a number of at most {le}": "less_than_equal",
    "the key {discriminator}": "union_tag_not_found",
    "an id of ours, a UUID": "uuid_parsing",
}
"""What was expected, and pydantic's kinds of mistake that say so."""
_EXPECTED = {kind: words for words, kinds in EXPECTED.items() for kind in kinds.split()}
FOUND = {
    "missing": ("left out", "a value"),
    "json_invalid": ("not JSON", "{mapping}"),
    "timezone_aware": ("an instant without its zone", "an offset in it, such as 2027-03-09T10:00:00+01:00"),
}
"""What was found and expected, where the kind of mistake says both."""

BOUNDED = dict.fromkeys(("greater_than", "greater_than_equal"), "a number that is too small") | dict.fromkeys(
    ("less_than", "less_than_equal"), "a number that is too large"
)
"""What a number in an address is that is out of bounds."""

KINDS: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a bare number",
    float: "a bare number",
    date: "a date",
    type(None): "null",
}
"""What a value is, by its type."""


@dataclass(frozen=True, kw_only=True)
class DocumentFormat:
    """How a kind of document is written, and how its mistakes are reported."""

    example: str  # what was expected where there is no document at all
    parse: Callable[[str, str], Node] = read_yaml
    quotes: bool = True  # whether a mistake repeats what was found: not where that may be about a person
    mapping: str = "a mapping of keys"  # what a mapping is called
    otherwise: str = ""  # what was expected where a mistake has no words of ours; "": the words of pydantic
    known_as: Mapping[str, str] = field(default_factory=dict)  # keys of other formats, and ours for each
    named_by: Mapping[str, str] = field(default_factory=dict)  # lists that may be a mapping, and the key of the names


def read_document(
    text: str,
    file: str,
    model: type[Model],
    written_as: DocumentFormat,
    context: Callable[[object], Mapping[str, Any]] | None = None,
) -> Model:
    """Return what a document says; `context` tells validators about all of it. Raises DocumentError with mistakes."""
    report, repeated = MistakeReport(file=file), list[tuple[Path, Node]]()
    try:
        tree = written_as.parse(text, written_as.example)
        data = data_of(tree, repeated)
    except SourceError as error:
        report.wrong(error, error.found, error.expected)
        raise DocumentError(report.sorted()) from None
    places = _Places(tree, model, report, written_as)
    for path, key in repeated:
        places.wrong(key, path, "a second time", "each key once")
    try:
        read = model.model_validate(data, context=dict(context(data)) if context else None)
    except ValidationError as error:
        found = error.errors(include_url=False)
        for mistake in sorted(found, key=lambda mistake: mistake["type"] != "extra_forbidden"):
            places.take(mistake)
    if report.errors():
        raise DocumentError(report.sorted())
    return read


@dataclass(frozen=True)
class _Places:
    """Where the mistakes of a model stand in a tree."""

    tree: Node
    model: type[BaseModel]
    report: MistakeReport
    written_as: DocumentFormat
    meant: set[Path] = field(default_factory=set)  # keys that are probably there, misspelt

    def wrong(self, node: Node, path: Path, found: str, expected: str = "", hint: str = "") -> None:
        """Report a mistake with its path as people write it."""
        parts = (f"[{part}]" if isinstance(part, int) else f".{quoted(part)[1:-1]}" for part in path)
        self.report.wrong(node, f"{''.join(parts).lstrip('.') or 'the file'}: {found}", expected, hint)

    def take(self, mistake: ErrorDetails) -> None:
        """Report one of pydantic's mistakes."""
        kind = mistake["type"]
        if kind == "too_short" and len(mistake["input"]) >= mistake["ctx"]["min_length"]:
            return  # it became too short because of entries that are reported themselves
        loc, unknown = mistake["loc"], kind == "extra_forbidden"
        if isinstance(error := mistake.get("ctx", {}).get("error"), WrongValueError):
            loc += error.below
        path, node = self._follow(loc, key=unknown)
        if unknown:
            keys = tuple(_part_at(loc[:-1], self.model).model_fields)
            hint = self.written_as.known_as.get(fold(str(loc[-1])), "")
            hint = hint if hint in keys else nearest(str(loc[-1]), keys)
            self.meant.add((*path[:-1], hint))
            self.wrong(node, path, "not a key", ", ".join(keys), hint)
        if unknown or (kind == "missing" and path in self.meant):
            return
        if kind == "union_tag_invalid" and isinstance(node, Keys):
            name = mistake["ctx"]["discriminator"].strip("'")
            path, node = (*path, name), _entry(node, name)[1]
        self.wrong(node, path, *in_parts(mistake, self.written_as))

    def _follow(self, loc: Path, *, key: bool) -> tuple[Path, Node]:
        """Return the path in the model without names of types, and the node of the text nearest to it."""
        node, path, passed = self.tree, Path(), False
        for place, part in enumerate(loc):
            if _of_a_type(part, node) or (not passed and part in _members(node)):
                passed = True
                continue
            path, passed, above = (*path, part), False, loc[place - 1]
            if isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
            elif isinstance(node, Keys) and isinstance(part, str):
                node = _entry(node, part)[0 if key and place == len(loc) - 1 else 1]
            elif isinstance(node, Keys) and node.get(self.written_as.named_by.get(str(above), "")) is None:
                node = node.entries[int(part)][1] if str(above) in self.written_as.named_by else node
        return path, node


def in_parts(mistake: Mapping[str, Any], written_as: DocumentFormat) -> tuple[str, str, str]:
    """Return what was found, what was expected and the nearest word, "" where there is none."""
    kind, found, context = mistake["type"], mistake["input"], mistake.get("ctx", {})
    if kind == "value_error":
        error = context["error"]
        if isinstance(error, WrongValueError):
            return error.found, error.expected, error.hint
        reason, _, wanted = without_prefix(mistake["msg"]).partition("; expected ")
        return reason, wanted, ""
    if kind in {"enum", "literal_error", "union_tag_invalid"}:
        listed = context.get("expected") or context["expected_tags"]
        right = listed.replace(" or ", ", ").replace("'", "").split(", ")
        given = context.get("tag", found)
        known = given if isinstance(given, str) else ""
        what = quoted(known) if known and written_as.quotes else f"{_kind(given, written_as)} that is not known"
        return what, f"one of {', '.join(right)}", nearest(known, right)
    what, wanted = FOUND.get(kind) or (_kind(found, written_as), _EXPECTED.get(kind) or written_as.otherwise)
    if isinstance(found, str) and not written_as.quotes and not kind.endswith("_type"):
        what = BOUNDED.get(kind, "a text of another form")
    for name, value in {**context, "mapping": written_as.mapping}.items():
        wanted = wanted.replace(f"{{{name}}}", str(value).strip("'"))
    return what, wanted or mistake["msg"].removeprefix("Input should be "), ""


def _kind(value: object, written_as: DocumentFormat) -> str:
    """Return what a value is, and what it says only where it may be repeated."""
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    kind = KINDS.get(type(value), written_as.mapping)
    if not written_as.quotes or kind == written_as.mapping:
        return kind
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return "nothing" if value is None else str(value).lower()
    return f"the {kind.removeprefix('a ')} {value}"


def _entry(node: Keys, name: str) -> tuple[Node, Node]:
    """Return the key and the value of a name, or the mapping in which it is left out."""
    return node.get(name) or (node, node)


def _of_a_type(part: int | str, node: Node) -> bool:
    """Tell whether a part of pydantic's place is the name of a type, not of a key."""
    is_key = isinstance(node, Keys) and isinstance(part, str) and node.get(part) is not None
    return isinstance(part, str) and not is_key and (part in {"bool", "str", "int"} or "[" in part)


TAGS = ("type", "kind")
"""Keys that say which member of a union an entry is."""


def _members(node: Node) -> set[int | str]:
    """Return the names by which an entry may be a member of a union."""
    entries = (node.get(tag) for tag in TAGS) if isinstance(node, Keys) else ()
    return {entry[1].value for entry in entries if entry is not None and isinstance(entry[1], TextNode)}


def _part_at(loc: Path, whole: type[BaseModel]) -> type[BaseModel]:
    parts = [whole]
    for name in loc:
        if members := [part for part in parts if len(parts) > 1 and name in _tags(part)]:
            parts = members
        elif isinstance(name, str):
            fields = [part.model_fields[name] for part in parts if name in part.model_fields]
            parts = [shape for field in fields for shape in _shapes(field.annotation)] or parts
    return parts[0]


def _tags(part: type[BaseModel]) -> Iterator[int | str]:
    """Yield the names by which a model is a member of a union."""
    for tag in TAGS:
        if tag in part.model_fields and get_origin(part.model_fields[tag].annotation) is Literal:
            yield from get_args(part.model_fields[tag].annotation)


def _shapes(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _shapes(inner)
