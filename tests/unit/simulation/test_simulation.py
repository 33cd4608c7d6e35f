"""Is a simulated campaign one that the engine would have run?"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cadence.campaign import Campaign
from cadence.campaign.parts import Floor
from cadence.domain import Allow, Attempt, Channel, Facts
from cadence.domain.errors import CadenceError
from cadence.planning import candidate
from cadence.policy import evaluation
from cadence.simulation import SimulatedPeriod, Simulation, SimulationWorld, SingleProcess, simulate
from cadence.simulation import agent as agent_module
from cadence.simulation import pool as pool_module
from cadence.simulation.agent import Agent
from cadence.simulation.behaviour import Behaviour, PhoneKind, ReplyKind
from cadence.simulation.pool import Processes
from tests.unit.simulation.lists import FILE, MONDAY, campaign, row, world

PEOPLE = [row(place, score=place % 7) for place in range(60)]
GOOD = Behaviour(lines={PhoneKind.GOOD: 1.0}, recycled=0.0, out_of_reach=0.0)  # nothing but what a test adds
MONTH = SimulatedPeriod(MONDAY, MONDAY + timedelta(days=30))


def run(of: Campaign | None = None, seed: int = 1, span: SimulatedPeriod = MONTH) -> Simulation:
    """Carry sixty people through a campaign."""
    there = world(of, seed)
    return simulate(there, span, SingleProcess(there, PEOPLE))


def result(simulation: Simulation) -> tuple[Any, ...]:
    """Return everything a report is made of."""
    return simulation.tally, simulation.waiting, simulation.floors, simulation.violations


def test_everybody_comes_to_an_end_or_waits_for_something() -> None:
    """Nobody is lost (law 3), and what must not happen did not."""
    simulation = run()

    assert sum(simulation.tally.ends.values()) + simulation.open == len(PEOPLE)
    assert simulation.tally.touches > len(PEOPLE)
    assert simulation.tally.contacted > 0
    assert set(simulation.violations.values()) == {0}


def test_agents_of_a_simulation_report_promised_dates_where_the_file_keeps_them() -> None:
    """And the steps that go by these dates leave; without a name for them nobody reports one."""
    steps = """
  - step: before
    before: {field: pay_on, by: 1 day}
    sms: "{{ company }}: paga el {{ pay_on | date }}. BAJA para no recibir mas"
    on: {otherwise: end}
