"""What does everything in here share? One place where the parts hang together."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cadence.local.emulator.agents import Floors
from cadence.local.emulator.config import Config
from cadence.local.emulator.faults import Faults
from cadence.local.emulator.people import EmulatedPeople
from cadence.local.emulator.people_file import PeopleFile
from cadence.local.emulator.rates import EmulatedRates
from cadence.local.emulator.schedule import Schedule
from cadence.local.emulator.store import Store, stamp
from cadence.local.emulator.webhooks import WebhookSender


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulatorParts:
    """The parts."""

    config: Config
    store: Store
    schedule: Schedule
    webhooks: WebhookSender
    faults: Faults
    floors: Floors
    rates: EmulatedRates
    people_file: PeopleFile

    @property
    def people(self) -> EmulatedPeople:
        """Everybody with a phone."""
        return self.people_file.people

    def now(self) -> datetime:
        """Return the Clock's instant."""
        return self.config.clock.now()

    def stamp(self) -> str:
        """Return the Clock's instant as it is written down."""
        return stamp(self.now())

    def add(self, table: str, sid: str, *stamped: str, person: str, **columns: Any) -> str:  # noqa: ANN401  what SQLite takes
        """Write down a message or a call that begins now; return its sid. `stamped` columns hold this instant, too."""
        now, zone = self.stamp(), self.people.behind(person).zone
        instants = dict.fromkeys(("created_at", "updated_at", *stamped), now)
        self.store.insert(table, **{"sid": sid, "person": person, "zone": zone, **instants, **columns})
        return sid

    def hear_stop(self, person: str, ours: str, channel: str, words: str, *, confirmed: bool = False) -> int:
        """Record that a person wrote stop; return the row's id. It counts when the engine has acknowledged it."""
        at = self.stamp()
        return self.store.insert(
            "opt_outs", person=person, ours=ours, channel=channel, words=words, at=at, confirmed=confirmed
        )

    async def lapse(self, span: timedelta) -> None:
        """Let this span of the Clock pass."""
        await asyncio.sleep(max(0.0, self.config.clock.real_span(span).total_seconds()))


def new_sid(prefix: str) -> str:
    """Return a fresh id: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)
