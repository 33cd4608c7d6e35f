"""Which servers does the emulator run beside Twilio's API? Edge: each has its own ports and its own admin addresses."""

from collections.abc import Sequence
from typing import Protocol

from starlette.routing import Route

from cadence.local.emulator.mail.service import MailService
from cadence.local.emulator.world import EmulatorParts


class EmulatedService(Protocol):
    """Another network on which people are reached."""

    def routes(self) -> Sequence[Route]:
        """Return its addresses under `/_emulator`."""

    async def start(self) -> None:
        """Begin to listen on the ports that `--listen` gives it; without them it does nothing."""

    async def stop(self) -> None:
        """Stop at once."""


def services(world: EmulatorParts) -> list[EmulatedService]:
    """Return every service. They are made before the server starts, so that their events are known to the schedule."""
    return [MailService(world)]
