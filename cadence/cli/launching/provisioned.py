"""Does the carrier have the senders and templates of a campaign, ready for use? Edge: for `launch` and `plan`."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from cadence.app.carriers import carrier_of
from cadence.app.settings import Settings
from cadence.campaign import Campaign, Reading
from cadence.campaign.content import Content
from cadence.channels.provider import AccountCheck
from cadence.cli.connection import LedgerSession
from cadence.cli.output import talk
from cadence.documents import DocumentError, Mistake
from cadence.domain import Channel
from cadence.domain.channels import CONTACT_CHANNELS, descriptor_of
from cadence.domain.errors import CadenceError, InvalidInputError, UnavailableError
from cadence.languages import Language, say

Place = tuple[str | int, ...]
UNCHECKED = "--unchecked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The carrier's answers about a campaign's senders and templates; `error` is why it could not be asked."""

    mistakes: tuple[Mistake, ...] = ()
    error: CadenceError | None = None

    def in_words(self, language: Language = "en") -> str:
        """Return the result in one line."""
        if self.error is not None:
            return say(language, "plan-unchecked", error=self.error)
        return say(language, "plan-findings" if self.mistakes else "plan-ready", count=len(self.mistakes))

    def as_data(self, language: Language = "en") -> dict[str, object]:
        """Return the same as data."""
        findings = [str(mistake) for mistake in self.mistakes]
        return {"checked": self.error is None, "words": self.in_words(language), "findings": findings}


def ask_carrier(settings: Settings, reading: Reading, channels: Collection[Channel] = CONTACT_CHANNELS) -> Asked:
    """Ask the carrier about the senders and templates of a campaign. Never raises if the carrier cannot be asked."""
    try:
        return Asked(mistakes=tuple(faults(reading, carrier_of(settings).provision(), channels)))
    except (UnavailableError, InvalidInputError) as error:
        return Asked(error=error)


def refuse_unready(session: LedgerSession, reading: Reading, *, unchecked: bool) -> None:
    """
    Refuse a campaign with senders or templates that the carrier does not have or has not approved, each at its place.

    If the carrier does not answer, a rehearsal continues without the check; with a real carrier that needs --unchecked.
    A channel that has to be ready is always checked. Raises DocumentError, InvalidInputError, UnavailableError.
    """
    ready = {sent.channel for sent in _sent(reading.right()) if descriptor_of(sent.channel).must_be_ready}
    if ready:
        answers = ask_carrier(session.settings, reading, ready)
        if answers.error is not None:
            raise answers.error
        refuse_findings(answers)
    if unchecked:
        talk("Senders and templates were not checked with the carrier.")
        return
    answers = ask_carrier(session.settings, reading, [channel for channel in CONTACT_CHANNELS if channel not in ready])
    if isinstance(answers.error, UnavailableError):
        if not on_this_machine(session):
            raise UnavailableError(
                f"{answers.error} So it is not known whether senders and templates are ready. Try again, or launch "
                f"with {UNCHECKED}: a sender or template that does not work is then paused at its first touch."
            )
        talk("The emulator does not answer; senders and templates were not checked.")
    elif answers.error is not None:
        raise answers.error
    refuse_findings(answers)


def refuse_findings(answers: Asked) -> None:
    """Raise DocumentError if the carrier would refuse something."""
    if answers.mistakes:
        raise DocumentError(list(answers.mistakes))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """A step, or the announcement of a promised call, that uses one of our senders."""

    path: Place  # its place in the file
    channel: Channel
    sender: str
    own: bool = False  # the step names its sender itself
    content: Content | None = None


def faults(
    reading: Reading, provision: AccountCheck, channels: Collection[Channel] = CONTACT_CHANNELS
) -> Iterator[Mistake]:
    """Yield what is wrong with the senders and templates of a campaign. Raises UnavailableError."""
    checked: set[tuple[str, str]] = set()
    for sent in _sent(reading.right()):
        if sent.channel not in channels:
            continue
        if (sent.channel.value, sent.sender) not in checked:
            checked.add((sent.channel.value, sent.sender))
            path: Place = (*sent.path, "from") if sent.own else ("from", descriptor_of(sent.channel).sender_key)
            if fault := provision.sender(sent.channel, sent.sender):
                problem = f"{sent.sender} on {sent.channel}: {fault}"
                yield _mistake(reading, path, problem, "a sender that the carrier knows")
        content = sent.content
        if content is not None and content.approved:
            fault = provision.template(sent.channel, content.approved, content.approved_variables)
            place = (*sent.path, descriptor_of(sent.channel).block, "template")
            if fault:
                yield _mistake(reading, place, f'template "{content.approved}": {fault}', "a template that can be sent")


def _sent(campaign: Campaign) -> Iterator[_Sent]:
    """Yield everything that uses a sender: the steps, then the announcements of promised calls."""
    for place, step in enumerate(campaign.cadence):
        if step.channel is None or step.channel not in CONTACT_CHANNELS:
            continue
        sender = step.sender or campaign.sender.of(step.channel)
        own = bool(step.sender)
        path: Place = ("cadence", place)
        yield _Sent(path=path, channel=step.channel, sender=sender, own=own, content=step.content)
    rule = campaign.callback
    for name, words in (("confirm", rule.confirm), ("moved", rule.moved)) if rule is not None else ():
        for channel in words.channels if words is not None else ():
            content = words.step(name, channel).content if words is not None else None
            yield _Sent(path=("callback", name), channel=channel, sender=campaign.sender.of(channel), content=content)


def _mistake(reading: Reading, path: Place, fault: str, expected: str) -> Mistake:
    """Return a mistake at its place, or at the nearest enclosing place in the file."""
    node = reading.at(path)
    line, column = (node.line, node.column) if node is not None else (1, 1)
    return Mistake(file=reading.file, line=line, column=column, found=fault, expected=expected)


def on_this_machine(session: LedgerSession) -> bool:
    """Return whether the carrier is an emulator on this machine, so that no real person can be contacted."""
    return (urlsplit(session.settings.twilio_url).hostname or "") in {"127.0.0.1", "localhost", "::1"}
