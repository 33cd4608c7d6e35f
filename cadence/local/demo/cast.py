"""
Who are the people behind a list? Pure: everybody lives somewhere their evidence allows, and a few play a part.

A zero in the proof counts only if it was tried (protocol §6.4). So in every rehearsal, with every seed, one person
writes stop, one asks for a call and one is busy. The engine does not know who. A part is given only to a person that
the cadence may reach under the rules: a person who is never called cannot be busy.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from cadence.campaign import Campaign
from cadence.campaign.content.whatsapp import WhatsApp
from cadence.domain import Attempt, Cause, CauseKind, Channel, Purpose
from cadence.domain.channels import CONTACT_CHANNELS, CONVERSATION_CHANNELS, MESSAGE_CHANNELS
from cadence.domain.list_rows import LeadRow
from cadence.domain.senders import country_of, is_service
from cadence.leads.lists.facts import facts_of_row
from cadence.local.demo.answers import answers_to, questions_of
from cadence.planning.candidate import candidate
from cadence.policy.evaluation import first_open
from cadence.policy.packs.law import Law

SAYS = {
    "es": {"stop": "BAJA", "reply": "Sí, me interesa", "callback": "llámame mañana a las 10"},
    "en": {"stop": "STOP", "reply": "Yes, tell me more", "callback": "call me tomorrow at 10"},
    "pt": {"stop": "SAIR", "reply": "Sim, tenho interesse", "callback": "me ligue amanhã às 10"},
}
SOON = 900.0
"""Seconds until a person with a part writes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people, and who of them is worth looking at."""

    people: dict[str, Any]  # the emulator's file
    parts: tuple[tuple[LeadRow, str], ...]  # who plays a part, and which


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that must happen to one person."""

    words: str
    fits: Callable[[LeadRow], bool]
    life: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Reach:
    """Which steps may reach which person under the rules, before anything was done."""

    campaign: Campaign
    at: datetime
    law: Law

    def steps(self, lead: LeadRow, *channels: Channel, place: int | None = None) -> set[str]:
        """Return the steps on these channels that may ever go to a person; with `place`, to that number only."""
        facts = facts_of_row(self.campaign, lead, self.at)
        number = None if place is None else facts.lead.numbers[place].id
        steps = set()
        for step in self.campaign.cadence:
            if step.channel in channels:
                cause = Cause(kind=CauseKind.STEP, ref=step.step)
                attempt = Attempt(at=self.at, channel=step.channel, cause=cause, step=step.step)
                touch = replace(candidate(self.campaign, facts, attempt), number=number)
                if isinstance(first_open(self.campaign, facts, touch, self.at, self.law), datetime):
                    steps.add(step.step)
        return steps


def cast(campaign: Campaign, leads: Sequence[LeadRow], at: datetime, law: Law, seed: int) -> Cast:
    """Return the people behind this list, as the campaign meets them at this instant and under this law."""
    chance = random.Random(f"cast/{seed}")  # noqa: S311  people, not secrets
    homes = {lead.line: _home(lead, chance) for lead in leads}
    lives: list[dict[str, Any]] = [
        {"numbers": [number.e164 for number in lead.numbers], "zone": homes[lead.line], "language": campaign.language}
        for lead in leads
    ]
    order = list(range(len(leads)))
    chance.shuffle(order)
    parts: dict[int, str] = {}
    for part in _parts(_Reach(campaign, at, law)):
        chosen = next((i for i in order if i not in parts and part.fits(leads[i])), None)
        if chosen is not None:
            parts[chosen] = part.words
            lives[chosen] |= part.life
    people = {
        "people": [half for life in lives for half in _halves(life)],
        "questions": questions_of(campaign),
        "floors": _floors(campaign),
        "templates": templates_of(campaign),
        "approvals": approvals_of(campaign),
        **_pools(campaign),
    }
    return Cast(people=people, parts=tuple((leads[place], words) for place, words in parts.items()))


def _home(lead: LeadRow, chance: random.Random) -> str:
    """Return where the person truly is: one of the zones the evidence allows."""
    evidence = lead.zones or tuple(zone for number in lead.numbers for zone in number.zones)
    zones = sorted({item.zone for item in evidence})
    return chance.choice(zones) if zones else "Etc/UTC"


