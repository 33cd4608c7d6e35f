"""
How does a field of a value become a column, and how is it written and read? Pure: from the field's type and default.

So a field is declared once, in its class; the table, the row, the value read from it and the JSON of facts follow.
Moves, zones and facts are JSON columns.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter
from sqlalchemy import Boolean, Column, Integer, Row, Text, TextClause, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.type_api import TypeEngine

from cadence.domain import Facts, Move, ZoneEvidence
from cadence.ledger.tables.base import INSTANT

REFERENCES = frozenset({"lead", "enrolment", "number", "touch"})
"""Fields with the id of another row. The name of their column ends in `_id`."""

_TYPES: dict[type, TypeEngine[Any]] = {
    str: Text(),
    int: Integer(),
    bool: Boolean(),
    datetime: INSTANT,
    tuple: ARRAY(Text),
}
Value = TypeVar("Value")
Broken = dict[str, Exception]
"""The errors of the rows that cannot be read, by row id."""


def columns_of(values: type, **given: Sequence[Column[Any]]) -> list[Column[Any]]:
    """
    Return the columns of a class, in the order of its fields; `given` has those of fields that are stored otherwise.

    A field with a default has a column with that default. Raises TypeError for a type that has no column.
    """
    columns: list[Column[Any]] = []
    for field in _fields(values):
        columns += given[field.name] if field.name in given else [_column(values, field.name, field.default)]
    return columns


def _column(values: type, field: str, default: object) -> Column[Any]:
    kind, optional = _kind(values, field)
    stored_as = _TYPES.get(str if issubclass(kind, StrEnum) else kind)
    if stored_as is None:
        raise TypeError(
            f"{values.__name__}.{field} is a {kind.__name__}, which has no column; give it one in the table"
        )
    return Column(_name(field), stored_as, nullable=optional, server_default=_server_default(default))


def _server_default(default: object) -> TextClause | str | None:
    if default is MISSING or default is None:
        return None
    if isinstance(default, str):
        return default
    return text("'{}'" if default == () else str(default).lower())


def row_of(value: object, *, without: Collection[str] = ()) -> dict[str, Any]:
    """Return the columns to write for a value. A field at its default is left to the default of its column."""
    row: dict[str, Any] = {}
    for field in _fields(type(value)):
        stored = getattr(value, field.name)
        if field.name not in without and stored != field.default:
            row[_name(field.name)] = list(stored) if isinstance(stored, tuple) else stored
    return row


def reader(values: type[Value], **given: str | Callable[[Any], Any]) -> Callable[[Row[*tuple[Any, ...]]], Value]:
    """
    Return the function that makes a value of this class from a row.

    `given` has, by field, the name of another column, or a function of the row. NULL becomes None, or the default of a
    field that may not be None.
    """
    readings = {field.name: _reading(values, field, given.get(field.name)) for field in _fields(values)}

    def read(row: Row[*tuple[Any, ...]]) -> Value:
        return values(**{name: reading(row) for name, reading in readings.items()})

    return read


def readable(
    rows: Iterable[Row[*tuple[Any, ...]]], read: Callable[[Row[*tuple[Any, ...]]], Value], broken: Broken | None
) -> list[Value]:
    """Return the rows that could be read. Errors of the others go into `broken`; without it they are raised."""
    good: list[Value] = []
    for row in rows:
        try:
            good.append(read(row))
        except Exception as error:  # a value that this program does not know, or cannot parse
            if broken is None:
                raise
            broken[str(row.id)] = error
    return good


def json_object(values: type, table: str, *, without: Collection[str] = (), **given: str) -> str:
    """Return the SQL of a JSON object with the fields of a class; `given` has other expressions than the column."""
    names = [field.name for field in _fields(values) if field.name not in without]
    pairs = (f"'{name}', {given.get(name, f'{table}.{_name(name)}')}" for name in names)
    return f"json_build_object({', '.join(pairs)})"


def _reading(values: type, field: Field[Any], given: str | Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    """Return what reads a field from a row. Ids of textual statements are UUIDs: they become text."""
    if callable(given):
        return given
    (kind, optional), column = _kind(values, field.name), given or _name(field.name)
    absent = None if optional or field.default is MISSING else field.default
    converted = kind in {str, tuple} or issubclass(kind, StrEnum)
    if absent is None and not converted:
        return attrgetter(column)

    def read(row: Row[*tuple[Any, ...]]) -> object:
        stored = getattr(row, column)
        return absent if stored is None else kind(stored) if converted else stored

    return read


def _name(field: str) -> str:
    return f"{field}_id" if field in REFERENCES else field


def _kind(values: type, field: str) -> tuple[type, bool]:
    """Return the type of a field, and whether it may be None."""
    hint = _hints(values)[field]
    args = get_args(hint)
    if NoneType in args:
        (hint,) = (arg for arg in args if arg is not NoneType)
    return get_origin(hint) or hint, NoneType in args


def names_of(values: type) -> tuple[str, ...]:
    """Return the names of a class's fields, in order."""
    return tuple(field.name for field in _fields(values))


def _fields(values: type) -> tuple[Field[Any], ...]:
    return fields(values)


@cache
def _hints(values: type) -> dict[str, Any]:
    return get_type_hints(values)


FACTS: TypeAdapter[Facts] = TypeAdapter(Facts)
MOVE: TypeAdapter[Move] = TypeAdapter(Move)
ZONES: TypeAdapter[tuple[ZoneEvidence, ...]] = TypeAdapter(tuple[ZoneEvidence, ...])
ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


def plain(value: object) -> Any:  # noqa: ANN401  JSON has no narrower type
    """Return any value of the domain as JSON."""
    kind: type = type(value)
    return _adapter(kind).dump_python(value, mode="json")


def plain_text(value: object) -> bytes:
    """Return any value of the domain as JSON text in one line."""
    kind: type = type(value)
    return _adapter(kind).dump_json(value)


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    """Return what writes values of a type. It is three times as fast when it knows the fields beforehand."""
    return TypeAdapter(kind) if is_dataclass(kind) else ANYTHING
