"""
What does the campaign file demand? Edge of trust: reads the YAML by itself, naively, and nothing of ours.

It knows as much of the language as it takes to judge hours, days, limits and gaps. What it cannot read is a ValueError:
a proof that skips a line proves nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cadence.proof import spellings

DEEPEST = 20
"""Levels inside each other; an anchor that contains itself has no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Minutes of a weekday in which contact is allowed."""

    days: frozenset[int]
    spans: tuple[tuple[int, int], ...]  # minutes after midnight, half-open
    segments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """At most so many touches per period."""

    count: int
    kind: str  # days, seconds, campaign
    amount: int = 0
    channels: frozenset[str] = frozenset()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What the file asks for, as far as it can be counted."""

    campaign: str
    purpose: str
    hours: tuple[Hours, ...]
    holidays_closed: bool
    country: str
    limits: tuple[Most, ...]
    gap: timedelta
    start: date | None = None
    end: date | None = None


def read_demands(text: str) -> Demands:
    """Return the demands of a campaign file. Raises ValueError for anything that cannot be read."""
    data = _mapping(_tree(text), "a campaign")
    return Demands(
        campaign=_word(_needed(data, "campaign")),
        purpose=_one_of(_needed(data, "purpose"), "marketing", "collections", "service", "survey"),
        hours=tuple(_hours(one) for one in _items(_needed(data, "windows"))),
        holidays_closed=_one_of(data.get("holidays", "closed"), "closed", "open") == "closed",
        country=_word(data.get("country", "")),
        limits=tuple(_most(one) for one in _items(data.get("limits", []))),
        gap=spellings.span(_word(data.get("gap", "0 hours"))),
        start=spellings.day(_word(data["start"])) if "start" in data else None,
        end=spellings.day(_word(data["end"])) if "end" in data else None,
    )


def _hours(value: object) -> Hours:
    window = _mapping(value, "a window", "days", "hours", "segments")
    return Hours(
        days=spellings.days(_joined(_needed(window, "days"))),
        spans=spellings.hours(_joined(_needed(window, "hours"))),
        segments=frozenset(_words(window.get("segments", []))),
    )


def _most(value: object) -> Most:
    limit = _mapping(value, "a limit", "max", "per", "channels")
    count, per = _word(_needed(limit, "max")), _word(_needed(limit, "per"))
    channels = frozenset(_one_of(one, "sms", "whatsapp", "call") for one in _words(limit.get("channels", [])))
    kind, amount = spellings.period(per)
    text = f"{count} per {per}" + (f" by {', '.join(sorted(channels))}" if channels else "")
    return Most(count=int(count), kind=kind, amount=amount, channels=channels, text=text)


def _tree(text: str) -> object:
    """Return a YAML text as mappings, lists and words. Words stay as they are written: 9.30 is a time, no number."""
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        raise ValueError(f"the proof cannot read this as YAML: {error}") from error
    return _plain(node, DEEPEST)


def _plain(node: Node | None, deeper: int) -> object:
    if not deeper:
        raise ValueError(f"the proof reads {DEEPEST} levels inside each other, and no more")
    if isinstance(node, ScalarNode):
        return str(node.value)
    if isinstance(node, SequenceNode):
        return [_plain(one, deeper - 1) for one in node.value]
    if isinstance(node, MappingNode):
        own = {str(key.value): _plain(value, deeper - 1) for key, value in node.value if key.value != "<<"}
        for brought in (_plain(value, deeper - 1) for key, value in node.value if key.value == "<<"):
            for one in brought if isinstance(brought, list) else [brought]:
                own = {**_mapping(one, "what << brings in"), **own}
        return own
    raise ValueError("the proof found nothing to read")


def _mapping(value: object, called: str, *known: str) -> dict[str, Any]:
    """Return a mapping; with `known` keys, one that has no others."""
    if not isinstance(value, dict):
        raise _other_than(f"{called} with its keys", value)
    if known and (strange := set(value) - set(known)):
        raise ValueError(f"the proof does not know {strange.pop()!r} of {called}")
    return value


def _needed(data: dict[str, Any], key: str) -> object:
    if key not in data:
        raise ValueError(f"the proof misses {key!r}")
    return data[key]


def _items(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _other_than("a list", value)
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise _other_than("one value", value)
    return value.strip()


def _words(value: object) -> list[str]:
    """Return a list of words; one text with commas is one, too."""
    return [_word(one) for one in (value.split(",") if isinstance(value, str) else _items(value))]


def _joined(value: object) -> str:
    """Return a text; a list of texts means the same as commas."""
    return value if isinstance(value, str) else ", ".join(_words(value))


def _one_of(value: object, *known: str) -> str:
    if value not in known:
        raise _other_than(f"one of {', '.join(known)}", value)
    return str(value)


def _other_than(expected: str, found: object) -> ValueError:
    return ValueError(f"the proof expected {expected}, and found {found!r}")
