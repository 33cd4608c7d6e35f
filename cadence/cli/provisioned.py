"""Does the carrier have the senders and templates of a campaign, and in order? Edge: asked before a launch."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cadence.cli.house import House
from cadence.cli.output import talk
from cadence.errors import UnavailableError
from cadence.model import Channel

if TYPE_CHECKING:
    from cadence.campaign import Mistake, Reading
    from cadence.carrier.provision import Provision

Place = tuple[str | int, ...]
UNCHECKED = "--unchecked"
KEYS = {Channel.SMS: "sms", Channel.WHATSAPP: "whatsapp", Channel.CALL: "voice"}
"""How `from:` names the sender of each channel."""


def refuse_unready(home: House, reading: "Reading", *, unchecked: bool) -> None:
    """
    Refuse a campaign whose senders or templates the carrier does not have, or not in order, each at its place.

    When the carrier does not answer, a rehearsal goes on without having asked; with a real one that has to be ordered.
    Raises CampaignFileError, UnavailableError.
    """
    from cadence.campaign import CampaignFileError
    from cadence.wiring import carrier_of

    if unchecked:
        talk("The carrier was not asked about senders and templates.")
        return
    try:
        mistakes = list(faults(reading, carrier_of(home.settings).provision()))
    except UnavailableError as error:
        if not on_this_machine(home):
            raise UnavailableError(
                f"{error} Whether its senders and templates are ready is not known. Try again, or launch with "
                f"{UNCHECKED}: what is broken then is paused at the first touch."
            ) from None
        talk("The emulator does not answer; it was not asked about senders and templates.")
        return
    if mistakes:
        raise CampaignFileError(mistakes)


def faults(reading: "Reading", provision: "Provision") -> "Iterator[Mistake]":
    """Yield what is wrong with the senders and templates of a campaign. Raises UnavailableError."""
    campaign = reading.right()
    told: set[tuple[str, str]] = set()
    for place, step in enumerate(campaign.cadence):
        channel = step.channel
        if channel is None or channel is Channel.TASK:
            continue
        sender = step.sender or campaign.sender.of(channel)
        if (channel.value, sender) not in told:
            told.add((channel.value, sender))
            path: Place = ("cadence", place, "from") if step.sender else ("from", KEYS[channel])
            if fault := provision.sender(channel, sender):
                yield _mistake(reading, path, f"{sender} on {channel}: {fault}", "a sender that the carrier knows")
        if step.whatsapp is not None and step.whatsapp.template:
            shape = step.whatsapp
            if fault := provision.template(shape.template, shape.variables):
                path = ("cadence", place, "whatsapp", "template")
                yield _mistake(reading, path, f'template "{shape.template}": {fault}', "a template that can be sent")


def _mistake(reading: "Reading", path: Place, found: str, expected: str) -> "Mistake":
    """Return a mistake at its place, or at the nearest one around it that the file has."""
    from cadence.campaign import Mistake

    while path and reading.at(path) is None:
        path = path[:-1]
    node = reading.at(path)
    line, column = (node.line, node.column) if node is not None else (1, 1)
    return Mistake(file=reading.file, line=line, column=column, found=found, expected=expected)


def on_this_machine(home: House) -> bool:
    """Tell whether the carrier is an emulator here: then nobody real can be reached."""
    return (urlsplit(home.settings.twilio_url).hostname or "") in {"127.0.0.1", "localhost", "::1"}
