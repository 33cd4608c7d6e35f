"""What does a check use, and what does it return? Edge: one ledger, one clock and one client for all checks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from cadence.app.opened_ledger import clock_of, ledger_of
from cadence.app.settings import Settings
from cadence.campaign import Campaign
from cadence.campaign.house_file import load_house
from cadence.campaign.store import from_json
from cadence.cli.temporal import temporal
from cadence.domain import CampaignState
from cadence.domain.clock import Clock
from cadence.domain.errors import CadenceError
from cadence.engine.law import LawInForce, law_today
from cadence.engine.outbox import OutboxRelay
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.campaigns import campaigns, enrolment_rows
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.db.ledger import Ledger


class CheckLevel(StrEnum):
    """How serious a result is."""

    OK = "ok"  # nothing to do
    WARNING = "warning"  # somebody should know; the exit code stays 0
    PROBLEM = "problem"  # somebody has to do something; the exit code says so


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one check."""

    level: CheckLevel
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """How one part is checked. `look` may raise a CadenceError, which is reported as a problem."""

    look: "Callable[[CheckContext], Result]"
    needs: tuple[str, ...] = ()  # checks that must succeed before this one can run


def ok(text: str) -> Result:
    """Return that nothing is wrong."""
    return Result(CheckLevel.OK, text)


def warning(text: str) -> Result:
    """Return what somebody should know."""
    return Result(CheckLevel.WARNING, text)


def problem(text: str) -> Result:
    """Return what is wrong, and what to do."""
    return Result(CheckLevel.PROBLEM, text)


def worst(*results: Result) -> Result:
    """Return several results as one: the problems and warnings, or, if there are none, the good results."""
    problems = [result.text for result in results if result.level is CheckLevel.PROBLEM]
    warnings = [result.text for result in results if result.level is CheckLevel.WARNING]
    if problems or warnings:
        return Result(CheckLevel.PROBLEM if problems else CheckLevel.WARNING, " ".join(problems + warnings))
    return ok("; ".join(result.text.rstrip(".") for result in results))


class CheckContext:
    """Everything the checks share. Each part is made when the first check asks for it; `close` ends it."""

    def __init__(self, settings: Settings) -> None:
        """Check the installation that these settings describe."""
        self.settings = settings
        self._closing: list[Callable[[], None]] = []

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger, if it has the schema that this program needs. Raises CadenceError."""
        ledger = ledger_of(self.settings, connections=2)
        self._closing.append(ledger.close)
        ledger.check_shape()
        return ledger

    @cached_property
    def clock(self) -> Clock:
        """The Clock of this installation."""
        return clock_of(self.ledger)

    @cached_property
    def law(self) -> LawInForce:
        """The law in force: by the ledger, if it can be read, else that of this program and of the settings."""
        house = load_house(self.settings.house)
        try:
            with self.ledger.begin() as connection:
                return law_today(connection, house)
        except CadenceError:
            return LawInForce(house=house)

    @cached_property
    def temporal_client(self) -> TemporalClient:
        """A client of Temporal. Its calls raise UnavailableError if Temporal does not answer."""
        return TemporalClient.in_thread(lambda: temporal(self.settings))

    @property
    def outbox(self) -> OutboxRelay:
        """The outbox, which compares the ledger with Temporal."""
        return OutboxRelay(self.ledger, self.temporal_client, self.clock)

    @cached_property
    def running(self) -> dict[str, Campaign]:
        """The current file of each running campaign."""
        with self.ledger.begin() as tx:
            running = [stored for stored in campaigns.every(tx) if stored.state is CampaignState.RUNNING]
            return {stored.name: from_json(campaigns.content(tx, stored.name, stored.version)) for stored in running}

    def unfinished(self) -> list[StoredCampaign]:
        """Return the campaigns that run or have open leads."""
        with self.ledger.begin() as tx:
            return [
                stored
                for stored in campaigns.every(tx)
                if stored.state is CampaignState.RUNNING or enrolment_rows.count_open(tx, stored.id)
            ]

    def ago(self, span: timedelta) -> datetime:
        """Return the Clock's instant that is this much real time ago."""
        return self.clock.now() - span * self.clock.speed

    def close(self) -> None:
        """Close what was opened."""
        for close in self._closing:
            close()
