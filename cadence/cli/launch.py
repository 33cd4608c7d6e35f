"""How does a campaign begin? Edge."""

from dataclasses import asdict
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from cadence.cli.app import Json, command
from cadence.cli.check import read
from cadence.cli.house import House, house
from cadence.cli.listed import File, Leads, Map, existing, mapping
from cadence.cli.output import print_json, progress, talk
from cadence.cli.scopes import Because, sure
from cadence.errors import ConflictError, InvalidInputError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadence.campaign import Campaign
    from cadence.launch import Launch, Order, Survey
    from cadence.ledger.campaigns import Launched
    from cadence.ledger.rows import LeadRow
    from cadence.settle.versions import Prospect

UNAVAILABLE = 3
LATEST = timezone(timedelta(hours=-12))
"""Where a day ends last on Earth, so that a campaign's last day is over for everybody."""


@command(
    "cadence launch campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv",
    "cadence launch campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv --migrate",
)
def launch(
    file: File,
    *,
    leads: Leads,
    list_name: Annotated[
        str,
        typer.Option("--list", help="Name of the list, as whose people its ids are read; its file's name otherwise."),
    ] = "",
    columns: Map = [],  # noqa: B006
    migrate: Annotated[
        bool, typer.Option("--migrate", help="Move leads that are under way to this file, too.")
    ] = False,
    because: Because = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """
    Launch a campaign, or add leads to it, or give its next leads a new version of the file.

    It shows what will happen, and asks before real people are contacted. Rows that are refused stand in
    NAME.rejected.csv with their reason; the good ones beside them land. The same file and list twice change nothing.
    Leads that are under way keep the version they began with. With --migrate it shows who of them would go where, who
    cannot and why, and asks; cut off, the same command goes on with those who are left.
    """
    from cadence.cli import migrating
    from cadence.launch import Order

    named = mapping(columns)
    order = Order(reading=read(file), leads=existing(leads), list_name=list_name or leads.stem, mapping=named)
    name = order.campaign.campaign
    for warning in order.reading.warnings:
        talk(str(warning))
    with house() as home:
        _refuse_closed(home, name)
        _refuse_over(home, order.campaign)
        found = _survey(home, order)
        if not list_name:
            _refuse_another_list(home, order, found)
        _show(home, order, found)
        ahead = migrating.look(home, order.campaign) if migrate else None
        if not yes:
            _ask(home, found, ahead)
        done = _write(home, order, because)
        talk(_summary(name, done))
        data = _as_json(name, done)
        if ahead is not None:
            gone = migrating.move(home, name, done.version, home.command("migrate", why=because))
            data |= {"migrated": {"plan": migrating.as_data(ahead), **gone}}
        started = home.ring_campaign(name)
    if json:
        print_json(data | {"started": started})
    if not started:
        talk("Nothing is lost: the worker starts it when Temporal is back. It is safe to run this again.")
        raise typer.Exit(UNAVAILABLE)
    talk(f"{'Launched' if done.new_version or done.enrolled else 'Nothing new'}. `cadence status {name}` follows it.")


def _ask(home: House, found: "Survey", ahead: "Prospect | None") -> None:
    """Ask before real people are contacted, and before anybody under way is moved. Raises ConflictError for a no."""
    if found.added and not _on_this_machine(home):
        sure(f"Contact up to {found.added} people?")
    if ahead is not None and ahead.going:
        sure(f"Move {ahead.going} leads that are under way?")


def _refuse_closed(home: House, name: str) -> None:
    """Say at once that a closed campaign cannot be launched again, before a long list is read."""
    from cadence.ledger import campaigns
    from cadence.model import CampaignState

    with home.ledger.begin() as connection:
        closed = [one for one in campaigns.every(connection) if one.name == name and one.state != CampaignState.RUNNING]
    if closed:
        raise ConflictError(f"Campaign {name} is {closed[0].state}. Launch it under another name.")


def _refuse_over(home: House, campaign: "Campaign") -> None:
    """Refuse an end that has passed: the launch would close the campaign at once, for good, and use up its name."""
    if campaign.end is not None and home.now.astimezone(LATEST).date() > campaign.end:
        raise InvalidInputError(
            f"The campaign ends on {campaign.end}, and it is {home.now:%Y-%m-%d}. Correct `end`, or leave it out; "
            "to end a campaign that runs, use `cadence stop`."
        )


def _refuse_another_list(home: House, order: "Order", found: "Survey") -> None:
    """
    Refuse a file that would make most people of a list somebody else, unless the list is named.

    Two files called leads.csv number their people from 1, and their file's name is all that tells the lists apart.
    """
    from cadence.ledger import namesakes

    with home.ledger.begin() as connection:
        same = namesakes.compare(connection, home.ledger.hasher, order.list_name, found.sample)
    if same.another_list:
        raise ConflictError(
            f"{order.leads} seems to be another list: {same.others} of the {same.known} people looked at whose ids the "
            f"list {order.list_name} knows have another name and other numbers there. Give it a name of its own with "
            f"--list NAME; if these are corrections, say --list {order.list_name}."
        )


def _survey(home: House, order: "Order") -> "Survey":
    """Read the list without writing anything but the report of refused rows. Raises InvalidInputError."""
    from cadence.launch import survey

    def new(page: "list[LeadRow]") -> "list[LeadRow]":
        return _not_in_yet(home, order, page)

    with progress() as bar:
        task = bar.add_task("Reading the list", total=None)
        found = survey(order, home.now, lambda done, size: bar.update(task, completed=done, total=size), new=new)
    if not found.report.leads:
        raise InvalidInputError(f"No row of {order.leads} is a lead: {found.report.summary()}.")
    return found


def _not_in_yet(home: House, order: "Order", page: "list[LeadRow]") -> "list[LeadRow]":
    """Return those of a page who are not in the campaign yet."""
    from cadence.ledger import campaigns, roster
    from cadence.ledger.importing import identity

    ids = [identity(home.ledger.hasher, order.list_name, row)[0] for row in page]
    with home.ledger.begin() as connection:
        known = [one.id for one in campaigns.every(connection) if one.name == order.campaign.campaign]
        inside = roster.listed(connection, known[0], ids) if known else set()
    return [row for one, row in zip(ids, page, strict=True) if one not in inside]


def _version_ahead(home: House, campaign: "Campaign") -> tuple[int, bool]:
    """Return the version that this file is, or will be, and whether it is another one of a campaign that is there."""
    from cadence.campaign.store import to_json
    from cadence.ledger import campaigns

    with home.ledger.begin() as connection:
        known = [one for one in campaigns.every(connection) if one.name == campaign.campaign]
        if not known:
            return 1, False
        version, _ = campaigns.version_of(connection, known[0].id, to_json(campaign))
    return version, version != known[0].version


def _write(home: House, order: "Order", because: str) -> "Launch":
    """Write everything, and who ordered it."""
    from cadence.launch import launch as write
    from cadence.ledger.roster import LAUNCH

    now = home.now

    def record(connection: "Connection", version: "Launched", enrolled: int) -> None:
        counts = {"version": str(version.version), "enrolled": str(enrolled)}
        ordered = home.command(LAUNCH, why=because, campaign=version.campaign, list=order.list_name, **counts)
        home.record(connection, ordered, at=now)  # as those it puts on the roster: by that they find it

    with progress() as bar:
        task = bar.add_task("Writing leads", total=None)
        return write(
            home.ledger,
            order,
            now,
            lambda done, size: bar.update(task, completed=done, total=size),
            record=record,
        )


def _show(home: House, order: "Order", found: "Survey") -> None:
    """Say what is about to happen (protocol §7)."""
    from cadence.cli.outlook import in_words, outlook

    campaign = order.campaign
    talk(f"{campaign.title or campaign.campaign}: {found.report.summary()}")
    version, changed = _version_ahead(home, campaign)
    if changed:
        talk(f"  {'version':<12} {version}, for the leads that are added: the file has changed")
    if found.added < found.report.leads:
        inside = found.report.leads - found.added
        talk(f"  {'in it already':<12} {inside} of {found.report.leads}; {found.added or 'nobody'} to be added")
    ahead = outlook(campaign, found.ahead, found.added, home.clock) if found.added else None
    for head, words in in_words(campaign, found, ahead):
        talk(f"  {head:<12} {words}")
    talk(f"  {'carrier':<12} {home.settings.twilio_url or 'Twilio: real people will be contacted'}")
    if home.settings.only_numbers:
        talk(f"  {'ONLY':<12} {len(home.settings.only_numbers)} numbers, those of CADENCE_ONLY_NUMBERS")


def _on_this_machine(home: House) -> bool:
    """Tell whether the carrier is an emulator here: then nobody real can be reached."""
    return (urlsplit(home.settings.twilio_url).hostname or "") in {"127.0.0.1", "localhost", "::1"}


def _summary(name: str, done: "Launch") -> str:
    """Say what was written, in a sentence for each side of it."""
    listed, imported = done.listed, done.imported
    fields = ", ".join(f"{field} of {count}" for field, count in imported.fields.items())
    changed = f" ({fields})" if fields else ""
    parts = [
        f"{name}, version {done.version}{'' if done.new_version else ' as before'}: {done.enrolled} leads added.",
        f"The list: {imported.new} new, {imported.updated} updated{changed}, {imported.unchanged} as they were.",
        f"Refused: {listed.refused} of {listed.rows} rows, see {listed.rejected}." if listed.refused else "",
        f"Left out: {len(imported.erased)} who were erased." if imported.erased else "",
    ]
    return " ".join(part for part in parts if part)


def _as_json(name: str, done: "Launch") -> dict[str, Any]:
    counts = {key: value for key, value in asdict(done.imported).items() if isinstance(value, int)}
    return {
        "campaign": name,
        "version": done.version,
        "new_version": done.new_version,
        "enrolled": done.enrolled,
        "rows": done.listed.rows,
        "refused": done.listed.refused,
        "rejected": str(done.listed.rejected) if done.listed.rejected else None,
        "leads": counts,
    }
