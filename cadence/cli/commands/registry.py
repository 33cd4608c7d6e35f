"""Which copies of official lists and calendars do we have, and how is a new copy imported? Edge."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cadence.cli.app import FAILED, Json, command, group
from cadence.cli.connection import open_session
from cadence.cli.launching.list_options import Dates, SheetName, date_order
from cadence.cli.law_in_force import law_in_force
from cadence.cli.orders import wake_held
from cadence.cli.output import print_json, print_table, progress, talk
from cadence.cli.scopes import Because, day
from cadence.domain import HoldName
from cadence.domain.dates import DateOrder
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.domain.nearest import nearest
from cadence.domain.plurals import many, verb
from cadence.leads.lists.closed import read_closed
from cadence.leads.lists.listed import Listed
from cadence.ledger.lists import closed_days, registries
from cadence.ledger.lists.closed_days import StoredFeed
from cadence.ledger.lists.registries import NewCopy, Replaced, StoredCopy
from cadence.policy import required_registries
from cadence.policy.required_registries import RequiredRegistry

registry = group("registry")

AsOf = Annotated[
    date, typer.Option("--as-of", help="The day on which the official list was issued.", parser=day, show_default=False)
]
COLUMNS = {
    "name": "LIST",
    "state": "STATE",
    "as_of": "AS OF",
    "age_days": "AGE",
    "numbers": "NUMBERS",
    "asked": "REQUIRED BY",
}


@command(
    "cadence registry import lista_robinson robinson.csv --as-of 2027-03-01 --region ES",
    "cadence registry import us_dnc dnc-212.txt --as-of 2027-03-01 --region US",
    "cadence registry import es_local_holidays towns.csv --as-of 2027-01-01",
    into=registry,
    name="import",
)
def import_(
    name: Annotated[str, typer.Argument(help="The name of the list or calendar in the packs.", show_default=False)],
    file: Annotated[
        Path, typer.Argument(help="A file of numbers or days; see docs/operations.md.", show_default=False)
    ],
    *,
    as_of: AsOf,
    column: Annotated[str, typer.Option(help="The column with the numbers: its header, or its position from 1.")] = "",
    region: Annotated[str, typer.Option(help="The country of numbers without a country prefix.")] = "",
    dates: Dates = None,
    sheet: SheetName = "",
    force: Annotated[
        bool, typer.Option("--force", help="Accept a copy that is older or much shorter than the current one.")
    ] = False,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Import a copy of an official list or calendar. It replaces the previous copy, completely or not at all.

    Numbers are stored as keyed hashes. Lines that cannot be understood are written to FILE.rejected.csv; all others are
    imported. Leads that waited for the list continue.
    """
    required, calendars = _required()
    if name in calendars:
        _calendar(name, file, as_of, because, dates=date_order(dates), sheet=sheet, force=force, json=json)
        return

    _known(name, [*required, *calendars])
    with (
        open_session() as session,
        Listed(file, region=region, column=column, sheet=sheet) as listed,
        progress("Reading") as show,
    ):
        done = registries.replace(
            session.ledger,
            NewCopy(name=name, as_of=as_of, force=force),
            _most_of(listed, force=force),
            at=session.now,
            progress=lambda _: show(*listed.progress),
            finish=lambda tx: session.record(
                tx, session.command("registry", why=because, registry=name, as_of=as_of.isoformat(), force=str(force))
            ),
        )
        show(listed.progress[1])
        woken = wake_held(session, HoldName.REGISTRY, name)
    _tell(name, done, listed, woken, json=json)
    if listed.report.refused:
        raise typer.Exit(FAILED)


@command("cadence registry list", "cadence registry list --json", into=registry, name="list")
def list_(*, json: Json = False) -> None:
    """Show every official list and calendar that packs require: the copy we have, and whether it is recent enough."""
    with open_session() as session:
        now = session.now
        with session.ledger.begin() as connection:
            copies = registries.copies(connection)
            calendars = closed_days.feeds(connection)
    required, used = _required()
    rows = [_list_row(name, rules, copies.get(name), now) for name, rules in required.items()]
    rows += [_calendar_row(name, packs, calendars.get(name), now) for name, packs in used.items()]
    if json:
        print_json(rows)
    else:
        shown = ({**row, "asked": ", ".join(_words(requirement) for requirement in row["asked"])} for row in rows)
        print_table([{key: "" if value is None else value for key, value in row.items()} for row in shown], COLUMNS)


def _known(name: str, names: list[str]) -> None:
    """Make sure that a pack requires this list: with a wrong name it would never be used. Raises NotFoundError."""
    if name not in names:
        close = nearest(name, names)
        hint = f" Nearest: {close}." if close else ""
        raise NotFoundError(f"No pack requires a list or calendar {name!r}; expected one of {', '.join(names)}.{hint}")


