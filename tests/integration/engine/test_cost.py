"""
What does a touch cost, in counts that no busy machine changes? The limits are in `cost.json`, beside this file.

A commit that needs more raises the limits there, and says in its text which statements or events it adds and why.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene
from tests.integration.engine.test_room import enrol

ANA = "+34600000171"
TOUCHES = 6
LIMITS: dict[str, dict[str, float]] = json.loads(Path(__file__).with_name("cost.json").read_text(encoding="utf-8"))
MORE = 1.1
"""A figure may be this much above its limit."""
TRIES = 3
"""A report that is faster than the answer to its own request costs a plan more; it is not so every time."""
OWN_PACE = ("reconciler.py", "heartbeat.py", "worker.py", "law.py", "enrol.py", "relay.py")
"""Files whose statements are asked every so often, or once for a campaign."""
OF_TESTS = ("scene.py", "test_cost.py")
SCHEMA = ("alembic_version", "pg_catalog")
"""Words of the statements that look whether the ledger was upgraded: every few seconds, in a thread of their own."""
MESSAGE = """
  - step: message_{number}
    after: 20 minutes
    sms: "{{{{ company }}}}: hola."
    on: {{otherwise: {following}}}
"""
CALL = """
  - step: call_{number}
    after: 20 minutes
    call: {{floor: FLOOR, ring: 25 seconds}}
    on: {{otherwise: {following}}}
"""

TASK = """
  - step: task_{number}
    after: 20 minutes
    task: {{title: look}}
    on: {{otherwise: {following}}}
"""
"""What leaves nothing: a step that a rule refuses takes the same way."""


def cadence_of(kind: str, step: str) -> str:
    """Return a cadence with the same step six times."""
    names = [f"{kind}_{number}" for number in range(1, TOUCHES + 1)]
    return "".join(
        step.format(number=number, following=following) for number, following in enumerate([*names[1:], "end"], start=1)
    )


@contextmanager
def counted(engine: Engine, left_out: tuple[str, ...] = (*OWN_PACE, *OF_TESTS)) -> Iterator[Counter[str]]:
    """Count statements by their first words, without those that these files ask for."""
    statements = Counter[str]()

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if any(word in statement for word in SCHEMA):
            return
        frame: Any = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename.endswith(left_out):
                return
            frame = frame.f_back
        statements[" ".join(statement.split())[:60]] += 1

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", count)


async def cost_of(on: Scene) -> tuple[dict[str, float], Counter[str]]:
    """Carry a lead through, and return statements, history events and workflow tasks for each touch."""
    on.enrol(ANA)
    with counted(on.ledger.engine) as statements:
        async with on.working():
            (lead,) = await on.finished()
            await on.until(lambda: all(line.split()[2] == "settled" for line in on.touches()))
    story = await on.story(lead.enrolment.id)
    assert len(on.touches()) == TOUCHES, on.touches()
    counts = {
        "statements": statements.total(),
        "events": len(story),
        "workflow_tasks": story.count("workflow_task_started"),
    }
    return {name: round(count / TOUCHES, 1) for name, count in counts.items()}, statements


@pytest.mark.parametrize(("kind", "step"), [("message", MESSAGE), ("call", CALL), ("task", TASK)])
async def test_a_touch_costs_no_more_than_its_limits(stage: SetStage, kind: str, step: str) -> None:
    """Reports and their news are included; what the reconciler asks at its own pace is not."""
    for _ in range(TRIES):
        measured, statements = await cost_of(stage(cadence_of(kind, step), {ANA: {"script": ["busy"] * TOUCHES}}))
        dearer = {name: cost for name, cost in measured.items() if cost > LIMITS[kind][name] * MORE}
        if not dearer:
            return
    asked = "\n".join(f"{count:4} {statement}" for statement, count in statements.most_common())
    pytest.fail(f"{measured}, expected {LIMITS[kind]}\n{asked}")


REPLIES = {
    "reply": "Gracias, lo miro luego",  # a task for our people; the plan stays as it is, and no workflow is woken
    "held_reply": "esto es un stop o qué?",  # it holds everything until somebody decides, and the workflow is woken
}
WAITS = """
  - step: first
    sms: "{{ company }}: hola."
    on: {otherwise: second}
  - step: second
    after: 20 hours
    sms: "{{ company }}: hola."
    on: {otherwise: end}
"""


def rows(on: Scene, where: str) -> int:
    """Count rows of the ledger."""
    with on.ledger.begin() as tx:
        return int(tx.exec_driver_sql(f"SELECT count(*) FROM {where}").scalar_one())  # noqa: S608  our own words


async def cost_of_reply(on: Scene, kind: str, body: str) -> Counter[str]:
    """Return the statements of one reply, by what they ask. Nothing else is under way when it comes."""
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: "first 1 settled delivered" in on.touches())
        await on.until(lambda: rows(on, "news WHERE delivered_at IS NULL") == 0)
        (lead,) = on.leads()
        with counted(on.ledger.engine) as statements:
            on.writes(ANA, body)
            await on.until(lambda: rows(on, "inbound") == 1 and rows(on, "news WHERE delivered_at IS NULL") == 0)
            if kind == "held_reply":
                await on.until_async(lambda: on.story(lead.enrolment.id), lambda story: "marker_recorded" in story)
    return statements


@pytest.mark.parametrize(("kind", "body"), REPLIES.items())
async def test_a_reply_costs_no_more_than_its_limit(stage: SetStage, kind: str, body: str) -> None:
    """
    From the webhook to the plan of the workflow, if the reply changes the plan.

    Where something else changes the lead at that moment, it is read again under the lock, so it is tried again.
    """
    for _ in range(TRIES):
        statements = await cost_of_reply(stage(WAITS, {ANA: {}}, speed=60), kind, body)
        if 0 < statements.total() <= LIMITS[kind]["statements"] * MORE:
            return
    pytest.fail("\n".join(f"{count:4} {statement}" for statement, count in statements.most_common()))


TOMORROW = """
  - step: first
    after: 1 day
    sms: hola
in_flight: 23
"""


async def test_a_page_of_leads_costs_the_same_however_many_enter(stage: SetStage) -> None:
    """Also when a rule moves the first touch of each of them, and so a decision is written for each."""
    on = stage(TOMORROW, {}, hours="03:00-04:00")
    entered = 0
    for size in (3, 20, 1):
        on.enrol(*(f"+346001{entered + number:05}" for number in range(size)), told=False)
        with counted(on.ledger.engine, ("law.py", *OF_TESTS)) as statements:
            progress = await enrol(on, waits=False)
        entered = min(entered + size, 23)
        assert (progress.open, progress.full, rows(on, "decisions")) == (entered, size == 1, entered)
        assert 0 < statements.total() <= LIMITS["full" if progress.full else "page"]["statements"] * MORE, statements
