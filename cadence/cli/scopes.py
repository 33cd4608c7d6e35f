"""Which arguments and options do several commands share? Edge: the lead, the campaign, the scope of an order, times."""

import re
from datetime import date, datetime
from typing import Annotated

import typer

from cadence.domain import PauseScope
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.errors import ConflictError
from cadence.policy.built_in.campaign_state import ACCOUNT


def instant(text: str) -> datetime:
    """Read an instant, which must have a UTC offset: without it a promised call could be hours off."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f'"{text}"; expected an instant such as 2027-03-10T10:00+01:00') from None
    if read.tzinfo is None:
        raise typer.BadParameter(
            f'"{text}" has no UTC offset; expected one, such as {read:%Y-%m-%dT%H:%M}+01:00, or Z for UTC'
        )
    return read


def moment(text: str) -> datetime:
    """Read an instant, or a time without offset: the person's local time, whose zone only the ledger knows."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f'"{text}"; expected a time such as 2027-03-10T10:00, or with a UTC offset') from None


def day(text: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f'"{text}"; expected a day such as 2027-03-09') from None


CHANNELS = tuple(channel.value for channel in CONTACT_CHANNELS)
"""Channels on which people are contacted."""
ANY_OF_CHANNELS = f"{', '.join(CHANNELS[:-1])} or {CHANNELS[-1]}"

Who = Annotated[
    str, typer.Argument(help="The lead: its id in its list, LIST/ID, a phone number, or our id.", show_default=False)
]
Campaign = Annotated[str, typer.Argument(help="The campaign.", show_default=False)]
Because = Annotated[str, typer.Option("--because", help="The reason; it is recorded.")]
When = Annotated[datetime | None, typer.Option(help="When, with UTC offset.", parser=instant, show_default=False)]

All = Annotated[bool, typer.Option("--all", help="Everything: every campaign, channel and floor.")]
ByChannel = Annotated[str, typer.Option("--channel", help=f"One channel: {ANY_OF_CHANNELS}.")]
BySender = Annotated[str, typer.Option("--sender", help="One of our own numbers, such as +34910000001.")]
ByFloor = Annotated[str, typer.Option("--floor", help="One floor: the calls of its agents.")]
ByLead = Annotated[str, typer.Option("--lead", help="One lead, by its id in its list.")]

ByTemplate = Annotated[str, typer.Option("--template", help="The steps that send this WhatsApp template.")]
ByDestination = Annotated[
    str, typer.Option("--destination", help="One country, on one channel (sms:MX) or on all (MX).")
]
ByCarrier = Annotated[bool, typer.Option("--carrier", help="Everything that goes through the carrier.")]

DESTINATION = re.compile(rf"(?:(?:{'|'.join(CHANNELS)}):)?(?:[A-Z]{{2}}|#\d+)")
"""A country or the id of one of our numbers, on one channel or on all."""


def chosen(
    campaign: str,
    *,
    everything: bool,
    channel: str,
    sender: str,
    floor: str,
    lead: str,
    template: str,
    destination: str,
    carrier: bool,
) -> tuple[PauseScope, str]:
    """Return the scope that was typed, with its value. Raises BadParameter unless there is exactly one."""
    named = [
        (PauseScope.ALL, "") if everything else None,
        (PauseScope.CAMPAIGN, campaign) if campaign else None,
        (PauseScope.CHANNEL, known_channel(channel)) if channel else None,
        (PauseScope.SENDER, sender) if sender else None,
        (PauseScope.FLOOR, floor) if floor else None,
        (PauseScope.LEAD, lead) if lead else None,
        (PauseScope.TEMPLATE, template) if template else None,
        (PauseScope.DESTINATION, _destination(destination)) if destination else None,
        (PauseScope.CARRIER, ACCOUNT) if carrier else None,
    ]
    scopes = [scope for scope in named if scope is not None]
    if len(scopes) != 1:
        raise typer.BadParameter(
            "expected exactly one of: a campaign, --all, --channel, --sender, --floor, --lead, --template, "
            "--destination, --carrier"
        )
    return scopes[0]


def words(scope: PauseScope, value: str) -> str:
    """Return a scope in words."""
    if scope is PauseScope.CARRIER:
        return "everything that goes through the carrier"
    return "everything" if scope is PauseScope.ALL else f"{scope} {value}"


def _destination(text: str) -> str:
    """Return a destination as pauses store it. Raises BadParameter."""
    channel, colon, country = text.strip().rpartition(":")
    destination = f"{channel.lower()}{colon}{country.upper()}"
    if not DESTINATION.fullmatch(destination):
        raise typer.BadParameter(f'"{text}" is not a destination; expected sms:MX, for example, or MX for all channels')
    return destination


def sure(question: str) -> None:
    """Ask for confirmation. Raises ConflictError for a no, and if there is nobody to answer."""
    try:
        yes = typer.confirm(question, err=True)
    except typer.Abort:
        raise ConflictError("There was no answer, so nothing was done. In a script, use --yes.") from None
    if not yes:
        raise ConflictError("Nothing was done.")


def known_channel(text: str) -> str:
    """Return a channel on which people can be contacted. Raises BadParameter for any other word."""
    if text not in CHANNELS:
        raise typer.BadParameter(f"channel {text} is unknown; expected one of {', '.join(CHANNELS)}")
    return text
