"""How is a campaign launched, extended with leads, or given a new version? Edge."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from cadence.cli.app import UNAVAILABLE, Json, command
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.files import read_campaign
from cadence.cli.launching import entered, list_options, migrating, pilots
from cadence.cli.launching import rest as rests
from cadence.cli.launching.announced import as_data, objections_in_words, show, summary
from cadence.cli.launching.cost_report import cost_as_data
from cadence.cli.launching.edited import Edit, edit_of
from cadence.cli.launching.migrating import MIGRATE, take_over
from cadence.cli.launching.provisioned import UNCHECKED, on_this_machine, refuse_unready
from cadence.cli.orders import wake_campaign
from cadence.cli.output import print_json, progress, talk
from cadence.cli.scopes import Because, Yes, sure
from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.domain.list_rows import LeadRow
from cadence.domain.plurals import many
from cadence.engine.launch.entries import Entrants, EntryCounts
from cadence.engine.launch.launch import Launch, LaunchOrder, Survey, apply_objections, opened, survey
from cadence.engine.launch.launch import launch as write
from cadence.engine.launch.version import Record
from cadence.engine.outcomes.versions import MoveForecast
from cadence.ledger.campaigns.campaigns import LaunchResult
from cadence.ledger.campaigns.enrolment_queue import LAUNCH


@command(
    "cadence launch campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv",
    "cadence launch campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv --first 200",
    "cadence launch cart-recovery --rest",
    "cadence launch campaigns/cart-recovery.yaml --migrate",
)
def launch(
    file: list_options.File,
    *,
    leads: list_options.AnyLeads = None,
    list_name: list_options.ListName = "",
    columns: list_options.Map = [],  # noqa: B006
    dates: list_options.Dates = None,
    sheet: list_options.SheetName = "",
    again: entered.Again = False,
    new_only: entered.NewOnly = False,
    first: pilots.First = None,
    share: pilots.Share = "",
    rest: pilots.RestOption = False,
    migrate: Annotated[
        bool, typer.Option("--migrate", help="Also move leads that are under way to this version of the file.")
    ] = False,
    because: Because = "",
    unchecked: Annotated[
        bool, typer.Option(UNCHECKED, help="Skip the check that the carrier has the senders and templates.")
    ] = False,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """
    Launch a campaign, add leads to it, or start a new version of its file for the next leads.

    First the carrier is asked whether the senders and templates exist, are approved and accept these variables. Then
    the command shows what will happen, and asks before real people are contacted. Refused rows are written to
    NAME.rejected.csv with their reasons; all other rows are imported. Launching the same file and list again changes
    nothing.

    A list file with a date or a running number in its name needs --list, which says where the list comes from. The
    launch stops if people on the list are already in the campaign under another list's name, with the same phone
    numbers: see --again and --new-only. The key `enter` in the campaign file says when a person may enter again.

    For a pilot, --first 200 or --share 10% enrols only a part of the list. The others are imported, their opt-outs are
    obeyed, and they are held back. --rest enrols them later: FILE may then also be the campaign's name. The same
    command again enrols nobody twice, and a larger number or share enlarges the pilot.

    Leads under way keep the version they started with. With --migrate the command shows which leads would move to
    which step, which cannot and why, and asks. If it is interrupted, run the same command again: it continues with the
    remaining leads. `cadence plan --running` shows the same without changing anything. Without --leads, --migrate adds
    nobody and moves the leads that are already in the campaign.
    """
    pilot = pilots.pilot_of(first, share, rest=rest, leads=leads)
    if rest:
        about_list: dict[str, object] = {
            "--leads": leads,
            "--list": list_name,
            "--map": columns,
            "--dates": dates,
            "--sheet": sheet,
        }
        _refuse_beside_rest(about_list, migrate=migrate)
        others = entered.elsewhere(again=again, new_only=new_only)
        with open_session() as session:
            now = session.now
            record = _recorder(session, because, now, rest="yes")
            data = rests.launch(session, file, others, now, record, yes=yes, unchecked=unchecked)
            _end(data, started=wake_campaign(session, data["campaign"]), json=json)
        return
    if leads is None:
        describes_list = bool(list_name or columns or dates or sheet or again or new_only)
        _refuse_without_list(file, migrate=migrate, about_list=describes_list)
    reading = read_campaign(file)
    order = None
    if leads is not None:
        others = entered.elsewhere(again=again, new_only=new_only)
        read = replace(
            list_options.list_order(reading, leads, columns, dates, list_name, sheet=sheet),
            elsewhere=others,
            pilot=pilot,
        )
        order = _named(read, list_name, ask=not yes)
    name = reading.right().campaign
    for warning in reading.warnings:
        talk(str(warning))
    with open_session() as session:
        if order is None:
            refuse_unready(session, reading, unchecked=unchecked)
            data = take_over(
                session, reading, _recorder(session, because), session.command(MIGRATE, why=because), yes=yes
            )
        else:
            data = _launch(
                session, order, because, migrate=migrate, named=bool(list_name), yes=yes, unchecked=unchecked
            )
        started = wake_campaign(session, name)
    _end(data, started=started, json=json)


def _end(data: dict[str, Any], *, started: bool, json: bool) -> None:
    """Print what was done, and end with exit code 3 if the campaign's workflow could not be notified."""
    if json:
        print_json(data | {"started": started})
    if not started:
        talk(
            "Nothing is lost: the worker starts it when Temporal is available again. You can safely repeat the command."
        )
        raise typer.Exit(UNAVAILABLE)
    fresh = data["new_version"] or data["enrolled"] or data.get("migrated", {}).get("moved")
    talk(f"{'Launched' if fresh else 'Nothing new'}. `cadence status {data['campaign']}` shows its progress.")


