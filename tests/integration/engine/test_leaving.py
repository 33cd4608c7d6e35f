"""Does a touch leave only on an Allow that still holds, and is everything given back when it does not leave?"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError

from activities.touch import TouchActivities
from cadence.campaign import check_text
from cadence.campaign.store import to_json
from cadence.channels.provider import (
    Accepted,
    Answer,
    CarrierReport,
    Dial,
    Message,
    NotSent,
    PriceReport,
    Received,
    Uncertain,
)
from cadence.domain import Attempt, Channel, Outcome, TouchState
from cadence.domain.clock import Clock
from cadence.domain.payloads import TouchOrder, TouchResult
from cadence.engine.dispatch.answers import ReservedTouch, SenderRates
from cadence.engine.dispatch.attempt import Dispatcher, InProgress
from cadence.engine.dispatch.lookup import look_up
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.dispatch.waiting import FloorFullError, NotNowError
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import campaigns, enrolments
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.reading import facts
from cadence.ledger.touches import leases, touch_rows
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.world import lead_row
from tests.integration.rolls import put_on_roster

NINE = datetime(2027, 3, 9, 8, tzinfo=UTC)  # a Tuesday, nine in the morning in Madrid
CLOSING = datetime(2027, 3, 9, 20, tzinfo=UTC)  # nine in the evening
SECOND = timedelta(seconds=1)
START = NINE + SECOND
RATES = SenderRates(per_sender={"": 1e6})
FILE = """
campaign: spring
purpose: service
country: ES
jurisdictions: none
holidays: open
from: {company: Tienda Sol, voice: "+34910000001", sms: "+34910000001"}
windows: [{days: mon-sun, hours: "09:00-21:00"}]
consent:
  sms: {basis: contract, reason: they are customers}
  call: {basis: contract, reason: they are customers}
limits: [{max: 9, per: campaign}]
spread: 0 minutes
floors: {sales: {agents: 1, endpoint: "client:sales"}}
cadence:
  - step: first
    STEP
