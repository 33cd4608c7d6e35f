"""Does the database count a campaign's touches as the ratios of the law require?"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from cadence.domain import Channel, Counted, Outcome, TouchState
from cadence.domain.clock import Clock
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.ratios import patience
from cadence.ledger.campaigns import enrolments
from cadence.ledger.touches import ratios, touches
from tests.integration.ledger import states
from tests.integration.ledger.world import NOON, World

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def call(
    world: World,
    outcome: Outcome | None,
    *,
    at: datetime = NOON,
    heard: Mapping[str, object] | None = None,
    **lead: object,
) -> None:
    """Make a call with this outcome."""
    enrolment = world.enrol(world.lead(**lead))
    touch = world.reserved(enrolment, channel=Channel.CALL, at=at)
    if outcome is not None:
        with world.ledger.begin() as connection:
            states.settle(connection, touch.id, outcome, at=at, details=heard or {})


def count(world: World, since: datetime = NOON, until: datetime = NOON + HOUR) -> list[Counted]:
    """Return the counts, without open leads that have no touch."""
    with world.ledger.begin() as connection:
        rows = ratios.counted(connection, world.campaign_id, since, until, late=2 * SECOND)
    return [row for row in rows if row.touches]


def test_calls_with_the_same_outcome_and_place_are_one_row(world: World) -> None:
    """The database counts, so many calls make few rows."""
    for outcome in (Outcome.ANSWERED, Outcome.ANSWERED, Outcome.ABANDONED, None):
        call(world, outcome)
    call(world, Outcome.ABANDONED, country="GB")
    touches_by = {(row.who.country, row.outcome): row.touches for row in count(world)}

    assert touches_by == {
        ("ES", Outcome.ANSWERED): 2,
        ("ES", Outcome.ABANDONED): 1,
        ("ES", None): 1,
        ("GB", Outcome.ABANDONED): 1,
    }


def test_only_the_place_of_a_person_is_returned(world: World) -> None:
    """The first digits show a region; no other personal data leaves the database."""
    call(world, Outcome.ANSWERED)
    (row,) = count(world)

    assert [number.e164 for number in row.who.numbers] == ["+34610"]
    assert (row.who.id, row.who.name, row.who.attributes) == ("", "", {})


@pytest.mark.parametrize(
    ("agent", "late"),
    [
        (2 * SECOND, False),  # within two seconds of the greeting
        (2 * SECOND + timedelta(microseconds=1), True),
        (None, False),  # no agent came, or the time was not recorded; the outcome says which
    ],
)
@pytest.mark.parametrize("greeting", [True, False])  # without machine detection the end of a greeting is not known
def test_an_agent_comes_late_to_the_microsecond(
    world: World, agent: timedelta | None, late: bool, greeting: bool
) -> None:
    """Counted from the end of the greeting, else from the answer, which is earlier and so stricter."""
    heard = {"greeting_end_at": NOON, "answered_at": NOON - HOUR} if greeting else {"answered_at": NOON}
    call(world, Outcome.ANSWERED, heard=heard | ({} if agent is None else {"agent_at": NOON + agent}))

    assert [row.late for row in count(world)] == [late]


def test_only_the_period_counts(world: World) -> None:
    """Both ends belong to the period."""
    for at in (NOON - SECOND, NOON, NOON + HOUR, NOON + HOUR + SECOND):
        call(world, Outcome.ABANDONED, at=at)

    assert [row.touches for row in count(world)] == [2]


def test_a_campaign_begins_with_the_first_touch_that_was_made(world: World) -> None:
    """A touch that a rule skipped does not begin it."""
    skipped = world.touch(world.enrol(), at=NOON - HOUR, number=None, state=TouchState.SKIPPED)
    with world.ledger.begin() as connection:
        assert ratios.began(connection, world.campaign_id) is None
        touches.skip(connection, skipped, version=1, rules=["x.y"], scope="step")
        assert ratios.began(connection, world.campaign_id) is None
    call(world, None)
    call(world, None, at=NOON - SECOND)
    with world.ledger.begin() as connection:
        assert ratios.began(connection, world.campaign_id) == NOON - SECOND


def test_open_leads_are_listed_by_place_and_finished_ones_are_not(world: World) -> None:
    """So a rule applies from before the first call until the last lead has finished."""
    world.enrol(world.lead(country="US"))
    gone = world.enrol(world.lead(country="GB"))
    with world.ledger.begin() as connection:
        enrolments.finish(connection, gone.id, "completed", at=NOON)
        rows = list(ratios.counted(connection, world.campaign_id, NOON, NOON, late=None))

    assert [(row.who.country, row.touches) for row in rows] == [("US", 0)]


def test_a_rehearsal_allows_for_network_time(world: World) -> None:
    """At a thousand times the speed, half a real second is eight minutes of the Clock; real time allows nothing."""
    fast = Clock(origin=NOON, started=NOON, speed=1000)

    assert patience(Planner(world.ledger, Clock.real()), 2.0) == 2 * SECOND
    assert patience(Planner(world.ledger, fast), 2.0) == timedelta(seconds=500)
