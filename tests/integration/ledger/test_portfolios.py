"""Does a portfolio reach so many people a day over all campaigns, and who waits for whom?"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from cadence.domain import Channel, Outcome, Touch
from cadence.domain.counted import REACHED_NOBODY
from cadence.ledger.people import portfolios
from cadence.ledger.people.portfolios import PortfolioCapacity
from cadence.ledger.touches import touches
from tests.integration.ledger import states
from tests.integration.ledger.world import NOON, World

DAY, MINUTE, INSTANT = timedelta(days=1), timedelta(minutes=1), timedelta(microseconds=1)
NEVER = REACHED_NOBODY


def begin(world: World, minute: int = 0, *, lead: str | None = None, portfolio: str = "ours") -> Touch:
    """A conversation begins so many minutes after noon."""
    at = NOON + minute * MINUTE
    enrolment = world.enrol(lead)
    return world.reserved(enrolment, channel=Channel.WHATSAPP, portfolio=portfolio, at=at)


def ask(world: World, most: int, at: datetime = NOON + DAY - MINUTE, lead: str = "") -> PortfolioCapacity:
    """May one more hear from us? Somebody new, if nobody is named."""
    lead = lead or world.lead()
    with world.ledger.begin() as connection:
        return portfolios.claim(connection, "ours", lead, most, now=at, span=DAY, reached_nobody=NEVER)


def test_the_last_place_is_free_and_the_next_is_not(world: World) -> None:
    """The k-th person goes, the (k+1)-th waits until the first one is a day old."""
    begin(world, 0)
    begin(world, 5)

    assert ask(world, 3) == PortfolioCapacity(people=2)
    begin(world, 10)
    assert ask(world, 3) == PortfolioCapacity(people=3, until=NOON + DAY, turn=NOON + DAY)


def test_a_place_is_free_again_to_the_microsecond(world: World) -> None:
    """(t-w, t]: who heard from us exactly a day ago no longer counts (law 9)."""
    begin(world)

    assert ask(world, 1, NOON + DAY - INSTANT).until == NOON + DAY
    assert ask(world, 1, NOON + DAY) == PortfolioCapacity(people=0)


def again(world: World, touch: Touch, minute: int) -> None:
    """The same person hears from us once more."""
    at = NOON + minute * MINUTE
    with world.ledger.begin() as connection:
        touches.reserve(connection, replace(touch, id=str(uuid4()), attempt=2, at=at), version=1)


def test_the_same_person_again_takes_no_place(world: World) -> None:
    """The limit counts people, not messages; a second message restarts the person's day."""
    touch = begin(world)

    assert ask(world, 1, lead=touch.lead) == PortfolioCapacity(people=0)
    again(world, touch, 30)
    assert ask(world, 2) == PortfolioCapacity(people=1)
    assert ask(world, 1).until == NOON + DAY + 30 * MINUTE


def test_each_waiting_lead_gets_its_own_time(world: World) -> None:
    """Otherwise a thousand waiting leads would come back at once; after the last time they start again at the first."""
    for minute in (0, 10, 20):
        begin(world, minute)
    answers = [ask(world, 3) for _ in range(5)]

    assert {capacity.until for capacity in answers} == {NOON + DAY}
    assert [(capacity.turn or NOON) - NOON - DAY for capacity in answers] == [
        minute * MINUTE for minute in (0, 10, 20, 0, 10)
    ]


def test_a_portfolio_whose_limit_was_lowered_waits_until_it_fits(world: World) -> None:
    """Three people were reached and one is allowed: there is capacity when the last touch is a day old."""
    for minute in (0, 10, 20):
        begin(world, minute)

    assert ask(world, 1).until == NOON + DAY + 20 * MINUTE


def test_touches_that_begin_no_conversation_do_not_count(world: World) -> None:
    """A touch in an open session, and one of another portfolio."""
    begin(world, portfolio="")
    begin(world, portfolio="other")

    assert ask(world, 1) == PortfolioCapacity(people=0)


@pytest.mark.parametrize(
    ("outcome", "sid", "people"),
    [
        (Outcome.INVALID_NUMBER, None, 0),  # a number without WhatsApp, reported at once
        (Outcome.INVALID_NUMBER, "SM1", 0),  # reported after the carrier took it: it reached nobody either
        (Outcome.FAILED, None, 0),  # the carrier refused it
        (Outcome.NOT_TAKEN, "SM1", 0),  # our template is broken
        (Outcome.UNDELIVERED, "SM1", 1),  # it left
        (Outcome.LOST, None, 1),  # it may have left
    ],
)
def test_a_touch_that_never_left_does_not_count(world: World, outcome: Outcome, sid: str | None, people: int) -> None:
    """Only touches that may have reached a person count against the platform's limit."""
    touch = begin(world)
    with world.ledger.begin() as connection:
        states.settle(connection, touch.id, outcome, at=NOON, details={"sid": sid})

    assert ask(world, 1).people == people


def test_a_touch_that_was_put_back_does_not_count(world: World) -> None:
    """It is judged again later, and counts again when it leaves."""
    touch = begin(world)
    with world.ledger.begin() as connection:
        assert states.plan_again(connection, touch.id)

    assert ask(world, 1).people == 0
    with world.ledger.begin() as connection:
        touches.reserve(connection, touch, version=1)
    assert ask(world, 1).people == 1


def test_how_many_people_were_reached_is_counted(world: World) -> None:
    """Operators see how much of the limit is used."""
    touch = begin(world)
    begin(world, 1)
    again(world, touch, 0)
    with world.ledger.begin() as connection:
        assert portfolios.people(connection, "ours", since=NOON - INSTANT, reached_nobody=NEVER) == 2
        assert portfolios.people(connection, "ours", since=NOON, reached_nobody=NEVER) == 1
