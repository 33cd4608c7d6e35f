"""Do our people get no more tasks in a day than a cap says, over all campaigns and workers, and is no task lost?"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from cadence.channels.provider import Carrier
from cadence.domain import Attempt
from cadence.domain.house import HouseRules
from cadence.domain.payloads import TouchResult
from cadence.domain.task_caps import TaskCap
from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.dispatch.attempt import Dispatcher
from cadence.engine.dossier.gather import gather
from cadence.explain.story.speaker import Speaker
from cadence.ledger.db import locks
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import people
from tests.integration.engine.test_portfolios import DAY, MINUTE, SOON, TEN, House
from tests.integration.ledger.conftest import KEY

CAMPAIGN = """
campaign: NAME
purpose: service
country: ES
jurisdictions: none
holidays: open
from: {company: Tienda Sol, sms: "+34910000001"}
windows: [{days: DAYS, hours: "09:00-21:00"}]
tasks: [{each: assignee, per_day: 5}, {label: letter, per_day: 1}]
cadence:
  - step: write
    task: {title: "Write to them", assign: NAME, label: linkedin, due: 2 hours}
  - step: letter
    after: 1 hour
    task: {title: "A letter", assign: post, label: letter}
"""
OPENS = TEN  # nine, in the zone of the house, which is UTC
RULE = "house.tasks[0]"


@pytest.fixture
def office(database_url: str) -> Iterator[House]:
    """A house whose people get four tasks of LinkedIn a day, over two campaigns."""
    ledger = Ledger(database_url, KEY)
    ledger.check_keys()
    house = House(ledger, file=CAMPAIGN, house=HouseRules(tasks=(TaskCap(most=4, label="linkedin"),)))
    house.launch("spring")
    house.launch("summer")
    yield house
    ledger.close()


def decide(office: House, enrolments: list[str], at: timedelta = timedelta(0)) -> dict[str, TouchResult]:
    """Have eight workers hand out what is due for each, twice at once."""
    planner = office.planner(SOON + at)
    nobody: Carrier = office  # type: ignore[assignment]  # nothing is sent
    dispatcher = Dispatcher(planner, nobody, SenderRates(per_sender={}))

    def hand_out(enrolment: str) -> tuple[str, TouchResult | None]:
        with planner.begin() as unit:
            locks.lock_for_touch(unit.tx, enrolment)
            move = unit.plan(enrolment)
        return enrolment, dispatcher.decide(enrolment, move) if isinstance(move, Attempt) else None

    with ThreadPoolExecutor(8) as pool:
        return {name: result for name, result in pool.map(hand_out, [*enrolments, *enrolments]) if result is not None}


def tasks(office: House) -> Counter[tuple[str, str]]:
    """How many tasks there are, by date and label."""
    with office.ledger.begin() as tx:
        rows = tx.execute(text("SELECT CAST(CAST(opened_at AS date) AS text), label FROM tasks"))
        return Counter((day, label) for day, label in rows)


def test_no_day_has_more_tasks_than_its_cap_whoever_works(office: House) -> None:
    """Twelve people of two campaigns, four tasks a day: each gets one task, on the first day that has one left."""
    people_ = [office.enrol(campaign=name) for name in ("spring", "summer") for _ in range(6)]

    decide(office, people_)
    assert tasks(office) == {("2027-03-09", "linkedin"): 4}
    with office.ledger.begin() as tx:
        waits = tx.execute(text("SELECT next_at, count(*) FROM enrolments WHERE next_at >= :day GROUP BY 1 ORDER BY 1"),
                           {"day": OPENS + DAY - MINUTE}).all()  # fmt: skip
    assert [(at, count) for at, count in waits if at in {OPENS + DAY, OPENS + 2 * DAY}] == [
        (OPENS + DAY, 4),
        (OPENS + 2 * DAY, 4),
    ]
    said = office.row("SELECT verdict, until, rules FROM decisions WHERE until = :at LIMIT 1", at=OPENS + 2 * DAY)
    assert (said.verdict, said.rules) == ("defer", [RULE])

    waiting = office.row("SELECT e.id, e.lead_id FROM enrolments e WHERE e.next_at = :at LIMIT 1", at=OPENS + 2 * DAY)
    with office.ledger.begin() as tx:
        (person,) = people.find(tx, office.ledger.hasher, str(waiting.lead_id))
    told = " ".join(gather(office.planner(SOON), person).now(Speaker(language="en")))
    assert "at most 4 tasks a day over all campaigns (linkedin): 4 handed out on 2027-03-09" in told
    assert RULE in told

    late = office.enrol(OPENS + DAY - 10 * MINUTE)  # others have their turn on that day, and on the next
    assert decide(office, [late], DAY + 5 * MINUTE)[late].next.at == OPENS + 3 * DAY
    for day in range(1, 8):
        decide(office, [*people_, late], day * DAY + 20 * MINUTE)
    by_day = tasks(office)
    assert {day: count for (day, label), count in by_day.items() if label == "linkedin"} == {
        "2027-03-09": 4,
        "2027-03-10": 4,
        "2027-03-11": 4,
        "2027-03-12": 1,
    }
    letters = [count for (_, label), count in by_day.items() if label == "letter"]
    assert max(letters) == 2, "one of each campaign"


def test_a_task_whose_turn_comes_too_late_is_skipped_at_once(office: House) -> None:
    """The cadence goes on, and no turn is taken from those who wait."""
    office.file = CAMPAIGN.replace("  - step: write", "  - step: write\n    expires: 3 hours", 1)
    office.launch("autumn")
    patient = [office.enrol(campaign="spring") for _ in range(5)]
    hasty = [office.enrol(campaign="autumn") for _ in range(6)]

    decide(office, patient)
    results = decide(office, hasty)

    assert tasks(office) == {("2027-03-09", "linkedin"): 4}
    assert {(type(result.next), result.next.step) for result in results.values()} == {(Attempt, "letter")}
    skipped = office.row("SELECT count(*) AS n, min(rules[1]) AS rule FROM touches WHERE state = 'skipped'")
    assert skipped.n == len(hasty)
    turns = office.row("SELECT day, given FROM task_turns WHERE scope = 'house/linkedin/'")
    assert (turns.day.isoformat(), turns.given) == ("2027-03-10", 1)
    said = office.row("SELECT verdict, rules FROM decisions WHERE verdict = 'refuse' LIMIT 1")
    assert {RULE, "step.expired"} <= set(said.rules)
