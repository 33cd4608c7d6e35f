"""What does the ledger know of the leads that an export is about? Edge: one lead after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from cadence.cli.connection import LedgerSession
from cadence.domain.costs import by_touch
from cadence.domain.errors import NotFoundError
from cadence.domain.zones import candidate_zones, zone, zone_names
from cadence.engine.dossier.deadlines import deadline_of
from cadence.engine.dossier.person import known_lead, timeline_of
from cadence.engine.law import PastLaw
from cadence.explain.audit.tables import AuditedLead
from cadence.explain.story.story import StoryEvent
from cadence.ledger.audit import scope
from cadence.ledger.campaigns import campaigns, enrolment_rows
from cadence.ledger.law.stored import revision_at
from cadence.ledger.people import people
from cadence.ledger.people.people import OperatorLead
from cadence.ledger.reports import priced

EVERYWHERE = frozenset(
    {
        *("imported", "consent", "suppressed", "suppression lifted", "inbound", "saved", "erased"),
        *("external event", "external hold ended"),
    }
)
"""Kinds of events that belong to no campaign, and to the export of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportScope:
    """What an export is about. Without any of the first three, everybody with a fact in the period."""

    lead: str = ""
    number: str = ""
    campaign: str = ""
    since: date | None = None
    until: date | None = None  # the last day

    def instants(self) -> tuple[datetime, datetime]:
        """Return the period, from its first instant in UTC to the one behind its last."""
        utc = zone("UTC")
        since = datetime.combine(self.since, time(), utc) if self.since else datetime.min.replace(tzinfo=utc)
        until = datetime.combine(self.until, time(), utc) + timedelta(days=1) if self.until else None
        return since, until or datetime.max.replace(tzinfo=utc)

    def holds(self, event: StoryEvent) -> bool:
        """Tell whether an event belongs to the export."""
        since, until = self.instants()
        campaign = event.what.get("campaign")
        met = event.what.get("campaigns") or ()
        ours = campaign == self.campaign or self.campaign in met or (campaign is None and event.kind in EVERYWHERE)
        return since <= event.at < until and (not self.campaign or ours or event.kind == "command")

    def without_people(self) -> dict[str, str]:
        """Return what was asked for, without whom it names: the arguments of an order hold nothing personal."""
        return {name: text for name, text in self.as_data().items() if name in {"from", "to"}}

    def as_data(self) -> dict[str, str]:
        """Return what was asked for, by the name of its option."""
        given = {"lead": self.lead, "number": self.number, "campaign": self.campaign}
        given |= {"from": str(self.since or ""), "to": str(self.until or "")}
        return {name: text for name, text in given.items() if text}


def audited(session: LedgerSession, wanted: ExportScope) -> Iterator[AuditedLead]:
    """Yield each lead that the export is about, with what it says of them. Raises NotFoundError."""
    for person in _people(session, wanted):
        with session.ledger.begin() as connection:
            yield _audited(session, connection, person, wanted)


def _people(session: LedgerSession, wanted: ExportScope) -> list[OperatorLead]:
    if wanted.lead:
        return [session.person(wanted.lead)]
    with session.ledger.begin() as connection:
        if wanted.number:
            address = session.address(wanted.number)
            listed = people.find(connection, session.ledger.hasher, address) if address else []
            if not listed:
                raise NotFoundError(f"No lead has the number {wanted.number}; expected one such as +34600000001.")
            return listed
        if wanted.campaign:
            ids = scope.of_campaign(connection, campaigns.find(connection, wanted.campaign).id)
        else:
            ids = scope.in_period(connection, *wanted.instants())
        return [person for id_ in ids for person in people.find(connection, session.ledger.hasher, id_)]


def _audited(session: LedgerSession, connection: Connection, person: OperatorLead, wanted: ExportScope) -> AuditedLead:
    lead = known_lead(connection, person.id, enrolment_rows.of_lead(connection, person.id))
    past = PastLaw(connection, session.law.house)
    events: list[StoryEvent] = []
    for event in timeline_of(session.planner, connection, person.id, lead):
        what = {**event.what, "recorded_at": event.recorded_at}
        events.append(StoryEvent(at=event.at, kind=event.kind, what=what))
    numbers = {number.id: number for number in lead.numbers} if lead else {}
    for place, happened in enumerate(events):
        number = numbers.get(happened.what.get("number") or 0)
        if happened.kind != "suppressed" or lead is None or number is None:
            continue
        deadline = deadline_of(lead, number, happened.at, past.at(revision_at(connection, happened.at), happened.at))
        if deadline is not None:
            log_by = {"day": deadline.day.isoformat(), "law": deadline.law}
            events[place] = replace(happened, what={**happened.what, "log_by": log_by})
    zones = candidate_zones(lead) if lead else ()
    return AuditedLead(
        id=person.id,
        name=f"{person.list}/{person.key}" if person.key else person.id,
        zones=tuple(dict.fromkeys(evidence.zone for evidence in zones if evidence.zone in zone_names())),
        numbers={id_: number.e164 for id_, number in numbers.items()},
        events=tuple(event for event in events if wanted.holds(event)),
        before=tuple(events),
        costs=by_touch(priced.of_lead(connection, person.id, session.law.house.tariffs)),
    )
