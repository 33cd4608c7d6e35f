"""What are the possible results of reserving a touch, before anything is sent? Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cadence.channels.provider import Dial, Message
from cadence.domain import Allow, Attempt, Defer, Hold, Refuse
from cadence.domain.payloads import TouchResult
from cadence.ledger.touches.touch_rows import Stored


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Senders that share one limit of people per day on WhatsApp."""

    name: str
    most: float | None = None  # the platform's limit, inf for no limit; None: the pack's limit


OURS = Portfolio("ours")
"""The portfolio of senders that the settings assign to no other: sharing one is the stricter choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderRates:
    """How fast our senders may send, to how many people, and to which numbers while trying out."""

    per_sender: dict[str, float]  # segments a second; "" is the default for every sender
    calls: float = float("inf")  # calls a second of the whole account
    only_numbers: frozenset[str] = frozenset()
    try_numbers: frozenset[str] = frozenset()  # where trials may go
    portfolios: dict[str, Portfolio] = field(default_factory=dict)  # "" is the default for every sender

    def of(self, sender: str) -> float:
        """Return a sender's rate."""
        return self.per_sender.get(sender, self.per_sender.get("", 1.0))

    def portfolio(self, sender: str) -> Portfolio:
        """Return the portfolio a sender belongs to."""
        return self.portfolios.get(sender, self.portfolios.get("", OURS))


def portfolios_as_data(rates: SenderRates) -> dict[str, dict[str, Any]]:
    """Return a worker's WhatsApp portfolios by sender ("" is every sender), for its heartbeat."""
    unlimited = float("inf")
    return {
        sender: {"name": portfolio.name, "most": "unlimited" if portfolio.most == unlimited else portfolio.most}
        for sender, portfolio in rates.portfolios.items()
    }


def portfolios_from(data: Mapping[str, Mapping[str, Any]]) -> SenderRates:
    """Return the portfolios of a heartbeat: what `portfolios_as_data` wrote."""
    return SenderRates(
        per_sender={},
        portfolios={
            sender: Portfolio(fields["name"], float("inf") if fields["most"] == "unlimited" else fields["most"])
            for sender, fields in data.items()
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityReached:
    """The verdict on a touch beyond what is counted over all leads, and the instant at which it is its turn."""

    verdict: Defer | Hold | Refuse
    turn: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedTouch:
    """The touch is reserved. It may be sent after the commit and after `wait`, while the Allow is valid."""

    stored: Stored
    what: Message | Dial = field(repr=False)
    allow: Allow
    wait: timedelta  # of the Clock, until the sender's slot


Reserved = TouchResult | Attempt | Stored | ReservedTouch
"""
What reserving an attempt leads to: nothing is sent, and this is the answer to the workflow; a rule refused the step,
and this next one is due on the same queue; the touch was reserved before, so the carrier is asked about it and it is
never sent again (law 2); or it may be sent.
"""
