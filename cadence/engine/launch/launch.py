"""
How does a campaign begin? Edge: the file and the list in, rows of the ledger out; then its workflow is started.

Everything may be repeated: the same file makes no second version, the same list no second lead, and a lead that is on
the roster is not added twice. The ledger is complete before Temporal is notified.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from cadence.campaign import Campaign, Reading
from cadence.campaign.lists import check_placeholders
from cadence.campaign.texts import (
    dated_columns,
)
from cadence.documents import DocumentError
from cadence.domain import Channel
from cadence.domain.dates import DateOrder
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import ImportReport, LeadRow, Objection
from cadence.engine.launch.audience import ListAudience
from cadence.engine.launch.complete_rows import OnObjection, complete_rows
from cadence.engine.launch.entries import Entrants, EntryCounts, OtherListPolicy, SharedNumbers
from cadence.engine.launch.list_sample import ListSample
from cadence.engine.launch.objections import PendingObjections
from cadence.engine.launch.readings import RefusingRows, reading_of
from cadence.engine.launch.version import Record, store_version
from cadence.leads.lists import Intake, IntakeReport, read_leads
from cadence.leads.lists.column_report import account_lines, segment_lines
from cadence.leads.lists.objections import objection_of_lead
from cadence.leads.lists.report import OnRefusal
from cadence.leads.lists.source import sheets_to_search
from cadence.ledger.campaigns import not_selected, visits
from cadence.ledger.campaigns.campaigns import LaunchResult
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists import readings
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people.objections import Applied
from cadence.planning.entering import visit_of
from cadence.planning.pilot import Pilot, PilotSelection
from cadence.policy.primitives import COLUMNS

SAMPLE = 200
"""How many leads a survey keeps, and looks up at a time."""

Progress = Callable[[int, int], None]
Newcomers = Callable[[list[LeadRow]], list[LeadRow]]
"""Selects from a page of a list the leads that are not in the campaign yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchOrder:
    """A campaign file that was read, and the list to launch it with."""

    reading: Reading
    leads: Path
    list_name: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    dates: DateOrder | None = None  # whether the day or the month comes first; None: each column decides
    sheet: str = ""  # of a workbook; "" for its only one with rows
    elsewhere: OtherListPolicy = OtherListPolicy.STOP  # for people who are in the campaign under another list's name
    pilot: Pilot | None = None  # only these people enter, the others are held back; None: all enter
    rows: bytes | None = None  # the list itself where it is no file; `leads` is then its name only

    @property
    def campaign(self) -> Campaign:
        """The campaign; raises DocumentError when the file has mistakes."""
        return self.reading.right()

    def entrants(self, now: datetime) -> Entrants:
        """Return what decides which people of the list enter at this instant."""
        selection = PilotSelection(self.pilot, self.campaign.campaign) if self.pilot else None
        return Entrants(self.campaign, self.list_name, self.elsewhere, now, selection=selection)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a list contains for a campaign, counted before anything is written."""

    report: IntakeReport
    by_channel: dict[Channel, int]  # how many agreed to each channel
    zones: frozenset[str]  # the time zones of the leads
    sample: tuple[LeadRow, ...]  # the first leads
    audience: ListAudience  # whom the campaign is for
    added: int  # leads that are not in the campaign yet
    ahead: tuple[LeadRow, ...]  # some of those, for the forecast
    shared: SharedNumbers  # people who share a number with others of the list
    objections: int = 0  # rows that say no
    columns: tuple[tuple[str, str], ...] = ()  # how each column was read, for the terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """What a launch wrote."""

    version: int
    new_version: bool
    enrolled: int  # people who enter
    entered: EntryCounts  # how many enter, and how many do not and why
    audience: ListAudience  # whom the campaign is for
    listed: IntakeReport
    imported: ImportReport
    objections: Applied  # objections written for rows that were not imported


@contextmanager
def opened(  # noqa: PLR0913  each is one option of the reading
    order: LaunchOrder,
    now: datetime,
    progress: Progress | None = None,
    on_refusal: OnRefusal | None = None,
    *,
    writes: bool = True,
    on_objection: OnObjection = lambda _: None,
) -> Iterator[tuple[Intake, Iterator[LeadRow]]]:
    """
    Open the list for the campaign: the columns that its texts need must exist, and a lead without a value is refused.

    `on_refusal` gets each refusal, `on_objection` each objection whose row is not a lead. `writes=False` writes no
    report. Raises InvalidInputError for the whole list, DocumentError for placeholders without a column.
    """
    campaign = order.campaign
    with read_leads(
        order.leads if order.rows is None else BytesIO(order.rows),
        region=campaign.country,
        mapping=order.mapping,
        now=now,
        progress=progress,
        on_refusal=on_refusal,
        writes=writes,
        dated=dated_columns(campaign).union(COLUMNS),
        counted=campaign.account.order if campaign.account else (),
        order=order.dates,
        sheet=order.sheet,
    ) as intake:
        if mistakes := check_placeholders(order.reading, intake.columns.names):
            raise DocumentError(mistakes)
        yield intake, complete_rows(campaign, intake, on_objection)


def list_lines(campaign: Campaign, intake: Intake) -> list[tuple[str, str]]:
    """Return lines about the columns, segments and accounts of a list, for the terminal."""
    values = intake.profile.values
    segments = segment_lines(campaign, values.get("segment", Counter[str]()))
    return [*intake.column_lines, *segments, *account_lines(campaign, values, intake.profile.rows)]


def survey(order: LaunchOrder, now: datetime, progress: Progress | None = None, *, new: Newcomers = list) -> Survey:
    """Read the list once, writing only the report of refused rows. `new` selects who is not in the campaign yet."""
    agreed: Counter[Channel] = Counter()
    objecting: set[int] = set()  # lines
    zones: set[str] = set()
    sample: list[LeadRow] = []
    ahead = ListSample(order.campaign, now)
    added, shared, audience = 0, SharedNumbers(), ListAudience(order.campaign, now)
    note = lambda objection: objecting.add(objection.line)  # noqa: E731  used once
    with opened(order, now, progress, on_objection=note) as (intake, leads):
        while page := list(islice(leads, SAMPLE)):
            sample = sample or page
            for lead in page:
                shared.count(lead)
                agreed.update({consent.channel for consent in lead.consents if consent.given})
                zones.update(place.zone for place in lead.zones or lead.numbers[0].zones)
            objecting |= objections_in(page)
            newcomers = new([lead for lead in page if audience.selects(lead)])
            added += len(newcomers)
            ahead.add(newcomers)
    return Survey(
        report=intake.report,
        by_channel=dict(agreed),
        zones=frozenset(zones),
        sample=tuple(sample),
        audience=audience,
        added=added,
        ahead=ahead.rows,
        objections=len(objecting),
        shared=shared,
        columns=tuple(list_lines(order.campaign, intake)),
    )


def objections_in(leads: Iterable[LeadRow]) -> set[int]:
    """Return the lines of the leads that refuse consent to something."""
    return {lead.line for lead in leads if any(not consent.given for consent in lead.consents)}


def launch(  # noqa: PLR0913  each is independent
    ledger: Ledger,
    order: LaunchOrder,
    now: datetime,
    progress: Progress | None = None,
    *,
    record: Record | None = None,
    version: Callable[[Connection], LaunchResult] | None = None,
) -> Launch:
    """
    Write the list; then, in one transaction, the version, the roster and, with `record`, who ordered it.

    `version` returns the version that people begin with, where the order's file is not to become one.

    Only people in this file with a complete row enter the roster, not others that the list named before. Raises
    UnavailableError and ConflictError; it is safe to run again.
    """
    campaign = order.campaign
    begun: list[tuple[LaunchResult, int]] = []
    objections = PendingObjections(ledger, order.list_name, now)
    entrants = order.entrants(now)

    def begin(connection: Connection) -> None:
        begins = version(connection) if version else store_version(connection, order.reading, now)
        visits.lock(connection, begins.campaign)
        objections.close_newcomers(connection)
        begun.append((begins, entrants.enter(connection, begins.campaign)))
        if campaign.where is not None:
            not_selected.add_imported(connection, begins.campaign, begins.version, at=now)
        if record is not None:
            record(connection, begins, begun[-1][1])

    audience = ListAudience(campaign, now)

    def visit(row: LeadRow) -> str | None:
        return visit_of(campaign.enter, row.attributes) if audience.selects(row) else None

    refusing = RefusingRows()

    def note(objection: Objection) -> None:
        refusing.note(objection)
        objections.add(objection)

    with opened(order, now, progress, on_objection=note) as (intake, leads):
        rows = refusing.counted(objections.before(leads))
        imported = import_leads(ledger, order.list_name, rows, at=now, finish=begin, visit=visit)
    begins, enrolled = begun[-1]
    with ledger.begin() as connection:
        reading = reading_of(order.list_name, intake.report, imported, refusing)
        readings.record(connection, begins.campaign, reading, at=now)
    return Launch(
        version=begins.version,
        new_version=begins.new,
        enrolled=enrolled,
        entered=entrants.counts,
        audience=audience,
        listed=intake.report,
        imported=imported,
        objections=objections.applied,
    )


def apply_objections(ledger: Ledger, order: LaunchOrder, now: datetime, *, by_key: bool = True) -> Applied:
    """Write the objections of a list that is refused as a whole; `by_key=False` if its ids may be other people's."""
    sheets = sheets_to_search(order.leads, order.sheet)
    by_key = by_key and len(sheets) == 1  # with several, it is not known which one is the list
    objections = PendingObjections(ledger, order.list_name, now, by_key=by_key)
    for sheet in sheets:
        with suppress(InvalidInputError):  # the refusal that brought us here says why
            _add_objections(order, sheet, now, objections)
    objections.write()
    return objections.applied


def _add_objections(order: LaunchOrder, sheet: str, now: datetime, objections: PendingObjections) -> None:
    """Add the objections of a refused list. Raises InvalidInputError where none can be read."""
    with read_leads(
        order.leads,
        region=order.campaign.country,
        mapping=order.mapping,
        now=now,
        writes=False,
        order=order.dates,
        lenient=True,
        sheet=sheet,
    ) as intake:
        for row in intake:
            objection = objection_of_lead(row) if isinstance(row, LeadRow) else row
            if isinstance(objection, Objection):
                objections.add(objection)
