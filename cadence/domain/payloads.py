"""
What travels between the workflows and the activities? Pure: frozen values without personal data.

Stored histories outlive the code that wrote them: a field may be added with a default, never renamed or removed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.domain import Attempt, CampaignState, Finish, Move, Wait
from cadence.domain.clock import Clock

SHORT = timedelta(seconds=45)
"""Real time for work that reads and writes the ledger and calls the carrier once (network timeout 20 s)."""
A_WHILE = timedelta(minutes=5)
"""How soon a campaign is looked at again when leads wait for room, in the Clock's time ..."""
BREATH = timedelta(seconds=1)
"""... and at least this in real time."""
PATIENCE = timedelta(hours=1)
"""How long a call may last when its attempt does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadInput:
    """One lead's way through one campaign. It is the workflow's whole state: continue-as-new hands it on."""

    enrolment: str
    campaign: str
    first: Attempt | Wait | Finish
    clock: Clock
    priority: int = 3  # 1 first, 5 last
    news: bool = False  # something happened that the plan does not include yet
    plans_at_once: bool = False  # whether the worker that runs the workflow plans; False: it began before that was so


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchOrder:
    """Make this attempt, if every rule still allows it."""

    enrolment: str
    attempt: Attempt
    now: datetime  # the instant the order was given; only the clock of time-skipping tests reads it


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchResult:
    """What was decided, what came of it and what comes next: the history's story of one touch."""

    next: Attempt | Wait | Finish
    step: str = ""
    verdict: str = ""  # allow, defer, hold, refuse; "" when the plan had changed before any rule was asked
    rules: tuple[str, ...] = ()  # the rules that refused
    outcome: str = ""  # what the carrier said, if it was asked
    skipped: tuple[str, ...] = ()  # steps refused on the way, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOrder:
    """Read the ledger and plan again."""

    enrolment: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanResult:
    """The new plan."""

    next: Attempt | Wait | Finish


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignInput:
    """One campaign, from its launch to its end."""

    campaign: str
    clock: Clock
    stop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolOrder:
    """Start the next leads in line, as many as may be open."""

    campaign: str
    now: datetime
    waits: bool = False  # answer only when it is no longer true that leads wait and none may enter


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignProgress:
    """The state of a campaign, counted in the ledger."""

    state: CampaignState = CampaignState.RUNNING
    paused: bool = False
    open: int = 0
    waiting: int = 0  # enrolled later, when there is room
    finished: int = 0
    more: bool = False  # leads are waiting and there is room for them right now
    full: bool = False  # leads are waiting and none may enter: there is no room, or the campaign is paused
    over: bool = False  # it was stopped, or its end date has passed: close it
    done: bool = False  # no lead is open or waiting
    look_at: datetime | None = None  # when to look again; None: in a while


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseOrder:
    """End a campaign: one row first, then a page of its enrolments, whose workflows are woken at a bounded pace."""

    campaign: str
    stopped: bool  # by an operator; else it has come to its end
    now: datetime
    after: str = "00000000-0000-0000-0000-000000000000"  # the last enrolment of the page before
    closed: int = 0  # leads closed by the pages before


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseResult:
    """How far the closing has come."""

    state: CampaignState
    closed: int = 0  # leads closed so far
    more: bool = False  # another page is to be closed
    after: str = ""  # where it begins


def describe(move: Move) -> str:
    """Return a move in words for people who read Temporal's pages: no personal data, one line."""
    match move:
        case Attempt():
            words = f"{move.step or move.cause.kind} by {move.channel}, try {move.attempt}, at {_instant(move.at)}"
        case Wait():
            held = " ".join(part for part in (move.hold, move.key) if part) or "time"
            until = f", at the latest {_instant(move.at)}" if move.at else ""
            words = f"waits for {held}{until}"
        case Finish():
            words = f"finished: {move.reason}"
    return words


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
