"""What does everything in here share? One place where the parts hang together."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.local.emulator.agents import Floors
from cadence.local.emulator.config import Config
from cadence.local.emulator.faults import Faults
from cadence.local.emulator.people import People
from cadence.local.emulator.people_file import Household
from cadence.local.emulator.rates import Rates
from cadence.local.emulator.schedule import Agenda
from cadence.local.emulator.store import Store, stamp
from cadence.local.emulator.webhooks import Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The parts."""

    config: Config
    store: Store
    agenda: Agenda
    mail: Mail
    faults: Faults
    floors: Floors
    rates: Rates
    household: Household

    @property
    def people(self) -> People:
        """Everybody with a phone."""
        return self.household.people

    def now(self) -> datetime:
        """Return the Clock's instant."""
        return self.config.clock.now()

    def stamp(self) -> str:
        """Return the Clock's instant as it is written down."""
        return stamp(self.now())

    async def lapse(self, span: timedelta) -> None:
        """Let this span of the Clock pass."""
        await asyncio.sleep(max(0.0, self.config.clock.real_span(span).total_seconds()))


def new_sid(prefix: str) -> str:
    """Return a fresh id: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)
