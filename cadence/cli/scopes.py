"""Whom and what is an order about? Edge: the arguments and options that several commands share."""

import re
from datetime import date, datetime
from typing import Annotated

import typer

from cadence.domain import Channel, PauseScope
from cadence.domain.errors import ConflictError
from cadence.policy.built_in.campaign_state import ACCOUNT


def instant(text: str) -> datetime:
    """Read an instant. It is always written with its zone: a promise an hour off is a broken one."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f'"{text}"; expected an instant such as 2027-03-10T10:00+01:00') from None
    if read.tzinfo is None:
        raise typer.BadParameter(
            f'"{text}" has no zone; expected one, such as {read:%Y-%m-%dT%H:%M}+01:00, or Z for UTC'
        )
    return read


def moment(text: str) -> datetime:
    """Read an instant, or a time on the person's own clock, which only the ledger can tell."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f'"{text}"; expected a time such as 2027-03-10T10:00, or with its offset') from None


def day(text: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f'"{text}"; expected a day such as 2027-03-09') from None


Who = Annotated[
    str, typer.Argument(help="The lead: the id in its list, LIST/ID, a number, or our id.", show_default=False)
]
Campaign = Annotated[str, typer.Argument(help="The campaign.", show_default=False)]
Because = Annotated[str, typer.Option("--because", help="Why; it stands in the record.")]
When = Annotated[datetime | None, typer.Option(help="When, with the zone.", parser=instant, show_default=False)]

All = Annotated[bool, typer.Option("--all", help="Everything: every campaign, channel and floor.")]
ByChannel = Annotated[str, typer.Option("--channel", help="One channel: sms, whatsapp or call.")]
BySender = Annotated[str, typer.Option("--sender", help="One of our own numbers, such as +34910000001.")]
ByFloor = Annotated[str, typer.Option("--floor", help="The calls of one floor.")]
ByLead = Annotated[str, typer.Option("--lead", help="One lead, by its id in its list.")]

ByTemplate = Annotated[str, typer.Option("--template", help="Steps that send one WhatsApp template, by its name.")]
ByDestination = Annotated[
    str, typer.Option("--destination", help="One country on one channel, such as sms:MX; on all channels: MX.")
]
ByCarrier = Annotated[bool, typer.Option("--carrier", help="Everything that the carrier carries.")]

CHANNELS = tuple(one.value for one in Channel if one is not Channel.TASK)
"""Channels on which somebody is contacted."""


DESTINATION = re.compile(r"(?:(?:sms|whatsapp|call):)?(?:[A-Z]{2}|#\d+)")
"""A country or one of our numbers' ids, on one channel or on all."""


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
    """Return the one scope that was named. None, or several, are a mistake."""
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
    found = [one for one in named if one is not None]
    if len(found) != 1:
        raise typer.BadParameter(
            "name one of: a campaign, --all, --channel, --sender, --floor, --lead, --template, --destination, --carrier"
        )
    return found[0]


def words(scope: PauseScope, value: str) -> str:
    """Return a scope as people say it."""
    if scope is PauseScope.CARRIER:
        return "everything the carrier carries"
    return "everything" if scope is PauseScope.ALL else f"{scope} {value}"


def _destination(text: str) -> str:
    """Return a destination as pauses name it."""
    channel, colon, where = text.strip().rpartition(":")
    found = f"{channel.lower()}{colon}{where.upper()}"
    if not DESTINATION.fullmatch(found):
        raise typer.BadParameter(f'"{text}" is no destination; expected one such as sms:MX, or MX for all channels')
    return found


def sure(question: str) -> None:
    """Ask a person to say yes. Raises ConflictError for a no, and where nobody is there to answer."""
    try:
        yes = typer.confirm(question, err=True)
    except typer.Abort:
        raise ConflictError("Nobody answers, so nothing was done. A script says --yes beforehand.") from None
    if not yes:
        raise ConflictError("Nothing was done.")


def known_channel(text: str) -> str:
    """Return a channel on which somebody can be contacted; another word is a mistake."""
    if text not in CHANNELS:
        raise typer.BadParameter(f"there is no channel {text}; there are {', '.join(CHANNELS)}")
    return text
