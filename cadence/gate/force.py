"""
Which rules bind this touch? Pure: a campaign and today's law become rules, the same primitives for both.

What stands here and nowhere else: which rules a task, a promised call and the confirmation of an opt-out are free of.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cadence.campaign import Campaign
from cadence.campaign import shape as file
from cadence.model import Candidate, CauseKind, Channel, Facts, Number, Purpose
from cadence.rules import limits
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
from cadence.rules.confirmation import OneConfirmation
from cadence.rules.consent import OPT_IN, Grounded, Requested
from cadence.rules.finding import Question, Rule
from cadence.rules.gaps import Gap
from cadence.rules.holiday import Calendar
from cadence.rules.law import Law
from cadence.rules.lawful import Dated, Readable
from cadence.rules.numbers import Fits, StillTheirs
from cadence.rules.place import ZoneKnown
from cadence.rules.replied import NothingUnclear
from cadence.rules.session import InSession
from cadence.rules.state import Launched, NotEnded, Started, Unfinished, Unpaused
from cadence.rules.suppression import NotSuppressed
from cadence.rules.windows import ALWAYS, Week, Window, week
from cadence.rules.words import LIVE, SMS, VOICEMAIL, WHATSAPP, Form
from cadence.rules.zones import candidate_zones, zones_of

NOWHERE = ("Etc/UTC",)
"""The zone of work for our own people when the lead's is unknown: only the campaign's dates are read in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """The rules that bind one touch to one number."""

    question: Question
    standing: tuple[Rule, ...]  # time does not heal these, or nobody knows when
    timed: tuple[Rule, ...]  # these say when they pass
    windows: tuple[Window, ...] = ()  # those of the timed ones that make an opening


def in_force(campaign: Campaign, facts: Facts, candidate: Candidate, number: Number | None, law: Law) -> Force:
    """Return every rule that binds this touch to this number, and the question they are asked."""
    question = _question(campaign, facts, candidate, number)
    if candidate.cause.kind is CauseKind.INBOUND:
        return _for_confirmation(question)
    always: tuple[Rule, ...] = (Launched(), Unfinished(), NotSuppressed())
    timed: tuple[Rule, ...] = (Unpaused(),)
    if campaign.start is not None:
        timed = (*timed, Started(start=campaign.start))
    if campaign.end is not None:
        always = (*always, NotEnded(end=campaign.end, guard=law.guard))
    if candidate.channel is Channel.TASK:
        return Force(question=question, standing=always, timed=timed)
    return _for_contact(campaign, question, law, always, timed)


def _question(campaign: Campaign, facts: Facts, candidate: Candidate, number: Number | None) -> Question:
    """Return the touch as the rules look at it; the judged touch's own row counts for nothing."""
    own = (facts.enrolment.id, candidate.cause, candidate.attempt)
    zones = zones_of(candidate_zones(facts.lead, number))
    return Question(
        campaign=campaign.campaign,
        purpose=campaign.purpose,
        facts=facts,
        candidate=candidate,
        number=number,
        zones=zones or (NOWHERE if candidate.channel is Channel.TASK else ()),
        touches=tuple(
            one for one in facts.touches if limits.counts(one) and (one.enrolment, one.cause, one.attempt) != own
        ),
    )


def _for_confirmation(question: Question) -> Force:
    """
    Return what binds the one confirmation of an opt-out: pauses, and what makes it the one.

    It answers a person within five minutes, so it is free of suppression, consent, limits, gap, windows and packs.
    """
    return Force(
        question=question, standing=(Unfinished(), OneConfirmation(), *_session(question)), timed=(Unpaused(),)
    )


def _session(question: Question) -> tuple[Rule, ...]:
    """Return the platform's rule about free text, where there is some."""
    free_text = question.candidate.channel is Channel.WHATSAPP and not question.candidate.template
    return (InSession(),) if free_text else ()


