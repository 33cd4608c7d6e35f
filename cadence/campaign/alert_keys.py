"""How are alerts written in a campaign file and in a house file? Pure: the block `alerts` of both."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cadence.campaign.alert_conditions import SHAPE, ConditionError, parse_condition
from cadence.campaign.blocks import Block, Key, ListKind, MappingKind, key, unset
from cadence.campaign.kinds import WRONG, Schema, TextKind, WordKind, refused
from cadence.documents.mistakes import MistakeReport, quoted
from cadence.documents.tree import Node, TextNode
from cadence.domain.alerts import AlertAction, AlertCondition, AlertRule

MOST = 20
"""Alerts of one file."""
NAME = TextKind(expected="a name such as too many opt-outs", form=r"[\w][\w -]*", longest=60)


@dataclass(frozen=True)
class ConditionKind:
    """The condition of an alert."""

    expected: str = SHAPE
    examples: tuple[str, ...] = ("opt_out_rate > 2% over 1 day and n >= 200", "contact_rate < p50", "list_left < 5%")

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the condition; a mistake is reported at its word."""
        if not isinstance(node, TextNode) or node.empty or not node.value.strip():
            return refused(self, node, report)
        try:
            return parse_condition(node.value)
        except ConditionError as error:
            place = _place(node, error)
            found = error.found if error.found != "the end" else f"{quoted(node.value)}, which ends too early"
            report.wrong(place, found, error.expected, error.hint)
            return WRONG

    def schema(self) -> Schema:
        """Return text with examples."""
        return {"type": "string", "minLength": 1, "examples": list(self.examples)}


def _place(node: TextNode, error: ConditionError) -> Node:
    """Return the place of a word, as exactly as its notation in YAML allows."""
    start = 1 if node.raw[:1] in {'"', "'"} else 0
    if node.raw[start : start + len(node.value)] == node.value:
        return node.place_of(start + error.offset)
    return node


def _alert(when: AlertCondition, do: Iterable[str] = ()) -> AlertRule:
    return AlertRule(when=when, do=tuple(dict.fromkeys(map(AlertAction, do))) or (AlertAction.LOG,))


NOTHING = AlertCondition(figure="overdue_leads", compare=">", bound=MOST)
"""The value of a condition that could not be read; the mistake is reported."""
ALERT = Block(
    called="an alert",
    build=_alert,
    example="{when: opt_out_rate > 2% over 1 day and n >= 200, do: pause}",
    keys={
        "when": Key(
            ConditionKind(),
            "The figure and its bound: `FIGURE COMPARE BOUND [over SPAN] [and n >= N]`.",
            need=True,
            stand_in=NOTHING,
            example="opt_out_rate > 2% over 1 day and n >= 200",
        ),
        "do": Key(
            ListKind(WordKind(words=tuple(AlertAction))),
            "What happens when it is raised, beside its being shown.",
            example="[webhook, pause]",
            without="`log`",
        ),
    },
)
ALERTS = MappingKind(of=ALERT, name=NAME, most=MOST)


Alerts = dict[str, AlertRule]
"""The alerts of a campaign, by name."""


def alerts_key() -> Any:  # noqa: ANN401  as `key` itself
    """Declare the key `alerts` of a campaign."""
    return key(
        ALERTS,
        "What is watched while the campaign runs: names with a condition, and what happens when it comes true.",
        {},
        exclude_if=unset,
        without="those of the house file",
        example="{too many opt-outs: {when: opt_out_rate > 2% over 1 day and n >= 200, do: pause}}",
    )
