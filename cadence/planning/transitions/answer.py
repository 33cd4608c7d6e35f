"""
What does an answer to a campaign's question change? Pure: the touch that it answers, and the value that is kept.

The latest answer to a touch counts until the cadence has gone on. Then the branch has been taken: the same answer again
changes nothing, and another one is for a person of ours.
"""

from dataclasses import dataclass
from typing import Any

from cadence.campaign import Campaign
from cadence.campaign.answers import DATE, TEXT, keeps
from cadence.domain import ANSWER, SAVED, CauseKind, Facts, Touch
from cadence.domain.questions import ReplyQuestion, range_of
from cadence.planning.position import step_of
from cadence.planning.transitions.change import SaveValue
from cadence.planning.transitions.events import Replied


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """An answer that counts for the touch it answers."""

    touch: Touch
    name: str
    decides: bool  # the file says what follows, and it can still follow: nobody has to read it
    late: bool = False  # the file says what follows, but the cadence has gone on without it
    save: str = ""  # the name of the attribute that keeps it
    value: str = ""

    def marks(self) -> tuple[tuple[str, Any], ...]:
        """Return what it changes in the touch."""
        return () if self.touch.answer == self.name else (("answer", self.name),)

    def kept(self, facts: Facts, event: Replied) -> tuple[SaveValue, ...]:
        """Return the value that is kept of it, if one is."""
        ref = f"inbound:{event.message.id}"
        return (SaveValue(lead=facts.lead.id, name=self.save, value=self.value, ref=ref),) if self.save else ()


def question_to(campaign: Campaign | None, touch: Touch | None) -> ReplyQuestion | None:
    """Return what the step of a touch asks; None where it asks nothing, or is in this version no more."""
    step = step_of(campaign, touch.cause) if campaign is not None and touch and _has_step(campaign, touch) else None
    return campaign.question_of(step) if campaign is not None and step is not None else None


def given_answer(campaign: Campaign | None, facts: Facts, event: Replied, touch: Touch | None) -> GivenAnswer | None:
    """Return the answer of a reply, if it counts: another one than that by which the cadence has gone on does not."""
    name = event.reply.answer
    if not name or campaign is None or touch is None or touch.lead != facts.lead.id:
        return None
    passed = has_gone_on(facts, touch)
    if (passed and touch.answer not in {"", name}) or _answered_later(facts, event):
        return None
    step = step_of(campaign, touch.cause) if _has_step(campaign, touch) else None
    word = f"{ANSWER}{name}"
    leads_on = step is not None and word in step.on
    again = passed and touch.answer == name
    free = name == SAVED and step is not None and step.ask is not None and step.ask.kind == TEXT
    fits = step is not None and _fits(campaign.question_of(step), name, event.reply.value)
    save = step.ask.save if fits and step is not None and step.ask is not None else ""
    ends = word in campaign.stop_on and touch.enrolment == facts.enrolment.id and facts.enrolment.finished is None
    return GivenAnswer(
        touch=touch,
        name=name,
        decides=not free and ((leads_on and (not passed or again)) or ends),
        late=(leads_on or word in campaign.stop_on) and passed and not (again or ends),
        save=save,
        value=event.reply.value,
    )


def _fits(question: ReplyQuestion | None, name: str, value: str) -> bool:
    """
    Tell whether a value is one that this version keeps.

    A digit answers the question that its call asked, and the lead may be on another version by then.
    """
    if question is None or not value or not keeps(question, f"{ANSWER}{name}"):
        return False
    if name != SAVED:
        return name in question.answers
    ends = range_of(question.kind)
    if ends is None:
        return question.kind == TEXT or (question.kind == DATE and not value.isdecimal())
    return value.isdecimal() and ends[0] <= int(value) <= ends[1]


def _answered_later(facts: Facts, event: Replied) -> bool:
    """Tell whether the person has answered the same touch since: this message came to us late."""
    message = event.message
    return any(
        other.touch == message.touch and other.at > message.at and other.meaning.startswith(ANSWER)
        for other in facts.inbound
    )


def has_gone_on(facts: Facts, touch: Touch) -> bool:
    """
    Tell whether the cadence has gone on since a touch: a later step was made or skipped, or it has ended.

    A step that was put back, because the carrier was too busy for it, goes again as it is: its branch is taken.
    """
    if touch.enrolment != facts.enrolment.id or facts.enrolment.finished is not None:
        return True
    own = facts.own()
    place = next((at for at, other in enumerate(own) if other.id == touch.id), len(own))
    return any(later.cause.kind is CauseKind.STEP for later in own[place + 1 :])


def _has_step(campaign: Campaign, touch: Touch) -> bool:
    """Tell whether the version that the lead is on has the step of a touch: it may have been taken out since."""
    return touch.cause.kind is not CauseKind.STEP or touch.cause.ref in campaign.places
