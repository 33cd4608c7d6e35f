"""Do the people of an account count together, and can two workers both take the last touch of it?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from random import Random
from unicodedata import normalize

import pytest
from sqlalchemy import text

from cadence.domain import Enrolment
from cadence.domain.nearest import same_word
from cadence.ledger.db import locks
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.reading import facts
from cadence.ledger.touches import touches
from tests.integration.ledger.world import NOON, World, lead_row

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
        ("ΟΔΟΣ", "οδος", True),
        ("ΟΔΟΣ", "Οδός", True),
        ("İstanbul", "istanbul", True),
        ("ЖУК", "жук", True),
        ("A+", "A-", False),
        ("__", "_", False),  # a name without a letter says nothing
        ("_", "_", False),
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


LETTERS = tuple(
    map(
        chr,
        (
            0x61,
            0x41,
            0x62,
            0xDF,
            0x1E9E,
            0xE9,
            0xC9,
            0xF1,
            0xD1,
            0x3C3,
            0x3C2,
            0x3A3,
            0x38C,
            0x3AF,
            0x130,
            0x131,
            0x49,
            0x17F,
            0x4B,
            0xC5,
            0x416,
            0x436,
            0x152,
            0x153,
            0xFB01,
            0x1C5,
            0x216B,
            0x2460,
            0x6587,
            0x627,
            0x628,
            0x5D9,
            0x5D4,
            0x5F,
            0x20,
            0x9,
            0xA0,
            0x2003,
            0x301,
            0x303,
            0x327,
            0x345,
            0x483,
            0x5B0,
            0x64B,
            0x940,
            0x1AB0,
            0x20D0,
            0xFE20,
            0x2B,
            0x2D,
            0x26,
            0x2E,
        ),
    )
)
"""Letters with and without case, sharp and long s, both small sigmas, ligatures, spaces, and marks of many scripts."""


def spelt(count: int) -> list[str]:
    """Return names in many spellings: short ones, so that many of them are of one account."""
    luck = Random(20_270_309)  # noqa: S311  no secret
    names = ("".join(luck.choice(LETTERS) for _ in range(luck.randint(1, 3))) for _ in range(count))
    forms = (str, str.upper, str.lower, str.title, partial(normalize, "NFC"), partial(normalize, "NFD"))
    return [luck.choice(forms)(name) for name in names]


def test_the_ledger_and_a_simulation_have_the_same_accounts(world: World) -> None:
    """The ledger compares what the program wrote: PostgreSQL itself folds case and accents in another way."""
    names = spelt(3000)
    rows = [lead_row(n, f"+3462{n:07d}", key=f"spelt{n}", account=name) for n, name in enumerate(names)]
    import_leads(world.ledger, "list", rows, at=NOON)
    ids = {world.ledger.hasher.lead("list", f"spelt{n}"): name for n, name in enumerate(names)}
    pairs = text("""
        SELECT CAST(l.id AS text), min(CAST(other.id AS text))
        FROM leads l JOIN accounts a ON a.id = l.account_id JOIN accounts same ON same.form = a.form
            JOIN leads other ON other.account_id = same.id
        WHERE CAST(l.id AS text) = ANY (:ids) AND CAST(other.id AS text) = ANY (:ids) GROUP BY l.id
    """)
    with world.ledger.begin() as connection:
        rows_of_ledger = connection.execute(pairs, {"ids": list(ids)}).all()
    groups: dict[str, list[str]] = {}
    for lead, name in ids.items():
        groups.setdefault(same_word(name), []).append(lead)
    nobodys = groups.pop("")

    assert nobodys
    assert max(map(len, groups.values())) > 20
    assert sorted(map(tuple, rows_of_ledger)) == sorted(
        (lead, min(group)) for group in groups.values() for lead in group
    )


def test_touches_from_before_a_rule_counts_are_not_read(world: World) -> None:
    """A company may have had thousands."""
    me, colleague = world.enrol(world.lead(account="ACME")), world.enrol(world.lead(account="ACME"))
    world.reserved(colleague)
    with world.ledger.begin() as connection:
        known = facts.gather(connection, me.id, account_since=NOON + timedelta(seconds=1))

    assert known.colleagues == ()
