"""
How does a campaign begin? Edge: the file and the list in, rows of the ledger out; then its workflow is told.

Everything is safe to do again: the same file makes no second version, the same list no second lead, and a lead that is
on the roster is not put there twice. The ledger is complete before Temporal hears of it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from cadence.campaign import Campaign, CampaignFileError, Mistake, Reading
from cadence.campaign.lists import check_placeholders
from cadence.campaign.store import to_json
from cadence.campaign.texts import dated_columns, missing_for, unwritable_for, used_columns
from cadence.domain import Channel
from cadence.domain.dates import DateOrder, why_no_date
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import ImportReport, LeadRow, Objection
from cadence.engine.launch.entries import Entrants, EntryCounts, OtherListPolicy, SharedNumbers
from cadence.engine.launch.list_sample import ListSample
from cadence.engine.launch.noes import PendingObjections
from cadence.leads.lists import Intake, IntakeReport, read_leads
from cadence.leads.lists.cells import SPREADSHEET_ERROR, spreadsheet_error
from cadence.leads.lists.noes import objection_of_lead
from cadence.leads.lists.report import OnRefusal
from cadence.leads.lists.segments import segment_lines
from cadence.ledger.campaigns import campaigns, visits
from cadence.ledger.campaigns.campaigns import LaunchResult
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people.objections import Applied
from cadence.planning.entering import visit_of
from cadence.policy.evaluation.requirements import LAST_DEALING

SAMPLE = 200
"""So many leads are kept by a survey, and looked up at once."""

Progress = Callable[[int, int], None]
Newcomers = Callable[[list[LeadRow]], list[LeadRow]]
"""Picks from a page of a list those who are not in the campaign yet."""
Hear = Callable[[Objection], None]
"""Hears of each clear no that is not imported with its row."""
Record = Callable[[Connection, LaunchResult, int], None]
"""Writes down who ordered a launch; hears which version it made, and how many leads are new on its roster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchOrder:
    """A campaign file that was read, and the list to carry through it."""

    reading: Reading
    leads: Path
    list_name: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    dates: DateOrder | None = None  # which comes first in dates in figures; None: each column decides
    elsewhere: OtherListPolicy = OtherListPolicy.STOP  # for people who are in the campaign under another list's name

    @property
    def campaign(self) -> Campaign:
        """The campaign; raises CampaignFileError when the file has mistakes."""
        return self.reading.right()


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a list holds for a campaign, counted before anything is written."""

    report: IntakeReport
    by_channel: dict[Channel, int]  # how many agreed to each channel
    zones: frozenset[str]  # by whose clocks
    sample: tuple[LeadRow, ...]  # the first of them
    added: int  # those who are not in the campaign yet
    ahead: tuple[LeadRow, ...]  # some of those, to look ahead with
    shared: SharedNumbers  # who has a number together with somebody else of the list
    noes: int = 0  # rows that say no
    columns: tuple[tuple[str, str], ...] = ()  # what each column was read as, for the terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """What a launch wrote."""

    version: int
    new_version: bool
    enrolled: int  # people who come in
    entered: EntryCounts  # how many come in and how many do not, and why
    listed: IntakeReport
    imported: ImportReport
    noes: Applied  # what was written of rows that say no and were not imported


@contextmanager
def opened(  # noqa: PLR0913  each says one thing about the reading
    order: LaunchOrder,
    now: datetime,
    progress: Progress | None = None,
    told: OnRefusal | None = None,
    *,
    writes: bool = True,
    hear: Hear | None = None,
) -> Iterator[tuple[Intake, Iterator[LeadRow]]]:
    """
    Open the list for the campaign: the columns its texts need must be there, and a lead without a value is refused.

    `told` hears of each refusal, `hear` of each no that stands in no lead. `writes=False` writes no report of
    refused rows. Raises InvalidInputError for the list as a whole, CampaignFileError for placeholders without a column.
    """
    campaign = order.campaign
    with read_leads(
        order.leads,
        region=campaign.country,
        mapping=order.mapping,
        now=now,
        progress=progress,
        on_refusal=told,
        writes=writes,
        dated=dated_columns(campaign) | {LAST_DEALING},
        order=order.dates,
    ) as intake:
        mistakes: tuple[Mistake, ...] = check_placeholders(order.reading, intake.columns.names)
        if mistakes:
            raise CampaignFileError(mistakes)
        yield intake, _complete(campaign, intake, hear or _ignore)


def list_lines(campaign: Campaign, intake: Intake) -> list[tuple[str, str]]:
    """Return what to say of the columns and segments of a list, for the terminal."""
    segments = intake.profile.values.get("segment", Counter[str]())
    return [*intake.column_lines, *segment_lines(campaign, segments)]


def _ignore(_: Objection) -> None:
    """Hear of a no where nothing is written."""


def _complete(campaign: Campaign, intake: Intake, hear: Hear) -> Iterator[LeadRow]:
    """Yield the leads for whom every text can be written; refuse the others (law 6). A no of theirs is heard."""
    used = used_columns(campaign)
    for found in intake:
        if isinstance(found, Objection):
            hear(found)
        if not isinstance(found, LeadRow):
            continue
        if spoilt := [name for name in used if spreadsheet_error(found.attributes.get(name, ""))]:
            heads = ", ".join(intake.columns.header(name) for name in spoilt)
            intake.refuse(found, heads, SPREADSHEET_ERROR, value=found.attributes[spoilt[0]])
        elif lacking := missing_for(campaign, found):
            _refuse_lacking(campaign, intake, found, lacking)
        elif reasons := unwritable_for(campaign, found):
            intake.refuse(found, "", f"a text of the campaign cannot be written: {'; '.join(reasons)}")
        else:
            yield found
            continue
        if objection := objection_of_lead(found):
            hear(objection)


def _refuse_lacking(campaign: Campaign, intake: Intake, lead: LeadRow, lacking: Sequence[str]) -> None:
    """Refuse a lead for cells that are empty; else for one that holds something, but no date."""
    empty = [name for name in lacking if not lead.attributes.get(name)]
    if empty:
        heads = ", ".join(intake.columns.header(name) for name in empty)
        intake.refuse(lead, heads, f"the campaign needs a value for {', '.join(empty)}")
        return
    name = lacking[0]
    steps = [step.before.field for step in campaign.cadence if step.before]
    because = "a step goes before it" if name in steps else "`enter` goes by it"
    why = why_no_date(lead.attributes[name]) or "expected a date such as 2027-03-10 or 10/03/2027 10:30"
    reason = f"{why}, because {because}"
    intake.refuse(lead, intake.columns.header(name), reason, value=lead.attributes[name])


def survey(order: LaunchOrder, now: datetime, progress: Progress | None = None, *, new: Newcomers = list) -> Survey:
    """Read the list once without writing anything but the report of refused rows. `new` picks who is not in it yet."""
    agreed: Counter[Channel] = Counter()
    said_no: set[int] = set()
    zones: set[str] = set()
    sample: list[LeadRow] = []
    ahead = ListSample(order.campaign, now)
    added, shared = 0, SharedNumbers()
    hear = lambda one: said_no.add(one.line)  # noqa: E731  one line for one use
    with opened(order, now, progress, hear=hear) as (intake, leads):
        while page := list(islice(leads, SAMPLE)):
            sample = sample or page
            for lead in page:
                shared.count(lead)
                agreed.update({consent.channel for consent in lead.consents if consent.given})
                zones.update(one.zone for one in lead.zones or lead.numbers[0].zones)
            said_no |= noes_in(page)
            newcomers = new(page)
            added += len(newcomers)
            ahead.add(newcomers)
    return Survey(
        report=intake.report,
        by_channel=dict(agreed),
        zones=frozenset(zones),
        sample=tuple(sample),
        added=added,
        ahead=ahead.rows,
        noes=len(said_no),
        shared=shared,
        columns=tuple(list_lines(order.campaign, intake)),
    )


def noes_in(leads: Iterable[LeadRow]) -> set[int]:
    """Return the lines of the leads that refuse something."""
    return {lead.line for lead in leads if any(not one.given for one in lead.consents)}


def launch(
    ledger: Ledger, order: LaunchOrder, now: datetime, progress: Progress | None = None, *, record: Record | None = None
) -> Launch:
    """
    Write the list; then, in one transaction, the version, the roster and, by `record`, who ordered it.

    Only who stands in this file and can be written to comes on the roster, not whoever else the list has ever named.
    Raises UnavailableError and ConflictError; it is safe to run again.
    """
    campaign = order.campaign
    begun: list[tuple[LaunchResult, int]] = []
    noes = PendingObjections(ledger, order.list_name, now)
    entrants = Entrants(campaign, order.list_name, order.elsewhere, now)

    def begin(connection: Connection) -> None:
        version = _version(connection, campaign, now)
        visits.lock(connection, version.campaign)
        noes.close_newcomers(connection)
        begun.append((version, entrants.enter(connection, version.campaign)))
        if record is not None:
            record(connection, version, begun[-1][1])

    visit = lambda row: visit_of(campaign.enter, row.attributes)  # noqa: E731  one line for one use
    with opened(order, now, progress, hear=noes.hear) as (intake, leads):
        imported = import_leads(ledger, order.list_name, noes.before(leads), at=now, finish=begin, visit=visit)
    version, enrolled = begun[-1]
    return Launch(
        version=version.version,
        new_version=version.new,
        enrolled=enrolled,
        entered=entrants.found,
        listed=intake.report,
        imported=imported,
        noes=noes.applied,
    )


def apply_noes(ledger: Ledger, order: LaunchOrder, now: datetime, *, by_key: bool = True) -> Applied:
    """
    Write every clear no of a list that is refused as a whole, and nothing else of it; return what was written.

    `by_key=False` where its ids may be other people's. What cannot be read as a list at all says nothing.
    """
    noes = PendingObjections(ledger, order.list_name, now, by_key=by_key)
    try:
        with read_leads(
            order.leads,
            region=order.campaign.country,
            mapping=order.mapping,
            now=now,
            writes=False,
            order=order.dates,
            lenient=True,
        ) as intake:
            for found in intake:
                objection = objection_of_lead(found) if isinstance(found, LeadRow) else found
                if isinstance(objection, Objection):
                    noes.hear(objection)
    except InvalidInputError:
        pass  # the refusal that brought us here says why
    noes.write()
    return noes.applied


def edit(ledger: Ledger, campaign: Campaign, now: datetime, record: Record) -> LaunchResult:
    """
    Make this file the version of a campaign that is there, without a list: nobody comes on its roster.

    Raises NotFoundError, ConflictError for one that is closed, and UnavailableError; it is safe to run again.
    """
    with ledger.begin() as connection:
        campaigns.find(connection, campaign.campaign)
        version = _version(connection, campaign, now)
        record(connection, version, 0)
    return version


def _version(connection: Connection, campaign: Campaign, now: datetime) -> LaunchResult:
    """Store what the file says, and how many agents its floors have."""
    dates = (campaign.start, campaign.end)
    version = campaigns.launch(connection, campaign.campaign, to_json(campaign), at=now, dates=dates)
    campaigns.set_floors(connection, {name: floor.agents for name, floor in campaign.floors.items()}, at=now)
    return version
