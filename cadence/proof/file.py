"""
What does the campaign file demand? Edge of trust: reads the YAML by itself, naively, and nothing of ours.

It knows as much of the language as it takes to judge hours, limits and gaps. What it cannot read is an error: a proof
that skips a line proves nothing.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ruamel.yaml import YAML

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPANISH_DAYS = ("lun", "mar", "mie", "jue", "vie", "sab", "dom")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


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


def read_demands(text: str) -> Demands:
    """Return the demands of a campaign file. Raises ValueError for anything that cannot be read."""
    data = YAML(typ="safe", pure=True).load(text)
    return Demands(
        campaign=data["campaign"],
        purpose=data["purpose"],
        hours=tuple(_hours(one) for one in _list(data["windows"])),
        holidays_closed=data.get("holidays", "closed") == "closed",
        country=data.get("country", ""),
        limits=tuple(_most(one) for one in _list(data.get("limits", []))),
        gap=timedelta(seconds=_seconds(str(data["gap"]))) if "gap" in data else timedelta(0),
    )


def _hours(data: dict[str, Any]) -> Hours:
    spans = []
    for span in str(data["hours"]).split(","):
        opens, closes = span.split("-")
        spans.append((_minutes(opens), _minutes(closes) or 1440))
    return Hours(days=_days(data["days"]), spans=tuple(spans), segments=frozenset(_list(data.get("segments", []))))


def _days(value: Any) -> frozenset[int]:  # noqa: ANN401  whatever YAML made of it
    found: set[int] = set()
    for part in re.split(r"[,\s]+", " ".join(value) if isinstance(value, list) else str(value)):
        first, _, last = part.partition("-")
        if part in ("daily", "all"):
            found.update(range(7))
        elif part:
            begin = _day(first)
            end = _day(last) if last else begin
            found.update(day % 7 for day in range(begin, end + 1 if end >= begin else end + 8))
    return frozenset(found)


def _day(word: str) -> int:
    short = word.strip().lower()[:3].replace("á", "a").replace("é", "e")
    return DAYS.index(short) if short in DAYS else SPANISH_DAYS.index(short)


def _minutes(text: str) -> int:
    hour, minute = text.strip().split(":")
    return int(hour) * 60 + int(minute)


def _most(data: dict[str, Any]) -> Most:
    per, channels = str(data["per"]), frozenset(_list(data.get("channels", [])))
    text = f"{data['max']} per {per}" + (f" by {', '.join(sorted(channels))}" if channels else "")
    if per in ("campaign", "campaña"):
        return Most(count=data["max"], kind="campaign", channels=channels, text=text)
    seconds = _seconds(per)
    if re.search(r"[dw]|sem", per):
        return Most(count=data["max"], kind="days", amount=seconds // 86400, channels=channels, text=text)
    return Most(count=data["max"], kind="seconds", amount=seconds, channels=channels, text=text)


def _seconds(text: str) -> int:
    parts = re.findall(r"(\d+(?:\.\d+)?)\s*([a-zí]+)", text.lower())
    if not parts:
        raise ValueError(f"the proof cannot read {text!r} as a span of time")
    total = 0.0
    for amount, unit in parts:
        total += float(amount) * (UNITS["w"] if unit.startswith("sem") else _unit(unit))
    return int(total)


def _unit(word: str) -> int:
    if word[0] not in UNITS:
        raise ValueError(f"the proof does not know the unit {word!r}")
    return UNITS[word[0]]


def _list(value: Any) -> list[Any]:  # noqa: ANN401  whatever YAML made of it
    return list(value) if isinstance(value, list) else [value]