def _refuse_beside_rest(options: dict[str, object], *, migrate: bool) -> None:
    """Refuse options that --rest would ignore silently, and --migrate, which moves other people."""
    if given := [name for name, value in options.items() if value]:
        raise typer.BadParameter(
            f"--rest enrols people who are in the ledger; leave out {', '.join(given)}, or leave out --rest to launch "
            "the list"
        )
    if migrate:
        raise typer.BadParameter(
            "--rest enrols people and --migrate moves those under way; run `cadence launch FILE --migrate` first, then "
            "`cadence launch FILE --rest`"
        )


def _refuse_without_list(file: Path, *, migrate: bool, about_list: bool) -> None:
    """Refuse a launch without a list, unless it is for those who are in the campaign."""
    if not migrate:
        raise typer.BadParameter(
            f"--leads is missing, so {file} has no leads; expected --leads LIST.csv, --migrate for the leads that are "
            "under way, or --rest for those whom a pilot holds back"
        )
    if about_list:
        raise typer.BadParameter(
            "--list, --map, --dates, --sheet, --again and --new-only describe a list; expected --leads LIST.csv with "
            "them"
        )


def _named(order: LaunchOrder, list_name: str, *, ask: bool) -> LaunchOrder:
    """Return the order with the name of its list. If that is refused, the opt-outs in the list are recorded."""
    try:
        return replace(order, list_name=list_options.source_of(order.leads, list_name, ask=ask))
    except ConflictError:
        with open_session() as session:  # the ids may be anybody's, but an opt-out with a number always counts
            _keep_objections(session, order, by_key=False)
        raise


