"""How are the results of the reconciler's jobs recorded? Edge: in the ledger, for operators, and not too often."""

import logging
import time
from collections.abc import Collection, Mapping

from cadence.domain.errors import CadenceError
from cadence.ledger.db import jobs
from cadence.ledger.db.ledger import Ledger

log = logging.getLogger(__name__)

SUCCESSES = 15.0
"""Real seconds between two records of a job that succeeds each time."""
FAILURES = 2.0
"""Real seconds between two records of a job that fails each time."""


class JobRecords:
    """Records how jobs end. A change is written at once, the same result again only from time to time."""

    def __init__(self, ledger: Ledger) -> None:
        """Write to this ledger."""
        self._ledger = ledger
        self._written: dict[str, tuple[bool, float]] = {}  # job -> whether it had succeeded, and when it was written

    def note(self, succeeded: Collection[str], failed: Mapping[str, str]) -> None:
        """Record how these jobs ended; `failed` has the error of each, without personal data. Never raises."""
        good = {name for name in succeeded if self._due(name, success=True)}
        bad = {name: error for name, error in failed.items() if self._due(name, success=False)}
        if not good and not bad:
            return
        try:
            with self._ledger.begin() as tx:
                jobs.succeeded(tx, good)
                jobs.failed(tx, bad)
        except CadenceError as error:
            log.warning("jobs are not recorded: %s", error, extra={"action": "jobs_unrecorded"})
            return
        now = time.monotonic()
        self._written |= dict.fromkeys(good, (True, now)) | dict.fromkeys(bad, (False, now))

    def _due(self, name: str, *, success: bool) -> bool:
        was, at = self._written.get(name, (not success, 0.0))
        return was is not success or time.monotonic() - at > (SUCCESSES if success else FAILURES)
