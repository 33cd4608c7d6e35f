"""Does the carrier have the senders and templates of a campaign, and in order? Edge: asked by `launch` and `plan`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cadence.app.settings import Settings
from cadence.cli.connection import LedgerSession
from cadence.cli.output import talk
from cadence.domain import Channel
from cadence.domain.errors import CadenceError, InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from cadence.campaign import Campaign, Mistake, Reading
    from cadence.campaign.shape import WhatsApp
    from cadence.channels.twilio.provision import Provision

Place = tuple[str | int, ...]
UNCHECKED = "--unchecked"
KEYS = {Channel.SMS: "sms", Channel.WHATSAPP: "whatsapp", Channel.CALL: "voice"}
"""How `from:` names the sender of each channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the carrier says of the senders and templates of a campaign; `error` is why it could not be asked."""

    mistakes: "tuple[Mistake, ...]" = ()
    error: CadenceError | None = None

    @property
    def words(self) -> str:
        """What was found, in a line."""
        if self.error is not None:
            return f"senders and templates were not checked: {self.error}"
        if not self.mistakes:
            return "as far as it tells, senders and templates are ready"
        count = len(self.mistakes)
        return f"{count} of its answers would refuse the launch" if count > 1 else "1 of its answers would refuse it"

    def as_data(self) -> dict[str, object]:
        """Return the same as data."""
        return {"checked": self.error is None, "words": self.words, "findings": [str(one) for one in self.mistakes]}


def ask_carrier(settings: Settings, reading: "Reading") -> Asked:
    """Ask the carrier for the senders and templates of a campaign. A carrier that cannot be asked is no error here."""
    from cadence.app.bootstrap import carrier_of

    try:
        return Asked(mistakes=tuple(faults(reading, carrier_of(settings).provision())))
    except (UnavailableError, InvalidInputError) as error:
        return Asked(error=error)


def refuse_unready(home: LedgerSession, reading: "Reading", *, unchecked: bool) -> None:
    """
    Refuse a campaign whose senders or templates the carrier does not have, or not in order, each at its place.

    When the carrier does not answer, a rehearsal goes on without having asked; with a real one that has to be ordered.
    Raises CampaignFileError, InvalidInputError, UnavailableError.
    """
    if unchecked:
        talk("The carrier was not asked about senders and templates.")
        return
    asked = ask_carrier(home.settings, reading)
    if isinstance(asked.error, UnavailableError):
        if not on_this_machine(home):
            raise UnavailableError(
                f"{asked.error} Whether its senders and templates are ready is not known. Try again, or launch with "
                f"{UNCHECKED}: what is broken then is paused at the first touch."
            )
        talk("The emulator does not answer; it was not asked about senders and templates.")
    elif asked.error is not None:
        raise asked.error
    refuse_findings(asked)


def refuse_findings(asked: Asked) -> None:
    """Refuse what the carrier would refuse. Raises CampaignFileError."""
    from cadence.campaign import CampaignFileError

    if asked.mistakes:
        raise CampaignFileError(list(asked.mistakes))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """A step, or an announcement, that leaves by a sender of ours."""

    path: Place  # where it stands in the file
    channel: Channel
    sender: str
    own: bool = False  # the step names its sender itself
    whatsapp: "WhatsApp | None" = None


def faults(reading: "Reading", provision: "Provision") -> "Iterator[Mistake]":
    """Yield what is wrong with the senders and templates of a campaign. Raises UnavailableError."""
    told: set[tuple[str, str]] = set()
    for one in _sent(reading.right()):
        if (one.channel.value, one.sender) not in told:
            told.add((one.channel.value, one.sender))
            path: Place = (*one.path, "from") if one.own else ("from", KEYS[one.channel])
            if fault := provision.sender(one.channel, one.sender):
                found = f"{one.sender} on {one.channel}: {fault}"
                yield _mistake(reading, path, found, "a sender that the carrier knows")
        shape = one.whatsapp
        if shape is not None and shape.template and (fault := provision.template(shape.template, shape.variables)):
            place = (*one.path, "whatsapp", "template")
            yield _mistake(reading, place, f'template "{shape.template}": {fault}', "a template that can be sent")


def _sent(campaign: "Campaign") -> "Iterator[_Sent]":
    """Yield all that leaves by a sender: the steps, then what announces promised calls."""
    for place, step in enumerate(campaign.cadence):
        if step.channel is None or step.channel is Channel.TASK:
            continue
        sender = step.sender or campaign.sender.of(step.channel)
        own = bool(step.sender)
        path: Place = ("cadence", place)
        yield _Sent(path=path, channel=step.channel, sender=sender, own=own, whatsapp=step.whatsapp)
    rule = campaign.callback
    for name, words in (("confirm", rule.confirm), ("moved", rule.moved)) if rule is not None else ():
        for channel in words.channels if words is not None else ():
            whatsapp = words.whatsapp if words is not None and channel is Channel.WHATSAPP else None
            yield _Sent(path=("callback", name), channel=channel, sender=campaign.sender.of(channel), whatsapp=whatsapp)


def _mistake(reading: "Reading", path: Place, found: str, expected: str) -> "Mistake":
    """Return a mistake at its place, or at the nearest one around it that the file has."""
    from cadence.campaign import Mistake

    while path and reading.at(path) is None:
        path = path[:-1]
    node = reading.at(path)
    line, column = (node.line, node.column) if node is not None else (1, 1)
    return Mistake(file=reading.file, line=line, column=column, found=found, expected=expected)


def on_this_machine(home: LedgerSession) -> bool:
    """Tell whether the carrier is an emulator here: then nobody real can be reached."""
    return (urlsplit(home.settings.twilio_url).hostname or "") in {"127.0.0.1", "localhost", "::1"}
