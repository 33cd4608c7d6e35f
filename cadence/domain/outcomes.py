"""Which of two reports of one touch counts? Pure: the one that says more, so that reports in any order end the same."""

from dataclasses import dataclass

from cadence.domain.enums import Outcome

ORDER = (
    Outcome.LOST,  # nobody knows: any word is more
    Outcome.SENT,
    Outcome.CANCELED,
    Outcome.TOO_FAST,  # we canceled it ourselves where it would have waited past closing
    Outcome.NOT_TAKEN,
    Outcome.FAILED,
    Outcome.EXPIRED,
    Outcome.BLOCKED,
    Outcome.INVALID_NUMBER,
    Outcome.OPTED_OUT,
    Outcome.UNDELIVERED,
    Outcome.DELIVERED,  # the person did get it, whatever else was said
    Outcome.READ,
    Outcome.BUSY,
    Outcome.NO_ANSWER,
    Outcome.HUNG_UP,
    Outcome.MACHINE,
    Outcome.VOICEMAIL_LEFT,
    Outcome.ABANDONED,
    Outcome.ANSWERED,  # a conversation took place, whatever else was said
    Outcome.CREATED,
    Outcome.SKIPPED,  # nothing left: never undone
)
"""Outcomes, those that say most at the end. What reached the person outweighs what did not."""

PASSING = frozenset({Outcome.LOST, Outcome.SENT})
"""What stands only until more is known."""
SUCCEEDED = frozenset(
    {Outcome.SENT, Outcome.DELIVERED, Outcome.READ, Outcome.MACHINE, Outcome.VOICEMAIL_LEFT, Outcome.ANSWERED}
)
"""What no error code belongs to: two of the same would differ by it and contradict each other."""

GOES_AGAIN = frozenset({Outcome.NOT_TAKEN, Outcome.TOO_FAST})
"""No fault of the person's, and nothing reached them: the same touch goes again, and this one uses up nothing."""
NEVER_RANG = GOES_AGAIN | {
    Outcome.FAILED,
    Outcome.CANCELED,
    Outcome.EXPIRED,
    Outcome.LOST,
    Outcome.BLOCKED,
    Outcome.INVALID_NUMBER,
}
"""What came of a call that did not reach the person's phone: they were not called."""

REFUSALS = frozenset({Outcome.NOT_TAKEN, Outcome.FAILED, Outcome.BLOCKED, Outcome.INVALID_NUMBER, Outcome.OPTED_OUT})
"""What a carrier may answer instead of taking a touch. Any other outcome without its id may have reached the person."""

LIVE, RECORDED, VOICEMAIL = "live", "recorded", "voicemail"
DELIVERIES = ("", LIVE, RECORDED, VOICEMAIL)
"""How a call reached the person; the later one stands."""

NOT_SERVED = "voicemail_not_served"
"""Why a call that ended after a machine's tone left nothing: our words were never fetched, or there were none."""


@dataclass(frozen=True, slots=True)
class ReportedOutcome:
    """What one report says came of a touch."""

    outcome: Outcome
    code: str = ""  # the carrier's error code: it belongs to this outcome

    @property
    def weight(self) -> tuple[int, str]:
        """How much it says: no two differ and weigh the same."""
        return ORDER.index(self.outcome), self.code


def weighed(outcome: Outcome, code: str) -> ReportedOutcome:
    """Return a report as it is weighed: a code that comes with a success says nothing."""
    return ReportedOutcome(outcome, "" if outcome in SUCCEEDED else code)


def contradicts(lighter: ReportedOutcome, weightier: ReportedOutcome) -> bool:
    """Tell whether both cannot be true, so that the lighter one is evidence; `sent` and then `read` are one story."""
    one_story = lighter.outcome in PASSING or (lighter.outcome, weightier.outcome) == (Outcome.DELIVERED, Outcome.READ)
    return lighter != weightier and not one_story


def standing(report: ReportedOutcome, delivery: str) -> ReportedOutcome:
    """
    Return what counts of a report: a voicemail was left only if we served the words for it.

    The carrier says no more than that the call ended after a tone. Whether it could fetch our words, only we know.
    """
    unheard = report.outcome is Outcome.VOICEMAIL_LEFT and delivery != VOICEMAIL
    return ReportedOutcome(Outcome.MACHINE, NOT_SERVED) if unheard else report


def reported(outcome: Outcome, code: str) -> ReportedOutcome:
    """Return what a report said, from what counts of it: `standing` read backwards."""
    unheard = (outcome, code) == (Outcome.MACHINE, NOT_SERVED)
    return (
        ReportedOutcome(Outcome.VOICEMAIL_LEFT)
        if unheard or outcome is Outcome.VOICEMAIL_LEFT
        else ReportedOutcome(outcome, code)
    )
