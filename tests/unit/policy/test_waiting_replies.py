"""How long may a reply wait for a decision before it holds everything?"""

from datetime import timedelta

import pytest

from cadence.domain.house import HouseRules
from cadence.policy.built_in.held_reply import overdue_after
from cadence.policy.hours.working_time import working_day
from cadence.policy.packs.law import Law
from cadence.policy.packs.loading import law_of
from cadence.policy.packs.schema import Pack
from cadence.policy.primitives.optout import OptoutEntry

HOUSE = HouseRules()
(US,) = law_of(("us",)).packs


def with_deadline(business_days: int) -> Pack:
    """Return the American pack as if every opt-out had to be on record after so many business days."""
    rules = [
        rule.model_copy(update={"deadline": rule.deadline.model_copy(update={"business_days": business_days})})
        if isinstance(rule, OptoutEntry) and rule.deadline
        else rule
        for rule in US.rules
    ]
    return US.model_copy(update={"rules": tuple(rules)})


@pytest.mark.parametrize(
    ("packs", "days"),
    [
        ((), 3),  # no law says anything
        ((US,), 3),  # a third of ten business days would be later
        ((with_deadline(3),), 1),  # a third of the deadline is sooner
        ((with_deadline(3), US), 1),  # the sooner of two laws
        ((with_deadline(6),), 2),
    ],
)
def test_a_reply_never_uses_up_more_than_a_third_of_the_time_the_law_gives(packs: tuple[Pack, ...], days: int) -> None:
    """It may be a stop that nobody has read yet: three working days, or a third of the deadline if that is sooner."""
    assert overdue_after(Law(packs=packs, house=HOUSE)) == days * working_day(HOUSE)
    assert working_day(HOUSE) > timedelta(hours=1)
