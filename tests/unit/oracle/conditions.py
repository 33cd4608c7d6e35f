"""Which conditions are the judges asked about? Seeded `where` of windows, limits and steps, as a file has them."""

import random
from dataclasses import replace
from typing import Any

from cadence.campaign.conditions import WHERE, Where
from cadence.documents.mistakes import MistakeReport
from cadence.documents.yaml_text import read_yaml
from tests.unit.oracle.campaigns import limit_of, windows_of
from tests.unit.oracle.case import Case

PARTS = [
    "plan: premium",
    "plan: [Prémium, gold]",
    "plan: {is: known}",
    "plan: {is: unknown}",
    "age: {at_least: 18}",
    'age: {above: 17, below: "1.200"}',
    "age: {at_most: 59.02}",
    "age: 18",
    "segment: VIP",
    "segment: [other, vip]",
    "segment: {is: unknown}",
    "score: {at_least: 50}",
    "score: {below: 50}",
    "consent: sms",
    "consent: [call, email]",
    "consent: {sms: true, call: false}",
    "touches: 0",
    "touches: {at_most: 2}",
    "touches: {at_least: 1, channel: call}",
    "touches: {is: 1, channel: [sms, whatsapp]}",
    "touches: {above: 0, outcome: [answered, replied, refused]}",
    "touches: {below: 2, step: ring}",
    "columns: {plan: basic, age: {is: known}}",
    "hours_since: {event: contacted, at_least: 24}",
    "hours_since: {event: contacted, is: known, at_most: 30}",
    "hours_since: {event: enrolled, above: 2}",
    "hours_since: {event: answered, below: 7.5}",
]
"""What is asked of a person."""
PLANS = ["premium", " PREMIUM ", "gold", "basic", "", "#N/A"]
AGES = ["17", "18", "18,00", "17.5", "59,02 €", "1.200", "1200", "$30", "", "unknown", "#¡VALOR!"]
SCORES = [0, 49, 50, 51]


def with_conditions(case: Case) -> Case:
    """Return a case, in one of three with conditions, and a person of whom something is said that they ask for."""
    dice = random.Random(f"conditions {case.seed}")  # noqa: S311  dice, not keys
    if dice.random() < 0.66:
        return case
    campaign, texts = case.campaign, dict[str, str]()
    windows = [*campaign.windows, *(window for _ in range(dice.choice([0, 1, 2])) for window in windows_of(dice))]
    limits = [*campaign.limits, *(limit_of(dice) for _ in range(dice.choice([0, 1, 2])))]
    for place in range(len(windows)):
        if place < len(campaign.windows) and (not windows[place].dates or dice.random() < 0.5):
            continue
        windows[place] = windows[place].model_copy(update={"where": kept(texts, f"windows[{place}]", dice)})
    for place, limit in enumerate(limits):
        if place >= len(campaign.limits) or dice.random() < 0.3:
            limits[place] = limit.model_copy(update={"where": kept(texts, f"limits[{place}]", dice)})
    steps = tuple(
        step.model_copy(update={"where": kept(texts, f"cadence[{place}]", dice)}) if dice.random() < 0.7 else step
        for place, step in enumerate(campaign.cadence)
    )
    update: dict[str, Any] = {"windows": tuple(windows), "limits": tuple(limits), "cadence": steps}
    cells = {"plan": dice.choice(PLANS), "age": dice.choice(AGES)}
    named = {column: text for column, text in cells.items() if dice.random() < 0.9}
    lead = replace(case.facts.lead, score=dice.choice(SCORES), attributes=case.facts.lead.attributes | named)
    facts = replace(case.facts, lead=lead)
    return replace(case, campaign=campaign.model_copy(update=update), facts=facts, conditions=texts)


def kept(texts: dict[str, str], place: str, dice: random.Random) -> Where:
    """Return a condition as the engine reads it, and keep its text for a place of the file."""
    known = [text for at, text in texts.items() if at.partition("[")[0] == place.partition("[")[0]]
    texts[place] = dice.choice(known) if known and dice.random() < 0.2 else text_of(dice)
    return where_of(texts[place])


def where_of(text: str) -> Where:
    """Return a condition as the engine reads it."""
    report = MistakeReport(file="")
    where = WHERE.read(read_yaml(text, "a condition"), report)
    if not isinstance(where, Where):
        raise TypeError(f"{text}: {report.sorted()}")
    return where


def text_of(dice: random.Random) -> str:
    """Return a condition as a file has it."""
    first, second, third = ("{" + part + "}" for part in dice.sample(PARTS, 3))
    return dice.choice(
        [
            first,
            first,
            f"{{all: [{first}, {second}]}}",
            f"{{any: [{first}, {second}]}}",
            f"{{any: {{segment: vip, not: {first}}}}}",
            f"{{not: {first}}}",
            f"{{all: [{first}], not: {{any: [{second}, {third}]}}}}",
            f"{{any: [{{all: [{first}, {second}]}}, {third}]}}",
        ]
    )
