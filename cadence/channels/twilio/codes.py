"""
What is one of Twilio's error codes about, and what follows from it? Pure: groups and texts are in codes.yaml.

A code affects only the thing it is about: a country that is not enabled says nothing about a sender. A code in no group
is a failure of that one touch.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

from ruamel.yaml import YAML

from cadence.domain import Outcome
from cadence.domain.error_subject import LATER, OURS, ErrorSubject

_OUTCOMES = {
    ErrorSubject.PERSON: Outcome.OPTED_OUT,
    ErrorSubject.NUMBER: Outcome.INVALID_NUMBER,
    ErrorSubject.CHANNEL: Outcome.INVALID_NUMBER,
    ErrorSubject.UNREACHABLE: Outcome.UNDELIVERED,
    ErrorSubject.FILTERED: Outcome.BLOCKED,
    ErrorSubject.EXPIRED: Outcome.EXPIRED,
    **dict.fromkeys(OURS, Outcome.NOT_TAKEN),
    **dict.fromkeys(LATER, Outcome.TOO_FAST),
}
_RETRY_AFTER = {ErrorSubject.MOMENT: timedelta(minutes=1), ErrorSubject.DAY: timedelta(hours=1)}
_SOONER = {"20429": timedelta(seconds=1), "10004": timedelta(seconds=5), "20503": timedelta(seconds=5)}
"""Rate limits of the account, which pass within seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """The meaning of one code."""

    code: str
    about: ErrorSubject
    words: tuple[str, str] = ("", "")  # in English and in Spanish, as the end of "the carrier says: ..."
    sure: bool = True  # False: its description leaves open what it is about

    @property
    def outcome(self) -> Outcome:
        """The outcome of the touch."""
        return _OUTCOMES.get(self.about, Outcome.FAILED)

    @property
    def retry_after(self) -> timedelta | None:
        """How long, in the Clock's time, until it may be tried again; None: time does not help."""
        return _SOONER.get(self.code) or _RETRY_AFTER.get(self.about)

    def in_words(self, language: Literal["en", "es"] = "en") -> str:
        """Return the meaning as text for people; "" for a code in no group."""
        return self.words[0] if language == "en" else self.words[1]


@cache
def meanings() -> dict[str, Meaning]:
    """Return every code that is in a group."""
    by_code: dict[str, Meaning] = {}
    groups = YAML(typ="safe").load((files(__package__) / "codes.yaml").read_text(encoding="utf-8"))
    for group, codes in groups.items():
        for code, (english, spanish, *unsure) in codes.items():
            if code in by_code:
                raise AssertionError(f"codes.yaml says what {code} is about in two groups")
            by_code[code] = Meaning(code=code, about=ErrorSubject(group), words=(english, spanish), sure=not unsure)
    return by_code


def meaning(code: str) -> Meaning:
    """Return what a code means."""
    return meanings().get(code) or Meaning(code=code, about=ErrorSubject.UNKNOWN)
