"""Do both judges say the same of a case? The verdict, the rules that said no, when it may go, whose steps."""

from datetime import timedelta
from typing import NamedTuple

from cadence.domain import Cause, CauseKind
from cadence.explain.judge import Answer, answer
from cadence.planning.case import PlanningCase
from cadence.planning.late import not_for
from cadence.planning.position import Due
from cadence.policy import evaluation
from cadence.policy.packs.law import Law
from cadence.policy.packs.loading import law_of, load_law
from tests.unit.oracle.case import Case
from tests.unit.oracle.kinds import LATER
from tests.unit.oracle.naive import Ruling, judge, tried
from tests.unit.oracle.people import make
from tests.unit.oracle.wheres import NO, YES, verdict_at

NEAR, FAR = timedelta(days=2), timedelta(days=10)
"""How far ahead the naive judge looks: for a verdict, and for the instant at which a touch may go."""


class Heard(NamedTuple):
    """What came of one case."""

    verdict: str  # the naive one
    rules: frozenset[str]
    wrong: str | None  # how the gate's differs


_LAWS: dict[object, Law] = {}


def law_for(case: Case) -> Law:
    """Return today's law, or that of some packs alone: one value for all cases it is the same for."""
    campaign = case.campaign
    key = (case.only, campaign.jurisdictions, campaign.no_jurisdictions, campaign.without_pack, case.house)
    if key not in _LAWS:
        one = law_of(case.only, house=case.house) if case.only is not None else load_law(campaign, house=case.house)
        _LAWS[key] = one
    return _LAWS[key]


def ask_gate(case: Case) -> Answer:
    """Return what `cadence judge` says."""
    return answer(evaluation.judge(case.campaign, case.facts, case.candidate, case.now, law_for(case)))


def verdict_of(seed: int) -> Heard:
    """Return what came of a case of any kind."""
    return heard(make(seed), NEAR)


def until_of(seed: int) -> Heard:
    """Return what came of a case near a boundary, looking further ahead."""
    return heard(make(seed, near=True), FAR)


def heard(case: Case, sight: timedelta) -> Heard:
    """Ask both judges."""
    naive = judge(case, case.now, case.now + sight)
    wrong = difference(case, naive, ask_gate(case), sight) or step_difference(case, steps_for(case))
    return Heard(naive.verdict, naive.rules, wrong)


def steps_for(case: Case) -> list[str]:
    """Return of each step what planning says: yes, it is for this person; no, it is not; or it is not known."""
    planning = PlanningCase(campaign=case.campaign, facts=case.facts, now=case.now, law=law_for(case))
    answers = []
    for step in case.campaign.cadence:
        cause = Cause(kind=CauseKind.STEP, ref=step.step)
        due = Due(step=step, cause=cause, attempt=1, origin=case.now, after=timedelta(0))
        why = not_for(planning, due, case.now)
        answers.append(YES if why is None else why.evidence.get("why", NO))
    return answers


def step_difference(case: Case, planned: list[str]) -> str | None:
    """Return for which steps planning differs, None when it does not."""
    naive = [verdict_at(case, f"cadence[{place}]", case.now) for place in range(len(case.campaign.cadence))]
    return None if naive == planned else f"steps are for this person: naive {naive}, planning {planned}"


def difference(case: Case, naive: Ruling, found: Answer, sight: timedelta) -> str | None:
    """Return how the two differ, None when they do not."""
    rules = frozenset(found.rules)
    if naive.verdict == LATER:
        # Nothing bars it but time, for longer than the naive judge looks ahead; what bars this number by then, so that
        # the next one is asked about, it cannot see either.
        alone = len(tried(case)) == 1
        early = alone and found.until is not None and found.until <= case.now + sight
        same = found.verdict != "allow" and naive.rules <= rules and not early
    else:
        same = (naive.verdict, naive.rules, naive.until) == (found.verdict, rules, found.until)
    if same:
        return None
    said = f"naive {naive.verdict} until {naive.until}, gate {found.verdict} until {found.until}"
    return f"{said}; naive only {sorted(naive.rules - rules)}, gate only {sorted(rules - naive.rules)}"
