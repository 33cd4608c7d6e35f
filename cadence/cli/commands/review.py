"""What waits for a decision by one of our people, and what do they decide? Edge."""

from typing import Annotated, Any, Literal

import typer

from cadence.cli.app import Json, command
from cadence.cli.checks import undecided
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.orders import follow
from cadence.cli.output import print_json, print_table, talk
from cadence.cli.scopes import ANY_OF_CHANNELS, CHANNELS, Because
from cadence.domain import Inbound, Purpose, SuppressionScope
from cadence.engine.outcomes.reviews import Review, ReviewDecision, record_review
from cadence.ledger.db import set_aside
from cadence.ledger.people import people
from cadence.ledger.touches import inbound, tasks
from cadence.ledger.touches.tasks import StoredTask
from cadence.replies.opt_out import read

SHORT = 8
"""How many characters of an id are shown; they are enough to name a task."""
COLUMNS = {
    "id": "id", "at": "when", "lead": "lead", "channel": "channel", "meaning": "reads as", "title": "to do",
    "text": "text",
}  # fmt: skip
PURPOSES = tuple(purpose.value for purpose in Purpose)


@command(
    "cadence review",
    "cadence review --lead C-1001 --json",
    'cadence review 3f2a9c10 --as revoke --because "she means all of it"',
    "cadence review 3f2a9c10 --as revoke --purpose marketing",
    "cadence review 3f2a9c10 --as restrict --channel call",
    "cadence review 3f2a9c10 --as harmless",
    "cadence review 3f2a9c10 --done",
)
def review(
    task: Annotated[str, typer.Argument(help="The task: the first characters of its id.", show_default=False)] = "",
    *,
    meant: Annotated[
        Literal["harmless", "revoke", "restrict", "none"] | None,
        typer.Option("--as", help="What the reply means: harmless (or none), revoke or restrict.", show_default=False),
    ] = None,
    done: Annotated[bool, typer.Option("--done", help="The task is done and needs no decision.")] = False,
    purpose: Annotated[
        str, typer.Option(help="Stop only this purpose: marketing, collections, service or survey.")
    ] = "",
    channel: Annotated[str, typer.Option(help=f"Stop or restrict only this channel: {ANY_OF_CHANNELS}.")] = "",
    lead: Annotated[str, typer.Option(help="List only what concerns this lead.")] = "",
    limit: Annotated[int, typer.Option(help="How many to list at most, oldest first.", min=1)] = 100,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    List the replies and tasks that need a decision, or decide one of them.

    Replies that hold something back come first. A reply that is neither a known answer nor clearly harmless holds
    marketing, and the purpose of the message or call it answers. A reply that names a place or a time holds everything,
    and after three working days every undecided reply does. Only a decision ends the hold: harmless releases what was
    held; revoke stops everything, or only the given purpose or channel; restrict stops one channel, because no rule can
    know which place or time the person meant. The decision is recorded with its author and time.

    A stop that matches no lead is listed before everything else. It is obeyed for its number, which is shown for 30
    days together with the leads it could come from. Use --done once that is settled.
    """
    if not task:
        if meant or done or purpose or channel:
            raise typer.BadParameter("the task is missing; `cadence review` lists all tasks")
        with open_session() as session:
            _list(session, lead, limit, json=json)
        return
    if task.startswith(undecided.PREFIX):
        _dismiss(task, because, meant, purpose, channel, done=done)
        return
    chosen = _decision(task, meant, purpose, channel, done=done)
    scope = f"{chosen.scope} {chosen.value}".strip() if chosen.closes else ""
    with open_session() as session:
        order = session.command("review", why=because, task=task, decision=chosen.decision.value, closed=scope)
        follow(session, record_review(session.planner, chosen, order))
    if json:
        print_json({"task": task, "as": chosen.decision.value, "scope": chosen.scope.value, "value": chosen.value})
    else:
        talk(f"Decided: {chosen.decision.value}. {_follows(chosen)}")


def _dismiss(item: str, because: str, meant: str | None, purpose: str, channel: str, *, done: bool) -> None:
    """Remove an item that a background job has set aside from the list."""
    if not done or meant or purpose or channel:
        raise typer.BadParameter("an item that a background job has set aside accepts only --done")
    with open_session() as session:
        undecided.dismiss(session, item, because)
    talk("Removed from the list.")


def _decision(task: str, meant: str | None, purpose: str, channel: str, *, done: bool) -> Review:
    """Return the decision that was typed. Raises BadParameter if it is incomplete."""
    if bool(meant) == done:
        raise typer.BadParameter(
            "expected --as harmless, --as revoke or --as restrict; or --done if there is nothing to decide"
        )
    if (purpose and channel) or ((purpose or channel) and meant not in {"revoke", "restrict"}):
        raise typer.BadParameter("--purpose or --channel (only one of them) needs --as revoke or --as restrict")
    if meant == "restrict" and not channel:
        raise typer.BadParameter(
            "--as restrict needs --channel: the channel that is stopped until the person asks for it again"
        )
    for value, known in ((purpose, PURPOSES), (channel, CHANNELS)):
        if value and value not in known:
            raise typer.BadParameter(f"{value} is unknown; expected one of {', '.join(known)}")
    scope = (
        SuppressionScope.PURPOSE if purpose else SuppressionScope.CHANNEL if channel else SuppressionScope.EVERYTHING
    )
    return Review(task=task, decision=ReviewDecision(meant or "done"), scope=scope, value=purpose or channel)


def _follows(chosen: Review) -> str:
    if chosen.closes:
        return f"Stopped: {f'{chosen.scope} {chosen.value}' if chosen.value else 'everything'}."
    return "What it held is released." if chosen.frees else "Removed from the list."


def _list(session: LedgerSession, lead: str, limit: int, *, json: bool) -> None:
    with session.ledger.begin() as connection:
        aside = [] if lead else set_aside.every(connection, limit=limit)
        first = [] if lead else tasks.strangers(connection, limit=limit)
        others = tasks.of_lead(connection, session.lead(lead))[:limit] if lead else tasks.todo(connection, limit=limit)
        waiting = first + [task for task in others if task.kind != tasks.STRANGER]
        unknown = undecided.stop_senders(connection, session.ledger, [task for task in waiting if task.lead is None])
        messages = inbound.find_many(connection, [task.ref for task in waiting])
        words = inbound.texts(connection, list(messages))
        names = people.names(connection, [task.lead for task in waiting if task.lead])
        holding = tasks.holding(connection, waiting)
    rows = [_row(task, messages.get(task.ref), words.get(task.ref, ""), names) for task in waiting]
    rows = [_held_by(row, holding.get(row["id"], [])) for row in rows]
    rows = [undecided.with_sender(row, unknown.get(row["id"])) for row in rows]
    rows = [*rows[: len(first)], *(undecided.row_of_item(item) for item in aside), *rows[len(first) :]]
    if json:
        print_json(rows)
        return
    print_table([row | {"id": _short(row["id"]), "at": f"{row['at']:%Y-%m-%d %H:%M}Z"} for row in rows], COLUMNS)
    if not rows:
        talk("There is nothing to review.")
    elif len(waiting) == limit:
        talk(f"These are the {limit} oldest; --limit shows more.")


def _held_by(row: dict[str, Any], holding: list[str]) -> dict[str, Any]:
    """Return a row with the tasks it waits for: an undecided reply may hold a promised call."""
    if not holding:
        return row
    return row | {"held_by": holding, "title": f"{row['title']} (by {', '.join(map(_short, holding))})"}


def _short(identity: str) -> str:
    """Return the first characters of an id, enough to name the task."""
    return identity if identity.startswith(undecided.PREFIX) else identity[:SHORT]


def _row(task: StoredTask, message: Inbound | None, words: str, names: dict[str, str]) -> dict[str, Any]:
    """Return what is known of one task. Personal data."""
    reading = read(words) if words else None
    return {
        "id": task.id,
        "kind": task.kind,
        "at": message.at if message else task.opened_at,
        "lead": names.get(task.lead or "", ""),
        "channel": message.channel.value if message else "",
        "meaning": message.meaning if message else "",
        "rule": reading.rule if reading else "",
        "found": reading.found if reading else "",
        "names": list(reading.names) if reading else [],
        "holds": task.kind == "review",
        "title": task.title,
        "assign": task.assign,
        "text": " ".join(task.body.split()),
    }
