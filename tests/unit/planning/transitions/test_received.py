"""What does an event of another system change, and is it the same in the facts?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from cadence.campaign import Campaign
from cadence.campaign.on_event import EventEnd, EventRule
from cadence.domain import Callback, Facts, Finish, Jump, Outcome
from cadence.domain.external import Effect, WithoutEffect
from cadence.planning import next_move
from cadence.planning.position import cadence_due
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import CancelPromise, Change
from cadence.planning.transitions.event_writes import FinishEnrolment, KeepEvent
from cadence.planning.transitions.events import EventReceived
from tests.unit.policy.builders import LAW, MONDAY, call, campaign, facts, hours, sms, tried

NOON = MONDAY + hours(4)
SHOP = campaign(
    sms("hello"),
    call("talk", after=hours(24)),
    sms("survey"),
    on_event={
        "purchase": EventRule(finish=EventEnd.CONVERTED, value="amount"),
        "ticket.opened": EventRule(hold=timedelta(days=7)),
        "delivered": EventRule(go="survey"),
    },
)


def changed_by(known: Facts, name: str, of: Campaign = SHOP) -> tuple[Change, KeepEvent, Facts]:
    """Return what an event changes, the row that keeps it, and the facts after it."""
    made = change(known, EventReceived(id="e", name=name, ref="command:1"), NOON, of)
    (kept,) = [write for write in made.writes if isinstance(write, KeepEvent)]
    return made, kept, apply(known, made)


def test_an_end_takes_promises_along_and_nothing_is_planned_any_more() -> None:
    """What rings is taken back, and the workflow is woken."""
    known = facts(tried("hello", Outcome.SENT), callbacks=(Callback(id="p", at=NOON + hours(2), ref="touch:1"),))

    made, kept, after = changed_by(known, "purchase")

    assert (kept.effect, kept.target, kept.enrolment) == (Effect.FINISH, "converted", "enrolment-1")
    assert CancelPromise(id="p") in made.writes
    assert FinishEnrolment(enrolment="enrolment-1", reason="converted") in made.writes
    assert [people.lead for people in made.take_back] == [known.lead.id]
    assert [(news.kind, news.enrolment) for news in made.notify] == [("event", "enrolment-1")]
    assert next_move(SHOP, after, NOON, LAW) == Finish(reason="converted")
    assert after.callbacks[0].canceled


def test_a_hold_is_a_pause_of_the_person_with_an_end() -> None:
    """The same event once more lasts longer; nothing that rings is taken back, as under every pause."""
    made, kept, after = changed_by(facts(), "ticket.opened")
    _, _, longer = changed_by(after, "ticket.opened")

    assert (kept.effect, kept.until) == (Effect.HOLD, NOON + timedelta(days=7))
    assert [(pause.scope, pause.since, pause.until) for pause in after.pauses] == [("lead", NOON, kept.until)]
    assert len(longer.pauses) == 2
    assert made.take_back == ()
    move = next_move(SHOP, after, NOON, LAW)
    assert move.at == kept.until


def test_an_event_leads_to_its_step_once() -> None:
    """So events make no loop, however often they come."""
    _, kept, after = changed_by(facts(tried("hello", Outcome.SENT)), "delivered")
    _, again, same = changed_by(after, "delivered")

    assert (kept.effect, after.jumps) == (Effect.GO, (Jump(event="delivered", to="survey", at=NOON),))
    assert (again.effect, again.why, again.target) == (Effect.NONE, WithoutEffect.AGAIN, "survey")
    assert same.jumps == after.jumps


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(milliseconds=300)])
def test_an_event_follows_what_was_reserved_before_it(ahead: timedelta) -> None:
    """At the same instant, or by a machine whose clock is ahead: both were decided under one lock, in that order."""
    known = facts(tried("hello", Outcome.SENT, at=NOON + ahead))

    _, kept, after = changed_by(known, "delivered")
    due = cadence_due(SHOP, after)

    assert due is not None
    assert (due.step.step, due.origin) == ("survey", kept.at)
    assert kept.at - NOON <= ahead + timedelta(microseconds=1)


def test_an_event_leads_nowhere_after_the_end() -> None:
    """What is open then is a promised call, and no cadence."""
    ended = facts()
    ended = replace(ended, enrolment=replace(ended.enrolment, kind="callback"))

    _, kept, after = changed_by(ended, "delivered")

    assert (kept.effect, kept.why, after.jumps) == (Effect.NONE, WithoutEffect.ENDED, ())


@pytest.mark.parametrize(("name", "why"), [("purchase", WithoutEffect.ENDED), ("returned", WithoutEffect.UNKNOWN)])
def test_what_changes_nothing_is_kept(name: str, why: WithoutEffect) -> None:
    """After the end, or without a name in the file."""
    ended = apply(facts(), Change(at=NOON, writes=(FinishEnrolment(enrolment="enrolment-1", reason="completed"),)))

    made, kept, after = changed_by(ended, name)

    assert (kept.effect, kept.why) == (Effect.NONE, why)
    assert (made.notify, made.take_back, after) == ((), (), ended)