def _launch(
    session: LedgerSession,
    order: LaunchOrder,
    because: str,
    *,
    migrate: bool,
    named: bool,
    yes: bool,
    unchecked: bool,
) -> dict[str, Any]:
    """Show what will happen, ask, write the list and the version, and move leads if ordered; return it as data."""
    name = order.campaign.campaign
    edit, surveyed, entrants = _checked(session, order, named=named)
    refuse_unready(session, order.reading, unchecked=unchecked)
    expected = show(session, order, surveyed, entrants, edit)
    ahead = migrating.look(session, edit) if migrate and edit else None
    if not yes:
        _ask(session, surveyed, ahead)
    done = _write(session, order, because)
    talk(summary(name, done))
    data = as_data(name, done) | entered.entered_as_data(done.entered, surveyed.shared)
    data |= {"cost": cost_as_data(expected.cost) if expected is not None else None}
    if edit and ahead is not None:
        gone = migrating.move(session, name, done.version, session.command(migrating.MIGRATE, why=because))
        data |= {"migrated": migrating.as_data(edit, ahead) | gone}
    elif migrate:
        talk("This is the first launch of the campaign: there are no leads to move.")
        data |= {"migrated": {"plan": [], "moved": 0, "stay": []}}
    return data


def _checked(session: LedgerSession, order: LaunchOrder, *, named: bool) -> tuple[Edit | None, Survey, EntryCounts]:
    """Return what the launch would do. If it is refused, the opt-outs in its list are recorded all the same."""
    entrants = order.entrants(session.now)
    same_people = True
    try:
        edit = edit_of(session, order.reading)
        entered.refuse_misspelt_list(session, order.list_name)
        surveyed = _survey(session, order, entrants)
        same_people = named
        if not named:
            entered.refuse_another_list(session, order, surveyed)
            same_people = True
        entrants.refuse()
    except (InvalidInputError, ConflictError):
        # If this seems to be another list of the same name, its ids may belong to other people.
        _keep_objections(session, order, by_key=same_people)
        raise
    return edit, surveyed, entrants.counts


def _keep_objections(session: LedgerSession, order: LaunchOrder, *, by_key: bool) -> None:
    """Record the opt-outs in a list that is refused, and report how many there are."""
    done = apply_objections(session.ledger, order, session.now, by_key=by_key)
    if done.rows:
        talk(f"The list is refused. {objections_in_words(done)}")


def _ask(session: LedgerSession, surveyed: Survey, ahead: MoveForecast | None) -> None:
    """Ask before real people are contacted and before leads under way are moved. Raises ConflictError for "no"."""
    if surveyed.added and not on_this_machine(session):
        sure(f"Contact up to {many(surveyed.added, 'person', 'people')}?")
    if ahead is not None and ahead.going:
        sure(f"Move {many(ahead.going, 'lead that is', 'leads that are')} under way?")


def _survey(session: LedgerSession, order: LaunchOrder, entrants: Entrants) -> Survey:
    """Read the list without writing anything but the report of refused rows. Raises InvalidInputError."""

    def new(page: list[LeadRow]) -> list[LeadRow]:
        with session.ledger.begin() as connection:
            return entrants.coming(connection, session.ledger.hasher, page)

    if entrants.counts_inside:
        with opened(order, session.now, writes=False) as (_, rows):
            entered.count_inside(session, entrants, rows)
    with progress("Reading the list") as show_progress:
        surveyed = survey(order, session.now, show_progress, new=new)
    if not surveyed.report.leads:
        raise InvalidInputError(f"{order.leads} contains no usable lead: {surveyed.report.summary()}.")
    return surveyed


def _write(session: LedgerSession, order: LaunchOrder, because: str) -> Launch:
    now = session.now
    about = {"pilot": str(order.pilot)} if order.pilot else {}
    recorder = _recorder(session, because, now, list=order.list_name, **about)
    with progress("Writing leads") as show_progress:
        return write(session.ledger, order, now, show_progress, record=recorder)


def _recorder(session: LedgerSession, because: str, at: datetime | None = None, **about: str) -> Record:
    """Return what records who ordered a launch, at the instant at which its leads are queued: they refer to it."""

    def record(connection: Connection, version: LaunchResult, enrolled: int) -> None:
        counts = {"version": str(version.version), "enrolled": str(enrolled)}
        ordered = session.command(LAUNCH, why=because, campaign=version.campaign, **about, **counts)
        session.record(connection, ordered, at=at)

    return record
