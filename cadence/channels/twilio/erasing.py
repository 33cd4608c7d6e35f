"""
How does Twilio delete what was said? Edge: the text and media of a message, the recordings of a call.

The record of a message or call stays, with its status and its price, which comes late; only what was said goes. Asking
twice does no harm: what is gone is answered with 404.
"""

from collections.abc import Callable, Iterator
from typing import Any

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from cadence.channels.twilio.answers import ABOUT_US, MISSING, looked_up, requested
from cadence.channels.twilio.http import AnswerLostError, NeverSentError
from cadence.channels.twilio.statuses import ENDED
from cadence.domain.errors import UnavailableError

MOST = 1000
"""Media of a message, legs of a call and recordings of a leg that are read; far more than there are."""
FINISHED = frozenset({"completed", "absent", "failed", "deleted"})
"""Statuses of a recording that nothing is added to any more."""


def erase_message(client: Client, sid: str) -> str:
    """
    Empty the text of a message and delete its media; return why some is left, "" when none is. Raises UnavailableError.

    Twilio refuses while the message is under way, and for about an hour if nobody has reported its end.
    """
    emptied: list[Any] = []
    if code := _refused(lambda: emptied.append(client.messages(sid).update(body=""))):
        return code
    for message in emptied:
        if message.body:
            return "the text is still there"
        if (message.num_media or "0") != "0":
            media = requested(lambda: client.messages(sid).media.list(limit=MOST))
            if code := _first(_refused(item.delete) for item in media):
                return code
    return ""


def erase_call(client: Client, sid: str) -> str:
    """Delete the recordings of a call and of its legs, with their transcripts; return why some are left. As above."""
    call = looked_up(client.calls(sid).fetch)
    if call is not None and call.status not in ENDED:
        return str(call.status)
    legs = requested(lambda: client.calls.list(parent_call_sid=sid, limit=MOST))
    return _first(code for leg in (sid, *(leg.sid for leg in legs)) for code in _recordings_deleted(client, leg))


def _recordings_deleted(client: Client, call: str) -> Iterator[str]:
    """Delete the recordings of one leg; yield for each why it is left, or ""."""
    for recording in requested(lambda: client.recordings.list(call_sid=call, limit=MOST)):
        if recording.status not in FINISHED:
            yield f"recording {recording.status}"
            continue
        # The transcripts first: they outlive their recording, and could not be found without it.
        transcripts = looked_up(client.recordings(recording.sid).transcriptions.list, MISSING)
        code = _first(_refused(transcript.delete) for transcript in transcripts or ())
        yield code or _refused(recording.delete)


def _first(codes: Iterator[str]) -> str:
    """Return the first refusal, after everything was tried."""
    return next(filter(None, list(codes)), "")


def _refused(ask: Callable[[], object]) -> str:
    """Have something deleted; return the code of the refusal, "" when it is gone. Raises UnavailableError."""
    try:
        ask()
    except (NeverSentError, AnswerLostError) as error:
        raise UnavailableError(f"The carrier does not answer ({error}). `cadence doctor` shows more.") from None
    except TwilioRestException as error:
        if error.status in MISSING:
            return ""
        if error.status in ABOUT_US:
            raise UnavailableError(f"The carrier refused to delete: HTTP {error.status}, code {error.code}.") from None
        return str(error.code or error.status)
    return ""
