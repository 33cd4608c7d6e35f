"""What was said and done before? Seeded consents, stops, lists, touches, messages and pauses, many about to age."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from cadence.campaign import Campaign
from cadence.domain import CampaignState, Channel, Facts, Pause, PauseScope, TouchState
from tests.unit.oracle import book

OUTCOMES = {
    "call": ["answered", "answered", "no_answer", "busy", "machine", "voicemail_left", "abandoned", "failed", None],
    "sms": ["sent", "delivered", "undelivered", "replied", "failed", "blocked", None],
    "whatsapp": ["sent", "delivered", "read", "replied", "failed", None],
    "email": ["sent", "sent", "undelivered", "replied", "failed", "blocked", "lost", None],
}
REGISTRIES = sorted(
    {rule["registry"]["name"] for pack in book.packs().values() for rule in pack["rules"] if "registry" in rule}
)


def consents_of(dice: random.Random, numbers: list[str], now: datetime, often: float) -> Iterator[dict[str, Any]]:
    """Yield what was said: nearly always a written yes long ago, and then perhaps something else."""
    if dice.random() > 0.15 * often:
        yield {
            "channel": "any",
            "kind": "express" if dice.random() < 0.3 * often else "express_written",
            "at": now - timedelta(days=dice.choice([5, 59, 60, 61, 200, 729, 731]) if dice.random() < often else 50),
            "source": "" if dice.random() < 0.1 * often else "web form",
        }
    for _ in range(dice.choice([0, 0, 1, 2]) if dice.random() < often else 0):
        at = now - timedelta(
            days=dice.choice([1, 59, 60, 61, 364, 365, 400, 730, 731]), seconds=dice.choice([-1, 0, 1])
        )
        yes = dice.random() > 0.3 * often
        word: dict[str, Any] = {
            "channel": dice.choice(["any", "sms", "whatsapp", "call", "email"]),
            "given": yes,
            "kind": dice.choice(["express", "express_written", "customer_similar_products"]),
            "at": at,
            "source": "web form",
        }
        if dice.random() < 0.3:
            word["number"] = dice.choice(numbers)
        if dice.random() < 0.3:
            word["purpose"] = dice.choice(["marketing", "service", "collections"])
        if yes and dice.random() < 0.3:
            word["expires"] = now + timedelta(hours=dice.choice([-5, 0, 3, 500]))
        yield word


def stops_of(dice: random.Random, numbers: list[str], campaign: Campaign, often: float) -> Iterator[dict[str, Any]]:
    """Yield suppressions."""
    if dice.random() < 0.12 * often:
        scope, value = dice.choice(
            [
                ("everything", ""),
                ("purpose", campaign.purpose.value),
                ("purpose", "survey"),
                ("campaign", "spring"),
                ("channel", "sms"),
                ("channel", "call"),
                ("channel", "email"),
            ]
        )
        stop = {"scope": scope, "value": value}
        yield stop | ({"number": dice.choice(numbers)} if dice.random() < 0.5 else {})


def copies_of(dice: random.Random, numbers: list[str], now: datetime, often: float) -> Iterator[dict[str, Any]]:
    """Yield copies of the lists: nearly all of them, young and without the person."""
    for name in REGISTRIES:
        if dice.random() > 0.08 * often:
            listed = dice.random() < 0.06 * often
            yield {
                "name": name,
                "as_of": now.date()
                - timedelta(days=dice.choice([1, 5, 27, 28, 29, 30, 31, 32] if listed else [0, 1, 27])),
                "listed": [dice.choice(numbers)] if listed else False,
            }


def touch_of(dice: random.Random, numbers: list[str], mails: list[str], now: datetime) -> dict[str, Any]:
    """Return something that was done, often one that is about to leave a limit or a gap."""
    channel = dice.choice(["call", "call", "sms", "whatsapp", *(["email", "email"] if mails else [])])
    age = dice.choice(
        [
            timedelta(minutes=dice.randrange(1, 400)),
            timedelta(hours=dice.randrange(1, 80)),
            timedelta(days=dice.randrange(1, 9), minutes=dice.randrange(-600, 600)),
            dice.choice([timedelta(hours=24), timedelta(hours=72), timedelta(hours=8), timedelta(days=7)]),
            timedelta(hours=24) - timedelta(minutes=dice.randrange(600), seconds=dice.randrange(60)),
        ]
    )
    outcome = dice.choice(OUTCOMES[channel])
    touch: dict[str, Any] = {"at": now - max(age + timedelta(seconds=dice.choice([-1, 0, 0, 1])), timedelta(minutes=2))}
    touch |= {"channel": channel, "outcome": outcome}
    for key, values in {
        "number": numbers,
        "purpose": ["marketing", "collections", "service"],
        "campaign": ["autumn"],
        "subject": ["debt", "other"],
        "account": ["A-2"],
        "seller": ["Others"],
        "lead": ["somebody"],
    }.items():
        if dice.random() < 0.15:
            touch[key] = dice.choice(values)
    if channel == "email":
        touch["number"] = dice.choice(mails)
    if channel == "call" and outcome == "answered" and dice.random() < 0.4:
        touch["disposition"] = dice.choice(["refused", "callback", "other", "do_not_contact"])
    return touch


def inbound_of(dice: random.Random, numbers: list[str], now: datetime, often: float) -> Iterator[dict[str, Any]]:
    """Yield messages from the person."""
    for _ in range(dice.choice([0, 0, 1, 2])):
        hours = dice.choice([1, 12, 23, 24, 25, 100, 130])
        word: dict[str, Any] = {
            "at": now - timedelta(hours=hours, seconds=dice.choice([-1, 0, 1])),
            "channel": dice.choice(["whatsapp", "whatsapp", "sms", "email"]),
            "meaning": dice.choice(["hold", "restrict", "help"]) if dice.random() < 0.2 * often else "none",
        }
        if dice.random() < 0.5:
            word["number"] = dice.choice(numbers)
        if dice.random() < 0.15:
            word["sender"] = "+34910000099"
        yield word


def extras(dice: random.Random, facts: Facts, now: datetime, campaign: Campaign, often: float) -> dict[str, Any]:
    """Return what a person's file does not say, because it is the ledger's: pauses, states, readings."""
    found: dict[str, Any] = {}
    if dice.random() < 0.03 * often:
        found["state"] = dice.choice([CampaignState.STOPPED, CampaignState.ENDED])
    if dice.random() < 0.02 * often:
        found["enrolment"] = replace(facts.enrolment, finished="converted")
    if dice.random() < 0.08 * often:
        found["pauses"] = (pause_of(dice, now, campaign, facts.lead.id),)
    if dice.random() < 0.3:
        found["inbound"] = tuple(replace(one, reviewed=True) for one in facts.inbound)
    elif facts.touches and dice.random() < 0.5:
        answered = dice.choice([*(touch.id for touch in facts.touches), "of somebody else"])
        found["inbound"] = tuple(replace(one, touch=answered) for one in facts.inbound)
    if dice.random() < 0.3:
        states = [TouchState.RESERVED, TouchState.UNKNOWN, TouchState.CARRIED, TouchState.PLANNED, TouchState.SKIPPED]
        found["touches"] = tuple(
            touch if touch.outcome else replace(touch, state=dice.choice(states)) for touch in facts.touches
        )
    return found


def pause_of(dice: random.Random, now: datetime, campaign: Campaign, lead: str) -> Pause:
    """Return a pause, of something of ours or of something else."""
    scope, value = dice.choice(
        [
            (PauseScope.ALL, ""),
            (PauseScope.CAMPAIGN, "spring"),
            (PauseScope.CAMPAIGN, "autumn"),
            (PauseScope.CHANNEL, "sms"),
            (PauseScope.CHANNEL, "email"),
            (PauseScope.SENDER, f"email:{campaign.sender.of(Channel.EMAIL)}"),
            (PauseScope.DESTINATION, "email:ES"),
            (PauseScope.DESTINATION, "email:#1"),
            (PauseScope.SENDER, campaign.sender.voice),
            (PauseScope.FLOOR, "sales"),
            (PauseScope.LEAD, lead),
            (PauseScope.SENDER, f"call:{campaign.sender.voice}"),
            (PauseScope.TEMPLATE, "hello"),
            (PauseScope.DESTINATION, "call:ES"),
            (PauseScope.DESTINATION, "sms:US"),
            (PauseScope.DESTINATION, "call:#1"),
            (PauseScope.CARRIER, "account"),
        ]
    )
    until = dice.choice([None, now, now + timedelta(seconds=1), now - timedelta(hours=1)])
    return Pause(scope=scope, value=value, since=now - timedelta(hours=2), until=until)
