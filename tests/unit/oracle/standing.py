"""What says no until there is news? Naive: campaign, person, number and law, one question after the other."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from cadence.domain import CampaignState, Channel, Inbound, Number, NumberKind, Outcome
from tests.unit.oracle import almanac, book
from tests.unit.oracle.binding import country_of, law_on, places_of, promised, reached, requested, step_of, zones_of
from tests.unit.oracle.case import Case
from tests.unit.oracle.kinds import DEFER, END, FOREIGN, NEXT, STAY, STEP, ZONE, Bar
from tests.unit.oracle.needs import consent_bars, form_bars, law_consent_bars, registry_bars

TAKES = {
    Channel.CALL: {NumberKind.MOBILE, NumberKind.FIXED, NumberKind.FIXED_OR_MOBILE},
    Channel.SMS: {NumberKind.MOBILE, NumberKind.FIXED_OR_MOBILE},
    Channel.WHATSAPP: {NumberKind.MOBILE, NumberKind.FIXED_OR_MOBILE},
    Channel.EMAIL: {NumberKind.EMAIL},
}


def standing_bars(case: Case, number: Number, at: datetime) -> list[Bar]:
    """Return the refusals that only news can change."""
    return [
        *enrolment_bars(case, number, at),
        *number_bars(case, number, at),
        *(promise_bars(case) if promised(case) else ()),
        *(() if requested(case) else consent_bars(case, number, at)),
        *(bar for rule in law_on(case, number, at) for bar in law_need_bars(case, number, at, rule)),
    ]


def enrolment_bars(case: Case, number: Number, at: datetime) -> Iterator[Bar]:
    """Yield what bars every touch of this campaign or enrolment."""
    campaign, facts = case.campaign, case.facts
    zones = zones_of(facts, number)
    if facts.state is not CampaignState.RUNNING:
        yield "campaign.state", END
    if facts.enrolment.finished:
        yield "enrolment.finished", END
    soon = [almanac.wall(zone, almanac.minute_of(at) + 1)[0] for zone in zones]
    ends = max([season.end for season in campaign.seasons], default=campaign.end)
    if ends and any(day > ends for day in soon):
        yield "campaign.end", END
    yield from pause_bars(case, number, at, ends=False)
    names = book.asked(campaign.jurisdictions, case.only, none=campaign.no_jurisdictions)
    if any(undecided(case, message, names, at) for message in facts.inbound):
        yield "reply.unclear", STAY
    if not zones:
        yield "zone.unknown", ZONE
    if case.only is None and not campaign.no_jurisdictions:
        countries = {country for country, _ in places_of(facts, number)}
        if countries - book.countries(names) - set(campaign.without_pack):
            yield "pack.covers", FOREIGN
    says_session = any("session" in rule for rule in law_on(case, number, at))
    free_text = case.candidate.channel is Channel.WHATSAPP and not case.candidate.template
    if free_text and not says_session and not in_session(case, number, at):
        yield "whatsapp.session", NEXT


def undecided(case: Case, message: Inbound, names: Iterable[str], at: datetime) -> bool:
    """Tell whether this message bars the touch until somebody has decided about it."""
    if message.meaning not in {"hold", "restrict"} or message.reviewed:
        return False
    purpose = case.campaign.purpose
    answered = {touch.id: touch.purpose for touch in case.facts.touches}
    mine = message.touch is not None and answered.get(message.touch, purpose) == purpose
    overdue = worked(message.at, at) >= overdue_after(names)
    return message.meaning == "restrict" or purpose.value == "marketing" or mine or overdue


def overdue_after(names: Iterable[str]) -> float:
    """Return after how many seconds of work an undecided reply bars everything: three days, or a third of the law's."""
    rules = [rule for name in names for rule in book.packs()[name]["rules"] if rule["type"] == "optout"]
    patience = [rule["deadline"]["business_days"] / 3 for rule in rules if "deadline" in rule]
    return min([3.0, *patience]) * 9 * 3600


def worked(since: datetime, until: datetime) -> float:
    """Return the seconds from nine to six, Monday to Friday, between two instants: the hours without a house file."""
    seconds, day = 0.0, since.astimezone(UTC).date()
    while day <= until.astimezone(UTC).date():
        opens = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        if day.weekday() < 5:
            shared = min(until, opens + timedelta(hours=9)) - max(since, opens)
            seconds += max(shared.total_seconds(), 0)
        day += timedelta(days=1)
    return seconds


