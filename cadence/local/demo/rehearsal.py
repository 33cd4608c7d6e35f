"""
How is a campaign rehearsed? Edge: the embedded stack on a faster Clock, launched, paused once, and followed to its end.

Everything that runs is what runs in production; only the Clock is faster and the carrier is the emulator, which is
refused unless it listens on this machine.
"""

import asyncio
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cadence.app.opened_ledger import ledger_of
from cadence.app.settings import Settings
from cadence.app.stack_file import stack_lives
from cadence.app.temporal import connect
from cadence.campaign import Campaign
from cadence.campaign.house_file import load_house
from cadence.domain import PauseScope
from cadence.domain.clock import Clock, utc_now
from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.domain.list_rows import LeadRow
from cadence.domain.payloads import CampaignInput
from cadence.domain.plurals import many
from cadence.engine.launch.launch import Launch, LaunchOrder, launch, opened
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.campaigns import campaigns, pauses, status
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.touches import news
from cadence.local.demo.cast import Cast, cast
from cadence.local.demo.pace import RehearsalSpeed, forecast, pace, yardstick
from cadence.local.demo.team import DemoTeam
from cadence.local.stack.stack import Stack
from cadence.policy.packs.law import Law
from cadence.policy.packs.loading import load_law

ORIGIN = datetime(2027, 3, 8, 7, tzinfo=UTC)
"""A Monday of an ordinary working week, eight in the morning in Madrid, when the file names no start."""
DAYS = 5
"""How long the Clock runs at most."""
STARTING = timedelta(seconds=12)
"""Real time for the servers to come up: the Clock shows the origin when they are ready."""
PAUSE_AT = timedelta(days=1, hours=4)
PAUSE_FOR = timedelta(hours=1)
"""Once on the way everything is held still, and goes on."""
GUARD = timedelta(minutes=30)
"""Before closing, as long as a fast Clock makes it."""
LOOK_EVERY = 0.25
AGENTS_REPORT = timedelta(minutes=10)
"""Time of the Clock for what is in the air when the last lead has finished."""


