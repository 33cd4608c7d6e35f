"""Do simulated people answer what a campaign asks, and does the engine go on by it?"""

from collections import Counter
from datetime import date, timedelta

import pytest

from cadence.campaign import read_campaign
from cadence.domain.questions import ReplyQuestion
from cadence.simulation import SimulatedPeriod, SingleProcess, simulate
from cadence.simulation.replies import answer_to
from cadence.simulation.tally import SimulationCounts
from tests.unit.simulation.lists import FILE, MONDAY, row, world

TODAY = date(2027, 3, 8)
CHOICES = [place / 1000 for place in range(1000)]


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        (ReplyQuestion(answers={"yes": ("sí",), "no": ("no",)}), {("yes", ""), ("no", "")}),
        (ReplyQuestion(answers={"yes": ("sí",), "no": ("no",)}, kind="yes/no"), {("yes", "yes"), ("no", "no")}),
        (ReplyQuestion(answers={"a": ("1",), "b": ("2",)}, kind="replies"), {("a", "a"), ("b", "b")}),
        (ReplyQuestion(kind="0-10"), {("saved", str(number)) for number in range(11)}),
        (ReplyQuestion(kind="1-5"), {("saved", str(number)) for number in range(1, 6)}),
        (ReplyQuestion(kind="date"), {("saved", f"{TODAY + timedelta(days=n)}") for n in range(1, 11)}),
        (ReplyQuestion(kind="text"), {("saved", "...")}),
    ],
)
def test_every_answer_is_given_about_as_often(question: ReplyQuestion, answers: set[tuple[str, str]]) -> None:
    """None is left out, and none is made up."""
    given = Counter((reply.answer, reply.value) for reply in (answer_to(question, at, TODAY) for at in CHOICES))

    assert set(given) == answers
    assert min(given.values()) >= len(CHOICES) // len(answers) - 2


def test_branches_are_taken_by_what_people_answer() -> None:
    """By their number: without answers, nobody would get to any of the three."""
    cadence = """
  - step: hello
    sms: "Del 0 al 10? BAJA"
    ask: {save: nps, as: 0-10}
    on:
      reply.saved: [{where: {nps: {at_most: 6}}, to: bad}, {where: {nps: {at_least: 9}}, to: good}, middle]
      otherwise: end
    otherwise: end
  - {step: bad, task: {title: "{{ nps }}"}, on: {otherwise: end}}
  - {step: good, task: {title: "{{ nps }}"}, on: {otherwise: end}}
  - {step: middle, task: {title: "{{ nps }}"}, on: {otherwise: end}}
"""
    file = read_campaign(f"{FILE[: FILE.index('cadence:')]}cadence:{cadence}", "f.yaml")
    there = world(file)
    people = [row(place) for place in range(400)]
    report = simulate(there, SimulatedPeriod(MONDAY, MONDAY + timedelta(days=7)), SingleProcess(there, people))
    tasks = {count.step: count.touches for count in report.tally.steps([])}

    assert tasks["bad"] > tasks["good"] > 0
    assert tasks["bad"] > tasks["middle"] > 0
    assert set(report.violations.values()) == {0}


def rung(condition: str) -> SimulationCounts:
    """Return what became of a call that is tried again, in a simulation."""
    cadence = f"""
  - step: ring
    call: sales
    {condition}
    retry: {{on: [busy, no_answer, machine, voicemail_left], after: 2 hours, times: 2}}
    on: {{otherwise: end}}
    otherwise: work
  - {{step: work, task: {{title: "Nobody there"}}, on: {{otherwise: end}}}}
"""
    file = read_campaign(f"{FILE[: FILE.index('cadence:')]}cadence:{cadence}", "f.yaml")
    there = world(file)
    people = [row(place) for place in range(200)]
    report = simulate(there, SimulatedPeriod(MONDAY, MONDAY + timedelta(days=7)), SingleProcess(there, people))
    assert set(report.violations.values()) == {0}
    return report.tally


def test_a_simulation_asks_the_condition_of_a_step_again_before_each_try() -> None:
    """As production does: what a first try ends is skipped instead of tried again."""
    once, again = rung("where: {touches: 0}"), rung("")
    skipped = sum(
        count for (step, _, outcome), count in once.outcomes.items() if (step, outcome) == ("ring", "skipped")
    )

    assert skipped == once.refusals["step.where"] > 0
    assert once.touches < again.touches
    assert again.refusals["step.where"] == 0
