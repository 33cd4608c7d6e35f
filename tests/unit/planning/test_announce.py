"""Is a person told when a promised call will be made, lawfully and in time, and one of our people where not?"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cadence.campaign import Campaign
from cadence.campaign.content.call import CallStep
from cadence.campaign.content.sms import Sms
from cadence.campaign.content.whatsapp import WhatsApp
from cadence.campaign.parts import Retry
from cadence.campaign.step_shape import Announcement, CallbackRule
from cadence.domain import (
    Attempt,
    CauseKind,
    Channel,
    Facts,
    Inbound,
    Outcome,
    Pause,
    PauseScope,
    Purpose,
    Touch,
    TouchState,
    Wait,
)
from cadence.engine.dispatch.rendering import word
from cadence.planning import candidate, next_move
from cadence.planning.announce import MOST, TOLERANCE
from cadence.planning.position import pending_callbacks
from cadence.policy.packs.law import Law
from tests.unit.policy.builders import (
    LAW,
    MADRID,
    NOON,
    SENDER,
    call,
    campaign,
    facts,
    in_zone,
    lead,
    number,
    per_days,
    promise,
    sms,
    tried,
    window,
)

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WORDS = "{{ company }}: te llamamos el {{ callback_at | date }}. BAJA para no recibir más."
CONFIRM = Announcement(sms=Sms(body=WORDS))
MOVED = Announcement(sms=Sms(body=f"Cambio. {WORDS}"))
FIVE = NOON + 5 * HOUR  # five in the afternoon in Madrid


def file(**more: Any) -> Campaign:
    """Return a campaign that promises calls and says so."""
    rule = {"call": CallStep(floor="sales"), "confirm": CONFIRM, "moved": MOVED}
    rule |= {key: more.pop(key) for key in ("confirm", "moved", "retry") if key in more}
    return campaign(sms("hello"), call("ring"), callback=CallbackRule(**rule), **more)


def known(*touches: Touch, at: datetime = FIVE, **more: Any) -> Facts:
    """Return the facts of somebody who was promised a call and has had the first text."""
    hello = tried("hello", Outcome.DELIVERED, at=NOON - HOUR, state=TouchState.SETTLED)
    return facts(hello, *touches, callbacks=(promise(at=at),), **more)


def told(kind: str, due: datetime, *, at: datetime = NOON, **more: Any) -> Touch:
    """Return an announcement that was made."""
    cause = {"cause": replace(tried(kind).cause, kind=CauseKind.ANNOUNCEMENT, ref="promise-1", lap=more.pop("lap", 1))}
    return tried(kind, more.pop("outcome", Outcome.SENT), at=at, **({"due": due} | cause | more))


def move(spring: Campaign, facts_: Facts, now: datetime = NOON, law: Law = LAW) -> Attempt:
    """Return what comes next, a try."""
    move = next_move(spring, facts_, now, law)
    assert isinstance(move, Attempt), move
    return move


def test_the_agreed_time_is_confirmed_and_then_the_call_is_made() -> None:
    """At once, on the person's own clock; afterwards only the call is left."""
    first = move(file(), known())
    assert (first.cause.kind, first.channel, first.step, first.at) == (
        CauseKind.ANNOUNCEMENT,
        Channel.SMS,
        "confirm",
        NOON,
    )
    text = word(file(), known(), first, in_session=False).text.body
    assert text.startswith("Tienda Sol: te llamamos el 9 de marzo, 17:00.")

    then = move(file(), known(told("confirm", FIVE)))
    assert (then.cause.kind, then.at) == (CauseKind.CALLBACK, FIVE)


