"""Does a trial go now or never, bound by what protects whoever owns the phone, and is it counted nowhere?"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cadence.domain import (
    Allow,
    Attempt,
    Cause,
    CauseKind,
    Channel,
    Defer,
    Enrolment,
    Facts,
    Finish,
    Hold,
    HoldName,
    Inbound,
    Outcome,
    Pause,
    PauseScope,
    Refuse,
    Scope,
    Suppression,
    SuppressionScope,
    Touch,
    TouchState,
    Wait,
    trials,
)
from cadence.domain.counted import counts
from cadence.languages import has_sentence
from cadence.planning import next_move
from cadence.planning.attempts import judged
from cadence.planning.transitions import change
from cadence.planning.transitions.change import OpenTask, PromiseCall, RecordInbound, Suppress
from cadence.planning.transitions.events import Replied
from cadence.planning.trial import NOW_OR_NEVER, now_or_never
from cadence.replies.opt_out import Reply
from tests.unit.policy.builders import LAW, NOON, call, campaign, facts, in_all, sms, touch, whatsapp, window

SPRING = campaign(sms("hello"), whatsapp("chat"), call("ring"), windows=(window("03:00-04:00"),), limits=(in_all(1),))
MINUTE = timedelta(minutes=1)
TRIAL = Cause(kind=CauseKind.TRIAL, ref="hello", lap=7)
ORDERED = Attempt(at=NOON, channel=Channel.SMS, cause=TRIAL, step="hello", due=NOON)
ENROLMENT = Enrolment(id="enrolment-1", campaign="trial:spring", version=1, at=NOON, kind=trials.KIND)


def trial(*touches: Touch, **more: Any) -> Facts:
    """Return the facts of a trial that was ordered at noon."""
    return replace(facts(*touches), **({"enrolment": ENROLMENT, "planned": ORDERED, "consents": ()} | more))


def tried(**more: Any) -> Touch:
    """Return the touch of a trial."""
    settings: dict[str, Any] = {"id": "tried", "cause": TRIAL, "step": "hello", "channel": Channel.SMS}
    return touch(NOON, **(settings | more))


def test_what_was_ordered_is_due_at_once_outside_the_hours_and_without_a_consent() -> None:
    """The lead would wait for the night; our own number gets it now, beyond every limit."""
    known = trial(*(touch(NOON - MINUTE, id=f"real-{place}") for place in range(9)))
    move = next_move(SPRING, known, NOON, LAW)

    assert move == ORDERED
    verdict = judged(SPRING, known, ORDERED, NOON, LAW)
    assert isinstance(verdict, Allow)
    assert {"window", "limit", "consent", "gap"} <= set(verdict.evidence["trial"]["not_asked"])


@pytest.mark.parametrize(
    ("state", "outcome", "reason"),
    [
        (TouchState.SETTLED, Outcome.DELIVERED, trials.TRIED),
        (TouchState.SETTLED, Outcome.FAILED, trials.TRIED),  # nothing is tried twice
        (TouchState.SKIPPED, Outcome.SKIPPED, trials.REFUSED),
    ],
)
def test_one_try_ends_it(state: TouchState, outcome: Outcome, reason: str) -> None:
    """Whatever became of it."""
    known = trial(tried(state=state, outcome=outcome))

    assert next_move(SPRING, known, NOON + MINUTE, LAW) == Finish(reason=reason)
    assert has_sentence(f"reason-{reason}")


def test_it_is_over_when_nobody_sent_it_in_time_or_something_took_its_place() -> None:
    """It never goes late, and a plan that is not the order is none."""
    assert next_move(SPRING, trial(), NOON + trials.LASTS, LAW) == Finish(reason=trials.EXPIRED)
    assert next_move(SPRING, trial(planned=Wait(hold="engine.error")), NOON, LAW) == Finish(reason=trials.REFUSED)
    put_back = trial(tried(state=TouchState.PLANNED, outcome=None))
    assert next_move(SPRING, put_back, NOON + MINUTE, LAW) == ORDERED


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        (
            {"suppressions": (Suppression(id=1, number=1, scope=SuppressionScope.EVERYTHING, since=NOON - MINUTE),)},
            "suppression",
        ),
        ({"pauses": (Pause(scope=PauseScope.CAMPAIGN, value="spring", since=NOON - MINUTE),)}, "pause.campaign"),
        ({"pauses": (Pause(scope=PauseScope.ALL, since=NOON - MINUTE, until=NOON + MINUTE),)}, "pause.all"),
        (
            {"inbound": (Inbound(id="m", channel=Channel.SMS, number=1, sender="+1", at=NOON, meaning="hold"),)},
            "reply.unclear",
        ),
        (
            {"touches": tuple(tried(id=f"t{n}", enrolment="before", taken=True) for n in range(trials.MOST_A_DAY))},
            "trial.most",
        ),
    ],
)
def test_what_protects_the_phone_binds_it(changed: dict[str, Any], rule: str) -> None:
    """And what would only have to wait is refused."""
    known = trial(**changed)
    verdict = judged(SPRING, known, ORDERED, NOON, LAW)

    assert not isinstance(verdict, Allow)
    refused = now_or_never(ORDERED, verdict)
    assert isinstance(refused, Refuse)
    assert refused.scope is Scope.STEP
    assert refused.reasons[0].rule.startswith(rule)
    assert (refused.reasons[-1].rule == NOW_OR_NEVER) == isinstance(verdict, Defer | Hold)


def test_a_verdict_on_anything_else_stays_what_it_is() -> None:
    """Only a trial cannot wait."""
    step = replace(ORDERED, cause=Cause(kind=CauseKind.STEP, ref="hello"))
    for verdict in (Defer(until=NOON, number=1), Hold(name=HoldName.RUNNING)):
        assert now_or_never(step, verdict) is verdict


def test_free_text_needs_its_session_as_for_everybody() -> None:
    """WhatsApp refuses it at our own number as well."""
    cause = Cause(kind=CauseKind.TRIAL, ref="chat", lap=1)
    chat = replace(ORDERED, channel=Channel.WHATSAPP, step="chat", cause=cause)

    verdict = judged(campaign(), trial(planned=chat), chat, NOON, LAW)
    assert isinstance(verdict, Refuse)
    assert "session" in verdict.reasons[0].rule


def test_it_counts_in_nothing() -> None:
    """A real touch of the same state does."""
    assert counts(touch(NOON, taken=True, outcome=Outcome.DELIVERED))
    assert not counts(tried(taken=True, outcome=Outcome.DELIVERED))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(meaning="none"),
        Reply(meaning="hold"),
        Reply(meaning="restrict"),
        Reply(meaning="help"),
        Reply(meaning="rejoin"),
        Reply(meaning="callback", callback_at=NOON + timedelta(days=1)),
    ],
)
def test_words_in_reply_to_it_are_kept_and_are_no_work(reply: Reply) -> None:
    """No task, no hold, no promised call, and no news for a lead who shares the number."""
    made = change(trial(tried(outcome=Outcome.DELIVERED)), heard(reply), NOON, SPRING)

    assert [type(write) for write in made.writes] == [RecordInbound]
    (kept,) = (write for write in made.writes if isinstance(write, RecordInbound))
    assert kept.message.meaning == "none"
    assert made.notify == ()


def test_a_stop_in_reply_to_it_is_a_stop() -> None:
    """It closes the number, as any other."""
    made = change(trial(tried(outcome=Outcome.DELIVERED)), heard(Reply(meaning="revoke")), NOON, SPRING)

    assert any(isinstance(write, Suppress) for write in made.writes)
    assert not any(isinstance(write, OpenTask | PromiseCall) for write in made.writes)


def heard(reply: Reply) -> Replied:
    """Return a message that answers the trial."""
    message = Inbound(id="m", channel=Channel.SMS, number=1, sender="+34910000001", at=NOON, touch="tried")
    return Replied(message=message, reply=reply, lead="lead-1", body="words", promise="p", enrolment="e")