def _parts(reach: _Reach) -> list[_Part]:
    """Return what is played, and who can play it."""
    says = SAYS[reach.campaign.language]
    calls = {step.step for step in reach.campaign.cadence if step.channel in CONVERSATION_CHANNELS}

    def reads(lead: LeadRow) -> bool:
        return bool(reach.steps(lead, *MESSAGE_CHANNELS))

    def talks(lead: LeadRow) -> bool:
        return bool(calls) and reach.steps(lead, *CONVERSATION_CHANNELS) == calls

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
        _Part("has a first number that is out of service", lambda lead: _has_another(reach, lead), {"line": "dead"}),
        *_answering(reach),
    ]


def _answering(reach: _Reach) -> list[_Part]:
    """Return a part for each answer that the campaign asks for: somebody who gives it whenever it is asked."""
    asking: dict[str, tuple[str, set[str]]] = {}
    for step in reach.campaign.cadence:
        for name, words in answers_to(reach.campaign, step).items():
            asking.setdefault(name, (words[0], set()))[1].add(step.step)

    def asked(lead: LeadRow, steps: set[str]) -> bool:
        return not steps.isdisjoint(reach.steps(lead, *MESSAGE_CHANNELS))

    return [
        _Part(f"answers “{word}”", partial(asked, steps=steps), {"answer": name, "reply_after": SOON})
        for name, (word, steps) in asking.items()
    ]


def _has_another(reach: _Reach, lead: LeadRow) -> bool:
    """Tell whether a step may go to a person's first number, and to the second if the first is out of service."""
    if len(lead.numbers) == 1:
        return False
    first, second = (reach.steps(lead, *CONTACT_CHANNELS, place=place) for place in (0, 1))
    return not first.isdisjoint(second)


def _halves(life: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one life as two where the first number is out of service, and they are reached by the others."""
    if life.get("line") != "dead":
        return [life]
    first, *rest = life["numbers"]
    return [life | {"numbers": [first]}, {**life, "line": "good", "numbers": rest, "script": ["answer"]}]


def _floors(campaign: Campaign) -> dict[str, int]:
    """Return how many agents each endpoint has."""
    return {floor.endpoint: floor.agents for floor in campaign.floors.values() if floor.endpoint}


def _pools(campaign: Campaign) -> dict[str, Any]:
    """Return the messaging services and short codes of a campaign; a service gets three made-up numbers."""
    senders = {campaign.sender.sms, campaign.sender.whatsapp, *(step.sender for step in campaign.cadence)}
    services = sorted(sender for sender in senders if is_service(sender))
    return {
        "services": {name: [f"+34910009{place}{n:02d}" for n in range(1, 4)] for place, name in enumerate(services)},
        "short_codes": sorted(sender for sender in senders if country_of(sender)),
    }


def templates_of(campaign: Campaign) -> dict[str, str]:
    """Return a wording for each approved template, so that the emulator has something to deliver: that of `body`."""
    return {
        step.whatsapp.template: _wording(step.whatsapp, campaign.sender.company) or step.step
        for step in campaign.cadence
        if step.whatsapp and step.whatsapp.template
    }


def approvals_of(campaign: Campaign) -> dict[str, dict[str, str]]:
    """Return the category of each approved template: the one that WhatsApp asks for with the campaign's purpose."""
    category = "MARKETING" if campaign.purpose is Purpose.MARKETING else "UTILITY"
    return {name: {"status": "approved", "category": category} for name in templates_of(campaign)}


def _wording(template: WhatsApp, company: str) -> str:
    """
    Return the body with numbered variables in place of the values that fill them, and the company by its name.

    Without a body, or with one that says more than the variables do, it is the variables alone.
    """
    wording = re.sub(r"\{\{\s*company\s*\}\}", lambda _: company, template.body)
    for name, value in template.variables.items():
        wording = wording.replace(value, "{{" + name + "}}")
    placeholders = ["{{" + name + "}}" for name in template.variables]
    complete = all(placeholder in wording for placeholder in placeholders) and "{%" not in wording
    only = set(re.findall(r"\{\{.*?\}\}", wording)) <= set(placeholders)
    return wording if complete and only and wording else " ".join(placeholders)
