"""
How does a lead go over to another version? Edge: page by page, each a transaction under its people's locks.

It may be cut off and run again: whoever is on the version is done. A touch in the air keeps the version that it was
made under; what follows it is planned under the new one.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from cadence.campaign import Campaign
from cadence.campaign.texts import missing_for, unwritable_for
from cadence.domain import CampaignState, Facts, NewsKind
from cadence.domain.errors import ConflictError
from cadence.engine.outcomes.planner import LeadCase, Planner, UnitOfWork
from cadence.ledger.campaigns import campaigns, commands, enrolment_queue, enrolment_rows, enrolments
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.db import locks
from cadence.ledger.people import people
from cadence.ledger.reading import facts
from cadence.ledger.touches import news
from cadence.planning.moved import Moving, Staying, StaysReason, moved, standing

log = logging.getLogger(__name__)

PAGE = 50
"""Leads moved in one transaction: a pause has to wait for it."""
NEXT = 200
"""So many of those who wait to be let in are looked at, the next ones: each begins with the version of that day."""
MOVED = "migrate"
"""The order by which one lead was moved; its story tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePreview:
    """What a move would make of one lead."""

    lead: str
    version: int  # the one that it has
    now: str  # the step under way or next in the version that it has
    then: Moving | Staying


@dataclass(slots=True)
class Group:
    """Leads that stand at one step now and at one step then."""

    leads: int = 0
    held: int = 0  # of them, those for whom a rule, a pause or a word is waited
    first: datetime | None = None  # the earliest next touch of them
    refused: Counter[str] = field(default_factory=Counter)  # whose step then would be passed over, by rule

    def add(self, goes: Moving) -> None:
        """Count one more."""
        self.leads += 1
        if goes.move.at is None and goes.step != "end":
            self.held += 1
        if goes.refused:
            self.refused[goes.refused] += 1
        elif goes.step != "end" and goes.move.at is not None:
            self.first = min(self.first or goes.move.at, goes.move.at)


