"""Which provider carries a channel? Edge: one carrier made of several, each bound to its channels."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.channels import provider
from cadence.domain import Channel
from cadence.domain.channels import CONVERSATION_CHANNELS
from cadence.domain.errors import UnavailableError

NOT_SET_UP = timedelta(minutes=1)
"""Real time after which a touch on a channel without a provider is tried again."""

NO_PROVIDER = "no provider of the channel is set up"
"""Why nothing can be deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundCarrier:
    """A provider, its channels, and which messages of people it can find again by their id."""

    carrier: provider.Carrier
    channels: frozenset[Channel]
    owns: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Carriers:
    """The providers of an installation as one. Safe to use from many threads, as each of them is."""

    bound: Sequence[BoundCarrier]

    @property
    def address(self) -> str:
        """The addresses of the providers."""
        return ", ".join(bound.carrier.address for bound in self.bound)

    def check(self) -> None:
        """Check each provider. Raises UnavailableError for all that do not answer, after the others were checked."""
        outages: list[UnavailableError] = []
        for bound in self.bound:
            try:
                bound.carrier.check()
            except UnavailableError as outage:
                outages.append(outage)
        _raise(outages)

    def provision(self) -> provider.AccountCheck:
        """Return the check of our senders and templates. Nothing is requested yet."""
        return _Provisions(self.bound)

    def send(self, message: provider.Message) -> provider.Answer:
        """Hand over a message. Without a provider of its channel, it waits."""
        carrier = self.of(message.channel)
        if carrier is None:
            return provider.NotSent(reason=f"no provider of {message.channel} is set up", retry_after=NOT_SET_UP)
        return carrier.send(message)

    def dial(self, dial: provider.Dial) -> provider.Answer:
        """Place a call."""
        carrier = next(filter(None, map(self.of, CONVERSATION_CHANNELS)), None)
        if carrier is None:
            return provider.NotSent(reason="no provider of calls is set up", retry_after=NOT_SET_UP)
        return carrier.dial(dial)

    def fetch(self, channel: Channel, sid: str) -> provider.CarrierReport | None:
        """Return what the provider knows of one touch. Raises UnavailableError."""
        carrier = self.of(channel)
        return carrier.fetch(channel, sid) if carrier is not None else None

    def find(
        self, channel: Channel, to: str, sender: str, since: datetime, body: str = ""
    ) -> list[provider.CarrierReport]:
        """Return what was sent to `to` since then. Raises UnavailableError."""
        carrier = self.of(channel)
        return carrier.find(channel, to, sender, since, body) if carrier is not None else []

    def cancel(self, channel: Channel, sid: str) -> bool:
        """Cancel a queued or ringing touch. Raises UnavailableError."""
        carrier = self.of(channel)
        return carrier.cancel(channel, sid) if carrier is not None else False

    def received(self, since: datetime, ours: Collection[tuple[Channel, str]] = ()) -> Iterator[provider.Incoming]:
        """Yield what came to each provider since then. Raises UnavailableError, after the others were read."""
        outages: list[UnavailableError] = []
        for bound in self.bound:
            own = [pair for pair in ours if pair[0] in bound.channels]
            try:
                yield from bound.carrier.received(since, own)
            except UnavailableError as outage:
                outages.append(outage)
        _raise(outages)

    def receive(self, sid: str) -> provider.Received | provider.TouchReport | None:
        """Return one message that a person sent us. Raises UnavailableError."""
        carrier = next((bound.carrier for bound in self.bound if bound.owns(sid)), None)
        return carrier.receive(sid) if carrier is not None else None

    def prices(self, since: datetime, until: datetime) -> Iterator[provider.PriceReport]:
        """Yield what each provider charges for this time. Raises UnavailableError, after the others were read."""
        outages: list[UnavailableError] = []
        for bound in self.bound:
            try:
                yield from bound.carrier.prices(since, until)
            except UnavailableError as outage:
                outages.append(outage)
        _raise(outages)

    def erase(self, channel: Channel, sid: str) -> str:
        """Delete texts and recordings at the provider of a channel. Raises UnavailableError."""
        carrier = self.of(channel)
        return carrier.erase(channel, sid) if carrier is not None else NO_PROVIDER

    def of(self, channel: Channel) -> provider.Carrier | None:
        """Return the provider of a channel, None when none is set up."""
        return next((bound.carrier for bound in self.bound if channel in bound.channels), None)


def _raise(outages: Sequence[UnavailableError]) -> None:
    """Raise what providers that do not answer have said, if there are any; one alone as it is."""
    if len(outages) == 1:
        raise outages[0]
    if outages:
        raise UnavailableError(" ".join(map(str, outages)))


class _Provisions:
    """The checks of all providers as one."""

    def __init__(self, bound: Sequence[BoundCarrier]) -> None:
        checks = [(each.channels, each.carrier.provision()) for each in bound]
        self._checks = {channel: check for channels, check in checks for channel in channels}

    def sender(self, channel: Channel, sender: str) -> str | None:
        """Return what is wrong with one of our senders on a channel. Raises UnavailableError."""
        if channel not in self._checks:
            return f"no provider of {channel} is set up here; docs/operations.md has its settings"
        return self._checks[channel].sender(channel, sender)

    def template(self, channel: Channel, name: str, variables: Collection[str]) -> str | None:
        """Return what is wrong with a template that is sent with these variables. Raises UnavailableError."""
        return self._checks[channel].template(channel, name, variables) if channel in self._checks else None

    def templates(self) -> list[provider.CarrierTemplate] | None:
        """Return every template of the provider of WhatsApp, the only channel with templates."""
        check = self._checks.get(Channel.WHATSAPP)
        return check.templates() if check is not None else None
