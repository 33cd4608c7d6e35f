"""
Who of a list comes into a campaign, and who has been in it? Edge: asks the ledger, lets `plan.entering` decide, writes.

A launch asks twice: when it reads the list, to say what will happen, and when it writes, under the lock of the
campaign's roster. Of two launches at once the second sees whom the first has let in.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from cadence.campaign import Campaign
from cadence.domain.errors import ConflictError
from cadence.domain.list_rows import LeadRow
from cadence.domain.spellings import identity as phone_of
from cadence.ledger.campaigns import campaigns, enrolment_queue, visits
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.lists.importing import identities
from cadence.planning.entering import COMES, CampaignVisit, Entering, entering, key_of, visit_of

LISTS = 5
"""So many other lists are named."""


class OtherListPolicy(StrEnum):
    """What is done with people who are in the campaign under another list's name."""

    STOP = "stop"  # the launch is refused
    AGAIN = "again"  # they come in again, as people of this list
    LEAVE_OUT = "leave_out"  # only the others come in


@dataclass(slots=True)
class EntryCounts:
    """How many people of a list come in, and how many do not, and why."""

    counts: Counter[Entering] = field(default_factory=Counter)
    lists: Counter[str] = field(default_factory=Counter)  # people who are in it under another name, by that list

    @property
    def coming(self) -> int:
        """How many come in."""
        return sum(self.counts[one] for one in COMES)

    def left_out(self) -> dict[str, int]:
        """Return how many do not come in, by the reason."""
        return {one.value: self.counts[one] for one in Entering if one not in COMES and self.counts[one]}


@dataclass(slots=True)
class SharedNumbers:
    """How many people of a list share a phone. It remembers some 60 bytes a number."""

    _seen: set[int] = field(default_factory=set)
    _people: Counter[int] = field(default_factory=Counter)

    def count(self, row: LeadRow) -> None:
        """Take in a row."""
        for number in row.numbers:
            known = hash(phone_of(number.e164))
            if known in self._seen:
                self._people[known] += 1
            self._seen.add(known)

    @property
    def numbers(self) -> int:
        """How many numbers several people have."""
        return len(self._people)

    @property
    def people(self) -> int:
        """How many people have them."""
        return self._people.total() + len(self._people)


class Entrants:
    """Decides about the people of one list, for one campaign, page by page."""

    def __init__(self, campaign: Campaign, list_name: str, elsewhere: OtherListPolicy, now: datetime) -> None:
        """Begin to count."""
        self.found = EntryCounts()
        self._campaign = campaign
        self._list = list_name
        self._elsewhere = elsewhere
        self._now = now

    def coming(self, connection: Connection, hasher: Hasher, page: Sequence[LeadRow]) -> list[LeadRow]:
        """Return who of a page of a list would come in; nothing is written."""
        ids = [lead for lead, _ in identities(connection, hasher, self._list, page)]
        known = next((one.id for one in campaigns.every(connection) if one.name == self._campaign.campaign), None)
        numbers = visits.known_numbers(connection, hasher, dict(zip(ids, page, strict=True))) if known else {}
        visit = {lead: visit_of(self._campaign.enter, row.attributes) for lead, row in zip(ids, page, strict=True)}
        coming = self._decide(connection, known, visit, numbers)
        return [row for lead, row in dict(zip(ids, page, strict=True)).items() if lead in coming]

    def enter(self, connection: Connection, campaign: int) -> int:
        """
        Put everybody on the roster whom the list just read names and who comes in; return how many that are.

        The roster is locked (`visits.lock`). Raises ConflictError for people who are in the campaign under another
        name, unless the order says what to do.
        """
        if not visits.anybody(connection, campaign):
            added = enrolment_queue.add_imported(connection, campaign, at=self._now)
            self.found.counts[Entering.NEW] += added
            return added
        added = 0
        for page in visits.imported(connection):
            numbers = visits.numbers_of(connection, list(page))
            coming = self._decide(connection, campaign, page, numbers)
            added += visits.add(connection, campaign, coming, at=self._now) if coming else 0
        self.refuse()
        return added

    def refuse(self) -> None:
        """Raise ConflictError if somebody is in the campaign under another name, and nobody has said what to do."""
        several = self.found.counts[Entering.ELSEWHERE]
        if not several or self._elsewhere is not OtherListPolicy.STOP:
            return
        under = ", ".join(f"{name} ({count})" for name, count in self.found.lists.most_common(LISTS))
        raise ConflictError(
            f"{several} of these people are in {self._campaign.campaign} already, by their numbers, under another "
            f"list's name: {under}. They would be contacted twice. If both lists come from one source, give its name: "
            f"--list {self.found.lists.most_common(1)[0][0]}. To leave these people out: --new-only. To contact them "
            "again: --again. `enter:` in the campaign file says when a person may come back."
        )

    def _decide(
        self,
        connection: Connection,
        campaign: int | None,
        visit: Mapping[str, str],
        numbers: Mapping[str, Sequence[int]],
    ) -> dict[str, str]:
        """Return who comes in, each with the key of the visit; count everybody."""
        known = visits.of_page(connection, campaign, self._list, numbers) if campaign is not None else {}
        coming: dict[str, str] = {}
        again = self._elsewhere is OtherListPolicy.AGAIN
        for lead, what in visit.items():
            entries = [
                CampaignVisit(own=one.own, list=one.list, visit=one.visit, open=one.open, ended=one.ended)
                for one in known.get(lead, ())
            ]
            decided = entering(self._campaign.enter, entries, what, self._now, again=again)
            self.found.counts[decided] += 1
            if decided is Entering.ELSEWHERE:
                self.found.lists.update({one.list for one in entries if not one.own})
            if decided in COMES:
                coming[lead] = key_of(self._campaign.enter, entries, what)
        return coming
