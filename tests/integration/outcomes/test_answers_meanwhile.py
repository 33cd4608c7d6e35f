"""Does an answer count, or is it work for a person, when it comes while the next step is reserved or waits again?"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from cadence.domain import Attempt, Cause, CauseKind, Channel, Finish, Move
from cadence.engine.dispatch.answers import Reserved, SenderRates
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.touches import tasks, touches
from cadence.ledger.touches.locked import lock_touch
from tests.integration.api import town as town_module
from tests.integration.api.town import Town
from tests.integration.ledger.conftest import KEY
from tests.integration.lock_queue import until_locked_out
from tests.integration.outcomes import test_answers
from tests.integration.outcomes.conftest import NOON, lasting
from tests.integration.outcomes.test_answers import asked, known, writes

CHASE = Cause(kind=CauseKind.STEP, ref="chase")
LATER = timedelta(hours=25)
FILE = (
    test_answers.CAMPAIGN.replace("reply.no: end,", "reply.no: stopped,")
    .replace("talk", "chase")
    .replace(
        """call: sales
    on: {otherwise: end}""",
        """sms: "¿Vendrá?"
    on: {otherwise: end}
  - step: stopped
    task: {title: No viene}
    on: {otherwise: end}""",
    )
    .replace("floors:", "stop_account_on: [reply.no]\nfloors:")
)


@pytest.fixture(scope="module")
def town(fresh_database: Callable[[], str]) -> Iterator[Town]:
    """People who are asked, and then asked again a day later."""
    ledger = Ledger(fresh_database(), KEY, connections=20)
    ledger.check_keys()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(town_module, "CAMPAIGN", FILE)
        yield Town(ledger, lasting(NOON))
    ledger.close()


def next_of(town: Town, lead: str) -> Move:
    """Return what the engine plans a day later."""
    planner = Planner(town.ledger, lasting(NOON + LATER))
    with planner.begin() as unit:
        return planner.next(planner.case(unit.tx, known(town, lead).enrolment.id), unit.now)


def work_for(town: Town, lead: str) -> int:
    """Return how many open tasks there are about somebody."""
    with town.ledger.begin() as tx:
        return len(tasks.of_lead(tx, lead))


def dispatch(town: Town, enrolment: str) -> Reserved:
    """Reserve the second message a day later."""
    planner = Planner(town.ledger, lasting(NOON + LATER))
    with planner.begin() as unit:
        attempt = Attempt(at=unit.now, channel=Channel.SMS, cause=CHASE, step="chase")
        return reserve(unit, enrolment, attempt, SenderRates(per_sender={"": 100.0}))


@pytest.mark.parametrize("first", ["the answer", "the next step"])
def test_an_answer_and_the_reserve_of_the_next_step_take_turns(town: Town, first: str) -> None:
    """Whoever has the lead's lock first: the answer leads on and nothing leaves, or somebody of ours reads it."""
    number, lead, hello = asked(town)
    enrolment = known(town, lead).enrolment.id
    jobs = [lambda: writes(town, number, "no", 24 * 60), lambda: dispatch(town, enrolment)]
    with ThreadPoolExecutor(2) as pool:
        with town.ledger.begin() as tx:
            lock_touch(tx, hello)
            ahead = pool.submit(jobs[0] if first == "the answer" else jobs[1])
            until_locked_out(town.ledger)
            behind = pool.submit(jobs[1] if first == "the answer" else jobs[0])
            until_locked_out(town.ledger, 2)
        ahead.result(), behind.result()

    chased = town.ask("SELECT count(*) FROM touches WHERE lead_id = :lead AND step = 'chase'", lead=lead)
    assert town.stored(hello).touch.answer == "no"
    assert (chased, work_for(town, lead)) in {(0, 0), (1, 1)}
    if not chased:
        assert getattr(next_of(town, lead), "step", "") == "stopped"


def test_an_answer_to_a_message_whose_next_step_waits_for_the_carrier_again_is_not_lost(town: Town) -> None:
    """The carrier was too busy for the second message, which is planned as it was: no branch is taken any more."""
    number, lead, hello = asked(town)
    enrolment = known(town, lead).enrolment
    second = town.reserve(enrolment, "chase", Channel.SMS, cause=CHASE)
    with town.ledger.begin() as tx:
        touches.change(tx, second.id, {"state": "planned"})
    writes(town, number, "no")

    assert town.stored(hello).touch.answer == "no"
    assert work_for(town, lead) == 1
    assert getattr(next_of(town, lead), "step", "") == "chase"


@pytest.mark.parametrize("quotes", [True, False])
def test_an_answer_on_a_phone_that_two_people_of_an_account_share(town: Town, *, quotes: bool) -> None:
    """Both were asked: what a quotation assigns to one ends the other's cadence; what may be either's ends nobody's."""
    number = town.number()
    both = [town.enrol(number), town.enrol(number)]
    leads = [town.lead_of(enrolment) for enrolment in both]
    with town.ledger.begin() as tx:
        tx.execute(text("INSERT INTO accounts (key, form) VALUES (:key, :key)"), {"key": f"acme {quotes}"})
        tx.execute(
            text("UPDATE leads SET account_id = (SELECT id FROM accounts WHERE key = :key) WHERE id = ANY(:leads)"),
            {"key": f"acme {quotes}", "leads": leads},
        )
    sent = [town.message(enrolment) for enrolment in both]
    writes(town, number, "no", answers=(sent[0].sid or "") if quotes else "")

    follow = [next_of(town, lead) for lead in leads]
    if quotes:
        assert getattr(follow[0], "step", "") == "stopped"
        assert isinstance(follow[1], Finish)
        assert follow[1].reason == "account_stopped"
    else:
        assert not any(isinstance(move, Finish) for move in follow)
        assert sum(work_for(town, lead) for lead in leads) == 1
