"""Which packs bind a person, read plainly from the YAML? Nothing here is shared with the engine but the files."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

FOLDER = files("cadence.policy") / "packs"

VOICES = {"live", "recorded", "voicemail"}
FORMS = {
    "voice": VOICES,
    "voice_live": {"live"},
    "voice_prerec": {"recorded"},
    "vm_drop": {"voicemail"},
    "sms": {"sms"},
    "whatsapp": {"whatsapp"},
    "email": {"email"},
}
"""The law's channels, as the ways a touch of ours may reach somebody."""


@cache
def packs() -> dict[str, dict[str, Any]]:
    """Return every pack by its id, as YAML says it."""
    found = {}
    for file in FOLDER.iterdir():
        if file.name.endswith(".yaml"):
            data = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
            found[data["id"]] = data
    return found


@cache
def with_parents(name: str) -> frozenset[str]:
    """Return a pack and all that it extends."""
    found = {name}
    for parent in packs()[name].get("extends", []):
        found |= with_parents(parent)
    return frozenset(found)


def barring() -> frozenset[str]:
    """Return the ids of the rules that can bar a touch: no ratios and opt-outs, nothing that follows the greeting."""
    rules = [
        rule for pack in packs().values() for rule in pack["rules"] if rule["type"] in {"window", "limit", "require"}
    ]
    return frozenset(rule["id"] for rule in rules if "dialer" not in rule or "min_ring_s" in rule["dialer"])


def is_about(name: str, names: Iterable[str], places: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a pack protects somebody who may be in these places: (country, region or "")."""
    applies = packs()[name]["applies"]
    if applies.get("everyone"):
        return True
    inside = [place for place in places if place[0] in applies["countries"]]
    if not inside and places:
        return False
    regions = {region for _, region in inside if region}
    if applies.get("unknown_subdivision"):
        return not regions
    if "subdivisions" not in applies:
        return True
    if regions:
        return bool(regions & set(applies["subdivisions"]))
    # Anywhere in the country: under all its regions' packs, or under the one that replaces them all.
    others = [packs()[one]["applies"] for one in names]
    return not any(one.get("unknown_subdivision") and one["countries"] == applies["countries"] for one in others)


def asked(jurisdictions: Iterable[str], only: Iterable[str] | None, *, none: bool) -> frozenset[str]:
    """Return the ids of the packs that may bind: today's by place and those that are named, or some alone."""
    if only is not None:
        names = set(only)
    else:
        by_place = {name for name, pack in packs().items() if pack.get("binds", "place") == "place"}
        if none:  # the law is switched off; a platform's rules are not the law's
            by_place = {name for name in by_place if packs()[name]["applies"].get("everyone")}
        names = by_place | set(jurisdictions)
    return frozenset(parent for name in names for parent in with_parents(name))


@cache
def countries(names: frozenset[str]) -> frozenset[str]:
    """Return the countries that some pack of these is about, layers left out."""
    own = [packs()[name] for name in names if not packs()[name].get("layer")]
    return frozenset(country for pack in own for country in pack["applies"].get("countries", []))


@cache
def rolling_spans() -> frozenset[timedelta]:
    """Return the spans over which any pack counts."""
    limits = [rule["window"] for pack in packs().values() for rule in pack["rules"] if rule["type"] == "limit"]
    return frozenset(timedelta(seconds=limit["seconds"]) for limit in limits if limit["kind"] == "rolling")


def in_force(part: dict[str, Any], day: date) -> bool:
    """Tell whether a pack or rule is law on a day."""
    span = part.get("effective")
    return span is None or (span["from"] <= day and (span.get("to") is None or day < span["to"]))


def rules_for(names: Iterable[str], places: set[tuple[str, str]], touch: tuple[str, set[str], str]) -> list[Any]:
    """Return (pack, rule) of everything that is about this person and a touch: purpose, forms, audience."""
    purpose, forms, audience = touch
    replaced = {
        (parent, rule)
        for one in names
        for parent in packs()[one].get("extends", [])
        for rule in packs()[one].get("replaces", [])
    }
    found = []
    for name in sorted(names):
        pack = packs()[name]
        if not is_about(name, names, places):
            continue
        for rule in pack["rules"]:
            when = rule.get("when", {})
            if (name, rule["id"]) in replaced:
                continue
            if purpose not in when.get("purposes", [purpose]):
                continue
            if "channels" in when and not any(FORMS[one] & forms for one in when["channels"]):
                continue
            if when.get("audience", audience) != audience:
                continue
            found.append((pack, rule))
    return found
