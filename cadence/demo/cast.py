"""
Who are the people behind a list? Pure: everybody lives somewhere their evidence allows, and a few play a part.

A zero in the proof counts only if it was tried (protocol §6.4), so somebody says stop, somebody asks for a call,
somebody is busy, in every rehearsal and whatever the seed. The engine is told none of it.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
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


def people(campaign: Campaign, leads: Sequence[LeadRow], seed: int) -> dict[str, Any]:
    """Return the emulator's people file for this list."""
    chance = random.Random(f"cast/{seed}")  # noqa: S311  people, not secrets
    homes = {lead.line: _home(lead, chance) for lead in leads}
    lives = [
        {"numbers": [one.e164 for one in lead.numbers], "zone": homes[lead.line], "language": campaign.language}
        for lead in leads
    ]
    taken: set[int] = set()
    order = list(range(len(leads)))
    chance.shuffle(order)
    for fits, part in _parts(campaign):
        chosen = next((i for i in order if i not in taken and fits(leads[i])), None)
        if chosen is not None:
            taken.add(chosen)
            lives[chosen] |= part
    dead = next((i for i in order if i not in taken and _has_another(campaign, leads[i])), None)
    if dead is not None:
        lives[dead : dead + 1] = _dead_first_number(lives[dead])
    return {"people": lives, "floors": _floors(campaign), "templates": _templates(campaign)}


def _home(lead: LeadRow, chance: random.Random) -> str:
    """Return where the person truly is: one of the zones the evidence allows."""
    evidence = lead.zones or tuple(zone for number in lead.numbers for zone in number.zones)
    zones = sorted({one.zone for one in evidence})
    return chance.choice(zones) if zones else "Etc/UTC"


def _parts(campaign: Campaign) -> list[tuple[Callable[[LeadRow], bool], dict[str, Any]]]:
    """Return what is played, and who can play it."""
    says = SAYS[campaign.language]
    writes = {step.channel for step in campaign.cadence} & {Channel.SMS, Channel.WHATSAPP}

    def reads(lead: LeadRow) -> bool:
        return any(one.given and one.channel in writes for one in lead.consents)

    def talks(lead: LeadRow) -> bool:
        agreed = any(one.given and one.channel is Channel.CALL for one in lead.consents)
        return agreed or Channel.CALL in campaign.consent

    return [
        (reads, {"replies": [says["stop"]], "reply_after": SOON}),
        (
            reads,
            {"replies": [says["reply"]], "reply_after": SOON, "script": ["answer"], "dispositions": ["interested"]},
        ),
        (
            lambda lead: reads(lead) and talks(lead),
            {
                "replies": [says["callback"]],
                "reply_after": SOON,
                "script": ["answer"],
                "dispositions": ["converted"],
            },
        ),
        (talks, {"script": ["machine"]}),
        (talks, {"script": ["busy", "answer"], "dispositions": ["converted"]}),
        (talks, {"script": ["no_answer", "machine", "answer"], "dispositions": ["callback", "converted"]}),
    ]


def _has_another(campaign: Campaign, lead: LeadRow) -> bool:
    """Tell whether a second number of theirs may be tried: somebody agreed for it, or the law asks nobody."""
    used = {step.channel for step in campaign.cadence if step.channel}
    agreed = Counter(one.channel for one in lead.consents if one.given and one.channel in used)
    unasked = any(rule.basis != OPT_IN for channel, rule in campaign.consent.items() if channel in used)
    return any(count > 1 for count in agreed.values()) or (unasked and len(lead.numbers) > 1)


def _dead_first_number(life: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one life as two: the first number is out of service, and they are reached by the others."""
    first, *rest = life["numbers"]
    return [{**life, "numbers": [first], "line": "dead"}, {**life, "numbers": rest, "script": ["answer"]}]


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
