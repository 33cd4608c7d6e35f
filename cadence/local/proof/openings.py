"""Did each step leave in the hours that it waits for (`until`)? Pure, and naive: touch by touch, on the own wall."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from cadence.local.proof.checks import Sent
from cadence.local.proof.file import AwaitedHours, FileRules
from cadence.local.proof.file_hours import within
from cadence.local.proof.record import LedgerAccount
from cadence.local.proof.spellings import LAST


def outside_until(sent: Iterable[Sent], demands: FileRules, account: LedgerAccount) -> list[str]:
    """Return what left for a step at an hour, or on a day, for which the step does not wait."""
    steps = {touch.id: touch.step for touch in account.touches}
    problems = []
    for touch, _ in sent:
        step = steps.get(touch.touch, "")
        awaited = demands.until.get(step)
        local = touch.at.astimezone(ZoneInfo(touch.zone))
        if awaited is not None and not _awaits(awaited, local):
            problems.append(
                f"{touch.sid} left at {local:%a %Y-%m-%d %H:%M} local time, and {step} waits for other hours"
            )
    return problems


def _awaits(awaited: AwaitedHours, local: datetime) -> bool:
    last = monthrange(local.year, local.month)[1]
    days = {last if day == LAST else day for day in awaited.month_days}
    return (not days or local.day in days) and within(awaited.hours, local)
