"""
Does what was carried keep to what was asked? Pure, and naive on purpose: event by event, no cleverness.

Every check returns the findings, each a line that names the carrier's id and never a person.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

from cadence.local.proof.account import LedgerAccount, OurLead
from cadence.local.proof.file import CountedHours, CountLimit, FileRules
from cadence.local.proof.record import Carried, CarrierRecord

TWIN = timedelta(minutes=10)
"""The same words to the same person twice within this span are one message too many."""
CONFIRM_WITHIN = timedelta(minutes=5)
"""A stop may be confirmed once, so long."""


def doubled(carried: Iterable[Carried], account: LedgerAccount) -> list[str]:
    """Return what left twice: the same touch, two touches with one meaning, or the same words twice in a row."""
    keys = {touch.id: touch.key for touch in account.touches}
    seen: dict[str, str] = {}
    last: dict[tuple[str, str, str], Carried] = {}
    found = []
    for one in carried:
        meaning = keys.get(one.touch, one.touch)
        words = (one.person, one.channel, one.body)
        twin = last.get(words)
        if meaning and meaning in seen:
            found.append(f"{one.sid} repeats {seen[meaning]}")
        elif one.body and twin is not None and one.at - twin.at < TWIN:
            found.append(f"{one.sid} has the words of {twin.sid}, {one.at - twin.at} later")
        seen.setdefault(meaning, one.sid)
        last[words] = one
    return found


def outside_window(carried: Iterable[Carried], demands: FileRules, account: LedgerAccount) -> list[str]:
    """Return what left at an hour or on a day on which the person, where they truly are, must not be contacted."""
    leads = by_number(account)
    found = []
    for one in carried:
        lead = leads.get(one.person)
        if lead is None:
            continue  # nobody of ours: counted as unaccounted for
        local = one.at.astimezone(ZoneInfo(one.zone))
        if not any(within(hours, local) for hours in _hours_of(demands, lead)):
            found.append(f"{one.sid} left at {local:%a %H:%M} local time")
        elif demands.holidays_closed and _holiday(local, lead, demands):
            found.append(f"{one.sid} left on {local:%Y-%m-%d}, a holiday")
        elif not (demands.start or date.min) <= local.date() <= (demands.end or date.max):
            found.append(f"{one.sid} left on {local:%Y-%m-%d}, before the first day or after the last")
    return found


def after_opt_out(
    record: CarrierRecord, account: LedgerAccount, confirmations: set[str], slack: timedelta
) -> tuple[list[str], int]:
    """
    Return what was reserved after a stop of that person, and how many were still in the air when it was said.

    A stop counts for the number it came from and for all numbers of the person. It may be confirmed once, within five
    minutes.
    """
    reserved = {touch.id: touch.at for touch in account.touches}
    first = _first_stops(record, account)
    found, in_the_air, confirmed = [], 0, set[str]()
    for one in record.carried:
        stopped = first.get(one.person)
        if stopped is None or one.at <= stopped:
            continue
        if one.touch in confirmations:
            if one.person in confirmed or one.at - stopped > max(CONFIRM_WITHIN, 4 * slack):
                found.append(f"{one.sid} confirms a stop too often or too late")
            confirmed.add(one.person)
        elif reserved.get(one.touch, one.at) <= stopped:
            in_the_air += 1
        else:
            found.append(f"{one.sid} left {one.at - stopped} after the person had said stop")
    return found, in_the_air


def _first_stops(record: CarrierRecord, account: LedgerAccount) -> dict[str, datetime]:
    """
    Return when each number was first told to stop.

    Of several people on one phone it was the one whom everything before it was for; the others lose that phone only.
    Where nothing had gone to the phone it counts for all of them. A number that something of ours went to for a person
    is theirs, too, whatever the list says now.
    """
    first: dict[str, datetime] = {}
    whose = {touch.id: touch.lead for touch in account.touches}
    numbers = {lead.id: set(lead.numbers) for lead in account.leads}
    for one in record.carried:
        numbers.get(whose.get(one.touch, ""), set()).add(one.person)
    for stop in record.stops:
        owners = [lead for lead in account.leads if stop.person in numbers[lead.id]]
        earlier = (one for one in record.carried if one.person == stop.person and one.at <= stop.at)
        written_to = {whose[one.touch] for one in earlier if one.touch in whose}
        sure = len(owners) == 1 or len(written_to) < 2  # noqa: PLR2004  two may have meant it
        said = [lead for lead in owners if len(owners) == 1 or not written_to or lead.id in written_to] if sure else []
        for number in (stop.person, *(number for lead in said for number in numbers[lead.id])):
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

    def after(self, one: Carried) -> timedelta:
        """Return what is granted to the touch that follows this one."""
        late = one.at - self._reserved.get(one.touch, one.at)
        granted = min(max(late, timedelta(0)), self.most)
        self.granted = max(self.granted, granted)
        return granted


def over_limit(carried: Iterable[Carried], demands: FileRules, account: LedgerAccount, slack: Slack) -> list[str]:
    """
    Return what left beyond a limit or before a gap was over, but for calls that the person asked for.

    What reached nobody counts against nothing that comes after it.
    """
    found, asked = [], {touch.id for touch in account.touches if touch.requested}
    for touches in _per_lead(carried, account).values():
        for limit in demands.limits:
            events = [one for one in touches if not limit.channels or one.channel in limit.channels]
            more = (one for one in beyond(limit, events, slack) if one.touch not in asked)
            found += [f"{one.sid} is more than {limit.text}" for one in more]
        found += [
            f"{later.sid} left {later.at - earlier.at} after {earlier.sid}, the gap is {demands.gap}"
            for earlier, later in after_a_touch(touches)
            if later.touch not in asked and later.at - earlier.at < demands.gap - slack.after(earlier)
        ]
    return found


def unaccounted(record: CarrierRecord, account: LedgerAccount) -> list[str]:
    """Return what one side knows and the other does not, leads without an end or a wake-up, and rows that vanished."""
    ours = {touch.id: touch for touch in account.touches}
    theirs = {one.touch for one in record.carried}
    found = [f"{one.sid} was carried and stands in no ledger" for one in record.carried if one.touch not in ours]
    leads = by_number(account)
    found += [f"{one.sid} went to somebody who is no lead" for one in record.carried if one.person not in leads]
    found += [
        f"touch {touch.id} was taken by the ledger's account, and the carrier knows nothing of it"
        for touch in account.touches
        if touch.taken and touch.id not in theirs
    ]
    found += [f"lead {one.id} has no end, no wake-up and no hold" for one in account.leads if _lost(one)]
    missing = account.rows - account.refused - len(account.leads)
    if missing:
        words = "row of the list is neither a lead" if missing == 1 else "rows of the list are neither leads"
        found.append(f"{missing} {words} nor refused")
    return found


def by_number(account: LedgerAccount) -> dict[str, OurLead]:
    """Return the lead behind each number."""
    return {number: lead for lead in account.leads for number in lead.numbers}


def _lost(lead: OurLead) -> bool:
    return not lead.finished and not lead.waits


def _plain(word: str) -> str:
    """Return a segment as people compare it: without case, accents and spaces."""
    letters = unicodedata.normalize("NFKD", word).casefold()
    return "".join(one for one in letters if not (unicodedata.combining(one) or one.isspace() or one == "_"))


def _hours_of(demands: FileRules, lead: OurLead) -> list[CountedHours]:
    """Return the hours that count for a lead: those of its segment replace those that name none."""
    own = [one for one in demands.hours if _plain(lead.segment) in map(_plain, one.segments)]
    return own or [one for one in demands.hours if not one.segments]


def within(hours: CountedHours, local: datetime) -> bool:
    """Tell whether a clock on the wall shows an open hour."""
    minutes = local.hour * 60 + local.minute
    return local.weekday() in hours.days and any(opens <= minutes < closes for opens, closes in hours.spans)


def _holiday(local: datetime, lead: OurLead, demands: FileRules) -> bool:
    country = lead.country or demands.country
    if not country:
        return False
    national = holidays.country_holidays(country, years=local.year)
    if local.date() in national:
        return True
    region = lead.region
    known = holidays.list_supported_countries().get(country, [])
    return bool(region and region in known and local.date() in holidays.country_holidays(country, subdiv=region))


def _per_lead(carried: Iterable[Carried], account: LedgerAccount) -> dict[str, list[Carried]]:
    leads = by_number(account)
    found: dict[str, list[Carried]] = defaultdict(list)
    for one in carried:
        if one.person in leads:
            found[leads[one.person].id].append(one)
    return found


def after_a_touch(touches: list[Carried]) -> Iterator[tuple[Carried, Carried]]:
    """Yield each touch with the last one before it that may have reached the person."""
    last: Carried | None = None
    for one in touches:
        if last is not None:
            yield last, one
        last = last if one.reached_nobody else one


def beyond(limit: CountLimit, events: list[Carried], slack: Slack) -> Iterator[Carried]:
    """Yield each event that is one too many when it comes."""
    for place, one in enumerate(events):
        earlier = [two for two in events[:place] if not two.reached_nobody] + [one]
        if limit.kind == "seconds":
            span = timedelta(seconds=limit.amount)
            earlier = [two for two in earlier if two is one or one.at - two.at < span - slack.after(two)]
        elif limit.kind != "campaign":
            zone = ZoneInfo(one.zone)
            since = _first_day(limit, one.at.astimezone(zone).date())
            earlier = [two for two in earlier if since <= two.at.astimezone(zone).date()]
        if len(earlier) > limit.count:
            yield one


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
