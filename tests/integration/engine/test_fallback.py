"""Does `cadence resume`, typed at a terminal, take people out of a hold, and does the time there not count?"""

import asyncio
import json
import os
import sys
from datetime import datetime, timedelta
from typing import Any

from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene
from tests.integration.engine.test_carrier_faults import TEMPLATES, held
from tests.waiting import PATIENCE

ANA, LUIS = "+34600000141", "+34600000142"
HOUR = timedelta(hours=1)
STEPS = """
  - step: hello
    whatsapp: {template: saludo}
    expires: 2 hours
    on: {failed: text, otherwise: end}
  - step: text
    after: 30 minutes
    sms: "Hola, soy de {{ company }}."
    on: {otherwise: end}
"""
HELD = {("template.usable", "template:saludo")}


async def typed(on: Scene, *words: str) -> Any:
    """Type a command in a terminal of its own, and return what it prints as data."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **on.environment}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "cadence",
        *words,
        "--json",
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, err.decode()
    return json.loads(out)


async def into_the_hold(on: Scene) -> None:
    """Let a broken template hold two leads for longer than their message is worth sending."""
    on.fault("messages", "refuse", code=21656, times=99, match={"from": "whatsapp:+34910000001"})
    on.enrol(ANA, LUIS)
    await on.until(lambda: held(on, 2))
    await on.later(3 * HOUR)
    assert held(on, 2) == HELD, "nobody is lost, however long it lasts"
    status = await typed(on, "status", on.play.name)
    assert "template" in json.dumps(status)
    assert on.carried() == []


async def test_fallback_takes_the_failed_branch_for_whoever_waits(stage: SetStage) -> None:
    """The step is passed over because of the order, not because it expired; `after` counts from the order on."""
    on = stage(STEPS, {ANA: {}, LUIS: {}, "templates": TEMPLATES})
    async with on.working():
        await into_the_hold(on)
        ordered = on.clock.now()
        said = await typed(on, "resume", on.play.name, "--fallback", "--because", "the template was refused")
        done = on.clock.now()
        await on.finished(2)

    assert (said["resumed"], said["ended"]) == (True, ["template saludo"])
    texts = on.carried()
    assert sorted(one["person"] for one in texts) == [ANA, LUIS]
    assert {one["channel"] for one in texts} == {"sms"}
    for one in texts:
        assert ordered + HOUR / 2 <= datetime.fromisoformat(one["at"]) < done + 24 * HOUR
    with on.ledger.begin() as tx:
        skipped = tx.exec_driver_sql("SELECT rules FROM touches WHERE state = 'skipped'").scalars().all()
    assert [list(one) for one in skipped] == [["step.fallback"], ["step.fallback"]]
    history = await typed(on, "history")
    assert any("the template was refused" in json.dumps(one) for one in history)


async def test_resume_sends_what_was_held_although_it_would_have_expired(stage: SetStage) -> None:
    """The template is mended after three hours: the hour for which the message is good has not begun to pass."""
    on = stage(STEPS, {ANA: {}, LUIS: {}, "templates": TEMPLATES})
    async with on.working():
        await into_the_hold(on)
        on.mend()
        said = await typed(on, "resume", "--template", "saludo")
        await on.finished(2)

    assert said["resumed"] is True
    assert sorted((one["person"], one["channel"]) for one in on.carried()) == [(ANA, "whatsapp"), (LUIS, "whatsapp")]
