"""How are objections recorded whose rows of a list are not imported? Edge: a page at a time."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain.list_rows import LeadRow, Objection
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import objections
from cadence.ledger.people.objections import Applied


class PendingObjections:
    """The objections of a list that are still to be written, a page at a time."""

    def __init__(self, ledger: Ledger, list_name: str, now: datetime, *, by_key: bool = True) -> None:
        """Begin without objections."""
        self.applied = Applied()
        self._ledger = ledger
        self._list = list_name
        self._now = now
        self._by_key = by_key
        self._waiting: list[Objection] = []
        self._out: list[str] = []

    def add(self, objection: Objection) -> None:
        """Add an objection; a full page is written at once."""
        self._waiting.append(objection)
        if objection.everything and objection.key:
            self._out.append(objection.key)
        if len(self._waiting) >= objections.PAGE:
            self.write()

    def before(self, leads: Iterator[LeadRow]) -> Iterator[LeadRow]:
        """Yield the leads; pending objections are written before the last lead is imported."""
        yield from leads
        self.write()

    def close_newcomers(self, connection: Connection) -> None:
        """Close people who opted out and entered the ledger with this list, for numbers that they get later."""
        stops = [Objection(line=line, key=key, everything=True) for line, key in enumerate(self._out)]
        for start in range(0, len(stops), objections.PAGE):
            page = stops[start : start + objections.PAGE]
            objections.apply(connection, self._ledger.hasher, self._list, page, at=self._now)

    def write(self) -> None:
        """Write the pending objections."""
        page, self._waiting = self._waiting, []
        if page:
            with self._ledger.begin() as connection:
                self.applied += objections.apply(
                    connection, self._ledger.hasher, self._list, page, at=self._now, by_key=self._by_key
                )
