"""
What happens in a call? Edge: queued, ringing, answered, and then what the engine's TwiML says.

Each call is one task that reads from top to bottom. It lives as long as the call and no longer, so what a killed
emulator leaves behind is a call that broke off.
"""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from datetime import timedelta

from cadence.local.emulator.behaviour import PickupKind
from cadence.local.emulator.conversation import Conversation
from cadence.local.emulator.live import HungUpError, Live, reported
from cadence.local.emulator.people import CallFate
from cadence.local.emulator.spellings import dialled
from cadence.local.emulator.store import Row
from cadence.local.emulator.webhooks import WebhookDelivery
from cadence.local.emulator.world import EmulatorParts, new_sid

DIALS_FOR = timedelta(seconds=1.5)
"""Between the first signal to the network and the first ring."""
BUSY_AFTER = timedelta(seconds=2)
HUMAN_TOLD_AFTER = timedelta(seconds=1.5)
MACHINE_TOLD_AFTER = timedelta(seconds=4)
UNKNOWN_TOLD_AFTER = timedelta(seconds=5)
"""What machine detection needs."""
OPEN = ("queued", "initiated", "ringing", "in-progress")
NO_SUCH_NUMBER_SIP = "404"

PEOPLE = frozenset({PickupKind.ANSWER, PickupKind.HANGS_UP, PickupKind.UNKNOWN})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOrder:
    """A call to place, found to be in order."""

    person: str
    ours: str
    url: str
    callback: str = ""
    touch: str = ""
    events: frozenset[str] = field(default_factory=lambda: frozenset({"completed"}))
    ring: timedelta = timedelta(seconds=60)
    longest: timedelta = timedelta(hours=4)
    detection: str = ""  # Enable, DetectMessageEnd


