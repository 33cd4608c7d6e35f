"""Which campaigns and people does a seed give? Campaigns from the whole language, as their files have them."""

import json
import random
from datetime import timedelta
from typing import Any, NamedTuple

from cadence.campaign import Campaign, check_text
from cadence.domain import Channel, NumberKind, ZoneEvidence, ZoneSource
from cadence.domain.list_rows import ConsentRow, LeadRow, NumberRow
from tests.unit.simulation.lists import MONDAY

Node = dict[str, Any]

TRIES = 60
"""Some of what is drawn at random makes no sense together: then it is drawn again."""
SAYS = "{{ company }}: hola {{ name }}. BAJA para no recibir mas"
LIVES = ("Europe/Madrid", "Atlantic/Canary")
DAYS = ["9 mar", "2027-03-10", "11 mar - 15 mar", "last 5 days of month", "second monday of month", "day 16 of month"]
HOURS = ["00:00-24:00", "08:00-21:00", "09:30-14:00, 16:00-20:30", "10:00-13:00"]
PARTS: list[Node] = [
    {"plan": "premium"},
    {"plan": {"is": "known"}},
    {"age": {"at_least": 18}},
    {"segment": ["vip", "regular"]},
    {"score": {"below": 3}},
    {"consent": "sms"},
    {"touches": {"at_most": 1}},
    {"touches": {"at_least": 1, "channel": "call"}},
    {"hours_since": {"event": "contacted", "at_least": 30}},
    {"hours_since": {"event": "enrolled", "below": 50}},
    {"hours_since": {"event": "replied", "is": "known", "at_most": 48}},
]
ANSWERED = ["answered", "interested", "refused", "busy", "no_answer", "machine", "promised"]


class Drawn(NamedTuple):
    """A campaign, its file, and the text of each of its conditions by its place."""

    campaign: Campaign
    file: Node
    conditions: dict[str, str]


def campaign_of(seed: int) -> Drawn:
    """Return the first campaign of a seed in which `check` finds no mistake."""
    for nth in range(TRIES):
        file = file_of(random.Random(f"campaign {seed}/{nth}"))  # noqa: S311  dice, not keys
        reading = check_text(json.dumps(file), "drawn.yaml")
        if not reading.errors:
            return Drawn(reading.right(), file, dict(conditions_of(file)))
    raise AssertionError(f"{seed}: nothing of what was drawn is a campaign: {reading.errors}")


def conditions_of(file: Node) -> list[tuple[str, str]]:
    """Return the text of each condition of windows, limits and steps, by its place."""
    places = ((key, place, part) for key in ("windows", "limits", "cadence") for place, part in enumerate(file[key]))
    return [(f"{key}[{place}]", json.dumps(part["where"])) for key, place, part in places if "where" in part]


def sometimes(dice: random.Random, chance: float, **keys: Any) -> Node:
    """Return these keys, or none."""
    return keys if dice.random() < chance else {}


def where(dice: random.Random) -> Node:
    """Return a condition."""
    first, second = dice.sample(PARTS, 2)
    return dice.choice([first, first, {"not": first}, {"any": [first, second]}, {"all": [first, second]}])


def some(dice: random.Random, chance: float) -> Node:
    """Return a condition of a part of the file, or none."""
    return sometimes(dice, chance, where=where(dice))