"""
SMS = "sms: hola"
CALL = "call: {floor: sales}"


@dataclass
class Recording:
    """A carrier that gives the answer it was told to give, and keeps what it was asked."""

    answer: Answer = field(default_factory=lambda: Accepted(sid="SM-ours", status="queued"))
    known: list[CarrierReport] = field(default_factory=list)
    carried: list[Message | Dial] = field(default_factory=list)

    def send(self, message: Message) -> Answer:
        """Carry a message."""
        self.carried.append(message)
        return self.answer

    def dial(self, dial: Dial) -> Answer:
        """Place a call."""
        self.carried.append(dial)
        return self.answer

    def fetch(self, channel: Channel, sid: str) -> CarrierReport | None:
        """Return what is known of one touch."""
        return next((report for report in self.known if report.sid == sid), None)

    def find(self, channel: Channel, to: str, sender: str, since: datetime, body: str = "") -> list[CarrierReport]:
        """Return everything that is known."""
        return self.known

    def cancel(self, channel: Channel, sid: str) -> bool:
        """Take nothing back."""
        return False

    def received(self, since: datetime, ours: Collection[tuple[Channel, str]] = ()) -> Iterator[Received]:
        """Nobody writes."""
        return iter(())

    def prices(self, since: datetime, until: datetime) -> Iterator[PriceReport]:
        """Nothing has a price."""
        return iter(())

    def check(self) -> None:
        """Answer."""


@dataclass
class Dispatch:
    """A ledger with one campaign of one step, in front of a carrier that is watched."""

    ledger: Ledger
    file: str = FILE
    carrier: Recording = field(default_factory=Recording)
    lines: Iterator[int] = field(default_factory=lambda: count(1))

    def planner(self, at: datetime) -> Planner:
        """What plans and judges from this instant on, in real time."""
        return Planner(self.ledger, Clock(origin=at, started=datetime.now(UTC)))

    def door(self, at: datetime, lost_after: timedelta = timedelta(0)) -> Dispatcher:
        """The way to the carrier, from this instant on."""
        return Dispatcher(self.planner(at), self.carrier, RATES, lost_after=lost_after)

    def enrol(self, step: str = SMS, *, number: str = "") -> str:
        """Launch the campaign with this step, and enrol somebody at nine in the morning; return the enrolment."""
        campaign = check_text(self.file.replace("STEP", step), "spring.yaml").right()
        line, enrolment = next(self.lines), str(uuid4())
        import_leads(self.ledger, "list", [lead_row(line, number or f"+346000000{line:02d}", key=f"C-{line}")], at=NINE)
        lead, planner = self.ledger.hasher.lead("list", f"C-{line}"), self.planner(NINE)
        with planner.begin() as page:
            launched = campaigns.launch(page.tx, "spring", to_json(campaign), at=NINE)
            campaigns.set_floors(page.tx, {"sales": 1}, at=NINE)
            put_on_roster(page.tx, launched.campaign, "list", at=NINE)
            (known,) = facts.gather_new(page.tx, "spring", launched.version, {enrolment: lead}, at=NINE)
            entry = NewEnrolment(
                enrolment=known.enrolment, lead=lead, move=planner.next(planner.case_of(page.tx, known), page.now)
            )
            assert enrolments.enrol_page(page.tx, launched.campaign, [entry], at=NINE)
        return enrolment

    def attempt(self, enrolment: str, at: datetime) -> Attempt:
        """Return the attempt that is due."""
        with self.planner(at).begin() as page:
            move = page.plan(enrolment)
        assert isinstance(move, Attempt), move
        return move

    def reserve(self, enrolment: str, at: datetime) -> ReservedTouch:
        """Reserve the touch that was due a second ago, and commit."""
        attempt = self.attempt(enrolment, at - SECOND)
        with self.planner(at).begin() as page:
            got = reserve(page, enrolment, attempt, RATES)
        assert isinstance(got, ReservedTouch), got
        return got

    def busy(self) -> int:
        """Return how many places of the floor are taken."""
        with self.ledger.begin() as tx:
            return leases.look(tx, "sales").busy

    def state(self, touch: str) -> tuple[TouchState, Outcome | None]:
        """Return how a touch stands."""
        with self.ledger.begin() as tx:
            stored = touch_rows.get(tx, touch)
        return stored.touch.state, stored.touch.outcome


@pytest.fixture
def dispatch(database_url: str) -> Iterator[Dispatch]:
    """An empty ledger and a carrier that is watched."""
    ledger = Ledger(database_url, KEY)
    ledger.check_keys()
    yield Dispatch(ledger)
    ledger.close()


@pytest.mark.parametrize(
    ("later", "goes"),
    [
        (timedelta(0), True),
        (timedelta(seconds=8), True),
        (timedelta(seconds=11), False),  # ten seconds of the Clock is as long as an Allow lasts
        (timedelta(hours=3), False),  # a worker that was frozen
    ],
)
@pytest.mark.parametrize("step", [SMS, CALL])
def test_an_allow_that_has_run_out_is_not_used(dispatch: Dispatch, step: str, later: timedelta, goes: bool) -> None:
    """What was allowed then may be forbidden now: the touch goes back on its own row, and its place is free again."""
    leaving = dispatch.reserve(dispatch.enrol(step), START)
    touch = leaving.stored.touch.id
    door = dispatch.door(START + later)

    if goes:
        door._send(leaving, [])
        assert len(dispatch.carrier.carried) == 1
        return
    with pytest.raises(NotNowError):
        door._send(leaving, [])

    assert dispatch.carrier.carried == []
    assert dispatch.state(touch) == (TouchState.PLANNED, None)
    assert dispatch.busy() == 0


def test_an_allow_is_not_used_once_its_window_has_closed(dispatch: Dispatch) -> None:
    """Also within its ten seconds."""
    leaving = dispatch.reserve(dispatch.enrol(), START)
    leaving = replace(leaving, allow=replace(leaving.allow, closes=START + SECOND))

    with pytest.raises(NotNowError):
        dispatch.door(START + 2 * SECOND)._send(leaving, [])

    assert dispatch.carrier.carried == []


@pytest.mark.parametrize(
    ("before_closing", "goes"),
    [
        (timedelta(minutes=30), True),
        (timedelta(seconds=90), True),
        (timedelta(seconds=55), False),
        (timedelta(seconds=20), False),
        (SECOND, False),
        (timedelta(0), False),
    ],
)
@pytest.mark.parametrize("step", [SMS, CALL])
def test_nothing_leaves_in_the_last_minute_before_closing(
    dispatch: Dispatch, step: str, before_closing: timedelta, goes: bool
) -> None:
    """The engine's own guard: what leaves at the last second arrives after closing."""
    enrolment = dispatch.enrol(step)
    attempt = dispatch.attempt(enrolment, NINE)

    answer = dispatch.door(CLOSING - before_closing).attempt(enrolment, attempt)

    assert len(dispatch.carrier.carried) == (1 if goes else 0)
    if not goes:
        assert isinstance(answer, TouchResult)
        assert dispatch.attempt(enrolment, CLOSING).at == NINE + timedelta(days=1)


