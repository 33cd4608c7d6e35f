"""
How is a step sent to a number of our own? Edge: rows of the ledger; dispatch sends it, as it sends every touch (law 1).

The trial is an enrolment of its own kind, of somebody who only gets trials, in a campaign that only holds them: so no
figure, limit or plan of the campaign that is tried knows of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection

from cadence.campaign import Campaign, Step
from cadence.campaign.store import to_json
from cadence.domain import Attempt, Cause, CauseKind, Enrolment, trials
from cadence.domain.errors import ConflictError
from cadence.domain.list_rows import LeadRow, NumberRow
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.ledger.campaigns import campaigns, commands, enrolment_rows, enrolments
from cadence.ledger.campaigns.campaigns import LaunchResult
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.db import locks
from cadence.ledger.lists.importing import identities, import_leads

PRIORITY = 1
"""Somebody waits at a terminal."""

Commanded = Callable[[Connection, str, int, str], Command]
"""Makes the order of a trial, of the one who gets it, the campaign that holds it, and its enrolment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialOrder:
    """Which step of which file goes to which number, with whose values."""

    campaign: Campaign
    step: Step
    to: NumberRow
    values: LeadRow


def order_trial(planner: Planner, order: TrialOrder, commanded: Commanded) -> StoredEnrolment:
    """
    Write a trial and who ordered it, and return its enrolment, whose workflow is to be started.

    Raises ConflictError while another trial is under way to the number, and for a number that was erased.
    """
    row, hasher = _row(order), planner.ledger.hasher
    with planner.ledger.begin() as ordering:
        lead = identities(ordering, hasher, trials.LIST, [row])[0][0]
        locks.lock_trials(ordering, lead)
        _refuse_second(ordering, lead)  # before the import: a trial under way has the values of this person, too
        if import_leads(planner.ledger, trials.LIST, [row], at=planner.now()).erased:
            raise ConflictError("The data about this number was erased, so it gets no trials; expected another number.")
        return _ordered(planner, order, lead, commanded)


def _ordered(planner: Planner, order: TrialOrder, lead: str, commanded: Commanded) -> StoredEnrolment:
    """Write the campaign that holds the trial, its enrolment and who ordered it."""
    with planner.begin() as unit:
        name = trials.trial_of(order.campaign.campaign)
        launched = campaigns.launch(unit.tx, name, to_json(order.campaign), at=unit.now)
        floor = order.campaign.floors.get(order.step.floor)
        if floor is not None:
            campaigns.add_floor(unit.tx, order.step.floor, floor.agents, at=unit.now)
        locks.lock_lead(unit.tx, lead)
        unit.locked()
        enrolment = Enrolment(id=str(uuid4()), campaign=name, version=launched.version, at=unit.now, kind=trials.KIND)
        _refuse_second(unit.tx, lead)
        return _opened(unit, order, enrolment, lead, launched, commanded)


def _row(order: TrialOrder) -> LeadRow:
    """
    Return who gets the trial: the number, and the values that the step's text needs.

    An account is one of the values here, and no account of the ledger: nobody there is their colleague.
    """
    values = order.values
    return LeadRow(
        line=1,
        name=values.name,
        numbers=(order.to,),
        country=values.country,
        region=values.region,
        segment=values.segment,
        score=values.score,
        attributes=values.attributes | {"account": values.account},
    )


def _refuse_second(connection: Connection, lead: str) -> None:
    """Refuse a trial to a number to which another is under way: both would have the values of the one. Raises."""
    if enrolment_rows.open_of_lead(connection, lead):
        raise ConflictError("Another trial to this number is under way. Nothing was sent; try again when it is over.")


def _opened(  # noqa: PLR0913, PLR0917  the order, and what was made for it
    unit: UnitOfWork, order: TrialOrder, enrolment: Enrolment, lead: str, launched: LaunchResult, commanded: Commanded
) -> StoredEnrolment:
    """Write the command and the enrolment, whose plan is the attempt. The number of the command is part of its key."""
    given = commands.record(unit.tx, commanded(unit.tx, lead, launched.campaign, enrolment.id), at=unit.now)
    step = order.step
    if step.channel is None:
        raise AssertionError(f"{step.step} is a wait, which cannot be tried")
    move = Attempt(
        at=unit.now,
        channel=step.channel,
        cause=Cause(kind=CauseKind.TRIAL, ref=step.step, lap=given.id),
        step=step.step,
        floor=step.floor,
        due=unit.now,
        lasts=step.lasts,
    )
    enrolments.open_one(
        unit.tx, NewEnrolment(enrolment=enrolment, lead=lead, move=move, priority=PRIORITY), at=unit.now
    )
    return StoredEnrolment(enrolment=enrolment, lead=lead, move=move, priority=PRIORITY)
