"""What exactly is sent or said? Pure: the campaign's templates filled for one person. The result is personal data."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from cadence.campaign import Campaign, Step
from cadence.campaign.segments import segments
from cadence.campaign.templates import CALLBACK_AT, LONGEST_SPEECH, RenderError, render, render_variable
from cadence.channels.provider import Dial, Message
from cadence.domain import PROMISE_HELD, Attempt, CampaignState, CauseKind, Channel, Facts, Inbound, Number
from cadence.domain.zones import candidate_zones
from cadence.ledger.people.texts import RenderedText
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.announced import MISSED, announced
from cadence.planning.position import step_of
from cadence.policy.local_days import local
from cadence.policy.primitives.session import SESSION

CONFIRMATION = {
    "es": "{{ company }}: hecho, no volveremos a contactarte.",
    "en": "{{ company }}: you are unsubscribed and will receive no more messages from us.",
    "pt": "{{ company }}: feito, não voltaremos a contactá-lo.",
}
"""The one confirmation of an opt-out, when the campaign words none of its own."""


TELL = {
    "es": "Avisar a la persona: la llamada prometida será el {{ callback_at | date }}",
    "en": "Tell the person: the promised call will be made on {{ callback_at | date }}",
    "pt": "Avisar a pessoa: a chamada prometida será em {{ callback_at | date }}",
}
"""What one of our people is to do where no message may tell the person in time."""
AGREE = {
    "es": "Acordar otra hora: no se hizo la llamada prometida para el {{ callback_at | date }}",
    "en": "Agree on another time: the call promised for {{ callback_at | date }} was not made",
    "pt": "Combinar outra hora: não foi feita a chamada prometida para {{ callback_at | date }}",
}
"""What one of our people is to do where a promised call was not made and will not be any more."""
NOT_MADE = {
    "es": "Avisar a la persona: la campaña terminó y no se hará la llamada prometida para el {{ callback_at | date }}",
    "en": "Tell the person: the campaign is over, and the call promised for {{ callback_at | date }} will not be made",
    "pt": "Avisar a pessoa: a campanha terminou e não será feita a chamada prometida para {{ callback_at | date }}",
}
"""What one of our people is to do where the campaign was stopped, or is over, while a promised call was open."""
HELD_BACK = {
    "es": "Avisar a la persona: la llamada prometida para el {{ callback_at | date }} está retenida",
    "en": "Tell the person: the call promised for {{ callback_at | date }} is held back",
    "pt": "Avisar a pessoa: a chamada prometida para {{ callback_at | date }} está retida",
}
"""What one of our people is to do where a hold or a pause keeps a promised call past its time."""
SEVERAL_CLOCKS = {
    "es": (
        "La persona puede estar en varios husos horarios, así que ningún mensaje puede decir la hora. La del título es "
        "UTC; en sus relojes: {clocks}."
    ),
    "en": (
        "The person may be in several time zones, so no message can name the hour. The time in the title is UTC; on "
        "their clocks: {clocks}."
    ),
    "pt": (
        "A pessoa pode estar em vários fusos horários, por isso nenhuma mensagem pode dizer a hora. A hora do título é "
        "UTC; nos seus relógios: {clocks}."
    ),
}
"""Why that is work for one of our people where clocks differ, and what each of them shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of one touch, ready to leave."""

    text: RenderedText
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
    if attempt.cause.kind is CauseKind.ANNOUNCEMENT:
        return _announced(campaign, facts, attempt, in_session=in_session)
    step = step_of(campaign, attempt.cause)
    if step is None or attempt.cause.kind is CauseKind.INBOUND:
        body = campaign.confirmation or CONFIRMATION[campaign.language]
        return Wording(text=RenderedText(body=render(body, campaign, facts.lead)))
    return _of_step(campaign, facts, step, in_session=in_session)


def _announced(campaign: Campaign, facts: Facts, attempt: Attempt, *, in_session: bool) -> Wording:
    """Return the words about a promised call, which say when it will be made on the person's own clock."""
    when = _on_their_clock(facts, attempt)
    texts = announced(campaign, attempt.cause, attempt.step, attempt.channel)
    told = replace(facts, lead=replace(facts.lead, attributes=facts.lead.attributes | {CALLBACK_AT: when}))
    if texts is not None:
        return _of_step(campaign, told, texts.step(attempt.step, attempt.channel), in_session=in_session)
    closed = facts.state is not CampaignState.RUNNING
    words = {MISSED: NOT_MADE if closed else AGREE, PROMISE_HELD: HELD_BACK}.get(attempt.step, TELL)
    title = render(words[campaign.language], campaign, told.lead, LONGEST_SPEECH)
    clocks = _clocks(facts, attempt) if words is TELL else {}
    named = ", ".join(f"{wall} ({zone})" for wall, zone in clocks.items())
    body = SEVERAL_CLOCKS[campaign.language].format(clocks=named) if len(clocks) > 1 else ""
    return Wording(text=RenderedText(body=body), title=title)


def _on_their_clock(facts: Facts, attempt: Attempt) -> str:
    """Return when the call will be made. Raises RenderError where nobody knows the person's clock for sure."""
    if attempt.due is None:
        raise RenderError("the announcement of a call without its time")
    walls = _clocks(facts, attempt)
    if len(walls) == 1:
        return next(iter(walls))
    if attempt.channel is Channel.TASK:
        return f"{attempt.due.astimezone(UTC):%Y-%m-%d %H:%M}"
    raise RenderError("the person may be in several time zones, so the hour cannot be said")


def _clocks(facts: Facts, attempt: Attempt) -> dict[str, str]:
    """Return what the clocks show on which the person may look at the time of a call, each with one of its zones."""
    at, zones = attempt.due, reversed(candidate_zones(facts.lead))
    return {} if at is None else {f"{local(one.zone, at):%Y-%m-%d %H:%M}": one.zone for one in zones}


def _of_step(campaign: Campaign, facts: Facts, step: Step, *, in_session: bool) -> Wording:
    if step.sms is not None:
        return Wording(text=RenderedText(body=render(step.sms.body, campaign, facts.lead)))
    if step.whatsapp is not None:
        shape = step.whatsapp
        body = render(shape.body, campaign, facts.lead) if shape.body else ""
        if not shape.template or (in_session and body):
            return Wording(text=RenderedText(body=body))
        variables = {name: render_variable(text, campaign, facts.lead) for name, text in shape.variables.items()}
        return Wording(text=RenderedText(body=body, template=shape.template, variables=variables))
    if step.task is not None:
        body = render(step.task.body, campaign, facts.lead, LONGEST_SPEECH) if step.task.body else ""
        title = render(step.task.title, campaign, facts.lead, LONGEST_SPEECH)
        return Wording(text=RenderedText(body=body), title=title, assign=step.task.assign)
    if step.call is not None:
        said = step.call.voicemail
        return Wording(text=RenderedText(body=render(said, campaign, facts.lead, LONGEST_SPEECH) if said else ""))
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
