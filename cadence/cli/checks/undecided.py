"""What waits for a decision of our people? Edge: replies, stops that match no lead, and what jobs set aside."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from cadence.cli.checks.visit import CheckContext, Result, ok, problem, warning
from cadence.cli.connection import LedgerSession
from cadence.domain.errors import NotFoundError
from cadence.domain.house import HouseRules
from cadence.domain.plurals import many
from cadence.engine.events import relay
from cadence.engine.reconciler import deleting
from cadence.leads.phone.prefixes import lookalikes
from cadence.ledger.db import set_aside
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import strangers
from cadence.ledger.people.objections import is_row
from cadence.ledger.touches import tasks
from cadence.ledger.touches.tasks import StoredTask
from cadence.policy.built_in.held_reply import overdue_after
from cadence.policy.hours.working_time import after_work
from cadence.policy.packs.law import Law

PREFIX = "aside-"
"""How the id of something set aside begins, so that `review` tells it from a task."""
TRYING_ON = frozenset({deleting.JOB, relay.JOB})
"""Jobs that try an item again by themselves while it is shown."""
SHOWN = 3
"""So many items or leads are named in one line."""


def held_replies(visit: CheckContext) -> Result:
    """
    Return how many replies and rows of lists wait for a decision, and since when.

    It is a warning if one has waited longer than `review_within`, and a problem if it now holds everything.
    """
    with visit.ledger.begin() as connection:
        waiting = tasks.undecided(connection)
    if not waiting:
        return ok("no reply needs a decision")
    since, house, now = [task.opened_at for task in waiting], visit.law.house, visit.clock.now()
    laws = [visit.law.law(file) for file in visit.running.values()] or [Law(house=house)]
    rows = sum(is_row(task.ref) for task in waiting)
    words = f"{_counted(rows, len(waiting))} for a decision, the oldest since {since[0]:%Y-%m-%d %H:%M}Z"
    if held := _waited(since, min(map(overdue_after, laws)), house, now):
        return problem(
            f"{words}; {held:,} of them so long that nothing is sent to the person. Decide with `cadence review`."
        )
    late = _waited(since, house.review_within, house, now)
    return warning(f"{words}; {late:,} longer than review_within. Decide with `cadence review`.") if late else ok(words)


def _waited(since: list[datetime], span: timedelta, house: HouseRules, now: datetime) -> int:
    """Return how many have waited for so much working time."""
    return sum(after_work(at, span, house) <= now for at in since)


def _counted(rows: int, whole: int) -> str:
    """Return how many replies, and how many rows of lists, are among all that waits; a kind without any is left out."""
    replies = whole - rows
    kinds = [many(replies, "reply", "replies")] if replies else []
    kinds += [many(rows, "row of a list", "rows of lists")] if rows else []
    return f"{' and '.join(kinds)} {'waits' if whole == 1 else 'wait'}"


def jobs_items(visit: CheckContext) -> Result:
    """Say that no background job has set anything aside: a problem when one has."""
    with visit.ledger.begin() as connection:
        shown, count = set_aside.every(connection, limit=SHOWN), set_aside.count(connection)
    if not shown:
        return ok("no job has set anything aside")
    more = f"; and {count - len(shown)} more" if count > len(shown) else ""
    return problem(
        f"{'; '.join(map(_item, shown))}{more}. The worker's log has the error under its id; `cadence review` lists "
        "them, and `cadence review aside-ID --done` dismisses one."
    )


def _item(item: set_aside.SetAside) -> str:
    """Return what was set aside, why, and when it is tried again."""
    tried = many(item.tries, "try", "tries")
    if item.next_at:
        again = f"again at {item.next_at:%Y-%m-%d %H:%M} UTC"
    else:
        again = "its job goes on trying" if item.job in TRYING_ON else "not tried again by itself"
    return f"{item.job}: {item.item} ({item.cause}; {tried} since {item.since:%Y-%m-%d %H:%M} UTC, {again})"


def row_of_item(item: set_aside.SetAside) -> dict[str, Any]:
    """Return one as `review` lists tasks."""
    empty = dict.fromkeys(("lead", "channel", "meaning", "rule", "found", "assign", "text"), "")
    what = {"id": f"{PREFIX}{item.id}", "kind": "set_aside", "at": item.since, "title": f"Set aside: {_item(item)}"}
    return {**empty, **what, "names": [], "holds": False, "job": item.job, "item": item.item, "cause": item.cause}


def dismiss(session: LedgerSession, identity: str, because: str) -> None:
    """Forget something set aside, on record. Raises NotFoundError."""
    number = identity.removeprefix(PREFIX)
    with session.ledger.begin() as connection:
        gone = set_aside.dismiss(connection, int(number)) if number.isdecimal() else None
        if gone is None:
            raise NotFoundError(f"Nothing is set aside as {identity}. `cadence review` lists what is.")
        order = session.command("dismiss", why=because, job=gone.job, item=gone.item, cause=gone.cause)
        session.record(connection, order)


def unmatched(visit: CheckContext) -> Result:
    """Return how many stops match no lead: a warning, or a problem if one of them could come from a lead."""
    with visit.ledger.begin() as connection:
        waiting = tasks.strangers(connection)
        meant = sum(bool(sender["could_be"]) for sender in stop_senders(connection, visit.ledger, waiting).values())
    if not waiting:
        return ok("all stops match a lead")
    stops = "1 stop matches" if len(waiting) == 1 else f"{len(waiting)} stops match"
    if meant:
        return problem(
            f"{stops} no lead, and {meant} of them could be a lead of ours under another number. `cadence review` "
            "shows which; `cadence suppress LIST/ID` suppresses the person, `cadence review ID --done` closes the task."
        )
    return warning(f"{stops} no lead and is obeyed for its number; `cadence review` lists them")


def stop_senders(connection: Connection, ledger: Ledger, waiting: Sequence[StoredTask]) -> Mapping[str, dict[str, Any]]:
    """
    Return, by task, the address that sent a stop and the leads it could come from. Personal data.

    The address is "" after it has been kept for 30 days.
    """
    known = strangers.addresses(connection, ledger.hasher, [task.ref for task in waiting])
    senders: dict[str, dict[str, Any]] = {}
    for task in waiting:
        address = known.get(task.ref, "")
        # A list may have added this number since: its owner is suppressed for it, and may have other numbers.
        candidates = [address, *lookalikes(address)] if address.startswith("+") else []
        alike = strangers.leads_with(connection, ledger.hasher, candidates) if candidates else []
        senders[task.id] = {"address": address, "could_be": [lead.name for lead in alike]}
    return senders


def with_sender(row: dict[str, Any], about: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a row of `review`, with the sender's address and possible leads if it matches no lead."""
    if about is None or not (about["address"] or row["kind"] == "stranger"):
        return row
    return {**row, **about, "lead": _sender(about)}


def _sender(about: Mapping[str, Any]) -> str:
    """Return where a stop came from and which leads it could be, for one cell of a table."""
    alike = about["could_be"]
    more = f" and {len(alike) - SHOWN} more" if len(alike) > SHOWN else ""
    could_be = f", could be {', '.join(alike[:SHOWN])}{more}" if alike else ""
    return f"unknown: {about['address'] or 'address erased'}{could_be}"
