"""Does a program that reads events by the API get each once, in order, and only with a key that may?"""

from itertools import count
from typing import Any

import httpx
import jsonschema_rs
import pytest

from cadence.domain.events import EventType
from cadence.engine.events.schemas import schema
from tests.integration.api.conftest import PUBLIC
from tests.integration.api.town import Town
from tests.waiting import until

NUMBERS = count(1)


def opt_out(operator: httpx.Client, town: Town, times: int) -> list[str]:
    """Let new people opt out, and return the subjects of their events."""
    subjects = []
    for _ in range(times):
        town.enrol(key=(key := f"events-{next(NUMBERS)}"))
        lead = town.ledger.hasher.lead("list", key)
        assert operator.post("/api/suppressions", json={"lead": lead}).status_code == 200
        subjects.append(f"leads/{lead}")
    return subjects


def shown_of(operator: httpx.Client, **asked_for: object) -> list[dict[str, Any]]:
    """Return events, once there are some: what is just written can be read when no other transaction runs any more."""
    return list(until(lambda: operator.get("/api/events", params={"limit": 1000, **asked_for}).json()["events"]))


def test_a_program_follows_all_events(operator: httpx.Client, town: Town) -> None:
    """Page by page from the oldest on; then it gets what is new, and nothing twice."""
    first = opt_out(operator, town, 3)
    seen: list[dict[str, Any]] = []
    answer = operator.get("/api/events", params={"limit": 2}).json()
    seen += answer["events"]
    while answer["more"] or first[-1] not in {event["subject"] for event in seen}:
        answer = operator.get("/api/events", params={"limit": 2, "after": answer["next"]}).json()
        seen += answer["events"]
    later = opt_out(operator, town, 1)
    last = shown_of(operator, after=answer["next"])
    after_it = operator.get("/api/events", params={"after": last[-1]["id"]}).json()

    assert [event["subject"] for event in seen if event["type"] == "lead.opted_out"][-3:] == first
    assert len({event["id"] for event in seen}) == len(seen)
    assert [event["subject"] for event in last] == later
    assert after_it == {"events": [], "next": last[-1]["id"], "more": False}


def test_an_event_has_the_keys_of_cloudevents_and_fits_its_schema(operator: httpx.Client, town: Town) -> None:
    """As `cadence schema events` shows it; and its links lead to what the API shows of it."""
    opt_out(operator, town, 1)
    shown = shown_of(operator, types="lead.opted_out")
    (launched, *_) = shown_of(operator, types="campaign.launched")

    assert shown
    for event in (shown[-1], launched):
        for link in event["data"]["links"].values():
            assert operator.get(link).status_code == 200, link
    assert launched["data"]["links"] == {"campaign": f"/api/campaigns/{launched['data']['campaign']}"}
    for event in shown:
        jsonschema_rs.validator_for(schema(EventType(event["type"]))).validate(event["data"])
        assert (event["specversion"], event["source"], event["datacontenttype"]) == ("1.0", PUBLIC, "application/json")
        assert event["dataschema"] == schema(EventType.LEAD_OPTED_OUT)["$id"]


def test_only_the_types_that_are_asked_for_are_shown(operator: httpx.Client, town: Town) -> None:
    """Several, each named."""
    opt_out(operator, town, 1)
    names = ["lead.opted_out", "campaign.paused"]
    shown = shown_of(operator, types=names)

    assert {event["type"] for event in shown} <= {*names}
    assert shown


@pytest.mark.parametrize(
    ("asked_for", "status", "field"),
    [
        ({"after": "0f8e7a52-6a3d-4f0e-8b1f-6f9f3c2d1e44"}, 404, "older than 30 days"),
        ({"after": "17"}, 422, "after"),
        ({"types": "touch.lost"}, 422, "types"),
        ({"limit": "0"}, 422, "limit"),
        ({"limit": "1001"}, 422, "limit"),
    ],
)
def test_a_wrong_question_says_what_is_wrong(
    operator: httpx.Client, asked_for: dict[str, str], status: int, field: str
) -> None:
    """A reader who was away too long must not think that nothing happened."""
    answer = operator.get("/api/events", params=asked_for)

    assert answer.status_code == status
    assert field in answer.json()["error"]
    assert ("too small" in answer.json()["error"]) is (asked_for == {"limit": "0"})
    assert ("too large" in answer.json()["error"]) is (asked_for == {"limit": "1001"})


def test_without_a_key_nothing_is_shown(stranger: httpx.Client, office: httpx.Client) -> None:
    """As everywhere in the API."""
    assert stranger.get("/api/events").status_code == 401
    assert office.get("/api/events").status_code == 403  # the token of earlier versions


@pytest.mark.parametrize(
    ("path", "parameter", "meant"),
    [
        ("/api/events", "afer", "after"),
        ("/api/events", "type", "types"),
        ("/api/tasks", "asign", "assign"),
        ("/api/alerts", "campain", "campaign"),
        ("/api/leads/L-1", "+34600000001", ""),
        ("/api/campaigns", "limit", ""),
        ("/api/campaigns/harbour/report", "form", "from"),
        ("/api/campaigns/harbour/leads", "buckets", "bucket"),
    ],
)
def test_a_parameter_that_is_not_known_is_refused(
    operator: httpx.Client, path: str, parameter: str, meant: str
) -> None:
    """A misspelt filter must not return everything as if it had been obeyed; the unknown name is not repeated."""
    answer = operator.get(path, params={parameter: "1"})

    assert answer.status_code == 422
    assert answer.json()["error"] == "a parameter in the address that is not known"
    assert answer.json()["expected"].endswith(f'did you mean "{meant}"?') is bool(meant)
    assert parameter == meant or f'"{parameter}"' not in answer.text
