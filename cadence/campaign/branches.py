"""
Where does an outcome lead, when it is not the same step for everybody? Pure: the values of `on`.

A branch is the name of a step, or several with conditions: the first whose condition is true is taken. One that is not
known to be true is passed over, and the last, without a condition, is for everybody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cadence.campaign.blocks import Block, key, keys_of
from cadence.campaign.conditions import WHERE, Where
from cadence.campaign.conditions.evaluate import PersonAt, holds
from cadence.campaign.forms import NAME
from cadence.campaign.kinds import WRONG, Schema, refused
from cadence.campaign.periods import Shape
from cadence.documents.mistakes import MistakeReport
from cadence.documents.tree import Items, Keys, Node, TextNode

EXAMPLE = "[{where: {plan: premium}, to: call_now}, follow_up]"


class Way(Shape):
    """A step, or `end`, for the people who meet a condition."""

    where: Where = key(WHERE, "The condition that the people meet who go this way.", stand_in=None)
    to: str = key(NAME, "Where it leads them: the name of a step, or end.", stand_in="")


class Fork(Shape):
    """Several ways, the first of which is taken whose condition is true; the last is for everybody else."""

    ways: tuple[Way, ...]
    other: str


Target = str | Fork
"""Where an outcome leads."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The way that a person takes: to a step, and through which conditions."""

    to: str
    way: Way | None = None  # None: without a condition, or no condition of the fork was true


def taken(target: Target, person: PersonAt) -> Taken:
    """Return where an outcome leads a person."""
    if isinstance(target, str):
        return Taken(target)
    way = next((way for way in target.ways if holds(way.where, person) is True), None)
    return Taken(target.other) if way is None else Taken(way.to, way)


def targets(target: Target) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield each step that an outcome may lead to, with its place below the outcome in the file."""
    if isinstance(target, str):
        yield target, ()
        return
    for place, way in enumerate(target.ways):
        yield way.to, (place, "to")
    yield target.other, (len(target.ways),)


def conditions(target: Target) -> Iterator[tuple[Where, tuple[str | int, ...]]]:
    """Yield the conditions of a branch, with their places below the outcome in the file."""
    for place, way in enumerate(target.ways if isinstance(target, Fork) else ()):
        yield way.where, (place, "where")


WAY = Block(
    called="a branch with a condition",
    build=lambda **values: values,
    example="{where: {plan: premium}, to: call_now}",
    keys=keys_of(Way),
)


class TargetKind:
    """The name of a step, or several with conditions."""

    expected = f"{NAME.expected}, or several with conditions such as {EXAMPLE}"

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return where it leads, or WRONG after saying why."""
        if isinstance(node, TextNode):
            return NAME.read(node, report)
        if not isinstance(node, Items) or not node.items:
            return refused(self, node, report)
        before = len(report.mistakes)
        *conditional, last = node.items
        ways = [self._way(item, report) for item in conditional]
        if isinstance(last, Keys):
            self._way(last, report)
            report.wrong(
                last, "a branch with a condition at the end", "a step, or end, as the last: for everybody else"
            )
            return WRONG
        other = NAME.read(last, report)
        if not conditional:
            report.wrong(node, "a list of one step", f"the step without a list, or {EXAMPLE}")
        if len(report.mistakes) > before:
            return WRONG
        return Fork.model_validate({"ways": tuple(ways), "other": other})

    def _way(self, node: Node, report: MistakeReport) -> object:
        if not isinstance(node, Keys):
            report.wrong(node, "a branch without a condition before the last", WAY.expected)
            return WRONG
        before = len(report.mistakes)
        values = WAY.read(node, report)
        return WRONG if len(report.mistakes) > before else Way.model_validate(values)

    def schema(self) -> Schema:
        """Return a name, or an array of ways that ends with one."""
        way = {**WAY.schema(), "required": ["where", "to"]}
        items: Schema = {"anyOf": [way, NAME.schema()]}
        return {"anyOf": [NAME.schema(), {"type": "array", "items": items, "minItems": 2, "maxItems": 20}]}


TARGET = TargetKind()
