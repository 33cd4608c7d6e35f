"""Who ordered what, and when? Edge: for the auditor."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.completion import campaign_names
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.output import print_json, print_table, talk
from cadence.cli.scopes import ByLead, instant
from cadence.domain import PauseScope
from cadence.ledger.campaigns import campaigns, pauses
from cadence.ledger.reading.history import HistoryFilter, Ordered, orders
from cadence.planning.pauses import can_hold

COLUMNS = {
    "at": "WHEN (UTC)", "actor": "WHO", "origin": "FROM", "name": "ORDER", "about": "ABOUT", "why": "WHY",
}  # fmt: skip
SCOPED = ("scope", "value")
"""Arguments of an order that say what it covers."""
HIDDEN = (*SCOPED, "file", "request")
"""Arguments that the table shows in another way, or that only the program needs."""
SUPPRESSING = ("suppress", "unsuppress")
WHOSE = {False: "one number", True: "a file"}
"""What an order without a lead is about: its numbers are not stored with it."""


@command(
    "cadence history",
    "cadence history spring-offer --since 2027-03-01T00:00+01:00",
    "cadence history --lead C-1001 --json",
    "cadence history --by marta",
)
def history(
    campaign: Annotated[
        str,
        typer.Argument(
            help="Only orders that affect this campaign, such as those about its sender.", autocompletion=campaign_names
        ),
    ] = "",
    *,
    lead: ByLead = "",
    by: Annotated[str, typer.Option("--by", help="Only orders by this person, or by `carrier` or `retention`.")] = "",
    since: Annotated[
        datetime | None, typer.Option(help="Only orders since this instant.", parser=instant, show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(help="How many to show at most, newest first.", min=1)] = 100,
    json: Json = False,
) -> None:
    """
    Show who ordered what, when, from where and why: launches, pauses, resumes, stops, suppressions, decisions.

    The newest order comes first. Orders cannot be changed or removed: a pause stays in the history after it has ended,
    with who started and who ended it. --lead also finds orders about a number of the lead that did not name the lead.
    """
    with open_session() as session:
        holding = _holding(session, campaign) if campaign else ()
        about = session.lead(lead) if lead else None
        wanted = HistoryFilter(campaign=campaign or None, lead=about, actor=by or None, since=since, holding=holding)
        with session.ledger.begin() as connection:
            listed = orders(connection, wanted, limit=limit)
    if json:
        print_json([asdict(order) for order in listed])
        return
    print_table([_row(order) for order in listed], COLUMNS)
    if not listed:
        talk("There are no such orders.")
    elif len(listed) == limit:
        newest = "order is" if limit == 1 else f"{limit} are"
        talk(f"Only the newest {newest} shown; --limit shows more.")


def _holding(session: LedgerSession, campaign: str) -> tuple[tuple[PauseScope, str], ...]:
    """
    Return everything ever paused that can hold a version of this campaign, such as its sender or its floor.

    Raises NotFoundError for an unknown campaign.
    """
    with session.ledger.begin() as connection:
        stored = campaigns.find(connection, campaign)
        versions = [
            session.planner.campaign(connection, campaign, version)
            for version in campaigns.versions(connection, stored.id)
        ]
        paused = pauses.scopes(connection)
    return tuple(scope for scope in paused if any(can_hold(version, *scope) for version in versions))


def _row(order: Ordered) -> dict[str, Any]:
    scope, value = (str(order.args.get(word, "")) for word in SCOPED)
    covers = "everything" if scope in {"all", "everything"} else f"{scope} {value}".strip()
    rest = ", ".join(f"{name} {value}" for name, value in order.args.items() if name not in HIDDEN and value)
    named = order.campaign if order.campaign and value != order.campaign else ""
    who = order.lead or (WHOSE[bool(order.args.get("file"))] if order.name in SUPPRESSING else "")
    parts = (who, named, "" if order.lead and scope == "lead" else covers, rest)
    about = "; ".join(part for part in parts if part)
    return {**asdict(order), "at": f"{order.at:%Y-%m-%d %H:%M:%S}", "about": about}
