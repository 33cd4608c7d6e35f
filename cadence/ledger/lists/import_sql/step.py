"""How is a statement of the import registered? Pure."""

from typing import Any

from sqlalchemy import LargeBinary, Text, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from cadence.ledger.db.queries import named
from cadence.ledger.tables.base import IDS, INSTANT

TYPES: dict[str, Any] = {
    "at": INSTANT,
    "new_leads": IDS,
    "changed": IDS,
    "candidates": IDS,
    "hashes": ARRAY(LargeBinary),
    "identities": ARRAY(Text),
}
"""The types of the parameters that the statements share, by name."""


def step(name: str, statement: str, purpose: str, *, index: str = "") -> TextClause:
    """Register a statement of the import. `index` names the indexes for the ledger's tables; a page is read whole."""
    query = text(statement)
    types = [bindparam(known, type_=TYPES[known]) for known in query.compile().params if known in TYPES]
    return named(query.bindparams(*types), f"import_{name}", purpose, index=index)
