"""Which statements does the ledger run, what for, and with which indexes? Pure: the register of statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Executable,
    Integer,
    Table,
    Text,
    TextClause,
    TextualSelect,
    Update,
    any_,
    bindparam,
    column,
    text,
)
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
Writing = TypeVar("Writing", Insert, Update)
NEW = "new_"
"""Begins the parameter with the new value of a column."""


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
    **dict.fromkeys(("at", "before", "due", "now", "since", "today", "turn", "until", "young"), INSTANT),
    **dict.fromkeys(("enrolment", "erased", "lead", "touch"), ID),
    **dict.fromkeys(("candidates", "changed", "enrolments", "leads", "new_leads"), IDS),
    **dict.fromkeys(("hashes", "other", "used"), HASHES),
    **dict.fromkeys(("identities", "visits"), ARRAY(Text)),
    **dict.fromkeys(("decisions", "number_ids"), ARRAY(BigInteger)),
    "campaign_ids": ARRAY(Integer),
    "ends": ARRAY(INSTANT),
}
"""The types of the parameters of textual statements, by name. PostgreSQL infers those of the others."""


def sql(statement: str, purpose: str, *, index: str) -> TextClause:
    """Register a statement that is written as text, like `query`, and return it."""
    clause = text(statement)
    typed = [bindparam(name, type_=TYPES[name]) for name in clause.compile().params if name in TYPES]
    return query(clause.bindparams(*typed), purpose, index=index)


def returning(columns: str, statement: TextClause) -> TextualSelect:
    """
    Return a textual statement that says which columns it returns: their names, in order, with spaces between.

    SQLAlchemy then works out once how to read its rows, and not with every result.
    """
    return statement.columns(*map(column, columns.split()))


@cache
def writing(statement: Writing, *names: str) -> Writing:
    """
    Return an INSERT or UPDATE that writes these columns too, from the parameters that `new` makes of their values.

    It is built once for each set of columns: building it takes longer than running it.
    """
    return statement.values({name: bindparam(f"{NEW}{name}") for name in names})


def new(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of `writing` for these values by column name."""
    return {f"{NEW}{name}": value for name, value in values.items()}


@cache
def upsert(table: Table, key: str, *names: str) -> Insert:
    """Return the statement that writes a row from `new`, or changes the one with the same value in the column `key`."""
    statement: Insert = writing(insert(table), *names)
    change = {name: statement.excluded[name] for name in names if name != key}
    return statement.on_conflict_do_update(index_elements=[key], set_=change)


def among(of: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Return the condition that a column has one of the values of this parameter, an array."""
    return of == any_(bindparam(parameter, type_=ARRAY(of.type)))
