"""
Is the ledger after an attempt what the pure function says it is? For steps refused, lost answers, tasks and moves.

As in `test_same_facts.py`: the facts are gathered, the event is recorded, and the facts gathered afterwards are those
that `apply` makes of the change.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign import check_text
from cadence.campaign.store import to_json
from cadence.channels.provider import Accepted, Answer, NotSent, Rejected, Uncertain
from cadence.domain import Attempt, Cause, CauseKind, Channel, Facts, Outcome, Refuse, TouchState
from cadence.domain.payloads import TouchResult
from cadence.domain.touch_record import Stored
from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.dispatch.record import put_back, record, report_of
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.dispatch.waiting import NotNowError
from cadence.engine.outcomes.planner import LeadCase, Planner
from cadence.engine.outcomes.versions import move_page
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.reading import facts
from cadence.ledger.touches import touch_rows
from cadence.planning.attempts import judged
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.events import AnswerMissing, Event, NeverSent, StepRefused, TaskGiven, VersionChanged
from tests.integration.api.town import CAMPAIGN, Town
from tests.integration.outcomes.conftest import NOON, lasting
from tests.integration.outcomes.test_same_facts import comparable

RATES = SenderRates(per_sender={"": 1000.0})
ANSWERS: tuple[Answer, ...] = (
    NotSent(reason="429", retry_after=timedelta(seconds=1)),
    Uncertain(reason="timeout"),
    Accepted(sid="", status="queued"),
    Rejected(code="21610", outcome=Outcome.OPTED_OUT),
    Rejected(code="30008", outcome=Outcome.FAILED),  # without an id: the carrier did not take it
    Rejected(code="30001", outcome=Outcome.NOT_TAKEN),
)


def known_of(town: Town, enrolment: str) -> Facts:
    """Return the facts of an enrolment as the ledger has them."""
    with town.ledger.begin() as tx:
        return facts.gather(tx, enrolment)


def check(town: Town, case: LeadCase, event: Event, planner: Planner) -> None:
    """Compare the ledger after an event with what its change says."""
    after = apply(case.facts, change(case.facts, event, planner.now(), case.campaign))
    assert comparable(known_of(town, case.facts.enrolment.id)) == comparable(after)


def case_of(town: Town, planner: Planner, enrolment: str) -> LeadCase:
    """Return everything that a decision about an enrolment is based on."""
    with town.ledger.begin() as tx:
        return planner.case(tx, enrolment)


@settings(max_examples=40, deadline=None)
@given(called=st.booleans(), picks=st.lists(st.integers(0, len(ANSWERS)), min_size=1, max_size=4))
def test_the_ledger_after_each_answer_is_what_its_change_says(town: Town, called: bool, picks: list[int]) -> None:
    """Answers of the carrier in any order on one row, and Allows that expired before anything was sent."""
    enrolment = town.enrol(town.number())
    channel, step = (Channel.CALL, "talk") if called else (Channel.SMS, "hello")
    touch = town.reserve(enrolment, step, channel)
    for minute, pick in enumerate(picks):
        planner = Planner(town.ledger, lasting(NOON + timedelta(minutes=minute)))
        case, was = case_of(town, planner, enrolment.id), town.stored(touch.id)
        if pick == len(ANSWERS):
            put_back(planner, touch.id, "the Allow expired")
            check(town, case, NeverSent(was=was), planner)
            continue
        answer = ANSWERS[pick]
        if isinstance(answer, Accepted):
            answer = replace(answer, sid=was.sid or f"SM{uuid4().hex}")
        event = answer_event(planner, was, answer)
        try:
            stands = record(planner, was, answer)
        except NotNowError:
            assert was.touch.state is TouchState.RESERVED
        else:
            with town.ledger.begin() as tx:
                assert stands == touch_rows.with_move(tx, touch.id)
        check(town, case, event, planner)


def answer_event(planner: Planner, was: Stored, answer: Answer) -> Event:
    """Return an answer as the event that dispatch makes of it."""
    match answer:
        case NotSent():
            return NeverSent(was=was)
        case Uncertain(reason=reason):
            return AnswerMissing(was=was, code=reason)
        case _:
            with planner.begin() as unit:
                return report_of(unit, was, answer)


@settings(max_examples=10, deadline=None)
@given(put_back_first=st.booleans(), numbers=st.integers(1, 2))
def test_the_ledger_after_a_refused_step_is_what_its_change_says(
    town: Town, planner: Planner, put_back_first: bool, numbers: int
) -> None:
    """Nobody has agreed to anything here, so every step is refused; one of them had been reserved and put back."""
    enrolment = town.enrol(*(town.number() for _ in range(numbers)))
    if put_back_first:
        touch = town.reserve(enrolment, "hello", Channel.SMS, number=numbers - 1)
        put_back(planner, touch.id, "the Allow expired")
    case = case_of(town, planner, enrolment.id)
    move = planner.next(case, planner.now())
    assert isinstance(move, Attempt)
    refusal = judged(case.campaign, case.facts, move, planner.now(), case.law)
    assert isinstance(refusal, Refuse)

    with planner.begin() as unit:
        reserve(unit, enrolment.id, move, RATES)

    (row,) = known_of(town, enrolment.id).touches
    check(town, case, StepRefused(attempt=move, refusal=refusal, touch=row.id), planner)
    assert (row.state, row.number is not None) == (TouchState.SKIPPED, put_back_first)


def test_the_ledger_after_a_move_and_after_a_task_is_what_their_changes_say(town: Town, planner: Planner) -> None:
    """A new version makes the second step a task: the lead is moved, and the task is given an hour later."""
    enrolment = town.enrol(town.number())
    town.message(enrolment)
    talk = CAMPAIGN.index("    call: {floor")
    changed = CAMPAIGN[:talk].replace("failed: ask, ", "") + "    task: {title: Call them yourself}\n"
    new = check_text(changed, "harbour.yaml", ()).right()
    with planner.begin() as unit:
        unit.plan(enrolment.id)
        campaigns.launch(unit.tx, "harbour", to_json(new), at=unit.now)
    case = case_of(town, planner, enrolment.id)

    move_page(planner, "harbour", 2, Command(name="migrate", actor="ana", origin="test"))

    check(town, case, VersionChanged(version=2), planner)
    assert town.news(enrolment) == ["version"]

    later = Planner(town.ledger, lasting(NOON + timedelta(hours=1)))
    attempt = later.next(case_of(town, later, enrolment.id), later.now())
    assert isinstance(attempt, Attempt)
    before = known_of(town, enrolment.id)
    with later.begin() as unit:
        got = reserve(unit, enrolment.id, attempt, RATES)
    assert isinstance(got, TouchResult)
    assert got.outcome == "created"
    row = known_of(town, enrolment.id).touches[-1]
    assert row.cause == Cause(kind=CauseKind.STEP, ref="talk")
    reserved = replace(row, state=TouchState.RESERVED, outcome=None, ended_at=None)
    given_to = TaskGiven(was=Stored(touch=reserved, version=2), title="Call them yourself")
    known = replace(before, touches=(*before.touches, reserved))
    check(town, LeadCase(campaign=new, facts=known, law=later.law(new)), given_to, later)
