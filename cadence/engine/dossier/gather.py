"""What does the ledger know about one lead? Edge: gathered for `cadence lead` and for the API."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from cadence.campaign.conditions.words import in_words as condition_in_words
from cadence.campaign.when import when_due
from cadence.domain import Attempt, CampaignState, CauseKind, Defer, Lead, Move, Number, ZoneEvidence
from cadence.domain.channels import OWN_KINDS
from cadence.domain.costs import TouchCost
from cadence.domain.enums import ZoneSource
from cadence.domain.lateness import LATE
from cadence.domain.zones import candidate_zones, zone_names
from cadence.engine.dossier.deadlines import deadline_of
from cadence.engine.dossier.person import known_lead, timeline_of
from cadence.engine.dossier.selection import NotSelected, not_selected_for
from cadence.engine.law import PastLaw
from cadence.engine.outcomes.planner import LeadCase, Planner
from cadence.explain.story.speaker import Speaker, instant
from cadence.explain.story.story import StoryEvent
from cadence.explain.story.touches import coming, reasons
from cadence.leads.lists.address import WITHIN
from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolment_rows, held_back, visits
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.campaigns.enrolment_queue import QueuedLead
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.campaigns.held_back import HoldingCampaign
from cadence.ledger.campaigns.visits import OtherListEnrolment
from cadence.ledger.law.stored import revision_at
from cadence.ledger.people import carrier_deletions
from cadence.ledger.people.carrier_deletions import DeletionProgress
from cadence.ledger.people.people import OperatorLead
from cadence.ledger.reports import priced
from cadence.planning import candidate
from cadence.planning.ways import ways_taken
from cadence.policy.evaluation import judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything about one lead. Personal data."""

    person: OperatorLead
    zones: tuple[str, ...]
    places: tuple[ZoneEvidence, ...]  # why we think so
    numbers: tuple[Number, ...]
    events: list[StoryEvent]
    enrolments: tuple[StoredEnrolment, ...]  # the oldest first
    open: dict[str, tuple[StoredEnrolment, LeadCase]]  # by enrolment
    in_line: tuple[QueuedLead, ...]  # campaigns that run and have not begun with it
    at: datetime  # the instant of looking, by the Clock
    elsewhere: tuple[OtherListEnrolment, ...]  # running campaigns that know a number of theirs by another list
    behind: frozenset[str] = frozenset()  # campaigns in which they wait for the turn of a colleague
    held_back: tuple[HoldingCampaign, ...] = ()  # running campaigns whose pilot did not let them in
    not_selected: tuple[NotSelected, ...] = ()  # running campaigns whose condition keeps them out
    costs: tuple[TouchCost, ...] = ()  # what each touch cost, oldest first
    at_carrier: DeletionProgress | None = None  # how much of their texts and recordings is deleted there; of the erased

    @property
    def phones_and_addresses(self) -> tuple[list[Number], list[Number]]:
        """Return the phone numbers, and the other addresses such as mailboxes; each in the list's order."""
        own = [number for number in self.numbers if number.kind in OWN_KINDS]
        return [number for number in self.numbers if number not in own], own

    @property
    def moves(self) -> dict[str, Move]:
        """What each open enrolment waits for."""
        return {enrolment: stored.move for enrolment, (stored, _) in self.open.items()}

    def evidence(self, speaker: Speaker) -> list[str]:
        """Return each zone the person may be in, with its source."""
        return list(dict.fromkeys(_place(place, speaker) for place in self.places))

    def now(self, speaker: Speaker, *, people: bool = True) -> list[str]:
        """
        Return its place in line, what each open enrolment waits for, and why that is not sooner.

        Without `people`, nothing that follows from the columns of their list.
        """
        lines = [
            speaker.say(
                "lead-behind" if place.campaign in self.behind else "silence-listed",
                campaign=place.campaign,
                at=speaker.clock(place.added_at),
            )
            for place in self.in_line
        ]
        lines += [
            f"{place.campaign}: " + speaker.say("lead-elsewhere", list=place.list, since=speaker.clock(place.since))
            for place in self.elsewhere
        ]
        lines += [
            speaker.say("lead-held-back", campaign=place.campaign, at=speaker.clock(place.added_at))
            for place in self.held_back
        ]
        lines += [place.in_words(speaker) for place in self.not_selected if people]
        if self.at_carrier is not None and self.at_carrier.items:
            lines.append(_at_carrier(self.at_carrier, speaker))
        for stored, case in self.open.values():
            why = (
                f", {speaker.say('lead-because')} {reason}"
                if (reason := self._moved(case, stored.move, speaker))
                else ""
            )
            late = f" ({speaker.say('lead-overdue')})" if _overdue(stored.move, self.at) else ""
            when = _when(case, stored.move, speaker)
            lines.append(f"{stored.enrolment.campaign}: {coming(speaker, stored.move)}{when}{late}{why}")
            lines += [f"{stored.enrolment.campaign}: {words}" for words in _branches(case, speaker)]
        return lines

    def _moved(self, case: LeadCase, move: Move, speaker: Speaker) -> str:
        """Return why a touch goes later than the language says, "" when nothing but the spread does that."""
        if not isinstance(move, Attempt) or move.due is None or move.due >= move.at:
            return ""
        verdict = judge(case.campaign, case.facts, candidate(case.campaign, case.facts, move), move.due, case.law)
        if isinstance(verdict, Defer):
            listed = ({"rule": reason.rule, "evidence": reason.evidence} for reason in verdict.reasons)
            return "; ".join(reasons(listed, speaker))
        return "; ".join(reasons(self._decided(case.facts.enrolment.id, move.at), speaker))

    def _decided(self, enrolment: str, until: datetime) -> Sequence[Mapping[str, Any]]:
        """Return the reasons of the last decision, if the lead waits for it: some rules count across leads."""
        mine = [
            event.what for event in self.events if event.kind == "decision" and event.what["enrolment_id"] == enrolment
        ]
        if not mine or mine[-1]["verdict"] != Defer.__name__.lower():
            return ()
        return mine[-1].get("reasons") or () if instant(mine[-1]["until"]) == until else ()


