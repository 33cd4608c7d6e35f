"""On what is a lead judged that was judged before?"""

from datetime import timedelta

from sqlalchemy import text

from cadence.campaign import Campaign, check_text
from cadence.campaign.store import to_json
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.ledger.campaigns import campaigns, enrolments
from tests.integration.api.town import CAMPAIGN, Town
from tests.integration.outcomes.conftest import NOON

SENT = text("UPDATE touches SET at = :at WHERE id = :id")


def counting(span: str) -> Campaign:
    """The campaign with a limit that counts touches of so many days."""
    return check_text(CAMPAIGN.replace("per: campaign", f"per: {span}"), "harbour.yaml", ()).right()


def test_a_lead_that_moved_to_another_version_is_judged_by_that_one(town: Town, planner: Planner) -> None:
    """Which version it was on is remembered. The rules of the new one may count older touches to other people."""
    shared = town.number()
    mine, other = town.enrol(shared), town.message(town.enrol(shared)).touch

    def move(unit: UnitOfWork, campaign: Campaign) -> int:
        version = campaigns.launch(unit.tx, "harbour", to_json(campaign), at=NOON).version
        enrolments.set_version(unit.tx, mine.id, version)
        return version

    with planner.begin() as unit:
        unit.tx.execute(SENT, {"at": NOON - timedelta(days=50), "id": other.id})
        move(unit, counting("3 days"))
        before = [planner.case(unit.tx, mine.id) for _ in range(2)]
        version = move(unit, counting("60 days"))
        after = [planner.case(unit.tx, mine.id) for _ in range(2)]

    assert [case.facts.touches for case in before] == [(), ()]
    assert [case.campaign for case in after] == [counting("60 days")] * 2
    assert [case.facts.enrolment.version for case in after] == [version] * 2
    assert [[touch.id for touch in case.facts.touches] for case in after] == [[other.id]] * 2
