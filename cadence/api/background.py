"""
What happens after a request was answered? Edge: workflows are notified and ringing calls canceled, in a few threads.

The carrier must not wait for Temporal, nor for itself. Nothing is lost when a background task fails or is dropped: the
reconciler delivers undelivered news, and a call stops ringing by itself. The queue is limited.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from cadence.domain.errors import CadenceError
from cadence.engine.outcomes.writing import EventResult
from cadence.ledger.touches.news import News

log = logging.getLogger(__name__)

THREADS = 8
"""Background tasks that run at the same time."""
MOST_WAITING = 2000
"""Background tasks running and waiting; with more, Temporal has been down for long, and the reconciler takes over."""


class BackgroundTasks:
    """Runs what follows from a request in the background. Safe to use from many threads."""

    def __init__(
        self,
        deliver: Callable[[Sequence[int], Sequence[News]], int],
        take_back: Callable[[Sequence[str]], int],
        *,
        threads: int = THREADS,
        most: int = MOST_WAITING,
    ) -> None:
        """Use `deliver` for news and what is known of it, `take_back` for calls that ring for who said stop."""
        self._deliver = deliver
        self._take_back = take_back
        self._pool = ThreadPoolExecutor(threads, "background")
        self._room = threading.BoundedSemaphore(most)

    def after(self, result: EventResult) -> None:
        """Do soon what follows from what has just been committed. Never raises and never waits."""
        if not result.news and not result.stopped:
            return
        self._submit(partial(self._run, result), partial(_left_to_the_reconciler, result))

    def soon(self, work: Callable[[], object], what: str) -> None:
        """Do something else soon. Never raises and never waits; the reconciler makes up for what is not done."""
        self._submit(partial(self._run_other, work, what), lambda why: _not_done(what, why))

    def _submit(self, work: Callable[[], None], not_done: Callable[[str], None]) -> None:
        if not self._room.acquire(blocking=False):
            not_done("too many background tasks are waiting")
            return
        try:
            self._pool.submit(work)
        except RuntimeError:  # the process is ending, and this request finished too late
            not_done("the process is ending")

    def close(self) -> None:
        """Finish running tasks; those that have not begun are left to the reconciler."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, result: EventResult) -> None:
        try:
            self._take_back(result.stopped)
            delivered = self._deliver(result.news, result.known)
            if delivered < len(result.news):
                _left_to_the_reconciler(result, f"{delivered} of {len(result.news)} delivered")
        except CadenceError as error:
            _left_to_the_reconciler(result, type(error).__name__)
        except Exception:  # a thread of a pool ends silently, so this is the last place to log it
            log.exception("a background task failed", extra={"action": "errand_failed"})
        finally:
            self._room.release()

    def _run_other(self, work: Callable[[], object], what: str) -> None:
        try:
            work()
        except CadenceError as error:
            _not_done(what, type(error).__name__)
        except Exception:  # as above
            log.exception("a background task failed", extra={"action": "errand_failed"})
        finally:
            self._room.release()


def _not_done(what: str, why: str) -> None:
    log.warning("%s, and its workflow hears of it later: %s", what, why, extra={"action": "bell_unreachable"})


def _left_to_the_reconciler(result: EventResult, why: str) -> None:
    log.warning(
        "news is left to the reconciler: %s", why, extra={"action": "bell_unreachable", "news": list(result.news)}
    )
