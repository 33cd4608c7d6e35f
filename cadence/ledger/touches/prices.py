"""What has a carrier charged for touches? Edge: a row for each price, and a new one when a price has changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain.money import Money
from cadence.ledger.db.queries import sql

ADD = sql(
    """
    INSERT INTO prices (touch_id, lead_id, sid, amount, currency, source, at)
    SELECT t.id, t.lead_id, new.sid, new.amount, new.currency, 'carrier', :now
    FROM unnest(
        CAST(:sids AS text[]), CAST(:owners AS text[]), CAST(:amounts AS numeric[]), CAST(:currencies AS text[])
    ) AS new (sid, owner, amount, currency)
        JOIN touches t ON t.sid = new.owner
        LEFT JOIN LATERAL (
            SELECT p.amount, p.currency FROM prices p WHERE p.sid = new.sid ORDER BY p.id DESC LIMIT 1
        ) AS known ON true
    WHERE known.amount IS DISTINCT FROM new.amount OR known.currency IS DISTINCT FROM new.currency
    """,
    "add what a carrier charges for touches, and for legs of their calls, where that is new",
    index="touches_sid, prices_sid",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierPrice:
    """What a carrier charges."""

    sid: str  # of the message, the call, or the leg of a call
    touch: str  # the carrier's id of the touch that it belongs to
    price: Money


def note(connection: Connection, prices: Iterable[CarrierPrice], *, now: datetime) -> int:
    """Write the prices of our touches that are not known yet, and return how many; others are not ours."""
    latest = {price.sid: price for price in prices}
    if not latest:
        return 0
    rows = list(latest.values())
    written = connection.execute(
        ADD,
        {
            "now": now,
            "sids": [row.sid for row in rows],
            "owners": [row.touch for row in rows],
            "amounts": [row.price.amount for row in rows],
            "currencies": [row.price.currency for row in rows],
        },
    )
    return written.rowcount
