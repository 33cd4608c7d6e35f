"""Does a stop close what it must, and no more? Its consequences are values, so no server is needed."""

from datetime import timedelta

import pytest

from cadence.domain import HELD, Facts, NewsKind, Suppression, SuppressionScope
from cadence.planning import next_move
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import Change, Notify, People, Suppress, SuppressPerson
from cadence.planning.transitions.events import Reach, Stopped
from tests.unit.policy.builders import LAW, NOON, campaign, facts, lead, number, sms

HOME, WORK, STRANGE = 1, 2, 9
TWO_NUMBERS = lead(numbers=(number(HOME), number(WORK)))
CALLS = {"scope": SuppressionScope.CHANNEL, "value": "call"}


def closed(**more: object) -> Suppression:
    """Return a suppression of the number at home, an hour old."""
    settings = {"id": 7, "number": HOME, "scope": SuppressionScope.EVERYTHING, "since": NOON - timedelta(hours=1)}
    return Suppression(**(settings | more))  # type: ignore[arg-type]


def stop(known: Facts, **more: object) -> Change:
    """Return what a stop changes for somebody with two numbers."""
    event = Stopped(**({"source": "reply", "ref": "message-1"} | more))  # type: ignore[arg-type]
    return change(known, event, NOON)


@pytest.mark.parametrize(
    ("details", "before", "numbers"),
    [
        ({}, (), (HOME, WORK)),  # an opt-out is the person's: every number
        ({"number": WORK}, (), (WORK, HOME)),  # the number it came from is one of them
        ({"number": STRANGE}, (), (STRANGE, HOME, WORK)),  # they wrote from a number that we do not have of them
        ({"number": WORK, "reach": Reach.NUMBER}, (), (WORK,)),  # only that number was named
        ({}, (closed(),), (WORK,)),  # what is closed already is not written again
        (CALLS, (), (HOME, WORK)),  # no calls, to any number
        (CALLS, (closed(),), (HOME, WORK)),  # another scope is another row: the wider one may be lifted
        (CALLS, (closed(**CALLS),), (WORK,)),  # this very scope is closed already
        ({"scope": SuppressionScope.CAMPAIGN, "value": "b"}, (closed(scope="campaign", value="a"),), (HOME, WORK)),
        ({}, (closed(), closed(id=8, number=WORK)), ()),  # said before
        (CALLS, (closed(**CALLS, source=HELD),), (HOME, WORK)),  # only held until a decision, which may let it go
    ],
)
def test_a_stop_closes_every_number_it_is_about(
    details: dict[str, object], before: tuple[Suppression, ...], numbers: tuple[int, ...]
) -> None:
    """Whatever said it, each number gets one row, with the scope, the source and the cause of the stop."""
    made = stop(facts(lead=TWO_NUMBERS, suppressions=before), **details)

    scope, value = details.get("scope", SuppressionScope.EVERYTHING), details.get("value", "")
    row = Suppress(numbers=numbers, source="reply", ref="message-1", scope=scope, value=value)  # type: ignore[arg-type]
    person = SuppressPerson(lead="lead-1", source="reply", ref="message-1", scope=scope, value=value)  # type: ignore[arg-type]
    follows = () if details.get("reach") is Reach.NUMBER else (person,)
    assert made.writes == ((row,) if numbers else ()) + follows
    assert made.at == NOON


def test_a_stop_by_nobody_we_know_closes_the_number_alone() -> None:
    """There is no person whom it could follow."""
    known = facts(lead=lead(id="", numbers=()))

    (row,) = stop(known, number=STRANGE).writes
    assert isinstance(row, Suppress)
    assert row.numbers == (STRANGE,)


@pytest.mark.parametrize("part", [{}, CALLS], ids=["whole", "part"])
def test_everybody_who_shares_a_number_hears_of_a_stop_and_their_ringing_calls_are_taken_back(
    part: dict[str, object],
) -> None:
    """A family's number is closed for all of them, in whole or in part, so their plans change as well."""
    made = stop(facts(lead=TWO_NUMBERS), number=STRANGE, **part)

    everybody = People(lead="lead-1", numbers=(STRANGE, HOME, WORK))
    assert made.notify == (Notify(kind=NewsKind.OPT_OUT, people=everybody, ref="message-1"),)
    assert made.take_back == (everybody,)


def test_facts_after_a_stop_hold_what_was_closed_and_the_plan_ends() -> None:
    """The simulation lives by this fold. A number that is not the lead's is no fact about the lead."""
    known = facts(lead=TWO_NUMBERS, suppressions=(closed(**CALLS),))

    after = apply(known, stop(known, number=STRANGE))

    rows = [
        (suppression.id, suppression.number, suppression.scope, suppression.since, suppression.source)
        for suppression in after.suppressions[1:]
    ]
    assert rows == [(8, HOME, "everything", NOON, "reply"), (9, WORK, "everything", NOON, "reply")]
    assert after.suppressions[0] == known.suppressions[0]
    assert next_move(campaign(sms("hello")), after, NOON, LAW).kind == "finish"


def test_a_stop_that_was_said_before_changes_no_facts() -> None:
    """Whatever is recorded twice ends the same."""
    once = apply(facts(lead=TWO_NUMBERS), stop(facts(lead=TWO_NUMBERS)))

    assert apply(once, stop(once)) == once
