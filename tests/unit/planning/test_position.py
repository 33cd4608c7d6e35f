"""Does the place in the cadence follow from the touches alone?"""

from datetime import timedelta

import pytest

from cadence.campaign import Campaign
from cadence.campaign.content.call import CallStep as CallContent
from cadence.campaign.parts import Retry
from cadence.campaign.step_shape import CallbackRule, Step
from cadence.domain import Callback, Cause, CauseKind, Channel, Disposition, Facts, Outcome, TouchState
from cadence.planning.position import Due, cadence_due, pending_callback, words
from tests.unit.policy.builders import MONDAY, call, campaign, facts, hours, number, sms, task, tried


def next_due(spring: Campaign, known: Facts) -> Due:
    """Return what is due; the test expects something."""
    due = cadence_due(spring, known)
    assert due is not None
    return due


TWO = campaign(sms("hello"), call("ring", after=hours(2), on={"answered": "end", "otherwise": "bye"}), sms("bye"))


def test_a_new_lead_begins_at_the_first_step() -> None:
    """The origin is the enrolment: its `after` counts from there."""
    due = next_due(TWO, facts())

    assert (due.step.step, due.attempt, due.origin, due.cause.lap) == ("hello", 1, MONDAY, 1)


@pytest.mark.parametrize(
    ("outcome", "target"),
    [
        (Outcome.NO_ANSWER, "bye"),  # by `otherwise`
        (Outcome.VOICEMAIL_LEFT, "bye"),  # by `otherwise`
        (Outcome.LOST, "bye"),  # an answer that was lost for good is an outcome like any other
    ],
)
def test_an_outcome_without_a_branch_takes_otherwise(outcome: Outcome, target: str) -> None:
    """`otherwise` gathers every outcome that has no branch of its own."""
    known = facts(tried("hello", Outcome.SENT), tried("ring", outcome, at=MONDAY + hours(2)))

    assert next_due(TWO, known).step.step == target


def test_the_branch_end_ends_the_cadence() -> None:
    """`end` is a target like a step."""
    assert cadence_due(TWO, facts(tried("hello", Outcome.SENT), tried("ring", Outcome.ANSWERED))) is None


def test_what_the_agent_says_outweighs_what_the_line_did() -> None:
    """A call that was answered and refused branches on refused."""
    spring = campaign(call("ring", on={"answered": "end", "refused": "bye"}), sms("bye"))
    known = facts(tried("ring", Outcome.ANSWERED, disposition=Disposition.REFUSED))

    assert next_due(spring, known).step.step == "bye"


def test_a_reply_outweighs_what_the_network_says() -> None:
    """A read message that was answered was answered."""
    known = tried("hello", Outcome.READ, replied_at=MONDAY)

    assert words(known) == ("replied", "read")


def test_a_skipped_step_leads_to_its_otherwise() -> None:
    """A refusal is not an outcome of a touch: the step's own `otherwise` says where it leads."""
    spring = campaign(sms("first", otherwise="third"), sms("second"), sms("third"))

    assert next_due(spring, facts(tried("first", Outcome.SKIPPED))).step.step == "third"


def test_waits_are_folded_into_the_step_that_follows() -> None:
    """A wait leaves no row: two waits and an `after` are one span."""
    spring = campaign(
        sms("first"),
        Step(step="sleep", wait=hours(5)),
        Step(step="again", wait=hours(3), after=hours(1)),
        sms("second", after=hours(1)),
    )
    due = next_due(spring, facts(tried("first", Outcome.SENT)))

    assert (due.step.step, due.after) == ("second", hours(10))


def test_a_retry_stays_on_the_same_visit() -> None:
    """The try counts up, the lap stays: the key tells the tries apart."""
    spring = campaign(call("ring", retry=Retry(on=("busy",), after=hours(4), times=2)), sms("bye"))
    first = tried("ring", Outcome.BUSY, channel=Channel.CALL)

    due = next_due(spring, facts(first))

    assert (due.step.step, due.attempt, due.cause.lap, due.after) == ("ring", 2, 1, hours(4))


def test_retries_end_after_their_number_of_times() -> None:
    """`times: 2` is two more tries, three in all."""
    spring = campaign(call("ring", retry=Retry(on=("busy",), after=hours(4), times=2)), sms("bye"))
    tries = [tried("ring", Outcome.BUSY, attempt=n, at=MONDAY + hours(4 * n)) for n in (1, 2, 3)]

    assert next_due(spring, facts(*tries[:2])).attempt == 3
    assert next_due(spring, facts(*tries)).step.step == "bye"


