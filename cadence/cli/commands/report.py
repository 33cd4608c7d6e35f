"""How does a campaign perform? Edge: its figures, each with its formula and n."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.completion import campaign_names
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.output import print_json, print_table, say_lines, talk
from cadence.cli.periods import first, last
from cadence.cli.reading.reasons import nobody_for
from cadence.cli.scopes import InLanguage
from cadence.domain.errors import InvalidInputError
from cadence.domain.figures import Bucket, Dimension, Period
from cadence.domain.nearest import nearest
from cadence.engine.reports.behind import BEHIND, is_listed, leads_behind
from cadence.engine.reports.gather import ReportOrder, report_of, reported
from cadence.explain.reports.data import COLUMNS, as_data, as_rows
from cadence.explain.reports.page import as_html
from cadence.explain.reports.tabular import csv_lines
from cadence.explain.reports.words import in_words
from cadence.ledger.reports.listing import LISTED_COSTS, ListedLead

MOST = 100

LEAD_COLUMNS = {"campaign": "CAMPAIGN", "lead": "LEAD", "list": "LIST", "key": "ID", "at": "AT (UTC)", "times": "TIMES"}
MONEY_COLUMNS = {"amount": "AMOUNT", "currency": "CURRENCY"}


@command(
    "cadence report spring-offer",
    "cadence report spring-offer --by hour --from 2027-03-01 --to 2027-03-31",
    "cadence report spring-offer winter-offer",
    "cadence report spring-offer --leads conversion --csv",
    "cadence report spring-offer --leads cost",
    "cadence report --by campaign --json",
)
def report(
    campaign: Annotated[
        list[str] | None,
        typer.Argument(
            help="The campaign, or several to compare; without it, all campaigns together.",
            autocompletion=campaign_names,
        ),
    ] = None,
    *,
    by: Annotated[Dimension | None, typer.Option(help="Group the figures by this.", show_default=False)] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--from", help="Count from this day (UTC) or instant on.", parser=first, show_default=False),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--to", help="Count up to this day (UTC), or before an instant.", parser=last, show_default=False),
    ] = None,
    leads: Annotated[
        str,
        typer.Option(help="List the leads that a figure or a bucket counts: conversion, ended.completed, cost ..."),
    ] = "",
    limit: Annotated[
        int | None, typer.Option(help="With --leads: how many to list at most; without it 100.", min=1)
    ] = None,
    json: Json = False,
    table: Annotated[bool, typer.Option("--csv", help="Print CSV on stdout instead of text.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write one file that a browser shows offline and prints.")
    ] = None,
    language: InLanguage = "en",
) -> None:
    """
    Show how campaigns perform: where each lead is, and every figure with its formula and n.

    Touches count in the period in which they were made, leads in the period in which they were enrolled. Hours and
    weekdays are on the person's own clock. Nothing is averaged: each figure keeps its two sums. Several campaigns are
    compared: each rate with its n and the limits between which it lies.
    """
    if json and table:
        raise typer.BadParameter("--json and --csv are given; expected one of them")
    if html and (by or leads or json or table):
        raise typer.BadParameter("--html is a report of its own; leave out --by, --leads, --json and --csv")
    _refuse_mixed(by, leads, limit)
    if since and until and since >= until:
        raise typer.BadParameter("--to is not after --from; expected a later day or instant")
    period = Period(since=since, until=until)
    chosen = tuple(dict.fromkeys(campaign or ()))
    if len(chosen) > 1 and not (html or leads):
        by = by or Dimension.CAMPAIGN
    with open_session() as session:
        if leads:
            columns = LEAD_COLUMNS | (MONEY_COLUMNS if leads in LISTED_COSTS else {})
            most = limit or MOST
            _list(_listed(session, chosen, leads, period, most), most, columns, as_json=json, as_table=table)
            return
        order = ReportOrder(campaigns=chosen, by=by, hours=html is not None, period=period)
        planner = session.planner
        with session.ledger.begin() as connection:
            made = report_of(connection, planner, order, session.now)
    if html:
        _write(html, as_html(made, language))
    elif json:
        print_json(as_data(made, language))
    elif table:
        _print_csv(COLUMNS, as_rows(made, language))
    else:
        say_lines(in_words(made, language))


def _refuse_mixed(by: Dimension | None, leads: str, limit: int | None) -> None:
    """Refuse options that would be ignored beside others. Raises BadParameter."""
    if leads and by:
        raise typer.BadParameter("--leads and --by are given; expected one of them")
    if limit and not leads:
        raise typer.BadParameter("--limit is for a list of leads; expected --leads with it")


def _listed(
    session: LedgerSession, chosen: tuple[str, ...], what: str, period: Period, limit: int
) -> Sequence[ListedLead]:
    """Return the leads of a figure or a bucket. Raises BadParameter for a word that is neither."""
    if not is_listed(what):
        near = nearest(what, BEHIND)
        meant = f"; did you mean {near}?" if near else ""
        raise typer.BadParameter(
            f"--leads {what} is no figure and no bucket; expected one of {', '.join(BEHIND)}{meant}"
        )
    with session.ledger.begin() as connection:
        rows = leads_behind(connection, session.planner, chosen, what, period, limit=limit + 1)
        bucket, _, reason = what.partition(".")
        if not rows and reason:
            ids = [stored.id for stored in reported(connection, ReportOrder(campaigns=chosen))]
            talk(nobody_for(connection, ids, Bucket(bucket), reason))
        elif not rows:
            talk("No lead is counted there.")
    return rows


def _write(file: Path, page: str) -> None:
    """Write a page. Raises InvalidInputError for a place where no file can be written."""
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InvalidInputError(
            f"{file} cannot be written ({error.strerror}); name a file in a folder that you may write to."
        ) from error
    talk(f"Written to {file}. It needs no network.")


def _list(rows: Sequence[ListedLead], limit: int, columns: Mapping[str, str], *, as_json: bool, as_table: bool) -> None:
    """Print the leads, and on stderr that there are more."""
    shown = [{name: cell for name, cell in row.cells().items() if name in columns} for row in rows[:limit]]
    if as_json:
        money = MONEY_COLUMNS.keys() & columns.keys()
        print_json([row | {name: row[name] or None for name in money} for row in shown])
    elif as_table:
        _print_csv(tuple(columns), shown)
    elif shown:
        print_table([row | {"at": f"{row['at']:%Y-%m-%d %H:%M}"} for row in shown], columns)
    if len(rows) > limit:
        talk(f"There are more than {limit}; --limit shows more of them.")


def _print_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Print rows as CSV."""
    sys.stdout.writelines(csv_lines(columns, rows))
