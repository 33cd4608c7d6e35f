"""Which statements does the ledger run, what for, and with which indexes? Pure: the register of named statements."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Executable, Text, TextClause, any_, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from cadence.ledger.tables.base import HASHES, ID, IDS, INSTANT


@dataclass(frozen=True, slots=True)
class Query:
    """A statement with a name, a purpose and the indexes it is meant to use."""

    name: str
    purpose: str
    indexes: tuple[str, ...]
    statement: Executable


QUERIES: dict[str, Query] = {}
"""Every named statement. A test checks with PostgreSQL's planner that each uses its indexes."""

Statement = TypeVar("Statement", bound=Executable)


def named(statement: Statement, name: str, purpose: str, *, index: str) -> Statement:
    """
    Register a statement and return it.

    `index` names the indexes it is meant to use, separated by commas, with "|" between alternatives; "" is for tables
    of a few rows and for the page of an import, which are read whole.
    """
    if name in QUERIES:
        raise ValueError(f"two statements are called {name}; names are unique")
    indexes = tuple(part.strip() for part in index.split(",") if part.strip())
    QUERIES[name] = Query(name, purpose, indexes, statement)
    return statement


TYPES: dict[str, Any] = {
    **dict.fromkeys(("at", "before", "due", "now", "since", "turn", "until", "young"), INSTANT),
    **dict.fromkeys(("enrolment", "lead", "touch"), ID),
    **dict.fromkeys(("candidates", "changed", "enrolments", "leads", "new_leads"), IDS),
    **dict.fromkeys(("hashes", "other", "used"), HASHES),
    **dict.fromkeys(("identities", "visits"), ARRAY(Text)),
    "number_ids": ARRAY(BigInteger),
}
"""The types of the parameters of textual statements, by name. PostgreSQL infers those of the others."""


def named_sql(statement: str, name: str, purpose: str, *, index: str) -> TextClause:
    """Register a statement that is written as text, like `named`, and return it."""
    query = text(statement)
    typed = [bindparam(known, type_=TYPES[known]) for known in query.compile().params if known in TYPES]
    return named(query.bindparams(*typed), name, purpose, index=index)


def among(column: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Return the condition that a column has one of the values of this parameter, an array."""
    return column == any_(bindparam(parameter, type_=ARRAY(column.type)))
