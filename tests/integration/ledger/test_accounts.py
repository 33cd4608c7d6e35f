"""Do the people of an account count together, and can two workers both take the last touch of it?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from cadence.domain import Enrolment
from cadence.ledger.db import locks
from cadence.ledger.reading import facts
from cadence.ledger.touches import touches
from tests.integration.ledger.world import NOON, World

MOST = 3
SPELLINGS = ("ACME", "Acme", "  acme ", "Ácme", "A_C_M_E", "a c m e")


def reserve_within_limit(world: World, enrolment: Enrolment) -> bool:
    """Do what dispatch does under a limit by account: lock, read, count, insert."""
    touch = world.touch(enrolment)
    with world.ledger.begin() as connection:
        locks.lock_for_touch(connection, enrolment.id)
        known = facts.gather(connection, enrolment.id, account_since=NOON - timedelta(days=7))
        if len(known.colleagues) + len(known.own()) >= MOST:
            return False
        return touches.reserve(connection, touch, version=1).won


def test_of_many_workers_none_takes_a_touch_beyond_the_last(world: World) -> None:
    """Each person has a row of their own, so only the account's lock makes them wait for each other."""
    people = [world.enrol(world.lead(account=SPELLINGS[place % len(SPELLINGS)])) for place in range(12)]
    with ThreadPoolExecutor(len(people)) as pool:
        won = list(pool.map(lambda enrolment: reserve_within_limit(world, enrolment), people))

    assert sum(won) == MOST


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        *(("ACME", spelling, True) for spelling in SPELLINGS),
        ("Straße AG", "STRASSE AG", True),
        ("Ferreteria Muñoz", "FERRETERÍA MUNOZ", True),
        ("ACME", "ACME 2", False),
        ("A+", "A-", False),
        ("", "", False),  # no account is no account in common
    ],
)
def test_an_account_is_known_by_its_name_in_any_spelling(world: World, mine: str, theirs: str, same: bool) -> None:
    """Touches to other people of it are facts, if a rule asks for them, and never the person's own."""
    me, colleague = world.enrol(world.lead(account=mine)), world.enrol(world.lead(account=theirs))
    own, other = world.reserved(me), world.reserved(colleague)
    with world.ledger.begin() as connection:
        known = facts.gather(connection, me.id, account_since=NOON)
        unasked = facts.gather(connection, me.id)

    assert [touch.id for touch in known.touches] == [own.id]
    assert [touch.id for touch in known.colleagues] == ([other.id] if same else [])
    assert unasked.colleagues == ()


def test_touches_from_before_a_rule_counts_are_not_read(world: World) -> None:
    """A company may have had thousands."""
    me, colleague = world.enrol(world.lead(account="ACME")), world.enrol(world.lead(account="ACME"))
    world.reserved(colleague)
    with world.ledger.begin() as connection:
        known = facts.gather(connection, me.id, account_since=NOON + timedelta(seconds=1))

    assert known.colleagues == ()
