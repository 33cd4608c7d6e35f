"""Which statements does the ledger run, what for, and with which indexes? Pure: the register of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Executable, Table, Text, TextClause, any_, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert

from cadence.ledger.tables.base import HASHES, ID, IDS, INSTANT


@dataclass(frozen=True, slots=True)
class Query:
    """A statement with its purpose and the indexes it is meant to use."""

    purpose: str
    indexes: tuple[str, ...]
    statement: Executable


QUERIES: dict[str, Query] = {}
"""Every statement, by its purpose. A test checks with PostgreSQL's planner that each uses its indexes."""

Statement = TypeVar("Statement", bound=Executable)


def query(statement: Statement, purpose: str, *, index: str) -> Statement:
    """
    Register a statement and return it.

    `index` names the indexes it is meant to use, separated by commas, with "|" between alternatives; "" is for tables
    of a few rows and for the page of an import, which are read whole, and for functions, whose statements have a test.
    """
    if purpose in QUERIES:
        raise ValueError(f"two statements have one purpose: {purpose}; say what each is for")
    indexes = tuple(part.strip() for part in index.split(",") if part.strip())
    QUERIES[purpose] = Query(purpose, indexes, statement)
    return statement


TYPES: dict[str, Any] = {
    **dict.fromkeys(("at", "before", "due", "now", "since", "turn", "until", "young"), INSTANT),
    **dict.fromkeys(("enrolment", "lead", "touch"), ID),
    **dict.fromkeys(("candidates", "changed", "enrolments", "leads", "new_leads"), IDS),
    **dict.fromkeys(("hashes", "other", "used"), HASHES),
    **dict.fromkeys(("identities", "visits"), ARRAY(Text)),
    **dict.fromkeys(("decisions", "number_ids"), ARRAY(BigInteger)),
}
"""The types of the parameters of textual statements, by name. PostgreSQL infers those of the others."""


def sql(statement: str, purpose: str, *, index: str) -> TextClause:
    """Register a statement that is written as text, like `query`, and return it."""
    clause = text(statement)
    typed = [bindparam(name, type_=TYPES[name]) for name in clause.compile().params if name in TYPES]
    return query(clause.bindparams(*typed), purpose, index=index)


def upsert(table: Table, key: Sequence[str], values: Mapping[str, Any]) -> Insert:
    """Return the statement that writes a row, or changes the row that has the same values in the columns of `key`."""
    change = {name: value for name, value in values.items() if name not in key}
    return insert(table).values(**values).on_conflict_do_update(index_elements=key, set_=change)


def among(column: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Return the condition that a column has one of the values of this parameter, an array."""
    return column == any_(bindparam(parameter, type_=ARRAY(column.type)))
