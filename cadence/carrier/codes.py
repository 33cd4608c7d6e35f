"""
What does one of Twilio's error codes mean for us? Pure: the one table.

Answers bring 2xxxx, callbacks 3xxxx and 6xxxx. A code that is not in the table is a plain failure of that touch.
Twilio documents each at twilio.com/docs/api/errors/<code>.
"""

from dataclasses import dataclass
from datetime import timedelta

from cadence.model import Outcome

INVALID_NUMBER = "invalid_number"
"""Why a number is closed, as it stands in the ledger."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one code says of the touch, of the person's number, and of our sender."""

    outcome: Outcome
    suppress: bool = False  # the person has opted out at the carrier
    close_number: str = ""  # why no campaign should use this number again
    pause_sender: bool = False  # our account or sender is at fault: every further touch would fail the same way
    retry_after: timedelta | None = None  # refused for our rate, nothing left: it may go again after this


_NO_SUCH_NUMBER = Meaning(Outcome.INVALID_NUMBER, close_number=INVALID_NUMBER)
_NOT_BY_THIS_CHANNEL = Meaning(Outcome.INVALID_NUMBER)  # a landline takes no text, but it does take calls
_UNREACHABLE = Meaning(Outcome.UNDELIVERED)
_FILTERED = Meaning(Outcome.BLOCKED)
_UNREGISTERED = Meaning(Outcome.BLOCKED, pause_sender=True)
_CONTENT = Meaning(Outcome.FAILED)
_ACCOUNT = Meaning(Outcome.FAILED, pause_sender=True)
_FAILED = Meaning(Outcome.FAILED)


def _too_fast(seconds: int) -> Meaning:
    return Meaning(Outcome.FAILED, retry_after=timedelta(seconds=seconds))


_HOUR = 3600

MEANINGS: dict[str, Meaning] = {
    "21610": Meaning(Outcome.OPTED_OUT, suppress=True),  # the person sent STOP to this sender
    # The number.
    "21211": _NO_SUCH_NUMBER,  # not a valid phone number
    "21217": _NO_SUCH_NUMBER,  # not a valid phone number (voice)
    "30005": _NO_SUCH_NUMBER,  # unknown handset: the number may no longer exist
    "21214": _NOT_BY_THIS_CHANNEL,  # cannot be reached by voice
    "21612": _NOT_BY_THIS_CHANNEL,  # this sender has no route to it
    "21614": _NOT_BY_THIS_CHANNEL,  # not a mobile number
    "30006": _NOT_BY_THIS_CHANNEL,  # a landline, or a network without texts
    "63003": _NOT_BY_THIS_CHANNEL,  # the channel does not know this address
    "63024": _NOT_BY_THIS_CHANNEL,  # no WhatsApp account
    # Out of reach for now.
    "30003": _UNREACHABLE,  # the handset is off
    "30008": _UNREACHABLE,  # unknown error of the network
    "63005": _UNREACHABLE,  # the channel did not accept it
    # Filtered.
    "21216": _FILTERED,  # the number is blocked for voice
    "30004": _FILTERED,  # the destination takes no messages from us
    "30007": _FILTERED,  # the network's filter
    "30450": _FILTERED,  # protection against pumped traffic
    "63013": _FILTERED,  # the channel's policy
    "63032": _FILTERED,  # WhatsApp does not deliver to this person
    "63049": _FILTERED,  # WhatsApp's own limit on marketing
    "30032": _UNREGISTERED,  # toll-free sender not verified
    "30034": _UNREGISTERED,  # US sender not registered
    # We were too fast. As an answer it surely did not leave; in a callback that message is lost.
    "20429": _too_fast(1),  # too many requests
    "10004": _too_fast(5),  # too many calls at once
    "21611": _too_fast(60),  # this sender's queue is full
    "30001": _too_fast(60),  # queue overflow
    "30022": _too_fast(60),  # rate of a registered US sender
    "63017": _too_fast(60),  # the account's messages a second
    "30023": _too_fast(_HOUR),  # daily cap of a registered US sender
    "63018": _too_fast(_HOUR),  # WhatsApp's daily limit of this sender
    "63038": _too_fast(_HOUR),  # the account's daily limit
    # Still in the queue when its validity ran out.
    "30036": Meaning(Outcome.EXPIRED),
    # The content does not fit the channel.
    "21655": _CONTENT,  # no such template
    "21656": _CONTENT,  # the template's variables are not valid
    "63016": _CONTENT,  # free text outside a session
    "63021": _CONTENT,  # the channel does not take this content
    "63027": _CONTENT,  # the template does not exist in this language
    "63028": _CONTENT,  # wrong number of variables
    "63030": _CONTENT,  # the template does not take these variables
    # Our account or sender.
    "20003": _ACCOUNT,  # authentication
    "20005": _ACCOUNT,  # the account is not active
    "20404": _ACCOUNT,  # no such account or address of the API
    "21210": _ACCOUNT,  # the caller's number is not ours
    "21212": _ACCOUNT,  # the sender is not valid
    "21215": _ACCOUNT,  # calls to this country are not permitted
    "21219": _ACCOUNT,  # trial account: the number is not verified (voice)
    "21408": _ACCOUNT,  # messages to this country are not permitted
    "21606": _ACCOUNT,  # the sender cannot send this
    "21608": _ACCOUNT,  # trial account: the number is not verified
    "21703": _ACCOUNT,  # the messaging service has no sender
    "30002": _ACCOUNT,  # the account is suspended
}


def meaning(code: str) -> Meaning:
    """Return what a code means."""
    return MEANINGS.get(code, _FAILED)
