"""
Whatever lists say later: is nobody contacted after their stop, and nobody on another's consent?

Random histories on a real ledger: lists of two sources that add, correct, swap, share and take away numbers, stops from
any number in any spelling, consents, erasures. After each step every lead's facts are held against what must be true.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.channels.provider import Received
from cadence.domain import Channel, SuppressionScope
from cadence.domain.list_rows import ConsentRow
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.db import locks
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people import consents, erasure, numbers
from cadence.ledger.reading import facts
from tests.integration.api.town import OURS, Town
from tests.integration.ledger.world import lead_row

EXAMPLES = settings(max_examples=60, deadline=None)
SOURCES, IDS, PHONES = ("crm", "web"), ("1", "2", "3"), 5
LINES = count(1)
PLACES = count(10_000_000)

Phones = st.lists(st.integers(0, PHONES - 1), min_size=1, max_size=2, unique=True)
Rows = st.dictionaries(st.sampled_from(IDS), st.tuples(Phones, st.sampled_from(["", "yes", "no"])), min_size=1)
STEP = st.one_of(
    st.tuples(st.just("list"), st.sampled_from(SOURCES), Rows),
    st.tuples(st.just("stop"), st.integers(0, PHONES - 1), st.integers(0, 1)),
    st.tuples(st.just("agree"), st.sampled_from(SOURCES), st.sampled_from(IDS)),
    st.tuples(st.just("erase"), st.sampled_from(SOURCES), st.sampled_from(IDS)),
)


@dataclass
class Truth:
    """What must hold, kept by hand and without SQL."""

    phones: dict[tuple[str, str], list[int]] = field(default_factory=dict)  # those of each person, by source and id
    erased: set[tuple[str, str]] = field(default_factory=set)
    stopped: set[tuple[str, str]] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)  # for everybody
    agreed: set[tuple[tuple[str, str], int]] = field(default_factory=set)  # a person for a phone

    def close(self) -> None:
        """Close whatever phones a stopped person has."""
        for who in self.stopped - self.erased:
            self.closed.update(self.phones.get(who, ()))


class Play:
    """One history, with phones and lists of its own."""

    def __init__(self, town: Town, planner: Planner) -> None:
        self.town, self.planner, self.truth = town, planner, Truth()
        base = next(PLACES) * 10
        # A mobile of Mexico has two spellings; a Spanish one has one.
        self.phones = [f"+5255{base + place:010d}"[:5] + f"{base + place:010d}"[-8:] for place in range(PHONES)]
        self.mark = str(base)

    def lead(self, who: tuple[str, str]) -> str:
        """Our id of a person."""
        return self.town.ledger.hasher.lead(f"{who[0]}{self.mark}", who[1])

    def list(self, source: str, rows: dict[str, tuple[list[int], str]]) -> None:
        """Upload a list of a source."""
        made = []
        for key, (places, word) in rows.items():
            own = [self.phones[place] for place in places]
            said = (ConsentRow(channel=Channel.SMS, given=word == "yes", e164=own[0], source="form"),) if word else ()
            made.append(lead_row(next(LINES), *own, key=key, consents=said))
            who = (source, key)
            if who in self.truth.erased:
                continue
            self.truth.phones[who] = places
            if word == "yes":
                self.truth.agreed.add((who, places[0]))
        import_leads(self.town.ledger, f"{source}{self.mark}", made, at=self.town.clock.now())
        self.truth.close()

    def stop(self, place: int, spelling: int) -> None:
        """A stop comes in from a phone, as lists or as WhatsApp spell it."""
        phone = self.phones[place]
        spelt = phone if not spelling else phone.replace("+52", "+521", 1)
        at = self.town.clock.now()
        record_inbound(
            self.planner,
            Received(channel=Channel.WHATSAPP, sender=spelt, to=OURS, at=at, sid=f"SM{next(LINES):032d}", body="BAJA"),
        )
        self.truth.closed.add(place)
        self.truth.stopped |= {who for who, places in self.truth.phones.items() if place in places}
        self.truth.close()

    def agree(self, source: str, key: str) -> None:
        """A person agrees for their first phone."""
        who = (source, key)
        if who not in self.truth.phones or who in self.truth.erased:
            return
        with self.town.ledger.begin() as tx:
            lead = self.lead(who)
            locks.lock_lead(tx, lead)
            number = numbers.of_lead(tx, lead)[0]
            yes = consents.NewConsent(channel=Channel.SMS, given=True, lead=lead, number=number, source="form")
            consents.record(tx, yes, at=self.town.clock.now() - timedelta(days=1))
        self.truth.agreed.add((who, self.truth.phones[who][0]))

    def erase(self, source: str, key: str) -> None:
        """Forget a person."""
        who = (source, key)
        with self.town.ledger.begin() as tx:
            if who in self.truth.phones and who not in self.truth.erased:
                erasure.erase(tx, self.lead(who), at=self.town.clock.now())
                self.truth.erased.add(who)
                self.truth.phones[who] = []

    def check(self) -> None:
        """Hold the facts of everybody against what must be true."""
        people = [who for who in self.truth.phones if who not in self.truth.erased]
        with self.town.ledger.begin() as tx:
            known = facts.gather_people(tx, [self.lead(who) for who in people])
        for who in people:
            found = known[self.lead(who)]
            place_of = dict(zip([one.id for one in found.lead.numbers], self.truth.phones[who], strict=True))
            closed = {one.number for one in found.suppressions if one.scope is SuppressionScope.EVERYTHING}
            assert {place_of[one] for one in closed} >= set(self.truth.phones[who]) & self.truth.closed
            if who in self.truth.stopped:
                assert closed == set(place_of), "a person who stopped has a number that is open"
            given_for = {place_of[one.number] for one in found.consents if one.given and one.number in place_of}
            assert {(who, place) for place in given_for} <= self.truth.agreed, "on another's consent"


@EXAMPLES
@given(st.lists(STEP, min_size=2, max_size=9))
def test_no_later_list_undoes_a_stop_or_lends_a_consent(
    town: Town, planner: Planner, steps: list[tuple[str, ...]]
) -> None:
    """Two sources, three ids in each, five phones, in any order."""
    play = Play(town, planner)
    for name, *arguments in steps:
        getattr(play, name)(*arguments)
        play.check()
