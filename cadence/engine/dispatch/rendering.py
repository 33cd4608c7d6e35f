"""What exactly is sent or spoken? Pure: the campaign's templates rendered for one person; this is personal data."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from cadence.campaign import Campaign, Step
from cadence.campaign.segments import segments
from cadence.campaign.templates import CALLBACK_AT, LONGEST_SPEECH, RenderError, render, render_variable
from cadence.channels.provider import Dial, Message
from cadence.domain import PROMISE_HELD, Attempt, CampaignState, CauseKind, Facts, Inbound, Number
from cadence.domain.channels import MESSAGE_CHANNELS, WORK_CHANNEL, descriptor_of
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
"""The only confirmation of an opt-out, when the campaign has no text of its own."""


TELL = {
    "es": "Avisar a la persona: la llamada prometida será el {{ callback_at | date }}",
    "en": "Tell the person: the promised call will be made on {{ callback_at | date }}",
    "pt": "Avisar a pessoa: a chamada prometida será em {{ callback_at | date }}",
}
"""The task of our staff when no message can tell the person in time."""
AGREE = {
    "es": "Acordar otra hora: no se hizo la llamada prometida para el {{ callback_at | date }}",
    "en": "Agree on another time: the call promised for {{ callback_at | date }} was not made",
    "pt": "Combinar outra hora: não foi feita a chamada prometida para {{ callback_at | date }}",
}
"""The task of our staff when a promised call was not made and will not be made."""
NOT_MADE = {
    "es": "Avisar a la persona: la campaña terminó y no se hará la llamada prometida para el {{ callback_at | date }}",
    "en": "Tell the person: the campaign is over, and the call promised for {{ callback_at | date }} will not be made",
    "pt": "Avisar a pessoa: a campanha terminou e não será feita a chamada prometida para {{ callback_at | date }}",
}
"""The task of our staff when the campaign was stopped, or is over, while a promised call was open."""
HELD_BACK = {
    "es": "Avisar a la persona: la llamada prometida para el {{ callback_at | date }} está retenida",
    "en": "Tell the person: the call promised for {{ callback_at | date }} is held back",
    "pt": "Avisar a pessoa: a chamada prometida para {{ callback_at | date }} está retida",
}
"""The task of our staff when a hold or a pause keeps a promised call past its time."""
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
"""Why our staff have to do it when the possible time zones differ, and what the clock shows in each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The text of one touch, ready to be sent."""

    text: RenderedText
    title: str = ""  # tasks
    assign: str = ""

    @property
    def segments(self) -> int:
        """How many segments a text message has."""
        return segments(self.text.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A reserved touch with everything the carrier needs."""

    stored: Stored
    what: Message | Dial = field(repr=False)


def word(campaign: Campaign, facts: Facts, attempt: Attempt, *, in_session: bool) -> Wording:
    """Return the text of an attempt for this person. Raises RenderError."""
    if attempt.cause.kind is CauseKind.ANNOUNCEMENT:
        return _announced(campaign, facts, attempt, in_session=in_session)
    step = step_of(campaign, attempt.cause)
    if step is None or attempt.cause.kind is CauseKind.INBOUND:
        body = campaign.confirmation or CONFIRMATION[campaign.language]
        return Wording(text=RenderedText(body=render(body, campaign, facts.lead)))
    return _of_step(campaign, facts, step, in_session=in_session)


def _announced(campaign: Campaign, facts: Facts, attempt: Attempt, *, in_session: bool) -> Wording:
    """Return the text about a promised call, with the time on the person's own clock."""
    when = _on_their_clock(facts, attempt)
    texts = announced(campaign, attempt.cause, attempt.step, attempt.channel)
    with_time = replace(facts, lead=replace(facts.lead, attributes=facts.lead.attributes | {CALLBACK_AT: when}))
    if texts is not None:
        return _of_step(campaign, with_time, texts.step(attempt.step, attempt.channel), in_session=in_session)
    closed = facts.state is not CampaignState.RUNNING
    titles = {MISSED: NOT_MADE if closed else AGREE, PROMISE_HELD: HELD_BACK}.get(attempt.step, TELL)
    title = render(titles[campaign.language], campaign, with_time.lead, LONGEST_SPEECH)
    clocks = _clocks(facts, attempt) if titles is TELL else {}
    named = ", ".join(f"{wall} ({zone})" for wall, zone in clocks.items())
    body = SEVERAL_CLOCKS[campaign.language].format(clocks=named) if len(clocks) > 1 else ""
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
    if step.sms is not None:
        return Wording(text=RenderedText(body=render(step.sms.body, campaign, facts.lead)))
    if step.whatsapp is not None:
        content = step.whatsapp
        body = render(content.body, campaign, facts.lead) if content.body else ""
        if not content.template or (in_session and body):
            return Wording(text=RenderedText(body=body))
        variables = {name: render_variable(text, campaign, facts.lead) for name, text in content.variables.items()}
        return Wording(text=RenderedText(body=body, template=content.template, variables=variables))
    if step.task is not None:
        body = render(step.task.body, campaign, facts.lead, LONGEST_SPEECH) if step.task.body else ""
        title = render(step.task.title, campaign, facts.lead, LONGEST_SPEECH)
        return Wording(text=RenderedText(body=body), title=title, assign=step.task.assign)
    if step.call is not None:
        voicemail = step.call.voicemail
        body = render(voicemail, campaign, facts.lead, LONGEST_SPEECH) if voicemail else ""
        return Wording(text=RenderedText(body=body))
    raise RenderError(f"step {step.step} says nothing on any channel")


def in_session(facts: Facts, number: int, sender: str, now: datetime) -> bool:
    """Return whether the person wrote to this sender on WhatsApp in the last 24 hours: then free text is allowed."""
    return any(now - SESSION < message.at <= now for message in facts.inbound if _to(message, number, sender))


def _to(message: Inbound, number: int, sender: str) -> bool:
    return descriptor_of(message.channel).in_sessions and (message.number, message.sender) == (number, sender)


def outgoing(
    campaign: Campaign, stored: Stored, number: Number, wording: Wording, validity: timedelta | None
) -> Outgoing:
    """Return what the carrier is asked to send."""
    touch = stored.touch
    if touch.channel in MESSAGE_CHANNELS:
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
