"""What exactly is to be paused or resumed? Edge: the options that `pause` and `resume` share."""

from typing import Annotated

import typer

from cadence.model import Channel, PauseScope

All = Annotated[bool, typer.Option("--all", help="Everything: every campaign, channel and floor.")]
ByChannel = Annotated[str, typer.Option("--channel", help="One channel: sms, whatsapp or call.")]
BySender = Annotated[str, typer.Option("--sender", help="One of our own numbers, such as +34910000001.")]
ByFloor = Annotated[str, typer.Option("--floor", help="The calls of one floor.")]
ByLead = Annotated[str, typer.Option("--lead", help="One lead, by its id in its list.")]
Because = Annotated[str, typer.Option("--because", help="Why; it stands in the record.")]


def chosen(
    campaign: str, *, everything: bool, channel: str, sender: str, floor: str, lead: str
) -> tuple[PauseScope, str]:
    """Return the one scope that was named. None, or several, are a mistake."""
    named = [
        (PauseScope.ALL, "") if everything else None,
        (PauseScope.CAMPAIGN, campaign) if campaign else None,
        (PauseScope.CHANNEL, _channel(channel)) if channel else None,
        (PauseScope.SENDER, sender) if sender else None,
        (PauseScope.FLOOR, floor) if floor else None,
        (PauseScope.LEAD, lead) if lead else None,
    ]
    found = [one for one in named if one is not None]
    if len(found) != 1:
        raise typer.BadParameter("name one of: a campaign, --all, --channel, --sender, --floor, --lead")
    return found[0]


def words(scope: PauseScope, value: str) -> str:
    """Return a scope as people say it."""
    return "everything" if scope is PauseScope.ALL else f"{scope} {value}"


def _channel(text: str) -> str:
    known = [one.value for one in Channel if one is not Channel.TASK]
    if text not in known:
        raise typer.BadParameter(f"there is no channel {text}; there are {', '.join(known)}")
    return text
