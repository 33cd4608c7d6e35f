"""Does the gate say what a naive reading of the rules says? A part of the cases; `make oracle` puts all of them."""

import ast
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.oracle.case import Case
from tests.unit.oracle.compare import FAR, ask_gate, difference, step_difference, steps_for, until_of, verdict_of
from tests.unit.oracle.conditions import where_of
from tests.unit.oracle.naive import judge
from tests.unit.oracle.people import make
from tests.unit.oracle.wheres import NO, UNKNOWN, YES, verdict_at

VERDICTS, UNTILS, BLOCK = 1000, 200, 100
"""How many cases: what takes half a minute of one processor."""
NAIVE = (
    "almanac",
    "binding",
    "book",
    "case",
    "counting",
    "dates",
    "hours",
    "kinds",
    "limits",
    "naive",
    "needs",
    "standing",
    "wheres",
)
"""The files of the second judge."""


@pytest.mark.parametrize("first", range(0, VERDICTS, BLOCK))
def test_both_judges_give_the_same_verdict_and_the_same_rules(first: int) -> None:
    """People, histories and campaigns of every country with a pack, at any instant of three years."""
    wrong = {seed: said.wrong for seed in range(first, first + BLOCK) if (said := verdict_of(seed)).wrong}

    assert not wrong


@pytest.mark.parametrize("first", range(0, UNTILS, BLOCK))
def test_both_judges_find_the_same_first_instant(first: int) -> None:
    """Minute by minute over ten days, second by second where something grows old, for who may go but not now."""
    wrong = {seed: said.wrong for seed in range(first, first + BLOCK) if (said := until_of(seed)).wrong}

    assert not wrong


@pytest.mark.parametrize("seed", [38186, 43358, 75584, 89556, 92344, 98359])
def test_both_judges_agree_about_what_once_differed(seed: int) -> None:
    """Hours that change on the way to an opening were named as reasons; and a second passed over a minute's first."""
    assert verdict_of(seed).wrong is None


def test_the_cases_come_to_every_verdict() -> None:
    """Agreement about people who are all refused would prove little."""
    found = Counter(judge(case, case.now, case.now).verdict for case in (make(seed) for seed in range(300)))

    assert set(found) == {"allow", "later", "hold", "refuse"}  # "later": it looks no further than now
    assert min(found.values()) >= 10


def untouched(case: Case) -> tuple[object, ...]:
    """Return what a planted fault may change."""
    return (case.campaign, case.facts, case.now, case.house)


def a_second_later(case: Case) -> Case:
    """Ask a second too late."""
    return replace(case, now=case.now + timedelta(seconds=1))


def without_the_last_touch(case: Case) -> Case:
    """Forget what was done last."""
    return replace(case, facts=replace(case.facts, touches=case.facts.touches[:-1]))


def without_holidays(case: Case) -> Case:
    """Work on holidays."""
    return replace(case, campaign=case.campaign.model_copy(update={"holidays": "open"}))


def without_suppressions(case: Case) -> Case:
    """Forget who said stop."""
    return replace(case, facts=replace(case.facts, suppressions=()))


def without_lists(case: Case) -> Case:
    """Lose the official lists."""
    return replace(case, facts=replace(case.facts, registries=()))


def with_one_zone(case: Case) -> Case:
    """Believe the first zone only."""
    return replace(case, facts=replace(case.facts, lead=replace(case.facts.lead, zones=case.facts.lead.zones[:1])))


def with_a_limit_more(case: Case) -> Case:
    """Allow one touch more than the file does."""
    more = tuple(limit.model_copy(update={"max": limit.max + 1}) for limit in case.campaign.limits)
    return replace(case, campaign=case.campaign.model_copy(update={"limits": more}))


def with_a_shorter_gap(case: Case) -> Case:
    """Wait a second less between two touches."""
    gap = max(case.campaign.gap - timedelta(seconds=1), timedelta(0))
    return replace(case, campaign=case.campaign.model_copy(update={"gap": gap}))


def without_awaited_hours(case: Case) -> Case:
    """Forget which hours the steps wait for."""
    steps = tuple(step.model_copy(update={"until": None}) for step in case.campaign.cadence)
    return replace(case, campaign=case.campaign.model_copy(update={"cadence": steps}))


def without_quiet_hours(case: Case) -> Case:
    """Contact people in the quiet hours of the house."""
    return replace(case, house=replace(case.house, quiet_hours=()))


def with_a_house_limit_more(case: Case) -> Case:
    """Allow one touch more than the house does."""
    more = tuple(replace(one, most=one.most + 1) for one in case.house.limits)
    return replace(case, house=replace(case.house, limits=more))


def with_a_shorter_house_gap(case: Case) -> Case:
    """Wait a second less between two touches than the house does."""
    return replace(case, house=replace(case.house, gap=max(case.house.gap - timedelta(seconds=1), timedelta(0))))


def with_limits_for_everybody(case: Case) -> Case:
    """Bind people whom a limit is not for."""
    limits = tuple(limit.model_copy(update={"where": None}) for limit in case.campaign.limits)
    return replace(case, campaign=case.campaign.model_copy(update={"limits": limits}))