def test_an_invalid_number_moves_to_the_next_one_at_once() -> None:
    """The number failed, not the person; it takes nothing from the retries."""
    spring = campaign(call("ring", retry=Retry(on=("busy",), after=hours(4), times=1)))
    known = facts(tried("ring", Outcome.INVALID_NUMBER))
    two = known.lead.__class__(
        id="lead-1", numbers=(number(1, closed="invalid_number"), number(2)), zones=known.lead.zones
    )

    due = next_due(spring, facts(tried("ring", Outcome.INVALID_NUMBER), lead=two))

    assert (due.attempt, due.after) == (2, timedelta(0))
    assert cadence_due(spring, known) is None, "the only number: nothing is left to try"


def test_a_row_that_never_left_is_tried_on_the_same_key() -> None:
    """An Allow that ran out goes through the gate again on the same row (law 2)."""
    known = facts(tried("hello", None, state=TouchState.PLANNED))

    due = next_due(TWO, known)

    assert (due.step.step, due.attempt, due.due) == ("hello", 1, MONDAY)


def test_a_loop_counts_its_laps() -> None:
    """Each visit is a cause of its own, so a loop never meets its own key."""
    spring = campaign(sms("hello", on={"otherwise": "hello"}, after=hours(1)))
    known = facts(tried("hello", Outcome.SENT), tried("hello", Outcome.SENT, lap=2, at=MONDAY + hours(1)))

    assert next_due(spring, known).cause.lap == 3


def test_a_ring_of_refused_steps_ends() -> None:
    """Refusals use up no budget, so the ring itself must end (law 3)."""
    spring = campaign(sms("a", otherwise="b"), task("t"), sms("b", otherwise="a"))
    known = facts(
        tried("a", Outcome.SKIPPED),
        tried("b", Outcome.SKIPPED),
    )

    assert cadence_due(spring, known) is None


def test_steps_passed_in_one_instant_keep_their_order() -> None:
    """Two steps refused in the same activity have the same instant; the rows' order decides."""
    spring = campaign(sms("z", otherwise="a"), sms("a"), sms("m"))
    known = facts(tried("z", Outcome.SKIPPED), tried("a", Outcome.SKIPPED))

    assert next_due(spring, known).step.step == "m"


def promise(at: float, id_: str = "promise-1", **more: bool) -> Callback:
    """Return a call promised so many hours after Monday."""
    return Callback(id=id_, at=MONDAY + hours(at), ref="inbound:message-1", **more)


def promised_touch(outcome: Outcome, attempt: int = 1) -> object:
    """Return the touch that kept promise-1."""
    return tried(
        "ring",
        outcome,
        attempt=attempt,
        at=MONDAY + hours(20 + attempt),
        cause=Cause(kind=CauseKind.CALLBACK, ref="promise-1"),
    )


def test_the_earliest_promise_comes_first_and_does_not_move() -> None:
    """A person asked for an instant: it is fixed."""
    known = facts(callbacks=(promise(30, "promise-2"), promise(20), promise(10, "promise-3", canceled=True)))

    due = pending_callback(TWO, known)

    assert due is not None
    assert (due.cause.ref, due.fixed) == ("promise-1", MONDAY + hours(20))


def test_a_kept_promise_is_over_and_the_cadence_goes_on_from_it() -> None:
    """The serving step's branches say what follows."""
    own = (tried("hello", Outcome.SENT), promised_touch(Outcome.NO_ANSWER))
    known = facts(*own, callbacks=(promise(20),))  # type: ignore[arg-type]

    assert pending_callback(TWO, known) is None
    assert next_due(TWO, known).step.step == "bye"


def test_a_callback_block_of_its_own_serves_promises() -> None:
    """With a `callback:` block the promise takes its floor, retries and branches from there."""
    rule = CallbackRule(call=CallContent(floor="vip"), retry=Retry(on=("no_answer",), after=hours(1), times=1))
    spring = campaign(sms("hello"), callback=rule)
    known = facts(promised_touch(Outcome.NO_ANSWER), callbacks=(promise(20),))  # type: ignore[arg-type]

    due = pending_callback(spring, known)

    assert due is not None
    assert (due.step.step, due.step.floor, due.attempt) == ("callback", "vip", 2)