class Calls:
    """All calls, and the tasks of those that are live."""

    def __init__(self, world: EmulatorParts) -> None:
        """Nobody is on the phone."""
        self._world, self._store = world, world.store
        self._live: dict[str, Live] = {}

    def __len__(self) -> int:
        """Return how many calls are live."""
        return len(self._live)

    def take(self, order: CallOrder, turn: timedelta) -> Row:
        """Take a call: write it down, and let it live."""
        now, sid = self._world.stamp(), new_sid("CA")
        self._store.insert(
            "calls",
            sid=sid,
            direction="outbound-api",
            person=order.person,
            zone=self._world.people.behind(order.person).zone,
            ours=order.ours,
            status="queued",
            created_at=now,
            updated_at=now,
            queue_ms=int(turn.total_seconds() * 1000),
            callback=order.callback,
            touch=order.touch,
        )
        live = Live(sid=sid, person=order.person, ours=order.ours, callback=order.callback, events=order.events)
        self._live[sid] = live
        live.task = asyncio.create_task(self._run(live, order, turn))
        return self.row(sid)

    def receive(self, person: str, ours: str, key: str) -> str:
        """Let a person call one of our numbers, and press a key when they are asked for one; return the call's id."""
        person = dialled(person)
        now, sid = self._world.stamp(), new_sid("CA")
        self._store.insert(
            "calls",
            sid=sid,
            direction="inbound",
            person=person,
            zone=self._world.people.behind(person).zone,
            ours=ours,
            status="in-progress",
            created_at=now,
            updated_at=now,
            rang_at=now,
            answered_at=now,
        )
        live = Live(sid=sid, person=person, ours=ours, callback="", key=key, inbound=True)
        self._live[sid] = live
        live.task = asyncio.create_task(self._listen(live))
        return sid

    async def _listen(self, live: Live) -> None:
        """Follow what the engine answers to a person who calls it."""
        try:
            with contextlib.suppress(HungUpError):
                await Conversation(self._world, live).follow(self._world.config.incoming_url)
            self._finish(live, "completed")
        finally:
            self._live.pop(live.sid, None)

    def row(self, sid: str) -> Row:
        """Return a call."""
        row = self._store.one("SELECT * FROM calls WHERE sid = ?", sid)
        if row is None:
            raise KeyError(sid)
        return row

    async def end(self, sid: str, how: str) -> bool:
        """Take back (`canceled`) or hang up (`completed`) a call; return whether there was still something to end."""
        live = self._live.get(sid)
        if live is None or live.task is None:
            return False
        if how == "canceled" and self.row(sid)["status"] == "in-progress":
            return False
        live.ending = how
        live.task.cancel()
        await asyncio.wait({live.task})
        return True

    def break_off_leftovers(self) -> None:
        """End the calls that an emulator before this one was carrying when it was killed."""
        marks = ", ".join("?" * len(OPEN))
        for row in self._store.all(f"SELECT * FROM calls WHERE status IN ({marks})", *OPEN):  # noqa: S608  marks only
            live = Live(sid=row["sid"], person=row["person"], ours=row["ours"], callback=row["callback"])
            self._become(live, "completed" if row["answered_at"] else "failed", ended_at=self._world.stamp())

    async def stop(self) -> None:
        """Let go of everybody, without a word."""
        tasks = [live.task for live in self._live.values() if live.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, live: Live, order: CallOrder, turn: timedelta) -> None:
        try:
            await self._live_through(live, order, turn)
        except asyncio.CancelledError:
            if not live.ending:
                raise
            self._finish(live, live.ending)
        except Exception:
            log.exception("call %s broke off", live.sid)
            self._finish(live, "failed")
        finally:
            self._live.pop(live.sid, None)

    async def _live_through(self, live: Live, order: CallOrder, turn: timedelta) -> None:
        await self._world.lapse(turn)
        self._become(live, "initiated")
        await self._world.lapse(DIALS_FOR)
        self._become(live, "ringing", rang_at=self._world.stamp())
        nth = self._nth(order.person, live.sid)
        pick = self._world.people.takes_call(order.person, nth, self._world.now())
        if await self._rings_out(live, order, pick):
            return
        live.answered_by_person = pick.how in PEOPLE
        live.key = pick.key
        self._become(live, "in-progress", answered_at=self._world.stamp())
        if live.answered_by_person:
            live.patience = pick.patience
        live.allowance = order.longest
        with contextlib.suppress(HungUpError):
            await self._detect(live, order, pick)
            await Conversation(self._world, live).follow(order.url)
        self._finish(live, "completed")

    async def _rings_out(self, live: Live, order: CallOrder, pick: CallFate) -> bool:
        """Ring until a person or a machine answers; if neither does, finish the call and return True."""
        if pick.how is PickupKind.FAILED:
            await self._world.lapse(BUSY_AFTER)
            live.sip = NO_SUCH_NUMBER_SIP
            self._finish(live, "failed")
        elif pick.how in {PickupKind.BUSY, PickupKind.DECLINE}:
            await self._world.lapse(BUSY_AFTER if pick.how is PickupKind.BUSY else min(pick.after, order.ring))
            self._finish(live, "busy")
        elif pick.how is PickupKind.NO_ANSWER or pick.after >= order.ring:
            await self._world.lapse(order.ring)
            self._finish(live, "no-answer")
        else:
            await self._world.lapse(pick.after)
            return False
        return True

    async def _detect(self, live: Live, order: CallOrder, pick: CallFate) -> None:
        """Let machine detection listen, if it was asked for, and know who answered."""
        if not order.detection:
            return
        to_the_end = order.detection == "DetectMessageEnd"
        match pick.how:
            case PickupKind.FULL_MAILBOX:
                await self._world.lapse(pick.greeting)
                raise HungUpError  # the mailbox
            case PickupKind.MACHINE:
                answered_by, after = (
                    ("machine_end_beep", pick.greeting) if to_the_end else ("machine_start", MACHINE_TOLD_AFTER)
                )
            case PickupKind.FAX:
                answered_by, after = "fax", MACHINE_TOLD_AFTER
            case PickupKind.UNKNOWN:
                answered_by, after = "unknown", UNKNOWN_TOLD_AFTER
            case _:
                answered_by, after = "human", pick.greeting + HUMAN_TOLD_AFTER
        await live.lapse(self._world, after)
        live.answered_by = answered_by
        self._store.update("calls", live.sid, answered_by=answered_by)

    def _finish(self, live: Live, status: str) -> None:
        self._become(live, status, ended_at=self._world.stamp())

    def _become(self, live: Live, status: str, **changed: str) -> None:
        self._store.update("calls", live.sid, status=status, updated_at=self._world.stamp(), **changed)
        event = {"in-progress": "answered", "initiated": "initiated", "ringing": "ringing"}.get(status, "completed")
        if event in live.events:
            params = reported(self._world, live, self.row(live.sid), status)
            self._world.mail.post(WebhookDelivery(sid=live.sid, where="calls", url=live.callback, params=params))

    def _nth(self, person: str, sid: str) -> int:
        query = (
            "SELECT count(*) FROM calls WHERE person = ? AND direction = 'outbound-api' "
            "AND id <= (SELECT id FROM calls WHERE sid = ?)"
        )
        return self._store.count(query, person, sid)
