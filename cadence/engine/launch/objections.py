"""How are objections recorded whose rows of a list are not imported? Edge: a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain.list_rows import LeadRow, Objection
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import objections
from cadence.ledger.people.objections import Applied


@dataclass(slots=True)
class PendingObjections:
    """The objections of a list that are still to be written, a page at a time."""

    ledger: Ledger
    list_name: str
    now: datetime
    by_key: bool = True
    applied: Applied = field(default_factory=Applied)
    _waiting: list[Objection] = field(default_factory=list)
    _out: list[str] = field(default_factory=list)  # people who opted out, for numbers that they get later

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
            objections.apply(connection, self.ledger.hasher, self.list_name, page, at=self.now)

    def write(self) -> None:
        """Write the pending objections."""
        page, self._waiting = self._waiting, []
        if page:
            with self.ledger.begin() as connection:
                hasher = self.ledger.hasher
                self.applied += objections.apply(
                    connection, hasher, self.list_name, page, at=self.now, by_key=self.by_key
                )
