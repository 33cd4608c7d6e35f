"""Does a lead wait for what one of our people says of a task, and does nobody work for a person who said stop?"""

import pytest

from cadence.domain import Finish, HoldName, Outcome, Wait
from cadence.domain.errors import ConflictError
from cadence.engine.outcomes.task_results import record_task_result
from cadence.ledger.campaigns.commands import Command
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene

ANA, BEA, CARLA, DORA = PEOPLE = [f"+3460000{line:04d}" for line in range(2101, 2105)]
STEPS = """
  - step: by_hand
    task: {title: "Escribir a {{ name }}", assign: tienda, label: linkedin, due: 3 hours}
    on: {done: next, declined: end, overdue: late}
  - step: hello
    sms: "Hola, soy de {{ company }}."
    on: {otherwise: end}
  - step: late
    sms: "{{ company }}: perdone el retraso."
    on: {otherwise: end}
"""


def give(on: Scene, task: str, result: Outcome, why: str = "") -> bool:
    """Give the result of a task; return whether it was news. The reconciler of the worker delivers it."""
    given = record_task_result(
        on.planner, task, result, Command(name="task_result", actor="eva", origin="test", why=why)
    )
    return given.event.changed


def tasks(on: Scene) -> dict[str, tuple[str, str, str]]:
    """Return the id, the result and the reason of each task, by its person."""
    with on.ledger.begin() as tx:
        rows = tx.exec_driver_sql(
            "SELECT l.key, k.id::text, k.result, k.reason FROM tasks k JOIN leads l ON l.id = k.lead_id"
        ).all()
    return {key: (identity, result, reason) for key, identity, result, reason in rows}


async def test_a_result_leads_on_and_a_stop_withdraws_the_task(stage: SetStage) -> None:
    """Done goes on, declined ends, a stop ends both the task and the cadence, and what nobody did is overdue."""
    on = stage(STEPS, {number: {} for number in PEOPLE})
    on.enrol(*PEOPLE)
    async with on.working():
        await on.until(lambda: len(tasks(on)) == len(PEOPLE))
        await on.until(lambda: all(isinstance(lead.move, Wait) for lead in on.leads(least=4)))
        assert {lead.move.hold for lead in on.leads() if isinstance(lead.move, Wait)} == {HoldName.TASK}
        open_ = {key: identity for key, (identity, _, _) in tasks(on).items()}
        on.writes(CARLA, "BAJA")
        assert give(on, open_[ANA], Outcome.DONE, "she wants a demo")
        assert not give(on, open_[ANA], Outcome.DONE)  # twice: an answer, and no change
        with pytest.raises(ConflictError, match=r"was done on .* by eva\. Nothing was changed"):
            give(on, open_[ANA], Outcome.DECLINED)
        assert give(on, open_[BEA], Outcome.DECLINED)
        await on.until(lambda: tasks(on)[CARLA][1:] == ("withdrawn", "opted_out"))
        with pytest.raises(ConflictError, match=r"withdrawn on .*opted_out"):
            give(on, open_[CARLA], Outcome.DONE)
        leads = await on.finished(len(PEOPLE))
        with pytest.raises(ConflictError, match="the cadence went on without its result"):
            give(on, open_[DORA], Outcome.DONE)

    assert {key: result for key, (_, result, _) in tasks(on).items()} == {
        ANA: "done",
        BEA: "declined",
        CARLA: "withdrawn",
        DORA: "overdue",
    }
    assert sorted(str(lead.move.reason) for lead in leads if isinstance(lead.move, Finish)) == [
        "completed", "completed", "opted_out", "unreached",
    ]  # fmt: skip
    sent = sorted((message["person"], message["body"]) for message in on.asked("SELECT person, body FROM messages"))
    assert [(person, "retraso" in body) for person, body in sent if person in {ANA, BEA, DORA}] == [
        (ANA, False),
        (DORA, True),
    ]
