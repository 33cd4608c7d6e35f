"""
Who of those whom a pilot holds back enters now? Edge: reads the ledger, writes the roster.

The list is not needed again: its people are in the ledger, with its opt-outs. Each is decided anew, as a launch of the
list would: by what happened since, by the file as it is now, and by the data as the last list named them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from cadence.campaign import Campaign, Reading
from cadence.campaign.texts import missing_for, unwritable_for
from cadence.domain import CampaignState
from cadence.domain.errors import ConflictError
from cadence.engine.launch.audience import ListAudience
from cadence.engine.launch.entries import Entrants, EntryCounts, ListsByNumber, OtherListPolicy
from cadence.engine.launch.version import Record, store_version
from cadence.ledger.campaigns import campaigns, held_back, visits
from cadence.ledger.campaigns.campaigns import LaunchResult
from cadence.ledger.campaigns.held_back import HeldBackPerson
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.reading import facts
from cadence.planning.entering import visit_of

NOT_FOR = "where"
"""What those lack for whom the campaign's condition is not true, or not known: the key of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestOrder:
    """A campaign whose rest is to enter, and the file that is launched with it; None: the version that is there."""

    campaign: Campaign
    reading: Reading | None = None
    elsewhere: OtherListPolicy = OtherListPolicy.STOP


@dataclass(slots=True, kw_only=True)
class RestCounts:
    """How many of those held back enter, do not enter, and stay held back because they lack something."""

    held: int = 0
    entered: EntryCounts = field(default_factory=EntryCounts)
    lacking: Counter[str] = field(default_factory=Counter)  # what is missing, or why a text cannot be written -> people

    @property
    def stay(self) -> int:
        """How many stay held back."""
        return self.lacking.total()


@dataclass(frozen=True, slots=True, kw_only=True)
class RestLaunch:
    """What the launch of the rest wrote."""

    version: LaunchResult
    enrolled: int
    counts: RestCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class _RestPage:
    """What becomes of a page of people."""

    coming: Mapping[str, str]  # lead -> key of the visit
    dropped: frozenset[str]  # they are in the campaign already, or may not come back


def survey_rest(
    connection: Connection, order: RestOrder, campaign: int, now: datetime, *, most: int
) -> tuple[RestCounts, list[str]]:
    """Return what a launch of the rest would do, and the first people who would enter. Raises ConflictError."""
    counts, coming = RestCounts(), list[str]()
    for page in _pages(connection, order, campaign, now, counts):
        coming += list(page.coming)[: most - len(coming)]
    _refuse(order, counts, now)
    return counts, coming


def launch_rest(ledger: Ledger, order: RestOrder, now: datetime, record: Record) -> RestLaunch:
    """
    Let everybody enter who is held back and may: in one transaction, with the version and who ordered it.

    It may be repeated: nobody enters twice. Raises NotFoundError, ConflictError, UnavailableError.
    """
    counts, enrolled = RestCounts(), 0
    with ledger.begin() as connection:
        version = _version(connection, order, now)
        visits.lock(connection, version.campaign)
        for page in _pages(connection, order, version.campaign, now, counts):
            if page.coming:
                enrolled += visits.add(connection, version.campaign, page.coming, at=now)
            if gone := {*page.coming, *page.dropped}:
                held_back.remove(connection, version.campaign, gone)
        _refuse(order, counts, now)
        record(connection, version, enrolled)
    return RestLaunch(version=version, enrolled=enrolled, counts=counts)


def _version(connection: Connection, order: RestOrder, now: datetime) -> LaunchResult:
    """Return the version that the rest starts with, which the file becomes. Raises ConflictError if it is closed."""
    stored = campaigns.find(connection, order.campaign.campaign)
    if stored.state is not CampaignState.RUNNING:
        raise ConflictError(f"Campaign {stored.name} is {stored.state}: nobody can enter it any more.")
    if order.reading is not None:
        return store_version(connection, order.reading, now)
    return LaunchResult(campaign=stored.id, version=stored.version, new=False)


def _pages(
    connection: Connection, order: RestOrder, campaign: int, now: datetime, counts: RestCounts
) -> Iterator[_RestPage]:
    """Decide page by page who enters; those who lack what the file needs stay held back."""
    beside: ListsByNumber = {}  # of two pilots under different lists' names, both may hold back the same person
    for people in held_back.pages(connection, campaign):
        counts.held += len(people)
        complete = _complete(connection, order.campaign, people, now, counts)
        coming: dict[str, str] = {}
        for name in dict.fromkeys(person.list for person in complete):
            visit = {
                person.lead: visit_of(order.campaign.enter, person.attributes)
                for person in complete
                if person.list == name
            }
            entrants = Entrants(order.campaign, name, order.elsewhere, now, counts.entered)
            coming |= entrants.known(connection, campaign, visit, beside)[0]
        yield _RestPage(coming=coming, dropped=frozenset(person.lead for person in complete) - coming.keys())


def _complete(
    connection: Connection, campaign: Campaign, people: list[HeldBackPerson], now: datetime, counts: RestCounts
) -> list[HeldBackPerson]:
    """Return the people for whom every text can be rendered, and count the others by what they lack (law 6)."""
    known = facts.gather_people(connection, [person.lead for person in people], since=now)
    complete, audience = [], ListAudience(campaign, now)
    for person in people:
        lead = known[person.lead].lead
        if lacking := missing_for(campaign, lead) or unwritable_for(campaign, lead):
            counts.lacking[", ".join(map(str, lacking))] += 1
        elif not audience.selects_person(known[person.lead]):
            counts.lacking[NOT_FOR] += 1
        else:
            complete.append(person)
    return complete


def _refuse(order: RestOrder, counts: RestCounts, now: datetime) -> None:
    """Raise ConflictError if people are in the campaign under another list's name and nothing is said about them."""
    Entrants(order.campaign, "", order.elsewhere, now, counts.entered).refuse()