Workflows = Callable[[Sequence[str]], Iterable[StoryEvent]]
"""Returns what Temporal knows of the workflows of these enrolments."""


def gather(planner: Planner, person: OperatorLead, workflows: Workflows = lambda _: ()) -> Dossier:
    """Return what is known of a person. `workflows` adds what Temporal knows; without it the ledger alone is told."""
    with planner.ledger.begin() as connection:
        planner.today.refresh(connection)
        places = enrolment_queue.of_lead(connection, person.id)
        elsewhere = visits.elsewhere(connection, person.id)
        held = held_back.of_lead(connection, person.id)
        every = {campaign.name: campaign for campaign in campaigns.every(connection)}
        in_line = tuple(
            place for place in places if place.taken_at is None and every[place.campaign].state is CampaignState.RUNNING
        )
        behind = frozenset(
            place.campaign for place in in_line if _is_behind(planner, connection, every[place.campaign], person.id)
        )
        newest = {name: campaign.version for name, campaign in every.items()}
        left_out = not_selected_for(planner, connection, person.id, held, newest)
        enrolments = enrolment_rows.of_lead(connection, person.id)
        at_carrier = carrier_deletions.progress(connection, person.id) if person.erased_at is not None else None
        lead = known_lead(connection, person.id, enrolments)
        events = timeline_of(planner, connection, person.id, lead)
        costs = priced.of_lead(connection, person.id, planner.today.in_force.house.tariffs)
        past = PastLaw(connection, planner.today.in_force.house)
        story = [
            _by_law_then(StoryEvent(at=event.at, kind=event.kind, what=event.what), lead, past, connection)
            for event in events
        ]
        waiting = {
            stored.enrolment.id: (stored, planner.case(connection, stored.enrolment.id))
            for stored in enrolments
            if stored.enrolment.finished is None
        }
    zones = candidate_zones(lead) if lead else ()
    return Dossier(
        person=person,
        zones=tuple(dict.fromkeys(evidence.zone for evidence in zones if evidence.zone in zone_names())),
        places=zones,
        numbers=lead.numbers if lead else (),
        events=[
            *story,
            *(
                _listed(
                    place,
                    every[place.campaign].closed_at,
                    again=any(o.campaign == place.campaign for o in places[:nth]),
                )
                for nth, place in enumerate(places)
            ),
            *workflows([stored.enrolment.id for stored in enrolments]),
        ],
        enrolments=tuple(enrolments),
        open=waiting,
        at=planner.now(),
        elsewhere=tuple(elsewhere),
        held_back=tuple(held),
        behind=behind,
        in_line=in_line,
        not_selected=tuple(left_out),
        costs=costs,
        at_carrier=at_carrier,
    )


