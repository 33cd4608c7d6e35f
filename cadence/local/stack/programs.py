"""How do our own programs run as processes? Edge: the emulator of the carrier, the web server and the workers."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from cadence.app.settings import Settings
from cadence.channels.twilio.addresses import INBOUND, INCOMING, Addresses
from cadence.domain.clock import Clock
from cadence.local.stack.ports import LOOPBACK, free_port, listens
from cadence.local.stack.process import ServerProcess


class EmulatorProcess(ServerProcess):
    """The carrier of this machine. It takes its account and token from the environment, like its callers."""

    def __init__(
        self,
        log: Path,
        record: Path,
        environment: Mapping[str, str],
        *,
        clock: Clock | None = None,
        options: Sequence[str] = (),
    ) -> None:
        """`record` is the file of all that it carries; `options` are more words for its command line."""
        self.port = free_port()
        self.record = record
        words = ["--port", str(self.port), "--file", str(record)]
        if clock is not None and clock.rehearsal:
            words += ["--origin", clock.origin.isoformat(), "--started", clock.started.isoformat()]
            words += ["--speed", str(clock.speed)]
        super().__init__(
            name="emulator",
            command=python("cadence.local.emulator", *words, *options),
            log=log,
            environment=environment,
            ready=lambda: listens(self.port),
        )

    @property
    def url(self) -> str:
        """Where its API is."""
        return f"http://{LOOPBACK}:{self.port}"


class Web(ServerProcess):
    """The web server, on the ports of the environment's CADENCE_WEB_PORT and CADENCE_API_PORT."""

    def __init__(self, log: Path, environment: Mapping[str, str]) -> None:
        """Set the settings it runs with."""
        self.ports = tuple(int(environment[name]) for name in ("CADENCE_WEB_PORT", "CADENCE_API_PORT"))
        super().__init__(
            name="web",
            command=python("cadence", "serve"),
            log=log,
            environment=environment,
            ready=lambda: all(map(listens, self.ports)),
        )


class Worker(ServerProcess):
    """One worker. Its log says when it is ready: by then it has read what people wrote while it was down."""

    def __init__(self, name: str, log: Path, environment: Mapping[str, str]) -> None:
        """Set the settings it runs with."""
        self._said_before = 0
        super().__init__(
            name=name, command=python("cadence", "worker"), log=log, environment=environment, ready=self._says_so
        )

    def spawn(self) -> None:
        """Start it without waiting; only new lines of its log count."""
        self._said_before = self.log.stat().st_size if self.log.exists() else 0
        super().spawn()

    def _says_so(self) -> bool:
        with self.log.open("rb") as log:
            log.seek(self._said_before)
            return b'"worker_ready"' in log.read()


def reaching(public_url: str, api_url: str) -> list[str]:
    """
    Return the emulator's words for where the engine is.

    Messages and calls from people come to the addresses that the owner of a number sets at Twilio, retries and all.
    Agents report to the API.
    """
    at = Addresses(public_url)
    inbound = ["--inbound-url", at.of(INBOUND), "--incoming-url", at.of(INCOMING)]
    return ["--public-url", public_url, *inbound, "--desk-url", api_url]


def listening(ports: Mapping[str, int]) -> list[str]:
    """Return the emulator's words for the ports of its servers beside Twilio's API, by their names."""
    return [word for name, port in ports.items() for word in ("--listen", f"{name}={port}")]


def metrics_port(place: int) -> dict[str, str]:
    """Return the variable with the port on which this worker of several shows its metrics; none where none is set."""
    first = Settings.from_env().worker_metrics
    return {} if first is None else {"CADENCE_WORKER_METRICS": str(first + place)}


def mail_settings(ports: Mapping[str, int]) -> dict[str, str]:
    """Return the variables by which our programs find the emulator's mail servers."""
    return {
        "CADENCE_SMTP_URL": f"smtp://cadence:emulated@{LOOPBACK}:{ports['smtp']}?tls=none",
        "CADENCE_IMAP_URL": f"imap://return:emulated@{LOOPBACK}:{ports['imap']}?tls=none",
        "CADENCE_RETURN_PATH": "return@bounce.example.com",
    }


def python(module: str, *words: str) -> list[str]:
    """Return the command that runs one of our own programs with this very Python."""
    return [sys.executable, "-m", module, *words]
