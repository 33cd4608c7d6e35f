"""What do our own people see of the work that campaigns give them, and what do they say of it?"""

import csv
import io
from uuid import uuid4

import pytest

from cadence.channels.provider import Carrier
from cadence.domain import Attempt
from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.dispatch.attempt import Dispatcher
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolments
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.people import erasure
from cadence.ledger.reading import facts
from tests.integration.cli.desk import CAMPAIGN, Desk

WORK = CAMPAIGN.replace(
    "  - step: hello\n",
    """  - step: by_hand
    task: {title: "Write to {{ name }}", assign: "{{ owner }}", label: linkedin, due: 4 hours}
    on: {done: next, declined: end, overdue: remind}
  - step: hello
""",
)
LEADS = "id,name,phone,order,owner\nC-1,Ana,600000001,7,Eva\nC-2,Bea,600000002,8,Eva\nC-3,Carla,600000003,9,=cmd\n"


@pytest.fixture
def work(desk: Desk) -> Desk:
    """Three people, for each of whom somebody has a task."""
    assert desk.launch(WORK, LEADS).code == 0
    planner = Planner(desk.ledger, desk.clock)
    moves: list[tuple[str, Attempt]] = []
    with planner.begin() as unit:
        campaign = campaigns.find(unit.tx, "spring").id
        ids = {str(uuid4()): lead for lead in enrolment_queue.waiting(unit.tx, campaign, limit=100)}
        new = []
        for known in facts.gather_new(unit.tx, "spring", 1, ids, at=unit.now):
            move = planner.next(planner.case_of(unit.tx, known), unit.now)
            assert isinstance(move, Attempt)
            moves.append((known.enrolment.id, move))
            new.append(NewEnrolment(enrolment=known.enrolment, lead=known.lead.id, move=move))
        enrolments.enrol_page(unit.tx, campaign, new, at=unit.now)
    nobody: Carrier = desk.town  # type: ignore[assignment]  nothing is sent
    for enrolment, move in moves:
        Dispatcher(planner, nobody, SenderRates(per_sender={})).decide(enrolment, move)
    return desk


def test_a_task_is_listed_given_away_and_done(work: Desk) -> None:
    """Each form of the list has the same rows; the story and the orders say who did what, when and why."""
    rows = work.json("tasks", "list", "--assign", "Eva", "--label", "linkedin", "--campaign", "spring")
    rows.sort(key=lambda row: str(row["title"]))
    assert [(row["state"], row["title"], row["reminders"]) for row in rows] == [
        ("open", "Write to Ana", 0),
        ("open", "Write to Bea", 0),
    ]
    ana, bea = (row["id"] for row in rows)
    assert work.json("tasks", "list", "--label", "letter") == []
    assert work.json("tasks", "list", "--state", "overdue") == []
    assert [row["title"] for row in work.json("tasks", "list", "--lead", "C-2")] == ["Write to Bea"]
    assert work.type("tasks", "list", "--lead", "C-9").code != 0
    assert work.json("tasks", "list", "--due", "2020-01-01T00:00Z") == []
    sheet = list(csv.DictReader(io.StringIO(work.type("tasks", "list", "--csv").out)))
    assert sorted(row["assign"] for row in sheet) == ["'=cmd", "Eva", "Eva"]  # no spreadsheet runs it
    assert "linkedin" in work.type("tasks", "list").out

    assert "for Luz now" in work.type("tasks", "assign", ana[:8], "Luz", "--because", "Eva is away").err
    assert "already" in work.type("tasks", "assign", ana[:8], "Luz").err
    assert "was done on" in work.type("tasks", "done", ana[:8], "--note", "wants a demo").err
    assert "Nothing was changed" in work.type("tasks", "done", ana[:8]).err
    refused = work.type("tasks", "decline", ana[:8])
    assert refused.code != 0
    assert "was done on" in refused.err
    assert work.json("tasks", "decline", bea[:8]) == {"task": bea, "result": "declined", "changed": True}
    assert work.json("tasks", "list", "--state", "declined")[0]["id"] == bea
    assert work.commands()[-3:] == [
        ("task_assign", "Eva is away"),
        ("task_result", "wants a demo"),
        ("task_result", ""),
    ]

    story = work.type("lead", "C-1").out
    assert "did the task “Write to Ana”" in story
    assert "wants a demo" in story
    lead = work.at_home(lambda session: session.lead("C-1"))
    with work.ledger.begin() as tx:
        erasure.erase(tx, lead, at=work.clock.now())
    assert ("task_result", "wants a demo") not in work.commands()


def test_what_is_no_task_with_a_result_is_refused(work: Desk) -> None:
    """Found, expected and what to do next; nothing changes."""
    assert "There is no task ffffffff" in work.type("tasks", "done", "ffffffff").err
    assert work.type("tasks", "list", "--csv", "--json").code != 0
    assert work.type("tasks", "assign", "ffffffff", " ").code != 0
    (task,) = (row["id"] for row in work.json("tasks", "list") if row["title"] == "Write to Carla")
    assert work.type("suppress", "C-3", "--because", "she said so").code == 0
    assert "withdrawn" in work.type("tasks", "done", task[:8]).err
    assert [row["reason"] for row in work.json("tasks", "list", "--state", "withdrawn")] == ["opted_out"]
