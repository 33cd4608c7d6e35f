"""Is somebody told before a launch that the goal of a campaign names a column without amounts?"""

import pytest

from cadence.campaign.goal import Goal
from cadence.engine.launch.goal_values import GoalValues
from cadence.languages import LANGUAGES

GOAL = Goal(value="order_value", currency="EUR")


def remarks(*people: dict[str, str], goal: Goal | None = GOAL) -> list[str]:
    """Return what is said of a list with these people."""
    values = GoalValues(goal)
    for person in people:
        values.look(person)
    return list(values.remarks())


@pytest.mark.parametrize("written", ["59,02 €", "1.200", "$1,200.50", "0", " 85 "])
def test_an_amount_as_lists_write_it_needs_no_remark(written: str) -> None:
    """What a report reads is what is looked for here."""
    assert remarks({"order_value": written}) == []


@pytest.mark.parametrize("written", ["", "n/a", "1 or 2", "#REF!", "EUR"])
def test_people_without_an_amount_are_counted(written: str) -> None:
    """An empty cell and one that cannot be read are the same to a report."""
    (remark,) = remarks({"order_value": "10"}, {"order_value": written}, {})

    assert remark.startswith('2 of 3 leads have no amount in "order_value" that can be read')


@pytest.mark.parametrize("column", ["ordervalue", "Order value", "order_values"])
def test_a_column_that_nobody_has_is_named_with_the_nearest(column: str) -> None:
    """A misspelt column must not end as a report without a return that nobody expected."""
    goal = Goal(value=column, currency="EUR")
    (remark,) = remarks({"order_value": "10", "town": "Lugo"}, {"order_value": "20"}, goal=goal)

    assert remark.startswith(f'no lead of the list has an amount in "{column}"')
    assert remark.endswith('; did you mean "order_value"?')


def test_nothing_is_said_without_a_goal_or_without_people() -> None:
    """A campaign that fills by the API has no list at first."""
    assert remarks({"town": "Lugo"}, goal=None) == remarks() == []


def test_it_is_said_in_each_language() -> None:
    """Nobody reads the name of a sentence."""
    values = GoalValues(GOAL)
    values.look({})

    assert len({next(values.remarks(language)) for language in LANGUAGES}) == len(LANGUAGES)
