"""
How do people of another program enter a campaign that runs? Edge: their rows are read and written as a list is.

So everything that holds for a list holds for them: how numbers and dates are read, whose no counts, who may come again.
Nothing is asked of the carrier, and no version is made: the campaign was launched before.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection

from cadence.campaign import Reading
from cadence.domain import CampaignState
from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.domain.list_rows import LeadRow
from cadence.engine.launch.audience import ListAudience
from cadence.engine.launch.entries import OtherListPolicy
from cadence.engine.launch.launch import LaunchOrder, launch, opened
from cadence.engine.launch.list_names import refuse_misspelt_list
from cadence.engine.launch.version import Record
from cadence.engine.outcomes.planner import Planner
from cadence.leads.lists import CellRefusal
from cadence.leads.lists.source_name import wrong_name
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.campaigns import LaunchResult
from cadence.ledger.lists.importing import identities
from cadence.planning.entering import Entering

HEADER_LINE = 1
Row = dict[str, str]
"""The cells of a person by the names of their columns."""


class RowState(StrEnum):
    """How the person of a row stands to the campaign."""

    IN_CAMPAIGN = "in_campaign"  # in line or under way
    LEFT_OUT = "left_out"  # was in it, and `enter` of the campaign file does not let them in again
    NOT_SELECTED = "not_selected"  # the campaign is not for them, by its `where`
    REPEATED = "repeated"  # an earlier row is the same
    REFUSED = "refused"  # the row cannot be used


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """What is wrong with a cell or a row, without its value."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """How one row stands."""

    state: RowState
    lead: str | None = None  # our id
    why: str = ""  # of LEFT_OUT
    problems: tuple[RowProblem, ...] = ()


EMPTY = RowResult(state=RowState.REFUSED, problems=(RowProblem(column="", reason="the row is empty"),))


def rows_order(
    planner: Planner, campaign: str, list_name: str, rows: Sequence[Row], *, again: bool = False
) -> LaunchOrder:
    """
    Return the order to enrol these rows. `again` also lets in who is in the campaign under another list's name.

    Raises NotFoundError, ConflictError for a campaign that does not run or a misspelt list, and InvalidInputError.
    """
    if wrong := wrong_name(list_name):
        raise InvalidInputError(f"The name of the list is not valid; {wrong}.")
    with planner.ledger.begin() as connection:
        stored = _running(connection, campaign)
        refuse_misspelt_list(connection, list_name)
        content = planner.campaign(connection, campaign, stored.version)
    return LaunchOrder(
        reading=Reading(file=campaign, campaign=content, mistakes=()),
        leads=Path(list_name),
        rows=_as_csv(rows),
        list_name=list_name,
        elsewhere=OtherListPolicy.AGAIN if again else OtherListPolicy.LEAVE_OUT,
    )


def enrol_rows(planner: Planner, order: LaunchOrder, now: datetime, record: Record) -> None:
    """Write the rows, and enrol whom the campaign lets in. It is safe to run again."""
    name = order.campaign.campaign

    def version(connection: Connection) -> LaunchResult:
        return _running(connection, name)

    launch(planner.ledger, order, now, record=record, version=version)


def _running(connection: Connection, name: str) -> LaunchResult:
    """Return the version with which people begin now. Raises NotFoundError and ConflictError."""
    stored = campaigns.find(connection, name)
    if stored.state is not CampaignState.RUNNING:
        raise ConflictError(f"The campaign is {stored.state}: nobody can enter it. Launch another one.")
    return LaunchResult(campaign=stored.id, version=stored.version, new=False)


def states_of(planner: Planner, order: LaunchOrder, now: datetime, rows: Sequence[Row]) -> list[RowResult]:
    """Return how each row stands once it was written, in their order. Nothing is written."""
    refusals: dict[int, list[CellRefusal]] = {}

    def note(refusal: CellRefusal) -> None:
        refusals.setdefault(refusal.line, []).append(refusal)

    with opened(order, now, on_refusal=note, writes=False) as (_, leads):
        good = {row.line: row for row in leads}
    standing = _standing(planner, order, now, list(good.values()))
    return [
        _result(line, standing, refusals.get(line, [])) if any(row.values()) else EMPTY
        for line, row in enumerate(rows, start=HEADER_LINE + 1)
    ]


def _result(line: int, standing: dict[int, RowResult], refusals: list[CellRefusal]) -> RowResult:
    problems = tuple(RowProblem(column=refusal.column, reason=refusal.reason) for refusal in refusals)
    if line in standing and not any(refusal.whole for refusal in refusals):
        return replace(standing[line], problems=(*problems, *standing[line].problems))
    return RowResult(state=RowState.REFUSED if problems else RowState.REPEATED, problems=problems)


def _standing(planner: Planner, order: LaunchOrder, now: datetime, rows: list[LeadRow]) -> dict[int, RowResult]:
    """Return how the people of good rows stand, by line."""
    audience, standing = ListAudience(order.campaign, now), {}
    ledger = planner.ledger
    with ledger.begin() as connection:
        ids = identities(connection, ledger.hasher, order.list_name, rows)
        for row, (lead, _) in zip(rows, ids, strict=True):
            if not audience.selects(row):
                standing[row.line] = RowResult(state=RowState.NOT_SELECTED, lead=lead)
                continue
            entrants = order.entrants(now)
            coming = entrants.coming(connection, ledger.hasher, [row])
            standing[row.line] = _entered(lead, next(iter(entrants.counts.left_out()), ""), written=not coming)
    return standing


def _entered(lead: str, left_out: str, *, written: bool) -> RowResult:
    """Return how somebody stands whom the campaign is for, given why they would not enter now."""
    if not written:
        gone = "this person was erased from this list; another id makes them another person"
        return RowResult(state=RowState.REFUSED, lead=lead, problems=(RowProblem(column="", reason=gone),))
    if left_out == Entering.UNDER_WAY.value:
        return RowResult(state=RowState.IN_CAMPAIGN, lead=lead)
    return RowResult(state=RowState.LEFT_OUT, lead=lead, why=left_out)


def _as_csv(rows: Sequence[Row]) -> bytes:
    """Return rows as the bytes of a list, one line each. No cell holds a line break."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(columns)
    lines.writerows([row.get(name, "") for name in columns] for row in rows)
    return written.getvalue().encode()
