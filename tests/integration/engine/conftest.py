"""How does a test set the stage?"""

from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import Client

from cadence.local.stack import TemporalServer
from tests.integration.engine.scene import SPEED, Play, Scene, scene
from tests.waiting import PATIENCE

SetStage = Callable[..., Scene]


@pytest.fixture
async def stage(
    fresh_database: Callable[[], str], temporal_server: TemporalServer, temporal: Client, tmp_path: Path
) -> AsyncIterator[SetStage]:
    """Set a stage: the steps of the cadence, and the people behind the numbers."""
    scenes: list[Scene] = []
    with ExitStack() as running:

        def set_stage(
            steps: str,
            people: dict[str, Any],
            *,
            agents: int = 2,
            speed: float = SPEED,
            hours: str = "00:00-24:00",
            patience: float = PATIENCE,
        ) -> Scene:
            play = Play(name=f"play-{uuid4().hex[:8]}", steps=steps, agents=agents, hours=hours)
            made = scene(
                url=fresh_database(),
                address=temporal_server.address,
                client=temporal,
                folder=tmp_path,
                play=play,
                people=people,
                speed=speed,
                patience=patience,
            )
            scenes.append(running.enter_context(made))
            return scenes[-1]

        yield set_stage
        for one in scenes:
            await one.close()
        for one in scenes:
            await one.compare_events()
            one.no_touch_after_a_stop()
