"""What does a pack say, in words? Pure: each rule as one line, with its law and how sure we are of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import assert_never

from cadence.domain import Audience, Purpose
from cadence.domain.channels import ChannelForm
from cadence.domain.plurals import many
from cadence.policy.packs.schema import (
    CalendarDays,
    CalendarMonth,
    CalendarWeek,
    CampaignPeriods,
    ConsentEntry,
    ContentEntry,
    DestinationEntry,
    DialerEntry,
    LimitEntry,
    OptoutEntry,
    Pack,
    PackRule,
    RatioEntry,
    RegistryEntry,
    RequireEntry,
    RollingSpan,
    RuleScope,
    SenderEntry,
    SessionEntry,
    WindowEntry,
)
from cadence.policy.packs.source_words import CHANNELS, DAYS, EVENTS, GROUNDS
from cadence.policy.wording import span

CONFIDENCE = {
    "V": "operative words seen quoted",
    "S": "read in a secondary description",
    "C": "sources conflict; the stricter is taken",
    "U": "unverified; taken where it is stricter",
}


LAXER = "sources conflict; this pack is the laxer reading, for campaigns that name it"
"""What C means for a rule that replaces the stricter one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedRule:
    """One rule, or one duty of people's, as a reader meets it."""

    id: str
    kind: str  # window, limit, ratio, require, optout, duty
    says: str
    about: str  # which touches; "" when all
    law: str
    url: str
    confidence: str  # V, S, C, U
    approved: str  # by which counsel and when; "" when by none
    since: date | None  # its own first day of law, where it is not the pack's
    note: str
    laxer: bool = False  # it replaces the stricter reading that a pack it extends takes

    @property
    def sureness(self) -> str:
        """How sure we are of it, in words."""
        return LAXER if self.laxer else CONFIDENCE[self.confidence]


def told(pack: Pack) -> list[DescribedRule]:
    """Return every rule of a pack in its order, and then what it leaves to people."""
    return [*(_rule(rule, laxer=rule.id in pack.replaces) for rule in pack.rules), *_duties(pack)]


def _rule(entry: PackRule, *, laxer: bool) -> DescribedRule:
    approved = entry.approved
    return DescribedRule(
        id=entry.id,
        kind=entry.type,
        says=_says(entry),
        about=_about(entry.when),
        law=entry.source.law,
        url=entry.source.url,
        confidence=entry.source.confidence,
        approved=f"{approved.by}, {approved.on}" if approved else "",
        since=entry.effective.since if entry.effective else None,
        note=entry.note,
        laxer=laxer,
    )


def _duties(pack: Pack) -> Iterable[DescribedRule]:
    for duty in pack.duties:
        yield DescribedRule(
            id=duty.id,
            kind="duty",
            says=duty.text,
            about="",
            law=duty.source.law,
            url=duty.source.url,
            confidence=duty.source.confidence,
            approved="",
            since=None,
            note="",
        )


def _about(when: RuleScope) -> str:
    """Return which touches a rule is about, "" when it is about all."""
    parts = []
    if when.purposes != frozenset(Purpose):
        parts.append(_words(when.purposes))
    if when.audience != frozenset(Audience):
        parts.append(f"to {_words(f'{audience}s' for audience in when.audience)}")
    if when.channels != CHANNELS["any"]:
        parts.append(f"by {_forms(when.channels)}")
    return " ".join(parts)


def _forms(forms: frozenset[ChannelForm]) -> str:
    """Return forms of touch by the law's own words, the widest first."""
    rest, names = set(forms), []
    for word in sorted(CHANNELS, key=lambda word: -len(CHANNELS[word])):
        if CHANNELS[word] and rest >= CHANNELS[word]:
            names.append(word)
            rest -= CHANNELS[word]
    return ", ".join(names)


def _words(words: Iterable[str]) -> str:
    return ", ".join(sorted(str(word) for word in words))


def _says(entry: PackRule) -> str:
    """Return what a rule says."""
    match entry:
        case WindowEntry():
            return _window(entry)
        case LimitEntry():
            return _limit(entry)
        case RatioEntry():
            return _ratio(entry)
        case RequireEntry():
            return _need(entry)
        case OptoutEntry():
            return _optout(entry)
    assert_never(entry)


def _window(entry: WindowEntry) -> str:
    spoken = (
        f"{_days(hours_of_days.days)} {_clock(hours_of_days.open)}-{_clock(hours_of_days.close, end=True)}"
        for hours_of_days in entry.allow
    )
    hours = "; ".join(dict.fromkeys(spoken))
    closed = entry.closed
    shut = ""
    if closed and (closed.levels or closed.feeds):
        holidays = [f"{', '.join(closed.levels)} holidays"] if closed.levels else []
        shut = f"; closed on {', '.join([*holidays, *closed.feeds])}"
    zones = "; in every zone of address and number" if entry.clock and entry.clock.combine == "all" else ""
    return f"{hours}{shut}{zones}"


