"""
How long does a process wait for the journal's disk? Edge: each access runs in a thread of its own, with a time limit.

A disk may hang without an error, such as a network share whose server is away. Then neither a stop may wait for it, nor
the look that halts everything. Whoever waits gives up in time; the thread stays until the disk answers, and until then
nothing more is asked of it: each request would leave one more thread.
"""

import errno
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import TypeVar

SECONDS = 6.0
"""Real seconds for one access, in which a writer may also wait for others (`file.PATIENCE`)."""
HANGS = "its disk does not answer"

_T = TypeVar("_T")


@dataclass(slots=True, eq=False)
class TimeLimit:
    """Runs accesses to one disk, and gives up on those that take too long."""

    _hanging: list[Thread] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def run(self, access: Callable[[], _T]) -> _T:
        """Return what an access returns, or raise what it raises. Raises TimeoutError when it takes too long."""
        with self._lock:
            self._hanging = [thread for thread in self._hanging if thread.is_alive()]
            if self._hanging:
                raise TimeoutError(errno.ETIMEDOUT, HANGS)
        results: list[_T] = []
        errors: list[BaseException] = []

        def ended() -> None:
            try:
                results.append(access())
            except BaseException as error:  # noqa: BLE001  it belongs to who waits
                errors.append(error)

        thread = Thread(target=ended, name="journal", daemon=True)
        thread.start()
        thread.join(SECONDS)
        if not results and not errors:
            with self._lock:
                self._hanging.append(thread)
            raise TimeoutError(errno.ETIMEDOUT, HANGS)
        for error in errors:
            raise error
        return results[0]
