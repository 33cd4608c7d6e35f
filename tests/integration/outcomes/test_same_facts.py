"""
Is the ledger after a change what the pure function says it is? For each event, on a real ledger.

The facts are gathered before, the event is recorded, and the facts gathered afterwards are those that `apply` makes of
the change. So the simulation, which only folds, lives in the same world as the engine.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.channels.provider import CarrierReport, Received
from cadence.domain import Channel, Disposition, Facts, Inbound, Outcome, Purpose, SuppressionScope, TouchState
from cadence.domain.zones import candidate_zones
from cadence.engine.outcomes.callbacks import Promise, last_case, request_callback
from cadence.engine.outcomes.dispositions import record_disposition
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import LeadCase, Planner
from cadence.engine.outcomes.reports import event_of, record_report
from cadence.engine.outcomes.reviews import Review, ReviewDecision, record_review
from cadence.engine.outcomes.stops import stop_people
from cadence.ledger.campaigns import enrolments
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.people import numbers
from cadence.ledger.people.suppressions import NewSuppression, suppress
from cadence.ledger.reading import facts
from cadence.ledger.touches import inbound, tasks
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.events import (
    CallbackRequested,
    DispositionGiven,
    Event,
    Reach,
    Replied,
    Reviewed,
    Stopped,
)
from cadence.replies.reading import read_reply
from tests.integration.api.town import OURS, Town
from tests.integration.outcomes.conftest import NOON, lasting

ORDER = Command(name="callback", actor="ana", origin="test")
EXAMPLES = settings(max_examples=40, deadline=None)
SCOPES = st.sampled_from(
    [
        (SuppressionScope.EVERYTHING, ""),
        (SuppressionScope.PURPOSE, Purpose.MARKETING.value),
        (SuppressionScope.CAMPAIGN, "harbour"),
        (SuppressionScope.CHANNEL, "call"),
    ]
)


def comparable(known: Facts) -> dict[str, Any]:
    """Return facts without ids that the test does not give, and without the plan that is made afterwards."""
    suppressions = sorted((one.number, one.scope, one.value, one.since, one.source) for one in known.suppressions)
    same = {name: getattr(known, name) for name in ("lead", "state", "touches", "pauses", "consents")}
    return same | {
        "suppressions": suppressions,
        "enrolment": replace(known.enrolment, id="", finished=None),
        "callbacks": sorted((one.at, one.number or 0, one.canceled) for one in known.callbacks),
        "inbound": [replace(one, id="") for one in known.inbound],
    }


@EXAMPLES
@given(
    count=st.integers(1, 3),
    named=st.sampled_from(["nothing", "first", "last", "stranger"]),
    reach=st.sampled_from(Reach),
    scope=SCOPES,
    before=st.lists(st.tuples(st.integers(0, 2), SCOPES), max_size=3),
    shared=st.booleans(),
)
def test_the_ledger_after_a_stop_is_what_the_change_says(
    town: Town,
    planner: Planner,
    count: int,
    named: str,
    reach: Reach,
    scope: tuple[SuppressionScope, str],
    before: list[tuple[int, tuple[SuppressionScope, str]]],
    shared: bool,
) -> None:
    """One number or several, whole or in part, said before or not, by somebody alone or in a family."""
    e164s = tuple(town.number() for _ in range(count))
    enrolment = town.enrol(*e164s)
    other = town.enrol(e164s[-1]) if shared else None
    lead, ids = town.lead_of(enrolment), town.numbers(town.lead_of(enrolment))
    with planner.begin() as page:
        for place, (closed, value) in before:
            suppress(
                page.tx, [ids[place % count]], NewSuppression(source="list", scope=closed, value=value), at=page.now
            )
        strange = numbers.ensure(page.tx, town.ledger.hasher, town.number())
    number = {"nothing": None, "first": ids[0], "last": ids[-1], "stranger": strange}[named]
    said = Stopped(source="reply", ref="r", scope=scope[0], value=scope[1], number=number, reach=reach)

    with planner.begin() as page:
        known = facts.gather_people(page.tx, [lead])[lead]
        stop = NewSuppression(source="reply", ref="r", scope=scope[0], value=scope[1])
        stop_people(page, [lead], stop, number=number, reach=reach)
        after, now = facts.gather_people(page.tx, [lead])[lead], page.now
        hers = facts.gather(page.tx, other.id) if other else None

    assert comparable(after) == comparable(apply(known, change(known, said, now)))
    if hers is not None:  # whoever shares a number loses that number, and is told
        mine = {one for one in after.suppressions if one.number == ids[-1]}
        assert set(hers.suppressions) == mine
        concerned = reach is Reach.PERSON or named == "last" or (named == "first" and count == 1)
        assert bool(town.news(other)) is concerned  # type: ignore[arg-type]


REPORTS: tuple[dict[str, Any], ...] = (
    {"status": "sent", "outcome": Outcome.SENT},
    {"status": "delivered", "outcome": Outcome.DELIVERED},
    {"status": "undelivered", "outcome": Outcome.UNDELIVERED, "code": "30003"},
    {"status": "undelivered", "outcome": Outcome.INVALID_NUMBER, "code": "30005"},  # the number does not exist
    {"status": "failed", "outcome": Outcome.INVALID_NUMBER, "code": "30006"},  # a landline
    {"status": "failed", "outcome": Outcome.OPTED_OUT, "code": "21610"},
    {"status": "delivered", "outcome": Outcome.DELIVERED, "sid": "SM-another"},  # no touch of ours
)
CALLS: tuple[dict[str, Any], ...] = (
    {"status": "ringing"},
    {"status": "in-progress", "answered_at": NOON, "delivery": "live"},
    {"status": "completed"},  # what came of it, the leg to the agent tells
    {"status": "completed", "outcome": Outcome.ANSWERED, "agent_at": NOON},
    {"status": "completed", "outcome": Outcome.ABANDONED},
    {"status": "completed", "outcome": Outcome.VOICEMAIL_LEFT},
    {"status": "in-progress", "delivery": "voicemail"},  # our words were fetched
    {"status": "no-answer", "outcome": Outcome.NO_ANSWER},
    {"status": "failed", "outcome": Outcome.INVALID_NUMBER},
    {"status": "", "outcome": Outcome.LOST},
)


@EXAMPLES
@given(
    called=st.booleans(),
    known=st.booleans(),
    picks=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), min_size=1, max_size=5),
    word=st.sampled_from([None, *Disposition]),
)
def test_the_ledger_after_each_report_is_what_its_change_says(
    town: Town, called: bool, known: bool, picks: list[tuple[int, int]], word: Disposition | None
) -> None:
    """Reports twice, in any order, before our request was answered or after; then the agent's word, if there is one."""
    enrolment = town.enrol(town.number(), town.number())
    touch = town.call(enrolment, known=known) if called else town.message(enrolment)
    kinds = CALLS if called else REPORTS
    for pick, minute in picks:
        now = NOON + timedelta(minutes=minute)
        planner = Planner(town.ledger, lasting(now))
        report = CarrierReport(**({"sid": touch.sid or "CA1" + touch.touch.id, "at": now} | kinds[pick % len(kinds)]))
        with planner.begin() as page:
            case = page.planner.case(page.tx, enrolment.id)
            event = event_of(page, town.stored(touch.touch.id), report)
        record_report(planner, touch.touch.id, report)
        check(town, enrolment.id, case, event, now)
    if word is not None and town.stored(touch.touch.id).touch.state is TouchState.SETTLED and called:
        at = NOON + timedelta(hours=3) if word is Disposition.CALLBACK else None
        asked = CallbackRequested(id="p", at=at, ref=f"touch:{touch.touch.id}", enrolment="e") if at else None
        with planner.begin() as page:
            case = last_case(page, town.lead_of(enrolment), "harbour")
        order, date = replace(ORDER, name="disposition"), "2027-03-20" if word is Disposition.PROMISED else ""
        record_disposition(planner, touch.touch.id, word, order, callback_at=at, promised=date)
        with planner.begin() as page:
            after = last_case(page, town.lead_of(enrolment), "harbour").facts
        event_ = DispositionGiven(touch=touch.touch.id, disposition=word, callback=asked, promised=date or None)
        assert comparable(after) == comparable(apply(case.facts, change(case.facts, event_, now, case.campaign)))


