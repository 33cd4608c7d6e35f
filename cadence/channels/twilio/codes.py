"""
What is one of Twilio's error codes about, and what follows from it? Pure: the groups are in codes.yaml.

A code affects only the thing it is about: a country that is not enabled says nothing about a sender. A code in no group
is a failure of that one touch.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

from cadence.domain import Outcome
from cadence.domain.error_subject import LATER, OURS, ErrorSubject
from cadence.languages import Language, add_files, say

add_files(__package__, "codes")

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
    sure: bool = True  # False: its description leaves open what it is about

    @property
    def outcome(self) -> Outcome:
        """The outcome of the touch."""
        return _OUTCOMES.get(self.about, Outcome.FAILED)

    @property
    def retry_after(self) -> timedelta | None:
        """How long, in the Clock's time, until it may be tried again; None: time does not help."""
        return _SOONER.get(self.code) or _RETRY_AFTER.get(self.about)

    def in_words(self, language: Language = "en") -> str:
        """Return what the code says, as the end of "the carrier says: ..."; "" for a code in no group."""
        return say(language, f"twilio-{self.code}") if self.about is not ErrorSubject.UNKNOWN else ""


@cache
def meanings() -> dict[str, Meaning]:
    """Return every code that is in a group."""
    by_code: dict[str, Meaning] = {}
    groups = YAML(typ="safe").load((files(__package__) / "codes.yaml").read_text(encoding="utf-8"))
    unsure = frozenset(groups.pop("unsure"))
    for group, codes in groups.items():
        for code in codes:
            if code in by_code:
                raise AssertionError(f"codes.yaml has {code} in two groups")
            by_code[code] = Meaning(code=code, about=ErrorSubject(group), sure=code not in unsure)
    return by_code


def meaning(code: str) -> Meaning:
    """Return what a code means."""
    return meanings().get(code) or Meaning(code=code, about=ErrorSubject.UNKNOWN)