def test_a_confirmation_that_surely_did_not_leave_goes_once_more() -> None:
    """Its Allow ran out, or the carrier had no room: the same row is tried again before the call is made."""
    again = move(file(), known(told("confirm", FIVE, outcome=None, state=TouchState.PLANNED)))
    assert (again.cause.kind, again.step, again.channel, again.cause.lap) == (
        CauseKind.ANNOUNCEMENT,
        "confirm",
        Channel.SMS,
        1,
    )

    # At its time the call is made later than agreed: that is another announcement, with a row of its own.
    late = move(file(), known(told("confirm", FIVE, outcome=None, state=TouchState.PLANNED)), FIVE + TOLERANCE + MINUTE)
    assert (late.step, late.cause.lap) == ("moved", 2)


def test_without_words_in_the_file_an_agreed_time_is_not_confirmed() -> None:
    """The call is made all the same."""
    assert move(file(confirm=None), known()).cause.kind is CauseKind.CALLBACK


def test_a_call_outside_the_hours_is_announced_with_the_time_at_which_it_will_be_made() -> None:
    """Eight in the evening, and the campaign closes at seven: tomorrow at half past nine."""
    eight = NOON + 8 * HOUR
    spring = file(windows=(window("09:30-19:00"),))
    first = move(spring, known(at=eight))
    assert (first.step, first.channel, first.at) == ("moved", Channel.SMS, NOON)
    assert first.due == NOON + timedelta(hours=21, minutes=30)
    assert "10 de marzo, 9:30" in word(spring, known(at=eight), first, in_session=False).text.body.replace(
        "09:30", "9:30"
    )

    then = move(spring, known(told("moved", first.due), at=eight))
    assert (then.cause.kind, then.at) == (CauseKind.CALLBACK, first.due)


def test_a_missed_call_is_announced_with_the_next_possible_time() -> None:
    """Nobody called at five: a quarter of an hour later the person is told of a new time, and it is kept."""
    late = FIVE + TOLERANCE + MINUTE
    missed = known(told("confirm", FIVE))
    first = move(file(), missed, late)
    assert (first.step, first.at) == ("moved", late)
    assert first.due == FIVE + 35 * MINUTE  # a quarter of an hour from now, in whole steps of five minutes

    then = move(file(), known(told("confirm", FIVE), told("moved", first.due, lap=2, at=late)), late + MINUTE)
    assert (then.cause.kind, then.at) == (CauseKind.CALLBACK, first.due)


def test_a_call_that_is_a_little_late_is_as_agreed() -> None:
    """A quarter of an hour is no news."""
    then = move(file(), known(told("confirm", FIVE)), FIVE + TOLERANCE)
    assert then.cause.kind is CauseKind.CALLBACK


@pytest.mark.parametrize(
    ("more", "changes"),
    [
        ({"moved": None}, {}),  # the file has no words
        ({}, {"consents": ()}),  # the person did not agree to texts
        ({"limits": (per_days(1, 1, Channel.SMS),)}, {}),  # there was a text today
        ({"gap": 30 * HOUR}, {}),  # and the last one is too young
    ],
)
def test_what_may_not_leave_in_time_is_work_for_our_people(more: dict[str, Any], changes: dict[str, Any]) -> None:
    """A missed call is never passed over in silence; the call itself is made as the person asked."""
    late = FIVE + HOUR
    first = move(file(**more), known(told("confirm", FIVE, at=NOON), **changes), late)
    assert (first.cause.kind, first.channel, first.step) == (CauseKind.ANNOUNCEMENT, Channel.TASK, "moved")
    title = word(file(**more), known(**changes), first, in_session=False).title
    assert title.startswith("Avisar a la persona: la llamada prometida será el 9 de marzo, 18:15")


def test_a_text_that_the_law_would_count_against_the_call_is_not_sent() -> None:
    """One channel a day by law: the confirmation would cost the person the call."""
    rule = {
        "id": "made.up",
        "type": "limit",
        "window": {"kind": "rolling", "seconds": 86400},
        "key": ["lead"],
        "threshold": 1,
        "count": {"distinct": "channel"},
        "source": {"law": "made up", "confidence": "V"},
    }
    from tests.unit.policy.test_requested import made_up  # noqa: PLC0415  one pack, made there

    fresh = facts(callbacks=(promise(at=FIVE),))
    assert move(file(), fresh).channel is Channel.SMS
    assert move(file(), fresh, law=made_up(rule)).channel is Channel.TASK


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.UNDELIVERED, Outcome.SKIPPED])
def test_a_message_that_told_nobody_anything_is_followed_by_work(outcome: Outcome) -> None:
    """The carrier could not deliver it, or a rule refused it at the last moment."""
    first = move(file(), known(told("confirm", FIVE, outcome=outcome)))
    assert (first.cause.kind, first.channel, first.cause.lap) == (CauseKind.ANNOUNCEMENT, Channel.TASK, 2)


