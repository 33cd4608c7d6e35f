"""
What is to go wrong next? Pure state: faults that a test has ordered, each used up after so many times.

At the request: `refuse_500` and `429` (nothing is carried), `accept_then_500`, `accept_then_hang` and
`accept_then_cut` (it is carried, but the answer is lost), `delay`, `stall` (a message stays queued). At its callbacks:
`drop_callbacks`, `duplicate_callbacks`, `reorder_callbacks`, `delay_callbacks`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class FaultKind(StrEnum):
    """What goes wrong."""

    REFUSE_500 = "refuse_500"  # an error, and nothing is carried
    TOO_MANY = "429"  # too many requests, and nothing is carried
    REFUSE = "refuse"  # refused with Twilio's error `code`
    ACCEPT_THEN_500 = "accept_then_500"  # carried, but the answer is an error
    ACCEPT_THEN_HANG = "accept_then_hang"  # carried, but no answer comes for `seconds` of real time
    ACCEPT_THEN_CUT = "accept_then_cut"  # carried, but the connection breaks in the middle of the answer
    DELAY = "delay"  # carried after `seconds` of real time
    STALL = "stall"  # a message waits in the queue for `seconds` of the Clock
    DROP = "drop_callbacks"  # a callback never comes
    DUPLICATE = "duplicate_callbacks"  # a callback comes twice
    REORDER = "reorder_callbacks"  # a callback comes after the next one
    LATE = "delay_callbacks"  # a callback comes `seconds` of real time later


AT_REQUEST = frozenset(list(FaultKind)[:8])
AT_CALLBACK = frozenset(list(FaultKind)[8:])
PLACES = ("messages", "calls", "inbound")


@dataclass(slots=True, kw_only=True)
class Fault:
    """One order: the fault happens `times` times, for requests that match."""

    where: str
    kind: StrEnum  # a FaultKind, or a kind of a service of its own
    times: int = 1
    match: Mapping[str, str] = field(default_factory=dict)  # e.g. {"to": "+34600000001"}: all must be equal
    seconds: float = 30.0
    code: int = 0
    used: int = 0

    @classmethod
    def ordered(
        cls, order: Mapping[str, Any], places: Sequence[str] = PLACES, kinds: type[StrEnum] = FaultKind
    ) -> "Fault":
        """Read an order; where there is one place, it needs no name. Raises ValueError that says what was expected."""
        where, kind = order.get("where", places[0] if len(places) == 1 else None), order.get("kind")
        if where not in places:
            raise ValueError(f"where is {where!r}; expected one of {', '.join(places)}")
        if kind not in set(kinds):
            raise ValueError(f"kind is {kind!r}; expected one of {', '.join(kinds)}")
        return cls(
            where=where,
            kind=kinds(kind),
            times=int(order.get("times", 1)),
            match={str(name): str(value) for name, value in dict(order.get("match", {})).items()},
            seconds=float(order.get("seconds", 30)),
            code=int(order.get("code", 0)),
        )

    def fits(self, where: str, kinds: frozenset[StrEnum], facts: Mapping[str, str]) -> bool:
        """Return whether this is the place and the touch for it, and some of it is left."""
        here = self.where == where and self.kind in kinds and self.used < self.times
        return here and all(facts.get(name) == value for name, value in self.match.items())


class Faults:
    """All orders, in the order in which they came."""

    def __init__(self) -> None:
        """Nothing goes wrong."""
        self._orders: list[Fault] = []

    def order(self, fault: Fault) -> dict[str, Any]:
        """Let this go wrong from now on; return what was ordered."""
        self._orders.append(fault)
        return {"ordered": fault.kind, "times": fault.times}

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._orders.clear()

    def take(self, where: str, kinds: frozenset[StrEnum], facts: Mapping[str, str]) -> Fault | None:
        """Return what goes wrong here, and count it."""
        fault = next((order for order in self._orders if order.fits(where, kinds, facts)), None)
        if fault:
            fault.used += 1
            if fault.used >= fault.times:
                self._orders.remove(fault)
        return fault

    def __len__(self) -> int:
        """Return how many orders are left."""
        return len(self._orders)
