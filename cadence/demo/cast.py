"""
Who are the people behind a list? Pure: everybody lives somewhere their evidence allows, and a few play a part.

A zero in the proof counts only if it was tried (protocol §6.4), so somebody says stop, somebody asks for a call,
somebody is busy, in every rehearsal and whatever the seed. The engine is told none of it.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cadence.campaign import Campaign
from cadence.ledger.rows import LeadRow
from cadence.model import Channel
from cadence.rules.consent import OPT_IN

SAYS = {
    "es": {"stop": "BAJA", "reply": "Sí, me interesa", "callback": "llámame mañana a las 10"},
    "en": {"stop": "STOP", "reply": "Yes, tell me more", "callback": "call me tomorrow at 10"},
    "pt": {"stop": "SAIR", "reply": "Sim, tenho interesse", "callback": "me ligue amanhã às 10"},
}
SOON = 900.0
"""Seconds until somebody who plays a part writes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people, and who of them is worth looking at."""

    people: dict[str, Any]  # the emulator's file
    parts: tuple[tuple[LeadRow, str], ...]  # who plays a part, and which


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that must happen to somebody."""

    words: str
    fits: Callable[[LeadRow], bool]
    life: dict[str, Any]


def cast(campaign: Campaign, leads: Sequence[LeadRow], seed: int) -> Cast:
    """Return the people behind this list."""
    chance = random.Random(f"cast/{seed}")  # noqa: S311  people, not secrets
    homes = {lead.line: _home(lead, chance) for lead in leads}
    lives: list[dict[str, Any]] = [
        {"numbers": [one.e164 for one in lead.numbers], "zone": homes[lead.line], "language": campaign.language}
        for lead in leads
    ]
    order = list(range(len(leads)))
    chance.shuffle(order)
    parts: dict[int, str] = {}
    for part in _parts(campaign):
        chosen = next((i for i in order if i not in parts and part.fits(leads[i])), None)
        if chosen is not None:
            parts[chosen] = part.words
            lives[chosen] |= part.life
    told = {
        "people": [half for life in lives for half in _halves(life)],
        "floors": _floors(campaign),
        "templates": _templates(campaign),
    }
    return Cast(people=told, parts=tuple((leads[place], words) for place, words in parts.items()))


def _home(lead: LeadRow, chance: random.Random) -> str:
    """Return where the person truly is: one of the zones the evidence allows."""
    evidence = lead.zones or tuple(zone for number in lead.numbers for zone in number.zones)
    zones = sorted({one.zone for one in evidence})
    return chance.choice(zones) if zones else "Etc/UTC"


def _parts(campaign: Campaign) -> list[_Part]:
    """Return what is played, and who can play it."""
    says = SAYS[campaign.language]
    writes = {step.channel for step in campaign.cadence} & {Channel.SMS, Channel.WHATSAPP}

    def reads(lead: LeadRow) -> bool:
        return any(one.given and one.channel in writes for one in lead.consents)

    def talks(lead: LeadRow) -> bool:
        agreed = any(one.given and one.channel is Channel.CALL for one in lead.consents)
        return agreed or Channel.CALL in campaign.consent

    def both(lead: LeadRow) -> bool:
        return reads(lead) and talks(lead)

    def writing(word: str, **life: object) -> dict[str, Any]:
        return {"replies": [says[word]], "reply_after": SOON} | life

    asks = writing("callback", script=["answer"], dispositions=["converted"])
    wants = writing("reply", script=["answer"], dispositions=["interested"])
    again = {"script": ["no_answer", "machine", "answer"], "dispositions": ["callback", "converted"]}
    return [
        _Part(f"writes “{says['stop']}”", reads, writing("stop")),
        _Part(f"writes “{says['reply']}”", reads, wants),
        _Part(f"writes “{says['callback']}”", both, asks),
        _Part("has a mailbox that takes every call", talks, {"script": ["machine"]}),
        _Part("is on another call first", talks, {"script": ["busy", "answer"], "dispositions": ["converted"]}),
        _Part("picks up late, and asks for another call", talks, again),
        _Part("has a first number that is out of service", lambda lead: _has_another(campaign, lead), {"line": "dead"}),
    ]


def _has_another(campaign: Campaign, lead: LeadRow) -> bool:
    """Tell whether a second number of theirs may be tried: somebody agreed for it, or the law asks nobody."""
    used = {step.channel for step in campaign.cadence if step.channel}
    agreed = Counter(one.channel for one in lead.consents if one.given and one.channel in used)
    unasked = any(rule.basis != OPT_IN for channel, rule in campaign.consent.items() if channel in used)
    return any(count > 1 for count in agreed.values()) or (unasked and len(lead.numbers) > 1)


def _halves(life: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one life as two where the first number is out of service, and they are reached by the others."""
    if life.get("line") != "dead":
        return [life]
    first, *rest = life["numbers"]
    return [life | {"numbers": [first]}, {**life, "line": "good", "numbers": rest, "script": ["answer"]}]


def _floors(campaign: Campaign) -> dict[str, int]:
    """Return how many agents each endpoint has."""
    return {floor.endpoint: floor.agents for floor in campaign.floors.values() if floor.endpoint}


def _templates(campaign: Campaign) -> dict[str, str]:
    """Return a wording for each approved template, so that the emulator has something to deliver."""
    return {
        step.whatsapp.template: " ".join("{{" + name + "}}" for name in step.whatsapp.variables) or step.step
        for step in campaign.cadence
        if step.whatsapp and step.whatsapp.template
    }
