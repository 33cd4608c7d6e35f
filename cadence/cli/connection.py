"""How does a command open the ledger and reach Temporal, and who gives the order? Edge: for all that need a server."""

import asyncio
import getpass
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import Connection
from temporalio.client import Client

from cadence.app.bootstrap import carrier_of, clock_of, ledger_of
from cadence.app.settings import Settings
from cadence.app.temporal import connect
from cadence.campaign.house_file import load_house
from cadence.cli.output import talk, wait_for
from cadence.domain import HoldName
from cadence.domain.clock import Clock
from cadence.domain.errors import CadenceError, ConflictError, NotFoundError, UnavailableError
from cadence.domain.payloads import CampaignInput
from cadence.domain.plurals import many
from cadence.engine.dispatch.takeback import take_back
from cadence.engine.law import LawInForce
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.writing import EventResult
from cadence.engine.temporal_client import TemporalClient
from cadence.leads.contacts import is_typed_contact, typed_contact
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command, Given
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import people
from cadence.ledger.people.people import OperatorLead

PATIENCE = timedelta(seconds=5)
"""Real time in which Temporal has to answer a command; workers wait longer."""
SILENT = 0.5
"""Seconds after which the command shows what it is waiting for."""


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
    def planner(self) -> Planner:
        """What records events and plans leads, by the law in force."""
        planner = Planner(self.ledger, self.clock, load_house(self.settings.house))
        with self.ledger.begin() as connection:
            planner.today.refresh(connection)
        return planner

    @property
    def law(self) -> LawInForce:
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
        with self.ledger.begin() as connection:
            leads = people.find(connection, self.ledger.hasher, typed_contact(key) if key.startswith("+") else key)
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
        if who.startswith("+"):
            return typed_contact(who)
        if not is_typed_contact(who):
            return ""
        with self.ledger.begin() as connection:
            return "" if people.by_key(connection, who) else typed_contact(who)

    def follow(self, result: EventResult) -> None:
        """Cancel calls that still ring for leads that stopped, and notify the workflows of what was recorded."""
        if result.stopped:
            self._cancel_calls(result.stopped)
        if result.news:
            self.deliver(result.news)

    def _cancel_calls(self, leads: Sequence[str]) -> None:
        try:
            cancelled = take_back(self.planner, carrier_of(self.settings), leads)
        except CadenceError as error:
            talk(f"{error} A call that is ringing now is not cancelled; nothing else is sent.")
        else:
            if cancelled:
                talk(f"{many(cancelled, 'ringing call was', 'ringing calls were')} cancelled.")

    def deliver(self, news: Sequence[int]) -> bool:
        """Notify the workflows; False if Temporal did not accept all news, which the worker then delivers later."""
        delivered = self._with_outbox(lambda outbox: outbox.deliver(news))
        if delivered < len(news):
            talk(
                "Temporal does not answer. The change is recorded, and the worker notifies the workflows when Temporal "
                "is available again."
            )
        return delivered == len(news)

    def wake_held(self, hold: HoldName, key: str) -> int:
        """Wake all leads that wait for one thing, page by page; return how many were reached."""
        return self._with_outbox(lambda outbox: outbox.wake_all(hold, key))

    def _with_outbox(self, work: Callable[[OutboxRelay], int]) -> int:
        """Return how many workflows the outbox reached; 0 if Temporal does not answer."""

        async def send() -> int:
            temporal_client = TemporalClient(await temporal(self.settings), asyncio.get_running_loop())
            return await asyncio.to_thread(work, OutboxRelay(self.ledger, temporal_client, self.clock))

        try:
            return wait_for(send())
        except UnavailableError:
            return 0

    def wake_campaign(self, campaign: str) -> bool:
        """Have the campaign's workflow read the ledger; False if Temporal does not answer."""

        async def wake() -> None:
            temporal_client = TemporalClient(await temporal(self.settings), asyncio.get_running_loop())
            order = CampaignInput(campaign=campaign, clock=self.clock)
            await asyncio.to_thread(temporal_client.start_campaign, order)

        try:
            wait_for(wake())
        except UnavailableError as error:
            talk(str(error))
            return False
        return True


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


async def temporal(settings: Settings) -> Client:
    """Return a client; show what it waits for, and give up after a few seconds. Raises UnavailableError."""
    connecting = asyncio.ensure_future(connect(settings, within=PATIENCE))
    done, _ = await asyncio.wait({connecting}, timeout=SILENT)
    if not done:
        talk(f"Waiting for Temporal at {settings.temporal_connection()['target_host']} ...")
    return await connecting


def _person() -> str:
    """Return the user name of the person at the terminal."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # a container without an entry for this user id
        return f"uid {os.getuid()}"
