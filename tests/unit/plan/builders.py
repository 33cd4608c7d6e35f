"""What do the plan's tests speak of? Small makers of campaigns and facts, with defaults that nothing objects to."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from cadence.campaign.shape import (
    Call,
    Campaign,
    Limit,
    Senders,
    Sms,
    Span,
    Step,
    Task,
    WhatsApp,
    WholeCampaign,
    Window,
)
from cadence.model import (
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

MONDAY = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)  # 10:00 in Madrid, an ordinary working week
MADRID = ZoneEvidence(zone="Europe/Madrid", source=ZoneSource.STATED)
ALL_DAY = (Window(days=(0, 1, 2, 3, 4, 5, 6), hours=(Span(opens=time(0), closes=time(0)),)),)
OFFICE = (
    Window(days=(0, 1, 2, 3, 4), hours=(Span(opens=time(9), closes=time(14)), Span(opens=time(16), closes=time(20)))),
)


def hours(count: float) -> timedelta:
    """Return so many hours."""
    return timedelta(hours=count)


def sms(step: str, **more: Any) -> Step:
    """Return a text step."""
    return Step(step=step, sms=Sms(body="Hola"), **more)


def whatsapp(step: str, **more: Any) -> Step:
    """Return a WhatsApp step with a template."""
    return Step(step=step, whatsapp=WhatsApp(body="Hola", template="hello"), **more)


def call(step: str, **more: Any) -> Step:
    """Return a call step."""
    return Step(step=step, call=Call(floor="sales"), **more)


def task(step: str, **more: Any) -> Step:
    """Return a step of work for one of our people."""
    return Step(step=step, task=Task(title="Look"), **more)


def campaign(*steps: Step, **more: Any) -> Campaign:
    """Return a campaign that is always open, asks for no consent it lacks, and spreads nothing."""
    settings: dict[str, Any] = {
        "campaign": "spring",
        "purpose": Purpose.SERVICE,
        "no_jurisdictions": True,
        "sender": Senders(company="Tienda Sol", voice="+34910000001", sms="+34910000001", whatsapp="+34910000001"),
        "windows": ALL_DAY,
        "holidays": "open",
        "limits": (Limit(max=8, per=WholeCampaign()),),
        "spread": timedelta(0),
        "cadence": steps,
    }
    return Campaign(**(settings | more))


def number(id_: int = 1, **more: Any) -> Number:
    """Return a Spanish mobile number."""
    return Number(id=id_, e164=f"+3460000000{id_}", kind=NumberKind.MOBILE, country="ES", **more)


def facts(*touches: Touch, **more: Any) -> Facts:
    """Return the facts of a lead in Madrid who agreed to everything."""
    lead = Lead(id="lead-1", numbers=(number(),), zones=(MADRID,), country="ES")
    consents = tuple(
        Consent(id=place, channel=channel, given=True, at=MONDAY - timedelta(days=30))
        for place, channel in enumerate((Channel.SMS, Channel.WHATSAPP, Channel.CALL), start=1)
    )
    settings: dict[str, Any] = {
        "lead": lead,
        "enrolment": Enrolment(id="enrolment-1", campaign="spring", version=1, at=MONDAY),
        "touches": touches,
        "consents": consents,
    }
    return Facts(**(settings | more))


def touch(step: str, outcome: Outcome | None = None, *, at: datetime = MONDAY, **more: Any) -> Touch:
    """Return a settled touch of a step; a skipped one when the outcome says so."""
    settings: dict[str, Any] = {
        "id": f"touch-{step}-{at:%d%H%M%S}-{more.get('attempt', 1)}",
        "lead": "lead-1",
        "enrolment": "enrolment-1",
        "campaign": "spring",
        "cause": Cause(kind=CauseKind.STEP, ref=step, lap=more.pop("lap", 1)),
        "attempt": 1,
        "step": step,
        "channel": Channel.SMS,
        "purpose": Purpose.SERVICE,
        "state": TouchState.SKIPPED if outcome is Outcome.SKIPPED else TouchState.SETTLED,
        "at": at,
        "due": at,
        "number": 1,
        "outcome": outcome,
    }
    return Touch(**(settings | more))


def later(one: Facts, *more: Touch, **changes: Any) -> Facts:
    """Return the facts with more touches and other changes."""
    return replace(one, touches=(*one.touches, *more), **changes)
