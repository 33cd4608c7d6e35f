"""How does a command reach the ledger, and who gives the order? Edge: shared by all commands that need a server."""

import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cadence.clock import Clock
from cadence.errors import ConflictError, NotFoundError, UnavailableError
from cadence.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadence.ledger.commands import Command
    from cadence.ledger.ledger import Ledger
    from cadence.ledger.people import Person
    from cadence.settle import Mind, Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The ledger, its clock and the person at the terminal."""

    settings: Settings
    ledger: "Ledger"
    clock: Clock
    actor: str
    origin: str

    @property
    def now(self) -> datetime:
        """The instant the Clock shows."""
        return self.clock.now()

    def command(
        self, name: str, *, why: str = "", lead: str | None = None, campaign: int | None = None, **args: str
    ) -> "Command":
        """Return an order of this person: who, why and from where (protocol §5.10). `args` hold nothing personal."""
        from cadence.ledger.commands import Command

        return Command(
            name=name, actor=self.actor, origin=self.origin, why=why, lead=lead, campaign=campaign, args=args
        )

    def record(self, connection: "Connection", command: "Command") -> None:
        """Write the order down."""
        from cadence.ledger import commands

        commands.record(connection, command, at=self.now)

    def lead(self, key: str) -> str:
        """Return the id of the lead that a person at the terminal means. Raises NotFoundError, ConflictError."""
        return self.person(key).id

    def person(self, key: str) -> "Person":
        """Return the lead that a person at the terminal means: by its list's id, a number, our id, or LIST/ID."""
        from cadence.ledger import people

        list_name, slash, own = key.rpartition("/")
        with self.ledger.begin() as connection:
            found = people.find(connection, self.ledger.hasher, own if slash else key)
        found = [one for one in found if not slash or one.list == list_name]
        if not found:
            raise NotFoundError("No lead goes by that; expected the id in its list, a number, or our own id.")
        if len(found) > 1:
            several = ", ".join(f"{one.list}/{one.key}" for one in found)
            raise ConflictError(f"{len(found)} leads go by that; say which: {several}.")
        return found[0]

    @property
    def mind(self) -> "Mind":
        """What records words and plans for leads."""
        from cadence.settle import Mind

        return Mind(self.ledger, self.clock)

    def deliver(self, settled: "Settled") -> None:
        """Have the workflows look at what was written. With Temporal down the worker tells them later."""
        from cadence.bell import BellRope
        from cadence.cli.output import talk
        from cadence.courier import Courier
        from cadence.temporal import connect

        try:
            rope = BellRope.hang(lambda: connect(self.settings))
        except UnavailableError:
            talk("Temporal does not answer; it is written down, and the worker tells the workflows when it is back.")
            return
        Courier(self.ledger, rope, self.clock).deliver(settled.news)

    async def ring_campaign(self, campaign: str) -> None:
        """Have the campaign's workflow look into the ledger. Raises UnavailableError."""
        from cadence.bell import Bell
        from cadence.orders import CampaignInput
        from cadence.temporal import connect

        bell = Bell(await connect(self.settings))
        await bell.start_campaign(CampaignInput(campaign=campaign, clock=self.clock))


@contextmanager
def house() -> Iterator[House]:
    """Open the ledger with the keys it was made with. Raises UnavailableError, ConflictError, WrongKeysError."""
    from cadence.ledger import clock
    from cadence.wiring import ledger_of

    settings = Settings.from_env()
    ledger = ledger_of(settings, connections=2)
    try:
        ledger.check_keys()
        ledger.check_shape()
        with ledger.begin() as connection:
            time = clock.read(connection)
        yield House(settings=settings, ledger=ledger, clock=time, actor=_person(), origin=f"cli@{socket.gethostname()}")
    finally:
        ledger.close()


def _person() -> str:
    """Return the name of whoever types, as the machine knows it."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # a container without a user of that number
        return f"uid {os.getuid()}"
