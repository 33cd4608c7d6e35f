"""What has happened to Ana? Events as the ledger and Temporal give them, in the shortest way. She is made up."""

from datetime import UTC, datetime
from typing import Any

from cadence.explain.story.story import StoryEvent

ONE, OTHER = "enrolment-1", "enrolment-2"
"""Her ways through two campaigns."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant in March 2027; the 8th is a Monday, and Madrid is an hour ahead."""
    return datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def enrolled(when: datetime, enrolment: str = ONE, campaign: str = "spring", kind: str = "cadence") -> StoryEvent:
    """She came into a campaign."""
    what = {"enrolment": enrolment, "campaign": campaign, "version": 2, "kind": kind}
    return StoryEvent(at=when, kind="enrolled", what=what)


def finished(when: datetime, reason: str = "completed", enrolment: str = ONE, campaign: str = "spring") -> StoryEvent:
    """She was done with it."""
    return StoryEvent(at=when, kind="finished", what={"enrolment": enrolment, "campaign": campaign, "reason": reason})


def decision(when: datetime, verdict: str, enrolment: str = ONE, campaign: str = "spring", **more: Any) -> StoryEvent:
    """A rule was asked."""
    candidate = {"step": "hello", "channel": "sms", "attempt": 1, "cause": {"kind": "step", "ref": "hello", "lap": 1}}
    what = {"id": 7, "verdict": verdict, "candidate": candidate, "reasons": [], "campaign": campaign}
    return StoryEvent(at=when, kind="decision", what={**what, "enrolment_id": enrolment, **more})


def touch(when: datetime, enrolment: str = ONE, campaign: str = "spring", **more: Any) -> StoryEvent:
    """Something left, or was about to."""
    what = {
        "id": "t1",
        "state": "settled",
        "channel": "sms",
        "step": "hello",
        "attempt": 1,
        "cause_kind": "step",
        "cause_ref": "hello",
        "cause_lap": 1,
        "sender": "+34910000001",
        "sid": "SM1",
        "body": "Hola Ana",
        "campaign": campaign,
        "enrolment_id": enrolment,
        "due": when.isoformat(),
    }
    return StoryEvent(at=when, kind="touch", what={**what, **more})


def paused(when: datetime, scope: str = "campaign", value: str = "spring", reason: str = "wrong price") -> StoryEvent:
    """Somebody paused."""
    return StoryEvent(at=when, kind="paused", what={"scope": scope, "value": value, "actor": "bea", "reason": reason})


def resumed(when: datetime, scope: str = "campaign", value: str = "spring") -> StoryEvent:
    """Somebody resumed."""
    return StoryEvent(at=when, kind="resumed", what={"scope": scope, "value": value, "actor": "bea"})


CLOSED = {"rule": "number.closed", "evidence": {"why": "wrong_number", "number": 4}}
"""Why a rule said no: the number is somebody else's."""
