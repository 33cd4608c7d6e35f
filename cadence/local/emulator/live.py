"""What is true of a call while it is live? State of one call, and how it is reported."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime

from cadence.local.emulator.resources import VERSION, talked
from cadence.local.emulator.store import Row
from cadence.local.emulator.world import EmulatorParts


class HungUpError(Exception):
    """One side or the TwiML has hung up: the call is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOrder:
    """A call that was found to be in order: one to place, or one that a person makes."""

    person: str
    ours: str
    url: str
    callback: str = ""
    touch: str = ""
    events: frozenset[str] = frozenset({"completed"})
    ring: timedelta = timedelta(seconds=60)
    longest: timedelta = timedelta(hours=4)
    detection: str = ""  # Enable, DetectMessageEnd
    inbound: bool = False  # the person calls us


@dataclass(slots=True, kw_only=True)
class Live:
    """One call."""

    sid: str
    order: CallOrder
    task: asyncio.Task[None] | None = None
    ending: str = ""  # how the API ended it
    answered_by: str = ""  # the result of machine detection
    answered_by_person: bool = True
    key: str = ""  # what the person presses when asked
    patience: timedelta | None = None  # what is left of the person's; None: they stay until the other side leaves
    allowance: timedelta = field(init=False)  # what is left of the call's longest time
    sip: str = ""
    reports: int = 0

    def __post_init__(self) -> None:
        """Begin with all of the time that the call may last."""
        self.allowance = self.order.longest

    def stays(self, span: timedelta) -> timedelta:
        """Return how much of this span the person will be there for."""
        left = self.allowance if self.patience is None else min(self.patience, self.allowance)
        return min(span, left)

    def wear(self, span: timedelta) -> None:
        """Take a span from patience and allowance. Raises HungUpError when nothing is left."""
        self.allowance -= span
        if self.patience is not None:
            self.patience -= span
        if self.stays(span) <= timedelta(0) < span:
            raise HungUpError

    async def lapse(self, world: EmulatorParts, span: timedelta) -> None:
        """
        Let time pass on the call. Raises HungUpError when patience or allowance run out first.

        Only what is spent here wears them out, not the time that requests to the engine take: a network does not run
        faster in a rehearsal, and who hangs up must not depend on how busy this machine is.
        """
        stays = self.stays(span)
        await world.lapse(stays)
        self.wear(stays)


def described(world: EmulatorParts, live: Live, status: str) -> dict[str, str]:
    """Return the parameters that every request about a call has."""
    order = live.order
    caller, called = (order.person, order.ours) if order.inbound else (order.ours, order.person)
    params = {
        "AccountSid": world.config.account,
        "ApiVersion": VERSION,
        "CallSid": live.sid,
        "CallStatus": status,
        "Called": called,
        "Caller": caller,
        "Direction": "inbound" if order.inbound else "outbound-api",
        "From": caller,
        "To": called,
    }
    return params | ({"AnsweredBy": live.answered_by} if live.answered_by else {})


def reported(world: EmulatorParts, live: Live, row: Row, status: str) -> dict[str, str]:
    """Return the parameters of a status webhook."""
    params = described(world, live, status) | {
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(live.reports),
        "Timestamp": format_datetime(world.now()),
    }
    live.reports += 1
    if row["ended_at"]:
        params |= {"CallDuration": str(talked(row)), "Duration": str(-(-talked(row) // 60))}
    if live.sip:
        params["SipResponseCode"] = live.sip
    return params
