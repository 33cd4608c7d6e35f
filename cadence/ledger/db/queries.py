"""Which statements does the ledger run, what for, and with which indexes? Pure: the register of named statements."""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Executable


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
    of a few rows, which are read whole.
    """
    if name in QUERIES:
        raise ValueError(f"two statements are called {name}; names are unique")
    indexes = tuple(part.strip() for part in index.split(",") if part.strip())
    QUERIES[name] = Query(name, purpose, indexes, statement)
    return statement
