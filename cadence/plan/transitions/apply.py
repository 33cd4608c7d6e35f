"""What is known of a lead after a change? Pure: the simulation folds it, and tests compare the ledger with it."""

from dataclasses import replace
from typing import assert_never

from cadence.model import Facts, Suppression
from cadence.plan.transitions.change import Change, Suppress


def apply(facts: Facts, change: Change) -> Facts:
    """Return the facts after a change: those that the ledger has once the change is written."""
    for write in change.writes:
        match write:
            case Suppress():
                facts = _suppressed(facts, write, change)
            case _:
                assert_never(write)
    return facts


def _suppressed(facts: Facts, write: Suppress, change: Change) -> Facts:
    """Add one suppression for each of the lead's own numbers; others' numbers are not facts about this lead."""
    own = {one.id for one in facts.lead.numbers}
    last = max((one.id for one in facts.suppressions), default=0)
    rows = (
        Suppression(
            id=place,
            number=number,
            scope=write.scope,
            value=write.value,
            since=change.at,
            source=write.source,
        )
        for place, number in enumerate((one for one in write.numbers if one in own), start=last + 1)
    )
    return replace(facts, suppressions=(*facts.suppressions, *rows))
