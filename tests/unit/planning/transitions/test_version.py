"""What changes for a lead that an operator moves to another version?"""

from cadence.domain import Callback, NewsKind
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import Notify, SetVersion
from cadence.planning.transitions.events import VersionChanged
from tests.unit.policy.builders import MONDAY, NOON, facts, touch


def test_a_move_sets_the_version_and_wakes_the_workflow() -> None:
    """What the lead had and was promised stays: its place follows from its touches."""
    known = facts(touch(MONDAY), callbacks=(Callback(id="p", at=NOON),))

    made = change(known, VersionChanged(version=4), NOON)

    assert made.writes == (SetVersion(enrolment="enrolment-1", version=4),)
    assert made.notify == (Notify(kind=NewsKind.VERSION, enrolment="enrolment-1", ref="4"),)
    after = apply(known, made)
    assert after.enrolment.version == 4
    assert (after.touches, after.callbacks) == (known.touches, known.callbacks)


def test_a_move_that_is_repeated_ends_with_the_same_facts() -> None:
    """An order may be interrupted and given again."""
    moved = apply(facts(), change(facts(), VersionChanged(version=4), NOON))

    assert apply(moved, change(moved, VersionChanged(version=4), NOON)) == moved
