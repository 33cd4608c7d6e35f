"""
How are leads moved to another version? Edge: page by page, each a transaction under the locks of its leads.

It may be interrupted and run again: leads on the new version are done. A touch that is under way keeps the version it
was made with; what follows is planned with the new version.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from cadence.campaign import Campaign
from cadence.campaign.texts import missing_for, unwritable_for
from cadence.domain import CampaignState, Facts
from cadence.domain.errors import ConflictError
from cadence.engine.outcomes.planner import LeadCase, Planner, UnitOfWork
from cadence.engine.outcomes.writing import write
from cadence.ledger.campaigns import campaigns, commands, enrolment_queue, enrolment_rows
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.db import locks
from cadence.ledger.people import people
from cadence.ledger.reading import facts
from cadence.planning.moved import Moving, Staying, StaysReason, moved, standing
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.events import VersionChanged

log = logging.getLogger(__name__)

PAGE = 50
"""Leads moved in one transaction: a pause has to wait for it."""
NEXT = 200
"""How many of the leads that wait to be enrolled are checked: each begins with the version of that day."""
MOVED = "migrate"
"""The command that records the move of a lead; the lead's story shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePreview:
    """What a move would do to one lead."""

    lead: str
    version: int  # its current version
    now: str  # the step that is under way or next in its current version
    then: Moving | Staying


@dataclass(slots=True)
class Group:
    """Leads that are at the same step before the move and at the same step after it."""

    leads: int = 0
    held: int = 0  # how many of them wait for a rule, a pause or a report
    first: datetime | None = None  # their earliest next touch
    refused: Counter[str] = field(default_factory=Counter)  # rule -> leads whose step would be skipped

    def add(self, goes: Moving) -> None:
        """Count one more lead."""
        self.leads += 1
        if goes.move.at is None and goes.step != "end":
            self.held += 1
        if goes.refused:
            self.refused[goes.refused] += 1
        elif goes.step != "end" and goes.move.at is not None:
            self.first = min(self.first or goes.move.at, goes.move.at)


