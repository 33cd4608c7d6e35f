"""What do the tests of rules, gate and plan speak of? Small makers, with defaults that nothing objects to."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from cadence.campaign.content.call import CallStep
from cadence.campaign.content.sms import Sms
from cadence.campaign.content.task import Task
from cadence.campaign.content.whatsapp import WhatsApp
from cadence.campaign.parts import FileLimit, FileWindow, Senders
from cadence.campaign.periods import Hours, LocalDaysPeriod, RollingPeriod, WholeCampaign
from cadence.campaign.shape import Campaign
from cadence.campaign.step_shape import Step
from cadence.domain import (
    Callback,
    Candidate,
    Cause,
    CauseKind,
    Channel,
    Consent,
    Enrolment,
    Facts,
    Lead,
    Number,
    NumberKind,
    Outcome,
    Purpose,
    Touch,
    TouchState,
    ZoneEvidence,
    ZoneSource,
)
from cadence.policy.packs.law import Law

MONDAY = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)  # 10:00 in Madrid, an ordinary working week
NOON = datetime(2027, 3, 9, 11, 0, tzinfo=UTC)  # a Tuesday, 12:00 in Madrid, a holiday in Ceuta and Melilla only
LAW = Law()
SENDER = "+34910000001"
MADRID = ZoneEvidence(zone="Europe/Madrid", source=ZoneSource.STATED)
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


def hours(count: float) -> timedelta:
    """Return so many hours."""
    return timedelta(hours=count)


def instant(text: str) -> datetime:
    """Return an instant in UTC from "2027-03-09 11:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def spans(*hours: str) -> tuple[Hours, ...]:
    """Return the spans of "09:30-14:00"."""
    pairs = (one.split("-") for one in hours)
    return tuple(Hours(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes)) for opens, closes in pairs)


def window(*hours: str, days: Iterable[int] = EVERY_DAY, segments: tuple[str, ...] = ()) -> FileWindow:
    """Return a window of a campaign file."""
    return FileWindow(days=tuple(days), hours=spans(*hours), segments=segments)


ALL_DAY = (window("00:00-00:00"),)
OFFICE = (window("09:00-14:00", "16:00-20:00", days=range(5)),)


def rolling(most: int, span: timedelta, *channels: Channel) -> FileLimit:
    """Return a limit over elapsed time."""
    return FileLimit(max=most, per=RollingPeriod(seconds=int(span.total_seconds())), channels=channels)


def per_days(most: int, days: int, *channels: Channel) -> FileLimit:
    """Return a limit over local dates."""
    return FileLimit(max=most, per=LocalDaysPeriod(days=days), channels=channels)


def in_all(most: int, *channels: Channel) -> FileLimit:
    """Return a limit over the whole enrolment."""
    return FileLimit(max=most, per=WholeCampaign(), channels=channels)


WORDS = "Hola, le escribimos de Tienda Sol. Responda BAJA para no recibir más."
STEPS = (
    Step(step="text", sms=Sms(body=WORDS)),
    Step(step="chat", whatsapp=WhatsApp(body=WORDS)),
    Step(step="ring", call=CallStep(floor="sales")),
    Step(step="ring_or_leave", call=CallStep(floor="sales", voicemail=WORDS)),
    Step(step="work", task=Task(title="Look")),
)


def sms(step: str, **more: Any) -> Step:
    """Return a text step."""
    return Step(step=step, sms=Sms(body=WORDS), **more)


def whatsapp(step: str, **more: Any) -> Step:
    """Return a WhatsApp step with a template."""
    return Step(step=step, whatsapp=WhatsApp(body=WORDS, template="hello"), **more)


def call(step: str, **more: Any) -> Step:
    """Return a call step."""
    return Step(step=step, call=CallStep(floor="sales"), **more)


def task(step: str, **more: Any) -> Step:
    """Return a step of work for one of our people."""
    return Step(step=step, task=Task(title="Look"), **more)


def campaign(*steps: Step, **more: Any) -> Campaign:
    """Return a campaign that is always open, limits and spreads nothing; with a step of each kind if none is named."""
    settings: dict[str, Any] = {
        "campaign": "spring",
        "purpose": Purpose.MARKETING,
        "no_jurisdictions": True,
        "sender": Senders(company="Tienda Sol", voice=SENDER, sms=SENDER, whatsapp=SENDER),
        "windows": ALL_DAY,
        "holidays": "open",
        "spread": timedelta(0),
        "cadence": steps or STEPS,
    }
    return Campaign(**(settings | more))