def with_unknown_people_free(case: Case) -> Case:
    """Let people go free of a limit of whom nobody knows whether it is for them."""
    nobody = where_of("{score: {is: unknown}}")
    unsure = {place for place in case.conditions if verdict_at(case, place, case.now) == UNKNOWN}
    limits = tuple(
        limit.model_copy(update={"where": nobody}) if f"limits[{place}]" in unsure else limit
        for place, limit in enumerate(case.campaign.limits)
    )
    return replace(case, campaign=case.campaign.model_copy(update={"limits": limits}))


def with_hours_for_everybody(case: Case) -> Case:
    """Give the hours of some people to all."""
    windows = tuple(window.model_copy(update={"where": None}) for window in case.campaign.windows)
    return replace(case, campaign=case.campaign.model_copy(update={"windows": windows}))


def with_unknown_people_in_general_hours(case: Case) -> Case:
    """Look at no hours of which nobody knows whether they are for this person."""
    windows = tuple(
        window
        for place, window in enumerate(case.campaign.windows)
        if verdict_at(case, f"windows[{place}]", case.now) != UNKNOWN
    )
    return replace(case, campaign=case.campaign.model_copy(update={"windows": windows}))


def with_a_better_score(case: Case) -> Case:
    """Take 49 for 50."""
    return replace(case, facts=replace(case.facts, lead=replace(case.facts.lead, score=case.facts.lead.score + 1)))


def without_cells(case: Case) -> Case:
    """Lose the columns that conditions ask for."""
    left = {name: text for name, text in case.facts.lead.attributes.items() if name not in {"plan", "age"}}
    return replace(case, facts=replace(case.facts, lead=replace(case.facts.lead, attributes=left)))


def without_consents(case: Case) -> Case:
    """Forget who agreed to what."""
    return replace(case, facts=replace(case.facts, consents=()))


def with_steps_for_everybody(case: Case) -> Case:
    """Let everybody take every step."""
    steps = tuple(step.model_copy(update={"where": None}) for step in case.campaign.cadence)
    return replace(case, campaign=case.campaign.model_copy(update={"cadence": steps}))


@pytest.mark.parametrize(
    "plant",
    [
        with_steps_for_everybody,
        with_a_better_score,
        without_cells,
        without_consents,
        without_the_last_touch,
    ],
)
def test_a_fault_in_whom_a_step_is_for_is_found(plant: Callable[[Case], Case]) -> None:
    """Each of these changes the answer to some condition."""
    cases = [make(seed) for seed in range(600)]

    assert any(step_difference(case, steps_for(plant(case))) for case in cases)


def test_the_conditions_of_the_cases_are_true_false_and_unknown() -> None:
    """Agreement about conditions that are all true would prove little."""
    counted = Counter[tuple[str, str]]()
    for case in map(make, range(300)):
        counted.update((place.partition("[")[0], verdict_at(case, place, case.now)) for place in case.conditions)

    assert {key for key, count in counted.items() if count >= 10} == {
        (place, answer) for place in ("windows", "limits", "cadence") for answer in (YES, NO, UNKNOWN)
    }


@pytest.mark.parametrize(
    "plant",
    [
        with_limits_for_everybody,
        with_unknown_people_free,
        with_hours_for_everybody,
        with_unknown_people_in_general_hours,
        a_second_later,
        without_the_last_touch,
        without_holidays,
        without_suppressions,
        without_lists,
        with_one_zone,
        with_a_limit_more,
        with_a_shorter_gap,
        without_quiet_hours,
        without_awaited_hours,
        with_a_house_limit_more,
        with_a_shorter_house_gap,
    ],
)
def test_a_fault_in_what_the_gate_looks_at_is_found(plant: Callable[[Case], Case]) -> None:
    """A comparison that nothing can break shows nothing."""
    for seed in range(600):
        case = make(seed, near=True)
        planted = plant(case)
        if untouched(planted) == untouched(case):
            continue
        found = ask_gate(planted)
        if difference(case, judge(case, case.now, case.now + FAR), found, FAR):
            return

    pytest.fail("600 cases, and none of them differs")


def test_the_naive_judge_shares_nothing_with_the_gate() -> None:
    """Two judges who read each other's notes agree in their mistakes."""
    for name in NAIVE:
        tree = ast.parse(Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8"))
        assert imported_by(tree) <= {"cadence.domain", "cadence.domain.house", "cadence.campaign"}, name


@pytest.mark.parametrize(
    "line",
    [
        "from cadence.policy.evaluation import judge",
        "from cadence import gate",
        "import cadence.policy.primitives.limit",
        "import cadence.policy.primitives.limit as limits",
        "def late():\n    import json, cadence.planning",
    ],
)
def test_every_form_of_an_import_is_seen(line: str) -> None:
    """A check that reads only some forms would let the judges share code unnoticed."""
    assert not imported_by(ast.parse(line)) <= {"cadence.domain", "cadence.campaign"}


def imported_by(tree: ast.AST) -> set[str]:
    """Return the modules of the engine that a file imports, in any form."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "cadence":
            found |= {f"cadence.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return {module for module in found if module.split(".")[0] == "cadence"}