"""
    keeps = FILE.replace("on: {answered: end, otherwise: again}", "on: {promised: before, otherwise: end}")
    keeps = keeps[: keeps.index("  - step: again")] + steps + "promised: pay_on\n"
    simulation = run(campaign(keeps))

    assert simulation.tally.outcomes["before", Channel.SMS, "delivered"] > 0
    assert set(simulation.violations.values()) == {0}


def test_events_of_other_systems_happen_to_a_share_of_the_people() -> None:
    """They end cadences, hold people and lead elsewhere; nobody is contacted after an end."""
    file = FILE + "on_event: {purchase: {finish: converted}, ticket.opened: {hold: 7 days}, asked: {go: again}}\n"
    there = world(campaign(file))
    usual = simulate(there, MONTH, SingleProcess(there, PEOPLE))
    behaviour = replace(GOOD, happens=1.0, happens_within=(60.0, 3600.0))
    all_buy = replace(there, people=replace(there.people, behaviour=behaviour))
    whole = simulate(all_buy, MONTH, SingleProcess(all_buy, PEOPLE))

    assert 0 < usual.tally.ends["converted"] < len(PEOPLE)
    assert whole.tally.ends["converted"] == len(PEOPLE)
    assert whole.tally.touches < usual.tally.touches
    assert set(usual.violations.values()) == set(whole.violations.values()) == {0}
    assert sum(usual.tally.ends.values()) + usual.open == len(PEOPLE)


def test_the_same_seed_gives_the_same_report() -> None:
    """Two cadences are compared on the same people, so chance must not be part of the difference."""
    assert result(run()) == result(run())
    assert result(run()) != result(run(seed=2))


@pytest.mark.parametrize("copied", [True, False])  # processes are copies of this one where it has no other thread
@pytest.mark.parametrize("size", [2, 3])
def test_the_report_does_not_depend_on_the_number_of_processes(
    monkeypatch: pytest.MonkeyPatch, size: int, *, copied: bool
) -> None:
    """Leads do not know each other within a slice, and floors serve by instant and place in the list."""
    there = world(campaign(in_flight=20, floors={"sales": Floor(agents=1)}))
    alone = simulate(there, MONTH, SingleProcess(there, PEOPLE))
    if not copied:
        monkeypatch.setattr(pool_module, "_has_one_thread", lambda: False)

    with Processes(there, iter(PEOPLE), size) as pool:
        together = simulate(there, MONTH, pool)

    assert result(together) == result(alone)


def test_a_process_ends_when_its_pipe_is_closed_whatever_the_others_do() -> None:
    """A copy of the parent holds the parent's ends of earlier pipes: nobody would see that the parent has died."""
    with Processes(world(), PEOPLE, 2) as pool:
        pool._pipes[0].close()
        pool._processes[0].join(timeout=60)

        assert pool._processes[0].exitcode == 0
        assert pool._processes[1].is_alive()


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Evaluate the rules again for each touch at the instant it leaves; return whether they allowed each."""
    answers: list[bool] = []

    def look(world: SimulationWorld, facts: Facts, attempt: Attempt, allow: Allow, now: datetime) -> bool:
        touch = replace(candidate(world.campaign, facts, attempt), number=allow.number)
        answers.append(isinstance(evaluation.judge(world.campaign, facts, touch, now, world.law), Allow))
        return answers[-1]

    monkeypatch.setattr(agent_module, "rechecked", look)
    return answers


@pytest.mark.parametrize("agents", [1, 50])  # calls queue over the siesta and overnight, or never wait
@pytest.mark.parametrize("seed", range(3))
def test_no_touch_leaves_that_the_gate_does_not_allow_at_that_instant(
    allowed: list[bool], agents: int, seed: int
) -> None:
    """An Allow that is known from planning is not evaluated again; it must be what the rules say."""
    simulation = run(campaign(floors={"sales": Floor(agents=agents)}), seed)

    assert len(allowed) == sum(simulation.tally.hours.values())
    assert all(allowed)


@pytest.mark.parametrize("agents", [1, 50])  # calls queue until they are late or expired, or never wait
@pytest.mark.parametrize("timing", ["", "expires: 5 hours", "if_late: skip", "if_late: next_window"])
def test_what_is_known_from_planning_changes_nothing(monkeypatch: pytest.MonkeyPatch, timing: str, agents: int) -> None:
    """The report is the same when every touch that is due is planned and judged again, as dispatch does."""
    text = FILE.replace("    after: 1 day\n", f"    after: 1 day\n    {timing}\n")
    timed = text.replace("    retry: {on", f"    {timing}\n    retry: {{on").replace("max: 1", "max: 3")
    file = campaign(timed, floors={"sales": Floor(agents=agents)})
    known = run(file)

    monkeypatch.setattr("cadence.simulation.agent.allowed_before", lambda *_: None)
    monkeypatch.setattr(Agent, "_plan_again", lambda self, _, now: self._plan(now))

    assert result(run(file)) == result(known)


def test_no_more_leads_are_under_way_than_the_file_says() -> None:
    """The highest scores come first; the others wait for room."""
    simulation = run(campaign(in_flight=5), span=SimulatedPeriod(MONDAY, MONDAY + timedelta(hours=6)))

    assert simulation.open + sum(simulation.tally.ends.values()) < len(PEOPLE)
    assert simulation.open <= 5
    assert simulation.waiting == len(PEOPLE) - simulation.open - sum(simulation.tally.ends.values())


def test_one_agent_makes_one_call_at_a_time_and_the_others_wait() -> None:
    """With sixty people and one agent somebody has to; with fifty agents nobody does."""
    floor = run(campaign(floors={"sales": Floor(agents=1)})).floors["sales"]
    many = run(campaign(floors={"sales": Floor(agents=50)})).floors["sales"]

    assert floor.most == 1
    assert floor.waited > timedelta(0)
    assert many.waited == timedelta(0)


def test_a_day_cut_off_leaves_people_open() -> None:
    """The report says who is still under way, and does not pretend that they are done."""
    simulation = run(span=SimulatedPeriod(MONDAY, MONDAY + timedelta(hours=8)))

    assert simulation.open > 0
    assert set(simulation.violations.values()) == {0}


def test_a_campaign_lets_nobody_in_before_its_first_day() -> None:
    """The first day of the file, on the first clock on Earth that shows it."""
    late = campaign(start=(MONDAY + timedelta(days=10)).date())

    simulation = run(late)

    assert min(hour for hour, _ in simulation.tally.hours) >= MONDAY + timedelta(days=9)


def test_who_did_not_agree_is_passed_over_and_said_to_be_unreached() -> None:
    """The report names the rules, as a real run's does."""
    rows = [row(place, Channel.WHATSAPP) for place in range(5)]
    there = world()

    simulation = simulate(there, MONTH, SingleProcess(there, rows))

    assert simulation.tally.ends == {"unreached": 5}
    assert simulation.tally.touches == 0
    assert simulation.tally.refusals["consent.sms"] == 10