def file_of(dice: random.Random) -> Node:
    """Return a campaign file."""
    names = [f"s{place}" for place in range(dice.choice([2, 3, 4, 5, 6]))]
    season = MONDAY.date()
    return (
        {
            "campaign": "drawn",
            "purpose": dice.choice(["marketing", "service", "collections", "survey"]),
            "audience": dice.choice(["consumer", "consumer", "business"]),
            "country": "ES",
            "jurisdictions": dice.choice(["none", "none", ["es"]]),
            "from": {
                "company": "Tienda Sol",
                **dict.fromkeys(("voice", "sms", "whatsapp"), "+34910000001"),
                "email": "hola@tiendasol.example",
                "postal_address": "Calle Mayor 1, 28013 Madrid",
            },
            "windows": windows_of(dice),
            "holidays": dice.choice(["open", "closed"]),
            "limits": [{"max": dice.choice([4, 6, 9]), "per": "campaign"}, *limits_of(dice)],
            "gap": dice.choice(["0 hours", "2 hours", "20 hours"]),
            "spread": dice.choice(["0 minutes", "30 minutes"]),
            "stop_on": dice.sample(["converted", "refused", "replied", "wrong_number", "busy"], dice.choice([1, 2])),
            "promised": "pay_on",
            "replies": {"yes": ["sí", "1"], "no": ["no", "2"]},
            "floors": {"sales": {"agents": dice.choice([1, 50]), "endpoint": "client:sales"}},
            "consent": {
                channel: {"basis": "contract", "reason": "They agreed."} for channel in ("sms", "call", "email")
            },
            "cadence": [step_of(dice, names, place) for place in range(len(names))],
        }
        | sometimes(dice, 0.3, closed=dice.sample(DAYS, 2))
        | sometimes(dice, 0.2, open=["19 mar"])
        | sometimes(dice, 0.2, rest={"refused": "60 days", "conversation": "3 days"})
        | sometimes(dice, 0.3, stop_account_on=dice.sample(["converted", "refused", "replied", "reply.no"], 2))
        | sometimes(dice, 0.3, account={"at_a_time": dice.choice([1, 2]), "when_reached": dice.choice(["end", "next"])})
        | sometimes(dice, 0.3, in_flight=5)
        | sometimes(
            dice,
            0.2,
            seasons=[
                {"start": f"{season}", "end": f"{season + timedelta(days=2)}"},
                {"start": f"{season + timedelta(days=6)}", "end": f"{season + timedelta(days=14)}"},
            ],
        )
        | sometimes(dice, 0.3, callback={"call": "sales", "on": {"answered": "end"}})
    )


def windows_of(dice: random.Random) -> list[Node]:
    """Return hours: for all, and for some people and on some dates."""
    every = {"days": dice.choice(["mon-fri", "mon-sun"]), "hours": dice.choice(HOURS)}
    return [
        every,
        *([{"hours": dice.choice(HOURS), "dates": dice.sample(DAYS, 2)}] if dice.random() < 0.3 else []),
        *([{"days": "mon-sun", "hours": dice.choice(HOURS), "segments": ["vip"]}] if dice.random() < 0.3 else []),
        *([{"days": "mon-sun", "hours": dice.choice(HOURS), "where": where(dice)}] if dice.random() < 0.4 else []),
    ]


def limits_of(dice: random.Random) -> list[Node]:
    """Return limits of every kind."""
    return [
        {"max": dice.choice([1, 2, 3]), "per": dice.choice(["1 day", "24 hours", "90 minutes", "7 days"])}
        | sometimes(dice, 0.3, channels=dice.choice([["call"], ["sms", "whatsapp"], ["email"]]))
        | sometimes(dice, 0.3, by="account")
        | sometimes(dice, 0.3, segments=["vip"])
        | sometimes(dice, 0.3, dates=dice.sample(DAYS, 2))
        | some(dice, 0.3)
        for _ in range(dice.choice([0, 1, 2, 3]))
    ]


def step_of(dice: random.Random, names: list[str], place: int) -> Node:
    """Return a step with what goes by its kind."""
    kind = dice.choice(["sms", "sms", "whatsapp", "email", "call", "call", "say", "task", "wait"])
    waits = kind == "wait"
    step: Node = {"step": names[place]} | ({} if waits else some(dice, 0.25))
    step |= content_of(dice, kind)
    answers: list[str] = []
    if kind in {"sms", "whatsapp", "say"}:
        asks = dice.choice(["", "", "yes/no", "replies", "0-5", *([] if kind == "say" else ["date", "text"])])
        step |= {"ask": {"save": dice.choice(["nps", "plan"]), "as": asks}} if asks else {}
        answers = ["reply.saved"] if asks in {"0-5", "date", "text"} else ["reply.yes", "reply.no"]
    if kind not in {"task", "wait"}:
        step |= sometimes(dice, 0.2, until={"weekday": dice.choice(["tue", "mon-fri"]), "hours": "10:00-12:00"})
    if not waits:
        step |= timing_of(dice, place) | sometimes(dice, 0.3, if_late=dice.choice(["skip", "next_window"]))
        step |= {} if "before" in step else sometimes(dice, 0.2, expires=dice.choice(["6 hours", "2 days"]))
        step |= sometimes(dice, 0.3, otherwise=target(dice, names, place))
    words = {"call": ANSWERED, "say": [*ANSWERED, *answers], "task": [], "wait": []}.get(kind, ["replied", *answers])
    ways = {word: way_of(dice, names, place) for word in dice.sample(words, min(len(words), dice.choice([0, 1, 2])))}
    step |= {"on": ways | {"otherwise": target(dice, names, place)}} if ways or dice.random() < 0.3 else {}
    if kind in {"call", "say"}:
        retry = {"on": ["busy", "no_answer"], "after": dice.choice(["30 minutes", "5 hours"]), "times": 2}
        step |= sometimes(dice, 0.4, retry=retry)
    return step | (sometimes(dice, 0.3, answer_within="30 hours") if kind in {"sms", "whatsapp"} else {})


