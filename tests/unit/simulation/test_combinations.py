"""Do the features of the campaign language hold together, in campaigns and lives that chance has made?"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest

from cadence.campaign import Campaign
from cadence.domain import Allow, Attempt, CauseKind, Disposition, Facts, HoldName, Touch
from cadence.planning import candidate
from cadence.policy.packs.loading import load_law
from cadence.simulation import SimulatedPeople, SimulatedPeriod, Simulation, SimulationWorld, first_touches, simulate
from cadence.simulation import agent as agent_module
from cadence.simulation.world import clear_registries
from tests.unit.oracle.case import Case
from tests.unit.oracle.naive import judge
from tests.unit.oracle.wheres import YES, verdict_at
from tests.unit.simulation.drawn import Drawn, Node, campaign_of, people_of
from tests.unit.simulation.interrupted import Interrupted, InterruptedWorld, Interruption, interruptions_of
from tests.unit.simulation.lists import MONDAY
from tests.unit.simulation.paths import before, dates_of, next_step

CAMPAIGNS, PEOPLE = 20, 14
SPAN = SimulatedPeriod(MONDAY, MONDAY + timedelta(days=20))
SAYS_STOP = Disposition.DO_NOT_CONTACT


class Left(NamedTuple):
    """A touch as it leaves, and what is known of the person then."""

    facts: Facts
    attempt: Attempt
    number: int | None
    at: datetime


class Run(NamedTuple):
    """What came of a campaign."""

    drawn: Drawn
    pool: Interrupted
    simulation: Simulation
    made: list[Left]


def run(
    seed: int,
    patch: pytest.MonkeyPatch,
    happens: list[Interruption] | None = None,
    plant: Callable[[Campaign], Campaign] = lambda campaign: campaign,
) -> Run:
    """Simulate the campaign of a seed, perhaps with a fault that is planted in it; keep every touch that leaves."""
    drawn, made = campaign_of(seed), list[Left]()
    law = load_law(drawn.campaign)
    world = InterruptedWorld(
        campaign=plant(drawn.campaign),
        law=law,
        people=SimulatedPeople(seed=seed),
        registries=clear_registries(law, MONDAY.date()),
    )

    def keep(_: SimulationWorld, facts: Facts, attempt: Attempt, allow: Allow, now: datetime) -> None:
        made.append(Left(facts, attempt, allow.number, now))

    patch.setattr(agent_module, "rechecked", keep)
    rows = people_of(seed, PEOPLE)
    pool = Interrupted(world, rows, interruptions_of(seed, PEOPLE) if happens is None else happens)
    return Run(drawn, pool, simulate(world, SPAN, pool), made)


@pytest.mark.parametrize("first", range(0, CAMPAIGNS, 10))
def test_nothing_leaves_that_must_not_and_nobody_is_lost(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands in the file, people do and we do in between."""
    wrong = {}
    for seed in range(first, first + 10):
        came = run(seed, monkeypatch)
        if faults := [*faults_of(came)]:
            wrong[seed] = faults[:3]

    assert not wrong


def changed(**values: object) -> Callable[[Campaign], Campaign]:
    """Return what changes these keys of a campaign behind the back of whoever looks."""
    return lambda campaign: campaign.model_copy(update=values)


def with_a_limit_more(campaign: Campaign) -> Campaign:
    """Allow one touch more than the file does."""
    more = tuple(limit.model_copy(update={"max": limit.max + 1}) for limit in campaign.limits)
    return campaign.model_copy(update={"limits": more})


def without(key: str) -> Callable[[Campaign], Campaign]:
    """Return what takes a key from all steps."""
    empty = {"after": timedelta(0)}.get(key)

    def taken(campaign: Campaign) -> Campaign:
        steps = tuple(step.model_copy(update={key: empty}) for step in campaign.cadence)
        return campaign.model_copy(update={"cadence": steps})

    return taken


