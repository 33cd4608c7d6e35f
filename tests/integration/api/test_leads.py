"""Do people whom a program sends enter a campaign that runs, as those of a list do?"""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from cadence.campaign import check_text
from cadence.campaign.store import to_json
from cadence.domain import CampaignState
from cadence.ledger.campaigns import campaigns
from tests.integration.api.town import CAMPAIGN, Town

Enrol = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def enrol(operator: httpx.Client) -> Enrol:
    """Send people."""

    def send(*leads: dict[str, Any], campaign: str = "harbour", key: str = "", **other: Any) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else {}
        body = {"list": "crm", "leads": list(leads), **other}
        return operator.post(f"/api/campaigns/{campaign}/leads", json=body, headers=headers)

    return send


def launched(town: Town, name: str, more: str = "") -> None:
    """Launch another campaign."""
    text = CAMPAIGN.replace("campaign: harbour", f"campaign: {name}") + more
    campaign = check_text(text, f"{name}.yaml", ()).right()
    with town.ledger.begin() as tx:
        campaigns.launch(tx, name, to_json(campaign), at=town.clock.now())


def in_line(town: Town, campaign: str, lead: str) -> int:
    """How often a person stands on the roster of a campaign."""
    asked = (
        "SELECT count(*) FROM roster r JOIN campaigns c ON c.id = r.campaign_id WHERE c.name = :name AND lead_id = :l"
    )
    return int(town.ask(asked, name=campaign, l=lead))


def test_people_enter_and_each_row_has_its_result(town: Town, enrol: Enrol) -> None:
    """A bad row stops no other, and its value is not repeated."""
    good, other = town.number(), town.number()

    answer = enrol(
        {"id": "E-1", "name": "Ana", "phone": good, "consent_sms": True, "score": 7},
        {"id": "E-2", "name": "Bea", "phone": "Quenoexiste"},
        {"id": "E-1", "name": "Ana", "phone": good, "consent_sms": True, "score": 7},
        {"id": "E-3", "name": "Carla", "phone": other, "consent_sms": None, "score": "many"},
        {"id": "", "name": None},
    )

    assert answer.status_code == 200, answer.text
    first, bad, twice, wrong, empty = answer.json()["leads"]
    assert [row["state"] for row in (first, bad, twice, empty)] == ["in_campaign", "refused", "repeated", "refused"]
    assert in_line(town, "harbour", first["lead"]) == 1
    assert bad["problems"][0]["column"] == "phone"
    assert "Quenoexiste" not in answer.text
    assert (wrong["state"], wrong["problems"][0]["column"]) == ("refused", "score")
    assert empty["problems"] == [{"column": "", "reason": "the row is empty"}]
    agreed = "SELECT count(*) FROM consents WHERE lead_id = :lead AND channel = 'sms'"
    assert town.ask(agreed, lead=first["lead"]) == 1
    order = (
        "SELECT args ->> 'list' || ' ' || left(origin, 4) FROM commands WHERE name = 'launch' ORDER BY id DESC LIMIT 1"
    )
    assert town.ask(order) == "crm api:"


def test_sending_people_again_enrols_nobody_twice_and_answers_the_same(town: Town, enrol: Enrol) -> None:
    """With a key and without one."""
    person = {"id": "E-10", "phone": town.number(), "consent_sms": True}

    answers = [enrol(person, key=key) for key in ("people-once", "people-once", "", "another-key")]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    (row,) = answers[0].json()["leads"]
    assert (row["state"], in_line(town, "harbour", row["lead"])) == ("in_campaign", 1)
    assert town.ask("SELECT count(*) FROM commands WHERE key = 'api/people-once'") == 1
    assert enrol(person | {"name": "Ana"}, key="people-once").status_code == 409


def test_a_no_in_a_row_counts(town: Town, enrol: Enrol) -> None:
    """Whatever else is wrong with it."""
    number = town.number()

    enrol({"id": "E-20", "phone": number, "opt_out": "yes", "score": "many"})

    assert town.suppressed(town.enrol(number)) == 1


def test_who_is_in_it_under_another_list_s_name_is_left_out_or_comes_again(town: Town, enrol: Enrol) -> None:
    """They would be contacted twice."""
    number = town.number()
    town.enrol(number, key="of-the-other-list")
    person = {"id": "E-30", "phone": number, "consent_sms": True}

    (out,) = enrol(person).json()["leads"]
    (again,) = enrol(person, elsewhere="again").json()["leads"]

    assert (out["state"], out["why"]) == ("left_out", "elsewhere")
    assert (again["state"], in_line(town, "harbour", again["lead"])) == ("in_campaign", 1)


