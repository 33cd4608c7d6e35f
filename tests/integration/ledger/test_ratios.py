"""Does the database count a campaign's touches as the law's ratios want them?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cadence.domain import Channel, Counted, Outcome, TouchState
from cadence.domain.clock import Clock
from cadence.engine.outcomes import Planner
from cadence.engine.outcomes.ratios import patience
from cadence.ledger.campaigns import enrolments
from cadence.ledger.touches import ratios, touches
from cadence.ledger.touches.touches import ReportedDetails
from tests.integration.ledger.world import NOON, World

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def call(
    world: World,
    outcome: Outcome | None,
    *,
    at: datetime = NOON,
    heard: ReportedDetails = ReportedDetails(),  # noqa: B008  # noqa: B008
    **lead: object,
) -> None:
    """Somebody is called, and this comes of it."""
    enrolment = world.enrol(world.lead(**lead))
    touch = world.reserved(enrolment, channel=Channel.CALL, at=at)
    if outcome is not None:
        with world.ledger.begin() as connection:
            touches.settle(connection, touch.id, outcome, at=at, details=heard)


def count(world: World, since: datetime = NOON, until: datetime = NOON + HOUR) -> list[Counted]:
    """What is counted, those left out who only wait."""
    with world.ledger.begin() as connection:
        found = ratios.counted(connection, world.campaign_id, since, until, late=2 * SECOND)
    return [one for one in found if one.touches]


def test_alike_calls_to_one_place_are_one_number(world: World) -> None:
    """The database counts: however many calls, few rows."""
    for outcome in (Outcome.ANSWERED, Outcome.ANSWERED, Outcome.ABANDONED, None):
        call(world, outcome)
    call(world, Outcome.ABANDONED, country="GB")
    told = {(one.who.country, one.outcome): one.touches for one in count(world)}

    assert told == {
        ("ES", Outcome.ANSWERED): 2,
        ("ES", Outcome.ABANDONED): 1,
        ("ES", None): 1,
        ("GB", Outcome.ABANDONED): 1,
    }


def test_nothing_of_a_person_but_the_place_is_told(world: World) -> None:
    """The first digits tell a region; they are all that leaves the database."""
    call(world, Outcome.ANSWERED)
    (one,) = count(world)

    assert [number.e164 for number in one.who.numbers] == ["+34610"]
    assert (one.who.id, one.who.name, one.who.attributes) == ("", "", {})


@pytest.mark.parametrize(
    ("agent", "late"),
    [
        (2 * SECOND, False),  # within two seconds of the greeting
        (2 * SECOND + timedelta(microseconds=1), True),
        (None, False),  # nobody came, or nobody recorded when: the outcome says which
    ],
)
@pytest.mark.parametrize("greeting", [True, False])  # without detection of machines nobody hears where a greeting ends
def test_an_agent_comes_late_to_the_microsecond(
    world: World, agent: timedelta | None, late: bool, greeting: bool
) -> None:
    """From the greeting's end, else from the answer: that is earlier, so it errs on the strict side."""
    heard = (
        ReportedDetails(greeting_end_at=NOON, answered_at=NOON - HOUR)
        if greeting
        else ReportedDetails(answered_at=NOON)
    )
    call(world, Outcome.ANSWERED, heard=replace(heard, agent_at=NOON + agent if agent is not None else None))

    assert [one.late for one in count(world)] == [late]


def test_only_the_period_counts(world: World) -> None:
    """Both ends are in it."""
    for at in (NOON - SECOND, NOON, NOON + HOUR, NOON + HOUR + SECOND):
        call(world, Outcome.ABANDONED, at=at)

    assert [one.touches for one in count(world)] == [2]


def test_a_campaign_begins_with_the_first_touch_that_was_made(world: World) -> None:
    """What a rule passed over reached for nobody."""
    skipped = world.touch(world.enrol(), at=NOON - HOUR, number=None, state=TouchState.SKIPPED)
    with world.ledger.begin() as connection:
        assert ratios.began(connection, world.campaign_id) is None
        touches.skip(connection, skipped, version=1, rules=["x.y"], scope="step")
        assert ratios.began(connection, world.campaign_id) is None
    call(world, None)
    call(world, None, at=NOON - SECOND)
    with world.ledger.begin() as connection:
        assert ratios.began(connection, world.campaign_id) == NOON - SECOND


def test_who_is_under_way_shows_where_and_who_has_finished_does_not(world: World) -> None:
    """So a rule is told before the first call, and no longer than it binds."""
    world.enrol(world.lead(country="US"))
    gone = world.enrol(world.lead(country="GB"))
    with world.ledger.begin() as connection:
        enrolments.finish(connection, gone.id, "completed", at=NOON)
        found = list(ratios.counted(connection, world.campaign_id, NOON, NOON, late=None))

    assert [(one.who.country, one.touches) for one in found] == [("US", 0)]


def test_a_rehearsal_forgives_what_the_network_takes(world: World) -> None:
    """At a thousand times the speed, half a real second is eight minutes of the Clock; real time forgives nothing."""
    fast = Clock(origin=NOON, started=NOON, speed=1000)

    assert patience(Planner(world.ledger, Clock.real()), 2.0) == 2 * SECOND
    assert patience(Planner(world.ledger, fast), 2.0) == timedelta(seconds=500)
