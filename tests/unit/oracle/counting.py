"""How often is too often? Naive: walk through every touch, count those a rule is about, compare."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from cadence.domain import CauseKind, Channel, Number, Outcome, Touch, TouchState
from tests.unit.oracle import almanac, book
from tests.unit.oracle.binding import reached
from tests.unit.oracle.case import Case
from tests.unit.oracle.kinds import DEFER

NEVER_LEFT = {Outcome.INVALID_NUMBER, Outcome.OPTED_OUT, Outcome.BLOCKED, Outcome.SKIPPED}
REACHED_NOBODY = {Outcome.INVALID_NUMBER, Outcome.NOT_TAKEN, Outcome.TOO_FAST}
SHARED = timedelta(minutes=10)
REFUSED, SPOKEN = timedelta(days=30), timedelta(days=1)
EVENTS = {
    "abandoned": {"abandoned"},
    "answered_live": {"answered", "abandoned"},
    "conversation": {"answered"},
    "machine": {"machine"},
    "refused": {"refused", "do_not_contact"},
    "message_replied": {"replied"},
}


def left(touch: Touch) -> bool:
    """Tell whether a touch left the house or may have. Tasks and confirmations count in no limit and no gap."""
    if touch.state in {TouchState.PLANNED, TouchState.SKIPPED} or touch.channel is Channel.TASK:
        return False
    if touch.cause.kind is CauseKind.INBOUND:
        return False
    if touch.taken is False or touch.outcome in REACHED_NOBODY:
        return False
    return touch.taken is True or touch.outcome not in NEVER_LEFT


def local(zone: str, at: datetime) -> date:
    """Return the date on the wall."""
    return almanac.wall(zone, almanac.minute_of(at))[0]


def gap_bars(case: Case, number: Number, at: datetime) -> Iterator[tuple[str, str]]:
    """Yield the file's gap, by person and by number; ten minutes at least to a phone that private people share."""
    for touch in case.facts.touches:
        mine = touch.lead == case.facts.lead.id
        shared = SHARED if case.campaign.audience.value == "consumer" and not mine else timedelta(0)
        if left(touch) and (mine or touch.number == number.id) and at - touch.at < max(case.campaign.gap, shared):
            yield "campaign.gap", DEFER


