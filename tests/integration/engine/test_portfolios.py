"""Does the door keep WhatsApp's limit of people a day over all leads and campaigns, and say so?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from cadence.campaign import check_text
from cadence.campaign.store import to_json
from cadence.domain import Attempt, Channel, Outcome, Reason
from cadence.domain.clock import Clock
from cadence.domain.house import HouseRules
from cadence.domain.payloads import TouchResult
from cadence.engine.dispatch.answers import Portfolio, Reserved, ReservedTouch, SenderRates
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import campaigns, enrolments
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.reading import facts
from cadence.policy.wording import in_words
from tests.integration.ledger import states
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.judged import last_parts
from tests.integration.ledger.world import lead_row, yes
from tests.integration.rolls import put_on_roster

TEN = datetime(2027, 3, 9, 9, tzinfo=UTC)  # a Tuesday, ten in the morning in Madrid
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
SOON = TEN + MINUTE / 2
OURS = "+34910000001"
FILE = """
campaign: NAME
purpose: service
country: ES
jurisdictions: none
holidays: open
from: {company: Tienda Sol, whatsapp: "+34910000001"}
windows: [{days: DAYS, hours: "09:00-21:00"}]
limits: [{max: 9, per: campaign}]
spread: 0 minutes
cadence:
  - step: hello
    whatsapp: {template: HX00112233445566778899aabbccddeeff, body: hola}
  - step: again
    after: 1 hour
    whatsapp: {template: HX00112233445566778899aabbccddeeff, body: hola}
