"""What does the carrier charge, and when does it say so? Pure: like Twilio late, and not for everything."""

from datetime import datetime, timedelta
from decimal import Decimal

from cadence.local.emulator.resources import talked
from cadence.local.emulator.store import Row, instant

CURRENCY = "USD"
LATE = timedelta(minutes=10)
"""So long after its end a message or a call gets its price."""
NEVER = frozenset("0f")
"""What ends with one of these has no price: a price that was forgotten, or that somebody else charges."""
PER_MESSAGE = {"sms": Decimal("0.0079"), "whatsapp": Decimal("0.0050")}
"""A segment of a text message, and a message on WhatsApp."""
PER_MINUTE = {"outbound-api": Decimal("0.0140"), "outbound-dial": Decimal("0.0040")}
"""A minute that was begun, of a call and of its leg to an agent."""


def price_of(table: str, row: Row, now: datetime) -> str | None:
    """Return what is charged for a message or a call of ours, as Twilio writes it: a negative number, or None."""
    over = row["sent_at"] if table == "messages" else row["ended_at"]
    if over is None or now < instant(over) + LATE or row["sid"][-1] in NEVER:
        return None
    if table == "messages":
        each = PER_MESSAGE.get(row["channel"]) if row["direction"] == "outbound-api" else None
        units = row["segments"] if row["channel"] == "sms" else 1
    else:
        each, units = PER_MINUTE.get(row["direction"]), -(-talked(row) // 60)
    return f"-{each * units:.5f}" if each is not None and units else None
