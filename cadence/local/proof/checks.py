"""
Does what was carried keep to what was asked? Pure, and naive on purpose: event by event, no cleverness.

Every check returns the findings, each a line that names the carrier's id and never a person.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from cadence.local.proof.dates import falls_on
from cadence.local.proof.file import CountLimit, FileRules
from cadence.local.proof.file_hours import choices_of, within
from cadence.local.proof.record import Carried, CarrierRecord, LedgerAccount, OurLead
from cadence.local.proof.wheres import plain_word, true_of

TWIN = timedelta(minutes=10)
"""The same words to the same person twice within this span are one message too many."""
Sent = tuple[Carried, OurLead]
"""A touch, and the lead it went to."""
_OWN_LINK = re.compile(r"https?://\S+/unsubscribe/\S+")
"""Each e-mail has a link of its own: without it, e-mails with the same words are the same."""
CONFIRM_WITHIN = timedelta(minutes=5)
"""A stop may be confirmed once, so long."""


def doubled(carried: Iterable[Carried], account: LedgerAccount) -> list[str]:
    """
    Return what left twice: the same touch, two touches with one meaning, or the same words twice in a row.

    Who tries a step twice gets its words twice; no single trial leaves twice.
    """
    keys = {touch.id: touch.key for touch in account.touches}
    trials = {touch.id for touch in account.touches if touch.trial}
    seen: dict[str, str] = {}
    last: dict[tuple[str, str, str], Carried] = {}
    problems = []
    for touch in carried:
        meaning = keys.get(touch.touch, touch.touch)
        words = (touch.person, touch.channel, _OWN_LINK.sub("", touch.body))
        twin = last.get(words)
        if meaning and meaning in seen:
            problems.append(f"{touch.sid} repeats {seen[meaning]}")
        elif touch.touch in trials:
            seen.setdefault(meaning, touch.sid)
            continue
        elif touch.body and twin is not None and touch.at - twin.at < TWIN:
            problems.append(f"{touch.sid} has the words of {twin.sid}, {touch.at - twin.at} later")
        seen.setdefault(meaning, touch.sid)
        last[words] = touch
    return problems


def with_leads(carried: Iterable[Carried], account: LedgerAccount) -> list[Sent]:
    """Return each touch with the lead it went to; what went to nobody of the list is counted as unaccounted for."""
    leads = by_number(account)
    return [(touch, leads[touch.person]) for touch in carried if touch.person in leads]


def outside_window(sent: Iterable[Sent], demands: FileRules) -> list[str]:
    """Return what left at an hour or on a day on which the person, where they truly are, must not be contacted."""
    problems = []
    for touch, lead in sent:
        local = touch.at.astimezone(ZoneInfo(touch.zone))
        choices = choices_of(demands, lead, local.date())
        if not all(any(within(hours, local) for hours in choice) for choice in choices):
            problems.append(f"{touch.sid} left at {local:%a %H:%M} local time")
        elif any(within(hours, local) for hours in demands.quiet):
            problems.append(f"{touch.sid} left at {local:%a %H:%M} local time, in the quiet hours of the house")
        elif demands.holidays_closed and _holiday(local, lead, demands):
            problems.append(f"{touch.sid} left on {local:%Y-%m-%d}, a holiday")
        elif falls_on(demands.closed, local.date()):
            problems.append(f"{touch.sid} left on {local:%Y-%m-%d}, a closed day")
        elif demands.seasons and not any(first <= local.date() <= last for first, last in demands.seasons):
            problems.append(f"{touch.sid} left on {local:%Y-%m-%d}, in no season")
        elif not (demands.start or date.min) <= local.date() <= (demands.end or date.max):
            problems.append(f"{touch.sid} left on {local:%Y-%m-%d}, before the first day or after the last")
    return problems


def after_opt_out(
    record: CarrierRecord, account: LedgerAccount, confirmations: set[str], slack: timedelta
) -> tuple[list[str], int]:
    """
    Return what was reserved after a stop of that person, and how many were already under way at that moment.

    A stop counts for the number it came from and for all numbers of the person. It may be confirmed once, within five
    minutes.
    """
    reserved = {touch.id: touch.at for touch in account.touches}
    first = _first_stops(record, account)
    problems, in_the_air, confirmed = [], 0, set[str]()
    for touch in record.carried:
        stopped = first.get(touch.person)
        if stopped is None or touch.at <= stopped:
            continue
        if touch.touch in confirmations:
            if touch.person in confirmed or touch.at - stopped > max(CONFIRM_WITHIN, 4 * slack):
                problems.append(f"{touch.sid} confirms a stop too often or too late")
            confirmed.add(touch.person)
        elif reserved.get(touch.touch, touch.at) <= stopped:
            in_the_air += 1
        else:
            problems.append(f"{touch.sid} left {touch.at - stopped} after the person had written stop")
    return problems, in_the_air


def _first_stops(record: CarrierRecord, account: LedgerAccount) -> dict[str, datetime]:
    """
    Return when each number was first stopped.

    Of several people on one phone, it was the person who had got everything before it; the others lose that phone only.
    Where nothing had gone to the phone it counts for all of them. A number that something of ours went to for a person
    is theirs, too, even if the list has changed.
    """
    first: dict[str, datetime] = {}
    whose = {touch.id: touch.lead for touch in account.touches}
    numbers = {lead.id: set(lead.numbers) for lead in account.leads}
    for touch in record.carried:
        numbers.get(whose.get(touch.touch, ""), set()).add(touch.person)
    for stop in record.stops:
        owners = [lead for lead in account.leads if stop.person in numbers[lead.id]]
        earlier = (touch for touch in record.carried if touch.person == stop.person and touch.at <= stop.at)
        written_to = {whose[touch.touch] for touch in earlier if touch.touch in whose}
        sure = len(owners) == 1 or len(written_to) < 2  # noqa: PLR2004  two may have meant it
        leads = [lead for lead in owners if len(owners) == 1 or not written_to or lead.id in written_to] if sure else []
        for number in (stop.person, *(number for lead in leads for number in numbers[lead.id])):
            first.setdefault(number, stop.at)
    return first


class Slack:
    """
    How much sooner than a rule says may the next touch have reached the carrier? As late as the one before it was.

    We count from a touch's reservation, the carrier from when it took it: a hop, which rehearsal time makes long. A
    touch is late by what lies between the two, but no word of ours makes it later than `most`.
    """

    def __init__(self, most: timedelta, account: LedgerAccount) -> None:
        """Grant nothing yet."""
        self.most = most
        self.granted = timedelta(0)  # the longest
        self._reserved = {touch.id: touch.at for touch in account.touches}

    def after(self, touch: Carried) -> timedelta:
        """Return what is granted to the touch that follows this one."""
        late = touch.at - self._reserved.get(touch.touch, touch.at)
        granted = min(max(late, timedelta(0)), self.most)
        self.granted = max(self.granted, granted)
        return granted


def over_limit(sent: Iterable[Sent], demands: FileRules, account: LedgerAccount, slack: Slack) -> list[str]:
    """
    Return what left beyond a limit or before a gap was over, but for calls that the person asked for.

    A touch that reached no person does not count for later ones.
    """
    sent = list(sent)
    problems, requested = [], {touch.id for touch in account.touches if touch.requested}
    for limit in demands.limits:
        binds = {touch.sid for touch, lead in sent if _binds(limit, lead) and touch.touch not in requested}
        counted = [(touch, lead) for touch, lead in sent if not limit.channels or touch.channel in limit.channels]
        groups = list(grouped((lead.id, touch) for touch, lead in counted))
        if limit.by_account:
            groups += grouped((plain_word(lead.account), touch) for touch, lead in counted if lead.account)
        more = dict.fromkeys(touch.sid for events in groups for touch in beyond(limit, events, slack))
        problems += [f"{sid} is more than {limit.text}" for sid in more if sid in binds]
    for touches in grouped((lead.id, touch) for touch, lead in sent):
        problems += [
            f"{later.sid} left {later.at - earlier.at} after {earlier.sid}, the gap is {demands.gap}"
            for earlier, later in after_a_touch(touches)
            if later.touch not in requested and later.at - earlier.at < demands.gap - slack.after(earlier)
        ]
    return problems


def _binds(limit: CountLimit, lead: OurLead) -> bool:
    """Tell whether a limit is about this person: their segment, and its condition true of them or not known."""
    if limit.where is not None and true_of(limit.where, lead) is False:
        return False
    return not limit.segments or plain_word(lead.segment) in map(plain_word, limit.segments)


def unaccounted(record: CarrierRecord, account: LedgerAccount, slack: timedelta) -> list[str]:
    """
    Return what one side knows and the other does not, leads without an end or a wake-up, and rows that vanished.

    The carrier's record is read before the ledger: what it has must be there. What was reserved too late to be in it is
    not missing.
    """
    late = account.until - slack if account.until is not None else None
    ours = {touch.id: touch for touch in account.touches}
    theirs = {touch.touch for touch in record.carried}
    problems = [
        f"{touch.sid} was carried but is not in the ledger" for touch in record.carried if touch.touch not in ours
    ]
    leads = by_number(account)
    trials = {touch.id for touch in account.touches if touch.trial}
    problems += [
        f"{touch.sid} went to a person who is not a lead"
        for touch in record.carried
        if touch.person not in leads and touch.touch not in trials
    ]
    problems += [
        f"touch {touch.id} was taken by the ledger's account, and the carrier knows nothing of it"
        for touch in account.touches
        if touch.taken and touch.id not in theirs and (late is None or touch.at <= late)
    ]
    problems += [
        f"lead {lead.id} has no end, no wake-up and no hold"
        for lead in account.leads
        if not lead.finished and not lead.waits
    ]
    missing = account.rows - account.refused - len(account.leads)
    if missing:
        words = "row of the list is neither a lead" if missing == 1 else "rows of the list are neither leads"
        problems.append(f"{missing} {words} nor refused")
    return problems


def by_number(account: LedgerAccount) -> dict[str, OurLead]:
    """Return the lead behind each number."""
    return {number: lead for lead in account.leads for number in lead.numbers}


def _holiday(local: datetime, lead: OurLead, demands: FileRules) -> bool:
    if falls_on(demands.open, local.date()):
        return False
    return local.date() in public_holidays(lead.country or demands.country, lead.region, local.year)


@cache
def public_holidays(country: str, region: str, year: int) -> frozenset[date]:
    """Return the holidays of one year, the nation's included; none of a country or a region that is not known."""
    known = holidays.list_supported_countries()
    if country not in known:
        return frozenset()
    return frozenset(
        holidays.country_holidays(country, subdiv=region if region in known[country] else None, years=year)
    )