def _for_contact(
    campaign: Campaign, question: Question, law: Law, always: tuple[Rule, ...], timed: tuple[Rule, ...]
) -> Force:
    """Return what binds a touch that leaves the house."""
    hours = _campaign_windows(campaign, question, law)
    standing: list[Rule] = [*always, _campaign_consent(campaign, question), Fits(), StillTheirs(), *_session(question)]
    if campaign.purpose is Purpose.MARKETING:
        standing.append(NothingUnclear())
    standing += [Readable(broken=law.broken), ZoneKnown()]
    healing: list[Rule] = [*timed, *hours]
    for index, limit in enumerate(campaign.limits):
        if limit.channels and question.candidate.channel not in limit.channels:
            continue
        (standing if isinstance(limit.per, file.WholeCampaign) else healing).append(_campaign_limit(index, limit))
    if campaign.gap:
        healing.append(Gap(span=campaign.gap))
    for pack, entry in _binding(campaign, question, law):
        rule = _pack_rule(campaign, question, law, pack, entry)
        if rule is None:
            continue
        if isinstance(rule, Window):
            hours.append(rule)
        dated = Dated(law=rule, since=pack.effective.since, to=pack.effective.to)
        (standing if isinstance(rule, Grounded) else healing).append(dated)
    return Force(question=question, standing=tuple(standing), timed=tuple(healing), windows=tuple(hours))


def _campaign_windows(campaign: Campaign, question: Question, law: Law) -> list[Window]:
    """Return the file's own hours for this lead, and its holidays if they close."""
    lead = question.facts.lead
    found = [Window(rule="campaign.windows", hours=_hours(campaign.windows, lead.segment), guard=law.guard)]
    if campaign.holidays == "closed":
        calendar = calendar_of(question)
        found.append(Window(rule="campaign.holidays", hours=ALWAYS, guard=law.guard, calendar=calendar))
    return found


def calendar_of(question: Question) -> Calendar:
    """Return the holidays of where the person lives; the digits say only which country that may be."""
    lead, number = question.facts.lead, question.number
    if lead.country:
        return Calendar(lead.country, lead.region)
    return Calendar(number.country if number else "")


@lru_cache(maxsize=1024)
def _hours(entries: tuple[file.Window, ...], segment: str) -> Week:
    """Return the week of these windows: those for everybody, and those for this lead's segment."""
    chosen = [one for one in entries if not one.segments or segment in one.segments]
    return week((one.days, span.opens, span.closes) for one in chosen for span in one.hours)


def _campaign_limit(index: int, limit: file.Limit) -> limits.Limit | limits.Budget:
    """Return one of the file's limits as a rule."""
    rule = f"campaign.limits[{index}]"
    channels = frozenset(limit.channels) or frozenset(Channel)
    match limit.per:
        case file.WholeCampaign():
            return limits.Budget(rule=rule, most=limit.max, channels=channels)
        case file.Rolling(seconds=seconds):
            return limits.Limit(rule=rule, most=limit.max, period=limits.Rolling(seconds), channels=channels)
        case file.LocalDays(days=days):
            return limits.Limit(rule=rule, most=limit.max, period=limits.LocalDays(days), channels=channels)


def _campaign_consent(campaign: Campaign, question: Question) -> Rule:
    """Return what the file says about the ground on which this channel is used."""
    channel = question.candidate.channel
    if _promised(question):
        return Requested()
    ground = campaign.consent.get(channel)
    return Grounded(
        rule=f"consent.{channel}",
        ground=ground.basis if ground else OPT_IN,
        reason=ground.reason if ground else "",
    )


def _promised(question: Question) -> bool:
    """Tell whether this is a call the person asked for."""
    return question.candidate.cause.kind is CauseKind.CALLBACK and question.candidate.channel is Channel.CALL


