"""Does a refusal say what was found, what was expected and what to do, and repeat nothing?"""

import json

import pytest
from pydantic import BaseModel, ValidationError

from cadence.api.answers import of_error, of_mistakes
from cadence.api.api import FIELDS
from cadence.api.requests import CallbackRequest, DispositionRequest, SuppressionRequest
from cadence.domain.errors import (
    CadenceError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
    UnavailableError,
    WrongKeysError,
)

PERSON = "+34600000001"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidInputError("x"), 422),
        (NotFoundError("x"), 404),
        (ConflictError("x"), 409),
        (UnavailableError("x"), 503),
        (WrongKeysError("x"), 503),  # not the caller's fault
        (CadenceError("x"), 503),
    ],
)
def test_each_of_our_errors_has_its_status(error: CadenceError, status: int) -> None:
    """And always the three words that say what to do."""
    answer = of_error(error)

    assert answer.status_code == status
    data = json.loads(bytes(answer.body))
    assert data["error"] == "x"
    assert data["expected"]
    assert data["next"]
    assert ("retry-after" in answer.headers) is isinstance(error, UnavailableError)


@pytest.mark.parametrize(
    ("kind", "body", "text", "expected"),
    [
        (CallbackRequest, {"campaign": "c", "lead": PERSON}, "at: left out", "at: a value"),
        (CallbackRequest, {"campaign": "c", "lead": PERSON, "at": PERSON}, "at: not an instant", "an instant as text"),
        (CallbackRequest, {"campaign": "", "lead": "x" * 201, "at": 5}, "at: not an instant", "an instant as text"),
        (
            CallbackRequest,
            {"campaign": "c", "lead": "a\nb", "at": "2027-03-10T10:00Z"},
            "lead: a text of another form",
            "a text that matches",
        ),
        (SuppressionRequest, {PERSON: PERSON, "number": PERSON}, "a field that is not known", "only by, why"),
        (CallbackRequest, {"campain": PERSON}, "a field that is not known", 'did you mean "campaign"?'),
        (SuppressionRequest, {}, "the body: none or both of two fields", "exactly one of number and lead"),
        (
            SuppressionRequest,
            {"number": PERSON, "lead": PERSON},
            "the body: none or both of two fields",
            "exactly one of",
        ),
        (SuppressionRequest, {"number": PERSON, "scope": "channel"}, "the body", "value with the scopes"),
        (SuppressionRequest, {"number": PERSON, "value": PERSON}, "the body", "value with the scopes"),
        (SuppressionRequest, {"number": PERSON, "scope": "channel", "value": PERSON}, "the body", "sms, whatsapp"),
        (SuppressionRequest, {"number": PERSON, "scope": PERSON}, "scope: a text that is not known", "everything"),
        (DispositionRequest, {"touch": PERSON, "disposition": "other"}, "touch: a text of another form", "a UUID"),
        (
            DispositionRequest,
            {"call_sid": "CA\ud800", "disposition": "other"},
            "call_sid: a text of another form",
            "docs/api.md",
        ),
    ],
)
def test_a_mistake_is_told_by_its_field_and_without_its_value(
    kind: type[BaseModel], body: dict[str, object], text: str, expected: str
) -> None:
    """Even a field's name is repeated only when it is one of ours: a stray one may be a number."""
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(body)

    answer = of_mistakes([{**error, "loc": ("body", *error["loc"])} for error in caught.value.errors()], FIELDS)

    data = json.loads(bytes(answer.body))
    assert answer.status_code == 422
    assert text in data["error"]
    assert expected in data["expected"]
    assert PERSON not in json.dumps(data)