"""


@dataclass
class House:
    """A ledger with campaigns, and the door before it. Two people a day, unless another number is said."""

    ledger: Ledger
    rates: SenderRates = field(default_factory=lambda: allowing(2))
    lines: Iterator[int] = field(default_factory=lambda: count(1))
    file: str = FILE
    house: HouseRules | None = None

    def launch(self, name: str = "spring", days: str = "mon-sun") -> None:
        """Launch a campaign."""
        campaign = check_text(self.file.replace("NAME", name).replace("DAYS", days), "spring.yaml", ()).right()
        with self.ledger.begin() as tx:
            campaigns.launch(tx, name, to_json(campaign), at=TEN)

    def enrol(self, at: datetime = TEN, campaign: str = "spring") -> str:
        """Enrol somebody who has agreed to WhatsApp."""
        line, one = next(self.lines), str(uuid4())
        number, key = f"+346000000{line:02d}", f"C-{line}"
        agreed = yes(Channel.WHATSAPP, number, TEN - 30 * DAY)
        import_leads(self.ledger, campaign, [lead_row(line, number, key=key, consents=(agreed,))], at=at)
        who, planner = self.ledger.hasher.lead(campaign, key), self.planner(at)
        with planner.begin() as page:
            put_on_roster(page.tx, campaigns.find(page.tx, campaign).id, campaign, at=at)
            (known,) = facts.gather_new(page.tx, campaign, 1, {one: who}, at=at)
            entry = NewEnrolment(
                enrolment=known.enrolment, lead=who, move=planner.next(planner.case_of(page.tx, known), page.now)
            )
            assert enrolments.enrol_page(page.tx, campaigns.find(page.tx, campaign).id, [entry], at=at)
        return one

    def ask(self, enrolment: str, at: datetime = SOON) -> Reserved:
        """Have the door try what is due for somebody; what leaves is taken by the carrier."""
        with self.planner(at).begin() as page:
            move = page.plan(enrolment)
            assert isinstance(move, Attempt), move
            got = reserve(page, enrolment, move, self.rates)
            if isinstance(got, ReservedTouch):
                touch = got.stored.touch.id
                taken = {"sid": f"SM-{touch}"}
                states.settle(page.tx, touch, Outcome.SENT, at=page.now, details=taken)
            return got

    def waits(self, enrolment: str, at: datetime = SOON) -> datetime:
        """Return until when somebody has to wait for room."""
        got = self.ask(enrolment, at)
        assert isinstance(got, TouchResult), got
        assert (got.verdict, got.rules) == ("defer", ("wa.limit.portfolio",))
        assert isinstance(got.next, Attempt)
        return got.next.at

    def planner(self, at: datetime) -> Planner:
        """What judges at an instant, which a real moment does not change much."""
        return Planner(self.ledger, Clock(origin=at, started=datetime.now(UTC)), self.house)

    def row(self, question: str, **values: Any) -> Any:
        """Ask the ledger for one row."""
        with self.ledger.begin() as tx:
            return tx.execute(text(question), values).one()


def allowing(most: float | None, name: str = "ours") -> SenderRates:
    """Every sender is of one portfolio, which may reach so many."""
    return SenderRates(per_sender={"": 1e6}, portfolios={"": Portfolio(name, most)})


@pytest.fixture
def door(database_url: str) -> Iterator[House]:
    """A door in front of an empty ledger with one campaign."""
    ledger = Ledger(database_url, KEY)
    ledger.check_keys()
    house = House(ledger)
    house.launch()
    yield house
    ledger.close()


def near(found: datetime, wanted: datetime) -> bool:
    """Tell whether an instant is the one wanted, give or take the real time this test has taken."""
    return timedelta(0) <= found - wanted < MINUTE


def test_who_would_wait_for_room_until_the_message_expires_gets_the_next_step(door: House) -> None:
    """Nothing is held for a message that will not be sent."""
    door.file = FILE.replace("  - step: hello", "  - step: hello\n    expires: 12 hours", 1)
    door.launch("brief")
    for _ in range(2):
        assert isinstance(door.ask(door.enrol()), ReservedTouch)
    got = door.ask(door.enrol(campaign="brief"))

    assert isinstance(got, TouchResult)
    assert isinstance(got.next, Attempt)
    assert (got.next.step, got.rules) == ("again", ("wa.limit.portfolio", "step.expired"))


def test_one_person_too_many_waits_until_the_first_is_a_day_old(door: House) -> None:
    """Over all campaigns of the portfolio, with the rule and what was counted in the decision (law 10)."""
    door.launch("summer")
    first, second = door.enrol(), door.enrol(campaign="summer")
    third = door.enrol()

    assert isinstance(door.ask(first), ReservedTouch)
    assert isinstance(door.ask(second, TEN + 5 * MINUTE), ReservedTouch)
    assert near(door.waits(third, TEN + 10 * MINUTE), SOON + DAY)
    said = door.row("SELECT verdict, until FROM decisions WHERE enrolment_id = :e ORDER BY id DESC LIMIT 1", e=third)
    assert said.verdict == "defer"
    with door.ledger.begin() as tx:
        given = last_parts(tx, third)["reasons"]
    assert given[0]["rule"] == "wa.limit.portfolio"
    assert given[0]["evidence"] | {"law": ""} == {
        "pack": "whatsapp", "law": "", "portfolio": "ours", "max": 2, "per": "86400 s", "counted": {"portfolio": 2},
    }  # fmt: skip
    (reason,) = [Reason(rule=one["rule"], evidence=one["evidence"]) for one in given]
    assert in_words(reason).startswith(
        "2 other people have received WhatsApp messages from us within 1 day; the portfolio"
    )
    assert isinstance(door.ask(third, SOON + DAY + MINUTE), ReservedTouch)


def test_the_same_person_goes_on_within_the_day(door: House) -> None:
    """Their second step takes no new place."""
    ana, bea = door.enrol(), door.enrol()
    assert isinstance(door.ask(ana), ReservedTouch)
    assert isinstance(door.ask(bea), ReservedTouch)

    assert isinstance(door.ask(ana, TEN + 62 * MINUTE), ReservedTouch)
    door.waits(door.enrol(), TEN + 62 * MINUTE)


def test_an_allow_says_what_was_counted(door: House) -> None:
    """What let it go is written down as what would have kept it."""
    assert isinstance(door.ask(door.enrol()), ReservedTouch)
    ana = door.enrol()
    assert isinstance(door.ask(ana), ReservedTouch)
    with door.ledger.begin() as tx:
        passed = last_parts(tx, ana)["evidence"]["passed"]["wa.limit.portfolio"]

    assert (passed["portfolio"], passed["max"], passed["counted"]) == ("ours", 2, {"portfolio": 1})


def test_who_has_written_to_us_is_answered_whatever_the_count(door: House) -> None:
    """Inside a session nothing is begun: it neither waits nor counts."""
    for _ in range(2):
        assert isinstance(door.ask(door.enrol()), ReservedTouch)
    ana = door.enrol()
    number, lead = door.row(
        "SELECT ln.number_id, e.lead_id FROM enrolments e JOIN lead_numbers ln USING (lead_id) WHERE e.id = :e", e=ana
    )
    with door.ledger.begin() as tx:
        tx.execute(
            text(
                "INSERT INTO inbound (id, sid, channel, number_id, sender, at, lead_id, meaning) "
                "VALUES (gen_random_uuid(), 'SM1', 'whatsapp', :number, :ours, :at, :lead, 'none')"
            ),
            {"number": number, "ours": OURS, "at": TEN - MINUTE, "lead": lead},
        )
    assert isinstance(door.ask(ana), ReservedTouch)
    assert door.row("SELECT portfolio FROM touches WHERE enrolment_id = :e", e=ana).portfolio == ""


@pytest.mark.parametrize(
    ("rates", "goes"),
    [
        (allowing(3), True),  # the platform has raised it
        (allowing(float("inf")), True),
        (allowing(None), True),  # 250, as the pack says
        (allowing(2, "other"), True),  # the sender is another's now, who has reached nobody
        (allowing(2), False),
    ],
)
def test_the_number_and_the_portfolio_are_the_settings(door: House, rates: SenderRates, goes: bool) -> None:
    """A tier is the platform's to raise: no file is launched again for it."""
    for _ in range(2):
        assert isinstance(door.ask(door.enrol()), ReservedTouch)
    door.rates = rates

    assert isinstance(door.ask(door.enrol()), ReservedTouch) == goes


def test_room_on_a_closed_day_is_waited_for_until_hours_open(door: House) -> None:
    """The wait ends when room and hours are there, both: room comes on Wednesday, and Thursday is the next day."""
    door.rates = allowing(1)
    door.launch("short", "[mon, tue, thu]")
    assert isinstance(door.ask(door.enrol()), ReservedTouch)

    assert door.waits(door.enrol(campaign="short")) == TEN + 2 * DAY - 60 * MINUTE
