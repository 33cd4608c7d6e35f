"""What can come of asking for a touch, before anything leaves? Pure."""

from dataclasses import dataclass, field
from datetime import timedelta

from cadence.domain import Allow, Attempt
from cadence.domain.payloads import TouchResult
from cadence.engine.dispatch.rendering import Outgoing
from cadence.ledger.touches.touch_rows import Stored


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Whose senders share one limit of people a day on WhatsApp."""

    name: str
    most: float | None = None  # what the platform allows it, inf for any number; None: what the pack says


OURS = Portfolio("ours")
"""The portfolio of senders of whom nobody has said another: one for all of them errs on the strict side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderRates:
    """How fast our senders may send, to how many people, and to whom while we are only trying out."""

    per_sender: dict[str, float]  # segments a second; "" is every sender's
    calls: float = float("inf")  # calls a second of the whole account
    only_numbers: frozenset[str] = frozenset()
    portfolios: dict[str, Portfolio] = field(default_factory=dict)  # "" is every sender's

    def of(self, sender: str) -> float:
        """Return a sender's rate."""
        return self.per_sender.get(sender, self.per_sender.get("", 1.0))

    def portfolio(self, sender: str) -> Portfolio:
        """Return the portfolio a sender belongs to."""
        return self.portfolios.get(sender, self.portfolios.get("", OURS))


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingSent:
    """Nothing leaves: this is the workflow's answer."""

    result: TouchResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A rule refused the step and the next one is due on the same queue: go on with it."""

    attempt: Attempt
    step: str  # the one that was refused


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyReserved:
    """The touch was reserved before: it is found again, never made again (law 2)."""

    stored: Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedTouch:
    """The touch is reserved and may leave once this is committed, after `wait`, as long as the Allow is good."""

    out: Outgoing
    allow: Allow
    wait: timedelta  # of the Clock, until the sender's slot


Reserved = NothingSent | Skipped | AlreadyReserved | ReservedTouch
