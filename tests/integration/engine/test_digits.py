"""A call asks a question, and people press a digit, the key that stops all contact, or nothing."""

from cadence.domain import Finish
from tests.integration.engine.conftest import SetStage

ANA, BEA, CARLA = "+34600000271", "+34600000272", "+34600000273"
QUESTION = """
  - step: ask
    call: {FLOORsay: "{{ company }}: pulse 1 si vendrá, 9 para no recibir más llamadas."}
    replies: {yes: [sí, "1"]}
    on: {reply.yes: thanks, otherwise: end}
  - step: thanks
    sms: "{{ company }}: le esperamos. BAJA para no recibir más."
    on: {otherwise: end}
"""
SPEED = 60.0


async def test_one_is_yes_nine_closes_and_nothing_goes_to_the_floor(stage: SetStage) -> None:
    """By the emulator's own record nobody but the silent person was connected, and each heard the question."""
    people = {
        ANA: {"script": ["answer"], "key": "1"},
        BEA: {"script": ["answer"], "key": "9"},
        CARLA: {"script": ["answer"], "dispositions": ["interested"]},
    }
    on = stage(QUESTION.replace("FLOOR", "floor: FLOOR, "), people, speed=SPEED)
    on.enrol(ANA, BEA, CARLA)
    async with on.working():
        ended = await on.finished(3)
        await on.until(lambda: "interested" in dispositions(on))

    assert sorted(lead.enrolment.finished or "" for lead in ended) == ["completed", "completed", "opted_out"]
    with on.ledger.begin() as tx:
        answers = tx.exec_driver_sql("SELECT answer FROM touches WHERE cause_ref = 'ask'").scalars().all()
        closed = tx.exec_driver_sql("SELECT count(DISTINCT hmac) FROM suppressions").scalar_one()
    assert sorted(answers) == ["", "", "yes"]
    assert closed == 1
    assert on.touches().count("thanks 1 settled delivered") == 1
    assert len(on.asked("SELECT * FROM calls WHERE direction = 'outbound-dial'")) == 1
    heard = [row["text"] for row in on.asked("SELECT text FROM heard WHERE audience = 'person'")]
    assert sum("pulse 1 si vendrá" in text for text in heard) == 4  # twice for who pressed nothing


def dispositions(on: object) -> list[str]:
    """What agents reported."""
    with on.ledger.begin() as tx:  # type: ignore[attr-defined]
        return list(tx.exec_driver_sql("SELECT disposition FROM touches WHERE disposition IS NOT NULL").scalars())


async def test_a_call_without_a_floor_needs_no_agent(stage: SetStage) -> None:
    """One agent's place stands empty, a machine hears nothing, and a silent person is thanked."""
    people = {
        ANA: {"script": ["answer"], "key": "1"},
        BEA: {"script": ["answer"]},
        CARLA: {"script": ["machine"]},
    }
    on = stage(QUESTION.replace("FLOOR", ""), people, speed=SPEED)
    on.enrol(ANA, BEA, CARLA)
    async with on.working():
        ended = await on.finished(3)

    assert {lead.move for lead in ended} == {Finish(reason="completed")}
    asked = sorted(touch for touch in on.touches() if touch.startswith("ask"))
    assert asked == ["ask 1 settled answered", "ask 1 settled answered", "ask 1 settled machine"]
    assert on.asked("SELECT * FROM calls WHERE direction = 'outbound-dial'") == []
    with on.ledger.begin() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM permits WHERE touch_id IS NOT NULL").scalar_one() == 0
    assert on.asked("SELECT * FROM heard WHERE audience = 'machine'") == []
