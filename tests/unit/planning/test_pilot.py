"""Who is chosen for a pilot, and is the choice always the same?"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.planning.pilot import Pilot, PilotSelection, place_of

LEADS = st.lists(st.uuids().map(str), unique=True, max_size=60)


@given(leads=LEADS, smaller=st.integers(1, 60), more=st.integers(0, 60))
def test_a_larger_number_contains_the_smaller(leads: list[str], smaller: int, more: int) -> None:
    """In the list's order, each person once."""
    few, many = (PilotSelection(Pilot(first=first), "spring") for first in (smaller, smaller + more))
    chosen = [lead for lead in leads if few.chooses(lead)]

    assert chosen == leads[:smaller]
    assert set(chosen) <= {lead for lead in leads if many.chooses(lead)}


@given(leads=LEADS, smaller=st.fractions("1/1000", "1/2"), more=st.fractions(0, "1/3"))
def test_a_larger_share_contains_the_smaller(leads: list[str], smaller: Fraction, more: Fraction) -> None:
    """Whatever the order of the list is, and whoever else is on it."""
    few, many = (PilotSelection(Pilot(share=share), "spring") for share in (smaller, smaller + more))
    chosen = {lead for lead in leads if few.chooses(lead)}

    assert chosen == {lead for lead in reversed(leads) if few.chooses(lead)}
    assert chosen <= {lead for lead in leads if many.chooses(lead)}


def test_a_person_is_asked_about_twice_and_counts_once() -> None:
    """A list may name a person on two lines."""
    selection = PilotSelection(Pilot(first=2), "spring")

    assert [selection.chooses(lead) for lead in ("a", "a", "b", "c", "a")] == [True, True, True, False, True]


def test_another_campaign_chooses_other_people() -> None:
    """Otherwise the same tenth of all customers would be the pilot of every campaign."""
    places = [(place_of("spring", str(n)), place_of("summer", str(n))) for n in range(400)]
    tenth = Fraction(1, 10)
    both = sum(spring < tenth and summer < tenth for spring, summer in places)

    assert 20 <= sum(spring < tenth for spring, _ in places) <= 60
    assert both < 15


@pytest.mark.parametrize(
    ("pilot", "words"),
    [
        (Pilot(first=200), "first 200"),
        (Pilot(share=Fraction(1, 10)), "share 10%"),
        (Pilot(share=Fraction(1, 8)), "share 12.5%"),
    ],
)
def test_a_pilot_is_written_as_it_was_ordered(pilot: Pilot, words: str) -> None:
    """It stands so in the history of orders."""
    assert str(pilot) == words


@pytest.mark.parametrize("pilot", [{}, {"first": 1, "share": Fraction(1, 2)}])
def test_a_pilot_is_a_number_or_a_share(pilot: dict[str, Fraction]) -> None:
    """Both, or neither, would be a mistake of ours."""
    with pytest.raises(ValueError, match="expected one of both"):
        Pilot(**pilot)
