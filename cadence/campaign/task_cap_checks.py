"""Can a cap on tasks of a day be reached by a task of its campaign? Pure."""

from dataclasses import dataclass

from cadence.campaign.checker import Checker
from cadence.campaign.content.task import PLACEHOLDER
from cadence.campaign.task_caps import FileTaskCap
from cadence.documents.mistakes import one_of, quoted
from cadence.domain.nearest import nearest


@dataclass(frozen=True, slots=True)
class _Known:
    """What the tasks of a campaign are called."""

    labels: tuple[str, ...]
    assignees: tuple[str, ...]
    by_column: bool  # an assignee is in a column of the list


def check_task_caps(checker: Checker) -> None:
    """Refuse a cap that no task of the campaign can reach: its label or its assignee is misspelt."""
    caps = checker.campaign.tasks
    if not caps or not checker.sound(("cadence",)):
        return
    tasks = [step.task for step in checker.campaign.cadence if step.task is not None]
    if not tasks:
        checker.wrong(("tasks",), "a cap on tasks in a campaign without tasks", "a step with `task`, or no `tasks`")
        return
    labels = tuple(dict.fromkeys(task.label for task in tasks if task.label))
    written = [task.assign for task in tasks if task.assign]
    known = _Known(
        labels=labels,
        assignees=tuple(dict.fromkeys(name for name in written if PLACEHOLDER not in name)),
        by_column=any(PLACEHOLDER in name for name in written),
    )
    for place, cap in enumerate(caps):
        _check_cap(checker, cap, known, place)


def _check_cap(checker: Checker, cap: FileTaskCap, known: _Known, place: int) -> None:
    """Refuse a label or an assignee that no task has."""
    if cap.label and cap.label not in known.labels:
        expected = one_of(known.labels) if known.labels else "no label, because no task of the campaign has one"
        hint = nearest(cap.label, known.labels)
        checker.wrong(("tasks", place, "label"), f"{quoted(cap.label)} is no label of a task", expected, hint)
    if cap.assign and cap.assign not in known.assignees and not known.by_column:
        named = one_of(known.assignees) if known.assignees else "no assignee, because the tasks name none"
        hint = nearest(cap.assign, known.assignees)
        checker.wrong(("tasks", place, "assign"), f"{quoted(cap.assign)} does no task", named, hint)
