"""Where would a lead stand in the new file? Nobody is lost, and nobody gets the same twice for being moved."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign import Campaign
from cadence.campaign.content.sms import Sms as Text
from cadence.campaign.parts import Before
from cadence.campaign.paths import ahead
from cadence.campaign.step_shape import Step
from cadence.domain import (
    END,
    Attempt,
    Callback,
    Cause,
    CauseKind,
    Channel,
    Enrolment,
    Facts,
    Finish,
    IfLate,
    Outcome,
    Touch,
    TouchState,
)
from cadence.planning import next_move
from cadence.planning.moved import Moving, Staying, StaysReason, moved, standing
from cadence.policy.packs.law import Law
from tests.unit.policy.builders import (
    MONDAY,
    call,
    campaign,
    facts,
    hours,
    in_all,
    later,
    lead,
    sms,
    task,
    tried,
    whatsapp,
)

LAW = Law(packs=(), guard=timedelta(seconds=60))
OLD = campaign(sms("hello"), call("ring", after=hours(24)), sms("bye", after=hours(24)))
SENT = tried("hello", Outcome.SENT)
RUNG = tried("ring", Outcome.BUSY, channel=Channel.CALL, at=MONDAY + hours(24))


SOON = MONDAY + hours(1)


def go(new: Campaign, known: Facts, now: datetime = SOON) -> Moving:
    """Move a lead of OLD; the test expects that it goes."""
    then = moved(OLD, new, known, now, LAW)
    assert isinstance(then, Moving), then
    return then


@pytest.mark.parametrize(
    ("new", "known", "step"),
    [
        # before its first step: it begins where the new file begins
        (campaign(whatsapp("hi"), sms("hello")), facts(), "hi"),
        # the step that it waits for has another name or is another: the one it stands at says what follows
        (campaign(sms("hello"), whatsapp("chat", after=hours(2))), facts(SENT), "chat"),
        # a step behind it is gone: it has had that one
        (campaign(call("ring"), sms("bye", after=hours(2))), facts(SENT, RUNG), "bye"),
        # a step comes before its place: it has passed there
        (campaign(sms("hello"), whatsapp("chat"), call("ring"), sms("bye")), facts(SENT, RUNG), "bye"),
        # nothing comes after its place any more
        (campaign(sms("hello")), facts(SENT), END),
        # a branch that the old file had not: what came of the call is read by the new one
        (
            campaign(sms("hello"), call("ring", on={"busy": "work"}), sms("bye"), task("work")),
            facts(SENT, RUNG),
            "work",
        ),
    ],
)
def test_the_new_file_says_what_follows_the_step_it_stands_at(new: Campaign, known: Facts, step: str) -> None:
    """There is no cursor to move: the place follows from the touches."""
    assert go(new, known, MONDAY + hours(25)).step == step


def test_a_wait_counts_from_the_last_touch_and_not_from_the_move() -> None:
    """Two hours instead of a day: after one of them, one is left."""
    new = campaign(sms("hello"), call("ring", after=hours(2)))
    move = go(new, facts(SENT)).move

    assert isinstance(move, Attempt)
    assert move.at == MONDAY + hours(2)


@pytest.mark.parametrize(
    ("new", "known", "stays"),
    [
        # its step was renamed or taken out: nothing says what follows
        (campaign(sms("hello_again"), call("ring")), facts(SENT), Staying(bar=StaysReason.GONE, about="hello")),
        # a step of that name on another channel is another step
        (campaign(whatsapp("hello"), call("ring")), facts(SENT), Staying(bar=StaysReason.CHANGED, about="hello")),
        # the order was turned round: it would get the text a second time
        (campaign(call("ring"), sms("hello")), facts(SENT, RUNG), Staying(bar=StaysReason.AGAIN, about="hello")),
        # by a branch, too
        (
            campaign(call("ring", on={"busy": "bye"}), sms("bye", on={"sent": "hello"}), sms("hello")),
            facts(SENT, RUNG),
            Staying(bar=StaysReason.AGAIN, about="hello"),
        ),
        # somebody waits for our call, and the new file makes none
        (
            campaign(sms("hello"), sms("bye")),
            facts(SENT, callbacks=(Callback(id="c", at=MONDAY + hours(5), ref="inbound:1"),)),
            Staying(bar=StaysReason.PROMISE),
        ),
        # the list gave it no order number
        (
            campaign(sms("hello"), Step(step="bye", sms=Text(body="{{ order }}"))),
            facts(SENT),
            Staying(bar=StaysReason.TEXT, about="order"),
        ),
        # nor a date
        (
            campaign(sms("hello"), sms("bye", before=Before(field="visit", by=hours(2)))),
            facts(SENT, lead=lead(attributes={"visit": "soon"})),
            Staying(bar=StaysReason.TEXT, about="visit"),
        ),
        # the cadence was over: a promised call is all that is open
        (
            OLD,
            facts(enrolment=Enrolment(id="enrolment-1", campaign="spring", version=1, at=MONDAY, kind="callback")),
            Staying(bar=StaysReason.ALONE),
        ),
    ],
)
def test_whom_the_new_file_would_lose_or_repeat_stays(new: Campaign, known: Facts, stays: Staying) -> None:
    """It carries on in the version that it has, and is named."""
    assert moved(OLD, new, known, MONDAY + hours(25), LAW) == stays


def test_a_refused_step_may_come_again() -> None:
    """Nothing left: it is no second time."""
    new = campaign(call("ring"), sms("hello"))

    assert go(new, facts(tried("hello", Outcome.SKIPPED), RUNG)).step == "hello"


def test_a_loop_of_the_new_file_is_what_it_says() -> None:
    """Whoever begins in it goes round as well."""
    new = campaign(sms("hello"), call("ring", on={"busy": "hello"}), sms("bye"), limits=(in_all(9),))

    assert go(new, facts(SENT, RUNG), MONDAY + hours(25)).step == "hello"


def test_a_touch_in_the_air_is_found_again_and_not_made_again() -> None:
    """It ends as it began; what follows is the new file's."""
    flying = tried("hello", state=TouchState.RESERVED)
    new = campaign(sms("hello", on={"sent": "bye"}), call("ring"), sms("bye"))
    move = go(new, facts(flying)).move

    assert isinstance(move, Attempt)
    assert (move.step, move.attempt, move.cause) == ("hello", 1, flying.cause)


