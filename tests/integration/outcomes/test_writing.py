"""Does the one writer do what a change says, and notify whom it names?"""

from cadence.domain import NewsKind
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.writing import write
from cadence.planning.transitions.change import Change, Notify, People
from tests.integration.api.town import Town
from tests.integration.outcomes.conftest import NOON


def test_everybody_is_notified_once_but_whoever_hears_in_another_way(town: Town, planner: Planner) -> None:
    """Two changes about one family name the same people: each enrolment gets one piece of news."""
    shared = town.number()
    mine, theirs = town.enrol(shared), town.enrol(shared)
    lead, numbers = town.lead_of(mine), tuple(town.numbers(town.lead_of(mine)))
    family = Notify(kind=NewsKind.OPT_OUT, people=People(lead=lead, numbers=numbers), ref="r", but=mine.id)
    named = Notify(kind=NewsKind.DISPOSITION, enrolment=mine.id, ref="r")

    with planner.begin() as page:
        written = write(page, [Change(at=NOON, notify=(family, named)), Change(at=NOON, notify=(family,))])

    assert (town.news(mine), town.news(theirs)) == (["disposition"], ["opt_out"])
    assert len(written.news) == 2
