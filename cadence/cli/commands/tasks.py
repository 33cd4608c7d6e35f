"""What do our own people have to do, and what came of it? Edge: tasks that the steps of campaigns make."""

import csv
import io
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

import typer

from cadence.cli.app import Json, command, group
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.orders import follow
from cadence.cli.output import print_json, print_table, say_lines, talk
from cadence.cli.scopes import Because, instant
from cadence.domain import Outcome
from cadence.engine.outcomes.task_results import assign_task, in_words, record_task_result
from cadence.ledger.people import people
from cadence.ledger.touches import task_list
from cadence.ledger.touches.task_list import RESULT_OF, ListedTask, TaskFilter, TaskState

tasks = group("tasks")

SHORT = 8
"""How many characters of an id are shown; they are enough to name a task."""
Task = Annotated[str, typer.Argument(help="The task: the first characters of its id.", show_default=False)]
Note = Annotated[str, typer.Option(help="What is to be known of it: it is kept, shown by `cadence lead`, and erased.")]
COLUMNS = {
    "id": "ID", "state": "STATE", "due_at": "DUE", "assign": "FOR", "label": "LABEL", "campaign": "CAMPAIGN",
    "lead": "LEAD", "title": "TO DO",
}  # fmt: skip
FIELDS = (
    "id", "state", "campaign", "lead", "assign", "label", "opened_at", "due_at", "reminders", "done_at", "done_by",
    "reason", "title", "body",
)  # fmt: skip


@command(
    "cadence tasks list",
    "cadence tasks list --campaign demo-follow-up --assign sales",
    "cadence tasks list --state overdue --label linkedin --csv",
    "cadence tasks list --lead crm/C-1001 --state done",
    "cadence tasks list --due 2027-03-10T18:00+01:00 --json",
    into=tasks,
    name="list",
)
def list_(
    *,
    campaign: Annotated[str, typer.Option(help="Only of this campaign.")] = "",
    assign: Annotated[str, typer.Option(help="Only for this person or group.")] = "",
    label: Annotated[str, typer.Option(help="Only with this label.")] = "",
    lead: Annotated[
        str, typer.Option(help="Only about this lead: its id in its list, LIST/ID, a number or our id.")
    ] = "",
    due: Annotated[
        datetime | None,
        typer.Option(help="Only those whose result is due before this, with UTC offset.", parser=instant),
    ] = None,
    state: Annotated[TaskState, typer.Option(help="How far they are.")] = TaskState.OPEN,
    limit: Annotated[int, typer.Option(help="How many to list at most.", min=1)] = 100,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV.")] = False,
    json: Json = False,
) -> None:
    """
    List the tasks that the steps of campaigns make: open ones, first those whose result is due first.

    An overdue task is open as long as somebody is reminded of it. Closed ones come with the latest first.
    """
    if as_csv and json:
        raise typer.BadParameter("--csv and --json; expected one of them")
    closing = RESULT_OF.get(state, "")
    wanted = TaskFilter(campaign=campaign, assign=assign, label=label, due_before=due, result=closing)
    with open_session() as session:
        overdue_at = session.now if state is TaskState.OVERDUE else None
        wanted = replace(wanted, lead=session.lead(lead) if lead else None)
        rows = _rows(session, replace(wanted, overdue_at=overdue_at), limit, closed=bool(closing))
    if json:
        print_json(rows)
    elif as_csv:
        say_lines(_csv(rows).splitlines())
    else:
        shown = [row | {"id": row["id"][:SHORT], "due_at": _minute(row["due_at"])} for row in rows]
        print_table(shown, COLUMNS)
        if not rows:
            talk("There is no such task.")
        elif len(rows) == limit:
            talk(f"These are the first {limit}; --limit shows more.")


@command("cadence tasks done 3f2a9c10", 'cadence tasks done 3f2a9c10 --note "she wants a demo in May"', into=tasks)
def done(task: Task, *, note: Note = "", json: Json = False) -> None:
    """Say that a task is done. The cadence of its person goes on by `on: {done: ...}`."""
    _give(task, Outcome.DONE, note, json=json)


@command('cadence tasks decline 3f2a9c10 --note "she has left the company"', into=tasks)
def decline(task: Task, *, note: Note = "", json: Json = False) -> None:
    """Say that a task will not be done. The cadence of its person goes on by `on: {declined: ...}`."""
    _give(task, Outcome.DECLINED, note, json=json)


@command("cadence tasks assign 3f2a9c10 ana", 'cadence tasks assign 3f2a9c10 sales --because "Ana is away"', into=tasks)
def assign(
    task: Task,
    to: Annotated[str, typer.Argument(help="The person or group.", show_default=False)],
    *,
    because: Because = "",
    json: Json = False,
) -> None:
    """Give an open task to another person or group. Nothing else about it changes."""
    if not to.strip():
        raise typer.BadParameter("expected a person or a group")
    with open_session() as session:
        given = assign_task(session.planner, task, to.strip(), session.command("task_assign", why=because))
    if json:
        print_json({"task": given.task.id, "assign": given.task.assign, "changed": given.event.changed})
    elif given.event.changed:
        talk(f"Task {given.task.id[:SHORT]} is for {given.task.assign} now.")
    else:
        talk(f"Task {given.task.id[:SHORT]} is for {given.task.assign} already; nothing was changed.")


def _give(task: str, result: Outcome, note: str, *, json: bool) -> None:
    with open_session() as session:
        given = record_task_result(session.planner, task, result, session.command("task_result", why=note))
        follow(session, given.event)
    if json:
        print_json({"task": given.task.id, "result": result.value, "changed": given.event.changed})
    else:
        talk(in_words(given.task) + ("" if given.event.changed else " Nothing was changed."))


def _rows(session: LedgerSession, wanted: TaskFilter, limit: int, *, closed: bool) -> list[dict[str, Any]]:
    """Return the tasks that are wanted. Personal data."""
    with session.ledger.begin() as connection:
        listed = task_list.listed(connection, wanted, closed=closed, limit=limit)
        names = people.names(connection, [task.lead for task in listed if task.lead])
    return [_row(task, session.now, names) for task in listed]


def _row(task: ListedTask, now: datetime, names: dict[str, str]) -> dict[str, Any]:
    known = {name: getattr(task, name) for name in FIELDS if name not in {"state", "lead"}}
    row = known | {"state": task.state(now).value, "lead": names.get(task.lead or "", "")}
    return {name: row[name] for name in FIELDS}


def _csv(rows: list[dict[str, Any]]) -> str:
    """Return CSV. What a spreadsheet would run as a formula stands behind an apostrophe."""
    out = io.StringIO()
    sheet = csv.DictWriter(out, FIELDS, lineterminator="\n")
    sheet.writeheader()
    sheet.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().rstrip("\n")


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t"} else value


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z" if at is not None else ""
