"""Are consents that a program sends recorded as those of a command, once?"""

from typing import Any

import httpx
import pytest

from tests.integration.api.town import Town

GIVEN = {"lead": "agrees", "channels": ["sms", "call"], "given": True, "source": "web form"}


@pytest.fixture(scope="module", autouse=True)
def person(town: Town) -> None:
    """A person with two numbers."""
    town.enrol(town.number(), town.number(), key="agrees")


def records(town: Town) -> list[str]:
    """What is recorded, in order: the channel and whether it was given."""
    words = town.ask(
        "SELECT string_agg(channel || ' ' || given, ',' ORDER BY id) FROM consents WHERE source = 'web form'"
    )
    return (words or "").split(",") if words else []


def test_a_consent_and_its_withdrawal_are_added_once(town: Town, operator: httpx.Client) -> None:
    """With who recorded it; a repeated order with its key adds nothing."""
    key = {"Idempotency-Key": "a-consent"}
    first = operator.post("/api/consents", json=GIVEN | {"by": "marta"}, headers=key)
    again = operator.post("/api/consents", json=GIVEN | {"by": "marta"}, headers=key)

    assert (first.status_code, again.text) == (200, first.text), first.text
    assert first.json()["channels"] == ["sms", "call"]
    given = records(town)
    assert set(given) == {"sms true", "call true"}
    by = "SELECT max(recorded_by) FROM consents WHERE source = 'web form'"
    assert town.ask(by).startswith("marta, api:")
    operator.post("/api/consents", json=GIVEN | {"given": False, "channels": ["sms"]})
    assert set(records(town)[len(given) :]) == {"sms false"}


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"channels": []}, 422),
        ({"channels": ["fax"]}, 422),
        ({"source": "ana@example.com"}, 422),  # kept for ever
        ({"source": ""}, 422),
        ({"at": "2034-01-01T00:00:00Z"}, 422),  # in the future
        ({"at": "2027-01-01T00:00:00"}, 422),  # of which zone?
        ({"expires": "2020-01-01T00:00:00Z"}, 422),  # before it begins
        ({"given": None}, 422),
        ({"lead": "nobody-at-all"}, 404),
        ({"number": "+34699000077"}, 404),  # not theirs
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    town: Town, operator: httpx.Client, wrong: dict[str, Any], status: int
) -> None:
    """What was found, what was expected, what to do next."""
    before = (town.rows(), len(records(town)))

    answer = operator.post("/api/consents", json=GIVEN | wrong)

    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"error", "expected", "next"}
    assert (town.rows(), len(records(town))) == before