def _required() -> tuple[dict[str, tuple[RequiredRegistry, ...]], dict[str, tuple[str, ...]]]:
    """Return every list that packs require, with its rules, and every calendar that they use, with these packs."""
    packs = required_registries.every_pack(law_in_force().packs)
    return required_registries.registries(packs), required_registries.feeds(packs)


def _calendar(
    name: str, file: Path, as_of: date, because: str, *, dates: DateOrder | None, sheet: str, force: bool, json: bool
) -> None:
    with open_session() as session:
        days, report = read_closed(file, feed=name, today=session.now.date(), order=dates, sheet=sheet)
        if report.refused == report.lines > 0 and not force:
            raise ConflictError(
                f"None of the {many(report.lines, 'line')} can be understood, so nothing was imported; see "
                f"{report.rejected}."
            )
        with session.ledger.begin() as connection:
            closed_days.replace(connection, name, days, as_of=as_of, at=session.now, force=force)
            order = session.command("registry", why=because, registry=name, as_of=as_of.isoformat(), force=str(force))
            session.record(connection, order)
    if json:
        data = {"name": name, "dates": len(days), "past": report.past}
        print_json(data | {"refused": report.refused, "rejected": report.rejected})
    else:
        talk(
            f"{name}: {many(len(days), 'day')} to come; {many(report.past, 'line was', 'lines were')} about past days."
        )
        if report.refused:
            talk(f"{many(report.refused, 'line was', 'lines were')} not understood, see {report.rejected}.")
    if report.refused:
        raise typer.Exit(FAILED)


def _most_of(listed: Listed, *, force: bool) -> Iterator[str]:
    """Yield the numbers of a list. Raises ConflictError at the end if most lines were not numbers."""
    yield from listed
    report = listed.report
    if 2 * report.refused > report.lines and not force:
        lines = f"{report.refused:,} of {many(report.lines, 'line')}"
        raise ConflictError(
            f"{lines} {verb(report.refused, 'is no number', 'are not numbers')}, so nothing was imported. Check "
            "--column, and --region for numbers without a country prefix. FILE.rejected.csv has the reasons; --force "
            "imports the other lines."
        )


def _tell(name: str, done: Replaced, listed: Listed, woken: int, *, json: bool) -> None:
    report = listed.report
    if json:
        data = {"name": name, "numbers": done.numbers, "added": done.added, "removed": done.removed}
        print_json(data | {"refused": report.refused, "rejected": report.rejected, "woken": woken})
        return
    for note in listed.source.notes:
        talk(f"{name}: {note}.")
    talk(f"{name}: numbers {done.numbers:,}, new {done.added:,}, removed {done.removed:,}.")
    if report.refused:
        talk(
            f"{many(report.refused, 'line is not a number and was', 'lines are not numbers and were')} left out; see "
            f"{report.rejected}."
        )
    if woken:
        talk(f"{many(woken, 'lead that waited for it continues', 'leads that waited for it continue')}.")


def _list_row(
    name: str, required: tuple[RequiredRegistry, ...], copy: StoredCopy | None, now: datetime
) -> dict[str, Any]:
    """Return the row of a list: our copy, and which rules limit its age."""
    fresh = copy is not None and required_registries.recent_enough(copy.as_of, required, now)
    rules = [{"pack": rule.pack, "rule": rule.rule, "max_age_days": rule.max_age_days} for rule in required]
    row = {"name": name, "state": "missing" if copy is None else "fresh" if fresh else "stale"}
    return row | _age(copy, now) | {"numbers": copy.numbers if copy else None, "asked": rules}


def _calendar_row(name: str, packs: tuple[str, ...], feed: StoredFeed | None, now: datetime) -> dict[str, Any]:
    """Return the row of a calendar. It never gets stale: a day that is not in it is an ordinary day."""
    rules = [{"pack": pack, "rule": "", "max_age_days": None} for pack in packs]
    row = {"name": name, "state": "calendar" if feed else "no calendar"}
    return row | _age(feed, now) | {"numbers": feed.dates if feed else None, "asked": rules}


def _age(stored: StoredCopy | StoredFeed | None, now: datetime) -> dict[str, Any]:
    """Return the day on which a copy was issued, and its age; nothing for a copy that we do not have."""
    if stored is None:
        return {"as_of": None, "age_days": None}
    return {"as_of": stored.as_of.isoformat(), "age_days": (now.date() - stored.as_of).days}


def _words(requirement: dict[str, Any]) -> str:
    """Return which pack requires a list, and how old the copy may be."""
    days = requirement["max_age_days"]
    return f"{requirement['pack']} ({'any age' if days is None else f'{days} days'})"
