"""Which leads does a campaign have, and where is each of them? Edge."""

import csv
import sys
from collections.abc import Iterator
from dataclasses import asdict, fields
from itertools import chain, islice
from typing import Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.connection import open_session
from cadence.cli.output import print_json, print_table, talk
from cadence.cli.reading.reasons import nobody_for
from cadence.cli.scopes import Campaign
from cadence.domain.figures import Bucket
from cadence.leads.lists.report import harmless
from cadence.ledger.campaigns import campaigns
from cadence.ledger.reports.members import Member, members

SHOWN = {
    "list": "LIST", "key": "ID", "bucket": "WHERE", "reason": "WHY", "at": "SINCE (UTC)", "attempts": "ATTEMPTS",
    "next_at": "NEXT (UTC)", "lead": "LEAD",
}  # fmt: skip


@command(
    "cadence leads spring-offer",
    "cadence leads spring-offer --bucket held --reason task.result",
    "cadence leads spring-offer --csv > leads.csv",
)
def leads(
    campaign: Campaign,
    *,
    bucket: Annotated[Bucket | None, typer.Option(help="Only the leads that are counted there.")] = None,
    reason: Annotated[str, typer.Option(help="Only those in it for this hold or end, as --csv names it.")] = "",
    limit: Annotated[
        int | None, typer.Option(help="How many at most; without it 100, and all with --csv and --json.", min=1)
    ] = None,
    json: Json = False,
    table: Annotated[bool, typer.Option("--csv", help="Print CSV on stdout instead of text.")] = False,
) -> None:
    """
    List the leads of a campaign: where each is, why, and what came of it so far.

    They are in the order of our ids. `cadence lead LEAD` tells all about one of them.
    """
    if json and table:
        raise typer.BadParameter("--json and --csv are given; expected one of them")
    most = limit or (None if json or table else 100)
    with open_session() as session, session.ledger.begin() as connection:
        known = campaigns.find(connection, campaign).id
        every = members(connection, known, bucket=bucket, reason=reason)
        if (foremost := next(every, None)) is None:
            talk(nobody_for(connection, [known], bucket, reason) if reason else "No lead is there.")
        else:
            every = chain([foremost], every)
        if table:
            _print_csv(islice(every, most))
            return
        rows = list(islice(every, most and most + 1))
    shown = [asdict(row) for row in rows[:most]]
    if json:
        print_json(shown)
    elif shown:
        print_table([_short(row) for row in shown], SHOWN)
    if most and len(rows) > most:
        talk(f"There are more than {most}; --limit shows more of them, and --csv all.")


def _short(row: dict[str, Any]) -> dict[str, Any]:
    at, next_at = row["at"], row["next_at"]
    return row | {"at": f"{at:%Y-%m-%d %H:%M}", "next_at": f"{next_at:%Y-%m-%d %H:%M}" if next_at else ""}


def _print_csv(rows: Iterator[Member]) -> None:
    """Print rows as they are read. A cell that a spreadsheet would run as a formula begins with an apostrophe."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([column.name for column in fields(Member)])
    for row in rows:
        writer.writerow([_cell(value) for value in asdict(row).values()])


def _cell(value: object) -> object:
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else value
