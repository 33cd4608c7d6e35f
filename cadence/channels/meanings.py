"""
What does a code of any provider mean? Pure: each provider is asked whether the code is one of its own.

A code affects only the thing it is about: a country that is not enabled says nothing about a sender. A code that no
provider knows is a failure of that one touch.
"""

from collections.abc import Callable

from cadence.channels.provider import Meaning
from cadence.channels.smtp import codes as smtp
from cadence.channels.twilio import codes as twilio
from cadence.domain.error_subject import ErrorSubject

PROVIDERS: tuple[Callable[[str], Meaning | None], ...] = (twilio.meaning_of, smtp.meaning_of)
"""No two providers share the form of their codes."""


def meaning(code: str) -> Meaning:
    """Return what a code means."""
    known = (meaning_of(code) for meaning_of in PROVIDERS)
    return next((reading for reading in known if reading is not None), Meaning(code=code, about=ErrorSubject.UNKNOWN))
