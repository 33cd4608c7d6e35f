"""Which step comes next, and when at the earliest? Naive: read from the file, by what became of the last touch."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cadence.domain import CauseKind, Facts, Touch, TouchState
from tests.unit.oracle.case import Case
from tests.unit.oracle.counting import left
from tests.unit.oracle.wheres import YES, every

Node = dict[str, Any]
HOURS = {"hour": 1, "hours": 1, "day": 24, "days": 24, "minutes": 1 / 60}


def span(text: str) -> timedelta:
    """Return a duration of a file."""
    parts = [] if text == "at once" else text.split()
    return timedelta(hours=sum(float(count) * HOURS[unit] for count, unit in zip(parts[::2], parts[1::2], strict=True)))


def before(facts: Facts) -> Touch | None:
    """Return the last touch that the cadence goes on from; none before its first step, which counts from enrolment."""
    kinds = [touch.cause.kind for touch in facts.own()]
    last = [touch for touch in facts.own() if touch.cause.kind in {CauseKind.STEP, CauseKind.CALLBACK}]
    return last[-1] if CauseKind.STEP in kinds else None


def words(touch: Touch) -> list[str]:
    """Return what became of a touch, the word that says most first."""
    results = [touch.disposition.value] if touch.disposition else []
    results += ([f"reply.{touch.answer}"] if touch.answer else []) + (["replied"] if touch.replied_at else [])
    return results + ([touch.outcome.value] if touch.outcome else [])


def next_step(file: Node, case: Case) -> tuple[str, timedelta]:
    """Return the step that follows the last touch, and how long it has to wait; `end` for none."""
    steps = {step["step"]: step for step in file["cadence"]}
    order = list(steps)
    last = before(case.facts)
    origin = case.facts.enrolment.at if last is None else last.ended_at or last.at
    name, waited = order[0] if last is None else target(file, case, last), timedelta(0)
    for _ in order:
        if name == "end":
            return "end", waited
        waited += wait_of(steps[name], last)
        if "wait" not in steps[name]:
            return name, waited
        waited += span(steps[name]["wait"])
        name = way(steps[name].get("on", {}).get("otherwise", following(order, name)), case, origin + waited)
    return "end", waited


def target(file: Node, case: Case, last: Touch) -> str:
    """Return where the file leads after a touch, by what became of it."""
    steps = {step["step"]: step for step in file["cadence"]}
    stands = [touch.cause.ref for touch in case.facts.own() if touch.cause.kind is CauseKind.STEP][-1]
    serving = steps[stands]
    if last.cause.kind is CauseKind.CALLBACK:
        serving = file.get("callback") or next(step for step in file["cadence"] if makes_calls(step))
    ahead = following(list(steps), stands)
    if last.state is TouchState.SKIPPED:
        return str(serving.get("otherwise", ahead))
    branches = serving.get("on", {})
    word = next((word for word in words(last) if word in branches), "otherwise")
    over = last.ended_at or last.at
    return way(branches.get(word, ahead), case, max(over, last.replied_at or over))


def makes_calls(step: Node) -> bool:
    """Tell whether a step makes calls that an agent takes: a promised call is no recording."""
    return "floor" in step.get("call", {})


def way(branch: Any, case: Case, at: datetime) -> str:
    """Return the first way whose condition is true, else the last."""
    if isinstance(branch, str):
        return branch
    return next((way["to"] for way in branch[:-1] if every(replace(case, now=at), way["where"], at) == YES), branch[-1])


def following(order: list[str], name: str) -> str:
    """Return the next step of the file."""
    return ([*order, "end"])[order.index(name) + 1]


def wait_of(step: Node, last: Touch | None) -> timedelta:
    """Return how long a step waits after a touch."""
    after = step.get("after", "at once")
    if isinstance(after, str):
        return span(after)
    if "field" in after:
        return timedelta(0)
    results = [] if last is None else ["skipped"] if last.state is TouchState.SKIPPED else words(last)
    results += ["left"] if last is not None and left(last) else []
    return span(next((after[word] for word in [*results, "otherwise"] if word in after), "at once"))


def dates_of(step: Node, facts: Facts) -> tuple[datetime | None, datetime | None]:
    """Return from when and until when a step may go that goes by a date; the date is on the person's own clock."""
    rule, ahead = (step["before"], True) if "before" in step else (step.get("after", {}), False)
    text = facts.lead.attributes.get(rule["field"], "") if isinstance(rule, dict) and "field" in rule else ""
    if not text:
        return None, None
    read = [datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone.zone)) for zone in facts.lead.zones]
    return (min(read) - span(rule["by"]), min(read)) if ahead else (max(read) + span(rule["by"]), None)