def test_the_channel_on_which_the_person_asked_comes_first() -> None:
    """Whoever writes on WhatsApp reads there."""
    both = Announcement(sms=Sms(body=WORDS), whatsapp=WhatsApp(body=WORDS, template="callback", variables={"1": WORDS}))
    message = Inbound(
        id="message-1", channel=Channel.WHATSAPP, number=1, sender=SENDER, at=NOON - MINUTE, meaning="callback"
    )
    assert move(file(confirm=both), known()).channel is Channel.SMS
    wanted = known(inbound=(message,))
    first = move(file(confirm=both), wanted)
    assert first.channel is Channel.WHATSAPP
    assert candidate(file(confirm=both), wanted, first).template
    assert word(file(confirm=both), wanted, first, in_session=False).text.template == "callback"


def test_nobody_is_told_for_ever() -> None:
    """A call that is moved again and again becomes a task for one of our people, once, and the call still comes."""
    many = [told("moved", FIVE + lap * MINUTE, lap=lap) for lap in range(1, MOST + 1)]
    then = move(file(), known(*many), FIVE + 9 * HOUR)
    assert (then.cause.kind, then.channel, then.cause.lap) == (CauseKind.ANNOUNCEMENT, Channel.TASK, MOST + 1)
    given = told("moved", FIVE + 10 * HOUR, lap=MOST + 1, channel=Channel.TASK)
    assert move(file(), known(*many, given), FIVE + 19 * HOUR).cause.kind is CauseKind.CALLBACK


def test_nothing_is_announced_while_everything_is_paused() -> None:
    """When it will be made, nobody knows yet."""
    held = known(pauses=(Pause(scope=PauseScope.ALL, since=NOON - HOUR),), at=NOON - MINUTE)
    assert isinstance(next_move(file(), held, NOON, LAW), Wait)


def test_a_try_that_reached_nobody_is_no_missed_call() -> None:
    """They did not pick up: its own retry follows, and nobody is told."""
    again = Retry(on=("no_answer",), after=HOUR, times=1)
    rang = tried(
        "callback",
        Outcome.NO_ANSWER,
        at=FIVE,
        channel=Channel.CALL,
        cause=replace(tried("x").cause, kind=CauseKind.CALLBACK, ref="promise-1"),
    )
    then = move(file(retry=again), known(told("confirm", FIVE), rang), FIVE + 50 * MINUTE)
    assert (then.cause.kind, then.attempt) == (CauseKind.CALLBACK, 2)


def test_where_the_persons_hour_is_not_known_no_message_names_one() -> None:
    """Two zones: a wrong hour would be a broken promise. The law of hours holds in both."""
    two = lead(zones=(MADRID, *in_zone("Atlantic/Canary")), numbers=(number(),))
    first = move(file(), known(lead=two))
    assert first.channel is Channel.TASK


@pytest.mark.parametrize(
    ("opens", "channel"),
    [
        ("16:30", Channel.SMS),  # half an hour before the call
        ("17:00", Channel.TASK),  # at the time of the call
        ("17:30", Channel.TASK),  # after it
    ],
)
def test_what_can_leave_only_when_the_call_is_due_is_work_for_our_people(opens: str, channel: Channel) -> None:
    """Somebody who is told of a call after it has rung was not told."""
    rule = {
        "id": "made.hours",
        "type": "window",
        "when": {"channels": ["sms"]},
        "allow": [{"days": "mon-fri", "open": opens, "close": "21:00"}],
        "source": {"law": "made up", "confidence": "V"},
    }
    from tests.unit.policy.test_requested import made_up  # noqa: PLC0415  one pack, made there

    assert move(file(), known(), law=made_up(rule)).channel is channel


