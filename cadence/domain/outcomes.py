"""Which of two reports of one touch counts? Pure: the one that says more, so their order does not matter."""

from dataclasses import dataclass

from cadence.domain.enums import Outcome

ORDER = (
    Outcome.LOST,  # unknown: any report says more
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
    Outcome.DELIVERED,  # the person got it, whatever the other reports say
    Outcome.READ,
    Outcome.BUSY,
    Outcome.NO_ANSWER,
    Outcome.HUNG_UP,
    Outcome.MACHINE,
    Outcome.VOICEMAIL_LEFT,
    Outcome.ABANDONED,
    Outcome.ANSWERED,  # a conversation took place, whatever the other reports say
    Outcome.CREATED,
    Outcome.OVERDUE,
    Outcome.DECLINED,
    Outcome.DONE,
    Outcome.SKIPPED,  # nothing left: never undone
)
"""Outcomes, those that say most at the end. What reached the person outweighs what did not."""

PASSING = frozenset({Outcome.LOST, Outcome.SENT})
"""Outcomes that count only until more is known."""
SUCCEEDED = frozenset(
    {Outcome.SENT, Outcome.DELIVERED, Outcome.READ, Outcome.MACHINE, Outcome.VOICEMAIL_LEFT, Outcome.ANSWERED}
)
"""Outcomes without an error code: with one, two reports of the same outcome would contradict each other."""

GOES_AGAIN = frozenset({Outcome.NOT_TAKEN, Outcome.TOO_FAST})
"""Not caused by the person, and nothing reached them: the same touch goes again, and this one uses up no try."""
NEVER_RANG = GOES_AGAIN | {
    Outcome.FAILED,
    Outcome.CANCELED,
    Outcome.EXPIRED,
    Outcome.LOST,
    Outcome.BLOCKED,
    Outcome.INVALID_NUMBER,
}
"""Outcomes of a call that did not reach the person's phone: they were not called."""

REFUSALS = frozenset({Outcome.NOT_TAKEN, Outcome.FAILED, Outcome.BLOCKED, Outcome.INVALID_NUMBER, Outcome.OPTED_OUT})
"""What a carrier may answer instead of taking a touch. Any other outcome without its id may have reached the person."""

LIVE, RECORDED, VOICEMAIL = "live", "recorded", "voicemail"
DELIVERIES = ("", LIVE, RECORDED, VOICEMAIL)
"""How a call reached the person; the later one counts."""

NOT_SERVED = "voicemail_not_served"
"""Why a call that ended after a machine's tone left nothing: our words were never fetched, or there were none."""


@dataclass(frozen=True, slots=True)
class ReportedOutcome:
    """The outcome of a touch according to one report."""

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

    The carrier only says that the call ended after a tone. Only we know whether it could fetch our words.
    """
    unheard = report.outcome is Outcome.VOICEMAIL_LEFT and delivery != VOICEMAIL
    return ReportedOutcome(Outcome.MACHINE, NOT_SERVED) if unheard else report


def reported(outcome: Outcome, code: str) -> ReportedOutcome:
    """Return the report from what counts of it: the inverse of `standing`."""
    unheard = (outcome, code) == (Outcome.MACHINE, NOT_SERVED)
    return (
        ReportedOutcome(Outcome.VOICEMAIL_LEFT)
        if unheard or outcome is Outcome.VOICEMAIL_LEFT
        else ReportedOutcome(outcome, code)
    )
