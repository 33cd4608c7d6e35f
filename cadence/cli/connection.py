"""How does a command open the ledger, and who gives the order? Edge: for all that need a server."""

import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from cadence.app.opened_ledger import clock_of, ledger_of
from cadence.app.settings import Settings
from cadence.domain.clock import Clock
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command, Given
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import people
from cadence.ledger.people.people import OperatorLead

if TYPE_CHECKING:
    from cadence.engine.law import LawInForce
    from cadence.engine.outcomes.planner import Planner


@dataclass(frozen=True, kw_only=True)
class LedgerSession:
    """The ledger, its clock and the person at the terminal."""

    settings: Settings
    ledger: Ledger
    clock: Clock
    actor: str
    origin: str

    @property
    def now(self) -> datetime:
        """The current instant of the engine's Clock."""
        return self.clock.now()

    @cached_property
    def planner(self) -> "Planner":
        """What records events and plans leads, by the law in force."""
        from cadence.campaign.house_file import load_house  # noqa: PLC0415  as below
        from cadence.engine.outcomes.planner import Planner  # noqa: PLC0415  all of policy; many commands judge nothing

        planner = Planner(self.ledger, self.clock, load_house(self.settings.house))
        with self.ledger.begin() as connection:
            planner.today.refresh(connection)
        return planner

    @property
    def law(self) -> "LawInForce":
        """The law in force."""
        return self.planner.today.in_force

    def command(
        self, name: str, *, why: str = "", lead: str | None = None, campaign: int | None = None, **args: str
    ) -> Command:
        """Return an order of this person: who, why and from where (protocol §5.10). `args` hold nothing personal."""
        return Command(
            name=name, actor=self.actor, origin=self.origin, why=why, lead=lead, campaign=campaign, args=args
        )

    def record(self, connection: Connection, command: Command, *, at: datetime | None = None) -> Given:
        """Record the order; `at` is its instant if that was fixed before, else now."""
        return commands.record(connection, command, at=at or self.now)

    def lead(self, key: str) -> str:
        """Return the id of the lead that was typed. Raises NotFoundError, ConflictError."""
        return self.person(key).id

    def person(self, key: str) -> OperatorLead:
        """Return the lead that was typed: by its list's id, a number, our id, or LIST/ID."""
        contact = self.address(key) if key.startswith("+") else key
        with self.ledger.begin() as connection:
            leads = people.find(connection, self.ledger.hasher, contact)
        if not leads:
            raise NotFoundError(
                "There is no such lead; expected the id in its list, LIST/ID, a number such as +34600000001, or our id."
            )
        if len(leads) > 1:
            several = ", ".join(f"{lead.list}/{lead.key}" for lead in leads)
            raise ConflictError(f"{len(leads)} leads match; name one of them: {several}.")
        return leads[0]

    def address(self, who: str) -> str:
        """Return the address that was typed, "" if a lead was: an id in a list may look like one."""
        from cadence.leads.contacts import is_typed_contact, typed_contact  # noqa: PLC0415  the tables of all numbers

        if who.startswith("+"):
            return typed_contact(who)
        if not is_typed_contact(who):
            return ""
        with self.ledger.begin() as connection:
            return "" if people.by_key(connection, who) else typed_contact(who)


@contextmanager
def open_session() -> Iterator[LedgerSession]:
    """Open the ledger with the keys it was made with. Raises UnavailableError, ConflictError, WrongKeysError."""
    settings = Settings.from_env()
    ledger = ledger_of(settings, connections=2)
    try:
        ledger.check_shape()
        ledger.check_keys()
        origin = f"cli@{socket.gethostname()}"
        yield LedgerSession(settings=settings, ledger=ledger, clock=clock_of(ledger), actor=_person(), origin=origin)
    finally:
        ledger.close()


def _person() -> str:
    """Return the user name of the person at the terminal."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # a container without an entry for this user id
        return f"uid {os.getuid()}"