@pytest.mark.parametrize(
    ("answer", "free"),
    [
        (Accepted(sid="CA-ours", status="queued"), False),
        (NotSent(reason="429", retry_after=SECOND), True),  # it goes again later, and takes a place again
        (Uncertain(reason="timeout"), False),  # it may ring
    ],
)
def test_a_place_on_the_floor_is_given_back_when_the_call_surely_did_not_leave(
    dispatch: Dispatch, answer: Answer, free: bool
) -> None:
    """A place that is kept for a call that is not made is an agent who waits for nobody."""
    dispatch.carrier.answer = answer
    enrolment = dispatch.enrol(CALL)
    attempt = dispatch.attempt(enrolment, NINE)

    try:
        dispatch.door(START).attempt(enrolment, attempt)
    except NotNowError:
        assert not isinstance(answer, Accepted)

    assert dispatch.busy() == (0 if free else 1)


def test_the_place_of_a_lost_call_is_free_once_it_counts_as_lost(dispatch: Dispatch) -> None:
    """The next call may ring: nobody will ever report the end of this one."""
    dispatch.carrier.answer = Uncertain(reason="timeout")
    enrolment, other = dispatch.enrol(CALL), dispatch.enrol(CALL)
    attempt = dispatch.attempt(enrolment, NINE)
    with pytest.raises(NotNowError):
        dispatch.door(START).attempt(enrolment, attempt)
    with pytest.raises(FloorFullError):
        dispatch.reserve(other, START)
    with dispatch.ledger.begin() as tx:
        touch = str(tx.exec_driver_sql("SELECT id FROM touches").scalar_one())

    later = dispatch.planner(NINE + timedelta(hours=1))
    settled = look_up(later, dispatch.carrier, touch, lost_after=timedelta(0))

    assert settled is not None
    assert dispatch.state(touch) == (TouchState.SETTLED, Outcome.LOST)
    assert dispatch.busy() == 0
    assert dispatch.reserve(other, NINE + timedelta(hours=1)).stored.touch.channel is Channel.CALL


def test_a_lost_answer_is_never_settled_by_the_record_of_another_touch(dispatch: Dispatch) -> None:
    """Two texts to one phone look alike at the carrier: what one touch has claimed is no other's."""
    first, second = (dispatch.enrol(number="+34600000077") for _ in range(2))
    dispatch.door(START).attempt(first, dispatch.attempt(first, NINE))
    theirs = CarrierReport(sid="SM-ours", status="delivered", at=NINE, outcome=Outcome.DELIVERED)
    dispatch.carrier.known, dispatch.carrier.answer = [theirs], Uncertain(reason="timeout")
    later = START + timedelta(minutes=15)  # one phone is not written to twice within minutes
    with pytest.raises(NotNowError):
        dispatch.door(later).attempt(second, dispatch.attempt(second, later - SECOND))
    with dispatch.ledger.begin() as tx:
        doubted = str(tx.exec_driver_sql("SELECT id FROM touches WHERE state = 'unknown'").scalar_one())
    planner = dispatch.planner(later + SECOND)

    assert look_up(planner, dispatch.carrier, doubted) is None, "the other touch's record says nothing of this one"
    assert dispatch.state(doubted) == (TouchState.UNKNOWN, None)

    dispatch.carrier.known.append(replace(theirs, sid="SM-second", status="undelivered", outcome=Outcome.UNDELIVERED))
    assert look_up(planner, dispatch.carrier, doubted) is not None
    assert dispatch.state(doubted) == (TouchState.SETTLED, Outcome.UNDELIVERED)


