"""
How are many reports recorded at once? Edge: what comes while one transaction is written goes together in the next.

A report is answered once it is committed, as ever. What changes nothing but its own touch is written in batches; every
other report, and each of a batch that fails, is recorded alone, so that none fails or waits because of another.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from cadence.channels.provider import CarrierReport
from cadence.domain.errors import UnavailableError
from cadence.engine.outcomes.writing import EventResult

MOST = 64
"""Reports in one transaction."""
ALONE = 8
"""Reports that are recorded alone at the same time: each takes a connection to the ledger."""

Answer = asyncio.Future[None]


class ReportBatches:
    """Records reports. Used on one event loop; the transactions run in threads."""

    def __init__(
        self,
        together: Callable[[Mapping[str, CarrierReport]], Mapping[str, EventResult]],
        alone: Callable[[str, CarrierReport], EventResult],
        after: Callable[[EventResult], None],
    ) -> None:
        """Record with these functions, and hand each result to `after` once it is committed."""
        self._together, self._alone, self._after = together, alone, after
        self._waiting: list[tuple[str, CarrierReport, Answer]] = []
        self._writing: asyncio.Task[None] | None = None
        self._single: set[asyncio.Task[None]] = set()
        self._batch_thread = ThreadPoolExecutor(1, "reports")
        self._threads = ThreadPoolExecutor(ALONE, "report")

    async def record(self, touch: str, report: CarrierReport) -> None:
        """Record a report on a touch; return once it is committed. Raises NotFoundError and UnavailableError."""
        answer: Answer = asyncio.get_running_loop().create_future()
        self._waiting.append((touch, report, answer))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await answer

    def close(self) -> None:
        """Finish what is being recorded. Requests have ended by then."""
        self._batch_thread.shutdown()
        self._threads.shutdown()

    async def _write(self) -> None:
        """Record what waits, batch by batch, until nothing does."""
        loop = asyncio.get_running_loop()
        try:
            while batch := self._next_batch():
                reports = {touch: report for touch, (report, _) in batch.items()}
                done: Mapping[str, EventResult] = {}
                try:
                    done = await loop.run_in_executor(self._batch_thread, self._together, reports)
                except UnavailableError as error:
                    for _, answer in batch.values():
                        _give(answer, error)
                    continue
                except Exception:  # noqa: BLE001  the report that is at fault says so itself, below
                    done = {}
                for touch, (report, answer) in batch.items():
                    if touch in done:
                        self._after(done[touch])
                        _give(answer)
                    else:
                        task = asyncio.create_task(self._record_alone(touch, report, answer))
                        self._single.add(task)
                        task.add_done_callback(self._single.discard)
        finally:
            self._writing = None

    def _next_batch(self) -> dict[str, tuple[CarrierReport, Answer]]:
        """Return what goes together, by touch. Of several reports on one touch the first goes; the rest wait for it."""
        batch: dict[str, tuple[CarrierReport, Answer]] = {}
        rest = []
        for touch, report, answer in self._waiting:
            if touch in batch or len(batch) >= MOST:
                rest.append((touch, report, answer))
            else:
                batch[touch] = (report, answer)
        self._waiting = rest
        return batch

    async def _record_alone(self, touch: str, report: CarrierReport, answer: Answer) -> None:
        loop = asyncio.get_running_loop()
        try:
            result = await loop.run_in_executor(self._threads, partial(self._alone, touch, report))
        except Exception as error:  # noqa: BLE001  it is the request's to handle
            _give(answer, error)
        else:
            self._after(result)
            _give(answer)


def _give(answer: Answer, error: Exception | None = None) -> None:
    """End the wait of a request, which may be gone."""
    if answer.done():
        return
    if error is None:
        answer.set_result(None)
    else:
        answer.set_exception(error)
