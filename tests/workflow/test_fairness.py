"""Do campaigns that share a queue take turns on the embedded Temporal, or does the one that came first hold it?"""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from ruamel.yaml import YAML
from temporalio.client import Client
from temporalio.worker import Worker

from cadence.domain import names
from cadence.domain.clock import Clock
from cadence.domain.payloads import LeadInput
from cadence.engine.temporal_client import TemporalClient
from cadence.local.stack.temporal import SETTINGS
from tests.workflow.parts import DONE, Stage, attempt
from workflows.lead import LeadWorkflow

BIG, SMALL = 60, 12
CONFIG = Path(__file__).parents[2] / "deploy/temporal/dynamicconfig.yaml"


async def test_a_small_campaign_does_not_wait_behind_a_big_one(temporal: Client) -> None:
    """Sixty messages are queued before the twelve of another campaign. In turn, the twelve are done among the first."""
    stage = Stage(temporal, Clock.real())
    stage.hands.after_touch = [DONE] * (BIG + SMALL)
    campaign_of: dict[str, str] = {}
    temporal_client = TemporalClient(temporal, asyncio.get_running_loop())
    worker = Worker(temporal, task_queue=names.WORKFLOWS, workflows=[LeadWorkflow], activities=[stage.hands.plan])
    async with worker:
        for campaign, count in (("big", BIG), ("small", SMALL)):
            leads = [
                LeadInput(
                    enrolment=str(uuid4()), campaign=campaign, first=attempt(datetime.now(UTC)), clock=Clock.real()
                )
                for _ in range(count)
            ]
            campaign_of |= {lead.enrolment: campaign for lead in leads}
            await asyncio.gather(*(asyncio.to_thread(temporal_client.start, lead) for lead in leads))
            await _queued(temporal, [lead.enrolment for lead in leads])
        queue = names.touch_queue("sms")
        one_hand = Worker(temporal, task_queue=queue, activities=[stage.hands.sms], max_concurrent_activities=1)
        async with one_hand, asyncio.timeout(60):
            while len(stage.hands.tried) < BIG + SMALL:  # noqa: ASYNC110  only the activities know
                await asyncio.sleep(0.05)

    order = [campaign_of[one.enrolment] for one in stage.hands.tried]
    places = [place for place, campaign in enumerate(order, start=1) if campaign == "small"]
    # In the order of their coming they would be 61 to 72, and their mean 66.5; in strict turns 2 to 24, their mean 13.
    assert sum(places) / len(places) < 25, places
    assert max(places) < BIG, places


async def _queued(client: Client, enrolments: list[str]) -> None:
    """Wait until each lead's touch stands in its queue."""
    async with asyncio.timeout(60):
        for enrolment in enrolments:
            handle = client.get_workflow_handle(names.lead_workflow_id(enrolment))
            while not (await handle.describe()).raw_description.pending_activities:  # noqa: ASYNC110
                await asyncio.sleep(0.05)


@pytest.mark.parametrize("setting", ["matching.enableFairness"])
def test_the_deployment_has_the_same_setting_as_the_embedded_server(setting: str) -> None:
    """What was tried here must hold there."""
    deployed = YAML(typ="safe", pure=True).load(CONFIG)

    assert f"{setting}=true" in SETTINGS
    assert deployed[setting] == [{"value": True}]
