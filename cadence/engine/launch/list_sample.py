"""
Which rows of a long list are used for a forecast? Edge: chosen while the list is read, a limited number.

The first rows represent how much will happen. When it begins depends on the leads that may be touched first, which may
be at the end of the list: in another zone, in another segment, with the nearest date.
"""

from collections.abc import Sequence
from datetime import datetime
from heapq import nsmallest

from cadence.campaign import Campaign
from cadence.domain.dates import near_instant
from cadence.domain.list_rows import LeadRow

FIRST, EACH, KINDS, SOONEST = 200, 2, 100, 20
"""Rows from the beginning; more rows per kind, and how many kinds; rows with the nearest dates."""

Kind = tuple[object, ...]


class ListSample:
    """Rows of a list for the forecast of one campaign."""

    def __init__(self, campaign: Campaign, now: datetime) -> None:
        """Begin without rows."""
        self._fields = tuple(dict.fromkeys(step.dated for step in campaign.cadence if step.dated))
        self._now = now
        self._first: list[LeadRow] = []
        self._kinds: dict[Kind, list[LeadRow]] = {}
        self._soonest: list[tuple[datetime, int, LeadRow]] = []

    @property
    def rows(self) -> tuple[LeadRow, ...]:
        """The rows that were kept, each once."""
        kept = [*self._first, *(row for rows in self._kinds.values() for row in rows)]
        kept += [row for _, _, row in self._soonest]
        return tuple({row.line: row for row in kept}.values())

    def add(self, page: Sequence[LeadRow]) -> None:
        """Keep the rows of a page that are needed."""
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
            self._soonest = nsmallest(SOONEST, [*self._soonest, *dated], key=lambda entry: entry[:2])

    def _date(self, row: LeadRow) -> datetime | None:
        """Return the nearest date of a row that has not passed."""
        zones = [candidate.zone for candidate in row.zones or row.numbers[0].zones]
        dates = []
        for field in self._fields:
            try:
                dates.append(near_instant(row.attributes.get(field, ""), zones))
            except ValueError:
                continue
        return min((at for at in dates if at > self._now), default=None)


def _kind(row: LeadRow) -> Kind:
    """Return everything in a row that decides when its lead may be touched."""
    zones = tuple(candidate.zone for candidate in row.zones or row.numbers[0].zones)
    agreed = frozenset((consent.channel, consent.given) for consent in row.consents)
    return zones, row.country, row.region, row.segment, row.numbers[0].kind, row.numbers[0].country, agreed
