"""
What is one of Twilio's error codes about, and what follows from it? Pure: the groups and the words stand in codes.yaml.

A code acts on the thing it is about and on nothing else: a country that is not enabled says nothing about a sender. A
code that stands in no group is a failure of that one touch.
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
"""Rates of the account, which are over within seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What one code says."""

    code: str
    about: ErrorSubject
    words: tuple[str, str] = ("", "")  # in English and in Spanish, as the end of "the carrier says: ..."
    sure: bool = True  # False: its description leaves open what it is about

    @property
    def outcome(self) -> Outcome:
        """What came of the touch."""
        return _OUTCOMES.get(self.about, Outcome.FAILED)

    @property
    def retry_after(self) -> timedelta | None:
        """After what time it may go again, of the Clock; None: not because of the time."""
        return _SOONER.get(self.code) or _RETRY_AFTER.get(self.about)

    def in_words(self, language: Literal["en", "es"] = "en") -> str:
        """Return what the code says, for people; "" for a code that is in no group."""
        return self.words[0] if language == "en" else self.words[1]


@cache
def meanings() -> dict[str, Meaning]:
    """Return every code that is in a group."""
    found: dict[str, Meaning] = {}
    groups = YAML(typ="safe").load((files(__package__) / "codes.yaml").read_text(encoding="utf-8"))
    for group, codes in groups.items():
        for code, (english, spanish, *unsure) in codes.items():
            if code in found:
                raise AssertionError(f"codes.yaml says what {code} is about in two groups")
            found[code] = Meaning(code=code, about=ErrorSubject(group), words=(english, spanish), sure=not unsure)
    return found


def meaning(code: str) -> Meaning:
    """Return what a code means."""
    return meanings().get(code) or Meaning(code=code, about=ErrorSubject.UNKNOWN)
