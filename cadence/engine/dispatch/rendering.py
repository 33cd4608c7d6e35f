"""What exactly is sent or spoken? Pure: the campaign's templates rendered for one person; this is personal data."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cadence.campaign import Campaign, Step
from cadence.campaign.content.call import SAY
from cadence.campaign.segments import measure
from cadence.campaign.templates import CALLBACK_AT, RenderError
from cadence.campaign.texts import filler_of
from cadence.campaign.written_dates import written_date
from cadence.channels.provider import Dial, Message
from cadence.domain import PROMISE_HELD, Attempt, CampaignState, CauseKind, Channel, Facts, Number
from cadence.domain.channels import LONGEST_MESSAGE, MESSAGE_CHANNELS, WORK_CHANNEL, descriptor_of
from cadence.domain.zones import candidate_zones
from cadence.languages import say
from cadence.ledger.people.texts import RenderedText
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.announced import MISSED, announced
from cadence.planning.position import step_of
from cadence.policy.hours.local_days import local
from cadence.policy.primitives.session import SESSION

SUBJECT = "subject"
"""The variable of an e-mail that holds its subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The text of one touch, ready to be sent."""

    text: RenderedText
    title: str = ""  # tasks
    assign: str = ""
    label: str = ""

    def segments_on(self, channel: Channel) -> int:
        """Return in how many parts a message goes and is paid for; 0 for what is no message."""
        if channel not in MESSAGE_CHANNELS:
            return 0
        return measure(self.text.body).segments if descriptor_of(channel).in_segments else 1


def word(campaign: Campaign, facts: Facts, attempt: Attempt, *, in_session: bool) -> Wording:
    """Return the text of an attempt for this person. Raises RenderError."""
    if attempt.cause.kind is CauseKind.ANNOUNCEMENT:
        return _announced(campaign, facts, attempt, in_session=in_session)
    if attempt.cause.kind is CauseKind.OVERDUE:
        return Wording(text=RenderedText(body=""))  # the task has its words
    step = step_of(campaign, attempt.cause)
    if step is None or attempt.cause.kind is CauseKind.INBOUND:
        return Wording(text=RenderedText(body=_confirmation(campaign, facts)))
    if attempt.cause.kind is CauseKind.TRIAL:  # an account is a value of the text here, and none of the ledger
        facts = replace(facts, lead=replace(facts.lead, account=facts.lead.attributes.get("account", "")))
        return _marked(_of_step(campaign, facts, step, in_session=in_session), campaign, attempt)
    return _of_step(campaign, facts, step, in_session=in_session)


def _marked(wording: Wording, campaign: Campaign, attempt: Attempt) -> Wording:
    """
    Return the text of a trial with the mark that it is none: in the subject of an e-mail, else at its beginning.

    An approved template goes as it is: the carrier fills it, and takes no other words. Raises RenderError for a text
    that the mark makes too long.
    """
    text, mark = wording.text, say(campaign.language, "trial-mark")
    if SAY in text.variables:
        text = replace(text, variables=text.variables | {SAY: f"{mark} {text.variables[SAY]}"})
        wording = replace(wording, text=text)
    if text.template or not text.body:
        return wording
    if SUBJECT in text.variables:
        subject = {SUBJECT: f"{mark} {text.variables[SUBJECT]}"}
        return replace(wording, text=replace(text, variables=text.variables | subject))
    if attempt.channel in MESSAGE_CHANNELS and len(text.body) + len(mark) >= LONGEST_MESSAGE:
        raise RenderError(f"the text has no room for {mark} before it")
    return replace(wording, text=replace(text, body=f"{mark} {text.body}"))


def _confirmation(campaign: Campaign, facts: Facts) -> str:
    """Return the only confirmation of an opt-out: the campaign's own text, or ours."""
    if campaign.confirmation:
        return filler_of(campaign, facts.lead).text(campaign.confirmation)
    return say(campaign.language, "stop-confirmation", company=campaign.sender.company)


