"""
Which people of a list enter a campaign? Edge: reads the ledger, lets `planning.entering` decide, writes.

A launch checks twice: when it reads the list, to show what will happen, and when it writes, under the lock of the
campaign's roster. Of two concurrent launches the second sees the people of the first.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from cadence.campaign import Campaign
from cadence.domain.errors import ConflictError
from cadence.domain.facts import CampaignVisit
from cadence.domain.list_rows import LeadRow
from cadence.domain.plurals import verb
from cadence.domain.spellings import identity as phone_of
from cadence.ledger.campaigns import campaigns, enrolment_queue, held_back, visits
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.lists.importing import identities
from cadence.planning.entering import COMES, Entering, entering, key_of, visit_of
from cadence.planning.pilot import PilotSelection

LISTS = 5
"""How many other lists are named in a message."""
ListsByNumber = dict[int, str]
"""Under which list's name somebody enters with a number, by the number's id."""
NOBODY: Mapping[int, str] = {}


class OtherListPolicy(StrEnum):
    """What to do with people who are in the campaign under another list's name."""

    STOP = "stop"  # the launch is refused
    AGAIN = "again"  # they enter again, as people of this list
    LEAVE_OUT = "leave_out"  # only the others enter


@dataclass(slots=True)
class EntryCounts:
    """How many people of a list enter, and how many do not and why."""

    counts: Counter[Entering] = field(default_factory=Counter)
    held_back: int = 0  # of those who may enter, by a pilot
    lists: Counter[str] = field(default_factory=Counter)  # people who are in it under another name, by that list

    @property
    def coming(self) -> int:
        """How many enter."""
        return sum(self.counts[result] for result in COMES) - self.held_back

    def left_out(self) -> dict[str, int]:
        """Return how many do not enter, by reason."""
        return {reason.value: self.counts[reason] for reason in Entering if reason not in COMES and self.counts[reason]}


@dataclass(slots=True)
class SharedNumbers:
    """How many people of a list share a phone number. It stores about 60 bytes per number."""

    _seen: set[int] = field(default_factory=set)
    _people: Counter[int] = field(default_factory=Counter)

    def count(self, row: LeadRow) -> None:
        """Count the numbers of a row."""
        for number in row.numbers:
            known = hash(phone_of(number.e164))
            if known in self._seen:
                self._people[known] += 1
            self._seen.add(known)

    @property
    def numbers(self) -> int:
        """How many numbers belong to several people."""
        return len(self._people)

    @property
    def people(self) -> int:
        """How many people have such a number."""
        return self._people.total() + len(self._people)


