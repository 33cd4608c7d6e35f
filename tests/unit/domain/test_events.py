"""Is every type of event described, with a schema and an example that agree with what the ledger's triggers write?"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import jsonschema_rs
import pytest

from cadence.domain import Outcome
from cadence.domain.cloud_events import cloud_event
from cadence.domain.event_links import PATHS
from cadence.domain.events import PAYLOADS, EventType, OutgoingEvent
from cadence.domain.outcomes import NEVER_RANG
from cadence.domain.trials import LIST, PREFIX
from cadence.engine.events.schemas import LEAD, OTHER, VALUES, catalogue, example, schema
from scripts import event_pages

VERSIONS = Path(import_module("cadence.ledger.db.migrations.versions").__path__[0])
TRIGGERS = "".join(
    (VERSIONS / folder / f"{file}.sql").read_text(encoding="utf-8")
    for folder, file in (
        ("events", "events"),
        ("external", "external_events"),
        ("task_results", "task_results"),
    )
)
PERSONAL = {
    "name",
    "phone",
    "e164",
    "body",
    "text",
    "title",
    "actor",
    "by",
    "address",
    "key",
    "why",
    "assign",
    "sender",
}


def test_the_files_of_the_docs_are_those_of_the_payloads() -> None:
    """`make docs` writes them; a receiver builds against them."""
    written = {file.name: file.read_text(encoding="utf-8") for file in event_pages.FOLDER.glob("*.json")}

    assert written == event_pages.files(), "run `make docs`"


@pytest.mark.parametrize("kind", EventType)
def test_an_example_fits_its_schema(kind: EventType) -> None:
    """A schema that its own example breaks helps nobody."""
    jsonschema_rs.meta.validate(schema(kind))
    shown = example(kind)

    jsonschema_rs.validator_for(schema(kind)).validate(shown["data"])
    assert shown["dataschema"] == schema(kind)["$id"]


@pytest.mark.parametrize("kind", EventType)
def test_a_schema_refuses_what_lacks_a_field(kind: EventType) -> None:
    """Else it would accept anything."""
    data = example(kind)["data"]
    for name in data:
        assert not jsonschema_rs.validator_for(schema(kind)).is_valid({key: data[key] for key in data if key != name})


def test_no_payload_has_a_field_for_what_is_personal() -> None:
    """An event goes to other systems, and an erasure cannot reach what is there."""
    names = {name for kind in EventType for name in example(kind)["data"]}

    assert names & PERSONAL == set()


@pytest.mark.parametrize("kind", EventType)
def test_an_event_has_links_to_what_it_names(kind: EventType) -> None:
    """So that a receiver needs to know no address of ours; and none where the event is about nobody."""
    data = example(kind)["data"]
    expected = {"lead": f"/api/leads/{LEAD}", "campaign": "/api/campaigns/spring-offer"}

    assert data["links"] == {name: path for name, path in expected.items() if name in data}
    assert all(path.startswith("/api/") for path in PATHS.values())


def test_links_are_whole_addresses_where_the_address_of_the_api_is_known() -> None:
    """An id of a campaign never becomes a part of the path; a pause of a lead names it in the subject alone."""
    at = datetime(2027, 3, 9, 12, tzinfo=UTC)
    data = {"pause": 3, "campaign": "spring/../offer?x"}
    event = OutgoingEvent(id="1", type=EventType.CAMPAIGN_PAUSED, at=at, subject=f"leads/{LEAD}", seq=1, data=data)
    shown = cloud_event(event, "https://hooks.example.org", api="https://api.example.com/cadence")
    nobody = replace(event, subject="numbers/7", data={"lead": None, "campaign": None})

    assert shown["data"] == data | {
        "links": {
            "lead": f"https://api.example.com/cadence/api/leads/{LEAD}",
            "campaign": "https://api.example.com/cadence/api/campaigns/spring%2F..%2Foffer%3Fx",
        }
    }
    assert cloud_event(nobody, "")["data"]["links"] == {}


def test_every_type_and_value_is_used() -> None:
    """A made-up value of a field that is gone would only mislead."""
    fields = {name for kind in EventType for name in example(kind)["data"]} - {"links"}

    assert set(PAYLOADS) == set(EventType)
    assert set(catalogue()) == set(EventType)
    assert set(VALUES) == fields
    assert all(set(other) <= set(example(kind)["data"]) for kind, other in OTHER.items())


def test_the_triggers_write_exactly_these_types() -> None:
    """A type that nothing writes is a promise that nobody keeps."""
    written = set(
        re.findall(
            r"'((?:touch|reply|lead|consent|callback|enrolment|task|campaign|event)\.\w+|disposition)'", TRIGGERS
        )
    )

    alerts = (VERSIONS / "alerts" / "alerts.sql").read_text(encoding="utf-8")
    assert "record_event('alert.' || NEW.change" in alerts
    changes = {EventType.ALERT_RAISED.value, EventType.ALERT_CLEARED.value}
    assert all(f"'{change.removeprefix('alert.')}'" in alerts for change in changes)

    assert written | changes == set(EventType)


def test_the_triggers_know_which_calls_never_rang() -> None:
    """As `callbacks.count_open` does: a promise is kept once the phone rang and an agent was there."""
    (words,) = re.findall(r"outcome IN \(([^)]*)\)", TRIGGERS)

    assert set(re.findall(r"'(\w+)'", words)) == {*NEVER_RANG, Outcome.ABANDONED}


def test_the_triggers_know_what_a_trial_is() -> None:
    """Trials are in no figure, so no other system hears of them."""
    assert f"l.list = '{LIST}'" in TRIGGERS
    assert f"NOT LIKE '{PREFIX}%'" in TRIGGERS
