"""Which types and columns do all tables share? Pure."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, LargeBinary, MetaData, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData(
    naming_convention={  # PostgreSQL's own names
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    }
)

INSTANT = DateTime(timezone=True)
ID = Uuid(as_uuid=False)  # ids travel as text
IDS = ARRAY(ID)
HASHES = ARRAY(LargeBinary)


def instant(name: str, *, required: bool = False) -> Column[datetime]:
    """Return a column for an instant of the Clock."""
    return Column(name, INSTANT, nullable=not required)


def recorded() -> Column[datetime]:
    """Return a column with the real time of writing. It decides nothing (protocol §1.7)."""
    return Column("recorded_at", INSTANT, nullable=False, server_default=text("clock_timestamp()"))


def order() -> Column[int]:
    """
    Return a column with a row's position in the order in which touches and stops were decided. A trigger sets it.

    The trigger runs under the locks (protocol §1.2), so a touch with a lower position was reserved before that stop.
    None: the row is older than this column.
    """
    return Column("seq", BigInteger)


def word(name: str) -> Column[str]:
    """Return a text column that is never NULL; an unknown value is ''."""
    return Column(name, Text, nullable=False, server_default="")


def document(name: str, empty: str) -> Column[Any]:
    """Return a column with a JSON document that is never NULL."""
    return Column(name, JSONB, nullable=False, server_default=text(f"'{empty}'"))


def salt() -> Column[str]:
    """
    Return a column with the salt of a row's commitment to what an erasure deletes; the erasure deletes it, too.

    None: it was deleted.
    """
    return Column("salt", ID, server_default=text("gen_random_uuid()"))