def _days(days: tuple[int, ...]) -> str:
    return DAYS[days[0]] if len(days) == 1 else f"{DAYS[days[0]]}-{DAYS[days[-1]]}"


def _clock(wall: time, *, end: bool = False) -> str:
    return "24:00" if end and wall == time() else f"{wall:%H:%M}"


def _limit(entry: LimitEntry) -> str:
    count = entry.count
    what = f"{_events(count.events)}" if count and count.events else "touches"
    if count and count.channels:
        what = f"{what} by {_forms(count.channels)}"
    if count and count.distinct:
        what = f"different {count.distinct}s with {what}"
    apart = entry.min_separation
    gap = f", {many(apart.n, 'date')} apart" if apart else ""
    return f"at most {entry.threshold} {what} per {_period(entry)}, by {' and '.join(entry.key)}{gap}"


def _period(entry: LimitEntry) -> str:
    match entry.window:
        case RollingSpan(seconds=seconds):
            return span(seconds)
        case CalendarDays(n=days):
            return "local date" if days == 1 else f"{days} local dates"
        case CalendarWeek(starts=starts):
            return f"local week from {starts}"
        case CalendarMonth():
            return "local month"
    assert_never(entry.window)


def _events(events: frozenset[str]) -> str:
    """Return the law's words for events, as few as cover them."""
    names = [name for name, ours in EVENTS.items() if ours <= events]
    return " or ".join(dict.fromkeys(names)) or _words(events)


def _ratio(entry: RatioEntry) -> str:
    target = f" (aimed at {entry.target:.0%})" if entry.target else ""
    periods = entry.window
    over = f"each {periods.days} days of a campaign" if isinstance(periods, CampaignPeriods) else span(periods.seconds)
    share = f"{_events(entry.numerator.events)} among {_events(entry.denominator.events)}"
    late = f", also when an agent comes later than {entry.connect_s:g} s" if entry.connect_s else ""
    return f"at most {entry.max:.0%}{target} {share}{late}, in {over}; a breach means one call per free agent"


def _need(entry: RequireEntry) -> str:  # noqa: PLR0911  one sentence per kind
    """Return what a rule requires."""
    match entry.needs:
        case ConsentEntry() as need:
            age = f", at most {many(need.max_age_days, 'day')} old" if need.max_age_days else ""
            lapse = (
                f", a customer of the last {many(need.customer_lapse_days, 'day')}" if need.customer_lapse_days else ""
            )
            return f"needs consent: {_grounds(need.kinds)}{age}{lapse}{', with its source' if need.proof else ''}"
        case RegistryEntry() as need:
            age = f", a copy of at most {many(need.max_age_days, 'day')}" if need.max_age_days else ""
            free = f", unless {_grounds(need.unless.consent)}" if need.unless else ""
            return f"not on the list {need.name}{age}{free}"
        case SenderEntry() as need:
            kinds = f"caller number not {_words(need.cli_type_not)}" if need.cli_type_not else ""
            prefix = f"caller number begins with {' or '.join(need.cli_prefix)}" if need.cli_prefix else ""
            shown = "a whole caller number is shown" if need.shown else ""
            return "; ".join(part for part in (kinds, prefix, shown) if part)
        case DialerEntry() as need:
            ring = f"rings at least {need.min_ring_s} s" if need.min_ring_s else ""
            agent = f"an agent within {need.connect_s:g} s" if need.connect_s else ""
            message = f"an abandoned call says {', '.join(need.abandoned_message)}" if need.abandoned_message else ""
            return "; ".join(part for part in (ring, agent, message) if part)
        case ContentEntry() as need:
            return f"the wording has {', '.join(need.must_have)}"
        case SessionEntry() as need:
            return f"free text within {span(need.free_form_within_s)} of their last message, else an approved template"
        case DestinationEntry() as need:
            where = [*need.countries_not, *(kind.value for kind in need.number_kinds_not)]
            return f"{'no template' if need.templates_only else 'not'} to {', '.join(where)}"
    return type(entry.needs).__name__


def _grounds(grounds: frozenset[str]) -> str:
    return " or ".join(name for name, ours in GROUNDS.items() if ours in grounds)


def _optout(entry: OptoutEntry) -> str:
    """Return what a stop means."""
    parts = [f"a stop ends {entry.scope.replace('_', ' ')} at once"]
    if entry.deadline:
        parts.append(
            f"to be logged within {many(entry.deadline.business_days, 'business day')} ({entry.deadline.calendar})"
        )
    if entry.confirm:
        parts.append(f"{entry.confirm.max} confirmation within {span(entry.confirm.within_s)}")
    if entry.keep_years:
        parts.append(f"kept {many(entry.keep_years, 'year')}")
    return "; ".join(parts)
