"""Does a child pack loosen what it restates of its parent? Pure: a child can only tighten (law 7)."""

from collections.abc import Iterable, Iterator
from datetime import time, timedelta

from cadence.policy.packs.schema import (
    CalendarDays,
    ConsentEntry,
    ContentEntry,
    DestinationEntry,
    DialerEntry,
    LimitEntry,
    Pack,
    PackRule,
    RatioEntry,
    RegistryEntry,
    RequireEntry,
    RollingSpan,
    SenderEntry,
    SessionEntry,
    WindowEntry,
)

DAY = timedelta(days=1)


def loosened(child: Pack, parent: Pack) -> Iterator[str]:
    """Yield, in words, each rule of the parent that the child restates more loosely."""
    restated = {rule.id: rule for rule in child.rules if rule.id not in child.replaces}
    for rule in parent.rules:
        own = restated.get(rule.id)
        if own is not None and (why := _looser(own, rule)):
            yield f"{rule.id}: {why} than in {parent.id}; a child can only tighten"


def wrongly_replaced(child: Pack, parents: Iterable[Pack]) -> Iterator[str]:
    """
    Yield, in words, why a pack may not replace a rule by a laxer reading of the same law.

    It may where its sources conflict, where a campaign has named it, and for exactly the people of the pack whose rule
    it is: no person may be left without both readings.
    """
    theirs = {rule.id: (parent, rule) for parent in parents for rule in parent.rules}
    own = {rule.id: rule for rule in child.rules}
    if child.replaces and child.binds != "named":
        yield "replaces: only a pack that a campaign names may replace a rule (binds: named)"
    for id_ in child.replaces:
        if id_ not in own or id_ not in theirs:
            yield f"replaces: {id_} is not a rule of this pack and of one that it extends"
            continue
        parent, rule = theirs[id_]
        if rule.source.confidence != "C":
            yield f"replaces: {id_} has one reading in {parent.id}; only a rule whose sources conflict (C) has another"
        same = (own[id_].type, own[id_].when, own[id_].effective) == (rule.type, rule.when, rule.effective)
        if not same or (child.applies, child.effective) != (parent.applies, parent.effective):
            yield f"replaces: {id_} is about other people, touches or days than in {parent.id}"


def _looser(own: PackRule, theirs: PackRule) -> str:  # noqa: PLR0911  one answer per primitive
    """Return in what a rule is looser than the one it restates, "" when it is as strict or stricter."""
    if own.type != theirs.type:
        return f"another kind of rule ({own.type}, not {theirs.type})"
    mine, other = own.when, theirs.when
    if not (mine.purposes >= other.purposes and mine.channels >= other.channels and mine.audience >= other.audience):
        return "about fewer touches"
    match own, theirs:
        case WindowEntry(), WindowEntry():
            return _looser_window(own, theirs)
        case LimitEntry(), LimitEntry():
            return _looser_limit(own, theirs)
        case RatioEntry(), RatioEntry():
            return _looser_ratio(own, theirs)
        case RequireEntry(), RequireEntry():
            return _looser_need(own, theirs)
    return "" if own == theirs else "not the same"


def _looser_window(own: WindowEntry, theirs: WindowEntry) -> str:
    """Return in what hours are looser: open when the parent's are closed."""
    for day in range(7):
        if not all(any(a <= start and end <= b for a, b in _spans(theirs, day)) for start, end in _spans(own, day)):
            return "longer hours"
    closed = (own.closed, theirs.closed)
    if closed[1] and not (
        closed[0] and {*closed[0].levels} >= {*closed[1].levels} and {*closed[0].feeds} >= {*closed[1].feeds}
    ):
        return "fewer holidays"
    # Without a clock of its own every zone decides in which the person may be.
    return "" if own.clock in (None, theirs.clock) else "fewer zones deciding"


def _spans(entry: WindowEntry, day: int) -> list[tuple[timedelta, timedelta]]:
    """Return the open stretches of one weekday, those that touch joined."""
    spans = sorted(
        (_since_midnight(hours.open), _since_midnight(hours.close) or DAY) for hours in entry.allow if day in hours.days
    )
    joined: list[tuple[timedelta, timedelta]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _since_midnight(wall: time) -> timedelta:
    return timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)


def _looser_limit(own: LimitEntry, theirs: LimitEntry) -> str:
    """Return in what a limit is looser: more touches, a shorter period, or other touches counted."""
    if own.threshold > theirs.threshold:
        return "more touches"
    match own.window, theirs.window:
        case (RollingSpan(seconds=mine), RollingSpan(seconds=other)) | (CalendarDays(n=mine), CalendarDays(n=other)):
            if mine < other:
                return "a shorter period"
        case mine_window, other_window if mine_window != other_window:
            return "another kind of period"
    if own.count != theirs.count or not set(own.key) <= set(theirs.key):
        return "fewer touches counted"
    apart, needed = own.min_separation, theirs.min_separation
    return "touches closer together" if needed and (apart is None or apart.n < needed.n) else ""


def _looser_ratio(own: RatioEntry, theirs: RatioEntry) -> str:
    """Return in what a ratio is looser: more of the part, or agents who may come later."""
    if own.max > theirs.max:
        return "a higher ratio"
    return "a later agent" if theirs.connect_s and (own.connect_s is None or own.connect_s > theirs.connect_s) else ""


def _looser_need(own: RequireEntry, theirs: RequireEntry) -> str:  # noqa: PLR0911  one answer per kind
    """Return in what a requirement is looser."""
    match own.needs, theirs.needs:
        case ConsentEntry() as mine, ConsentEntry() as other:
            ages = (mine.max_age_days, other.max_age_days), (mine.customer_lapse_days, other.customer_lapse_days)
            looser = not mine.kinds <= other.kinds or any(map(_longer, *zip(*ages, strict=True)))
            return "more kinds of consent" if looser or (other.proof and not mine.proof) else ""
        case RegistryEntry() as mine, RegistryEntry() as other:
            frees = (mine.unless.consent if mine.unless else frozenset()) - (
                other.unless.consent if other.unless else frozenset()
            )
            older = mine.name != other.name or _longer(mine.max_age_days, other.max_age_days)
            return "an older or another list" if older else "more exceptions" if frees else ""
        case SenderEntry() as mine, SenderEntry() as other:
            wider = bool(other.cli_prefix) and not {*mine.cli_prefix} <= {*other.cli_prefix}
            fewer = not {*mine.cli_type_not} >= {*other.cli_type_not} or mine.shown < other.shown
            return "more senders" if fewer or wider or (other.cli_prefix and not mine.cli_prefix) else ""
        case DialerEntry() as mine, DialerEntry() as other:
            return "a shorter ring" if (mine.min_ring_s or 0) < (other.min_ring_s or 0) else ""
        case ContentEntry() as mine, ContentEntry() as other:
            return "" if {*mine.must_have} >= {*other.must_have} else "less to be said"
        case SessionEntry() as mine, SessionEntry() as other:
            return "a longer session" if mine.free_form_within_s > other.free_form_within_s else ""
        case DestinationEntry() as mine, DestinationEntry() as other:
            wider = not {*mine.countries_not} >= {*other.countries_not} or mine.templates_only > other.templates_only
            return "more destinations" if wider or not {*mine.number_kinds_not} >= {*other.number_kinds_not} else ""
    return "another requirement"


def _longer(mine: int | None, other: int | None) -> bool:
    """Tell whether an age is allowed that the parent does not allow; None allows any."""
    return other is not None and (mine is None or mine > other)
