"""Which task counts when one person writes several times, and which texts does it show?"""

from datetime import timedelta

import pytest

from cadence.domain import Channel, Inbound
from cadence.planning.transitions.change import OpenTask
from cadence.planning.transitions.events import Work
from cadence.planning.transitions.reply import BETWEEN, SHOWN, body_of, joined, shown
from tests.unit.policy.builders import NOON

ANSWER = OpenTask(ref="new", kind="reply", title="Answer this reply")
DECIDE = OpenTask(ref="new", kind="review", title="Is this a stop?")
OLD_ANSWER = Work(ref="old", kind="reply", title="Answer this reply")
OLD_DECISION = Work(ref="held", kind="review", title="Is this a stop?")


@pytest.mark.parametrize(
    ("known", "new", "ref"),
    [
        ([OLD_ANSWER], ANSWER, "new"),  # the newest reply is the one to answer
        ([OLD_DECISION, OLD_ANSWER], ANSWER, "held"),  # what holds touches counts more than what is newer
        ([OLD_DECISION], DECIDE, "new"),  # of two decisions the newest counts
        ([OLD_DECISION, Work(ref="held2", kind="review", title="?")], ANSWER, "held2"),
    ],
)
def test_a_decision_counts_more_than_an_answer_and_the_newest_counts(
    known: list[Work], new: OpenTask, ref: str
) -> None:
    """Touches of the person are held until somebody decides, so that task must not be hidden behind a greeting."""
    assert joined(known, new).ref == ref


def message(id_: str, meaning: str = "none") -> Inbound:
    """Return a message of one sender."""
    return Inbound(id=id_, channel=Channel.SMS, number=1, sender="s", at=NOON + timedelta(minutes=1), meaning=meaning)


def test_a_task_shows_all_that_waits_for_a_decision_and_then_the_newest() -> None:
    """Newest first; seven greetings are not all shown, and their number is."""
    messages = [message(f"g{nth}") for nth in range(7)] + [message("h1", "hold"), message("h2", "restrict")]

    ids = shown(messages)

    assert ids == ("h1", "h2", "g0", "g1", "g2")
    body = body_of(messages, {"h1": "is this a stop?", "g0": "hello"})
    assert body.split(BETWEEN) == ["is this a stop?", "", "hello", "", "", f"(+{9 - SHOWN})"]


def test_every_undecided_text_is_shown_however_many_there_are() -> None:
    """A decision about all of them must be made on all of them."""
    messages = [message(f"h{nth}", "hold") for nth in range(8)] + [message("g")]

    assert shown(messages) == tuple(f"h{nth}" for nth in range(8))
    assert body_of(messages[:2], {"h0": "a", "h1": "b"}) == f"a{BETWEEN}b"