def _is_behind(planner: Planner, connection: Connection, stored: StoredCampaign, lead: str) -> bool:
    """Tell whether somebody in line waits for the turn of a colleague of the same account."""
    turns = planner.campaign(connection, stored.name, stored.version).account
    return turns is not None and enrolment_queue.count_behind(connection, stored.id, turns.at_a_time, lead) > 0


def _at_carrier(progress: DeletionProgress, speaker: Speaker) -> str:
    """Return how much of what the carrier has of an erased person is deleted."""
    parts = [speaker.say("lead-carrier", done=progress.done, items=progress.items)]
    if progress.next_at is not None:
        parts.append(speaker.say("lead-carrier-next", at=speaker.clock(progress.next_at)))
    if progress.error:
        parts.append(speaker.say("lead-carrier-answer", error=progress.error))
    return "; ".join(parts)


def _place(place: ZoneEvidence, speaker: Speaker) -> str:
    """Return a zone with its source."""
    if place.source is ZoneSource.STATED and place.detail.startswith(WITHIN):
        return speaker.say("zone-stated-within", zone=place.zone, place=place.detail.removeprefix(WITHIN))
    return speaker.say(f"zone-{place.source}", zone=place.zone, detail=place.detail).rstrip()


def _when(case: LeadCase, move: Move, speaker: Speaker) -> str:
    """Return in words what the file lets a step wait for, where that is more than a span; "" otherwise."""
    if not isinstance(move, Attempt) or move.cause.kind is not CauseKind.STEP or move.step not in case.campaign.places:
        return ""
    step = case.campaign.step_named(move.step)
    special = step.dated or step.until is not None or isinstance(step.after, dict)
    return f" ({when_due(case.campaign, step, speaker.language)})" if special and move.attempt == 1 else ""


def _branches(case: LeadCase, speaker: Speaker) -> Iterator[str]:
    """Yield each branch with conditions that the lead took, with its condition."""
    for branch in ways_taken(case.campaign, case.facts):
        way = branch.way
        if way.way is None:
            yield speaker.say("lead-branch-other", step=branch.step, to=way.to)
        else:
            where = condition_in_words(way.way.where, speaker.language)
            yield speaker.say("lead-branch", step=branch.step, to=way.to, where=where)


def _overdue(move: Move, now: datetime) -> bool:
    """Return whether a move is so late that somebody should look at it."""
    at = getattr(move, "at", None)
    return at is not None and now - at > LATE


def _by_law_then(event: StoryEvent, lead: Lead | None, past: PastLaw, connection: Connection) -> StoryEvent:
    """
    Return an event with what the law of that time says of it; most events unchanged.

    A suppression has the day by which the law requires its record, a decision the addresses of the rules' sources.
    """
    if event.kind == "decision":
        sources = past.at(event.what["law"], event.at).sources
        named = {rule: sources[rule] for rule in event.what["rules"] if rule in sources}
        return replace(event, what={**event.what, "sources": named}) if named else event
    numbers = lead.numbers if lead and event.kind == "suppressed" else ()
    number = next((known for known in numbers if known.id == event.what["number"]), None)
    if lead is None or number is None:
        return event
    deadline = deadline_of(lead, number, event.at, past.at(revision_at(connection, event.at), event.at))
    if deadline is None:
        return event
    return replace(event, what={**event.what, "log_by": {"day": deadline.day.isoformat(), "law": deadline.law}})


def _listed(place: QueuedLead, closed: datetime | None, *, again: bool) -> StoryEvent:
    what = {"campaign": place.campaign, "closed": closed, "again": again}
    what |= {"actor": place.actor, "origin": place.origin, "why": place.why}
    return StoryEvent(at=place.added_at, kind="listed", what=what)