@dataclass(frozen=True, slots=True)
class Entrants:
    """Decides for one campaign which people of a list enter, page by page."""

    campaign: Campaign
    list_name: str
    elsewhere: OtherListPolicy
    now: datetime
    counts: EntryCounts = field(default_factory=EntryCounts)
    selection: PilotSelection | None = None  # who enters with a pilot; None: everybody

    def coming(self, connection: Connection, hasher: Hasher, page: Sequence[LeadRow]) -> list[LeadRow]:
        """Return the rows of a page of a list that would enter; nothing is written."""
        rows = self._people(connection, hasher, page)
        known = self._running(connection)
        numbers = visits.known_numbers(connection, hasher, rows) if known else {}
        coming, _ = self._decide(connection, known, self._visits(rows), numbers)
        return [row for lead, row in rows.items() if lead in coming]

    @property
    def counts_inside(self) -> bool:
        """Whether the pilot is of the first so many, so that `count_inside` is to be called before anything else."""
        return self.selection is not None and self.selection.pilot.first is not None

    def count_inside(self, connection: Connection, hasher: Hasher, page: Sequence[LeadRow]) -> bool:
        """Count who of a page of a list is in the campaign already and stays so; False if nobody is in it at all."""
        campaign = self._running(connection)
        if campaign is None or not visits.anybody(connection, campaign):
            return False
        rows = self._people(connection, hasher, page)
        self._count_inside(connection, campaign, self._visits(rows), visits.known_numbers(connection, hasher, rows))
        return True

    def _people(self, connection: Connection, hasher: Hasher, page: Sequence[LeadRow]) -> dict[str, LeadRow]:
        """Return a page of a list by the ids of its people."""
        return dict(zip((lead for lead, _ in identities(connection, hasher, self.list_name, page)), page, strict=True))

    def _running(self, connection: Connection) -> int | None:
        """Return the campaign's id; None if it was never launched."""
        every = campaigns.every(connection)
        return next((stored.id for stored in every if stored.name == self.campaign.campaign), None)

    def _visits(self, rows: Mapping[str, LeadRow]) -> dict[str, str]:
        """Return what the visit of each person is for."""
        return {lead: visit_of(self.campaign.enter, row.attributes) for lead, row in rows.items()}

    def enter(self, connection: Connection, campaign: int) -> int:
        """
        Add who enters to the roster, which is locked; return how many. Raises ConflictError as `refuse` does.

        Those who may enter and are not chosen for the pilot are held back, until a later launch lets them in.
        """
        if self.selection is None and not visits.anybody(connection, campaign):
            added = enrolment_queue.add_imported(connection, campaign, at=self.now)
            self.counts.counts[Entering.NEW] += added
        else:
            if self.counts_inside and visits.anybody(connection, campaign):
                for page in visits.imported(connection):
                    self._count_inside(connection, campaign, page, visits.numbers_of(connection, list(page)))
            pages = visits.imported(connection) if self.selection is None else visits.imported_in_order(connection)
            added = sum(self._enter_page(connection, campaign, page) for page in pages)
            self.refuse()
        held_back.remove_queued(connection, campaign)
        return added

    def _enter_page(self, connection: Connection, campaign: int, page: Mapping[str, str]) -> int:
        """Add who enters of a page, and hold the others back; return how many enter."""
        coming, held = self.known(connection, campaign, page)
        if held:
            held_back.add(connection, campaign, held, at=self.now)
        return visits.add(connection, campaign, coming, at=self.now) if coming else 0

    def known(
        self, connection: Connection, campaign: int, visit: Mapping[str, str], beside: ListsByNumber | None = None
    ) -> tuple[dict[str, str], set[str]]:
        """
        Return who enters of people in the ledger, given as lead -> what the visit is for, and who is held back.

        `beside` has the numbers of those who enter in the same order; who enters now is added.
        """
        numbers = visits.numbers_of(connection, list(visit))
        coming, held = self._decide(connection, campaign, visit, numbers, beside or {})
        if beside is not None:
            for number in (number for lead in coming for number in numbers[lead]):
                beside.setdefault(number, self.list_name)
        return coming, held

    def refuse(self) -> None:
        """Raise ConflictError if people are in the campaign under another name and the order does not handle them."""
        several = self.counts.counts[Entering.ELSEWHERE]
        if not several or self.elsewhere is not OtherListPolicy.STOP:
            return
        under = ", ".join(f"{name} ({count})" for name, count in self.counts.lists.most_common(LISTS))
        raise ConflictError(
            f"{several} of these people {verb(several, 'is', 'are')} in {self.campaign.campaign} already, by their "
            f"numbers, under another list's name: {under}. They would be contacted twice. If both lists come from one "
            f"source, give its name: --list {self.counts.lists.most_common(1)[0][0]}. To leave these people out: "
            "--new-only. To contact them again: --again. `enter:` in the campaign file says when a person may come "
            "back."
        )

    def _decide(
        self,
        connection: Connection,
        campaign: int | None,
        visit: Mapping[str, str],
        numbers: Mapping[str, Sequence[int]],
        beside: Mapping[int, str] = NOBODY,
    ) -> tuple[dict[str, str], set[str]]:
        """Return the leads that enter, each with the key of the visit, and those held back; count all leads."""
        known = visits.of_page(connection, campaign, self.list_name, numbers) if campaign is not None else {}
        coming: dict[str, str] = {}
        held: set[str] = set()
        again = self.elsewhere is OtherListPolicy.AGAIN
        for lead, about in visit.items():
            entries = [*known.get(lead, []), *self._beside(numbers.get(lead, ()), beside)]
            decided = entering(self.campaign.enter, entries, about, self.now, again=again)
            self.counts.counts[decided] += 1
            if decided is Entering.ELSEWHERE:
                self.counts.lists.update({entry.list for entry in entries if not entry.own})
            if decided in COMES and (self.selection is None or self.selection.chooses(lead)):
                coming[lead] = key_of(self.campaign.enter, entries, about)
            elif decided in COMES:
                held.add(lead)
        self.counts.held_back += len(held)
        return coming, held

    def _beside(self, numbers: Sequence[int], beside: Mapping[int, str]) -> list[CampaignVisit]:
        """Return the visits of people of other lists who have one of these numbers and enter in the same order."""
        lists = dict.fromkeys(beside[number] for number in numbers if number in beside)
        return [CampaignVisit(own=False, list=name, open=True) for name in lists if name != self.list_name]

    def _count_inside(
        self, connection: Connection, campaign: int, visit: Mapping[str, str], numbers: Mapping[str, Sequence[int]]
    ) -> None:
        """Count for the pilot who entered under this list's name before and does not enter again."""
        known = visits.of_page(connection, campaign, self.list_name, numbers)
        again = self.elsewhere is OtherListPolicy.AGAIN
        for lead, about in visit.items():
            entries = known.get(lead, [])
            inside = any(entry.own for entry in entries)
            if (
                self.selection
                and inside
                and entering(self.campaign.enter, entries, about, self.now, again=again) not in COMES
            ):
                self.selection.inside += 1
