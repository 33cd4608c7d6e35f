"""How does a campaign begin? Edge."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.check import read
from cadence.cli.house import House, house
from cadence.cli.listed import File, Leads, Map, existing, mapping
from cadence.cli.output import print_json, progress, talk, wait_for
from cadence.errors import ConflictError, InvalidInputError

if TYPE_CHECKING:
    from cadence.campaign import Campaign
    from cadence.launch import Launch, Order, Survey


@command("cadence launch campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv")
def launch(
    file: File,
    *,
    leads: Leads,
    list_name: Annotated[str, typer.Option("--list", help="Name of the list; its file's name otherwise.")] = "",
    columns: Map = [],  # noqa: B006
    because: Annotated[str, typer.Option("--because", help="Why; it stands in the record.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """
    Launch a campaign, or add leads to it, or give its next leads a new version of the file.

    Rows that are refused stand in NAME.rejected.csv with their reason; the good ones beside them land. The same file
    and list twice change nothing. Leads that are under way keep the version they began with.
    """
    from cadence.launch import Order, survey

    reading = read(file)
    order = Order(reading=reading, leads=existing(leads), list_name=list_name or leads.stem, mapping=mapping(columns))
    campaign = order.campaign
    for warning in reading.warnings:
        talk(str(warning))
    with house() as home:
        _refuse_closed(home, campaign.campaign)
        with progress() as bar:
            reading_list = bar.add_task("Reading the list", total=None)
            found = survey(order, home.now, lambda done, size: bar.update(reading_list, completed=done, total=size))
        if not found.report.leads:
            raise InvalidInputError(f"No row of {leads} is a lead: {found.report.summary()}.")
        _show(campaign, found, home)
        if not yes and not _on_emulator(home):
            typer.confirm(f"Contact up to {found.report.leads} people?", abort=True, err=True)
        done = _write(home, order, because)
        talk(_summary(campaign.campaign, done))
        wait_for(home.ring_campaign(campaign.campaign))
        if json:
            print_json(
                {
                    "campaign": campaign.campaign,
                    "version": done.version,
                    "new_version": done.new_version,
                    "enrolled": done.enrolled,
                    "rows": done.listed.rows,
                    "refused": done.listed.refused,
                    "rejected": str(done.listed.rejected) if done.listed.rejected else None,
                    "leads": {name: count for name, count in asdict(done.imported).items() if isinstance(count, int)},
                }
            )
        else:
            talk(f"Launched. `cadence status {campaign.campaign}` follows it.")


def _refuse_closed(home: House, name: str) -> None:
    """Say at once that a closed campaign cannot be launched again, before a long list is read."""
    from cadence.ledger import campaigns
    from cadence.model import CampaignState

    with home.ledger.begin() as connection:
        closed = [one for one in campaigns.every(connection) if one.name == name and one.state != CampaignState.RUNNING]
    if closed:
        raise ConflictError(f"Campaign {name} is {closed[0].state}. Launch it under another name.")


def _write(home: House, order: "Order", because: str) -> "Launch":
    """Write everything, and who ordered it."""
    from cadence.launch import launch as write

    with progress() as bar:
        importing = bar.add_task("Writing leads", total=None)
        done = write(home.ledger, order, home.now, lambda read, size: bar.update(importing, completed=read, total=size))
    with home.ledger.begin() as connection:
        home.record(
            connection,
            home.command(
                "launch",
                why=because,
                file=order.campaign.campaign,
                version=str(done.version),
                list=order.list_name,
                enrolled=str(done.enrolled),
            ),
        )
    return done


def _show(campaign: "Campaign", found: "Survey", home: House) -> None:
    """Say what is about to happen: how many, on what, from whom, when, by which carrier."""
    first = campaign.cadence[0]
    agreed = ", ".join(f"{count} to {channel}" for channel, count in sorted(found.by_channel.items())) or "none"
    talk(f"{campaign.title or campaign.campaign}: {found.report.summary()}")
    talk(f"  consent      {agreed}")
    for channel, rule in campaign.consent.items():
        talk(f"  {channel:<12} without opt-in, by {rule.basis}: {rule.reason}")
    talk(f"  law          {', '.join(campaign.jurisdictions) or 'NONE: this file switches every pack off'}")
    talk(f"  first step   {first.step} by {first.channel or 'wait'}, from {_senders(campaign)}")
    talk(f"  hours        {_hours(campaign)}, each person's own time; holidays {campaign.holidays}")
    talk(f"  at most      {_most(campaign, found.report.leads)}")
    where = home.settings.twilio_url or "Twilio: real people will be contacted"
    talk(f"  carrier      {where}")
    if home.settings.only_numbers:
        talk(f"  ONLY         {len(home.settings.only_numbers)} numbers, those of CADENCE_ONLY_NUMBERS")


def _senders(campaign: "Campaign") -> str:
    sender = campaign.sender
    return ", ".join(dict.fromkeys(one for one in (sender.whatsapp, sender.sms, sender.voice) if one)) or "nobody"


def _hours(campaign: "Campaign") -> str:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    parts = []
    for window in campaign.windows:
        spans = ", ".join(f"{one.opens:%H:%M}-{one.closes:%H:%M}" for one in window.hours)
        only = f" ({', '.join(window.segments)} only)" if window.segments else ""
        parts.append(f"{' '.join(names[day] for day in window.days)} {spans}{only}")
    return "; ".join(parts)


def _most(campaign: "Campaign", leads: int) -> str:
    """Say the most that can leave: the carrier bills each message by its segments and each call by its minutes."""
    from cadence.campaign.shape import WholeCampaign

    budgets = [one.max for one in campaign.limits if isinstance(one.per, WholeCampaign) and not one.channels]
    each = min(budgets) if budgets else len(campaign.cadence)
    return f"{each} touches for each of {leads} leads: between {leads} and {each * leads} messages and calls to pay for"


def _on_emulator(home: House) -> bool:
    """Tell whether the carrier is on this machine: then nobody real can be reached."""
    from urllib.parse import urlsplit

    return (urlsplit(home.settings.twilio_url).hostname or "") in {"127.0.0.1", "localhost", "::1"}


def _summary(name: str, done: "Launch") -> str:
    imported = done.imported
    version = f"version {done.version}{'' if done.new_version else ' (as before)'}"
    changed = (
        f", changed: {', '.join(f'{field} in {n}' for field, n in imported.fields.items())}" if imported.fields else ""
    )
    return (
        f"{name}, {version}: {done.enrolled} leads added. List: {imported.new} new, {imported.updated} updated, "
        f"{imported.unchanged} unchanged, {done.listed.refused} rows refused"
        f"{f' (see {done.listed.rejected})' if done.listed.rejected else ''}{changed}."
    )
