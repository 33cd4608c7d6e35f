"""Which rules does today's law make? Pure: each rule of a pack as the primitive it is."""

from collections.abc import Iterator
from functools import lru_cache

from cadence.campaign.shape import Call
from cadence.gate.case import Case
from cadence.model import CauseKind, Channel
from cadence.rules.book import (
    CalendarDays,
    LimitEntry,
    OpenHours,
    Pack,
    PackRule,
    RequireEntry,
    RollingSpan,
    WindowEntry,
)
from cadence.rules.consent import Grounded
from cadence.rules.holiday import Calendar
from cadence.rules.lawful import Dated
from cadence.rules.limits import Limit, LocalDays, Rolling
from cadence.rules.windows import Week, Window, week
from cadence.rules.words import LIVE, SMS, VOICEMAIL, WHATSAPP, Form


def rules(case: Case) -> Iterator[Dated]:
    """Yield the rules about this person, purpose, audience and form of touch."""
    forms = _forms(case)
    for pack in case.law.packs:
        if not _protects(pack, case):
            continue
        for entry in pack.rules:
            if _about(entry, case, forms):
                yield Dated(law=_primitive(pack, entry, case), since=pack.effective.since, to=pack.effective.to)


def _protects(pack: Pack, case: Case) -> bool:
    """Tell whether a pack is about this person. Whose place we do not know may be anywhere (law 6)."""
    lead, number = case.question.facts.lead, case.question.number
    countries = {lead.country, number.country if number else ""} - {""}
    if countries and pack.applies.country not in countries:
        return False
    regions = pack.applies.subdivisions
    return not regions or not lead.region or lead.country != pack.applies.country or lead.region in regions


def _about(entry: PackRule, case: Case, forms: frozenset[Form]) -> bool:
    """Tell whether a rule is about this touch. A call that was asked for has its consent in the request."""
    when = entry.when
    if isinstance(entry, RequireEntry) and case.promised:
        return False
    return (
        case.campaign.purpose in when.purposes
        and case.campaign.audience in when.audience
        and not forms.isdisjoint(when.channels)
    )


def _forms(case: Case) -> frozenset[Form]:
    """Return the ways in which this touch may reach the person; a call may end as voicemail."""
    if case.channel is not Channel.CALL:
        return frozenset({SMS if case.channel is Channel.SMS else WHATSAPP})
    call = _call(case)
    leaves = call is not None and (call.voicemail or call.voicemail_audio)
    return frozenset({LIVE, VOICEMAIL}) if leaves else frozenset({LIVE})


def _call(case: Case) -> Call | None:
    """Return what the file says of this call. A promised one is made as its rule says, else as the first call step."""
    calls = {one.step: one.call for one in case.campaign.cadence if one.call}
    if case.question.candidate.cause.kind is CauseKind.CALLBACK:
        return case.campaign.callback.call if case.campaign.callback else next(iter(calls.values()), None)
    return calls.get(case.question.candidate.step)


def _primitive(pack: Pack, entry: PackRule, case: Case) -> Window | Limit | Grounded:
    """Return one rule of a pack as the same value a rule of the file would be."""
    basis = {"pack": pack.id, "law": entry.source.law}
    match entry:
        case WindowEntry(allow=allow, closed=closed):
            calendar = _calendar(pack, case, regional="regional" in closed.levels) if closed else None
            return Window(rule=entry.id, hours=_hours(allow), guard=case.law.guard, calendar=calendar, basis=basis)
        case LimitEntry():
            return _limit(entry, basis)
        case RequireEntry(consent=consent):
            return Grounded(rule=entry.id, ground=case.ground, accepts=consent.kinds, basis=basis)


def _calendar(pack: Pack, case: Case, *, regional: bool) -> Calendar:
    """Return the holidays of the pack's country, of the person's region when it lies there."""
    lead, country = case.question.facts.lead, pack.applies.country
    return Calendar(country, lead.region if lead.country == country else "", regional)


def _limit(entry: LimitEntry, basis: dict[str, str]) -> Limit:
    """Return a limit, which counts on the channels it is about."""
    return Limit(
        rule=entry.id,
        most=entry.threshold,
        period=_period(entry.window),
        groups=(entry.key,),
        channels=frozenset(form.channel for form in entry.when.channels),
        events=entry.count.events if entry.count else None,
        basis=basis,
    )


def _period(window: RollingSpan | CalendarDays) -> Rolling | LocalDays:
    """Return the period of a limit."""
    match window:
        case RollingSpan(seconds=seconds):
            return Rolling(seconds)
        case CalendarDays(n=days):
            return LocalDays(days)


@lru_cache(maxsize=256)
def _hours(allow: tuple[OpenHours, ...]) -> Week:
    """Return the week a pack allows."""
    return week((one.days, one.open, one.close) for one in allow)
