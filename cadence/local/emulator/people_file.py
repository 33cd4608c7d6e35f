"""
Which people and settings does the people file name? Edge: reads JSON.

    {"people": [{"numbers": ["+34600000001", "+34910000002"], "emails": ["ana@example.com"], "zone": "Atlantic/Canary",
                 "name": "Ana"}],
     "+34600000003": {"script": ["busy", "answer"], "replies": ["BAJA"], "zone": "Europe/Madrid"},
     "luz@example.com": {"reply": "Llámenme mañana"},
     "temper": {"home": 0.9}, "floors": {"client:sales": 3}, "templates": {"cart_reminder": "Hola {{1}}"},
     "services": {"MG00000000000000000000000000000001": ["+34910000011", "+34910000012"]},
     "short_codes": ["US:12345"], "whatsapp": ["+34910000001"], "zones": {"+34": ["Europe/Madrid"]}}

Every part may be left out.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from cadence.local.emulator.behaviour import Behaviour, PhoneKind, PickupKind
from cadence.local.emulator.people import EmulatedPeople, EmulatedPerson, language_of, zones_of
from cadence.local.emulator.pools import Pools, read_pools
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

PARTS = ("people", "temper", "floors", "templates", "services", "short_codes", "whatsapp", "zones")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("expected a zone such as Europe/Madrid") from error
    return name


class ScriptedPerson(BaseModel):
    """What the file may say of one person. A person who is scripted in part does nothing else."""

    model_config = ConfigDict(extra="forbid")

    zone: Annotated[str, AfterValidator(_zone)] = ""
    name: str = ""
    language: str = ""
    line: PhoneKind | None = None
    recycled: bool = False
    script: tuple[PickupKind, ...] = ()
    deliveries: tuple[Annotated[str, Field(pattern=r"^(delivered|read|undelivered|failed)(:\d{5})?$")], ...] = ()
    replies: tuple[str | None, ...] = ()
    reply: str | None = None
    reply_after: float | None = None  # seconds of the Clock
    dispositions: tuple[str, ...] = ()
    disposition: str = ""
    key: str = ""
    call_back: Annotated[str, Field(pattern=r"^(\d{1,2}:\d\d)?$")] = ""

    def person(self, number: str, zones: Mapping[str, tuple[str, ...]]) -> EmulatedPerson:
        """Return who that is. Without a script and a line of its own, the number's line is left to the seed."""
        scripted = bool(self.model_fields_set - {"zone", "name", "language", "line"})
        return EmulatedPerson(
            number=number,
            zone=self.zone or zones_of(number, zones)[0],
            name=self.name,
            language=self.language or language_of(number),
            line=self.line or (PhoneKind.GOOD if scripted else None),
            recycled=self.recycled,
            scripted=scripted,
            script=self.script,
            deliveries=self.deliveries,
            replies=self.replies or ((self.reply,) if self.reply else ()),
            reply_after=None if self.reply_after is None else timedelta(seconds=self.reply_after),
            dispositions=self.dispositions or ((self.disposition,) if self.disposition else ()),
            key=self.key,
            call_back=self.call_back,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFile:
    """The content of the file."""

    people: EmulatedPeople
    floors: Mapping[str, int] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)  # by name
    pools: Pools = field(default_factory=Pools)
    whatsapp: frozenset[str] | None = None  # our WhatsApp senders; None: every number is one


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
    named = {phone(number): ScriptedPerson.model_validate(life).person(number, zones) for number, life in lives.items()}
    temper = Behaviour().changed(content.get("temper", {}))
    return PeopleFile(
        people=EmulatedPeople(seed=seed, temper=temper, named=named, zones=zones),
        floors={endpoint: int(agents) for endpoint, agents in content.get("floors", {}).items()},
        templates=dict(content.get("templates", {})),
        pools=read_pools(content),
        whatsapp=frozenset(content["whatsapp"]) if "whatsapp" in content else None,
    )


def _is_address(name: str) -> bool:
    return name.startswith("+") or "@" in name


def template_sid(name: str) -> str:
    """Return the id under which a template of this name is kept."""
    return "HX" + hashlib.sha256(name.encode()).hexdigest()[:32]
