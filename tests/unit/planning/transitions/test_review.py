"""Does a decision about replies close what it says, and let go on what it says?"""

from datetime import timedelta
from typing import Any

import pytest

from cadence.domain import Channel, Facts, Inbound, NewsKind, SuppressionScope
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import MarkReviewed, Suppress, SuppressPerson
from cadence.planning.transitions.events import Reviewed
from cadence.policy.built_in.held_reply import undecided_replies
from tests.unit.policy.builders import NOON, facts, lead, number

HOME, WORK = 1, 2
HELD = Inbound(id="held", channel=Channel.SMS, number=HOME, sender="+34910000001", at=NOON, meaning="hold")
LATER = Inbound(
    id="later", channel=Channel.SMS, number=WORK, sender="+34910000001", at=NOON + timedelta(minutes=1), meaning="none"
)
KNOWN = facts(lead=lead(numbers=(number(HOME), number(WORK))), inbound=(HELD, LATER))


def decide(known: Facts = KNOWN, **said: Any) -> Facts:
    """Return the facts after a decision about both messages."""
    return apply(known, change(known, Reviewed(messages=(LATER, HELD), by="ana", **said), NOON))


def test_what_was_harmless_lets_go_on_what_it_held() -> None:
    """All the messages are dealt with, nothing is closed, and whoever waited is woken."""
    made = change(KNOWN, Reviewed(messages=(LATER, HELD), by="ana"), NOON)

    assert made.writes == (MarkReviewed(messages=("later", "held"), by="ana"),)
    assert [(notice.kind, notice.people.lead, notice.ref) for notice in made.notify] == [
        (NewsKind.RESUME, "lead-1", "later")
    ]
    assert list(undecided_replies(KNOWN)) == [HELD]
    assert list(undecided_replies(apply(KNOWN, made))) == []


@pytest.mark.parametrize(
    ("scope", "value"),
    [
        (SuppressionScope.EVERYTHING, ""),
        (SuppressionScope.PURPOSE, "marketing"),
        (SuppressionScope.CHANNEL, "call"),
    ],
)
def test_what_was_a_stop_closes_each_number_once(scope: SuppressionScope, value: str) -> None:
    """They wrote from two numbers: both are closed, whichever of them the words came from."""
    made = change(KNOWN, Reviewed(messages=(LATER, HELD), by="ana", closes=True, scope=scope, value=value), NOON)

    rows = [write for write in made.writes if isinstance(write, Suppress)]
    assert [(row.numbers, row.source, row.ref, row.scope, row.value) for row in rows] == [
        ((WORK, HOME), "review", "later", scope, value)
    ]
    assert any(isinstance(write, SuppressPerson) for write in made.writes)
    assert {notice.kind for notice in made.notify} == {NewsKind.OPT_OUT}
    assert made.take_back


def test_a_decision_twice_ends_the_same() -> None:
    """What is closed is closed, what is read is read."""
    once = decide(closes=True)

    assert decide(once, closes=True) == once
