"""Of many people of one company who are due at once, do no more get a touch than the file allows all of them?"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from cadence.domain import Attempt, Enrolment, Finish
from cadence.domain.payloads import TouchResult
from cadence.engine.dispatch.answers import Reserved, SenderRates
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.db.ledger import Ledger
from tests.integration.api import town as towns
from tests.integration.api.town import Town
from tests.integration.ledger.conftest import KEY
from tests.integration.outcomes.conftest import NOON, lasting
from tests.integration.outcomes.test_account_stops import HELLO, of_account

SPELLINGS = ("ACME Foods", "acme foods", "ACMEFOODS", "Acmé  Foods", "acme_foods ")
PEOPLE = 15
RATES = SenderRates(per_sender={"": 1000.0})


@pytest.fixture
def town(request: pytest.FixtureRequest, fresh_database: Callable[[], str]) -> Iterator[Town]:
    """People at noon, in a campaign with these limits."""
    ledger = Ledger(fresh_database(), KEY, connections=PEOPLE + 2)
    ledger.check_keys()
    with pytest.MonkeyPatch.context() as patch:
        agreed = "consent: {sms: {basis: contract, reason: they are customers}}\n"
        limits = f"{agreed}holidays: open\nspread: 0 minutes\nlimits: [{request.param}, "
        file = towns.CAMPAIGN.replace("limits: [", limits)
        patch.setattr(towns, "CAMPAIGN", file)
        yield Town(ledger, lasting(NOON))
    ledger.close()


def all_at_once(town: Town, people: list[Enrolment]) -> list[Reserved]:
    """Reserve the first step for all of them at the same moment."""
    planner = Planner(town.ledger, town.clock)

    def dispatch(person: Enrolment) -> Reserved:
        with planner.begin() as unit:
            return reserve(unit, person.id, replace(HELLO, at=unit.now), RATES)

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(dispatch, people))


def reserved(town: Town, company: str) -> int:
    """How many touches people of a company got."""
    counted = town.ask(
        "SELECT count(*) FROM touches t JOIN accounts a ON a.id = t.account_id"
        " WHERE t.state <> 'skipped' AND lower(a.key) LIKE :company",
        company=f"{company}%",
    )
    return int(counted)


@pytest.mark.parametrize(
    ("town", "most", "ended"),
    [
        ("{max: 2, per: 1 week, by: account}", 2, False),
        ("{max: 3, per: 24 hours, channels: [sms], by: account}", 3, False),
        ("{max: 4, per: campaign, by: account}", 4, True),
        ("{max: 1, per: 1 day, by: account}, {max: 5, per: campaign, by: account}", 1, False),
    ],
    indirect=["town"],
)
def test_no_more_touches_than_all_of_them_may_have(town: Town, most: int, *, ended: bool) -> None:
    """However their list writes the company; the others wait or end, and those of another company count apart."""
    people = [of_account(town, SPELLINGS[place % len(SPELLINGS)]) for place in range(PEOPLE - 1)]
    other = of_account(town, "Nova")
    results = all_at_once(town, [*people, other])

    assert reserved(town, "ac") == most
    assert reserved(town, "nova") == 1
    moves = [result.next for result in results if isinstance(result, TouchResult)]
    assert Counter(map(type, moves)) == {Finish if ended else Attempt: PEOPLE - 1 - most}
    assert all(move.at > NOON + timedelta(hours=8) for move in moves if isinstance(move, Attempt))


@pytest.mark.parametrize("town", ["{max: 1, per: 1 week, by: account}"], indirect=True)
def test_people_without_an_account_do_not_count_together(town: Town) -> None:
    """No company is no company in common."""
    all_at_once(town, [town.enrol() for _ in range(PEOPLE)])
    assert town.ask("SELECT count(*) FROM touches WHERE state <> 'skipped'") == PEOPLE
