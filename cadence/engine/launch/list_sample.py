"""
Which rows of a long list are looked ahead with? Edge: kept while the list is read, so many at most.

The first ones stand for how much will happen. When it begins depends on who may be touched first, who may stand at the
end of the list: in another zone, of another segment, with the nearest date.
"""

from collections.abc import Sequence
from datetime import datetime
from heapq import nsmallest

from cadence.campaign import Campaign
from cadence.domain.dates import read_instant
from cadence.domain.list_rows import LeadRow

FIRST, EACH, KINDS, SOONEST = 200, 2, 100, 20
"""Rows from the beginning; of each kind beside them, and so many kinds; and rows with the nearest dates."""

Kind = tuple[object, ...]


class ListSample:
    """Rows of a list for one campaign."""

    def __init__(self, campaign: Campaign, now: datetime) -> None:
        """Begin with none."""
        self._fields = tuple(dict.fromkeys(step.before.field for step in campaign.cadence if step.before))
        self._now = now
        self._first: list[LeadRow] = []
        self._kinds: dict[Kind, list[LeadRow]] = {}
        self._soonest: list[tuple[datetime, int, LeadRow]] = []

    @property
    def rows(self) -> tuple[LeadRow, ...]:
        """What was kept, each row once."""
        kept = [*self._first, *(row for rows in self._kinds.values() for row in rows)]
        kept += [row for _, _, row in self._soonest]
        return tuple({row.line: row for row in kept}.values())

    def add(self, page: Sequence[LeadRow]) -> None:
        """Keep of a page what is needed."""
        self._first += page[: FIRST - len(self._first)]
        for row in page:
            kind = _kind(row)
            if kind not in self._kinds and len(self._kinds) >= KINDS:
                continue
            rows = self._kinds.setdefault(kind, [])
            if len(rows) < EACH:
                rows.append(row)
        if self._fields:
            dated = ((at, row.line, row) for row in page if (at := self._date(row)) is not None)
            self._soonest = nsmallest(SOONEST, [*self._soonest, *dated], key=lambda one: one[:2])

    def _date(self, row: LeadRow) -> datetime | None:
        """Return the nearest date of a row that has not passed."""
        zones = [one.zone for one in row.zones or row.numbers[0].zones]
        found = []
        for field in self._fields:
            try:
                found.append(read_instant(row.attributes.get(field, ""), zones))
            except ValueError:
                continue
        return min((at for at in found if at > self._now), default=None)


def _kind(row: LeadRow) -> Kind:
    """Return what decides when somebody may be touched, as far as a row says it."""
    zones = tuple(one.zone for one in row.zones) or tuple(one.zone for one in row.numbers[0].zones)
    agreed = frozenset((one.channel, one.given) for one in row.consents)
    return zones, row.country, row.region, row.segment, row.numbers[0].kind, row.numbers[0].country, agreed
