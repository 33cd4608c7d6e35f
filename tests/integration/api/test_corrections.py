"""What an agent said last counts, and what was said before is kept: dispositions and promised calls, corrected."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from cadence.domain import Callback, Cause, CauseKind, Channel, Disposition, Enrolment, Outcome, TouchState
from cadence.domain.clock import Clock
from cadence.explain.story.speaker import Speaker
from cadence.explain.story.story import StoryEvent, StoryLine, tell
from cadence.ledger.reading import facts, timeline
from cadence.ledger.touches.touch_rows import Stored
from tests.integration.api.town import Town
from tests.integration.ledger import states

Says = Callable[..., httpx.Response]
SPEAKER = Speaker(zones=("Europe/Madrid",))


@pytest.fixture
def says(office: httpx.Client) -> Says:
    """An agent says what came of a call."""

    def say(call: Stored, word: str, at: datetime | None = None, key: str = "", by: str = "marta") -> httpx.Response:
        body = {"touch": call.touch.id, "disposition": word, "by": by}
        body |= {"callback_at": at.isoformat()} if at else {}
        return office.post("/api/dispositions", json=body, headers={"Idempotency-Key": key} if key else {})

    return say


@pytest.fixture
def three(clock: Clock) -> datetime:
    """In three hours."""
    return clock.now() + timedelta(hours=3)


def promises(town: Town, enrolment: Enrolment) -> list[Callback]:
    """The calls that are promised and not taken back, as the plan sees them."""
    with town.ledger.begin() as tx:
        return [one for one in facts.gather(tx, enrolment.id).callbacks if not one.canceled]


def story(town: Town, enrolment: Enrolment) -> list[StoryLine]:
    """What `cadence lead` tells of this person."""
    with town.ledger.begin() as tx:
        events = timeline.of_lead(tx, town.lead_of(enrolment))
    return tell([StoryEvent(at=one.at, kind=one.kind, what=one.what) for one in events], SPEAKER)


def call_back(town: Town, enrolment: Enrolment, promise: Callback, **settled: Any) -> Stored:
    """A call that keeps a promise, under way or settled."""
    call = town.reserve(enrolment, "talk", Channel.CALL, cause=Cause(kind=CauseKind.CALLBACK, ref=promise.id))
    if settled:
        with town.ledger.begin() as tx:
            states.settle(tx, call.id, at=town.clock.now(), **settled)
    return town.stored(call.id)


def test_the_time_said_last_is_the_one_that_is_kept(town: Town, says: Says, three: datetime) -> None:
    """The agent mistyped the hour, or the person thought again: one call, at the newest time."""
    enrolment = town.enrol()
    call, five = town.answered(enrolment), three + timedelta(hours=2)
    assert says(call, "callback", three).status_code == 200
    assert says(call, "callback", five).status_code == 200

    (promise,) = promises(town, enrolment)
    move = town.move(enrolment)
    assert promise.at == five
    assert (move["step"], move["cause"]["kind"]) == ("moved", "announcement"), "first the person hears the new time"
    assert move["cause"]["ref"] == promise.id


def test_a_time_that_was_corrected_back_counts_again(town: Town, says: Says, three: datetime) -> None:
    """Each word replaces the one before, whichever was said earlier."""
    enrolment = town.enrol()
    call = town.answered(enrolment)
    for at in (three, three + timedelta(hours=2), three):
        assert says(call, "callback", at).status_code == 200

    assert [one.at for one in promises(town, enrolment)] == [three]


def test_the_story_shows_both_promises_and_who_corrected(town: Town, says: Says, three: datetime) -> None:
    """An auditor sees what was promised first, what replaced it, who said so and when."""
    enrolment = town.enrol()
    call = town.answered(enrolment)
    says(call, "callback", three, by="marta")
    says(call, "callback", three + timedelta(hours=2), by="luis")

    told = [(one.words, one.by) for one in story(town, enrolment) if "callback" in one.kind or one.kind == "command"]
    ring = call.touch.id
    first, then = (SPEAKER.clock(at) for at in (three, three + timedelta(hours=2)))
    assert told == [
        (f"the agent reported for call {ring}: call again, for {first}", "marta, api"),
        (f"a call was promised for {first}", "the agent's report"),
        (
            f"the agent corrected the report for call {ring}: call again, for {then}; before: call again, for {first}",
            "luis, api",
        ),
        (f"a call was promised for {then}", "the agent's report"),
        (f"the call promised for {first} was replaced by one for {then}", "the agent's report"),
    ]


def test_after_the_end_there_is_one_promise_too(town: Town, says: Says, three: datetime) -> None:
    """The promise lives in an enrolment of its own; its correction does not open another."""
    enrolment = town.enrol()
    call, five = town.answered(enrolment), three + timedelta(hours=2)
    says(call, "refused")
    for at in (three, five):
        assert says(call, "callback", at).status_code == 200

    lead = town.lead_of(enrolment)
    standing = "SELECT array_agg(at) FROM callbacks WHERE lead_id = :lead AND canceled_at IS NULL"
    assert town.ask(standing, lead=lead) == [five]
    assert town.ask("SELECT count(*) FROM enrolments WHERE lead_id = :lead", lead=lead) == 2


def test_a_promise_that_is_being_kept_is_not_made_again(town: Town, says: Says, three: datetime) -> None:
    """Their phone rings already: a second call for the same request would be one too many."""
    enrolment = town.enrol()
    call = town.answered(enrolment)
    says(call, "callback", three)
    (promise,) = promises(town, enrolment)
    call_back(town, enrolment, promise)
    before = town.rows()

    refused = says(call, "callback", three + timedelta(hours=2))

    assert refused.status_code == 409
    assert "is being made, or was made" in refused.json()["error"]
    assert town.rows() == before
    assert says(call, "callback", three).status_code == 200, "the same word again is no mistake"


@pytest.mark.parametrize(
    ("outcome", "status", "at"),
    [
        (Outcome.ANSWERED, 409, 3),  # they talked with us: kept
        (Outcome.LOST, 200, 5),  # nobody knows whether it rang: it does not count as kept
        (Outcome.BUSY, 200, 5),  # nobody was reached: the new time instead of the next try
    ],
)
def test_only_a_promise_that_reached_nobody_can_be_moved(
    town: Town, says: Says, three: datetime, outcome: Outcome, status: int, at: int
) -> None:
    """Never two calls for one request, and never none."""
    enrolment = town.enrol()
    call = town.answered(enrolment)
    says(call, "callback", three)
    (promise,) = promises(town, enrolment)
    assert call_back(town, enrolment, promise, outcome=outcome).touch.state is TouchState.SETTLED

    assert says(call, "callback", three + timedelta(hours=2)).status_code == status
    assert [one.at for one in promises(town, enrolment)] == [three + timedelta(hours=at - 3)]


def test_another_word_takes_the_promise_back(town: Town, says: Says, three: datetime) -> None:
    """The agent pressed the wrong button: nobody asked to be called."""
    enrolment = town.enrol()
    call = town.answered(enrolment)
    says(call, "callback", three)
    says(call, "interested")

    assert promises(town, enrolment) == []
    assert town.move(enrolment).get("cause", {}).get("kind") != "callback"
    assert "callback canceled" in [one.kind for one in story(town, enrolment)]


@pytest.mark.parametrize("key", ["", "the-same-word"])
def test_the_same_word_again_changes_nothing(town: Town, says: Says, three: datetime, key: str) -> None:
    """Whoever got no answer says it again; the plan, the promise and the news are as they were."""
    enrolment = town.enrol()
    call = town.answered(enrolment)
    says(call, "callback", three, key=key)
    once = (town.stored(call.touch.id), town.rows(), town.move(enrolment))

    answers = [says(call, "callback", three, key=key) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    assert (town.stored(call.touch.id), town.rows(), town.move(enrolment)) == once


def test_the_same_word_under_another_key_is_kept_as_an_order_and_changes_nothing(town: Town, says: Says) -> None:
    """The key has to be remembered: used for another word, it is a mistake."""
    enrolment = town.enrol()
    call = town.answered(enrolment)
    says(call, "interested", key="word-1")
    once = town.rows()

    assert says(call, "interested", key="word-2").status_code == 200
    assert town.rows() == {**once, "commands": once["commands"] + 1}
    assert says(call, "refused", key="word-2").status_code == 409


def test_another_word_is_a_correction_with_its_author(town: Town, says: Says) -> None:
    """It counts, and the story tells who said what, in order, on the person's own page."""
    enrolment = town.enrol()
    call = town.answered(enrolment)
    says(call, "interested", by="marta")
    says(call, "converted", by="luis")

    assert town.stored(call.touch.id).touch.disposition is Disposition.CONVERTED
    told = [(one.words, one.by) for one in story(town, enrolment) if one.kind == "command"]
    assert told == [
        (f"the agent reported for call {call.touch.id}: interested", "marta, api"),
        (
            f"the agent corrected the report for call {call.touch.id}: the goal was reached; before: interested",
            "luis, api",
        ),
    ]