def test_a_campaign_lets_in_only_whom_it_is_for(town: Town, enrol: Enrol) -> None:
    """By its `where`."""
    launched(town, "quay", "where: {segment: gold}\n")
    gold = {"id": "E-40", "phone": town.number(), "segment": "gold"}

    answer = enrol(gold, {"id": "E-41", "phone": town.number(), "segment": "tin"}, campaign="quay")

    assert [row["state"] for row in answer.json()["leads"]] == ["in_campaign", "not_selected"]
    assert [in_line(town, "quay", row["lead"]) for row in answer.json()["leads"]] == [1, 0]


def test_no_version_is_made(town: Town, enrol: Enrol) -> None:
    """People begin with the version that was launched last."""
    enrol({"id": "E-50", "phone": town.number()})

    asked = "SELECT count(*) FROM campaign_versions v JOIN campaigns c ON c.id = v.campaign_id WHERE c.name = 'harbour'"
    assert town.ask(asked) == 1


def test_what_cannot_be_is_refused_with_what_to_do(town: Town, enrol: Enrol) -> None:
    """And nothing is written."""
    launched(town, "closed")
    with town.ledger.begin() as tx:
        campaigns.close(tx, "closed", CampaignState.STOPPED, at=town.clock.now())
    person = {"id": "E-60", "phone": town.number()}
    enrol(person)
    before = town.rows()

    answers = {
        409: [enrol(person, campaign="closed"), enrol(person, list="CRM")],
        404: [enrol(person, campaign="harbor")],
        422: [
            enrol(),
            enrol({}),
            enrol({"name": "nobody"}),
            enrol({"+34600000001": "x"}),
            enrol({"id": "a\nb", "phone": "x"}),
            enrol(person, list=" "),
            enrol(person, list="a/b"),
            enrol(person, elsewhere="anywhere"),
        ],
    }

    for status, refused in answers.items():
        assert [answer.status_code for answer in refused] == [status] * len(refused), [a.text for a in refused]
        assert all(set(answer.json()) == {"error", "expected", "next"} for answer in refused)
    assert town.rows() == before


def test_people_enter_as_lines_of_json(town: Town, operator: httpx.Client) -> None:
    """Each line has its result, in order; what cannot be read stops no other, and is not repeated."""
    good = {"id": "N-1", "name": "Ana", "phone": town.number(), "consent_sms": True}
    lines = [
        json.dumps(good),
        "{Quenoexiste",
        "",
        '["Quenoexiste"]',
        '{"+34600000001": "x"}',
        '{"id": "N-2", "phone": {"Quenoexiste": 1}}',
        json.dumps(good | {"id": "N-3", "phone": "Quenoexiste"}),
        json.dumps(good),
    ]
    url, headers = "/api/campaigns/harbour/leads", {"Content-Type": "application/x-ndjson; charset=utf-8"}

    def send(content: str, key: str = "", **parameters: str) -> httpx.Response:
        keyed = headers | ({"Idempotency-Key": key} if key else {})
        return operator.post(url, content=content.encode(), params={"list": "crm"} | parameters, headers=keyed)

    first, again = (send("\n".join(lines), key="lines-once") for _ in range(2))
    rows = [json.loads(line) for line in first.text.splitlines()]

    assert (first.status_code, first.headers["content-type"]) == (200, "application/x-ndjson")
    assert first.text == again.text
    assert [row["row"] for row in rows] == list(range(1, 8))
    assert [row["state"] for row in rows] == ["in_campaign", *["refused"] * 5, "repeated"]
    assert [row["problems"][0]["reason"] for row in rows[1:5]] == [
        "the line is no JSON",
        "the line is no JSON object with the columns of a list",
        "the name of a column cannot stand in a list",
        "a value cannot stand in a list",
    ]
    assert "Quenoexiste" not in first.text
    assert in_line(town, "harbour", rows[0]["lead"]) == 1
    assert send(lines[0], key="lines-once").status_code == 409
    assert send(json.dumps(good | {"name": "Anna"})).json()["state"] == "in_campaign"
    assert town.ask("SELECT name FROM leads WHERE id = :lead", lead=rows[0]["lead"]) == "Anna"
    deep = ("[" * 100_000, '{"a":' * 100_000)  # nested deeper than any reader goes
    assert all(json.loads(row)["state"] == "refused" for row in send("\n".join(("x", *deep))).text.splitlines())
    refused = [send(""), send("\n".join(["{}"] * 1001)), send(lines[0], elsewhere="there"), send(lines[0], list="a/b")]
    assert [answer.status_code for answer in refused] == [422] * 4
    assert operator.post(url, content=lines[0], headers=headers).status_code == 422, "no list"
    assert (
        operator.post(
            "/api/campaigns/harbor/leads", content=lines[0], headers=headers, params={"list": "crm"}
        ).status_code
        == 404
    )