def pause_bars(case: Case, number: Number, at: datetime, *, ends: bool) -> Iterator[Bar]:
    """Yield the pauses that go on: those that have an end, which time brings, or those that have none."""
    channel, sender = case.candidate.channel.value, case.candidate.sender
    country = country_of(case.facts, number)
    scopes = {
        "all": {""},
        "campaign": {case.campaign.campaign},
        "channel": {channel},
        "sender": {sender, channel + ":" + sender},
        "floor": {case.candidate.floor},
        "lead": {case.facts.lead.id},
        "template": {case.candidate.content} - {""},
        "destination": {f"{channel}:#{number.id}"} | ({f"{channel}:{country}"} if country else set()),
        "carrier": {"account"},
    }
    for pause in case.facts.pauses:
        goes_on = pause.since <= at and (pause.until is None or at < pause.until)
        if goes_on and pause.value in scopes[pause.scope.value] and ends == (pause.until is not None):
            elsewhere = pause.scope.value == "destination"  # the next number may be somewhere else
            yield f"pause.{pause.scope.value}", DEFER if ends else ZONE if elsewhere else STAY


WIDEST = ["everything", "purpose", "campaign", "channel"]


def number_bars(case: Case, number: Number, at: datetime) -> Iterator[Bar]:
    """Yield what bars this number alone, or all of them when all are suppressed."""
    channel = case.candidate.channel
    if number.closed:
        yield "number.closed", NEXT
    turned_down = any(
        touch.number == number.id and touch.channel is channel and touch.outcome is Outcome.INVALID_NUMBER
        for touch in case.facts.own()
    )
    if number.kind not in TAKES[channel] or (turned_down and not number.closed):
        yield "number.kind", NEXT
    in_use = [one for one in reached(case) if not one.closed]
    everybody = bool(in_use) and all(any(scope != "channel" for scope in suppressed(case, one, at)) for one in in_use)
    closed = suppressed(case, number, at)
    if closed:  # of several the widest is named
        yield f"suppression.{min(closed, key=WIDEST.index)}", END if everybody else NEXT


def suppressed(case: Case, number: Number, at: datetime) -> list[str]:
    """Return the scopes in which a number is closed to this touch."""
    means = {
        "everything": "",
        "purpose": case.campaign.purpose.value,
        "campaign": case.campaign.campaign,
        "channel": case.candidate.channel.value,
    }
    return [
        suppression.scope.value
        for suppression in case.facts.suppressions
        if suppression.number == number.id
        and suppression.since <= at
        and suppression.value == means[suppression.scope.value]
    ]


def in_session(case: Case, number: Number, at: datetime) -> bool:
    """Tell whether the person has written to this sender, by this number, in the last 24 hours."""

    def counts(inbound: Inbound) -> bool:
        to_us = (
            inbound.channel is Channel.WHATSAPP
            and inbound.number == number.id
            and inbound.sender == case.candidate.sender
        )
        return to_us and timedelta(0) <= at - inbound.at < timedelta(hours=24)

    return any(counts(one) for one in case.facts.inbound)


def promise_bars(case: Case) -> Iterator[Bar]:
    """Yield a no to a call that was called off."""
    if not any(callback.id == case.candidate.cause.ref and not callback.canceled for callback in case.facts.callbacks):
        yield "consent.call", STEP


def law_need_bars(case: Case, number: Number, at: datetime, rule: dict[str, Any]) -> Iterator[Bar]:
    """Yield what a pack requires and is not there. Ratios pace the floor, and an opt-out is a suppression by now."""
    if requested(case) and ("consent" in rule or "registry" in rule or "reassigned" in rule):
        return
    if "consent" in rule:
        yield from law_consent_bars(case, number, at, rule)
    elif "registry" in rule:
        yield from registry_bars(case, number, at, rule)
    elif "session" in rule:
        if not case.candidate.template and not in_session(case, number, at):
            yield rule["id"], NEXT
    elif "destination" in rule:
        step = step_of(case)
        free = in_session(case, number, at) and step.whatsapp is not None and step.whatsapp.body
        if number.country in rule["destination"]["countries_not"] and case.candidate.template and not free:
            yield rule["id"], NEXT
    elif rule["type"] == "require":
        yield from form_bars(case, at, rule)
