"""
Who tells the workflows what was written, and takes back what still rings? Edge: a few threads with a bounded queue.

The carrier must not wait for Temporal, nor for itself. Nothing is lost when a task fails or is dropped: the reconciler
delivers whatever the ledger holds undelivered, and a call rings out by itself.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from cadence.domain.errors import CadenceError
from cadence.engine.outcomes import Settled

log = logging.getLogger(__name__)

HANDS = 8
"""Errands run at the same time."""
MOST_WAITING = 2000
"""Errands under way and waiting; beyond that Temporal has been down for long, and the reconciler will do."""


class BackgroundTasks:
    """Runs errands in the background. Safe to use from many threads."""

    def __init__(
        self,
        deliver: Callable[[Sequence[int]], int],
        take_back: Callable[[Sequence[str]], int],
        *,
        hands: int = HANDS,
        most: int = MOST_WAITING,
    ) -> None:
        """Run to `deliver` news, and to `take_back` calls that ring for people who said stop."""
        self._deliver = deliver
        self._take_back = take_back
        self._pool = ThreadPoolExecutor(hands, "errand")
        self._room = threading.BoundedSemaphore(most)

    def after(self, settled: Settled) -> None:
        """Have done, soon, what follows from what has just been committed. Never raises and never waits."""
        if not settled.news and not settled.stopped:
            return
        if not self._room.acquire(blocking=False):
            _left_to_the_reconciler(settled, "too many errands are waiting")
            return
        try:
            self._pool.submit(self._run, settled)
        except RuntimeError:  # the process ends, and this request was slower than its farewell
            _left_to_the_reconciler(settled, "the process ends")

    def close(self) -> None:
        """Finish what is under way; what has not begun is left to the reconciler."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, settled: Settled) -> None:
        try:
            self._take_back(settled.stopped)
            delivered = self._deliver(settled.news)
            if delivered < len(settled.news):
                _left_to_the_reconciler(settled, f"{delivered} of {len(settled.news)} delivered")
        except CadenceError as error:
            _left_to_the_reconciler(settled, type(error).__name__)
        except Exception:  # a thread of a pool ends in silence: this is the last place to say it
            log.exception("an errand failed", extra={"action": "errand_failed"})
        finally:
            self._room.release()


def _left_to_the_reconciler(settled: Settled, why: str) -> None:
    log.warning(
        "news is left to the reconciler: %s", why, extra={"action": "bell_unreachable", "news": list(settled.news)}
    )