@dataclass(kw_only=True)
class Rehearsal:
    """One run, and what is known of it while it goes on."""

    order: LaunchOrder
    folder: Path
    seed: int = 1
    speed: float | None = None  # None: as fast as the machine carries
    days: int = DAYS
    say: Callable[[str], None] = lambda _words: None
    look: Callable[["Rehearsal"], None] = lambda _: None
    stack: Stack = field(init=False)
    ledger: Ledger = field(init=False)
    team: DemoTeam = field(init=False)
    clock: Clock = field(init=False)
    pace: RehearsalSpeed = field(init=False)
    cast: Cast = field(init=False)
    launched: Launch = field(init=False)
    in_the_air: int = field(default=0, init=False)  # when the pause began
    paused_since: datetime | None = field(default=None, init=False)
    paused_for: timedelta = field(default=timedelta(0), init=False)

    @property
    def origin(self) -> datetime:
        """The instant at which the Clock begins: the campaign's first day, or a fixed Monday."""
        start = self.order.campaign.first_day
        return ORIGIN if start is None else datetime(start.year, start.month, start.day, 7, tzinfo=UTC)

    def run(self) -> None:
        """Start everything, carry out the campaign, and leave the servers running for further commands."""
        leads = self._read()
        self._choose_pace(leads)
        self._prepare_folder(leads)
        self.clock = Clock(origin=self.origin, started=utc_now() + STARTING, speed=self.pace.speed)
        options = ["--people", str(self.folder / "people.json"), "--seed", str(self.seed)]
        self.stack = Stack(folder=self.folder, clock=self.clock, emulator_options=options, say=self.say)
        self.stack.start()
        try:
            settings = self.stack.settings()
            _refuse_real_carrier(settings.twilio_url)
            self.ledger = ledger_of(settings, connections=2)
            self.team = DemoTeam(ledger=self.ledger, clock=self.clock, seed=self.seed)
            self._wait_until(self.origin)
            self._launch()
            self._follow()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the servers."""
        if hasattr(self, "ledger"):
            self.ledger.close()
        self.stack.stop()

    def _read(self) -> list[LeadRow]:
        with opened(self.order, self.origin) as (intake, rows):
            leads = list(rows)
        self.say(f"{self.order.leads.name}: {intake.report.summary()}")
        if not leads:
            raise InvalidInputError(f"{self.order.leads} has no lead to rehearse with; expected at least one good row.")
        return leads

    def _choose_pace(self, leads: list[LeadRow]) -> None:
        """Measure the machine, and say how fast the Clock will run."""
        campaign = self.order.campaign
        ahead = forecast(campaign, leads, self.origin, self._law(campaign), self.seed)
        self.pace = pace(ahead, os.cpu_count() or 1, yardstick())
        if self.speed is not None:
            self.pace = replace(self.pace, speed=self.speed, asked=True)
        if ahead.touches:
            self.say(self.pace.in_words(min(ahead.last - self.origin, timedelta(days=self.days))))
        else:
            self.say("Nothing is expected to leave: the rules refuse every step. The report will say which.")

    def _prepare_folder(self, leads: list[LeadRow]) -> None:
        """Begin with an empty ledger and an empty record: a rehearsal repeats from its seed."""
        if stack_lives(self.folder):
            raise ConflictError(f"Another demo runs in {self.folder}. Wait for it, or choose CADENCE_STATE_DIR.")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        campaign = self.order.campaign
        self.cast = cast(campaign, leads, self.origin, self._law(campaign), self.seed)
        people = json.dumps(self.cast.people, ensure_ascii=False)
        (self.folder / "people.json").write_text(people, encoding="utf-8")

    def _law(self, campaign: Campaign) -> Law:
        """Return the law that the workers of the stack will judge by."""
        return load_law(campaign, GUARD, house=load_house(Settings.from_env().house))

    def _launch(self) -> None:
        """Launch as `cadence launch` does."""
        self.launched = launch(self.ledger, self.order, self.clock.now())
        asyncio.run(self._ring())
        self.say(f"Launched at {self.clock.now():%a %Y-%m-%d %H:%M} UTC: {many(self.launched.enrolled, 'lead')}.")

    async def _ring(self) -> None:
        temporal_client = TemporalClient(await connect(self.stack.settings()), asyncio.get_running_loop())
        order = CampaignInput(campaign=self.order.campaign.campaign, clock=self.clock)
        await asyncio.to_thread(temporal_client.start_campaign, order)
        await asyncio.sleep(LOOK_EVERY)

    def _follow(self) -> None:
        """Look on until nothing more is due before the days are over; pause and resume once on the way."""
        end, paused_at = self.origin + timedelta(days=self.days), self.origin + PAUSE_AT
        while self.clock.now() < end and not self._over(end):
            if not self.paused_for and self.clock.now() >= paused_at:
                self._hold_still()
            self._tick()
        rest = self.clock.now() + AGENTS_REPORT
        while self.clock.now() < rest or self._under_way():
            if self.clock.now() > rest + timedelta(days=1):
                break
            self._tick()

    def _hold_still(self) -> None:
        """Pause the campaign for an hour of the Clock, as an operator would."""
        name = self.order.campaign.campaign
        order = PauseOrder(scope=PauseScope.CAMPAIGN, value=name, actor="demo", reason="to show a pause")
        with self.ledger.begin() as tx:
            began = pauses.begin(tx, order, at=self.clock.now())
        with self.ledger.begin() as tx:
            self.in_the_air = pauses.in_the_air(tx, PauseScope.CAMPAIGN, name).total
        self.say(
            f"Paused at {began.since:%a %H:%M} UTC for an hour, as an operator would: nothing more leaves. "
            f"{self.in_the_air} in the air."
        )
        self.paused_since = began.since
        until = began.since + PAUSE_FOR
        while self.clock.now() < until:
            self._tick()
        with self.ledger.begin() as tx:
            pauses.end(tx, PauseScope.CAMPAIGN, name, at=self.clock.now(), actor="demo")
        self.paused_for = self.clock.now() - began.since
        self.say(f"Resumed at {self.clock.now():%a %H:%M} UTC: everybody goes on where they were.")

    def _tick(self) -> None:
        self.stack.watch()
        self.team.work(self.order.campaign.campaign)
        self.look(self)
        time.sleep(LOOK_EVERY)

    def _over(self, end: datetime) -> bool:
        """Tell whether everybody has finished, or waits for a time after the end or for news that nobody will send."""
        with self.ledger.begin() as tx:
            campaign = campaigns.find(tx, self.order.campaign.campaign)
            progress, upcoming = status.progress(tx, campaign.id), status.next_wakeup(tx, campaign.id)
        nothing_due = upcoming is None or upcoming >= end
        return progress.leads > 0 and progress.waiting == 0 and nothing_due and not self._under_way()

    def _under_way(self) -> bool:
        """Tell whether a touch is still under way or a report is still to be handled."""
        name = self.order.campaign.campaign
        with self.ledger.begin() as tx:
            return pauses.in_the_air(tx, PauseScope.CAMPAIGN, name).total > 0 or bool(news.undelivered(tx, limit=1))

    def _wait_until(self, instant: datetime) -> None:
        while self.clock.now() < instant:
            self.stack.watch()
            time.sleep(LOOK_EVERY)


def _refuse_real_carrier(address: str) -> None:
    """Raise unless the carrier is on this machine (protocol §7)."""
    if (urlsplit(address).hostname or "") not in {"127.0.0.1", "localhost", "::1"}:
        raise ConflictError("The demo contacts nobody: it refuses a carrier that is not on this machine.")
