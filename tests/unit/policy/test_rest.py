"""Are people left alone after a refusal and after a conversation, for as long as the house says?"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cadence.campaign.parts import RestRule
from cadence.domain import Allow, Audience, Channel, Defer, Disposition, Facts, Outcome, Purpose, Touch
from cadence.domain.house import HouseRules
from cadence.policy import evaluation
from cadence.policy.packs.law import Law
from cadence.policy.wording import in_words
from tests.unit.policy.builders import LAW, NOON, campaign, facts, lead, number, text, touch

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def spoken(ago: timedelta, **more: Any) -> Touch:
    """Return a conversation of another campaign that ended so long ago; it had begun five minutes before."""
    settings: dict[str, Any] = {
        "campaign": "autumn",
        "enrolment": "enrolment-9",
        "channel": Channel.CALL,
        "outcome": Outcome.ANSWERED,
        "ended_at": NOON - ago,
    }
    return touch(NOON - ago - timedelta(minutes=5), **(settings | more))


def opens(known: Facts, law: Law = LAW, **more: Any) -> datetime | None:
    """Return when a text may go: now is None."""
    said = evaluation.judge(campaign(**more), known, text(), NOON, law)
    if isinstance(said, Allow):
        return None
    assert isinstance(said, Defer), said
    assert {reason.rule for reason in said.reasons} == {"house.rest"}
    return said.until


REFUSED = {"disposition": Disposition.REFUSED}


@pytest.mark.parametrize(
    ("past", "more", "until"),
    [
        (spoken(3 * HOUR), {}, NOON + 21 * HOUR),  # another campaign spoke with them this morning
        (spoken(DAY), {}, None),  # a day later it is over, to the second
        (spoken(DAY - timedelta(seconds=1)), {}, NOON + timedelta(seconds=1)),
        (spoken(3 * HOUR, campaign="spring"), {}, None),  # its own cadence goes on after a conversation
        (spoken(3 * HOUR, **REFUSED), {}, NOON + 30 * DAY - 3 * HOUR),  # the longer one counts
        (spoken(3 * HOUR, campaign="spring", **REFUSED), {}, NOON + 30 * DAY - 3 * HOUR),  # also for who comes back
        (spoken(30 * DAY, **REFUSED), {}, None),
        (spoken(3 * HOUR, **REFUSED), {"purpose": Purpose.SURVEY}, NOON + 30 * DAY - 3 * HOUR),
        (spoken(3 * HOUR, **REFUSED), {"purpose": Purpose.SERVICE}, None),  # a reminder is no offer
        (spoken(3 * HOUR, **REFUSED), {"purpose": Purpose.COLLECTIONS}, None),
        (spoken(3 * HOUR, purpose=Purpose.SERVICE), {}, NOON + 21 * HOUR),  # whatever the conversation was about
        (spoken(3 * HOUR, disposition=Disposition.CONVERTED), {}, NOON + 21 * HOUR),
        (spoken(3 * HOUR, lead="lead-2"), {}, NOON + 21 * HOUR),  # by the same number: perhaps the same person
        (spoken(3 * HOUR, lead="lead-2"), {"audience": Audience.BUSINESS}, None),  # a colleague at the switchboard
        (spoken(3 * HOUR, number=2, **REFUSED), {}, NOON + 30 * DAY - 3 * HOUR),  # by the lead, whatever the number
        (spoken(3 * HOUR, outcome=Outcome.NO_ANSWER), {}, None),  # nobody spoke
        (spoken(3 * HOUR, outcome=Outcome.ABANDONED), {}, None),  # they did pick up, and spoke with nobody
        (spoken(3 * HOUR, channel=Channel.TASK, outcome=Outcome.CREATED), {}, None),
    ],
)
def test_a_refusal_and_a_conversation_give_rest(past: Touch, more: dict[str, Any], until: datetime | None) -> None:
    """From the end of the call: a refusal 30 days from every campaign, a conversation a day from the others."""
    known = facts(past, lead=lead(numbers=(number(), number(2))))
    assert opens(known, **more) == until


def test_the_house_says_how_long() -> None:
    """The defaults are a beginning; none is a rest of nothing."""
    known = facts(spoken(3 * HOUR, **REFUSED))
    shorter = Law(house=HouseRules(rest_refused=4 * HOUR, rest_conversation=timedelta(0)))
    assert opens(known, shorter) == NOON + HOUR
    assert opens(known, Law(house=HouseRules(rest_refused=timedelta(0), rest_conversation=timedelta(0)))) is None


@pytest.mark.parametrize("purpose", [Purpose.MARKETING, Purpose.SERVICE])
@pytest.mark.parametrize(
    ("past", "until"),
    [
        (spoken(3 * HOUR, **REFUSED), NOON + 60 * DAY - 3 * HOUR),  # longer than the house's
        (spoken(60 * DAY, **REFUSED), None),
        (spoken(3 * HOUR), NOON + 3 * DAY - 3 * HOUR),
        (spoken(3 * HOUR, campaign="spring"), None),  # its own conversation
    ],
)
def test_a_campaign_may_keep_a_longer_rest(past: Touch, until: datetime | None, purpose: Purpose) -> None:
    """It binds for every purpose, beside the house's."""
    file = campaign(rest=RestRule(refused=60 * DAY, conversation=3 * DAY), purpose=purpose)
    verdict = evaluation.judge(file, facts(past), text(), NOON, LAW)
    assert (verdict.until if isinstance(verdict, Defer) else None) == until
    if until is not None:
        assert "this campaign waits" in " ".join(in_words(reason) for reason in verdict.reasons)
        assert "esta campaña" in " ".join(in_words(reason, "es") for reason in verdict.reasons)
        assert "esta campanha" in " ".join(in_words(reason, "pt") for reason in verdict.reasons)


def test_a_shorter_rest_has_no_effect() -> None:
    """The house's own rest only gets company (law 7)."""
    assert opens(facts(spoken(3 * HOUR)), rest=RestRule(conversation=HOUR)) == NOON + 21 * HOUR


def test_work_for_our_own_people_goes_on() -> None:
    """To write down what follows from a refusal touches nobody."""
    known = facts(spoken(3 * HOUR, **REFUSED))
    asked = replace(text(), channel=Channel.TASK, step="work")
    assert isinstance(evaluation.judge(campaign(), known, asked, NOON, LAW), Allow)


@pytest.mark.parametrize(
    ("past", "english", "spanish"),
    [
        (spoken(3 * HOUR, **REFUSED), "after a refusal", "tras un rechazo"),
        (spoken(3 * HOUR), "after a conversation", "tras una conversación"),
    ],
)
def test_the_reason_is_told_in_words(past: Touch, english: str, spanish: str) -> None:
    """`judge` and `lead` say why, and for how long."""
    said = evaluation.judge(campaign(), facts(past), text(), NOON, LAW)
    assert isinstance(said, Defer)
    assert english in in_words(said.reasons[0])
    assert spanish in in_words(said.reasons[0], "es")
    assert ("30 days" if "refusal" in english else "1 day") in in_words(said.reasons[0])
