"""How is one server started, watched and stopped? Edge."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cadence.domain.errors import UnavailableError

LEASH = Path(__file__).with_name("leash.py")
LAST_WORDS = 5
"""So many lines of a server's log go into the message when it fails."""


@dataclass(kw_only=True)
class ServerProcess:
    """
    One child process with its log file; as a context manager it runs inside the block.

    Start it from a thread that lives as long as it should: on Linux the kernel ends the child with that thread.
    """

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)  # on top of our own
    ready: Callable[[], bool] = lambda: True  # called after the start until it returns True
    patience: float = 60  # seconds to become ready
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL  # when we die suddenly: the engine has to survive that anyway
    uid: int = field(default_factory=os.geteuid)
    _child: "subprocess.Popen[bytes] | None" = field(default=None, init=False, repr=False)

    def start(self) -> None:
        """Start it and wait until it is ready."""
        self.spawn()
        try:
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def spawn(self) -> None:
        """Start it and do not wait."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        leash = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), str(int(self.death_signal)), str(self.uid)]
        # Its output goes to a file: an inherited pipe would keep the reader of our output waiting forever.
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(  # noqa: S603  our own servers
                [*leash, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                start_new_session=True,  # Ctrl-C is ours: we stop the servers in order
            )

    def wait_until_ready(self) -> None:
        """Return when it is ready; raise UnavailableError when it ended or took too long."""
        deadline = time.monotonic() + self.patience
        while not self.ready():
            if not self.running:
                raise UnavailableError(f"{self.name} ended at once (exit code {self.exit_code}).{self.last_words()}")
            if time.monotonic() > deadline:
                raise UnavailableError(f"{self.name} was not ready within {self.patience:.0f} s.{self.last_words()}")
            time.sleep(0.05)

    def stop(self, grace: float = 30) -> None:
        """Ask it to end, then insist. Stopping what does not run does nothing."""
        child, self._child = self._child, None
        if child is None:
            return
        if child.poll() is None:
            child.send_signal(self.stop_signal)
            try:
                child.wait(grace)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def kill(self) -> None:
        """End it as a crash would: SIGKILL, nothing is tidied up."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    @property
    def running(self) -> bool:
        """Whether it runs now."""
        return self._child is not None and self._child.poll() is None

    @property
    def pid(self) -> int | None:
        """Its process id, None before `start` and after `stop`."""
        return self._child.pid if self._child else None

    @property
    def exit_code(self) -> int | None:
        """How it ended, None while it runs."""
        return self._child.poll() if self._child else None

    def last_words(self) -> str:
        """Return where its log is and the end of it, ready to be added to a message."""
        try:
            lines = self.log.read_text(errors="replace").splitlines()[-LAST_WORDS:]
        except OSError:
            return ""
        return "".join(f"\n  {line}" for line in lines) + f"\nAll of it is in {self.log}"

    def __enter__(self) -> Self:
        """Start it; what a failed start leaves behind is stopped."""
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.stop()
