"""Which of the file's limits are used up? Naive: each for the people and dates it is about, touch by touch."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cadence.domain import CauseKind, Number
from tests.unit.oracle.binding import reached
from tests.unit.oracle.case import Case
from tests.unit.oracle.counting import left, local
from tests.unit.oracle.dates import falls
from tests.unit.oracle.kinds import DEFER, END, NEXT, STEP
from tests.unit.oracle.wheres import NO, may_change, verdict_at


def limit_binds(case: Case, place: int, at: datetime, zones: list[str]) -> bool:
    """Tell whether a limit is about this touch: its channel, the person's segment and condition, a date on any wall."""
    limit = case.campaign.limits[place]
    if limit.channels and case.candidate.channel not in limit.channels:
        return False
    if limit.segments and case.facts.lead.segment not in limit.segments:
        return False
    if verdict_at(case, f"limits[{place}]", at) == NO:  # of whom it is not known, it binds (law 7)
        return False
    return not limit.dates or not zones or any(falls(limit.dates, local(zone, at)) for zone in zones)


def limit_bars(case: Case, number: Number, at: datetime, zones: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each of the file's limits that is used up."""
    for place, limit in enumerate(case.campaign.limits):
        if not limit_binds(case, place, at, zones):
            continue
        others = [
            touch
            for touch in case.facts.colleagues
            if limit.by == "account" and left(touch) and (not limit.channels or touch.channel in limit.channels)
        ]
        touches = [
            touch
            for touch in case.facts.touches
            if left(touch) and (not limit.channels or touch.channel in limit.channels)
        ]
        name = f"campaign.limits[{place}]"
        if limit.per.kind == "campaign":
            spent = [touch for touch in touches if touch.cause.kind in {CauseKind.STEP, CauseKind.CALLBACK}]
            spent = [touch for touch in spent if touch.campaign == case.campaign.campaign]
            person = sum(touch.lead == case.facts.lead.id for touch in spent)
            private = case.campaign.audience.value == "consumer"
            used = {
                other.id: private and sum(touch.number == other.id for touch in spent) >= limit.max
                for other in reached(case)
                if other.closed is None
            }
            company = person + sum(
                touch.campaign == case.campaign.campaign and touch.cause.kind in {CauseKind.STEP, CauseKind.CALLBACK}
                for touch in others
            )
            if person >= limit.max or company >= limit.max or (used.get(number.id) and all(used.values())):
                yield name, STEP if limit.channels or may_change(case, f"limits[{place}]", at) else END
            elif used.get(number.id):
                yield name, NEXT
            continue
        for mine in (
            [touch for touch in touches if touch.lead == case.facts.lead.id],
            [touch for touch in touches if touch.number == number.id],
            [*(touch for touch in touches if touch.lead == case.facts.lead.id), *others],
        ):
            if limit.per.kind == "rolling":
                count = sum(at - touch.at < timedelta(seconds=limit.per.seconds) for touch in mine)
                counts = [count]
            else:
                counts = [
                    sum((local(zone, at) - local(zone, touch.at)).days < limit.per.days for touch in mine)
                    for zone in zones
                ]
            if any(count >= limit.max for count in counts):
                yield name, DEFER
