"""
What does the carrier charge? Edge: a job of the reconciler that reads the carrier's list, never a request for a touch.

A price comes minutes after a touch, sometimes hours, and may change. So what was sent is listed again at each age in
AGES; a price that is new is a new row.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from cadence.channels.provider import Carrier
from cadence.engine.outcomes.planner import Planner
from cadence.engine.reconciler.carrier_states import ago
from cadence.ledger.touches import inbound, prices
from cadence.ledger.touches.prices import CarrierPrice

EVERY = timedelta(minutes=10)
"""How often the carrier is asked."""
AGES = (timedelta(minutes=15), timedelta(hours=2), timedelta(days=1), timedelta(days=4))
"""At these ages what was sent is listed."""
FIRST = timedelta(days=1)
"""How far before such an age the first list goes back."""
SPAN = timedelta(hours=6)
"""The longest time of one list; after an outage the next round goes on from there."""
SPAN_REAL = timedelta(seconds=60)
"""The same in real time, for a fast Clock."""
PAGE = 500
"""How many prices are written in one transaction."""


@dataclass(frozen=True, slots=True)
class Pricing:
    """Asks the carrier what it charges."""

    planner: Planner
    carrier: Carrier

    def ask_prices(self) -> None:
        """List what was sent at each age in AGES, and write the prices that are new. Raises UnavailableError."""
        for age in AGES:
            name = f"prices {int(age.total_seconds())}"
            before = ago(self.planner.clock, age, 5.0)
            with self.planner.begin() as unit:
                after = inbound.seen_until(unit.tx, name) or before - FIRST
            until = min(before, after + max(SPAN, SPAN_REAL * self.planner.clock.speed))
            if until > after:
                self._note(after, until)
                with self.planner.begin() as unit:
                    inbound.mark_seen(unit.tx, until, name)

    def _note(self, since: datetime, until: datetime) -> None:
        reports = self.carrier.prices(since, until)
        while page := list(islice(reports, PAGE)):
            with self.planner.begin() as unit:
                prices.note(
                    unit.tx,
                    (CarrierPrice(sid=report.sid, touch=report.touch, price=report.price) for report in page),
                    now=unit.now,
                )