@dataclass(slots=True)
class MoveForecast:
    """What a move would do to every lead that is under way in another version."""

    groups: dict[tuple[str, str], Group] = field(default_factory=dict)
    stays: dict[str, Staying] = field(default_factory=dict)  # LIST/ID of leads that cannot move
    behind: Counter[int] = field(default_factory=Counter)  # other version -> leads on it
    there: int = 0  # under way in a version with the same content
    waiting: int = 0  # on the roster, not enrolled yet
    looked_at: int = 0  # how many of the waiting were checked
    lacking: Counter[str] = field(default_factory=Counter)  # missing columns -> waiting leads without them
    columns: set[str] = field(default_factory=set)  # columns for which at least one checked lead has a value

    @property
    def going(self) -> int:
        """How many would move."""
        return sum(group.leads for group in self.groups.values())

    def add(self, preview: MovePreview, name: str) -> None:
        """Count one more lead."""
        self.behind[preview.version] += 1
        if isinstance(preview.then, Staying):
            self.stays[name] = preview.then
        else:
            self.groups.setdefault((preview.now, preview.then.step), Group()).add(preview.then)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What one page of a move wrote."""

    seen: int
    after: str | None  # where the next page begins; None: this was the last page
    news: tuple[int, ...] = ()
    stays: dict[str, Staying] = field(default_factory=dict)


def prospect(planner: Planner, running: StoredCampaign, new: Campaign) -> Iterator[tuple[int, MoveForecast]]:
    """Check every lead under way in a campaign; yield how many so far, and the forecast. Writes nothing."""
    forecast, seen, after = MoveForecast(), 0, enrolment_rows.FIRST
    with planner.begin() as unit:
        _check_waiting(unit, running, new, forecast)
    while True:
        with planner.begin() as unit:
            leads = enrolment_rows.open_of_campaign(unit.tx, running.id, after=after, limit=PAGE)
            previews = list(_previews(unit, leads, new, forecast))
            names = people.names(unit.tx, [preview.lead for preview in previews])
        for preview in previews:
            forecast.add(preview, names.get(preview.lead, preview.lead))
        seen += len(leads)
        forecast.there += len(leads) - len(previews)
        yield seen, forecast
        if len(leads) < PAGE:
            return
        after = leads[-1].enrolment.id


def _check_waiting(unit: UnitOfWork, running: StoredCampaign, new: Campaign, forecast: MoveForecast) -> None:
    """Count the leads that wait to be enrolled, and check for the next ones whether every text can be rendered."""
    forecast.waiting = enrolment_queue.count_waiting(unit.tx, running.id)
    ids = {str(uuid4()): lead for lead in enrolment_queue.waiting(unit.tx, running.id, limit=NEXT)}
    for known in facts.gather_new(unit.tx, running.name, running.version, ids, at=unit.now, since=unit.now):
        forecast.looked_at += 1
        forecast.columns |= known.lead.attributes.keys()
        if lacking := missing_for(new, known.lead) or unwritable_for(new, known.lead):
            forecast.lacking[", ".join(map(str, lacking))] += 1


def _previews(
    unit: UnitOfWork, leads: list[StoredEnrolment], new: Campaign, forecast: MoveForecast
) -> Iterator[MovePreview]:
    """Yield what a move would do to these leads; leads whose version has the same content are left out."""
    pinned = {lead.enrolment.id: unit.planner.campaign(unit.tx, new.campaign, lead.enrolment.version) for lead in leads}
    others = [enrolment for enrolment, campaign in pinned.items() if campaign != new]
    law = unit.planner.law(new)
    since, account_since = unit.planner.since(new), unit.planner.account_since(new)
    for key, known in facts.gather_many(unit.tx, others, since=since, account_since=account_since).items():
        if known.enrolment.finished is None:
            forecast.columns |= known.lead.attributes.keys()
            now, then = standing(pinned[key], known, unit.now, law), _then(unit, pinned[key], new, known)
            yield MovePreview(lead=known.lead.id, version=known.enrolment.version, now=now, then=then)


def _then(unit: UnitOfWork, old: Campaign, new: Campaign, known: Facts) -> Moving | Staying:
    """Return where a lead would be after the move. A lead whose planning fails stays: our fault must lose nobody."""
    try:
        return moved(old, new, known, unit.now, unit.planner.law(new))
    except Exception:
        log.exception("planning failed", extra={"action": "move_failed", "enrolment": known.enrolment.id})
        return Staying(bar=StaysReason.PLAN)


def move_page(planner: Planner, name: str, version: int, order: Command, *, after: str = enrolment_rows.FIRST) -> Moved:
    """Move a page of leads under way, and record the order for each. Raises ConflictError for a closed campaign."""
    with planner.begin() as unit:
        identity = locks.share_campaign(unit.tx, name)
        if (state := campaigns.find(unit.tx, name).state) is not CampaignState.RUNNING:
            raise ConflictError(f"Campaign {name} is {state}: its leads can no longer be moved.")
        leads = enrolment_rows.open_of_campaign(unit.tx, identity, after=after, limit=PAGE)
        behind = [lead for lead in leads if lead.enrolment.version != version]
        locks.lock_leads(unit.tx, [lead.lead for lead in behind])
        new = planner.campaign(unit.tx, name, version)
        ids, since, account_since = (
            [lead.enrolment.id for lead in behind],
            planner.since(new),
            planner.account_since(new),
        )
        gathered = facts.gather_many(unit.tx, ids, since=since, account_since=account_since)
        written: list[int] = []
        stays: dict[str, Staying] = {}
        for known in gathered.values():
            if known.enrolment.finished is not None or known.enrolment.version == version:
                continue  # it finished or was moved by another process before we had the lock
            then = _then(unit, planner.campaign(unit.tx, name, known.enrolment.version), new, known)
            if isinstance(then, Staying):
                stays[known.lead.id] = then
            else:
                written += _move(unit, known, new, version, then, replace(order, campaign=identity))
        names = people.names(unit.tx, list(stays))
    return Moved(
        seen=len(leads),
        after=leads[-1].enrolment.id if len(leads) == PAGE else None,
        news=tuple(written),
        stays={names.get(lead, lead): why for lead, why in stays.items()},
    )


def _move(unit: UnitOfWork, known: Facts, new: Campaign, version: int, then: Moving, order: Command) -> tuple[int, ...]:  # noqa: PLR0913, PLR0917  the lead, its target, and the order
    """Pin a lead to the version, store its plan and the order; return the news for its workflow."""
    made = change(known, VersionChanged(version=version), unit.now, new)
    written = write(unit, [made])
    unit.store(LeadCase(campaign=new, facts=apply(known, made), law=unit.planner.law(new)), then.move)
    was = known.enrolment
    args = {"enrolment": was.id, "from": str(was.version), "to": str(version), "next": then.step}
    commands.record(unit.tx, replace(order, name=MOVED, lead=known.lead.id, args=args), at=unit.now)
    return written.news
