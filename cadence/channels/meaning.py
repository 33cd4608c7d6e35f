"""What does a provider's code mean for a touch? Pure: one value, made by the provider that knows the code."""

from dataclasses import dataclass
from datetime import timedelta

from cadence.domain import Outcome
from cadence.domain.error_subject import LATER, OURS, ErrorSubject
from cadence.languages import Language, say

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """The meaning of one code."""

    code: str
    about: ErrorSubject
    sure: bool = True  # False: its description leaves open what it is about
    sentence: str = ""  # the sentence that says it, "" for none
    sooner: timedelta | None = None  # passes within this, unlike others of its subject

    @property
    def outcome(self) -> Outcome:
        """The outcome of the touch."""
        return _OUTCOMES.get(self.about, Outcome.FAILED)

    @property
    def retry_after(self) -> timedelta | None:
        """How long, in the Clock's time, until it may be tried again; None: time does not help."""
        return self.sooner or _RETRY_AFTER.get(self.about)

    def in_words(self, language: Language = "en") -> str:
        """Return what the code says, as the end of "the carrier says: ..."; "" for a code that has no sentence."""
        return say(language, self.sentence) if self.sentence else ""
