"""Are copies of official lists imported completely, replaced at once, and found in a lead's facts?"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from cadence.domain import RegistryCopy
from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists import registries
from cadence.ledger.lists.registries import NewCopy, Replaced, StoredCopy
from cadence.ledger.people import erasure
from cadence.ledger.reading import facts
from tests.integration.ledger.world import NOON, World

TODAY = NOON.date()
ANA, LUIS, EVA = "+34600000001", "+34600000002", "+34600000003"


def bring(ledger: Ledger, *numbers: str, as_of: date = TODAY, force: bool = False) -> Replaced:
    """Import a copy of the list."""
    return registries.replace(ledger, NewCopy(name="tps", as_of=as_of, force=force), numbers, at=NOON)


def standing(ledger: Ledger) -> tuple[StoredCopy | None, int]:
    """Return the present copy and the number of its entries."""
    with ledger.begin() as connection:
        entries = connection.execute(text("SELECT count(*) FROM registry_entries")).scalar_one()
        return registries.copies(connection).get("tps"), entries


def test_a_leads_facts_name_its_numbers_on_each_copy(world: World) -> None:
    """The rule refuses a number, not a person; a copy without any of our numbers is a fact as well."""
    lead = world.lead(ANA, LUIS)
    bring(world.ledger, LUIS, EVA)
    copy = NewCopy(name="us_dnc", as_of=TODAY - timedelta(days=40))
    registries.replace(world.ledger, copy, [EVA], at=NOON)
    enrolment = world.enrol(lead)
    with world.ledger.begin() as connection:
        known = facts.gather(connection, enrolment.id)
        ahead = facts.gather_new(connection, "spring", 1, {enrolment.id: lead}, at=NOON)

    _, second = world.number_ids(lead)
    assert known.registries == (
        RegistryCopy(name="tps", as_of=TODAY, listed=frozenset({second})),
        RegistryCopy(name="us_dnc", as_of=TODAY - timedelta(days=40)),
    )
    assert ahead[0].registries == known.registries


def test_a_new_copy_replaces_the_old_one(ledger: Ledger) -> None:
    """Numbers that left the list may be called again, new ones may not; a repeated number counts once."""
    bring(ledger, ANA, LUIS, as_of=TODAY - timedelta(days=30))
    done = bring(ledger, LUIS, EVA, EVA)

    assert done == Replaced(numbers=2, added=1, removed=1)
    assert standing(ledger) == (StoredCopy(name="tps", as_of=TODAY, numbers=2, imported_at=NOON), 2)


def test_readers_see_the_old_copy_while_a_new_one_is_imported(world: World) -> None:
    """Half a list would allow calls to the other half."""
    enrolment = world.enrol(world.lead(ANA))
    bring(world.ledger, ANA, as_of=TODAY - timedelta(days=1))
    seen = []

    def look(_: object = None) -> None:
        with world.ledger.begin() as connection:
            (copy,) = facts.gather(connection, enrolment.id).registries
        seen.append((copy.as_of, len(copy.listed)))

    def numbers() -> Iterator[str]:
        yield LUIS
        look()

    registries.replace(world.ledger, NewCopy(name="tps", as_of=TODAY), numbers(), at=NOON, finish=look)
    look()

    assert seen == [(TODAY - timedelta(days=1), 1)] * 2 + [(TODAY, 0)]


def test_an_interrupted_import_changes_nothing(ledger: Ledger) -> None:
    """The disk is full or the process is killed: the old copy stays, and nothing of the new one is left."""
    bring(ledger, ANA)

    def broken() -> Iterator[str]:
        yield LUIS
        raise OSError("the disk")

    before = standing(ledger)
    with pytest.raises(OSError, match="the disk"):
        registries.replace(ledger, NewCopy(name="tps", as_of=TODAY), broken(), at=NOON)

    assert standing(ledger) == before
    assert bring(ledger, LUIS).added == 1


@pytest.mark.parametrize(
    ("numbers", "as_of", "words"),
    [
        ((ANA,), TODAY - timedelta(days=1), "which is later than 2027-03-08"),  # an older copy
        ((ANA,), TODAY, "has 3 numbers, this one 1: less than half"),  # an interrupted download
    ],
)
def test_a_worse_copy_needs_force(ledger: Ledger, numbers: tuple[str, ...], as_of: date, words: str) -> None:
    """Imported by mistake, it would allow calls that the present one forbids."""
    bring(ledger, ANA, LUIS, EVA)
    with pytest.raises(ConflictError, match=words):
        bring(ledger, *numbers, as_of=as_of)
    assert standing(ledger)[1] == 3

    bring(ledger, *numbers, as_of=as_of, force=True)
    assert standing(ledger) == (StoredCopy(name="tps", as_of=as_of, numbers=1, imported_at=NOON), 1)


def test_a_future_date_and_an_empty_copy_are_refused(ledger: Ledger) -> None:
    """A copy from tomorrow would count as recent for too long; an empty one would allow every call."""
    with pytest.raises(InvalidInputError, match="lies in the future"):
        bring(ledger, ANA, as_of=TODAY + timedelta(days=1), force=True)
    with pytest.raises(InvalidInputError, match="no usable number"):
        bring(ledger, force=True)
    assert standing(ledger) == (None, 0)


def test_a_copy_survives_the_erasure_of_a_person(world: World) -> None:
    """It has hashes only; a number that comes back with another list is still on it."""
    lead = world.lead(ANA)
    bring(world.ledger, ANA)
    with world.ledger.begin() as connection:
        erasure.erase(connection, lead, at=NOON)
        stored = connection.execute(text("SELECT hmac FROM registry_entries")).scalar_one()
    again = world.enrol(world.lead(ANA))
    with world.ledger.begin() as connection:
        (copy,) = facts.gather(connection, again.id).registries

    assert stored == world.ledger.hasher.number(ANA)
    assert len(copy.listed) == 1