def _binding(campaign: Campaign, question: Question, law: Law) -> list[tuple[Pack, PackRule]]:
    """Return the rules of packs that are about this person, purpose, audience and form of touch."""
    forms = _forms(campaign, question.candidate)
    return [
        (pack, rule)
        for pack in law.packs
        if _protects(pack, question)
        for rule in pack.rules
        if campaign.purpose in rule.when.purposes
        and campaign.audience in rule.when.audience
        and not forms.isdisjoint(rule.when.channels)
    ]


def _protects(pack: Pack, question: Question) -> bool:
    """Tell whether a pack is about this person. A place we do not know may be any place (law 6)."""
    lead, number = question.facts.lead, question.number
    countries = {lead.country, number.country if number else ""} - {""}
    if countries and pack.applies.country not in countries:
        return False
    regions = pack.applies.subdivisions
    return not regions or not lead.region or lead.country != pack.applies.country or lead.region in regions


def _forms(campaign: Campaign, candidate: Candidate) -> frozenset[Form]:
    """Return the ways in which this touch may reach the person; a call may end as voicemail."""
    if candidate.channel is not Channel.CALL:
        return frozenset({SMS if candidate.channel is Channel.SMS else WHATSAPP})
    call = _call_of(campaign, candidate)
    leaves = call is not None and (call.voicemail or call.voicemail_audio)
    return frozenset({LIVE, VOICEMAIL}) if leaves else frozenset({LIVE})


def _call_of(campaign: Campaign, candidate: Candidate) -> file.Call | None:
    """Return what the file says of this call. A promised one is made as its rule says, else as the first call step."""
    calls = {one.step: one.call for one in campaign.cadence if one.call}
    if candidate.cause.kind is CauseKind.CALLBACK:
        return campaign.callback.call if campaign.callback else next(iter(calls.values()), None)
    return calls.get(candidate.step)


def _pack_rule(
    campaign: Campaign, question: Question, law: Law, pack: Pack, entry: PackRule
) -> Window | limits.Limit | Grounded | None:
    """Return one rule of a pack as the primitive it is; None for consent to a call that was asked for."""
    basis: dict[str, Any] = {"pack": pack.id, "law": entry.source.law}
    match entry:
        case WindowEntry(allow=allow, closed=closed):
            calendar = _pack_calendar(pack, question, "regional" in closed.levels) if closed else None
            return Window(rule=entry.id, hours=_pack_hours(allow), guard=law.guard, calendar=calendar, basis=basis)
        case LimitEntry():
            return _pack_limit(entry, basis)
        case RequireEntry(consent=consent):
            if _promised(question):
                return None
            ground = campaign.consent.get(question.candidate.channel)
            return Grounded(
                rule=entry.id,
                ground=ground.basis if ground else OPT_IN,
                accepts=consent.kinds,
                basis=basis,
            )


def _pack_calendar(pack: Pack, question: Question, regional: bool) -> Calendar:  # noqa: FBT001  one of two levels
    """Return the holidays of the pack's country, of the person's region when it lies there."""
    lead = question.facts.lead
    return Calendar(pack.applies.country, lead.region if lead.country == pack.applies.country else "", regional)


@lru_cache(maxsize=256)
def _pack_hours(allow: tuple[OpenHours, ...]) -> Week:
    """Return the week a pack allows."""
    return week((one.days, one.open, one.close) for one in allow)


def _pack_limit(entry: LimitEntry, basis: dict[str, Any]) -> limits.Limit:
    """Return a limit of a pack; it counts the channels that the rule is about."""
    match entry.window:
        case RollingSpan(seconds=seconds):
            period: limits.Rolling | limits.LocalDays = limits.Rolling(seconds)
        case CalendarDays(n=days):
            period = limits.LocalDays(days)
    channels = frozenset(form.channel for form in entry.when.channels)
    return limits.Limit(
        rule=entry.id, most=entry.threshold, period=period, keys=entry.key, channels=channels, basis=basis
    )
