"""Which stops match no lead, and which leads could they come from? Edge: for `review` and `doctor`."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from cadence.cli.checks.visit import CheckContext, Result, ok, problem, warning
from cadence.leads.phone.prefixes import lookalikes
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import strangers
from cadence.ledger.touches import tasks
from cadence.ledger.touches.tasks import StoredTask

SHOWN = 3
"""How many leads are named in one line."""


def listed(connection: Connection, ledger: Ledger, waiting: Sequence[StoredTask]) -> Mapping[str, dict[str, Any]]:
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
    return {**row, **about, "lead": in_words(about)}


def in_words(about: Mapping[str, Any]) -> str:
    """Return where a stop came from and which leads it could be, for one cell of a table."""
    alike = about["could_be"]
    more = f" and {len(alike) - SHOWN} more" if len(alike) > SHOWN else ""
    could_be = f", could be {', '.join(alike[:SHOWN])}{more}" if alike else ""
    return f"unknown: {about['address'] or 'address erased'}{could_be}"


def unmatched(visit: CheckContext) -> Result:
    """Return how many stops match no lead: a warning, or a problem if one of them could come from a lead."""
    with visit.ledger.begin() as connection:
        waiting = tasks.strangers(connection)
        meant = sum(bool(sender["could_be"]) for sender in listed(connection, visit.ledger, waiting).values())
    if not waiting:
        return ok("all stops match a lead")
    stops = "1 stop matches" if len(waiting) == 1 else f"{len(waiting)} stops match"
    if meant:
        return problem(
            f"{stops} no lead, and {meant} of them could be a lead of ours under another number. `cadence review` "
            "shows which; `cadence suppress LIST/ID` suppresses the person, `cadence review ID --done` closes the task."
        )
    return warning(f"{stops} no lead and is obeyed for its number; `cadence review` lists them")
