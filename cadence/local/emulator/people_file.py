"""
Which people and settings does the people file name? Edge: reads JSON.

    {"people": [{"numbers": ["+34600000001", "+34910000002"], "emails": ["ana@example.com"], "zone": "Atlantic/Canary",
                 "name": "Ana"}],
     "+34600000003": {"script": ["busy", "answer"], "replies": ["BAJA"], "zone": "Europe/Madrid"},
     "luz@example.com": {"reply": "Llámenme mañana"},
     "temper": {"home": 0.9}, "floors": {"client:sales": 3}, "templates": {"cart_reminder": "Hola {{1}}"},
     "services": {"MG00000000000000000000000000000001": ["+34910000011", "+34910000012"]},
     "questions": [{"asks": "Responda SÍ", "answers": {"yes": ["sí"]}, "share": 0.4}],
     "short_codes": ["US:12345"], "whatsapp": ["+34910000001"], "zones": {"+34": ["Europe/Madrid"]}}

Every part may be left out.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cadence.local.emulator.behaviour import Behaviour, PhoneKind
from cadence.local.emulator.people import KNOWN, EmulatedPeople, EmulatedPerson, language_of, zones_of
from cadence.local.emulator.pools import Pools, read_pools
from cadence.local.emulator.questions import EmulatedQuestion
from cadence.local.emulator.spellings import phone

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
"""Where strangers live, by the beginning of their number."""

APPROVED = "approved"
"""The status of a template that may be sent at any time."""
PARTS = (
    *("people", "temper", "questions", "floors", "templates", "approvals"),
    *("services", "short_codes", "whatsapp", "zones"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFile:
    """The content of the file."""

    people: EmulatedPeople
    floors: Mapping[str, int] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)  # by name
    approvals: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # by name; the others are approved
    pools: Pools = field(default_factory=Pools)
    whatsapp: frozenset[str] | None = None  # our WhatsApp senders; None: every number is one

    def status_of(self, template: str) -> str:
        """Return what WhatsApp decided about a template: approved, unless the file says otherwise."""
        return str(self.approvals.get(template, {}).get("status", APPROVED)).lower()


def read_people_file(file: Path | None, seed: int) -> PeopleFile:
    """Read the file. Raises ValueError that says what was found and what was expected."""
    content: dict[str, Any] = json.loads(file.read_text("utf-8")) if file else {}
    strange = [name for name in content if name not in PARTS and not _is_address(name)]
    if strange:
        raise ValueError(
            f"{file}: found {strange[0]!r}; expected a number such as +34600000001, an e-mail address, or "
            f"{', '.join(PARTS)}"
        )
    zones = {prefix: tuple(zones) for prefix, zones in content.get("zones", {}).items()} or ZONES
    lives = {number: person for number, person in content.items() if _is_address(number)}
    for entry in content.get("people", []):
        rest = {name: value for name, value in entry.items() if name not in {"numbers", "emails"}}
        lives |= dict.fromkeys([*entry["numbers"], *entry.get("emails", [])], rest)
    named = {phone(number): read_person(number, life, zones) for number, life in lives.items()}
    temper = Behaviour.model_validate(content.get("temper", {}))
    questions = tuple(map(EmulatedQuestion.model_validate, content.get("questions", [])))
    return PeopleFile(
        people=EmulatedPeople(seed=seed, temper=temper, named=named, zones=zones, questions=questions),
        floors={endpoint: int(agents) for endpoint, agents in content.get("floors", {}).items()},
        templates=dict(content.get("templates", {})),
        approvals={name: dict(approval) for name, approval in content.get("approvals", {}).items()},
        pools=read_pools(content),
        whatsapp=frozenset(content["whatsapp"]) if "whatsapp" in content else None,
    )


def read_person(number: str, life: Mapping[str, Any], zones: Mapping[str, tuple[str, ...]]) -> EmulatedPerson:
    """
    Return who a file describes. Without a script and a line of its own, the number's line is left to the seed.

    `reply` and `disposition` are short for a list of one. Raises ValueError or TypeError.
    """
    scripted = bool(set(life) - KNOWN - {"line"})
    line = PhoneKind.GOOD if scripted else None
    usual: dict[str, Any] = {"zone": zones_of(number, zones)[0], "language": language_of(number), "line": line}
    given = {name: value for name, value in life.items() if value not in ("", None, [])}
    for single, several in (("reply", "replies"), ("disposition", "dispositions")):
        if single in given:
            given.setdefault(several, [given.pop(single)])
    return EmulatedPerson(number=number, scripted=scripted, **(usual | given))


def _is_address(name: str) -> bool:
    return name.startswith("+") or "@" in name


def template_sid(name: str) -> str:
    """Return the id under which a template of this name is kept."""
    return "HX" + hashlib.sha256(name.encode()).hexdigest()[:32]
