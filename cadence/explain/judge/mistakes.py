"""How is a mistake in a lead.json reported? Pure: its place, what was found and expected; no value of a person."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cadence.domain.errors import without_prefix
from cadence.explain.judge.source import JsonSource, Path

EXPECTED = {
    "string_type": "a text",
    "string_unicode": "a text without half signs",
    "model_type": "an object",
    "dict_type": "an object",
    "tuple_type": "a list",
    "list_type": "a list",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "date_type": "a date such as 2027-03-01",
    "date_parsing": "a date such as 2027-03-01",
    "date_from_datetime_parsing": "a date such as 2027-03-01",
}
"""What was expected, by pydantic's kind of mistake."""
NAMED_BY = {"numbers": "e164", "suppressions": "scope", "registries": "name"}
"""Lists that may be written as a mapping of names to entries, and the key that each name stands for."""


def mistakes(error: ValidationError, source: JsonSource, file: str, whole: type[BaseModel]) -> Iterator[str]:
    """Yield each mistake on its line, in the order of the file, and once."""
    places: dict[str, tuple[int, int]] = {}
    for mistake in error.errors(include_url=False):
        loc = tuple(part for part in mistake["loc"] if not _of_a_union(part))
        path = _path(loc, source)
        unknown = mistake["type"] == "extra_forbidden"
        text = _unknown(loc, whole) if unknown else _found_and_expected(mistake)
        places.setdefault(f"{place_of(source, path, file, key=unknown, loc=loc)}{text}", source.at(path, key=unknown))
    yield from sorted(places, key=lambda line: places[line])


def place_of(source: JsonSource, path: Path, file: str, *, key: bool = False, loc: Path | None = None) -> str:
    """Return the place of a mistake as editors jump to it, and as people call it."""
    line, column = source.at(path, key=key)
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in (path if loc is None else loc))
    where = "".join(parts).lstrip(".")
    return f"{file}:{line}:{column}: {where or 'the file'}: "


def _found_and_expected(mistake: ErrorDetails) -> str:
    """Return what was found and what was expected."""
    kind, found = mistake["type"], _kind(mistake["input"])
    if kind == "value_error":
        return without_prefix(mistake["msg"])
    if kind == "missing":
        return "left out; expected a value"
    if kind in {"enum", "literal_error"}:
        right = mistake["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
        near = get_close_matches(str(mistake["input"]), right.split(", "), n=1)
        hint = f'; did you mean "{near[0]}"?' if near else ""
        return f"{found} that is not known; expected one of {right}{hint}"
    return f"found {found}; expected {EXPECTED.get(kind, mistake['msg'])}"


def _kind(value: object) -> str:
    """Return what a value is, and nothing of what it says."""
    kinds = {str: "a text", bool: "true or false", int: "a bare number", float: "a bare number", type(None): "null"}
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    return kinds.get(type(value), "an object")


def _of_a_union(part: int | str) -> bool:
    """Tell whether a part of pydantic's place is the name of a type, not of a key."""
    return isinstance(part, str) and (part in {"bool", "str", "int"} or "[" in part)


def _path(loc: Path, source: JsonSource) -> Path:
    """Return where the text has what the shape calls so: lists may be written as mappings, or as their one entry."""
    path: Path = ()
    here, values = source.data, source.values
    for i, part in enumerate(loc):
        if isinstance(part, int) and isinstance(here, Mapping):
            if (named := NAMED_BY.get(str(loc[i - 1]))) and named not in here:
                name = list(here)[part]
                path, here = (*path, name), here[name]
        elif (*path, part) in values:
            path, here = (*path, part), here[part]  # type: ignore[index]  # the text has it
        else:
            break
    return path


def _unknown(loc: Path, whole: type[BaseModel]) -> str:
    """Return that a key is unknown, and which keys there are."""
    keys = list(_part_at(loc[:-1], whole).model_fields)
    near = get_close_matches(str(loc[-1]), keys, n=1)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return f"not a key; expected {', '.join(keys)}{hint}"


def _part_at(loc: Path, part: type[BaseModel]) -> type[BaseModel]:
    """Return the shape of the part at a place."""
    for name in loc:
        if isinstance(name, str) and name in part.model_fields:
            part = next(iter(_shapes(part.model_fields[name].annotation)), part)
    return part


def _shapes(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the shapes inside a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _shapes(inner)
