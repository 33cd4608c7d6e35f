"""How is the cap on tasks of a day written, in a campaign and in a house file? Pure: the block `tasks` of both."""

from typing import Any

from cadence.campaign.blocks import Block, ListKind, block, key, keys_of, unset
from cadence.campaign.content.task import ASSIGNEE
from cadence.campaign.forms import NAME
from cadence.campaign.key_rules import RefusedKey
from cadence.campaign.kinds import WholeNumberKind, WordKind
from cadence.campaign.periods import Shape
from cadence.domain.task_caps import CountedBy, TaskCap

MOST_CAPS = 50
"""So many caps in one file."""
MOST_A_DAY = 100_000
BOTH = RefusedKey(
    key="each",
    beside="assign",
    found="`each` beside `assign`",
    expected="one of both: assign names one assignee, each counts every assignee on their own",
)


class FileTaskCap(Shape):
    """At most so many tasks are created in a working day."""

    per_day: int = key(
        WholeNumberKind(most=MOST_A_DAY),
        "So many tasks at most in a working day of the house.",
        stand_in=1,
        example="20",
    )
    label: str = key(
        NAME, "Counting tasks with this label only.", "", exclude_if=unset, without="any label", example="linkedin"
    )
    assign: str = key(
        ASSIGNEE,
        "Counting tasks for this person or group only.",
        "",
        exclude_if=unset,
        without="whoever does them",
        example="sales",
    )
    each: CountedBy | None = key(
        WordKind(words=tuple(CountedBy)),
        "Counting the tasks of every assignee on their own; those for nobody in particular are free of it.",
        None,
        exclude_if=unset,
        without="all of them together",
        example="assignee",
    )

    def cap(self) -> TaskCap:
        """Return it as the rules use it."""
        return TaskCap(most=self.per_day, label=self.label, assign=self.assign, each=self.each is not None)


EXAMPLE = "{label: linkedin, per_day: 20}"
TASK_CAP = block(FileTaskCap, called="a cap on tasks", example=EXAMPLE, rules=(BOTH,))


def _of_house(**values: object) -> TaskCap:
    return FileTaskCap.model_validate(values).cap()


OF_HOUSE = ListKind(
    Block(called="a cap on tasks", build=_of_house, example=EXAMPLE, keys=keys_of(FileTaskCap), rules=(BOTH,)),
    single=False,
    most=MOST_CAPS,
)
"""The caps of a house file."""


def tasks_key() -> Any:  # noqa: ANN401  as `key` itself
    """Return the declaration of the caps of a campaign."""
    return key(
        ListKind(TASK_CAP, single=False, most=MOST_CAPS),
        "How many [tasks](#caps-on-tasks) your people get in a day.",
        (),
        exclude_if=unset,
        without="as many as are due",
        rule="campaign.tasks",
        example="[{label: linkedin, per_day: 20}]",
    )