@pytest.mark.parametrize(
    "plant",
    [
        with_a_limit_more,
        changed(gap=timedelta(0)),
        changed(stop_on=()),
        changed(closed=()),
        changed(account=None),
        without("where"),
        without("until"),
        without("after"),
    ],
)
def test_a_planted_fault_is_found(plant: Callable[[Campaign], Campaign], monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that finds nothing whatever happens would show nothing."""
    assert any(next(faults_of(run(seed, monkeypatch, plant=plant)), "") for seed in range(60))


def faults_of(came: Run) -> Iterator[str]:
    """Yield what is wrong with a run."""
    for touch in came.made:
        yield from (
            f"{touch.facts.lead.id} {touch.attempt.cause} at {touch.at}: {fault}" for fault in faults_in(came, touch)
        )
    yield from (f"{count} {name}" for name, count in came.simulation.violations.items() if count)
    for agent in came.pool._shard._agents.values():
        held = agent.held_by[0]
        if held == HoldName.ENGINE or not (agent.done or agent.next or agent.asking or held):
            yield f"{agent.facts.lead.id} is lost: {agent.move}"
    yield from turns_broken(came)


def faults_in(came: Run, touch: Left) -> Iterator[str]:
    """Yield what is wrong with one touch."""
    campaign, facts, cause = came.drawn.campaign, touch.facts, touch.attempt.cause
    if cause.kind is CauseKind.INBOUND:
        return
    stop = came.pool.stopped.get(facts.lead.id)
    said_so = any(message.meaning == "revoke" for message in facts.inbound) or any(
        own.disposition is SAYS_STOP for own in facts.touches
    )
    if left_house(touch) and (said_so or (stop is not None and stop <= touch.at)):
        yield "after a stop"
    if cause.kind is CauseKind.STEP:
        yield from step_faults(came.drawn, touch)
    if not left_house(touch):
        return
    wanted = replace(candidate(campaign, facts, touch.attempt), number=touch.number)
    case = Case(
        seed=0, campaign=campaign, facts=facts, candidate=wanted, now=touch.at, conditions=came.drawn.conditions
    )
    ruling = judge(case, touch.at, touch.at)
    if ruling.verdict != "allow":
        yield f"{ruling.verdict} by {sorted(ruling.rules)}"


def left_house(touch: Left) -> bool:
    """Tell whether it reaches a person."""
    return touch.number is not None


def step_faults(drawn: Drawn, touch: Left) -> Iterator[str]:
    """Yield why a step must not be taken: it is not for them, or somebody has said what ends the cadence."""
    campaign, facts = drawn.campaign, touch.facts
    place = [step.step for step in campaign.cadence].index(touch.attempt.cause.ref)
    wanted = candidate(campaign, facts, touch.attempt)
    case = Case(seed=0, campaign=campaign, facts=facts, candidate=wanted, now=touch.at, conditions=drawn.conditions)
    if verdict_at(case, f"cadence[{place}]", touch.at) != YES:
        yield "a step for others"
    yield from path_faults(drawn.file, case, touch)
    ends = set(campaign.stop_on) - {"wrong_number"}
    if any(ends & words_of(own) for own in facts.own()) and not facts.callbacks:
        yield "after a word of stop_on"
    if any(set(campaign.stop_account_on) & words_of(own) for own in facts.colleagues) and not facts.callbacks:
        yield "after a colleague's word of stop_account_on"


def path_faults(file: Node, case: Case, touch: Left) -> Iterator[str]:
    """Yield why this step does not follow, or not yet, or no more."""
    step = next(step for step in file["cadence"] if step["step"] == touch.attempt.cause.ref)
    if touch.attempt.attempt > 1:
        return
    name, waits = next_step(file, case)
    last = before(touch.facts)
    since = touch.facts.enrolment.at if last is None else last.ended_at or last.at
    opens, closes = dates_of(step, touch.facts)
    if name != step["step"]:
        yield f"{name} follows"
    elif touch.at < since + waits - timedelta(minutes=1):
        yield f"waits {waits}"
    if (opens and touch.at < opens) or (closes and touch.at >= closes):
        yield f"from {opens} until {closes}"


def words_of(touch: Touch) -> set[str]:
    """Return what became of a touch."""
    words = {word.value for word in (touch.outcome, touch.disposition) if word}
    return words | ({"replied"} if touch.replied_at else set()) | ({f"reply.{touch.answer}"} if touch.answer else set())


def turns_broken(came: Run) -> Iterator[str]:
    """Yield the accounts of which more people were under way at once than the file says."""
    turns = came.drawn.campaign.account
    for account, most in came.pool.most.items():
        if account and turns is not None and most > turns.at_a_time:
            yield f"{most} people of {account} at once"


@pytest.mark.parametrize("seed", range(0, CAMPAIGNS, 10))
def test_the_same_seed_gives_the_same_campaign(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Touch by touch."""
    first, second = run(seed, monkeypatch), run(seed, monkeypatch)

    assert first.made == second.made
    assert first.simulation.tally == second.simulation.tally


def test_a_plan_says_what_then_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first touch of everybody who is on their own, where nothing comes between."""
    for seed in range(0, CAMPAIGNS, 3):
        came = run(seed, monkeypatch, [])
        world, campaign = came.pool._world, came.drawn.campaign
        if campaign.in_flight < PEOPLE or campaign.first_day:
            continue
        for row in people_of(seed, PEOPLE):
            if row.account:
                continue
            forecast = first_touches(world, [row], MONDAY)
            own = [touch for touch in came.made if touch.facts.lead.id == row.key and left_house(touch)]
            if not own:
                assert forecast.first is None or forecast.first >= SPAN.until - timedelta(hours=1), (seed, row.key)
                continue
            ((step, channel),) = forecast.steps
            assert (step, channel) == (own[0].attempt.step, own[0].attempt.channel), (seed, row.key)
            if campaign.floors["sales"].agents > 1 or not own[0].attempt.floor:
                assert forecast.first == own[0].at, (seed, row.key)