def test_the_law_looks_at_the_words_of_an_announcement() -> None:
    """A marketing text without a way out is refused like any other, so it is work for our people."""
    rule = {
        "id": "made.optout",
        "type": "require",
        "when": {"channels": ["sms"], "purposes": ["marketing"]},
        "content": {"must_have": ["optout_instruction"]},
        "source": {"law": "made up", "confidence": "V"},
    }
    from tests.unit.policy.test_requested import made_up  # noqa: PLC0415  one pack, made there

    silent = Announcement(sms=Sms(body="Te llamamos el {{ callback_at | date }}."))
    assert move(file(), known(), law=made_up(rule)).channel is Channel.SMS
    assert move(file(confirm=silent), known(), law=made_up(rule)).channel is Channel.TASK
    assert move(file(confirm=silent, purpose=Purpose.SERVICE), known(), law=made_up(rule)).channel is Channel.SMS


def rang(outcome: Outcome | None, *, attempt: int = 1, at: datetime = FIVE, **more: Any) -> Touch:
    """Return a try of the promised call."""
    cause = replace(tried("x").cause, kind=CauseKind.CALLBACK, ref="promise-1")
    return tried("callback", outcome, attempt=attempt, at=at, channel=Channel.CALL, cause=cause, **more)


@pytest.mark.parametrize("outcome", [Outcome.ABANDONED, Outcome.LOST, Outcome.CANCELED, Outcome.FAILED])
def test_a_call_that_was_not_kept_is_tried_again_as_often_as_its_own_retry_says(outcome: Outcome) -> None:
    """
    Whatever `retry` names: nobody spoke with the person, and it was not their doing. Then somebody is told.

    Where the phone never rang, the person is told of the time of the next try.
    """
    again = Retry(on=("busy",), after=HOUR, times=1)
    spring = file(retry=again)
    notices = told("confirm", FIVE)
    first = move(spring, known(notices, rang(outcome)), FIVE + MINUTE)
    if outcome is not Outcome.ABANDONED:
        assert (first.cause.kind, first.step, first.due) == (CauseKind.ANNOUNCEMENT, "moved", FIVE + HOUR)
        notices = told("moved", FIVE + HOUR, at=FIVE + MINUTE, lap=2)
    then = move(spring, known(notices, rang(outcome)), FIVE + MINUTE)
    assert (then.cause.kind, then.attempt, then.at) == (CauseKind.CALLBACK, 2, FIVE + HOUR)

    twice = known(notices, rang(outcome), rang(outcome, attempt=2, at=FIVE + HOUR))
    last = move(spring, twice, FIVE + HOUR + MINUTE)
    assert (last.cause.kind, last.channel, last.step) == (CauseKind.ANNOUNCEMENT, Channel.TASK, "missed")
    title = word(spring, twice, last, in_session=False).title
    assert title == "Acordar otra hora: no se hizo la llamada prometida para el 9 de marzo, 17:00"


def test_a_promise_that_will_not_be_kept_is_told_once() -> None:
    """Without a retry the first try was the only one; the cadence goes on afterwards."""
    lost = known(rang(Outcome.LOST))
    first = move(file(confirm=None), lost, FIVE + MINUTE)
    assert first.step == "missed"
    then = next_move(
        file(confirm=None),
        known(rang(Outcome.LOST), told("missed", FIVE, channel=Channel.TASK, number=None, outcome=Outcome.CREATED)),
        FIVE + HOUR,
        LAW,
    )
    assert not (isinstance(then, Attempt) and then.cause.kind is CauseKind.ANNOUNCEMENT)