def check(town: Town, enrolment: str, case: LeadCase, event: Event, now: datetime) -> None:
    """Compare the ledger after an event with what its change says."""
    with town.ledger.begin() as tx:
        after = facts.gather(tx, enrolment)
    assert comparable(after) == comparable(apply(case.facts, change(case.facts, event, now, case.campaign)))


BODIES = (
    "BAJA",  # a stop
    "no me llamen más, solo por whatsapp",  # a stop in part
    "no me llamen al trabajo",  # a place: it holds everything
    "esto es un stop o qué?",  # it may be a stop
    "AYUDA",
    "gracias",
    "llámame mañana a las 17:00",  # a call
    "llámame el jueves a las 11:00",  # another one
)
STEPS = st.one_of(
    st.tuples(st.just("message"), st.sampled_from(BODIES)),
    st.tuples(st.just("stray message"), st.sampled_from(BODIES)),  # it answers nothing of ours
    st.tuples(st.just("call back"), st.sampled_from(["5", "30"])),  # in so many hours, by an order
    st.tuples(st.just("review"), st.sampled_from(["harmless", "revoke"])),  # a person of ours reads what waits
    st.tuples(st.just("end"), st.just("completed")),  # the cadence comes to its end
)


@settings(EXAMPLES, max_examples=40)
@given(steps=st.lists(STEPS, min_size=1, max_size=5), count=st.integers(1, 2), from_last=st.booleans())
def test_the_ledger_after_each_event_of_a_history_is_what_its_change_says(
    town: Town, steps: list[tuple[str, str]], count: int, from_last: bool
) -> None:
    """Messages and promises in any order, before and after the end of the cadence."""
    e164s = tuple(town.number() for _ in range(count))
    enrolment = town.enrol(*e164s)
    lead = town.lead_of(enrolment)
    place = count - 1 if from_last else 0
    sent = town.message(enrolment, number=place)
    for minute, (what, word) in enumerate(steps):
        now = NOON + timedelta(minutes=minute)
        planner = Planner(town.ledger, lasting(now))
        with planner.begin() as page:
            case = last_case(page, lead, "harbour")
        event: Event
        match what:
            case "message" | "stray message":
                to = OURS if what == "message" else "+34910000099"
                received = Received(
                    sid=f"SM{uuid4().hex}", channel=Channel.SMS, sender=e164s[place], to=to, body=word, at=now
                )
                record_inbound(planner, received)
                event = said(case, received, town.numbers(lead)[place], sent if what == "message" else None)
            case "call back":
                at, ref = now + timedelta(hours=int(word)), f"api:{uuid4()}"
                request_callback(planner, Promise(lead=lead, campaign="harbour", at=at, ref=ref), ORDER)
                event = CallbackRequested(id="p", at=at, ref=ref, enrolment="e")
            case "review":
                with planner.begin() as page:
                    waiting = inbound.waiting(page.tx, lead, town.numbers(lead)[place])
                    open_ = tasks.open_about(page.tx, [one.id for one in waiting])
                if not open_:
                    continue
                decision = Review(task=open_[0].id, decision=ReviewDecision(word))
                record_review(planner, decision, replace(ORDER, name="review"))
                event = Reviewed(messages=tuple(waiting), by="ana", closes=decision.closes)
            case _:
                with planner.begin() as page:
                    enrolments.finish(page.tx, case.facts.enrolment.id, word, at=now)
                continue
        with planner.begin() as page:
            after = last_case(page, lead, "harbour").facts
        assert comparable(after) == comparable(apply(case.facts, change(case.facts, event, now, case.campaign)))


def said(case: LeadCase, received: Received, number: int, sent: Stored | None) -> Replied:
    """Return a message as the event that it is."""
    zones = [one.zone for one in candidate_zones(case.facts.lead)] if sent else []
    message = Inbound(
        id="m",
        channel=received.channel,
        number=number,
        sender=received.to,
        at=received.at,
        touch=sent.touch.id if sent else None,
    )
    reply = read_reply(received.body, zones, received.at)
    return Replied(message=message, reply=reply, lead=case.facts.lead.id, promise="p", enrolment="e")
