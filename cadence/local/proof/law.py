"""
What does the law demand of these touches? Edge of trust: reads the packs by itself, naively, and nothing of ours.

It knows hours, holidays and how often. Whatever else a pack asks for is kept with the reason why it is not judged: a
second check says what it did not see.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from cadence.local.proof import spellings
from cadence.local.proof.file import CountedHours, CountLimit, FileRules
from cadence.local.proof.tree import items, mapping, needed, one_of, tree, word, words

PACKS = Path(__file__).parents[2] / "policy" / "packs"
"""The packs as data: the files, not our reading of them."""

ALL = frozenset({"sms", "whatsapp", "email", "call"})
CHANNELS = {
    "voice": {"call"},
    "voice_live": {"call"},
    "sms": {"sms"},
    "whatsapp": {"whatsapp"},
    "email": {"email"},
    "any": ALL,
}
"""What is carried on which word of a pack."""
RECORDED = {"voice_prerec", "vm_drop"}
"""Voices without a person: the carrier's list of calls does not say which call was to leave one."""
COUNTED_BY = {"lead", "number", "account", "subject", "seller", "campaign"}
"""Keys that are the same for all touches of one lead in one campaign."""
OF_EVERY_RULE = ("id", "type", "when", "source", "effective", "approved", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedPeople:
    """Who a rule protects."""

    countries: frozenset[str] = frozenset()  # none: everyone
    regions: frozenset[str] = frozenset()
    unknown_region: bool = False  # for people whose place in the country is unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRule:
    """One rule of a pack, as far as it can be judged from what was carried."""

    id: str
    place: ProtectedPeople = ProtectedPeople()
    channels: frozenset[str] = ALL
    days: tuple[tuple[date, date], ...] = ()  # the days on which it is law: from, and the first day after
    hours: tuple[CountedHours, ...] | None = None
    closed: frozenset[str] = frozenset()  # national, regional
    most: CountLimit | None = None
    apart: int = 0  # local dates between one touch and the next
    by: str = "lead"  # or number
    unseen: tuple[str, ...] = ()  # what of it the proof does not judge, and why


def read_packs(folder: Path = PACKS) -> dict[str, str]:
    """Return every pack's text by its name."""
    return {file.stem: file.read_text("utf-8") for file in sorted(folder.glob("*.yaml"))}


def read_law(packs: Mapping[str, str], demands: FileRules) -> tuple[PackRule, ...]:
    """Return the rules that may bind this campaign's touches. What cannot be read is a rule that is not judged."""
    rules_by_pack: dict[str, tuple[PackRule, ...]] = {}
    replaced: set[tuple[str, str]] = set()  # (pack, rule), by another reading in a pack that extends it
    names = [name for name in packs if name in demands.jurisdictions or _binds(packs[name], demands)]
    names += sorted(demands.jurisdictions - {"none"} - set(packs))
    while names:
        name = names.pop(0)
        if name in rules_by_pack:
            continue
        try:
            data = _read(packs[name])
            rules_by_pack[name] = tuple(_rules(data, demands))
            extended = words(data.get("extends", []))
            replaced |= set(product(extended, words(data.get("replaces", []))))
            names += extended
        except (KeyError, ValueError, TypeError) as error:
            rules_by_pack[name] = (PackRule(id=name, unseen=(f"the pack cannot be read: {error}",)),)
    return tuple(rule for name, rules in rules_by_pack.items() for rule in rules if (name, rule.id) not in replaced)


def _binds(text: str, demands: FileRules) -> bool:
    """Tell whether a pack binds without being named; one that cannot be read might."""
    try:
        data = _read(text)
        everyone = _place(data) == ProtectedPeople()
    except (ValueError, TypeError):
        return True
    return data.get("binds", "place") == "place" and (everyone or demands.jurisdictions != {"none"})


@lru_cache(maxsize=256)
def _read(text: str) -> dict[str, Any]:
    """Return a pack as mappings, lists and words. Nobody changes what it returns."""
    return mapping(tree(text), "a pack")


def _place(pack: dict[str, Any]) -> ProtectedPeople:
    applies = mapping(
        needed(pack, "applies"), "applies", "countries", "subdivisions", "unknown_subdivision", "everyone"
    )
    if applies.get("everyone", "false") == "true":
        return ProtectedPeople()
    return ProtectedPeople(
        countries=frozenset(words(needed(applies, "countries"))),
        regions=frozenset(words(applies.get("subdivisions", []))),
        unknown_region=applies.get("unknown_subdivision", "false") == "true",
    )


def _rules(pack: dict[str, Any], demands: FileRules) -> list[PackRule]:
    """Return the rules of a pack that are about such a campaign."""
    place, days = _place(pack), _days(needed(pack, "effective"))
    rules = []
    for entry in items(needed(pack, "rules")):
        rule = PackRule(id=word(needed(mapping(entry, "a rule"), "id")), place=place)
        try:
            read = _rule(entry, rule, demands)
            own = (_days(entry["effective"]),) if "effective" in entry else ()
        except (ValueError, TypeError) as error:
            read, own = replace(rule, unseen=(str(error),)), ()
        if read is not None:
            rules.append(replace(read, days=(days, *own)))
    return rules


def _rule(entry: dict[str, Any], rule: PackRule, demands: FileRules) -> PackRule | None:
    """Return one rule, None when it does not apply to this campaign. Raises ValueError when that is unclear."""
    when = mapping(entry.get("when", {}), "when", "purposes", "channels", "audience")
    purposes = words(when.get("purposes", ["any"]))
    audience = one_of(when.get("audience", "any"), "any", "consumer", "business")
    if not {"any", demands.purpose} & set(purposes) or audience not in ("any", demands.audience):
        return None
    named = set(words(when.get("channels", ["any"])))
    rule = replace(rule, channels=_carried_on(named))
    if named <= RECORDED:
        return replace(rule, channels=frozenset({"call"}), unseen=("which calls leave a recorded voice",))
    try:
        return _content(entry, rule)
    except (ValueError, TypeError) as error:
        return replace(rule, unseen=(str(error),))


def _content(entry: dict[str, Any], rule: PackRule) -> PackRule | None:
    """Return what a rule wants, None when the proof wants it anyway. Raises ValueError for what cannot be judged."""
    match word(needed(entry, "type")):
        case "window":
            return _window(entry, rule)
        case "limit":
            return _limit(entry, rule)
        case "optout":
            return _optout(entry, rule)
        case kind:
            needs = ", ".join(sorted(set(entry) - set(OF_EVERY_RULE)))
            return replace(rule, unseen=(f"{kind}: {needs}" if kind == "require" else kind,))


def _carried_on(named: set[str]) -> frozenset[str]:
    """Return our channels for a pack's words."""
    if unknown := named - set(CHANNELS) - RECORDED:
        raise ValueError(f"the channel {unknown.pop()!r}")
    return frozenset().union(*(CHANNELS[name] for name in named - RECORDED))


def _window(entry: dict[str, Any], rule: PackRule) -> PackRule:
    mapping(entry, "a window", *OF_EVERY_RULE, "allow", "closed", "clock")
    if "clock" in entry:
        raise ValueError("it looks at the clocks that the list or the digits name, not at the person's own")
    closed = mapping(entry.get("closed", {}), "closed", "levels", "feeds")
    levels = set(words(closed.get("levels", [])))
    return replace(
        rule,
        hours=tuple(_hours(item) for item in items(needed(entry, "allow"))),
        closed=frozenset(one_of(level, "national", "regional") for level in levels - {"local"}),
        unseen=(
            *(("local holidays",) if "local" in levels else ()),
            *(f"the dates of {feed}" for feed in words(closed.get("feeds", []))),
        ),
    )


def _hours(value: object) -> CountedHours:
    opening = mapping(value, "hours", "days", "open", "close")
    span = f"{word(needed(opening, 'open'))}-{word(needed(opening, 'close'))}"
    return CountedHours(days=spellings.days(word(needed(opening, "days"))), spans=spellings.hours(span))


def _limit(entry: dict[str, Any], rule: PackRule) -> PackRule:
    mapping(entry, "a limit", *OF_EVERY_RULE, "count", "threshold", "window", "key", "min_separation")
    count = mapping(entry.get("count", {}), "count", "events", "channels", "distinct")
    if "events" in count or "distinct" in count:
        raise ValueError("it counts what came of touches")
    keys = set(words(needed(entry, "key")))
    if not keys & {"lead", "number"} or not keys <= COUNTED_BY:
        raise ValueError(f"it counts by {' and '.join(sorted(keys))}, over more than this campaign")
    kind, amount = _period(needed(entry, "window"))
    named = set(words(count["channels"])) if "channels" in count else set()
    most = CountLimit(
        count=int(word(needed(entry, "threshold"))),
        kind=kind,
        amount=amount,
        channels=_carried_on(named) if named else rule.channels,
        text=rule.id,
    )
    apart = mapping(entry.get("min_separation", {"kind": "local_dates", "n": "0"}), "min_separation", "kind", "n")
    one_of(apart["kind"], "local_dates")
    return replace(rule, most=most, apart=int(word(apart["n"])), by="lead" if "lead" in keys else "number")


def _period(value: object) -> tuple[str, int]:
    window = mapping(value, "a period", "kind", "seconds", "n", "starts")
    match one_of(needed(window, "kind"), "rolling", "calendar_days", "calendar_week", "calendar_month"):
        case "rolling":
            return "seconds", int(word(needed(window, "seconds")))
        case "calendar_days":
            return "days", int(word(needed(window, "n")))
        case "calendar_week":
            return "week", min(spellings.days(word(window.get("starts", "mon"))))
        case _:
            return "month", 0


def _optout(entry: dict[str, Any], rule: PackRule) -> PackRule | None:
    """
    Return an opt-out that asks for more than the proof does.

    A stop is proved for everything at once, from the moment it was heard, with one confirmation within five minutes.
    """
    confirm = mapping(entry.get("confirm", {}), "confirm", "max", "within_s", "no_marketing")
    stricter = int(word(confirm.get("max", "1"))) < 1 or int(word(confirm.get("within_s", "300"))) < 300  # noqa: PLR2004
    return replace(rule, unseen=("its confirmation is narrower",)) if stricter else None


def _days(value: object) -> tuple[date, date]:
    effective = mapping(value, "effective", "from", "to")
    until = spellings.day(word(effective["to"])) if effective.get("to") not in (None, "null", "~", "") else date.max
    return spellings.day(word(needed(effective, "from"))), until
