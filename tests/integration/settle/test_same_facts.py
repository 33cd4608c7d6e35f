"""
Is the ledger after a change what the pure function says it is? For each event, on a real ledger.

The facts are gathered before, the event is recorded, and the facts gathered afterwards are those that `apply` makes of
the change. So the simulation, which only folds, lives in the same world as the engine.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.ledger import facts, numbers
from cadence.ledger.suppressions import Stop, suppress
from cadence.model import Facts, Purpose, SuppressionScope
from cadence.plan.transitions import Reach, Stopped, apply, change
from cadence.settle import Mind
from cadence.settle.stops import stop_people
from tests.integration.web.town import Town

EXAMPLES = settings(max_examples=40, deadline=None)
SCOPES = st.sampled_from(
    [
        (SuppressionScope.EVERYTHING, ""),
        (SuppressionScope.PURPOSE, Purpose.MARKETING.value),
        (SuppressionScope.CAMPAIGN, "harbour"),
        (SuppressionScope.CHANNEL, "call"),
    ]
)


def comparable(known: Facts) -> dict[str, Any]:
    """Return facts without what only the ledger gives: ids of rows, and the plan that is made afterwards."""
    suppressions = sorted((one.number, one.scope, one.value, one.since, one.source) for one in known.suppressions)
    document = {
        name: getattr(known, name) for name in ("lead", "enrolment", "state", "touches", "callbacks", "inbound")
    }
    return document | {"suppressions": suppressions}


@EXAMPLES
@given(
    count=st.integers(1, 3),
    named=st.sampled_from(["nothing", "first", "last", "stranger"]),
    reach=st.sampled_from(Reach),
    scope=SCOPES,
    before=st.lists(st.tuples(st.integers(0, 2), SCOPES), max_size=3),
    shared=st.booleans(),
)
def test_the_ledger_after_a_stop_is_what_the_change_says(
    town: Town,
    mind: Mind,
    count: int,
    named: str,
    reach: Reach,
    scope: tuple[SuppressionScope, str],
    before: list[tuple[int, tuple[SuppressionScope, str]]],
    shared: bool,
) -> None:
    """One number or several, whole or in part, said before or not, by somebody alone or in a family."""
    e164s = tuple(town.number() for _ in range(count))
    enrolment = town.enrol(*e164s)
    other = town.enrol(e164s[-1]) if shared else None
    lead, ids = town.lead_of(enrolment), town.numbers(town.lead_of(enrolment))
    with mind.page() as page:
        for place, (closed, value) in before:
            suppress(page.tx, [ids[place % count]], Stop(source="list", scope=closed, value=value), at=page.now)
        strange = numbers.ensure(page.tx, town.ledger.hasher, town.number())
    number = {"nothing": None, "first": ids[0], "last": ids[-1], "stranger": strange}[named]
    said = Stopped(source="reply", ref="r", scope=scope[0], value=scope[1], number=number, reach=reach)

    with mind.page() as page:
        known = facts.gather_people(page.tx, [lead])[lead]
        stop = Stop(source="reply", ref="r", scope=scope[0], value=scope[1])
        stop_people(page, [lead], stop, number=number, reach=reach)
        after, now = facts.gather_people(page.tx, [lead])[lead], page.now
        hers = facts.gather(page.tx, other.id) if other else None

    assert comparable(after) == comparable(apply(known, change(known, said, now)))
    if hers is not None:  # whoever shares a number loses that number, and is told
        mine = {one for one in after.suppressions if one.number == ids[-1]}
        assert set(hers.suppressions) == mine
        everywhere = scope[0] is SuppressionScope.EVERYTHING
        concerned = reach is Reach.PERSON or named == "last" or (named == "first" and count == 1)
        assert bool(town.news(other)) is (everywhere and concerned)  # type: ignore[arg-type]