def _announced(campaign: Campaign, facts: Facts, attempt: Attempt, *, in_session: bool) -> Wording:
    """Return the text about a promised call, with the time on the person's own clock."""
    when = _on_their_clock(facts, attempt)
    texts = announced(campaign, attempt.cause, attempt.step, attempt.channel)
    if texts is not None:
        with_time = replace(facts, lead=replace(facts.lead, attributes=facts.lead.attributes | {CALLBACK_AT: when}))
        return _of_step(campaign, with_time, texts.step(attempt.step, attempt.channel), in_session=in_session)
    closed = facts.state is not CampaignState.RUNNING
    task = {MISSED: "not-made" if closed else "agree", PROMISE_HELD: "held-back"}.get(attempt.step, "tell")
    title = say(campaign.language, f"task-{task}", at=written_date(when, campaign.language))
    clocks = _clocks(facts, attempt) if task == "tell" else {}
    named = ", ".join(f"{wall} ({zone})" for wall, zone in clocks.items())
    body = say(campaign.language, "task-several-clocks", clocks=named) if len(clocks) > 1 else ""
    return Wording(text=RenderedText(body=body), title=title)


def _on_their_clock(facts: Facts, attempt: Attempt) -> str:
    """Return when the call will be made. Raises RenderError when the person's clock is not known for certain."""
    if attempt.due is None:
        raise RenderError("the announcement of a call without its time")
    walls = _clocks(facts, attempt)
    if len(walls) == 1:
        return next(iter(walls))
    if attempt.channel is WORK_CHANNEL:
        return f"{attempt.due.astimezone(UTC):%Y-%m-%d %H:%M}"
    raise RenderError("the person may be in several time zones, so the hour cannot be said")


def _clocks(facts: Facts, attempt: Attempt) -> dict[str, str]:
    """Return the possible local times of a call for this person, each with one of its zones."""
    at, zones = attempt.due, reversed(candidate_zones(facts.lead))
    return {} if at is None else {f"{local(place.zone, at):%Y-%m-%d %H:%M}": place.zone for place in zones}


def _of_step(campaign: Campaign, facts: Facts, step: Step, *, in_session: bool) -> Wording:
    if step.content is None:
        raise RenderError(f"step {step.step} says nothing on any channel")
    filled = step.content.filled(filler_of(campaign, facts.lead), in_session=in_session)
    text = RenderedText(body=filled.body, template=filled.template, variables=dict(filled.variables))
    return Wording(text=text, title=filled.title, assign=filled.assign, label=filled.label)


def in_session(facts: Facts, number: int, sender: str, now: datetime) -> bool:
    """Return whether the person wrote to this sender on WhatsApp in the last 24 hours: then free text is allowed."""
    theirs = (message for message in facts.inbound if (message.number, message.sender) == (number, sender))
    return any(now - SESSION < message.at <= now and descriptor_of(message.channel).in_sessions for message in theirs)


def outgoing(
    campaign: Campaign, stored: Stored, number: Number, wording: Wording, validity: timedelta | None
) -> Message | Dial:
    """Return what the carrier is asked to send."""
    touch = stored.touch
    if touch.channel in MESSAGE_CHANNELS:
        text = wording.text
        return Message(
            touch=touch.id,
            channel=touch.channel,
            to=number.e164,
            sender=touch.sender,
            body="" if text.template else text.body,
            template=text.template,
            variables=text.variables,
            validity=validity,
        )
    step = step_of(campaign, touch.cause)
    if step is None or step.call is None:
        raise AssertionError(f"touch {touch.id} is a call whose step is none")
    call = step.call
    return Dial(
        touch=touch.id,
        to=number.e164,
        sender=touch.sender,
        ring=call.ring,
        talk=call.talk,
        detect_machines=call.detect_machines,
        leaves_voicemail=bool(call.voicemail or call.voicemail_audio),
    )