def grouped(touches: Iterable[tuple[str, Carried]]) -> Iterable[list[Carried]]:
    """Return what counts together by its key, in the order of time."""
    groups: dict[str, list[Carried]] = defaultdict(list)
    for key, touch in touches:
        groups[key].append(touch)
    return groups.values()


def after_a_touch(touches: list[Carried]) -> Iterator[tuple[Carried, Carried]]:
    """Yield each touch with the last one before it that may have reached the person."""
    last: Carried | None = None
    for touch in touches:
        if last is not None:
            yield last, touch
        last = last if touch.reached_nobody else touch


def beyond(limit: CountLimit, events: list[Carried], slack: Slack) -> Iterator[Carried]:
    """Yield each event that is one too many when it comes."""
    for place, event in enumerate(events):
        earlier = [two for two in events[:place] if not two.reached_nobody] + [event]
        if limit.kind == "seconds":
            span = timedelta(seconds=limit.amount)
            earlier = [two for two in earlier if two is event or event.at - two.at < span - slack.after(two)]
        elif limit.kind != "campaign":
            zone = ZoneInfo(event.zone)
            since = _first_day(limit, event.at.astimezone(zone).date())
            earlier = [two for two in earlier if since <= two.at.astimezone(zone).date()]
        bound = not limit.dates or falls_on(limit.dates, event.at.astimezone(ZoneInfo(event.zone)).date())
        if bound and len(earlier) > limit.count:
            yield event


def _first_day(limit: CountLimit, today: date) -> date:
    """Return the first local date that counts with today."""
    match limit.kind:
        case "days":
            return today - timedelta(days=limit.amount - 1)
        case "week":
            return today - timedelta(days=(today.weekday() - limit.amount) % 7)
        case "month":
            return today.replace(day=1)
        case other:
            raise ValueError(f"the proof knows no period called {other!r}")
