"""Does a campaign without room wait inside one activity, and go on when there is room?"""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.testing import ActivityEnvironment

from activities.enrol import CampaignActivities
from cadence.domain import Enrolment, PauseScope, Wait
from cadence.domain.payloads import CampaignProgress, EnrolOrder
from cadence.engine.outbox import OutboxRelay
from cadence.ledger.campaigns import enrolment_queue, enrolments, pauses
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db import locks
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene
from tests.integration.lock_queue import until_locked_out

ANA, BEN = "+34600000181", "+34600000182"
ONE_AT_A_TIME = """
  - step: first
    after: 1 day
    sms: hola
in_flight: 1
"""


async def enrol(on: Scene, *, waits: bool, tried: int = 1) -> CampaignProgress:
    """Ask for the next page, as the try number `tried` of an activity."""
    activities = CampaignActivities(on.planner, OutboxRelay(on.ledger, on.temporal_client, on.clock), on.carrier)
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, attempt=tried)
    order = EnrolOrder(campaign=on.play.name, now=on.clock.now(), waits=waits)
    return await asyncio.to_thread(environment.run, activities.enrol, order)


async def test_an_order_that_waits_for_room_is_answered_when_somebody_enters(stage: SetStage) -> None:
    """The server tries it again every five minutes of the Clock; its first try asks nothing of the ledger."""
    on = stage(ONE_AT_A_TIME, {ANA: {}, BEN: {}})
    on.enrol(ANA, BEN, told=False)
    first = await enrol(on, waits=False)
    assert (first.open, first.waiting, first.more, first.full) == (1, 1, False, True)
    for tried in (1, 2):
        with pytest.raises(ApplicationError) as later:
            await enrol(on, waits=True, tried=tried)
        assert later.value.next_retry_delay == max(on.clock.real_span(timedelta(minutes=5)), timedelta(seconds=1))
        assert later.value.category is ApplicationErrorCategory.BENIGN

    (lead,) = on.leads()
    with on.ledger.begin() as tx:
        enrolments.finish(tx, lead.enrolment.id, "completed", at=on.clock.now())
    entered = await enrol(on, waits=True, tried=3)

    assert (entered.open, entered.waiting, entered.finished, entered.full) == (1, 0, 1, False)


async def test_nobody_enters_a_paused_campaign_however_often_it_is_tried(stage: SetStage) -> None:
    """What it waits for is the same whether there is no room or a pause."""
    on = stage(ONE_AT_A_TIME, {ANA: {}})
    on.enrol(ANA, told=False)
    order = PauseOrder(scope=PauseScope.CAMPAIGN, value=on.play.name, actor="test", reason="test")
    with on.ledger.begin() as tx:
        pauses.begin(tx, order, at=on.clock.now())

    assert (await enrol(on, waits=False)).full
    with pytest.raises(ApplicationError, match="paused"):
        await enrol(on, waits=True, tried=2)
    assert on.leads() == []


async def test_a_page_counts_the_room_after_the_page_before_it(stage: SetStage) -> None:
    """News takes back an order that waits, but not the try that is under way: it and the next order enter in turn."""
    on = stage(ONE_AT_A_TIME, {ANA: {}, BEN: {}})
    on.enrol(ANA, BEN, told=False)
    with on.ledger.begin() as tx:
        campaign = locks.lock_entry(tx, on.play.name)
        page = asyncio.create_task(enrol(on, waits=False))
        await asyncio.to_thread(until_locked_out, on.ledger)
        (first, _) = enrolment_queue.waiting(tx, campaign, limit=2)
        entered = Enrolment(id=str(uuid4()), campaign=on.play.name, version=1, at=on.clock.now())
        entry = enrolments.NewEnrolment(enrolment=entered, lead=first, move=Wait(at=on.clock.now()))
        assert enrolments.enrol_page(tx, campaign, [entry], at=on.clock.now()) == [entered.id]

    told = await page
    assert (told.open, told.waiting, told.full) == (1, 1, True)
