"""
What does the carrier's answer mean? Pure: exceptions of the official client in, our own values out.

Twilio's own error texts are always dropped: they quote the person's number.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from json import JSONDecodeError
from typing import Any, TypeVar

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.response import Response

from cadence.channels.provider import Accepted, Answer, NotSent, Rejected, Uncertain
from cadence.channels.twilio.codes import meaning
from cadence.channels.twilio.http import AnswerLostError, NeverSentError
from cadence.domain.errors import LookUpRefusedError, UnavailableError

ABOUT_US = frozenset({401, 403, 429})
"""Refusals of our account or our request rate: they say nothing about the thing requested."""
MISSING: Mapping[int, None] = {404: None}
HIDDEN: Mapping[int, None] = dict.fromkeys({404, *ABOUT_US})
"""Also what we may not see."""

T = TypeVar("T")


def answered(ask: Callable[[], Any]) -> Answer:
    """Return the carrier's answer to a new touch as one of our four kinds."""
    try:
        resource = ask()
    except NeverSentError as error:
        return NotSent(reason=str(error), retry_after=error.retry_after)
    except AnswerLostError as error:
        return Uncertain(reason=str(error))
    except TwilioRestException as error:
        return _refused(error)
    except Exception as error:  # noqa: BLE001  after any other error the touch may have been sent
        return Uncertain(reason=type(error).__name__)
    if not resource.sid:
        return Uncertain(reason="an answer without an id")
    return Accepted(sid=resource.sid, status=resource.status or "", queued=_queued(resource))


def _queued(resource: Any) -> timedelta:  # noqa: ANN401  the official client ships no types
    """Return how long a call waits at the carrier: calls above the account's rate are queued, for up to a day."""
    queue_time = str(getattr(resource, "queue_time", None) or "")
    return timedelta(milliseconds=int(queue_time)) if queue_time.isdecimal() else timedelta(0)


def _refused(error: TwilioRestException) -> Answer:
    """Read a refusal."""
    if error.status < 400:  # noqa: PLR2004  a redirect: there is a proxy between us and the carrier
        return Uncertain(reason=f"HTTP {error.status}")
    code = str(error.code or error.status)
    if error.status in {401, 403} and code == str(error.status):
        code = "20003"  # refused on the way, without a code of Twilio's own
    return rejected(code)


def rejected(code: str) -> Answer:
    """Return the refusal with one of Twilio's codes, or NotSent when the code only means that we are too fast."""
    means = meaning(code)
    if means.retry_after is not None:
        return NotSent(reason=f"carrier code {code}", retry_after=means.retry_after)
    return Rejected(outcome=means.outcome, code=code)


def status_of(error: TwilioException) -> int:
    """Return the status of a refusal: of a page of a list, the client raises it with the bare response. 0 for none."""
    if isinstance(error, TwilioRestException):
        return int(error.status)
    return next((response.status_code for response in error.args if isinstance(response, Response)), 0)


def requested(ask: Callable[[], T]) -> T:
    """Look something up; a look-up has no effect, so every failure only means "not now"."""
    try:
        return ask()
    except (NeverSentError, AnswerLostError) as error:
        raise UnavailableError(f"The carrier does not answer ({error}). `cadence doctor` shows more.") from None
    except TwilioRestException as error:
        refused = UnavailableError if error.status in ABOUT_US else LookUpRefusedError
        raise refused(f"The carrier refused a look-up: HTTP {error.status}, code {error.code}.") from None
    except TwilioException as error:
        status = status_of(error)
        if status // 100 == 4 and status not in ABOUT_US:  # noqa: PLR2004  it refuses this one list
            raise LookUpRefusedError(f"The carrier refused a look-up: HTTP {status}.") from None
        reason = f"HTTP {status}" if status else type(error).__name__
        raise UnavailableError(f"The carrier's answer cannot be used ({reason}).") from None
    except JSONDecodeError:  # a proxy's page instead of the carrier's answer
        raise UnavailableError("The carrier's answer cannot be used (no JSON).") from None
    except ValueError as error:  # an invalid date: another try would have the same result
        raise LookUpRefusedError(f"The carrier's answer cannot be used ({type(error).__name__}).") from None


def looked_up(ask: Callable[[], T], instead: Mapping[int, T | None] = MISSING) -> T | None:
    """Look up something that the carrier may not have, or may refuse; return the value given for that status then."""

    def forgiving() -> T | None:
        try:
            return ask()
        except TwilioException as error:
            if status_of(error) in instead:
                return instead[status_of(error)]
            raise

    return requested(forgiving)