def in_zone(*names: str) -> tuple[ZoneEvidence, ...]:
    """Return stated evidence of these zones."""
    return tuple(ZoneEvidence(zone=name, source=ZoneSource.STATED) for name in names)


def number(id_: int = 1, **more: Any) -> Number:
    """Return a Spanish mobile number."""
    settings: dict[str, Any] = {"id": id_, "e164": f"+3460000000{id_}", "kind": NumberKind.MOBILE, "country": "ES"}
    return Number(**(settings | more))


def lead(**more: Any) -> Lead:
    """Return a person in Madrid with one mobile number."""
    settings: dict[str, Any] = {
        "id": "lead-1",
        "numbers": (number(),),
        "zones": (MADRID,),
        "country": "ES",
        "region": "MD",
    }
    return Lead(**(settings | more))


def facts(*touches: Touch, **more: Any) -> Facts:
    """Return the facts of a lead who agreed to every channel a month ago."""
    agreed = (Channel.SMS, Channel.WHATSAPP, Channel.CALL)
    settings: dict[str, Any] = {
        "lead": lead(),
        "enrolment": Enrolment(id="enrolment-1", campaign="spring", version=1, at=MONDAY),
        "touches": touches,
        "consents": tuple(consent(place, channel) for place, channel in enumerate(agreed, start=1)),
    }
    return Facts(**(settings | more))


def consent(id_: int, channel: Channel, **more: Any) -> Consent:
    """Return a consent given a month ago."""
    settings: dict[str, Any] = {"id": id_, "channel": channel, "given": True, "source": "web form"}
    return Consent(**(settings | {"at": NOON - timedelta(days=30)} | more))


def touch(at: datetime, **more: Any) -> Touch:
    """Return a text that was sent then, in this enrolment, to number 1."""
    settings: dict[str, Any] = {
        "id": f"touch-{at:%m%d%H%M%S}",
        "lead": "lead-1",
        "enrolment": "enrolment-1",
        "campaign": "spring",
        "cause": Cause(kind=CauseKind.STEP, ref=f"step-{at:%m%d%H%M%S}"),
        "attempt": 1,
        "step": "text",
        "channel": Channel.SMS,
        "purpose": Purpose.MARKETING,
        "state": TouchState.SETTLED,
        "outcome": Outcome.SENT,
        "at": at,
        "number": 1,
    }
    return Touch(**(settings | more))


def tried(step: str, outcome: Outcome | None = None, *, at: datetime = MONDAY, **more: Any) -> Touch:
    """Return a settled try of a step; a skipped one when the outcome says so."""
    settings: dict[str, Any] = {
        "id": f"touch-{step}-{at:%d%H%M%S}-{more.get('attempt', 1)}",
        "cause": Cause(kind=CauseKind.STEP, ref=step, lap=more.pop("lap", 1)),
        "step": step,
        "state": TouchState.SKIPPED if outcome is Outcome.SKIPPED else TouchState.SETTLED,
        "outcome": outcome,
        "due": at,
    }
    return touch(at, **(settings | more))


def later(one: Facts, *more: Touch, **changes: Any) -> Facts:
    """Return the facts with more touches and other changes."""
    return replace(one, touches=(*one.touches, *more), **changes)


def promise(id_: str = "promise-1", at: datetime = NOON, **more: Any) -> Callback:
    """Return a call that the person asked for in a message, promised for noon."""
    return Callback(**({"id": id_, "at": at, "ref": "inbound:message-1"} | more))


def text(**more: Any) -> Candidate:
    """Return the next text of the cadence."""
    settings: dict[str, Any] = {
        "channel": Channel.SMS,
        "cause": Cause(kind=CauseKind.STEP, ref="text"),
        "step": "text",
        "sender": SENDER,
    }
    return Candidate(**(settings | more))


def ring(**more: Any) -> Candidate:
    """Return the next call of the cadence."""
    settings = {"channel": Channel.CALL, "cause": Cause(kind=CauseKind.STEP, ref="ring"), "step": "ring"}
    return text(**(settings | {"floor": "sales"} | more))


def chat(**more: Any) -> Candidate:
    """Return the next WhatsApp message of the cadence: free text, unless a template is asked for."""
    return text(
        **({"channel": Channel.WHATSAPP, "cause": Cause(kind=CauseKind.STEP, ref="chat"), "step": "chat"} | more)
    )


def day(text_: str) -> date:
    """Return a date."""
    return date.fromisoformat(text_)
