"""Does a call that was asked for become one promise?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from cadence.domain import Callback, Cause, CauseKind, Channel, Enrolment, Facts, NewsKind, Outcome, TouchState
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.callback import promised_already, taken_up
from cadence.planning.transitions.change import Notify, OpenEnrolment, PromiseCall
from cadence.planning.transitions.events import CallbackRequested
from tests.unit.policy.builders import MONDAY, NOON, call, campaign, facts, sms, tried

CALLS = campaign(sms("hello"), call("ring"))
AT = NOON + timedelta(hours=5)
ASKED = CallbackRequested(id="new", at=AT, ref="api:lead", enrolment="e")
STANDS = Callback(id="stands", at=NOON + timedelta(hours=2))
KEPT = Callback(id="kept", at=MONDAY)
CALLED = tried(
    "ring", Outcome.ANSWERED, channel=Channel.CALL, cause=Cause(kind=CauseKind.CALLBACK, ref="kept"), at=MONDAY
)


@pytest.mark.parametrize(
    ("known", "event", "replaced"),
    [
        (facts(), ASKED, ()),  # the first
        (facts(callbacks=(STANDS,)), ASKED, ("stands",)),  # another hour replaces the one that stands
        (facts(callbacks=(replace(STANDS, canceled=True),)), ASKED, ()),  # that one was taken back
        (facts(CALLED, callbacks=(KEPT,)), ASKED, ()),  # that one was kept
        (facts(), replace(ASKED, instead_of=("elsewhere",)), ("elsewhere",)),  # a correction, from an older enrolment
        (facts(callbacks=(STANDS,)), replace(ASKED, instead_of=("stands",)), ("stands",)),  # the same one, once
        (facts(callbacks=(replace(STANDS, at=AT, number=1),)), ASKED, ("stands",)),  # the same hour, another number
    ],
)
def test_a_promise_replaces_what_nobody_has_kept_yet(
    known: Facts, event: CallbackRequested, replaced: tuple[str, ...]
) -> None:
    """A person has one promised call in a campaign, and whoever keeps it hears of it."""
    made = change(known, event, NOON, CALLS)

    (promise,) = made.writes
    assert isinstance(promise, PromiseCall)
    assert (promise.instead_of, promise.enrolment) == (replaced, "enrolment-1")
    assert made.notify == (Notify(kind=NewsKind.CALLBACK, enrolment="enrolment-1", ref="api:lead"),)
    assert [callback.id for callback in apply(known, made).callbacks if not callback.canceled][-1] == "new"


def test_what_is_promised_already_is_promised_once() -> None:
    """Repeating a request changes nothing, and wakes nobody."""
    made = change(facts(callbacks=(replace(STANDS, at=AT),)), ASKED, NOON, CALLS)

    assert (made.writes, made.notify) == ((), ())


def test_a_correction_is_a_promise_even_for_the_same_hour() -> None:
    """The agent's word replaces the promise that its own conversation had made, though a reply asked for that hour."""
    known = facts(callbacks=(replace(STANDS, at=AT),))

    made = change(known, replace(ASKED, instead_of=("mine",)), NOON, CALLS)

    assert [type(write) for write in made.writes] == [PromiseCall]
    assert [write.instead_of for write in made.writes if isinstance(write, PromiseCall)] == [("stands", "mine")]


def test_a_promise_after_the_end_opens_an_enrolment_of_one_touch() -> None:
    """What the ended one had promised is not its business any more."""
    ended = Enrolment(id="enrolment-1", campaign="spring", version=2, at=MONDAY, finished="completed")
    known = facts(enrolment=ended, callbacks=(STANDS,))

    made = change(known, ASKED, NOON, CALLS)

    new = Enrolment(id="e", campaign="spring", version=2, at=NOON, kind="callback")
    assert made.writes[0] == OpenEnrolment(enrolment=new, after="enrolment-1")
    assert made.notify[0].enrolment == "e"
    assert [write.instead_of for write in made.writes if isinstance(write, PromiseCall)] == [()]
    after = apply(known, made)
    assert (after.enrolment, [callback.id for callback in after.callbacks]) == (new, ["new"])


@pytest.mark.parametrize(
    ("tries", "taken"),
    [
        ((), False),  # nobody has called yet
        ((Outcome.NO_ANSWER,), False),  # they did not answer: another time may be agreed
        ((Outcome.NO_ANSWER, Outcome.ANSWERED), True),  # the last try kept it
        ((None,), True),  # it rings
    ],
)
def test_a_promise_is_taken_up_while_it_rings_and_once_somebody_spoke(
    tries: tuple[Outcome | None, ...], taken: bool
) -> None:
    """A correction of such a promise would call the person twice."""
    cause = Cause(kind=CauseKind.CALLBACK, ref="kept")
    touches = [
        replace(
            CALLED,
            id=f"t{nth}",
            cause=cause,
            attempt=nth,
            outcome=outcome,
            state=TouchState.SETTLED if outcome else TouchState.CARRIED,
        )
        for nth, outcome in enumerate(tries, start=1)
    ]

    assert taken_up(facts(*touches, callbacks=(KEPT,)), "kept") is taken
    assert not taken_up(facts(*(replace(own, lead="other") for own in touches)), "kept")


def test_an_order_for_the_hour_that_is_promised_asks_for_nothing_new() -> None:
    """Whatever number was named then; a second promise beside it would be another matter."""
    stands = facts(callbacks=(replace(STANDS, at=AT, number=1),))

    assert promised_already(CALLS, stands, AT)
    assert not promised_already(CALLS, stands, NOON)
    assert not promised_already(CALLS, facts(callbacks=(STANDS, replace(STANDS, id="b", at=AT))), AT)
    assert not promised_already(CALLS, facts(callbacks=(replace(STANDS, at=AT, canceled=True),)), AT)
