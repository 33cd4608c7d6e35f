"""Does a simulated floor serve promises first, keep their places, and call the best leads first?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign.parts import Floor
from cadence.domain import Cause, CauseKind, Outcome
from cadence.domain.places import QueuePlace, lead_time
from cadence.simulation import SimulatedPeriod, SingleProcess, simulate
from cadence.simulation.behaviour import Behaviour, PhoneKind
from cadence.simulation.floor import Ask, DuePromise, GrantedPlace, Queue
from cadence.simulation.people import CallReaction
from tests.unit.simulation.lists import FILE, MONDAY, campaign, row, world

MINUTE = timedelta(minutes=1)
TALK = 4 * MINUTE


def ask(lead: int, at: datetime, *, score: int = 0, promised: bool = False) -> Ask:
    """Return a call that asks for a place."""
    kind = CauseKind.CALLBACK if promised else CauseKind.STEP
    turn = QueuePlace(promised=0 if promised else 1, priority=3, score=-score, due=at, enrolment=f"e-{lead:03}")
    cause = Cause(kind=kind, ref="x")
    return Ask(
        serial=1, at=at, turn=turn, floor="sales", cause=cause, number="", nth=1, zone="Europe/Madrid", closes=None
    )


def takes(ask: Ask, at: datetime) -> CallReaction:
    """Return a conversation of four minutes."""
    return CallReaction(outcome=Outcome.ANSWERED, rings=timedelta(0), talks=TALK)


def served(queue: Queue, asks: dict[int, Ask], until: datetime = MONDAY + timedelta(hours=9)) -> list[GrantedPlace]:
    """Return whose turn it was, in order."""
    for lead, ask in asks.items():
        queue.ask(lead, ask)
    return queue.serve(MONDAY, until, takes)


def test_among_leads_that_are_due_the_highest_score_leaves_first() -> None:
    """Two hundred at once and one agent: the order of the calls is the order of the scores."""
    scores = Random(7).sample(range(1000), 200)  # noqa: S311  dice, not keys
    asks = {lead: ask(lead, MONDAY, score=score) for lead, score in enumerate(scores)}

    order = [scores[place.lead] for place in served(Queue(agents=1), asks, MONDAY + timedelta(days=1))]

    assert order == sorted(scores, reverse=True)


def test_a_promise_goes_before_the_best_lead() -> None:
    """Somebody waits for it."""
    asks = {1: ask(1, MONDAY, score=99), 2: ask(2, MONDAY, promised=True)}
    assert [place.lead for place in served(Queue(agents=1), asks)] == [2, 1]


def test_a_place_is_kept_for_a_promise_that_is_due_soon() -> None:
    """The one agent takes no other call that would not be over by then, and calls at the promised time."""
    due = MONDAY + 30 * MINUTE
    queue = Queue(agents=1)
    queue.expect([DuePromise(9, "sales", due)])
    asks = {lead: ask(lead, MONDAY) for lead in range(9)} | {9: ask(9, due, promised=True)}

    places = served(queue, asks)

    began = {place.lead: place.at for place in places}
    assert began[9] == due
    before = [at for lead, at in began.items() if at < due]
    assert max(before) <= due - lead_time([], queue.wrap_up)
    assert len(places) == 10  # the others are called, before and after


@settings(max_examples=100, deadline=None)
@given(
    agents=st.integers(1, 4),
    promises=st.lists(st.integers(10, 120), max_size=4),
    others=st.lists(st.integers(0, 120), min_size=1, max_size=30),
)
def test_nobody_starves_and_no_place_is_taken_twice(agents: int, promises: list[int], others: list[int]) -> None:
    """Every call has its turn in the end, also behind promises, and never more at once than there are agents."""
    queue = Queue(agents=agents)
    asks = {lead: ask(lead, MONDAY + minutes * MINUTE) for lead, minutes in enumerate(others)}
    for lead, minutes in enumerate(promises, start=100):
        asks[lead] = ask(lead, MONDAY + minutes * MINUTE, promised=True)
    queue.expect(DuePromise(lead, "sales", ask.at) for lead, ask in asks.items() if lead >= 100)

    places = served(queue, asks, MONDAY + timedelta(days=2))

    assert {place.lead for place in places} == set(asks)
    assert queue.most <= agents
    assert queue.queued == 0


def test_in_a_whole_campaign_the_scores_decide_who_is_called_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred leads, one agent: rank of the first call against rank of the score, by order and not by time."""
    scores = Random(3).sample(range(1000), 200)  # noqa: S311  dice, not keys
    rows = [row(place, score=score) for place, score in enumerate(scores)]
    text = FILE.replace("  - step: ring\n    after: 2 hours", "  - step: ring\n    after: 0 hours")
    file = campaign(text.replace("cadence:\n", "cadence:\n  - {step: first, call: sales}\n"))
    file = file.model_copy(update={"floors": {"sales": Floor(agents=1)}, "spread": timedelta(0)})
    there = world(file, behaviour=Behaviour(lines={PhoneKind.GOOD: 1.0}))
    order: dict[int, None] = {}
    plain = Queue.serve

    def serve(
        self: Queue, since: datetime, until: datetime, how: Callable[[Ask, datetime], CallReaction]
    ) -> list[GrantedPlace]:
        places = plain(self, since, until, how)
        order.update(dict.fromkeys(place.lead for place in places))
        return places

    monkeypatch.setattr(Queue, "serve", serve)
    simulate(there, SimulatedPeriod(MONDAY, MONDAY + timedelta(days=6)), SingleProcess(there, rows))

    assert len(order) == 200
    assert correlation([scores[lead] for lead in order]) > 0.95


def correlation(scores: list[int]) -> float:
    """Return Spearman's rank correlation of an order with the falling order of its scores."""
    ranks = {score: place for place, score in enumerate(sorted(scores, reverse=True))}
    squares = sum((place - ranks[score]) ** 2 for place, score in enumerate(scores))
    count = len(scores)
    return 1 - 6 * squares / (count * (count**2 - 1))


def test_a_call_that_was_asked_for_beyond_the_budget_is_no_fault() -> None:
    """Made-up people ask for calls, also when the budget of the file is spent."""
    file = campaign(FILE.replace("{max: 5, per: campaign}", "{max: 2, per: campaign}"))
    rows = [row(place) for place in range(120)]
    there = world(file, behaviour=Behaviour(lines={PhoneKind.GOOD: 1.0}, dispositions={"callback": 1}))

    simulation = simulate(there, SimulatedPeriod(MONDAY, MONDAY + timedelta(days=20)), SingleProcess(there, rows))

    promised = sum(count for (step, _, _), count in simulation.tally.outcomes.items() if step == "ring")
    assert promised > 0
    assert simulation.violations["over_budget"] == 0
