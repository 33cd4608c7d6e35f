"""Does `cadence lead` say what a step waits for, where that is more than a span?"""

import pytest

from cadence.campaign.parts import AfterDate, Before
from cadence.campaign.step_shape import Step
from cadence.campaign.until import Until
from cadence.domain import Attempt, Cause, CauseKind, Channel, Move, Wait
from cadence.engine.dossier.gather import _when
from cadence.engine.outcomes.planner import LeadCase
from cadence.explain.story.speaker import Speaker
from tests.unit.policy.builders import LAW, MONDAY, campaign, facts, hours, sms

ATTEMPT = Attempt(at=MONDAY, channel=Channel.SMS, cause=Cause(kind=CauseKind.STEP, ref="hello"), step="hello")


def words(step: Step, move: Move = ATTEMPT) -> str:
    """Return what is said of a move."""
    case = LeadCase(campaign=campaign(sms("first"), step), facts=facts(), law=LAW)
    return _when(case, move, Speaker(language="en", zones=()))


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (sms("hello", after=hours(2)), ""),  # the instant says it
        (sms("hello", before=Before(field="pay_on", by=hours(24))), " (1 day before the date in pay_on)"),
        (sms("hello", after=AfterDate(field="pay_on", by=hours(2))), " (2 hours after the date in pay_on)"),
        (sms("hello", after={"left": hours(2)}), " (2 hours if it left, after the step before)"),
        (sms("hello", until=Until(weekday=(1,))), " (at once after the step before, then in the next opening: Tue)"),
    ],
)
def test_what_the_file_waits_for_is_said_with_the_instant(step: Step, expected: str) -> None:
    """Somebody who reads the story sees why it is then."""
    assert words(step) == expected


def test_what_is_no_first_try_of_a_step_waits_for_nothing_of_the_file() -> None:
    """A wait, or a promised call."""
    dated = sms("hello", before=Before(field="pay_on", by=hours(24)))
    promised = Attempt(at=MONDAY, channel=Channel.SMS, cause=Cause(kind=CauseKind.CALLBACK, ref="p"), step="hello")

    assert words(dated, Wait(at=MONDAY)) == words(dated, promised) == ""
