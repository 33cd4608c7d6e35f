"""Which days are closed days, by official calendars? Edge: a calendar is replaced as a whole, in one transaction."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.ledger.db.queries import query, sql
from cadence.ledger.tables.rules import closed_days, closed_feeds

FEEDS = query(
    select(closed_feeds.c.name, closed_feeds.c.as_of, closed_feeds.c.dates).order_by(closed_feeds.c.name),
    "list the calendars we have, one row each",
    index="",
)
REPLACE_FEED = sql(
    """
    INSERT INTO closed_feeds AS present (name, as_of, dates, imported_at)
    VALUES (:name, :as_of, :dates, :at)
    ON CONFLICT (name) DO UPDATE SET as_of = excluded.as_of, dates = excluded.dates,
        imported_at = excluded.imported_at
    WHERE :force OR present.as_of <= excluded.as_of
    RETURNING name
    """,
    "replace a calendar's row unless the new calendar is older; the row lock lets one import at a time do so",
    index="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRow:
    """One day that is closed somewhere."""

    country: str  # ISO 3166-1
    region: str  # ISO 3166-2 without the country; "" is the whole country
    town: str  # folded; "" is the whole region
    day: date
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFeed:
    """One calendar that we have."""

    name: str
    as_of: date
    dates: int


def feeds(connection: Connection) -> dict[str, StoredFeed]:
    """Return the calendars we have, by name."""
    return {row.name: StoredFeed(name=row.name, as_of=row.as_of, dates=row.dates) for row in connection.execute(FEEDS)}


def replace(  # noqa: PLR0913  each argument is independent
    connection: Connection, name: str, days: Sequence[ClosedRow], *, as_of: date, at: datetime, force: bool = False
) -> None:
    """
    Replace a calendar by a newer one.

    Raises ConflictError when `as_of` is earlier than the present calendar's, unless `force` is set, and
    InvalidInputError when it lies in the future.
    """
    if as_of > at.date():
        raise InvalidInputError(
            f"{as_of} lies in the future (it is {at.date()} in UTC); expected the day the calendar was given out."
        )
    values = {"name": name, "as_of": as_of, "dates": len(days), "at": at, "force": force}
    if connection.execute(REPLACE_FEED, values).first() is None:
        present = feeds(connection)[name].as_of
        raise ConflictError(
            f"The present calendar {name} is of {present}, later than {as_of}; --force takes it anyway."
        )
    connection.execute(delete(closed_days).where(closed_days.c.feed == name))
    if days:
        connection.execute(insert(closed_days), [{"feed": name, **asdict(day)} for day in days])
