"""
What does the answer to a refused request say? Pure: what was found, what was expected, what to do next.

No answer repeats what was sent: it may be a person's number or text, and answers end up in other people's logs.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from cadence.documents import DocumentFormat
from cadence.documents.mistakes import in_words
from cadence.documents.models import in_parts
from cadence.domain.errors import CadenceError, ConflictError, InvalidInputError, NotFoundError, UnavailableError
from cadence.domain.nearest import nearest

BODY = DocumentFormat(
    example="a JSON object", quotes=False, mapping="a JSON object", otherwise="what docs/api.md shows"
)
"""How a request is written: JSON, which answers never repeat."""
AGAIN_AFTER = 5
"""Seconds after which an outage may be over."""


class Problem(BaseModel):
    """Why a request was refused."""

    error: str = Field(description="What was found.", examples=["callback_at has no zone"])
    expected: str = Field(description="What was expected.", examples=["2027-03-09T10:00:00+01:00"])
    next: str = Field(description="What to do next.", examples=["Correct it and send it again."])


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 401, 403, 404, 408, 409, 413, 422, 429, 503)
}
"""How a route of the API may refuse a request."""


class RequestRefusedError(Exception):
    """A request that is refused, with the whole answer."""

    def __init__(self, status: int, *, error: str, expected: str, next_: str, headers: Mapping[str, str] = {}) -> None:
        """Keep the answer."""
        super().__init__(error)
        self.answer = problem(status, error=error, expected=expected, next_=next_, headers=headers)


def problem(
    status: int,
    *,
    error: str,
    expected: str,
    next_: str,
    headers: Mapping[str, str] = {},
) -> JSONResponse:
    """Return the answer to a request that is refused."""
    content = Problem(error=error, expected=expected, next=next_).model_dump()
    return JSONResponse(content, status_code=status, headers=dict(headers))


_KINDS: tuple[tuple[type[CadenceError], int, str, str], ...] = (
    (InvalidInputError, 422, "a request as docs/api.md describes it", "Correct it and send it again."),
    (NotFoundError, 404, "something that is in the ledger", "Look it up and send it again."),
    (ConflictError, 409, "a state of things that allows this", "Look at how things stand; sending it again is safe."),
    (UnavailableError, 503, "an answer from every service", "Send it again in a while; it is safe."),
    (CadenceError, 503, "an installation that is set up", "Ask its operator to run `cadence doctor`."),
)
"""Our own errors, each with its status, what was expected and what to do next. The first match counts."""


def of_error(error: CadenceError) -> JSONResponse:
    """Return the answer to a request that ended with one of our own errors. Their messages hold no personal data."""
    _, status, expected, next_ = next(row for row in _KINDS if isinstance(error, row[0]))
    headers = {"Retry-After": str(AGAIN_AFTER)} if isinstance(error, UnavailableError) else {}
    return problem(status, error=str(error), expected=expected, next_=next_, headers=headers)


def of_mistakes(mistakes: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> JSONResponse:
    """Return the answer to an invalid body: which `fields` are wrong. No unknown key is named: it may be a number."""
    pairs = list(dict.fromkeys(_described(mistake, fields) for mistake in mistakes))
    return problem(
        422,
        error="; ".join(found for found, _ in pairs),
        expected="; ".join(dict.fromkeys(wanted for _, wanted in pairs)),
        next_="Correct it and send it again; docs/api.md describes every order.",
    )


def _described(mistake: Mapping[str, Any], fields: Sequence[str]) -> tuple[str, str]:
    """Return what was found in a field and what was expected there."""
    place = next((str(part) for part in reversed(mistake["loc"]) if part in fields), "the body")
    if mistake["type"] == "extra_forbidden":
        meant = nearest(str(mistake["loc"][-1]), fields)  # one of ours, whatever was sent
        return "a field that is not known", in_words(f"only {', '.join(fields)}", hint=meant)
    found, wanted, hint = in_parts(mistake, BODY)
    return f"{place}: {found}", in_words(f"{place}: {wanted}", hint=hint)