def test_a_promised_call_in_the_air_may_have_to_be_made_again() -> None:
    """Put back by the carrier, it would have no step to go by."""
    cause = Cause(kind=CauseKind.CALLBACK, ref="c")
    ringing = tried("ring", channel=Channel.CALL, state=TouchState.CARRIED, at=MONDAY + hours(2))
    known = facts(
        SENT, replace(ringing, cause=cause), callbacks=(Callback(id="c", at=MONDAY + hours(2), ref="inbound:1"),)
    )

    assert moved(OLD, campaign(sms("hello"), sms("bye")), known, MONDAY, LAW) == Staying(bar=StaysReason.PROMISE)


def test_who_comes_too_late_for_the_next_step_is_told_before() -> None:
    """The new wait was over before its window closed yesterday, and the file says skip."""
    new = campaign(sms("hello"), call("ring", after=hours(1), expires=hours(3), if_late=IfLate.SKIP))
    then = go(new, facts(SENT), MONDAY + hours(20))

    assert (then.step, then.refused) == ("ring", "step.expired")


def test_a_word_in_the_new_stop_on_ends_a_lead() -> None:
    """The plan shows it as an end, before anybody says yes."""
    new = campaign(sms("hello"), call("ring"), stop_on=("replied",))

    assert go(new, facts(replace(SENT, replied_at=MONDAY))).move == Finish(reason="replied")


MAKERS = {"a": sms, "b": whatsapp, "c": call, "d": task, "e": sms}
WORDS = ("otherwise", "busy", "sent", "answered")


@st.composite
def files(draw: st.DrawFn) -> Campaign:
    """Some steps in some order, with branches that may lead anywhere, loops included; the budget ends these."""
    names = draw(st.lists(st.sampled_from(list(MAKERS)), min_size=1, max_size=5, unique=True))
    steps = [
        MAKERS[name](
            name,
            after=hours(draw(st.integers(0, 30))),
            on=draw(st.dictionaries(st.sampled_from(WORDS), st.sampled_from([*names, END]), max_size=2)),
        )
        for name in names
    ]
    return campaign(*steps, limits=(in_all(8),))


ENDS = (Outcome.SENT, Outcome.BUSY, Outcome.ANSWERED, Outcome.NO_ANSWER, Outcome.SKIPPED)
LIVES = st.lists(st.sampled_from(ENDS), max_size=6)


def lived(spring: Campaign, known: Facts, outcomes: list[Outcome], now: datetime) -> tuple[Facts, datetime]:
    """Live on in a version, a touch for each outcome, as the ledger would write it."""
    for place, outcome in enumerate(outcomes):
        move = next_move(spring, known, now, LAW)
        if not isinstance(move, Attempt):
            break
        now = max(now, move.at) + timedelta(minutes=1)
        keys = {(touch.cause, touch.attempt) for touch in known.own()}
        assert (move.cause, move.attempt) not in keys, "the ledger holds each key once"
        made = tried(move.step, outcome, at=now, lap=move.cause.lap, attempt=move.attempt, channel=move.channel)
        known = later(known, replace(made, id=f"{move.cause}-{place}", ended_at=now))
    return known, now


def made(touches: tuple[Touch, ...]) -> list[str]:
    """Return the steps of which something left."""
    return [touch.step for touch in touches if touch.outcome is not Outcome.SKIPPED]


@settings(max_examples=150, deadline=None)
@given(
    old=files(), new=files(), before=st.lists(st.sampled_from(ENDS), max_size=6), after=st.lists(st.sampled_from(ENDS))
)
def test_nobody_who_moves_is_lost_or_contacted_twice_with_the_same(
    old: Campaign, new: Campaign, before: list[Outcome], after: list[Outcome]
) -> None:
    """Whatever the files say: it goes on under keys of its own, and only a loop of a file repeats what left before."""
    known, now = lived(old, facts(), before, MONDAY)
    then = moved(old, new, known, now, LAW)
    if isinstance(then, Staying):
        assert then.bar in (StaysReason.GONE, StaysReason.AGAIN)
        return
    there, _ = lived(new, known, after, now)

    first = {touch.step for touch in known.own() if touch.outcome is not Outcome.SKIPPED}
    loops = {step.step for step in new.cadence if step.step in ahead(new, step.step)}
    repeated = first.intersection(made(there.own()[len(known.own()) :]))
    assert repeated <= loops
    assert (then.step == END) == isinstance(then.move, Finish)


@settings(max_examples=100, deadline=None)
@given(old=files(), before=LIVES)
def test_the_same_file_changes_nothing_for_anybody(old: Campaign, before: list[Outcome]) -> None:
    """Whoever can live on in the old file can move to one that says the same, and has the same before them."""
    known, now = lived(old, facts(), before, MONDAY)
    then = moved(old, old.model_copy(), known, now, LAW)

    assert isinstance(then, Moving)
    assert then.move == next_move(old, known, now, LAW)
    assert then.step in (END, standing(old, known, now, LAW))
