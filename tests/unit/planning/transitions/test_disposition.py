"""Does an agent's word change what it must, and no more?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cadence.campaign.parts import AfterDate, Before
from cadence.domain import Callback, Cause, CauseKind, Channel, Disposition, Enrolment, NewsKind, Outcome
from cadence.planning import next_move
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import (
    CancelPromise,
    CloseNumber,
    FreePlace,
    Notify,
    PromiseCall,
    SaveValue,
    Suppress,
    SuppressPerson,
    UpdateTouch,
)
from cadence.planning.transitions.events import CallbackRequested, DispositionGiven
from tests.unit.policy.builders import LAW, MONDAY, NOON, call, campaign, facts, later, sms, touch, tried

TALKED = touch(MONDAY, id="t", channel=Channel.CALL, outcome=Outcome.ANSWERED)
CALLS = campaign(call("ring"))
ASKED = CallbackRequested(id="p", at=NOON + timedelta(hours=4), ref="touch:t", enrolment="e")
HEARD = Notify(kind=NewsKind.DISPOSITION, enrolment="enrolment-1", ref="t")
FINISHED = Enrolment(id="enrolment-1", campaign="spring", version=1, at=MONDAY, finished="completed")


@pytest.mark.parametrize(
    ("event", "rows"),
    [
        (DispositionGiven(touch="t", disposition=Disposition.CONVERTED), [UpdateTouch, FreePlace]),
        (
            DispositionGiven(touch="t", disposition=Disposition.REFUSED),
            [UpdateTouch, FreePlace],
        ),  # the file says what it ends
        (DispositionGiven(touch="t", disposition=Disposition.WRONG_NUMBER), [UpdateTouch, FreePlace, CloseNumber]),
        (
            DispositionGiven(touch="t", disposition=Disposition.DO_NOT_CONTACT),
            [UpdateTouch, FreePlace, Suppress, SuppressPerson],
        ),
        (
            DispositionGiven(touch="t", disposition=Disposition.CALLBACK, callback=ASKED),
            [UpdateTouch, FreePlace, PromiseCall],
        ),
        (
            DispositionGiven(touch="t", disposition=Disposition.REFUSED, take_back="old"),
            [UpdateTouch, FreePlace, CancelPromise],
        ),
    ],
)
def test_each_word_writes_its_rows_and_its_enrolment_hears_of_it(event: DispositionGiven, rows: list[type]) -> None:
    """The word stands on the touch; only some words reach further."""
    known = facts(TALKED, callbacks=(Callback(id="old", at=NOON, canceled=False),) if event.take_back else ())

    made = change(known, event, NOON, CALLS)

    assert [type(write) for write in made.writes] == rows
    assert made.notify[-1] == HEARD
    assert apply(known, made).touches[0].disposition is event.disposition


@pytest.mark.parametrize("name", ["pay_on", ""])
def test_a_promised_date_is_an_attribute_of_the_person_under_the_name_of_the_file(name: str) -> None:
    """Steps and texts see it as a column; a file without a name keeps none."""
    spring = campaign(call("ring"), promised=name)
    known = facts(TALKED)
    promised = DispositionGiven(touch="t", disposition=Disposition.PROMISED, promised="2027-03-12")

    made = change(known, promised, NOON, spring)
    kept = [SaveValue(lead=known.lead.id, name="pay_on", value="2027-03-12", ref="touch:t")] if name else []

    assert [write for write in made.writes if isinstance(write, SaveValue)] == kept
    assert made.notify[-1] == HEARD
    after = apply(known, made)
    assert after.lead.attributes == ({"pay_on": "2027-03-12"} if name else {})
    corrected = DispositionGiven(touch="t", disposition=Disposition.INTERESTED, promised="")
    assert apply(after, change(after, corrected, NOON, spring)).lead.attributes == {}


def test_a_newer_promise_moves_what_has_not_left_yet() -> None:
    """The step before the date and the one after it are planned from the facts each time."""
    by = timedelta(days=1)
    spring = campaign(
        call("ring", on={"promised": "remind"}),
        sms("remind", before=Before(field="pay_on", by=by)),
        sms("ask", after=AfterDate(field="pay_on", by=by)),
        promised="pay_on",
    )
    known = facts(replace(TALKED, step="ring", cause=Cause(kind=CauseKind.STEP, ref="ring")))
    for day, due in (("2027-03-20", "2027-03-18T23:00"), ("2027-03-15 10:00", "2027-03-14T09:00")):
        promised = DispositionGiven(touch="t", disposition=Disposition.PROMISED, promised=day)
        known = apply(known, change(known, promised, NOON, spring))
        move = next_move(spring, known, NOON, LAW)
        assert (getattr(move, "step", ""), move.at) == ("remind", datetime.fromisoformat(f"{due}+00:00"))

    reminded = later(known, tried("remind", Outcome.SENT, at=NOON + timedelta(days=5)))
    move = next_move(spring, reminded, NOON + timedelta(days=5), LAW)
    assert (getattr(move, "step", ""), move.at) == ("ask", datetime.fromisoformat("2027-03-16T09:00+00:00"))


def test_a_wrong_number_is_closed_and_a_promise_taken_back_is_no_promise() -> None:
    """Both are facts that the plan reads."""
    known = facts(TALKED, callbacks=(Callback(id="old", at=NOON),))
    wrong = DispositionGiven(touch="t", disposition=Disposition.WRONG_NUMBER, take_back="old")

    after = apply(known, change(known, wrong, NOON, CALLS))

    assert after.lead.numbers[0].closed == "wrong_number"
    assert after.callbacks[0].canceled


def test_who_must_not_be_contacted_is_stopped_everywhere_and_its_own_enrolment_hears_once() -> None:
    """The stop wakes everybody but the enrolment that is told of the word."""
    made = change(facts(TALKED), DispositionGiven(touch="t", disposition=Disposition.DO_NOT_CONTACT), NOON, CALLS)

    assert [(notice.kind, notice.but) for notice in made.notify] == [
        (NewsKind.OPT_OUT, "enrolment-1"),
        (NewsKind.DISPOSITION, ""),
    ]
    assert Suppress(numbers=(1,), source="disposition", ref="t") in made.writes


def test_a_word_on_an_enrolment_that_has_ended_is_recorded_and_wakes_nobody() -> None:
    """Unless it asks for a call: that is kept by an enrolment of its own."""
    known = facts(TALKED, enrolment=FINISHED)
    word = DispositionGiven(touch="t", disposition=Disposition.CONVERTED)

    assert change(known, word, NOON, CALLS).notify == ()
    made = change(known, replace(word, disposition=Disposition.CALLBACK, callback=ASKED), NOON, CALLS)
    assert [notice.enrolment for notice in made.notify] == ["e"]
