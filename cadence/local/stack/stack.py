"""
How does the whole engine run on this machine? Edge: PostgreSQL, Temporal, the emulator, web and workers, in this order.

Everything is kept in one folder. While the stack lives it holds a lock there and leaves its addresses in `stack.json`,
which `Settings.from_env` reads, so that any command in a second terminal finds it.
"""

import fcntl
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from cadence.app.settings import Settings
from cadence.app.stack_file import LOCK_FILE, STACK_FILE
from cadence.campaign.house_file import HOUSE_FILE, load_house
from cadence.domain.clock import Clock
from cadence.domain.errors import ConflictError, UnavailableError
from cadence.local.stack.keys import keys, write_private
from cadence.local.stack.ports import LOOPBACK, free_port
from cadence.local.stack.postgres import Postgres
from cadence.local.stack.process import ServerProcess
from cadence.local.stack.programs import (
    EmulatorProcess,
    Web,
    Worker,
    listening,
    mail_settings,
    metrics_port,
    reaching,
)
from cadence.local.stack.temporal import PORT, UI_PORT, TemporalServer

log = logging.getLogger(__name__)

WEB_PORT, API_PORT = 8080, 8081
TRIALS = "CADENCE_TRY_NUMBERS"
OF_A_REAL_CARRIER = (
    "TWILIO_API_KEY",
    "TWILIO_API_SECRET",
    "TWILIO_REGION",
    "TWILIO_EDGE",
    "CADENCE_OLD_TWILIO_TOKENS",
    "CADENCE_ONLY_NUMBERS",
)
LOCK_TRIES = 5
RESTARTS = 5
"""A server that ended so often..."""
RESTART_SPAN = 60.0
"""...within so many seconds will not live by being started once more."""
PAUSES = (0.0, 1.0, 2.0, 4.0)
"""Seconds before a server is started again, by how often it has ended of late: what it needs may be starting, too."""


