"""
Which people and texts were kept for long enough? Edge: reads the law of the campaigns that a person was in.

The time of the house counts, and the law's where it is longer: for a person, the packs of where they may be and of
their campaigns. Where a pack or a stored campaign cannot be read, nothing about its people is erased (law 6).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain.processing import KeptRecords
from cadence.domain.retention import RetentionBound, RetentionTime, RetentionTimes, bound
from cadence.engine.law import LawInForce
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.people.retention import KeptLead, StrangerText
from cadence.policy.packs.loading import NamesPacks
from cadence.policy.packs.retention import kept_for, records_of
from cadence.policy.packs.schema import Pack

Countries = Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCampaign:
    """A campaign that names no pack: the law of where people are binds."""

    jurisdictions: tuple[str, ...] = ()
    no_jurisdictions: bool = False
    without_pack: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class DueData:
    """What of some leads may be erased now."""

    people: list[str] = field(default_factory=list)
    texts: dict[str, datetime] = field(default_factory=dict)  # until when, by lead; not of those who go themselves
    by_law: list[str] = field(default_factory=list)  # only the law wants them kept


class DueTimes:
    """Says of people and texts whether their time is over, at one instant."""

    def __init__(self, planner: Planner, connection: Connection, now: datetime) -> None:
        """Use the house file and the packs in force, as the planner has last read them."""
        self._planner = planner
        self._connection = connection
        self._now = now
        self.house: RetentionTimes = retention_of(planner.today.in_force)
        self._records: dict[tuple[frozenset[str], tuple[tuple[str, int], ...]], tuple[KeptRecords, ...] | None] = {}

    @property
    def young(self) -> datetime:
        """The instant after which nobody was imported of whom anything may be due."""
        packs = self._planner.today.in_force.packs
        read = (packs.read(name) for name in packs.names())
        records = [record for pack in read if isinstance(pack, Pack) for record in records_of(pack)]
        most = [record.years for record in records if not record.floor]
        return max((bound(time, (), most, self._now).own for time in self.house.times.values()), default=self._now)

    def of(self, leads: Iterable[KeptLead]) -> DueData:
        """Return what of these leads is due."""
        due = DueData()
        for lead in leads:
            if not lead.busy:
                self._add(due, lead)
        return due

    def _add(self, due: DueData, lead: KeptLead) -> None:
        records = self._records_of(lead.countries, lead.versions)
        people, texts = self._bound(self.house.people, records), self._bound(self.house.texts, records)
        if people is not None and lead.last_at <= people.both:
            due.people.append(lead.lead)
            return
        # The law counts from the last thing that happened, so it keeps also texts that are older than that.
        old = texts is not None and lead.oldest_text is not None and lead.oldest_text <= texts.own
        if texts is not None and old and lead.last_at <= texts.law:
            due.texts[lead.lead] = texts.own
        elif old or (people is not None and lead.last_at <= people.own):
            due.by_law.append(lead.lead)

    def strangers(self, texts: Iterable[StrangerText]) -> tuple[list[str], int]:
        """Return which texts of unknown senders are due, and how many more only the law wants kept."""
        due, by_law = list[str](), 0
        for text in texts:
            limit = self._bound(self.house.texts, self._records_of([text.country], ()))
            if not text.free or limit is None or text.at > limit.own:
                continue
            if text.at <= limit.law:
                due.append(text.message)
            else:
                by_law += 1
        return due, by_law

    def _bound(self, time: RetentionTime | None, records: tuple[KeptRecords, ...] | None) -> RetentionBound | None:
        """Return until when something may be erased by these times of the law; None: the house sets no time."""
        if time is None:
            return None
        if records is None:  # nobody knows what the law is
            return RetentionBound(own=time.before(self._now), law=datetime.min.replace(tzinfo=self._now.tzinfo))
        least = [record.years for record in records if record.floor]
        most = [record.years for record in records if not record.floor]
        return bound(time, least, most, self._now)

    def _records_of(
        self, countries: Countries, versions: tuple[tuple[str, int], ...]
    ) -> tuple[KeptRecords, ...] | None:
        key = (frozenset(countries), versions)
        if key not in self._records:
            self._records[key] = self._read(countries, versions)
        return self._records[key]

    def _read(self, countries: Countries, versions: tuple[tuple[str, int], ...]) -> tuple[KeptRecords, ...] | None:
        """Return the times of the law for people of some campaigns; None where one of them cannot be read."""
        known: list[NamesPacks] = []
        for name, version in versions:
            campaign = self._planner.readable(self._connection, name, version)
            if campaign is None:
                return None
            known.append(campaign)
        law = self._planner.today.in_force
        times = [kept_for(law.law(each), countries, each.jurisdictions, self._now) for each in known or [NoCampaign()]]
        if None in times:
            return None
        return tuple(dict.fromkeys(record for records in times if records for record in records))


def retention_of(law: LawInForce) -> RetentionTimes:
    """Return the times of the house; none while the house file that is in force cannot be read."""
    return RetentionTimes() if law.broken else law.house.retention


def required(law: LawInForce, now: datetime) -> tuple[KeptRecords, ...]:
    """Return the longest time for which each pack in force wants records kept, by the pack's id."""
    longest: dict[str, KeptRecords] = {}
    for record in sorted(kept_for(law.law(NoCampaign()), (), (), now) or (), key=lambda record: record.years):
        if record.floor:
            longest[record.pack] = record
    return tuple(longest[pack] for pack in sorted(longest))


def longer(law: LawInForce, now: datetime) -> tuple[KeptRecords, ...]:
    """Return what packs want kept longer than the house keeps some class: for the people they bind, the pack counts."""
    times = retention_of(law).times.values()
    return tuple(
        record
        for record in required(law, now)
        if any(bound(time, [record.years], (), now).law < time.before(now) for time in times)
    )