def house_bars(case: Case, number: Number, at: datetime, zones: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the house's gap and limits: all campaigns together, of a private person by every number they have."""
    theirs = [touch for touch in case.facts.touches if left(touch)]
    private = case.campaign.audience.value == "consumer"
    closed = {other.id for other in reached(case) if other.closed}
    near = [
        touch
        for touch in theirs
        if touch.lead == case.facts.lead.id or (touch.number not in closed if private else touch.number == number.id)
    ]
    if any(at - touch.at < case.house.gap for touch in near):
        yield "house.gap", DEFER
    for place, limit in enumerate(case.house.limits):
        if limit.channels and case.candidate.channel not in limit.channels:
            continue
        touches = [touch for touch in theirs if not limit.channels or touch.channel in limit.channels]
        groups = (
            [touch for touch in touches if touch.lead == case.facts.lead.id],
            [touch for touch in touches if touch.number == number.id],
        )
        for mine in ([touch for touch in touches if touch in near],) if private else groups:
            if limit.local_days:
                days = [[(local(zone, at) - local(zone, touch.at)).days for touch in mine] for zone in zones]
                full = any(sum(age < limit.local_days for age in ages) >= limit.most for ages in days)
            else:
                full = sum(at - touch.at < timedelta(seconds=limit.seconds) for touch in mine) >= limit.most
            if full:
                yield f"house.limits[{place}]", DEFER


def rest_bars(case: Case, number: Number, at: datetime) -> Iterator[tuple[str, str]]:
    """Yield the rest of the house, 30 days after a refusal and a day after another campaign's talk, and the file's."""
    rests = [("house.rest", REFUSED, SPOKEN)] if case.campaign.purpose.value in {"marketing", "survey"} else []
    if case.campaign.rest:
        own = case.campaign.rest
        rests.append(("campaign.rest", own.refused or timedelta(0), own.conversation or timedelta(0)))
    for touch in case.facts.touches:
        private = case.campaign.audience.value == "consumer"
        mine = touch.lead == case.facts.lead.id or (private and touch.number == number.id)
        if not left(touch) or not mine:
            continue
        age = at - (touch.ended_at or touch.at)
        spoke = touch.outcome is Outcome.ANSWERED and touch.campaign != case.campaign.campaign
        for rule, refused, spoken in rests:
            if (touch.disposition == "refused" and age < refused) or (spoke and age < spoken):
                yield rule, DEFER


def about(case: Case, number: Number, rule: dict[str, Any]) -> list[Touch]:
    """Return the touches that a pack's limit counts."""
    count, keys = rule.get("count", {}), rule["key"]
    channels = count.get("channels", rule.get("when", {}).get("channels"))
    forms = set().union(*(book.FORMS[channel] for channel in channels)) if channels else None
    found = []
    for touch in case.facts.touches:
        if not left(touch):
            continue
        if forms is not None and not (ways(touch) & forms):
            continue
        if "events" in count and not any(happened(touch, word) for word in count["events"]):
            continue
        if all(same(case, number, touch, key) for key in keys):
            found.append(touch)
    return found


def ways(touch: Touch) -> set[str]:
    """Return how a touch reached the person; a call of which nobody knows may have been any."""
    if touch.channel is not Channel.CALL:
        return {touch.channel.value}
    return {touch.delivery} if touch.delivery else book.VOICES


def happened(touch: Touch, word: str) -> bool:
    """Tell whether an event came of a touch, or may yet come of one that is in the air."""
    if touch.state in {TouchState.RESERVED, TouchState.UNKNOWN, TouchState.CARRIED}:
        return True
    said = {str(touch.outcome or ""), str(touch.disposition or "")} | ({"replied"} if touch.replied_at else set())
    return bool(said & EVENTS[word])


def same(case: Case, number: Number, touch: Touch, key: str) -> bool:
    """Tell whether a touch has a key in common with the judged one."""
    campaign, lead = case.campaign, case.facts.lead
    return {
        "lead": touch.lead == lead.id,
        "number": touch.number == number.id,
        "account": touch.account == lead.account,
        "subject": touch.subject == (campaign.subject or campaign.campaign),
        "campaign": touch.campaign == campaign.campaign,
        "seller": touch.seller == campaign.sender.company,
        "portfolio": not touch.portfolio,
    }[key]


def law_bars(
    case: Case, number: Number, at: datetime, rule: dict[str, Any], zones: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield a pack's limit if it is used up."""
    touches = about(case, number, rule)
    window = rule["window"]
    if window["kind"] == "rolling":
        inside = [[touch for touch in touches if at - touch.at < timedelta(seconds=window["seconds"])]]
    else:
        inside = [
            [touch for touch in touches if in_dates(window, local(zone, touch.at), local(zone, at))] for zone in zones
        ]
    distinct = rule.get("count", {}).get("distinct")
    for those in inside:
        if distinct == "channel":
            over = len({one.channel for one in those} | {case.candidate.channel}) > rule["threshold"]
        elif distinct == "lead":
            over = len({one.lead for one in those} | {case.facts.lead.id}) > rule["threshold"]
        else:
            over = len(those) >= rule["threshold"]
        if over:
            yield rule["id"], DEFER


def in_dates(window: dict[str, Any], then: date, today: date) -> bool:
    """Tell whether a date lies in the window that today lies in."""
    if window["kind"] == "calendar_days":
        return (today - then).days < int(window["n"])
    if window["kind"] == "calendar_week":
        return then >= today - timedelta(days=today.weekday())
    raise NotImplementedError(window["kind"])


def apart_bars(
    case: Case, number: Number, at: datetime, rule: dict[str, Any], zones: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield a pack's limit if the last touch is too few dates ago."""
    if "min_separation" not in rule:
        return
    for touch in about(case, number, rule):
        for zone in zones:
            if (local(zone, at) - local(zone, touch.at)).days < rule["min_separation"]["n"]:
                yield rule["id"], DEFER
