"""Does a lead keep its step while a row of a list that may say no waits for a decision?"""

from datetime import timedelta

import pytest

from cadence.domain import Finish, HoldName, Wait
from cadence.domain.list_rows import Objection
from cadence.engine.outcomes.reviews import Review, ReviewDecision, record_review
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.people.objections import apply
from cadence.ledger.touches import tasks
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import OnceTaken
from tests.integration.engine.test_stops import ANA, TWO_MESSAGES

ROW = Objection(line=2, e164s=(ANA,), undecided=True, evidence="leads.csv, line 2", cells=("?", ANA, "no"))


@pytest.mark.parametrize(
    ("decision", "carried", "end"),
    [(ReviewDecision.HARMLESS, 2, "completed"), (ReviewDecision.REVOKE, 1, "suppressed")],
)
async def test_a_step_that_comes_due_while_a_row_is_undecided_waits_for_the_decision(
    stage: SetStage, decision: ReviewDecision, carried: int, end: str
) -> None:
    """Nothing is reserved meanwhile and nothing is passed over: harmless goes on with that step, a no ends (law 4)."""
    on = stage(TWO_MESSAGES, {ANA: {}})
    on.enrol(ANA)

    def row_comes() -> None:
        with on.ledger.begin() as tx:
            apply(tx, on.ledger.hasher, on.play.name, [ROW], at=on.clock.now())

    async with on.working(carrier=OnceTaken(on.carrier, row_comes)):
        await on.until(lambda: [one for one in on.leads() if one.hold == HoldName.ROW])
        await on.later(timedelta(hours=2))
        (lead,) = on.leads()
        assert lead.move == Wait(hold=HoldName.ROW)
        assert on.touches() == ["hello 1 settled delivered"], "the second message was due an hour ago"
        with on.ledger.begin() as tx:
            (task,) = tasks.undecided(tx)
        record_review(
            on.planner, Review(task=task.id, decision=decision), Command(name="review", actor="ana", origin="test")
        )
        (lead,) = await on.finished()

    assert lead.move == Finish(reason=end)
    assert len(on.carried()) == carried
