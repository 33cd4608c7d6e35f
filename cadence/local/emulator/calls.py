"""
What happens in a call? Edge: queued, ringing, answered, and then what the engine's TwiML says.

Each call is one task that reads from top to bottom. It lives as long as the call and no longer, so what a killed
emulator leaves behind is a call that broke off.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from cadence.local.emulator.behaviour import PickupKind
from cadence.local.emulator.conversation import Conversation
from cadence.local.emulator.live import CallOrder, HungUpError, Live, reported
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
        """Take a call: write it down, and let it live when it is its turn."""
        sid = self._world.add(
            "calls",
            new_sid("CA"),
            direction="outbound-api",
            person=order.person,
            ours=order.ours,
            status="queued",
            queue_ms=int(turn.total_seconds() * 1000),
            callback=order.callback,
            touch=order.touch,
        )
        self._begin(Live(sid=sid, order=order), lambda live: self._live_through(live, turn))
        return self._store.row("calls", sid)

    def receive(self, person: str, ours: str, key: str) -> str:
        """Let a person call one of our numbers, and press a key when they are asked for one; return the call's id."""
        order = CallOrder(person=dialled(person), ours=ours, url=self._world.config.incoming_url, inbound=True)
        sid = self._world.add(
            "calls",
            new_sid("CA"),
            "rang_at",
            "answered_at",
            direction="inbound",
            person=order.person,
            ours=ours,
            status="in-progress",
        )
        self._begin(Live(sid=sid, order=order, key=key), self._converse)
        return sid

    async def end(self, sid: str, how: str) -> bool:
        """Take back (`canceled`) or hang up (`completed`) a call; return whether there was still something to end."""
        live = self._live.get(sid)
        if live is None or live.task is None:
            return False
        if how == "canceled" and self._store.row("calls", sid)["status"] == "in-progress":
            return False
        live.ending = how
        live.task.cancel()
        await asyncio.wait({live.task})
        return True

    def break_off_leftovers(self) -> None:
        """End the calls that an emulator before this one was carrying when it was killed."""
        marks = ", ".join("?" * len(OPEN))
        for row in self._store.all(f"SELECT * FROM calls WHERE status IN ({marks})", *OPEN):  # noqa: S608  marks only
            order = CallOrder(person=row["person"], ours=row["ours"], url="", callback=row["callback"])
            self._finish(Live(sid=row["sid"], order=order), "completed" if row["answered_at"] else "failed")

    async def stop(self) -> None:
        """Let go of everybody, without a word."""
        tasks = [live.task for live in self._live.values() if live.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, live: Live, story: Callable[[Live], Awaitable[None]]) -> None:
        """Let a call happen, in a task of its own."""
        self._live[live.sid] = live
        live.task = asyncio.create_task(self._run(live, story))

    async def _run(self, live: Live, story: Callable[[Live], Awaitable[None]]) -> None:
        try:
            await story(live)
        except asyncio.CancelledError:
            if not live.ending:
                raise
            self._finish(live, live.ending)
        except Exception:
            log.exception("call %s broke off", live.sid)
            self._finish(live, "failed")
        finally:
            self._live.pop(live.sid, None)

    async def _live_through(self, live: Live, turn: timedelta) -> None:
        """Dial, ring, and if somebody or something answers, converse."""
        await self._world.lapse(turn)
        self._become(live, "initiated")
        await self._world.lapse(DIALS_FOR)
        self._become(live, "ringing", rang_at=self._world.stamp())
        nth = self._store.nth("calls", self._store.row("calls", live.sid))
        pick = self._world.people.takes_call(live.order.person, nth, self._world.now())
        if await self._rings_out(live, pick):
            return
        live.answered_by_person = pick.how in PEOPLE
        live.key = pick.key
        self._become(live, "in-progress", answered_at=self._world.stamp())
        if live.answered_by_person:
            live.patience = pick.patience
        await self._converse(live, pick)

    async def _converse(self, live: Live, pick: CallFate | None = None) -> None:
        """Follow what the engine says on an answered call, to its end."""
        with contextlib.suppress(HungUpError):
            if pick is not None and live.order.detection:
                await self._detect(live, pick)
            await Conversation(self._world, live).follow(live.order.url)
        self._finish(live, "completed")

    async def _rings_out(self, live: Live, pick: CallFate) -> bool:
        """Ring until a person or a machine answers; if neither does, finish the call and return True."""
        if pick.how is PickupKind.FAILED:
            await self._world.lapse(BUSY_AFTER)
            live.sip = NO_SUCH_NUMBER_SIP
            self._finish(live, "failed")
        elif pick.how in {PickupKind.BUSY, PickupKind.DECLINE}:
            await self._world.lapse(BUSY_AFTER if pick.how is PickupKind.BUSY else min(pick.after, live.order.ring))
            self._finish(live, "busy")
        elif pick.how is PickupKind.NO_ANSWER or pick.after >= live.order.ring:
            await self._world.lapse(live.order.ring)
            self._finish(live, "no-answer")
        else:
            await self._world.lapse(pick.after)
            return False
        return True

    async def _detect(self, live: Live, pick: CallFate) -> None:
        """Let machine detection listen, and know who answered."""
        to_the_end = live.order.detection == "DetectMessageEnd"
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
        if event in live.order.events:
            params = reported(self._world, live, self._store.row("calls", live.sid), status)
            self._world.webhooks.post(
                WebhookDelivery(sid=live.sid, where="calls", url=live.order.callback, params=params)
            )
