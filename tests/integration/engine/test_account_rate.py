"""Do calls keep the account's rate, and does none wait at the carrier until nobody may be called any more?"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from cadence.channels.provider import Accepted, Answer, Dial
from cadence.domain import Channel
from cadence.engine.dispatch.answers import SenderRates
from tests.integration.engine.conftest import SetStage

PEOPLE = [f"+3460000081{n}" for n in range(4)]
CALL = """
  - step: talk
    call: {floor: FLOOR, ring: 25 seconds}
    on: {otherwise: end}
"""


async def test_calls_of_all_senders_keep_the_rate_of_the_account(stage: SetStage) -> None:
    """Twilio queues what is faster: one call in ten minutes, whatever each sender may do."""
    on = stage(CALL, {one: {"script": ["busy"]} for one in PEOPLE}, agents=4)
    on.enrol(*PEOPLE)
    async with on.working(rates=SenderRates(per_sender={"": 100.0}, calls=1 / 600)):
        await on.finished(4)

    with on.ledger.begin() as tx:
        at = tx.exec_driver_sql("SELECT at FROM touches ORDER BY at").scalars().all()
    assert all(later - sooner > timedelta(minutes=9) for sooner, later in pairwise(at))


class Queues:
    """A carrier that has a long queue, for the first call."""

    def __init__(self, real: Any, *, takes_back: bool) -> None:
        self._real = real
        self._takes_back = takes_back
        self.dialled: list[Answer] = []
        self.canceled: list[str] = []

    def dial(self, dial: Dial) -> Answer:
        """Take it, and say how long it will wait."""
        if self.dialled:
            answer: Answer = self._real.dial(dial)
        else:
            answer = Accepted(sid="CA" + "0" * 32, status="queued", queued=timedelta(days=1))
        self.dialled.append(answer)
        return answer

    def cancel(self, channel: Channel, sid: str) -> bool:
        """Take back what waits."""
        self.canceled.append(sid)
        return self._takes_back

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Let everything else through."""
        return getattr(self._real, name)  # type: ignore[no-any-return]


@pytest.mark.parametrize("takes_back", [True, False])
async def test_a_call_that_would_wait_past_closing_is_taken_back_and_goes_again(
    stage: SetStage, takes_back: bool
) -> None:
    """It used up nothing; one that the carrier does not take back rings, and its report is awaited."""
    on = stage(CALL, {PEOPLE[0]: {"script": ["busy"]}}, hours="08:00-22:00")
    on.enrol(PEOPLE[0])
    carrier = Queues(on.carrier, takes_back=takes_back)
    async with on.working(carrier=carrier):
        if takes_back:
            await on.finished()
            assert on.touches() == ["talk 1 settled too_fast", "talk 2 settled busy"]
        else:
            await on.until(lambda: carrier.canceled)
            await asyncio.sleep(1)
            assert on.touches() == ["talk 1 carried"]
    assert carrier.canceled == ["CA" + "0" * 32]