@dataclass(kw_only=True)
class Stack:
    """All servers, as one context manager. `environment` is what finds them."""

    folder: Path
    clock: Clock = field(default_factory=Clock.real)
    workers: int = 1
    emulator: bool = True  # False: the carrier that the environment names
    emulator_options: Sequence[str] = ()  # more words for its command line
    say: Callable[[str], None] = lambda _words: None
    environment: dict[str, str] = field(default_factory=dict, init=False)
    temporal_ui: str = field(default="", init=False)  # the address of its Web UI
    processes: dict[str, ServerProcess] = field(default_factory=dict, init=False)
    _running: ExitStack = field(default_factory=ExitStack, init=False)
    _deaths: dict[str, deque[float]] = field(default_factory=dict, init=False)  # by name, on the monotonic clock
    _due: dict[str, float] = field(default_factory=dict, init=False)  # when one that ended is started again

    def start(self) -> None:
        """Start one server after the other, each when those it needs are ready."""
        self.folder = self.folder.absolute()
        self.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as running:
            running.enter_context(self._lock())
            self._begin_environment()
            self._start_postgres(running)
            self._start_temporal(running)
            self._start_programs(running)
            self._leave_addresses(running)
            self._running = running.pop_all()

    def stop(self) -> None:
        """Stop the servers, the last one first."""
        self._running.close()
        self.processes.clear()

    def watch(self) -> None:
        """
        Look after the servers once: one that ended is started again, at the same address and with the same data.

        Raises UnavailableError for one that ends again and again, with the end of its log.
        """
        for name, process in self.processes.items():
            if process.running:
                continue
            if name not in self._due:
                self._due[name] = time.monotonic() + self._pause_after_death(name, process)
                self.say(f"{name} ended (exit code {process.exit_code}); starting it again")
            if time.monotonic() >= self._due[name]:
                del self._due[name]
                process.spawn()

    def _pause_after_death(self, name: str, process: ServerProcess) -> float:
        """Return how long to wait before this one is started again. Raises UnavailableError when that is no use."""
        now = time.monotonic()
        deaths = self._deaths.setdefault(name, deque(maxlen=RESTARTS))
        deaths.append(now)
        of_late = [death for death in deaths if now - death < RESTART_SPAN]
        if len(of_late) == RESTARTS:
            raise UnavailableError(
                f"{name} ends again and again (exit code {process.exit_code}).{process.last_words()}"
                # A rehearsal starts from nothing each time.
                + ("" if self.clock.rehearsal else "\n`cadence up` goes on where it was; nothing is lost.")
            )
        return PAUSES[len(of_late) - 1]

    def stay(self, pause: float = 0.5) -> None:
        """Look after the servers until something interrupts us."""
        while True:
            self.watch()
            time.sleep(pause)

    def settings(self) -> Settings:
        """Return the settings with which our own programs run."""
        return Settings.from_env({**os.environ, **self.environment})

    def log(self, name: str) -> Path:
        """Return where a server's log is."""
        return self.folder / "logs" / f"{name}.log"

    @property
    def record(self) -> Path:
        """What the emulator carried: its own file."""
        return self.folder / "emulator.db"

    @property
    def api_url(self) -> str:
        """Where the API is."""
        return f"http://{LOOPBACK}:{self.environment['CADENCE_API_PORT']}"

    def _begin_environment(self) -> None:
        port, api_port = free_port(WEB_PORT), free_port(API_PORT)
        self.environment = {"CADENCE_STATE_DIR": str(self.folder), "CADENCE_WEB_PORT": str(port)}
        self.environment |= {"CADENCE_API_HOST": LOOPBACK, "CADENCE_API_PORT": str(api_port)}
        self.environment |= keys(self.folder, carrier=self.emulator)
        if self.emulator:
            # An empty variable counts as unset: settings for a real carrier are not used here.
            self.environment |= dict.fromkeys(OF_A_REAL_CARRIER, "")
        if house := self._house_file():
            self.environment["CADENCE_HOUSE"] = str(house)
        if trials := os.environ.get(TRIALS):
            self.environment[TRIALS] = trials  # `cadence try` in another terminal has the worker's
        if self.emulator or not os.environ.get("CADENCE_PUBLIC_URL"):
            self.environment["CADENCE_PUBLIC_URL"] = f"http://{LOOPBACK}:{port}"

    def _house_file(self) -> Path | None:
        """Return the house file that all programs of the stack read; its mistakes stop the stack at its start."""
        named = Settings.from_env().house
        load_house(named)
        file = named or HOUSE_FILE
        return file.absolute() if file.exists() else None

    def _start_postgres(self, running: ExitStack) -> None:
        self.say("Starting PostgreSQL")
        # A rehearsal starts from nothing each time, so its data need not survive a power cut.
        postgres = Postgres(self.folder / "postgres", self.log("postgres"), durable=not self.clock.rehearsal)
        running.enter_context(postgres)
        self.processes[postgres.name] = postgres
        self.environment["CADENCE_DATABASE_URL"] = postgres.url()
        self._prepare_ledger()

    def _prepare_ledger(self) -> None:
        from cadence.app.opened_ledger import ledger_of  # noqa: PLC0415  heavy
        from cadence.ledger.db import clock  # noqa: PLC0415  heavy

        ledger = ledger_of(self.settings(), connections=1)
        try:
            for line in ledger.migrate():
                log.warning(line, extra={"action": "ledger_upgraded"})
            ledger.check_keys()
            with ledger.begin() as connection:
                if clock.read(connection).rehearsal and not self.clock.rehearsal:
                    raise ConflictError(
                        f"{self.folder} holds a rehearsal, and real time never goes on from one. Choose another folder "
                        "with CADENCE_STATE_DIR. `cadence demo --stay` keeps a rehearsal open at its end."
                    )
                clock.set_clock(connection, self.clock)
        finally:
            ledger.close()

    def _start_temporal(self, running: ExitStack) -> None:
        self.say("Starting Temporal")
        ports = {"port": free_port(PORT), "ui_port": free_port(UI_PORT)}
        server = TemporalServer(self.log("temporal"), self.folder / "temporal.db", **ports)
        running.enter_context(server)
        self.processes[server.name] = server
        self.temporal_ui = server.ui_url
        self.environment |= {
            "TEMPORAL_ADDRESS": server.address,
            "TEMPORAL_NAMESPACE": "default",
            "TEMPORAL_CONFIG_FILE": os.devnull,  # its content is meant for another server
        }

    def _start_programs(self, running: ExitStack) -> None:
        """Start our own programs all together: each takes seconds to load, and waits for the others by itself."""
        programs: list[ServerProcess] = []
        if self.emulator:
            ports = {name: free_port() for name in ("smtp", "imap")}
            engine = reaching(self.environment["CADENCE_PUBLIC_URL"], self.api_url)
            options = [*engine, *listening(ports), *self.emulator_options]
            emulator = EmulatorProcess(
                self.log("emulator"), self.record, self.environment, clock=self.clock, options=options
            )
            self.environment |= {"CADENCE_TWILIO_URL": emulator.url, **mail_settings(ports)}
            programs.append(emulator)
        programs.append(Web(self.log("web"), self.environment))
        names = [f"worker-{number}" for number in range(1, self.workers + 1)]
        programs += [
            Worker(name, self.log(name), self.environment | metrics_port(place)) for place, name in enumerate(names)
        ]
        self.say(f"Starting {', '.join(program.name for program in programs)}")
        for program in programs:
            running.callback(program.stop)
            program.spawn()
            self.processes[program.name] = program
        for program in programs:
            program.wait_until_ready()

    def _leave_addresses(self, running: ExitStack) -> None:
        file = self.folder / STACK_FILE
        write_private(file, self.environment)
        running.callback(file.unlink, missing_ok=True)

    def _lock(self) -> IO[str]:
        lock = (self.folder / LOCK_FILE).open("a")
        for _ in range(LOCK_TRIES):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.1)  # a caller may only be checking that we run
            else:
                return lock
        lock.close()
        raise ConflictError(
            f"Another stack runs in {self.folder}. Stop it, or choose another folder with CADENCE_STATE_DIR."
        )

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.stop()
