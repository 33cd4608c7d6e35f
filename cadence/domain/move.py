"""What comes next for a lead? Pure: the moves, as they travel through the workflow. They hold no personal data."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from cadence.domain.cause import Cause
from cadence.domain.enums import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Try a touch at `at`. The rules are evaluated again then."""

    at: datetime
    channel: Channel
    cause: Cause
    step: str
    attempt: int = 1
    floor: str = ""  # calls wait in the floor's queue
    due: datetime | None = None  # the time from the cadence, before windows and spread moved it
    lasts: timedelta | None = None  # calls: ring, talk and voicemail together, at the longest
    kind: Literal["attempt"] = "attempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Wait for news, or until `at`, then plan again. `hold` names what is waited for (law 3)."""

    at: datetime | None = None  # None: only news ends it
    hold: str = ""  # HoldName
    key: str = ""  # which pause, pack or error
    kind: Literal["wait"] = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """The lead is done in this campaign."""

    reason: str
    at: datetime | None = None
    kind: Literal["finish"] = "finish"


Move = Attempt | Wait | Finish
