"""What waits for a person, and what does the person decide? Edge."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cadence.cli.app import Json, command
from cadence.cli.checks import set_aside, strangers
from cadence.cli.connection import LedgerSession, house
from cadence.cli.output import print_json, print_table, talk
from cadence.cli.scopes import CHANNELS, Because
from cadence.domain import Purpose, SuppressionScope

if TYPE_CHECKING:
    from cadence.domain import Inbound
    from cadence.engine.outcomes import Review
    from cadence.ledger.touches.tasks import StoredTask

SHORT = 8
"""So much of an id is shown, and is enough to name a task."""
COLUMNS = {
    "id": "id", "at": "when", "lead": "lead", "channel": "channel", "meaning": "reads as", "title": "to do",
    "text": "text",
}  # fmt: skip
PURPOSES = tuple(one.value for one in Purpose)


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
    task: Annotated[str, typer.Argument(help="The task, by the beginning of its id.", show_default=False)] = "",
    *,
    meant: Annotated[
        Literal["harmless", "revoke", "restrict", "none"] | None,
        typer.Option("--as", help="What the reply meant: harmless (or none), revoke or restrict.", show_default=False),
    ] = None,
    done: Annotated[bool, typer.Option("--done", help="The work is done; there was nothing to decide.")] = False,
    purpose: Annotated[str, typer.Option(help="A stop for marketing, collections, service or survey only.")] = "",
    channel: Annotated[str, typer.Option(help="A stop or restriction for sms, whatsapp or call only.")] = "",
    lead: Annotated[str, typer.Option(help="List what waits about this lead only.")] = "",
    limit: Annotated[int, typer.Option(help="List so many, the oldest first.", min=1)] = 100,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    List what waits for a person: replies that nobody has answered or understood, and tasks. Or decide about one.

    Replies that hold something back come first. A reply that is neither a known answer nor plainly harmless holds
    marketing, and the purpose of the message or call it answers; one that names a place or a time holds everything; and
    after three working days any of them holds everything. Only a decision ends that: harmless lets go on what was
    held; revoke closes everything, or the purpose or channel named; restrict closes one channel, since no rule knows
    where or when the person meant. What was decided, by whom and when stands in the record.

    A stop that matches no lead comes before all: it is obeyed for its number, which is shown for 30 days with the leads
    that could be meant. Say --done when that is settled.
    """
    if not task:
        if meant or done or purpose or channel:
            raise typer.BadParameter("name the task; `cadence review` lists them")
        with house() as home:
            _list(home, lead, limit, json=json)
        return
    if task.startswith(set_aside.PREFIX):
        _dismiss(task, because, meant, purpose, channel, done=done)
        return
    chosen = _decision(task, meant, purpose, channel, done=done)
    with house() as home:
        _decide(home, chosen, because)
    if json:
        print_json({"task": task, "as": chosen.decision.value, "scope": chosen.scope.value, "value": chosen.value})
    else:
        talk(f"Decided: {chosen.decision.value}. {_follows(chosen)}")


def _dismiss(item: str, because: str, meant: str | None, purpose: str, channel: str, *, done: bool) -> None:
    """Take off the list what a background job has set aside."""
    if not done or meant or purpose or channel:
        raise typer.BadParameter("what a background job has set aside takes --done only")
    with house() as home:
        set_aside.dismiss(home, item, because)
    talk("It is off the list.")


def _decision(task: str, meant: str | None, purpose: str, channel: str, *, done: bool) -> "Review":
    """Return what was decided. Half a decision is a mistake."""
    from cadence.engine.outcomes import Review, ReviewDecision

    if bool(meant) == done:
        raise typer.BadParameter("say --as harmless, revoke or restrict; or --done when there was nothing to decide")
    if (purpose and channel) or ((purpose or channel) and meant not in {"revoke", "restrict"}):
        raise typer.BadParameter("--purpose or --channel, one of them, goes with --as revoke or restrict")
    if meant == "restrict" and not channel:
        raise typer.BadParameter("--as restrict wants --channel: what is closed until the person says otherwise")
    for value, known in ((purpose, PURPOSES), (channel, CHANNELS)):
        if value and value not in known:
            raise typer.BadParameter(f"there is no {value}; there are {', '.join(known)}")
    scope = (
        SuppressionScope.PURPOSE if purpose else SuppressionScope.CHANNEL if channel else SuppressionScope.EVERYTHING
    )
    return Review(task=task, decision=ReviewDecision(meant or "done"), scope=scope, value=purpose or channel)


def _decide(home: LedgerSession, chosen: "Review", because: str) -> None:
    """Write the decision down and let its consequences follow."""
    from cadence.engine.outcomes import record_review

    scope = f"{chosen.scope} {chosen.value}".strip() if chosen.closes else ""
    order = home.command("review", why=because, task=chosen.task, decision=chosen.decision.value, closed=scope)
    home.follow(record_review(home.planner, chosen, order))


def _follows(chosen: "Review") -> str:
    """Say what a decision does."""
    if chosen.closes:
        return f"Closed: {f'{chosen.scope} {chosen.value}' if chosen.value else 'everything'}."
    return "What it held is free again." if chosen.frees else "It is off the list."


def _list(home: LedgerSession, lead: str, limit: int, *, json: bool) -> None:
    """Print what waits."""
    from cadence.ledger.db import set_aside as kept
    from cadence.ledger.people import people
    from cadence.ledger.touches import inbound, tasks

    with home.ledger.begin() as connection:
        aside = [] if lead else kept.every(connection, limit=limit)
        first = [] if lead else tasks.strangers(connection, limit=limit)
        others = tasks.of_lead(connection, home.lead(lead))[:limit] if lead else tasks.todo(connection, limit=limit)
        waiting = first + [one for one in others if one.kind != tasks.STRANGER]
        unknown = strangers.listed(connection, home.ledger, [one for one in waiting if one.lead is None])
        messages = inbound.find_many(connection, [one.ref for one in waiting])
        words = inbound.texts(connection, list(messages))
        names = people.names(connection, [one.lead for one in waiting if one.lead])
        holding = tasks.holding(connection, waiting)
    rows = [_row(one, messages.get(one.ref), words.get(one.ref, ""), names) for one in waiting]
    rows = [_held_by(row, holding.get(row["id"], [])) for row in rows]
    rows = [strangers.told(row, unknown.get(row["id"])) for row in rows]
    rows = [*rows[: len(first)], *(set_aside.row(one) for one in aside), *rows[len(first) :]]
    if json:
        print_json(rows)
        return
    print_table([one | {"id": _short(one["id"]), "at": f"{one['at']:%Y-%m-%d %H:%M}Z"} for one in rows], COLUMNS)
    if not rows:
        talk("Nothing waits for a person.")
    elif len(waiting) == limit:
        talk(f"These are the {limit} oldest; --limit shows more.")


def _held_by(row: dict[str, Any], holding: list[str]) -> dict[str, Any]:
    """Return a row with the tasks whose decision it waits for: an undecided reply that holds a promised call."""
    if not holding:
        return row
    return row | {"held_by": holding, "title": f"{row['title']} (by {', '.join(map(_short, holding))})"}


def _short(identity: str) -> str:
    """Return as much of an id as is needed to name it."""
    return identity if identity.startswith(set_aside.PREFIX) else identity[:SHORT]


def _row(task: "StoredTask", message: "Inbound | None", words: str, names: dict[str, str]) -> dict[str, Any]:
    """Return what is known of one task. Personal data."""
    from cadence.replies.opt_out import read

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
