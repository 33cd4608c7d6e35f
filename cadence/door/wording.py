"""What exactly is sent or said? Pure: the campaign's templates filled for one person. The result is personal data."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cadence.campaign import Campaign, Step
from cadence.campaign.segments import segments
from cadence.campaign.templates import LONGEST_SPEECH, RenderError, render, render_variable
from cadence.carrier.port import Dial, Message
from cadence.ledger.texts import Text
from cadence.ledger.touch_rows import Stored
from cadence.model import Attempt, CauseKind, Channel, Facts, Inbound, Number
from cadence.plan.position import step_of
from cadence.rules.session import SESSION

CONFIRMATION = {
    "es": "{{ company }}: hecho, no volveremos a contactarte.",
    "en": "{{ company }}: you are unsubscribed and will receive no more messages from us.",
    "pt": "{{ company }}: feito, não voltaremos a contactá-lo.",
}
"""The one confirmation of an opt-out, when the campaign words none of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of one touch, ready to leave."""

    text: Text
    title: str = ""  # tasks
    assign: str = ""

    @property
    def segments(self) -> int:
        """How many parts a text message takes."""
        return segments(self.text.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A reserved touch with everything the carrier needs."""

    stored: Stored
    what: Message | Dial = field(repr=False)


def word(campaign: Campaign, facts: Facts, attempt: Attempt, *, in_session: bool) -> Wording:
    """Return the words of an attempt for this person. Raises RenderError."""
    step = step_of(campaign, attempt.cause)
    if step is None or attempt.cause.kind is CauseKind.INBOUND:
        body = campaign.confirmation or CONFIRMATION[campaign.language]
        return Wording(text=Text(body=render(body, campaign, facts.lead)))
    return _of_step(campaign, facts, step, in_session=in_session)


def _of_step(campaign: Campaign, facts: Facts, step: Step, *, in_session: bool) -> Wording:
    if step.sms is not None:
        return Wording(text=Text(body=render(step.sms.body, campaign, facts.lead)))
    if step.whatsapp is not None:
        shape = step.whatsapp
        body = render(shape.body, campaign, facts.lead) if shape.body else ""
        if not shape.template or (in_session and body):
            return Wording(text=Text(body=body))
        variables = {name: render_variable(text, campaign, facts.lead) for name, text in shape.variables.items()}
        return Wording(text=Text(body=body, template=shape.template, variables=variables))
    if step.task is not None:
        body = render(step.task.body, campaign, facts.lead, LONGEST_SPEECH) if step.task.body else ""
        title = render(step.task.title, campaign, facts.lead, LONGEST_SPEECH)
        return Wording(text=Text(body=body), title=title, assign=step.task.assign)
    if step.call is not None:
        said = step.call.voicemail
        return Wording(text=Text(body=render(said, campaign, facts.lead, LONGEST_SPEECH) if said else ""))
    raise RenderError(f"step {step.step} says nothing on any channel")


def in_session(facts: Facts, number: int, sender: str, now: datetime) -> bool:
    """Tell whether the person wrote to this sender on WhatsApp within the last 24 hours: free text may answer."""
    return any(now - SESSION < one.at <= now for one in facts.inbound if _to(one, number, sender))


def _to(message: Inbound, number: int, sender: str) -> bool:
    return (message.channel, message.number, message.sender) == (Channel.WHATSAPP, number, sender)


def outgoing(
    campaign: Campaign, stored: Stored, number: Number, wording: Wording, validity: timedelta | None
) -> Outgoing:
    """Return what the carrier is asked to carry."""
    touch = stored.touch
    if touch.channel is not Channel.CALL:
        text = wording.text
        message = Message(
            touch=touch.id,
            channel=touch.channel,
            to=number.e164,
            sender=touch.sender,
            body=text.body,
            validity=validity,
        )
        if text.template:
            message = replace(message, body="", template=text.template, variables=text.variables)
        return Outgoing(stored=stored, what=message)
    step = step_of(campaign, touch.cause)
    if step is None or step.call is None:
        raise AssertionError(f"touch {touch.id} is a call whose step is none")
    call = step.call
    dial = Dial(
        touch=touch.id,
        to=number.e164,
        sender=touch.sender,
        ring=call.ring,
        talk=call.talk,
        detect_machines=call.detect_machines,
        leaves_voicemail=bool(call.voicemail or call.voicemail_audio),
    )
    return Outgoing(stored=stored, what=dial)