@pytest.mark.parametrize(
    ("rules", "missed"),
    [
        (("es.consent",), True),  # a rule refused it: somebody has to tell the person
        (("suppression.everything",), False),  # they asked not to be called any more
    ],
)
def test_a_promise_that_a_rule_refused_is_told_unless_the_person_ended_it(rules: tuple[str, ...], missed: bool) -> None:
    """Dropped in silence it would be a broken promise."""
    then = next_move(file(confirm=None), known(rang(Outcome.SKIPPED, rules=rules)), FIVE + MINUTE, LAW)
    assert (isinstance(then, Attempt) and then.step == "missed") is missed


@pytest.mark.parametrize(
    "outcome", [Outcome.NOT_TAKEN, Outcome.TOO_FAST, Outcome.FAILED, Outcome.BLOCKED, Outcome.INVALID_NUMBER]
)
def test_a_promise_whose_phone_never_rang_and_will_not_is_told(outcome: Outcome) -> None:
    """The carrier refused it as often as it goes again: nobody called, and somebody has to tell the person."""
    tries = [rang(outcome, attempt=n, at=FIVE + n * MINUTE) for n in range(1, 11)]
    then = move(file(confirm=None), known(*tries), FIVE + 10 * HOUR)
    assert (then.cause.kind, then.channel, then.step) == (CauseKind.ANNOUNCEMENT, Channel.TASK, "missed")


def test_a_retry_soon_enough_is_as_agreed() -> None:
    """Five minutes later is within the quarter of an hour, and needs no message."""
    again = Retry(on=("failed",), after=5 * MINUTE, times=1)
    then = move(file(retry=again), known(told("confirm", FIVE), rang(Outcome.FAILED)), FIVE + MINUTE)
    assert (then.cause.kind, then.attempt) == (CauseKind.CALLBACK, 2)


@pytest.mark.parametrize(
    ("came", "most"),
    [
        ((Outcome.BUSY, Outcome.ABANDONED), 1),  # what `retry` names, and then what left the promise open
        ((Outcome.ABANDONED, Outcome.BUSY), 1),
        ((Outcome.BUSY, Outcome.ABANDONED, Outcome.BUSY), 2),
        ((Outcome.ABANDONED, Outcome.ABANDONED, Outcome.BUSY), 2),
    ],
)
def test_one_promise_has_the_tries_of_its_retry_whatever_came_of_each(came: tuple[Outcome, ...], most: int) -> None:
    """Tries that were retried and tries that were not kept are counted together."""
    spring = file(retry=Retry(on=("busy",), after=HOUR, times=most))
    tries = [rang(outcome, attempt=n, at=FIVE + (n - 1) * HOUR) for n, outcome in enumerate(came, start=1)]

    before = next(pending_callbacks(spring, known(told("confirm", FIVE), *tries[:-1])), None)
    after = next(pending_callbacks(spring, known(told("confirm", FIVE), *tries)), None)

    assert before is not None
    assert before.attempt == len(came)
    assert after is None


def test_a_promise_that_was_kept_or_reached_nobody_makes_no_work() -> None:
    """They spoke, or they did not pick up."""
    for outcome in (Outcome.ANSWERED, Outcome.NO_ANSWER, Outcome.BUSY):
        then = next_move(file(confirm=None), known(rang(outcome)), FIVE + HOUR, LAW)
        assert not (isinstance(then, Attempt) and then.cause.kind is CauseKind.ANNOUNCEMENT)


def test_a_promise_that_was_not_kept_outlives_a_reply() -> None:
    """`stop_on: [replied]` does not end what was promised in that very reply."""
    again = Retry(on=("busy",), after=HOUR, times=1)
    hello = tried("hello", Outcome.DELIVERED, at=NOON - HOUR, replied_at=NOON)
    lost = facts(hello, told("confirm", FIVE), rang(Outcome.ABANDONED), callbacks=(promise(at=FIVE),))
    then = move(file(retry=again, stop_on=("replied",)), lost, FIVE + MINUTE)
    assert (then.cause.kind, then.attempt) == (CauseKind.CALLBACK, 2)
