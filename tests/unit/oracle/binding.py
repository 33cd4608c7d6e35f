"""Which law binds a touch, by where the person may be? Naive: every place, every pack, every rule, one by one."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from cadence.campaign import Step
from cadence.domain import CauseKind, Channel, Facts, Number, NumberKind
from tests.unit.oracle import almanac, book
from tests.unit.oracle.case import REGIONS, Case

PREFIXES = {"US": "+1", "BR": "+55", "ES": "+34"}
"""Countries whose digits name a region."""


def law_on(case: Case, number: Number, at: datetime) -> list[dict[str, Any]]:
    """Return the rules of the packs that bind this touch at an instant."""
    return [rule for _, rule in law_of_day(case, number, last_date(case, number, at))]


def last_date(case: Case, number: Number, at: datetime) -> date:
    """Return the latest date on the walls, of the whole world if need be: law begins where its first day does first."""
    days = [almanac.wall(zone, almanac.minute_of(at))[0] for zone in zones_of(case.facts, number)]
    return max(days, default=almanac.wall("Pacific/Kiritimati", almanac.minute_of(at))[0])


@lru_cache(maxsize=256)
def law_of_day(case: Case, number: Number, day: date) -> list[Any]:
    """Return (pack, rule) of all that is law on a day."""
    about = rules_about(case, number)
    return [(pack, rule) for pack, rule in about if book.in_force(pack, day) and book.in_force(rule, day)]


@lru_cache(maxsize=256)
def rules_about(case: Case, number: Number) -> list[Any]:
    """Return (pack, rule) of all that is about this person and touch, whatever the day."""
    names = book.asked(case.campaign.jurisdictions, case.only, none=case.campaign.no_jurisdictions)
    touch = (case.campaign.purpose.value, forms_of(case), case.campaign.audience.value)
    return book.rules_for(names, places_of(case.facts, number), touch)


def forms_of(case: Case) -> set[str]:
    """Return the ways this touch may reach somebody: a call that may leave a voicemail is two at once."""
    if case.candidate.channel is not Channel.CALL:
        return {case.candidate.channel.value}
    call = step_of(case).call
    ways = {"voicemail"} if call and (call.voicemail or call.voicemail_audio) else set()
    if call and call.say:
        ways |= {"recorded"}
    return ways | ({"live"} if call is None or call.floor or not call.say else set())


def step_of(case: Case) -> Step:
    """Return the step that is asked about; a promised call may have one of its own, which is not in the cadence."""
    own = case.campaign.callback_step if promised(case) else None
    return own or case.campaign.step_named(case.candidate.step)


def promised(case: Case) -> bool:
    """Tell whether this call was promised, whoever asked for it."""
    return case.candidate.cause.kind is CauseKind.CALLBACK


def requested(case: Case) -> bool:
    """Tell whether the person asked for this call: the request is the consent for it, and no limit of ours counts."""
    known = [
        callback for callback in case.facts.callbacks if promised(case) and callback.id == case.candidate.cause.ref
    ]
    return any(one.ref.startswith(("inbound:", "touch:")) for one in known)


def zones_of(facts: Facts, number: Number) -> list[str]:
    """Return every zone the person may be in: what the list says, else what the digits say."""
    zones = [zone.zone for zone in facts.lead.zones] or [
        zone.zone for phone in shows(facts, number) for zone in phone.zones
    ]
    return [] if "Etc/Unknown" in zones else list(dict.fromkeys(zones))


def places_of(facts: Facts, number: Number) -> set[tuple[str, str]]:
    """Return every place the person may be in: address, zones and number, all of them."""
    places = {(facts.lead.country, facts.lead.region)}
    if is_mail(number):  # an address in no region of the countries the phones are of
        places |= {(phone.country, "") for phone in shows(facts, number)}
    else:
        places |= {(number.country, number.region), (number.country, area_of(number))}
    places |= {(almanac.country_of(zone.zone), "") for zone in facts.lead.zones}
    return {place for place in places if place[0]}


def is_mail(number: Number) -> bool:
    """Tell whether it is an e-mail address."""
    return number.kind is NumberKind.EMAIL


def shows(facts: Facts, number: Number) -> list[Number]:
    """Return the numbers that show where a touch arrives: a phone itself; for an e-mail all of the person's phones."""
    return [one for one in facts.lead.numbers if not is_mail(one)] if is_mail(number) else [number]


def country_of(facts: Facts, number: Number) -> str:
    """Return the one country a number is in; none where the phones beside an e-mail address are of several."""
    countries = {one.country for one in shows(facts, number)}
    return countries.pop() if len(countries) == 1 else ""


def reached(case: Case) -> list[Number]:
    """Return the person's numbers without the e-mail addresses that this campaign has no step for."""
    writes = any(step.channel is Channel.EMAIL for step in case.campaign.cadence)
    return [one for one in case.facts.lead.numbers if writes or not is_mail(one)]


def area_of(number: Number) -> str:
    """Return the region that the digits name; none for a number that is used in another country."""
    if not number.e164.startswith(PREFIXES.get(number.country, "none")):
        return ""
    return next((region for prefix, region in REGIONS.items() if number.e164.startswith(prefix)), "")
