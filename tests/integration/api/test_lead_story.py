"""Is one lead told as the command tells it, and the people only to who may see them?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from cadence.domain import Enrolment
from cadence.domain.roles import Role
from tests.integration.api.town import Carrier, Town

NAME = "Quenoexiste"


@pytest.fixture(scope="module")
def person(town: Town, carrier: Carrier, operator: httpx.Client) -> Enrolment:
    """Somebody who was written to, has answered, has agreed to something and is promised a call."""
    number = town.number()
    enrolment = town.enrol(number, key="STORY-1")
    town.message(enrolment)
    carrier.writes(number, f"Soy Ana {NAME}, ¿me pueden llamar?")
    lead, at = town.lead_of(enrolment), (town.clock.now() + timedelta(days=2)).isoformat()
    agreed = {"lead": lead, "channels": ["sms"], "given": True, "source": "web form", "wording": "Acepto."}
    assert operator.post("/api/consents", json=agreed).status_code == 200
    order = {"campaign": "harbour", "lead": lead, "at": at, "why": f"{NAME} asked"}
    assert operator.post("/api/callbacks", json=order).status_code == 200
    return enrolment


def test_a_lead_is_told_with_both_clocks(town: Town, operator: httpx.Client, person: Enrolment) -> None:
    """State, touches, reasons, consents, promises and tasks; by its id in its list or by ours."""
    lead = town.lead_of(person)

    told = operator.get("/api/leads/STORY-1", params={"list": "list", "language": "es"}).json()
    by_ours = operator.get(f"/api/leads/{lead}", params={"language": "es"}).json()

    assert (told["lead"], told["list"], told["key"]) == (lead, "list", "STORY-1")
    assert [by_ours[part] for part in ("enrolments", "touches", "promises")] == [
        told[part] for part in ("enrolments", "touches", "promises")
    ]
    (enrolment,) = told["enrolments"]
    assert (enrolment["campaign"], enrolment["finished"], enrolment["id"]) == ("harbour", None, person.id)
    assert enrolment["next"]["kind"] in {"attempt", "wait"}
    (touch,) = [touch for touch in told["touches"] if touch["step"] == "hello"]
    assert (touch["channel"], touch["outcome"], touch["state"]) == ("sms", "sent", "settled")
    assert (touch["at"][:13], touch["local"][0].split()[-1]) == ("2027-03-09T11", told["zones"][0])
    assert "12:" in touch["local"][0], "noon in Madrid"
    assert touch["costs"] == [{"amount": None, "currency": None, "source": "no_tariff"}]
    (consent,) = [consent for consent in told["consents"] if consent["source"] == "web form"]
    assert (consent["channel"], consent["given"], consent["wording"]) == ("sms", True, "Acepto.")
    (promise,) = told["promises"]
    assert datetime.fromisoformat(promise["at"]) > town.clock.now().astimezone(UTC) + timedelta(days=1)
    assert any(NAME in task["body"] for task in told["tasks"])
    assert any(NAME in line["words"] for line in told["story"] if line["kind"] == "inbound")
    assert any(word in line["words"] for line in told["story"] for word in ("Marketing", "llamada")), "in Spanish"
    assert told["waiting"]
    assert [line["at"] for line in told["story"]] == sorted(line["at"] for line in told["story"])


def test_who_may_not_see_people_reads_the_same_without_them(
    town: Town, operator: httpx.Client, with_key: Callable[[Role], httpx.Client], person: Enrolment
) -> None:
    """Every line is there, and no name, number or text."""
    path = f"/api/leads/{town.lead_of(person)}"

    whole, answer = operator.get(path), with_key(Role.VIEWER).get(path)

    seen, hidden = whole.json(), answer.json()
    for words in (NAME, "Ana", "STORY-1", seen["numbers"][0]["number"]):
        assert words in whole.text
        assert words not in answer.text, words
    assert seen["numbers"][0]["number"][1:] not in answer.text
    assert (hidden["key"], hidden["name"], hidden["numbers"][0]["number"]) == (None, None, None)
    assert [(line["at"], line["kind"]) for line in hidden["story"]] == [
        (line["at"], line["kind"]) for line in seen["story"]
    ]
    assert [touch["outcome"] for touch in hidden["touches"]] == [touch["outcome"] for touch in seen["touches"]]
    assert all(touch["body"] is None for touch in hidden["touches"])


def test_a_number_is_no_address_of_a_request(town: Town, operator: httpx.Client) -> None:
    """Addresses are logged by whatever stands between; and what is not there is not found."""
    number = town.number()
    town.enrol(number, key="STORY-2")

    answers = [operator.get(f"/api/leads/{who}") for who in (number, "ana@example.org", "STORY-nobody")]

    assert [answer.status_code for answer in answers] == [422, 422, 404]
    assert all(number not in answer.text for answer in answers)
    assert operator.get("/api/leads/STORY-2", params={"list": "another"}).status_code == 404
    assert operator.get("/api/leads/STORY-2", params={"language": "fr"}).status_code == 422


def test_the_leads_of_a_campaign_come_in_pages(
    town: Town, operator: httpx.Client, with_key: Callable[[Role], httpx.Client], person: Enrolment
) -> None:
    """Each is in one page, and in one bucket."""
    for _ in range(3):
        town.enrol()
    url = "/api/campaigns/harbour/leads"
    whole = operator.get(url, params={"limit": 1000}).json()
    paged, after = [], None
    while True:
        page = operator.get(url, params={"limit": 2} | ({"after": after} if after else {})).json()
        paged += page["leads"]
        after = page["next"]
        if after is None:
            break

    assert whole["next"] is None
    assert paged == whole["leads"]
    mine = next(lead for lead in paged if lead["lead"] == town.lead_of(person))
    assert (mine["key"], mine["attempts"], mine["contacted"]) == ("STORY-1", 1, True)
    buckets = {lead["bucket"] for lead in paged}
    by_bucket = [lead for bucket in buckets for lead in operator.get(url, params={"bucket": bucket}).json()["leads"]]
    assert sorted(lead["lead"] for lead in by_bucket) == [lead["lead"] for lead in paged]
    assert operator.get(url, params={"bucket": "ended", "reason": "converted"}).json()["leads"] == []
    assert all(lead["key"] is None for lead in with_key(Role.VIEWER).get(url).json()["leads"])
    assert operator.get(url, params={"bucket": "elsewhere"}).status_code == 422
    assert operator.get("/api/campaigns/nowhere/leads").status_code == 404