@dataclass(slots=True)
class MoveForecast:
    """What a move would make of everybody who is under way in another version."""

    groups: dict[tuple[str, str], Group] = field(default_factory=dict)
    stays: dict[str, Staying] = field(default_factory=dict)  # LIST/ID of whom cannot move
    behind: Counter[int] = field(default_factory=Counter)  # how many are on which other version
    there: int = 0  # under way in a version that says the same already
    waiting: int = 0  # on the roster, not let in yet
    looked_at: int = 0  # of those who wait
    lacking: Counter[str] = field(default_factory=Counter)  # what those lack whom some text cannot be written for
    columns: set[str] = field(default_factory=set)  # what anybody looked at has a value for

    @property
    def going(self) -> int:
        """How many would move."""
        return sum(one.leads for one in self.groups.values())

    def add(self, fate: MovePreview, name: str) -> None:
        """Count one more lead."""
        self.behind[fate.version] += 1
        if isinstance(fate.then, Staying):
            self.stays[name] = fate.then
        else:
            self.groups.setdefault((fate.now, fate.then.step), Group()).add(fate.then)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What one page of a move wrote."""

    seen: int
    after: str | None  # where the next page begins; None: this was the last
    news: tuple[int, ...] = ()
    stays: dict[str, Staying] = field(default_factory=dict)


def prospect(planner: Planner, running: StoredCampaign, new: Campaign) -> Iterator[tuple[int, MoveForecast]]:
    """
    Look at everybody under way in a campaign; yield how many were seen so far, and what moving would make of them.

    Nothing is written.
    """
    found, seen, after = MoveForecast(), 0, enrolment_rows.FIRST
    with planner.page() as page:
        _look_at_waiting(page, running, new, found)
    while True:
        with planner.page() as page:
            leads = enrolment_rows.open_of_campaign(page.tx, running.id, after=after, limit=PAGE)
            fates = list(_fates(page, leads, new, found))
            known = people.names(page.tx, [one.lead for one in fates])
        for one in fates:
            found.add(one, known.get(one.lead, one.lead))
        seen += len(leads)
        found.there += len(leads) - len(fates)
        yield seen, found
        if len(leads) < PAGE:
            return
        after = leads[-1].enrolment.id


def _look_at_waiting(page: UnitOfWork, running: StoredCampaign, new: Campaign, found: MoveForecast) -> None:
    """Count who waits to be let in, and see for the next of them whether every text of the file can be written."""
    found.waiting = enrolment_queue.count_waiting(page.tx, running.id)
    ids = {str(uuid4()): lead for lead in enrolment_queue.waiting(page.tx, running.id, limit=NEXT)}
    for known in facts.gather_new(page.tx, running.name, running.version, ids, at=page.now, since=page.now):
        found.looked_at += 1
        found.columns |= known.lead.attributes.keys()
        if lacking := missing_for(new, known.lead) or unwritable_for(new, known.lead):
            found.lacking[", ".join(lacking)] += 1


def _fates(page: UnitOfWork, leads: list[StoredEnrolment], new: Campaign, found: MoveForecast) -> Iterator[MovePreview]:
    """Yield what a move would make of these leads; of those whose version says the same already, nothing."""
    pinned = {one.enrolment.id: page.planner.campaign(page.tx, new.campaign, one.enrolment.version) for one in leads}
    others = [one for one, campaign in pinned.items() if campaign != new]
    law = page.planner.law(new)
    for key, known in facts.gather_many(page.tx, others, since=page.planner.since(new)).items():
        if known.enrolment.finished is None:
            found.columns |= known.lead.attributes.keys()
            now, then = standing(pinned[key], known, page.now, law), _then(page, pinned[key], new, known)
            yield MovePreview(lead=known.lead.id, version=known.enrolment.version, now=now, then=then)


def _then(page: UnitOfWork, old: Campaign, new: Campaign, known: Facts) -> Moving | Staying:
    """Return where a lead would stand. One whose planning goes wrong stays: nobody is lost for a fault of ours."""
    try:
        return moved(old, new, known, page.now, page.planner.law(new))
    except Exception:
        log.exception("planning failed", extra={"action": "move_failed", "enrolment": known.enrolment.id})
        return Staying(bar=StaysReason.PLAN)


def move_page(planner: Planner, name: str, version: int, order: Command, *, after: str = enrolment_rows.FIRST) -> Moved:
    """
    Move a page of the leads under way to a version of their campaign, and write who ordered it for each.

    Raises ConflictError when the campaign has been closed meanwhile, NotFoundError, and UnavailableError.
    """
    with planner.page() as page:
        identity = locks.share_campaign(page.tx, name)
        if (state := campaigns.find(page.tx, name).state) is not CampaignState.RUNNING:
            raise ConflictError(f"Campaign {name} is {state}: whoever is left in it moves no more.")
        leads = enrolment_rows.open_of_campaign(page.tx, identity, after=after, limit=PAGE)
        behind = [one for one in leads if one.enrolment.version != version]
        locks.lock_leads(page.tx, [one.lead for one in behind])
        new = planner.campaign(page.tx, name, version)
        gathered = facts.gather_many(page.tx, [one.enrolment.id for one in behind], since=planner.since(new))
        written: list[int] = []
        stays: dict[str, Staying] = {}
        for known in gathered.values():
            if known.enrolment.finished is not None or known.enrolment.version == version:
                continue  # it finished, or somebody else moved it, before we had the lock
            then = _then(page, planner.campaign(page.tx, name, known.enrolment.version), new, known)
            if isinstance(then, Staying):
                stays[known.lead.id] = then
            else:
                written.append(_move(page, known, new, version, then, replace(order, campaign=identity)))
        named = people.names(page.tx, list(stays))
    return Moved(
        seen=len(leads),
        after=leads[-1].enrolment.id if len(leads) == PAGE else None,
        news=tuple(written),
        stays={named.get(lead, lead): why for lead, why in stays.items()},
    )


def _move(page: UnitOfWork, known: Facts, new: Campaign, version: int, then: Moving, order: Command) -> int:  # noqa: PLR0913, PLR0917  who, whereto, by whom
    """Pin one lead to the version, store its plan there and who ordered it; return the news for its workflow."""
    was = known.enrolment
    enrolments.set_version(page.tx, was.id, version)
    there = replace(known, enrolment=replace(was, version=version))
    page.store(LeadCase(campaign=new, facts=there, law=page.planner.law(new)), then.move)
    args = {"enrolment": was.id, "from": str(was.version), "to": str(version), "next": then.step}
    commands.record(page.tx, replace(order, name=MOVED, lead=known.lead.id, args=args), at=page.now)
    return news.add(page.tx, was.id, NewsKind.VERSION, at=page.now, ref=str(version))
