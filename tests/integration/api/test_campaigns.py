"""Do programs see campaigns as operators do, and can they pause and resume them?"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from cadence.api.dependencies import Dependencies
from cadence.campaign.house_file import read_house
from cadence.domain import Channel, Outcome
from cadence.domain.roles import Role
from cadence.engine.law import TodaysLaw
from cadence.engine.standing import standing
from cadence.ledger.touches import tasks, touches
from cadence.ledger.touches.tasks import NewTask
from tests.integration.api.town import Carrier, Town
from tests.integration.ledger import states

HARBOUR = "/api/campaigns/harbour"


def test_a_campaign_stands_as_the_command_says(town: Town, operator: httpx.Client, deps: Dependencies) -> None:
    """Every field of `cadence status --json`, from the same function."""
    town.message(town.enrol())

    answer = operator.get(HARBOUR).json()
    listed = operator.get("/api/campaigns").json()["campaigns"]

    shown = json.loads(json.dumps(standing(deps.planner, "harbour", deps.sender_rates), default=str))
    assert set(shown) <= set(answer)
    for name in set(shown) - {"now", "launched_at", "next", "in_the_air"}:
        assert answer[name] == shown[name], name
    assert [campaign["campaign"] for campaign in listed] == ["harbour"]
    assert (answer["state"], answer["open"] > 0, answer["paused"]) == ("running", True, [])


def test_alerts_are_listed_with_what_they_read(operator: httpx.Client, deps: Dependencies) -> None:
    """Those of the house for each campaign that runs; of one campaign, if it is named and there is one."""
    house = deps.planner.today
    alerts = "alerts: {late: {when: overdue_leads > 9, do: [pause, webhook]}, near: {when: abandonment_rate > cap}}"
    try:
        deps.planner.today = TodaysLaw(read_house(alerts))
        listed = operator.get("/api/alerts", params={"campaign": "harbour"}).json()["alerts"]
        every = operator.get("/api/alerts").json()["alerts"]
        unknown = operator.get("/api/alerts", params={"campaign": "harbor"})
    finally:
        deps.planner.today = house

    assert [(one["name"], one["origin"], one["state"], one["do"]) for one in listed] == [
        ("late", "house", "clear", ["pause", "webhook"]),
        ("near", "house", "unjudged", ["log"]),
    ]
    assert [one["name"] for one in every] == ["late", "near"]
    assert (unknown.status_code, "harbour" in unknown.text) == (404, True)


def test_a_pause_takes_effect_and_ends_with_reasons(town: Town, operator: httpx.Client) -> None:
    """Who, why and from where is recorded for both; the answer is the state after it."""
    why = {"by": "marta", "why": "wrong price"}

    paused = operator.post(f"{HARBOUR}/pause", json=why)
    again = operator.post(f"{HARBOUR}/pause", json=why | {"why": "still wrong"})
    resumed = operator.post(f"{HARBOUR}/resume", json=why | {"why": "corrected"})
    not_paused = operator.post(f"{HARBOUR}/resume", json=why)

    assert [one.status_code for one in (paused, again, resumed, not_paused)] == [200, 200, 200, 409]
    (pause,) = paused.json()["paused"]
    assert (pause["scope"], pause["value"], pause["by"], pause["why"]) == (
        "campaign",
        "harbour",
        "marta",
        "wrong price",
    )
    assert again.json()["paused"] == [pause], "the first one stands"
    assert resumed.json()["paused"] == []
    orders = "SELECT string_agg(name || ' ' || why || ' ' || left(origin, 4), ', ' ORDER BY id) FROM commands WHERE {}"
    assert town.ask(orders.format("name IN ('pause', 'resume')")) == "pause wrong price api:, resume corrected api:"
    assert town.ask("SELECT end_reason FROM pauses ORDER BY id DESC LIMIT 1") == "corrected", "`cadence lead` shows it"


def test_an_order_that_is_sent_again_later_does_not_pause_again(operator: httpx.Client) -> None:
    """A system that repeats its order after an hour must not undo what an operator did since."""
    why, key = {"why": "a test"}, {"Idempotency-Key": "pause-once"}
    assert operator.post(f"{HARBOUR}/pause", json=why, headers=key).json()["paused"] != []
    assert operator.post(f"{HARBOUR}/resume", json=why).json()["paused"] == []

    again = operator.post(f"{HARBOUR}/pause", json=why, headers=key)

    assert (again.status_code, again.json()["paused"]) == (200, [])
    other = operator.post("/api/campaigns/spring/pause", json=why, headers=key)
    assert other.status_code == 409, "the same key for another campaign is another order"


@pytest.mark.parametrize("body", [{}, {"why": ""}, {"by": "marta"}, {"why": "x", "campaign": "harbour"}])
@pytest.mark.parametrize("order", ["pause", "resume"])
def test_a_pause_needs_its_reason(town: Town, operator: httpx.Client, order: str, body: dict[str, Any]) -> None:
    """Who reads the history a year later wants to know why."""
    before = town.rows()

    assert operator.post(f"{HARBOUR}/{order}", json=body).status_code == 422
    assert town.rows() == before


@pytest.mark.parametrize("path", ["", "/pause", "/resume"])
def test_a_campaign_that_does_not_exist_is_not_found(town: Town, operator: httpx.Client, path: str) -> None:
    """And nothing is written."""
    before = town.rows()
    where = f"/api/campaigns/harbor{path}"

    answer = operator.post(where, json={"why": "x"}) if path else operator.get(where)

    assert answer.status_code == 404
    assert answer.json()["error"].startswith("There is no campaign harbor")
    assert town.rows() == before


def test_a_task_shows_its_words_only_to_who_may_see_people(
    town: Town, carrier: Carrier, with_key: Callable[[Role], httpx.Client]
) -> None:
    """A viewer learns that there is work, and nothing about anybody."""
    person = town.number()
    town.message(town.enrol(person))
    carrier.writes(person, "Soy Ana Quenoexiste, ¿me pueden llamar?")

    seen = with_key(Role.AGENT).get("/api/tasks").json()["tasks"]
    masked = with_key(Role.VIEWER).get("/api/tasks")

    assert any("Quenoexiste" in task["body"] for task in seen)
    assert [task["id"] for task in masked.json()["tasks"]] == [task["id"] for task in seen]
    assert all(task["title"] is None and task["body"] is None for task in masked.json()["tasks"])
    assert "Quenoexiste" not in masked.text
    assert person not in masked.text
    assert len(with_key(Role.AGENT).get("/api/tasks", params={"limit": 1}).json()["tasks"]) == 1
    assert with_key(Role.AGENT).get("/api/tasks", params={"limit": 0}).status_code == 422


def given_out(town: Town, count: int, **fields: Any) -> list[NewTask]:
    """Tasks of a step, each for somebody else, a minute apart."""
    made = []
    for nth in range(count):
        enrolment = town.enrol()
        lead = town.lead_of(enrolment)
        made.append(NewTask(ref=str(uuid4()), kind="step", title="Call", lead=lead, enrolment=enrolment.id, **fields))
        with town.ledger.begin() as tx:
            tasks.add(tx, made[-1], at=town.clock.now() + timedelta(minutes=nth))
    return made


def test_tasks_are_filtered_and_come_page_by_page(town: Town, with_key: Callable[[Role], httpx.Client]) -> None:
    """Each filter alone and together; the pages have every task once, in one order; bad values name their field."""
    agent, now = with_key(Role.AGENT), town.clock.now()
    late = now - timedelta(hours=1)
    visits = given_out(town, 5, label="visit", assign="ana", due_at=now + timedelta(hours=8))
    posted = given_out(town, 3, label="post", assign="ana", due_at=late)

    def leads(**wanted: Any) -> list[str]:
        answer = agent.get("/api/tasks", params=wanted)
        assert answer.status_code == 200, answer.text
        return [task["lead"] for task in answer.json()["tasks"] if task["label"] in {"visit", "post"}]

    every = [str(task.lead) for task in (*visits, *posted)]
    assert sorted(leads(assign="ana", campaign="harbour", limit=1000)) == sorted(every)
    assert leads(label="visit") == every[:5]
    assert leads(state="overdue", label="post") == every[5:]
    assert leads(state="overdue", label="visit") == leads(assign="bea") == leads(campaign="harbor") == []
    assert leads(due_before=now.isoformat(), assign="ana") == every[5:]
    assert leads(lead=every[1]) == [every[1]]

    with town.ledger.begin() as tx:
        for nth, task in enumerate(visits[:3]):
            assert tasks.finish_of(tx, task.ref, by="ana", at=now + timedelta(minutes=nth), result="done")
    assert leads(state="done", label="visit") == every[2::-1]
    assert leads(state="declined", label="visit") == []

    for wanted in ({"assign": "ana"}, {"state": "done", "label": "visit"}):
        seen, after, pages = [], "", 0
        while after is not None:
            answer = agent.get("/api/tasks", params={**wanted, "limit": 2} | ({"after": after} if after else {})).json()
            seen += [task["id"] for task in answer["tasks"]]
            after, pages = answer["next"], pages + 1
        whole = agent.get("/api/tasks", params={**wanted, "limit": 1000}).json()["tasks"]
        assert (seen, len(set(seen))) == ([task["id"] for task in whole], len(whole))
        assert pages == -(-len(whole) // 2)
        assert {(task["campaign"], task["state"]) for task in whole} <= {
            ("harbour", "open"), ("harbour", "overdue"), ("harbour", "done"),
        }  # fmt: skip

    for field, value in (
        ("state", "finished"), ("due_before", "2027-03-09T10:00:00"), ("due_before", "tomorrow"), ("after", "7"),
        ("limit", "0"), ("label", "a\x00b"), ("lead", "+34600000001"),
    ):  # fmt: skip
        refused = agent.get("/api/tasks", params={field: value})
        assert refused.status_code == 422, field
        assert field in refused.json()["error"] or field == "lead"
    assert agent.get("/api/tasks", params={"lead": str(uuid4())}).status_code == 404
    for field, value in (
        ("due_before", "0001-01-01T00:00:00+14:00"), ("due_before", "9999-12-31T23:59:59-14:00"),
        ("after", f"0.9999999999999999.{uuid4()}"), ("lead", "x/y/z"), ("list", "none"), ("campaign", "é" * 100),
    ):  # fmt: skip
        assert agent.get("/api/tasks", params={field: value}).status_code < 500, (field, value)


def test_the_result_of_a_task_is_given_once(town: Town, with_key: Callable[[Role], httpx.Client]) -> None:
    """The same again changes nothing, another one is refused, and the order says who, what and why."""
    enrolment = town.enrol()
    touch = town.reserve(enrolment, "hello", Channel.TASK, 0)
    due, lead = town.clock.now() + timedelta(hours=4), town.lead_of(enrolment)
    new = NewTask(
        ref=touch.id, kind="step", title="Write", lead=lead, enrolment=enrolment.id, label="letter", due_at=due
    )
    with town.ledger.begin() as tx:
        states.settle(tx, touch.id, Outcome.CREATED, at=town.clock.now(), details={})
        touches.change(tx, touch.id, {"result_by": due})
        tasks.add(tx, new, at=town.clock.now())
    (task,) = [task for task in with_key(Role.AGENT).get("/api/tasks").json()["tasks"] if task["label"] == "letter"]
    assert (datetime.fromisoformat(task["due_at"]), task["reminders"]) == (due, 0)
    where, body = f"/api/tasks/{task['id']}/result", {"result": "done", "by": "ana", "why": "sent by post"}
    key = {"Idempotency-Key": f"letter-{task['id']}"}

    assert with_key(Role.VIEWER).post(where, json=body).status_code == 403
    assert with_key(Role.AGENT).post(where, json=body | {"result": "perhaps"}).status_code == 422
    given = with_key(Role.AGENT).post(where, json=body, headers=key)
    again = with_key(Role.AGENT).post(where, json=body, headers=key)
    twice = with_key(Role.AGENT).post(where, json=body)
    other = with_key(Role.AGENT).post(where, json=body | {"result": "declined"})
    nobody = with_key(Role.AGENT).post(f"/api/tasks/{uuid4()}/result", json=body)

    assert [one.status_code for one in (given, again, twice, other, nobody)] == [200, 200, 200, 409, 404]
    assert given.json() == again.json() == twice.json()
    assert (given.json()["result"], given.json()["done_by"]) == ("done", "ana")
    assert town.ask("SELECT string_agg(why, ', ') FROM commands WHERE name = 'task_result'") == "sent by post"
    assert town.ask("SELECT outcome FROM touches WHERE id = :id", id=touch.id) == "done"
