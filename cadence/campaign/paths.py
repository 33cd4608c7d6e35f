"""
Does every path through the cadence lead to an existing step, and does each path end? Pure.

Steps are the nodes of a graph; `on`, `otherwise` and the order of the file are its edges. A loop needs a budget, and
the budget must count something in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cadence.campaign.branches import targets
from cadence.campaign.checker import Checker
from cadence.campaign.periods import WholeCampaign
from cadence.campaign.results import has_result, led_to, outcomes_of, reminds
from cadence.campaign.shape import Campaign
from cadence.campaign.step_shape import Step
from cadence.campaign.texts import Path
from cadence.documents.mistakes import one_of, quoted
from cadence.domain import END, NEXT, OTHERWISE, REMIND, Outcome
from cadence.domain.nearest import nearest

BUDGET = "a limit over all channels such as {max: 8, per: campaign}: it ends every loop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One way from a step to the next: where it is written, or () for the order of the file."""

    source: int
    target: str
    path: Path = ()


def check_paths(checker: Checker) -> None:
    """Report targets that do not exist, steps that nothing leads to, and loops without an end."""
    campaign = checker.campaign
    edges = list(_edges(campaign))
    places: dict[str, int] = {}
    for i, step in enumerate(campaign.cadence):
        places.setdefault(step.step, i)
    known = (*places, END)
    lost = [edge for edge in (*edges, *_from_callback(campaign)) if edge.target not in known]
    for edge in lost:
        options = (*places, *_words_of_results(campaign, edge), END)
        hint = nearest(edge.target, options)
        checker.wrong(edge.path, f"{quoted(edge.target)} is not a step", f"one of {one_of(options)}", hint)
    if lost or len(places) < len(campaign.cadence) or not checker.sound(("cadence",)):
        return  # unreachable steps and loops may only follow from these mistakes
    graph = {
        i: {places[edge.target] for edge in edges if edge.source == i and edge.target != END} for i in places.values()
    }
    starts = {0, *(places[edge.target] for edge in _from_callback(campaign) if edge.target != END)}
    starts |= {places[rule.go] for rule in campaign.on_event.values() if rule.go in places}
    reached = _reachable(graph, starts) if campaign.cadence else set()
    for i, step in enumerate(campaign.cadence):
        if i not in reached:
            found = f"nothing leads to {quoted(step.step)}"
            checker.wrong(("cadence", i, "step"), found, "a step before it that leads to it")
    check_loops(checker, [edge for edge in edges if edge.path and edge.target != END], graph, places)


def _words_of_results(campaign: Campaign, edge: Edge) -> tuple[str, ...]:
    """Return what the result of a task may say instead of a step."""
    if edge.source < 0 or "on" not in edge.path or not has_result(campaign.cadence[edge.source]):
        return ()
    return (NEXT, REMIND) if Outcome.OVERDUE in edge.path else (NEXT,)


def check_loops(checker: Checker, edges: Iterable[Edge], graph: dict[int, set[int]], places: dict[str, int]) -> None:
    """Refuse loops without a campaign budget, and loops in which nothing uses the budget up."""
    limits = checker.campaign.limits
    every = (limit for limit in limits if not (limit.channels or limit.segments or limit.where))
    budget = any(isinstance(limit.per, WholeCampaign) for limit in every)
    free = {i for i, step in enumerate(checker.campaign.cadence) if step.wait is not None or step.task is not None}
    idle = {i: targets & free for i, targets in graph.items() if i in free}
    for edge in edges:
        target = places[edge.target]
        if target > edge.source:
            continue  # each loop has an edge that leads back
        loop = f"{quoted(checker.campaign.cadence[edge.source].step)} leads back to {quoted(edge.target)}"
        if edge.source in free and edge.source in _reachable(idle, {target} & free):
            expected = "a message or a call in the loop, because only those use up the budget"
            checker.wrong(edge.path, f"{loop} by waits and tasks only", expected)
        elif not budget and checker.sound(("limits",)) and edge.source in _reachable(graph, {target}):
            checker.wrong(edge.path, f"{loop} without a budget", BUDGET)


def ahead(campaign: Campaign, step: str) -> frozenset[str]:
    """Return all steps that can follow this step, including itself when it is in a loop."""
    ids = [step.step for step in campaign.cadence]
    graph: dict[int, set[int]] = {}
    for edge in _edges(campaign):
        if edge.target != END:
            graph.setdefault(edge.source, set()).add(ids.index(edge.target))
    return frozenset(ids[i] for i in _reachable(graph, graph.get(ids.index(step), ())))


def _edges(campaign: Campaign) -> Iterator[Edge]:
    for i, step in enumerate(campaign.cadence):
        for word, branch in step.on.items():
            for target, below in targets(branch) if word != Outcome.OVERDUE or not reminds(step) else ():
                yield Edge(source=i, target=led_to(campaign, step, target), path=("cadence", i, "on", word, *below))
        if step.otherwise:
            yield Edge(source=i, target=step.otherwise, path=("cadence", i, "otherwise"))
        if _falls_through(step) and i + 1 < len(campaign.cadence):
            yield Edge(source=i, target=campaign.cadence[i + 1].step)


def _falls_through(step: Step) -> bool:
    """Tell whether the next step of the file can follow: when refused, or when no branch fits."""
    channel = step.channel
    refused = channel is not None and not step.otherwise
    every = outcomes_of(step) or (OTHERWISE,)
    unmatched = OTHERWISE not in step.on and (reminds(step) or not all(word in step.on for word in every))
    return refused or unmatched


def _from_callback(campaign: Campaign) -> Iterator[Edge]:
    if campaign.callback is not None:
        for word, branch in campaign.callback.on.items():
            for target, below in targets(branch):
                yield Edge(source=-1, target=target, path=("callback", "on", word, *below))


def _reachable(graph: dict[int, set[int]], starts: Iterable[int]) -> set[int]:
    """Return the nodes that can be reached, the starts included."""
    reached, waiting = set(starts), list(starts)
    while waiting:
        new = graph.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached


def every_target_exists(campaign: Campaign) -> bool:
    """Tell whether every branch leads to a step of the file, or to its end."""
    return all(edge.target in campaign.places or edge.target == END for edge in _edges(campaign))


def before(campaign: Campaign) -> list[set[int]]:
    """Return, for each place of the cadence, the places of the steps that it can follow: waits are passed through."""
    places = campaign.places
    sources: list[set[int]] = [set() for _ in campaign.cadence]
    for edge in _edges(campaign):
        if edge.target in places:
            sources[places[edge.target]].add(edge.source)
    waits = {i for i, step in enumerate(campaign.cadence) if step.wait is not None}
    return [_reachable_through(sources, waits, i) - waits for i in range(len(sources))]


def _reachable_through(sources: list[set[int]], waits: set[int], place: int) -> set[int]:
    """Return the places before this one, and those before the waits among them."""
    graph = {i: sources[i] for i in waits}
    return _reachable(graph, sources[place])