def content_of(dice: random.Random, kind: str) -> Node:
    """Return what a step does."""
    says = {"say": "Pulse 1 o 2, 9 para darse de baja."} | sometimes(dice, 0.5, floor="sales")
    contents: dict[str, Node] = {
        "sms": {"sms": SAYS},
        "whatsapp": {"whatsapp": {"template": "hello", "body": SAYS}},
        "email": {"email": {"subject": "Hola", "body": SAYS}},
        "call": {"call": {"floor": "sales", "ring": "25 seconds"}},
        "say": {"call": says},
        "task": {"task": "Escribir a {{ name }}"},
        "wait": {"wait": dice.choice(["3 hours", "2 days"])},
    }
    return contents[kind]


def timing_of(dice: random.Random, place: int) -> Node:
    """Return when a step is due."""
    by_result = {"left": "1 day", "skipped": "at once", "replied": "1 hour", "otherwise": "3 hours"}
    return dice.choice(
        [
            {},
            {"after": "2 hours"},
            {"after": "1 day 6 hours"},
            {"after": by_result if place else "1 hour"},
            {"after": {"field": "pay_on", "by": "1 day"}},
            {"after": {"field": "visit_at", "by": "at once"}},
            {"before": {"field": "visit_at", "by": "1 day"}},
        ]
    )


def target(dice: random.Random, names: list[str], place: int) -> str:
    """Return where something leads: nearly always ahead."""
    return dice.choice([*names[place + 1 :], *names[place + 1 :], "end", dice.choice(names)])


def way_of(dice: random.Random, names: list[str], place: int) -> Any:
    """Return a target, or several with conditions."""
    last = target(dice, names, place)
    return [{"where": where(dice), "to": target(dice, names, place)}, last] if dice.random() < 0.3 else last


def people_of(seed: int, count: int) -> list[LeadRow]:
    """Return people of few accounts, some with two numbers, some in two zones, some of whom little is known."""
    return [_person(random.Random(f"person {seed}/{place}"), place) for place in range(count)]  # noqa: S311


def _person(dice: random.Random, place: int) -> LeadRow:
    agreed = [Channel.WHATSAPP, *(channel for channel in Channel if channel is Channel.EMAIL or dice.random() < 0.8)]
    numbers = [f"+34600000{place:03}", *([f"+34600001{place:03}"] if dice.random() < 0.3 else [])]
    mails = [f"p{place}@example.com"] if dice.random() < 0.7 else []
    visit = MONDAY + timedelta(days=dice.randrange(1, 9), hours=dice.randrange(12))
    cells = {"plan": dice.choice(["premium", "basic", ""]), "age": dice.choice(["17", "18", "40", "", "#N/A"])}
    return LeadRow(
        line=place + 2,
        key=f"P-{place}",
        numbers=(
            *(NumberRow(e164=number, kind=NumberKind.MOBILE, country="ES") for number in numbers),
            *(NumberRow(e164=mail, kind=NumberKind.EMAIL) for mail in mails),
        ),
        country="ES",
        region="MD",
        name="Ana",
        zones=tuple(ZoneEvidence(zone=zone, source=ZoneSource.STATED) for zone in LIVES[: dice.choice([1, 1, 2])]),
        score=dice.randrange(6),
        segment=dice.choice(["", "vip", "other"]),
        account=dice.choice(["", "Acme", "ACME ", "Sol", "Mar"]),
        attributes=cells | sometimes(dice, 0.8, visit_at=f"{visit:%Y-%m-%d %H:%M}"),
        consents=tuple(
            ConsentRow(
                channel=channel, given=True, at=MONDAY - timedelta(days=30), kind="express_written", source="form"
            )
            for channel in agreed
            if channel is not Channel.TASK
        ),
    )
