"""What is true of a call while it is live? State of one call, and how it is reported."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime

from cadence.emulator.resources import VERSION, talked
from cadence.emulator.store import Row
from cadence.emulator.world import World

EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})


class HungUpError(Exception):
    """Somebody has hung up, or TwiML said so: the call is over."""


@dataclass(slots=True, kw_only=True)
class Live:
    """One call."""

    sid: str
    person: str
    ours: str
    callback: str
    events: frozenset[str] = EVENTS
    task: asyncio.Task[None] | None = None
    ending: str = ""  # how the API ended it
    answered_by: str = ""  # what machine detection said
    answered_by_person: bool = True
    key: str = ""  # what the person presses when asked
    leaves_at: datetime | None = None  # when the person will have had enough; None: not before the other side
    sip: str = ""
    reports: int = field(default=0)

    async def lapse(self, world: World, span: timedelta) -> None:
        """Let time pass on the call. Raises HungUpError when the person leaves meanwhile."""
        left = self.leaves_at - world.now() if self.leaves_at else span
        if left < span:
            await world.lapse(max(left, timedelta(0)))
            raise HungUpError
        await world.lapse(span)


def described(world: World, live: Live, status: str) -> dict[str, str]:
    """Return what every request about a call says of it."""
    params = {
        "AccountSid": world.config.account,
        "ApiVersion": VERSION,
        "CallSid": live.sid,
        "CallStatus": status,
        "Called": live.person,
        "Caller": live.ours,
        "Direction": "outbound-api",
        "From": live.ours,
        "To": live.person,
    }
    return params | ({"AnsweredBy": live.answered_by} if live.answered_by else {})


def reported(world: World, live: Live, row: Row, status: str) -> dict[str, str]:
    """Return what a status callback says."""
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
