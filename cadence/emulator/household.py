"""
Whom and what does the people file name? Edge: reads JSON.

    {"people": [{"numbers": ["+34600000001", "+34910000002"], "zone": "Atlantic/Canary", "name": "Ana"}],
     "+34600000003": {"script": ["busy", "answer"], "replies": ["BAJA"], "zone": "Europe/Madrid"},
     "temper": {"home": 0.9}, "floors": {"client:sales": 3}, "templates": {"cart_reminder": "Hola {{1}}"},
     "zones": {"+34": ["Europe/Madrid"]}}

Every part may be left out.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cadence.emulator.people import People, read_person
from cadence.emulator.temper import Temper

ZONES = {
    "+34": ("Europe/Madrid",),
    "+351": ("Europe/Lisbon",),
    "+44": ("Europe/London",),
    "+52": ("America/Mexico_City",),
    "+54": ("America/Argentina/Buenos_Aires",),
    "+55": ("America/Sao_Paulo",),
    "+56": ("America/Santiago",),
    "+57": ("America/Bogota",),
    "+1": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
}
"""Where strangers live, by the beginning of their number. Longer beginnings come first where they share digits."""

PARTS = ("people", "temper", "floors", "templates", "zones")


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """What the file says."""

    people: People
    floors: Mapping[str, int] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)  # by name


def read_household(file: Path | None, seed: int) -> Household:
    """Read the file. Raises ValueError that says what was found and what was expected."""
    told: dict[str, Any] = json.loads(file.read_text("utf-8")) if file else {}
    strange = [name for name in told if name not in PARTS and not name.startswith("+")]
    if strange:
        raise ValueError(f"{file}: found {strange[0]!r}; expected a number such as +34600000001, or {', '.join(PARTS)}")
    named = {number: read_person(number, one) for number, one in told.items() if number.startswith("+")}
    for one in told.get("people", []):
        rest = {name: value for name, value in one.items() if name != "numbers"}
        named |= {number: read_person(number, rest) for number in one["numbers"]}
    zones = {prefix: tuple(zones) for prefix, zones in told.get("zones", {}).items()} or ZONES
    temper = Temper().changed(told.get("temper", {}))
    return Household(
        people=People(seed=seed, temper=temper, named=named, zones=zones),
        floors=told.get("floors", {}),
        templates=dict(told.get("templates", {})),
    )


def template_sid(name: str) -> str:
    """Return the id under which a template of this name is kept."""
    return "HX" + hashlib.sha256(name.encode()).hexdigest()[:32]
