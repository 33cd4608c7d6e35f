"""How does a campaign begin? Edge."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.campaign_file import read
from cadence.cli.checks.held_replies import needs_reader
from cadence.cli.connection import LedgerSession, house
from cadence.cli.launching.edited import edit_of
from cadence.cli.launching.entered import (
    Again,
    NewOnly,
    elsewhere,
    entered_as_data,
    entered_lines,
    refuse_another_list,
    refuse_misspelt_list,
)
from cadence.cli.launching.launched import as_data, noes_in_words, summary
from cadence.cli.launching.list_options import (
    AnyLeads,
    Dates,
    File,
    HowRead,
    ListName,
    Map,
    existing,
    how_read,
    say_no,
    source_of,
)
from cadence.cli.launching.provisioned import UNCHECKED, on_this_machine, refuse_unready
from cadence.cli.output import print_json, progress, talk
from cadence.cli.scopes import Because, sure
from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.domain.plurals import many

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from cadence.campaign import Reading
    from cadence.cli.launching.edited import Edit
    from cadence.domain.list_rows import LeadRow
    from cadence.engine.launch.entries import Entrants, EntryCounts, OtherListPolicy
    from cadence.engine.launch.launch import Launch, LaunchOrder, Record, Survey
    from cadence.engine.outcomes.versions import MoveForecast
    from cadence.ledger.campaigns.campaigns import LaunchResult

UNAVAILABLE = 3


@command(
    "cadence launch campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv",
    "cadence launch campaigns/cart-recovery.yaml --migrate",
)
def launch(
    file: File,
    *,
    leads: AnyLeads = None,
    list_name: ListName = "",
    columns: Map = [],  # noqa: B006
    dates: Dates = None,
    again: Again = False,
    new_only: NewOnly = False,
    migrate: Annotated[
        bool, typer.Option("--migrate", help="Move leads that are under way to this file, too.")
    ] = False,
    because: Because = "",
    unchecked: Annotated[
        bool, typer.Option(UNCHECKED, help="Do not ask the carrier whether senders and templates are ready.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """
    Launch a campaign, or add leads to it, or give its next leads a new version of the file.

    The carrier is asked first whether the senders and templates exist, are approved and take these variables.
    It shows what will happen, and asks before real people are contacted. Rows that are refused stand in
    NAME.rejected.csv with their reason; the good ones beside them land. The same file and list twice change nothing.
    A file whose name has a date or a running number in it needs --list: it says where the list comes from. People who
    are in the campaign under another list's name, by their numbers, stop the launch: see --again and --new-only. The
    file's `enter` says when a person may come back.
    Leads that are under way keep the version they began with. With --migrate it shows who of them would go where, who
    cannot and why, and asks; cut off, the same command goes on with those who are left. `cadence plan --running` only
    shows it. A file alone can be migrated to: without --leads nobody is added, and the people are those who are in it.
    """
    from cadence.cli.launching.migrating import MIGRATE, take_over

    if leads is None:
        beside: dict[str, object] = {
            "--list": list_name,
            "--map": columns,
            "--dates": dates,
            "--again": again,
            "--new-only": new_only,
        }
        _refuse_without_list(file, migrate=migrate, reading=beside)
    reading = read(file)
    order = None
    if leads is not None:
        others = elsewhere(again=again, new_only=new_only)
        order = _order(reading, leads, list_name, how_read(columns, dates), others, ask=not yes)
    name = reading.right().campaign
    for warning in reading.warnings:
        talk(str(warning))
    with house() as home:
        if order is None:
            refuse_unready(home, reading, unchecked=unchecked)
            data = take_over(home, reading, _recorder(home, because), home.command(MIGRATE, why=because), yes=yes)
        else:
            data = _launch(home, order, because, migrate=migrate, named=bool(list_name), yes=yes, unchecked=unchecked)
        started = home.ring_campaign(name)
    if json:
        print_json(data | {"started": started})
    if not started:
        talk("Nothing is lost: the worker starts it when Temporal is back. It is safe to run this again.")
        raise typer.Exit(UNAVAILABLE)
    fresh = data["new_version"] or data["enrolled"] or data.get("migrated", {}).get("moved")
    talk(f"{'Launched' if fresh else 'Nothing new'}. `cadence status {name}` follows it.")


def _refuse_without_list(file: Path, *, migrate: bool, reading: "dict[str, object]") -> None:
    """Refuse a launch without a list, unless it is for those who are in the campaign."""
    if not migrate:
        raise typer.BadParameter(
            f"--leads is missing: whom is {file} for? Expected --leads LIST.csv, or --migrate for the leads that are "
            "under way in it"
        )
    if any(reading.values()):
        raise typer.BadParameter(
            "--list and --map say how a list is read, as --dates, --again and --new-only do; expected --leads LIST.csv "
            "beside them"
        )


def _order(
    reading: "Reading", leads: Path, list_name: str, how: HowRead, others: "OtherListPolicy", *, ask: bool
) -> "LaunchOrder":
    from cadence.engine.launch.launch import LaunchOrder

    file = existing(leads)
    order = LaunchOrder(
        reading=reading,
        leads=file,
        list_name=list_name or file.stem,
        mapping=how.mapping,
        dates=how.dates,
        elsewhere=others,
    )
    try:
        return replace(order, list_name=source_of(file, list_name, ask=ask))
    except ConflictError:
        with house() as home:  # nobody knows whose ids these are, but a no is a no
            _keep_noes(home, order, by_key=False)
        raise


def _launch(
    home: LedgerSession, order: "LaunchOrder", because: str, *, migrate: bool, named: bool, yes: bool, unchecked: bool
) -> dict[str, Any]:
    """Show what will happen, ask, write the list and the version, and move whoever is to move; return it as data."""
    from cadence.cli.launching import migrating

    name = order.campaign.campaign
    edit, found, entrants = _checked(home, order, named=named)
    refuse_unready(home, order.reading, unchecked=unchecked)
    _show(home, order, found, entrants, edit)
    ahead = migrating.look(home, edit) if migrate and edit else None
    if not yes:
        _ask(home, found, ahead)
    done = _write(home, order, because)
    talk(summary(name, done))
    data = as_data(name, done) | entered_as_data(done.entered, found.shared)
    if edit and ahead is not None:
        gone = migrating.move(home, name, done.version, home.command(migrating.MIGRATE, why=because))
        data |= {"migrated": migrating.as_data(edit, ahead) | gone}
    elif migrate:
        talk("This is its first launch: there is nobody to move.")
        data |= {"migrated": {"plan": [], "moved": 0, "stay": []}}
    return data


def _checked(home: LedgerSession, order: "LaunchOrder", *, named: bool) -> "tuple[Edit | None, Survey, EntryCounts]":
    """Return what the launch would do. Where it is refused, the noes of its list are written all the same."""
    from cadence.engine.launch.entries import Entrants

    entrants = Entrants(order.campaign, order.list_name, order.elsewhere, home.now)
    same_people = True
    try:
        edit = edit_of(home, order.reading)
        refuse_misspelt_list(home, order.list_name)
        found = _survey(home, order, entrants)
        same_people = named
        if not named:
            refuse_another_list(home, order, found)
            same_people = True
        entrants.refuse()
    except (InvalidInputError, ConflictError):
        # What seems to be another list of the same name may have other people's ids.
        _keep_noes(home, order, by_key=same_people)
        raise
    return edit, found, entrants.found


def _keep_noes(home: LedgerSession, order: "LaunchOrder", *, by_key: bool) -> None:
    """Write what people say no to in a list that is refused, and say how many."""
    from cadence.engine.launch.launch import apply_noes

    done = apply_noes(home.ledger, order, home.now, by_key=by_key)
    if done.rows:
        talk(f"The list is refused. {noes_in_words(done)}")


def _ask(home: LedgerSession, found: "Survey", ahead: "MoveForecast | None") -> None:
    """Ask before real people are contacted, and before anybody under way is moved. Raises ConflictError for a no."""
    if found.added and not on_this_machine(home):
        sure(f"Contact up to {many(found.added, 'person', 'people')}?")
    if ahead is not None and ahead.going:
        sure(f"Move {many(ahead.going, 'lead that is', 'leads that are')} under way?")


def _survey(home: LedgerSession, order: "LaunchOrder", entrants: "Entrants") -> "Survey":
    """Read the list without writing anything but the report of refused rows. Raises InvalidInputError."""
    from cadence.engine.launch.launch import survey

    def new(page: "list[LeadRow]") -> "list[LeadRow]":
        with home.ledger.begin() as connection:
            return entrants.coming(connection, home.ledger.hasher, page)

    with progress() as bar:
        task = bar.add_task("Reading the list", total=None)
        found = survey(order, home.now, lambda done, size: bar.update(task, completed=done, total=size), new=new)
    if not found.report.leads:
        raise InvalidInputError(f"No row of {order.leads} is a lead: {found.report.summary()}.")
    return found


def _write(home: LedgerSession, order: "LaunchOrder", because: str) -> "Launch":
    """Write everything, and who ordered it."""
    from cadence.engine.launch.launch import launch as write

    now = home.now
    with progress() as bar:
        task = bar.add_task("Writing leads", total=None)
        return write(
            home.ledger,
            order,
            now,
            lambda done, size: bar.update(task, completed=done, total=size),
            record=_recorder(home, because, now, list=order.list_name),
        )


def _recorder(home: LedgerSession, because: str, at: "datetime | None" = None, **about: str) -> "Record":
    """Return what writes down who ordered a launch; at the instant of those it puts on the roster, so they find it."""
    from cadence.ledger.campaigns.enrolment_queue import LAUNCH

    def record(connection: "Connection", version: "LaunchResult", enrolled: int) -> None:
        counts = {"version": str(version.version), "enrolled": str(enrolled)}
        ordered = home.command(LAUNCH, why=because, campaign=version.campaign, **about, **counts)
        home.record(connection, ordered, at=at)

    return record


def _show(
    home: LedgerSession, order: "LaunchOrder", found: "Survey", entered: "EntryCounts", edit: "Edit | None"
) -> None:
    """Say what is about to happen (protocol §7)."""
    from cadence.cli.launching.expected_facts import facts_of_rows
    from cadence.cli.launching.forecast import in_words, outlook

    campaign = order.campaign
    talk(f"{campaign.title or campaign.campaign}: {found.report.summary()}")
    if edit is not None and edit.changed:
        talk(f"  {'version':<12} {edit.version}, for the leads that are added: the file has changed")
    for head, words in entered_lines(campaign, entered, found.shared):
        talk(f"  {head:<12} {words}")
    ahead = None
    if found.added:
        known = facts_of_rows(home, campaign, order.list_name, found.ahead, home.now)
        ahead = outlook(campaign, found.ahead, found.added, home.clock, known)
    for head, words in say_no(found.noes, found.report.rows):
        talk(f"  {head:<12} {words}")
    for head, words in (*in_words(campaign, found, ahead), *(("needs", one) for one in needs_reader(campaign))):
        talk(f"  {head:<12} {words}")
    talk(f"  {'carrier':<12} {home.settings.twilio_url or 'Twilio: real people will be contacted'}")
    if home.settings.only_numbers:
        talk(f"  {'ONLY':<12} {many(len(home.settings.only_numbers), 'number')}, those of CADENCE_ONLY_NUMBERS")