WITHOUT_CONSENT = FILE.replace("  call: {basis: contract, reason: they are customers}\n", "")
REFUSED_FIRST = """call: {floor: sales}
    otherwise: second
  - step: second
    sms: hola
"""


def rows(dispatch: Dispatch) -> list[str]:
    """Return every touch as step, state and rules, in order."""
    with dispatch.ledger.begin() as tx:
        read = tx.exec_driver_sql("SELECT concat_ws(' ', step, state, rules[1]) FROM touches ORDER BY at, recorded_at")
        return [str(row) for row in read.scalars()]


def test_a_step_that_a_rule_refuses_is_known_to_leave_nothing_and_is_recorded_at_once(dispatch: Dispatch) -> None:
    """The refusal is recorded when the step is due, with its decision, in either activity; the next step may leave."""
    dispatch.file = WITHOUT_CONSENT
    enrolment = dispatch.enrol(REFUSED_FIRST)
    attempt = dispatch.attempt(enrolment, NINE)
    assert not attempt.leaves

    decided = dispatch.door(START).decide(enrolment, attempt)

    assert (decided.step, decided.verdict, decided.rules) == ("first", "refuse", ("consent.call",))
    assert isinstance(decided.next, Attempt)
    assert (decided.next.step, decided.next.leaves) == ("second", True)
    assert rows(dispatch) == ["first skipped consent.call"]
    with dispatch.ledger.begin() as tx:
        assert tx.exec_driver_sql("SELECT verdict FROM decisions").scalars().all() == ["refuse"]
    assert dispatch.carrier.carried == []


def test_what_may_leave_after_all_is_left_to_its_queue(dispatch: Dispatch) -> None:
    """A consent that came after the plan: nothing is reserved, no place is taken, and the plan says that it leaves."""
    enrolment = dispatch.enrol(CALL)
    expected = dispatch.attempt(enrolment, NINE)

    decided = dispatch.door(START).decide(enrolment, replace(expected, leaves=False))

    assert decided.verdict == ""
    assert isinstance(decided.next, Attempt)
    assert decided.next.leaves
    assert (rows(dispatch), dispatch.busy(), dispatch.carrier.carried) == ([], 0, [])
    assert dispatch.door(START + SECOND).attempt(enrolment, decided.next) == InProgress()
    assert len(dispatch.carrier.carried) == 1


def test_what_left_already_is_left_to_its_queue(dispatch: Dispatch) -> None:
    """A call that rings is found again there; it is neither made nor decided a second time."""
    enrolment = dispatch.enrol(CALL)
    attempt = dispatch.attempt(enrolment, NINE)
    assert dispatch.door(START).attempt(enrolment, attempt) == InProgress()

    decided = dispatch.door(START).decide(enrolment, replace(attempt, leaves=False))

    assert isinstance(decided.next, Attempt)
    assert (decided.next.cause, decided.next.leaves) == (attempt.cause, True)
    assert len(dispatch.carrier.carried) == 1


def test_a_task_is_created_at_once(dispatch: Dispatch) -> None:
    """It goes to our own staff, so nothing leaves."""
    enrolment = dispatch.enrol("task: {title: Llamar}")
    attempt = dispatch.attempt(enrolment, NINE)
    assert not attempt.leaves

    decided = dispatch.door(START).decide(enrolment, attempt)

    assert (decided.verdict, decided.outcome, decided.next.kind) == ("allow", "created", "finish")
    with dispatch.ledger.begin() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM tasks").scalar_one() == 1


def test_no_task_is_created_before_what_people_wrote_meanwhile_is_read(dispatch: Dispatch) -> None:
    """A worker that starts plans at once, but somebody may have said stop while none ran: its queue waits for that."""
    enrolment = dispatch.enrol("task: {title: Llamar}")
    attempt = dispatch.attempt(enrolment, NINE)
    heard: list[bool] = []
    activities = TouchActivities(dispatch.planner(START), dispatch.door(START), lambda: bool(heard))
    decide, order = activities.decided(Channel.TASK), TouchOrder(enrolment=enrolment, attempt=attempt, now=START)

    with pytest.raises(ApplicationError):
        decide(order)
    assert rows(dispatch) == []

    heard.append(True)
    assert decide(order).outcome == "created"
