"""Who ordered what, and when? Edge: for the auditor."""

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.connection import LedgerSession, house
from cadence.cli.output import print_json, print_table, talk
from cadence.cli.scopes import ByLead, instant

if TYPE_CHECKING:
    from cadence.domain import PauseScope
    from cadence.ledger.reading.history import Ordered

COLUMNS = {
    "at": "WHEN (UTC)", "actor": "WHO", "origin": "FROM", "name": "ORDER", "about": "ABOUT", "why": "WHY",
}  # fmt: skip
SCOPED = ("scope", "value")
"""Words of an order that say what it covers."""
UNTOLD = (*SCOPED, "file", "request")
"""Words that the table says otherwise, or that only the program needs."""
SUPPRESSING = ("suppress", "unsuppress")
WHOSE = {False: "one number", True: "a file"}
"""Who an order is about that names no lead: numbers are not kept with it."""


@command(
    "cadence history",
    "cadence history spring-offer --since 2027-03-01T00:00+01:00",
    "cadence history --lead C-1001 --json",
    "cadence history --by marta",
)
def history(
    campaign: Annotated[str, typer.Argument(help="Only orders about it, what it uses, and everything.")] = "",
    *,
    lead: ByLead = "",
    by: Annotated[str, typer.Option("--by", help="Only orders of this person, or of carrier.")] = "",
    since: Annotated[
        datetime | None, typer.Option(help="Only since this instant.", parser=instant, show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(help="The newest so many.", min=1)] = 100,
    json: Json = False,
) -> None:
    """
    Show who ordered what, when, from where and why: launches, pauses, resumes, stops, suppressions, decisions.

    A pause stays here after it has ended, with who began it and who ended it. Nobody can change or remove an order. The
    newest comes first. --lead also finds orders about a number that the lead has, which name nobody.
    """
    from cadence.ledger.reading.history import HistoryFilter, orders

    with house() as home:
        holding = _holding(home, campaign) if campaign else ()
        about = home.lead(lead) if lead else None
        asked = HistoryFilter(campaign=campaign or None, lead=about, actor=by or None, since=since, holding=holding)
        with home.ledger.begin() as connection:
            found = orders(connection, asked, limit=limit)
    if json:
        print_json([asdict(one) for one in found])
        return
    print_table([_row(one) for one in found], COLUMNS)
    if not found:
        talk("No such order was given.")
    elif len(found) == limit:
        talk(f"These are the newest {limit}; --limit shows more.")


def _holding(home: LedgerSession, campaign: str) -> "tuple[tuple[PauseScope, str], ...]":
    """
    Return what was ever paused and can hold a version of this campaign, such as its sender or its floor.

    Raises NotFoundError: nothing is no answer to a misspelt name.
    """
    from cadence.ledger.campaigns import campaigns, pauses
    from cadence.planning.pauses import can_hold

    with home.ledger.begin() as connection:
        found = campaigns.find(connection, campaign)
        versions = [
            home.planner.campaign(connection, campaign, one) for one in campaigns.versions(connection, found.id)
        ]
        paused = pauses.scopes(connection)
    return tuple(one for one in paused if any(can_hold(version, *one) for version in versions))


def _row(order: "Ordered") -> dict[str, Any]:
    """Return an order as the table shows it."""
    scope, value = (str(order.args.get(word, "")) for word in SCOPED)
    covers = "everything" if scope in {"all", "everything"} else f"{scope} {value}".strip()
    rest = ", ".join(f"{name} {said}" for name, said in order.args.items() if name not in UNTOLD and said)
    named = order.campaign if order.campaign and value != order.campaign else ""
    who = order.lead or (WHOSE[bool(order.args.get("file"))] if order.name in SUPPRESSING else "")
    parts = (who, named, "" if order.lead and scope == "lead" else covers, rest)
    about = "; ".join(part for part in parts if part)
    return {**asdict(order), "at": f"{order.at:%Y-%m-%d %H:%M:%S}", "about": about}