def test_a_stop_is_confirmed_once_and_ends_it() -> None:
    """Everybody answers their first message with a stop: one message, one confirmation, the end (law 4)."""
    there = world(behaviour=replace(GOOD, replies={ReplyKind.STOP: 1.0}, answers_within=(60.0, 120.0)))

    simulation = simulate(there, MONTH, SingleProcess(there, PEOPLE))

    assert simulation.tally.ends == {"opted_out": len(PEOPLE)}
    assert simulation.tally.touches == 2 * len(PEOPLE)
    assert simulation.tally.outcomes["confirmation", Channel.SMS, "delivered"] == len(PEOPLE)
    assert set(simulation.violations.values()) == {0}


def test_a_call_that_was_asked_for_is_made_when_the_cadence_is_over() -> None:
    """The person writes hours after the only message: an enrolment of one touch keeps the promise, at their hour."""
    short = campaign(FILE.replace("{replied: ring, otherwise: ring}", "{otherwise: end}"))
    there = world(short, behaviour=replace(GOOD, replies={ReplyKind.CALL_ME: 1.0}))

    simulation = simulate(there, MONTH, SingleProcess(there, PEOPLE))
    calls = {hour for hour, channel in simulation.tally.hours if channel is Channel.CALL}

    assert simulation.tally.ends == {"completed": len(PEOPLE)}
    assert simulation.floors["sales"].calls >= len(PEOPLE)
    assert min(calls).date() == (MONDAY + timedelta(days=1)).date()


def test_an_unclear_reply_waits_for_a_person_and_the_report_says_so() -> None:
    """Nobody reads replies in a simulation, as nobody does in a rehearsal."""
    there = world(behaviour=replace(GOOD, replies={ReplyKind.UNCLEAR: 1.0}, answers_within=(60.0, 120.0)))

    simulation = simulate(there, MONTH, SingleProcess(there, PEOPLE))

    assert simulation.tally.held == {("reply.reviewed", ""): len(PEOPLE)}


def test_a_number_out_of_service_makes_way_or_ends_it() -> None:
    """The carrier's word closes the number; with no other the lead is done."""
    there = world(behaviour=replace(GOOD, lines={PhoneKind.DEAD: 1.0}))

    simulation = simulate(there, MONTH, SingleProcess(there, PEOPLE))

    assert simulation.tally.ends == {"no_valid_number": len(PEOPLE)}
    assert simulation.tally.touches == len(PEOPLE)


def test_a_process_that_dies_is_told_as_an_error_and_not_waited_for() -> None:
    """Out of memory, say: half a report would be a wrong one."""
    there = world()
    with Processes(there, PEOPLE, 1) as pool:
        pool._processes[0].kill()
        with pytest.raises(CadenceError, match="died"):
            simulate(there, MONTH, pool)


QUESTION = """
  - step: ask
    call: {say: "{{ company }}: pulse 1 si vendrá, 2 si no, 9 para darse de baja."}
    replies: {yes: ["1"], no: ["2"]}
    on: {reply.yes: thanks, otherwise: end}
  - step: thanks
    sms: "{{ company }}: le esperamos. BAJA para no recibir mas"
    on: {otherwise: end}
"""


@pytest.mark.parametrize("floor", ["", "floor: sales, "])
def test_people_of_a_simulation_press_digits(floor: str) -> None:
    """Some answer, some stop, some press nothing: without a floor no agent works, with one some people talk."""
    head = FILE[: FILE.index("cadence:") + len("cadence:")]
    simulation = run(campaign(head + QUESTION.replace("{say", "{" + floor + "say")))

    assert simulation.tally.outcomes["ask", Channel.CALL, "answered"] > 0
    assert 0 < simulation.tally.outcomes["thanks", Channel.SMS, "delivered"] < len(PEOPLE) - 5
    assert set(simulation.violations.values()) == {0}
    assert (sum(use.calls for use in simulation.floors.values()) > 0) is bool(floor)
