"""How long does the carrier wait for the answer to a webhook? Edge: measured from the signature to the answer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import Response

from cadence.domain.metrics import WEBHOOK
from cadence.domain.objectives import ANSWERED_WITHIN, WEBHOOKS
from cadence.engine.monitoring.measures import Measures

PREFIX = "/twilio/"
FAILED = 500
"""From this status on, the carrier sends it again."""


@dataclass(slots=True)
class Answering:
    """How one webhook was answered; until it is, as failed."""

    status: int = FAILED

    def by(self, response: Response) -> Response:
        """Note and return the answer."""
        self.status = response.status_code
        return response


@contextmanager
def timed(measures: Measures, path: str, touch: str) -> Iterator[Answering]:
    """Measure and follow the block in which the webhook of this path is answered; it is about this touch, if any."""
    begun, answering = time.perf_counter(), Answering()
    try:
        with measures.spans.webhook(name_of(path), touch) as answered:
            yield answering
            answered(str(answering.status))
    finally:
        seconds = time.perf_counter() - begun
        measures.observe(WEBHOOK, seconds, name_of(path), f"{answering.status // 100}xx")
        in_time = answering.status < FAILED and seconds <= ANSWERED_WITHIN.total_seconds()
        measures.count(WEBHOOKS, good=in_time)


def name_of(path: str) -> str:
    """Return the webhook's name, such as `message` or `answer_again`: its path without what differs."""
    return "_".join(part for part in path.removeprefix(PREFIX).split("/") if not part.startswith("{"))
