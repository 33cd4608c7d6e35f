"""Does the JSON Schema refuse the same pairs of keys as `check`? Every key of every block, alone and two by two."""

import json
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import pytest

from cadence.campaign.blocks import Block, ListKind, MappingKind
from cadence.campaign.kinds import ValueKind
from cadence.campaign.shape import CAMPAIGN
from tests.unit.campaign.samples import said
from tests.unit.campaign.test_schema import VALIDATOR

Values = Mapping[str, Any]
HEAD: dict[str, Any] = {
    "campaign": "sample",
    "purpose": "service",
    "jurisdictions": "none",
    "from": {
        "company": "Sample",
        "sms": "+34910000001",
        "whatsapp": "+34910000001",
        "voice": "+34910000001",
        "email": "sample@example.com",
        "postal_address": "Calle Mayor 1, Madrid",
    },
    "windows": [{"days": "mon-fri", "hours": "9:00-17:00"}],
    "floors": {"desk": {"agents": 2, "endpoint": "client:desk"}},
    "limits": [{"max": 5, "per": "campaign"}],
    "promised": "pay_on",
    "cadence": [{"step": "first", "sms": "Hello"}],
}
QUESTION = "Pulse 1 para sí, 2 para no, 9 para no recibir más llamadas."
WORDS = {"yes": ["sí", "1"], "no": ["no", "2"]}
WHEN = "Te llamamos el {{ callback_at | date }}."

KEYS_OF_STEP: Values = {
    "after": "1 day",
    "where": {"plan": "premium"},
    "before": {"field": "due", "by": "1 day"},
    "until": {"weekday": "tue"},
    "if_late": "skip",
    "expires": "2 days",
    "sms": "Hello",
    "whatsapp": "Hello",
    "email": {"subject": "Hello", "body": "Hello"},
    "call": "desk",
    "task": "Write",
    "wait": "1 day",
    "from": "+34910000002",
    "retry": {"on": ["failed"], "after": "1 hour", "times": 1},
    "replies": WORDS,
    "ask": {"save": "liked", "as": "yes/no"},
    "answer_within": "1 day",
    "on": {"otherwise": "end"},
    "otherwise": "end",
}
ASKING = {"floor": "desk", "say": QUESTION}


def step(**more: object) -> list[dict[str, Any]]:
    """Return the cadence with one step more."""
    return [{"step": "first", "sms": "Hello"}, {"step": "one", **more}]


def in_step(key: str, **more: object) -> Any:
    """Return what puts a value under a key of a step."""
    return lambda value: {"cadence": step(**{**more, key: value})}


PLACES: dict[str, tuple[Any, Values, Values]] = {
    "campaign": (
        lambda value: value,
        {},
        {
            "start": "2027-01-01",
            "end": "2027-12-31",
            "seasons": [{"start": "2027-02-01", "end": "2027-03-01"}],
            "enter": {"per": "due"},
            "account": {"at_a_time": 1},
            "closed": ["24 dec"],
            "open": ["12 oct"],
            "rest": {"refused": "60 days"},
            "where": {"plan": "premium"},
            "stop_account_on": ["converted"],
            "on_event": {"paid": {"finish": "paid"}},
            "consent": {"sms": "opt_in"},
            "goal": {"value": "order_value", "currency": "EUR"},
        },
    ),
    "a campaign with a task": (
        lambda value: {"cadence": step(task="Write"), **value},
        {"tasks": [{"per_day": 5}]},
        {"closed": ["24 dec"]},
    ),
    "an alert": (
        lambda value: {"alerts": {"late": value}},
        {"when": "overdue_leads > 50"},
        {"do": ["log", "webhook", "pause"]},
    ),
    "step": (lambda value: {"cadence": [HEAD["cadence"][0], value]}, {"step": "one"}, KEYS_OF_STEP),
    **{
        f"step by {kind}": (
            lambda value: {"cadence": [HEAD["cadence"][0], value]},
            {"step": "one", kind: KEYS_OF_STEP[kind]},
            {name: value for name, value in KEYS_OF_STEP.items() if name != kind},
        )
        for kind in ("sms", "whatsapp", "email", "call", "task", "wait")
    },
    "step that asks by phone": (
        lambda value: {"cadence": [HEAD["cadence"][0], value]},
        {"step": "one", "call": ASKING, "replies": WORDS},
        {name: value for name, value in KEYS_OF_STEP.items() if name not in {"call", "replies"}},
    ),
    "step with a date": (
        lambda value: {"cadence": [HEAD["cadence"][0], value]},
        {"step": "one", "after": {"field": "due", "by": "1 day"}},
        {name: value for name, value in KEYS_OF_STEP.items() if name != "after"},
    ),
    "the date of `after`": (
        in_step("after", sms="Hello"),
        {},
        {"field": "due", "by": "1 day", "left": "1 day", "skipped": "1 day"},
    ),
    "`before`": (in_step("before", sms="Hello"), {}, {"field": "due", "by": "1 day"}),
    "`until`": (in_step("until", sms="Hello"), {}, {"weekday": "tue", "day": "1-7", "hours": "10:00-12:00"}),
    "an sms": (in_step("sms"), {}, {"body": "Hello"}),
    "a whatsapp message": (in_step("whatsapp"), {}, {"body": "Hello", "template": "hello", "variables": {"1": "Ana"}}),
    "an e-mail": (in_step("email"), {}, {"subject": "Hello", "body": "Hello", "html": "<p>Hello</p>"}),
    "a call": (
        in_step("call", replies=WORDS),
        {},
        {
            "floor": "desk",
            "say": QUESTION,
            "ring": "20 seconds",
            "detect_machines": False,
            "voicemail": "Hello",
            "voicemail_audio": "https://shop.example/a.mp3",
            "talk": "10 minutes",
        },
    ),
    "a call to agents": (
        in_step("call"),
        {"floor": "desk"},
        {
            "ring": "20 seconds",
            "detect_machines": False,
            "voicemail": "Hello",
            "voicemail_audio": "https://shop.example/a.mp3",
            "talk": "10 minutes",
        },
    ),
    "a task": (
        in_step("task"),
        {},
        {"title": "Write", "body": "Soon", "assign": "shop", "due": "4 hours", "label": "letter"},
    ),
    "a cap on tasks": (
        lambda value: {"tasks": [value], "cadence": step(task={"title": "Write", "assign": "shop", "label": "letter"})},
        {"per_day": 5},
        {"label": "letter", "assign": "shop", "each": "assignee"},
    ),
    "a retry": (in_step("retry", call="desk"), {}, {"on": ["busy"], "after": "1 hour", "times": 1}),
    "a question": (in_step("ask", sms="Hello"), {}, {"save": "liked", "as": "0-10"}),
    "a branch with a condition": (
        lambda value: {"cadence": step(sms="Hello", on={"sent": [value, "end"]})},
        {},
        {"where": {"plan": "premium"}, "to": "end"},
    ),
    "a window": (
        lambda value: {"windows": [*HEAD["windows"], value]},
        {},
        {
            "days": "sat",
            "hours": "10:00-12:00",
            "segments": ["vip"],
            "dates": ["24 dec"],
            "where": {"plan": "premium"},
        },
    ),
    "a limit": (
        lambda value: {"limits": [value]},
        {},
        {
            "max": 2,
            "per": "7 days",
            "channels": ["sms"],
            "dates": ["24 dec"],
            "by": "account",
            "segments": ["vip"],
            "where": {"plan": "premium"},
        },
    ),
    "a season": (lambda value: {"seasons": [value]}, {}, {"start": "2027-02-01", "end": "2027-03-01"}),
    "an event": (
        lambda value: {"on_event": {"paid": value}},
        {},
        {"finish": "paid", "value": "amount", "hold": "7 days", "go": "first"},
    ),
    "`rest`": (lambda value: {"rest": value}, {}, {"refused": "60 days", "conversation": "3 days"}),
    "`account`": (
        lambda value: {"account": value},
        {},
        {"at_a_time": 1, "order": {"role": ["boss"]}, "when_reached": "next"},
    ),
    "`goal`": (lambda value: {"goal": value}, {}, {"value": "order_value", "currency": "EUR"}),
    "`enter`": (lambda value: {"enter": value}, {}, {"again_after": "30 days", "per": "due"}),
    "a basis of consent": (lambda value: {"consent": {"sms": value}}, {}, {"basis": "customer", "reason": "Ours."}),
    "a basis of consent (opt-in)": (
        lambda value: {"consent": {"sms": value}},
        {"basis": "opt_in"},
        {"reason": "Ours."},
    ),
    "a floor": (
        lambda value: {"floors": {"desk": value}},
        {},
        {"agents": 2, "endpoint": "client:desk", "wrap_up": "3 minutes"},
    ),
    "`from`": (
        lambda value: {"from": value},
        {"company": "Sample", "sms": "+34910000001"},
        {key: HEAD["from"][key] for key in ("whatsapp", "voice")},
    ),
    "`callback`": (
        lambda value: {"callback": value},
        {},
        {
            "call": "desk",
            "retry": {"on": ["busy"], "after": "1 hour", "times": 1},
            "on": {"answered": "end"},
            "confirm": {"sms": WHEN},
            "moved": {"sms": WHEN},
        },
    ),
    "`callback` that asks": (lambda value: {"callback": value}, {"call": ASKING}, {"on": {"answered": "end"}}),
    "an announcement": (
        lambda value: {"callback": {"call": "desk", "confirm": value}},
        {},
        {"sms": WHEN, "whatsapp": WHEN, "email": {"subject": "Hello", "body": WHEN}},
    ),
    "a condition": (
        in_step("where", sms="Hello"),
        {},
        {"plan": "premium", "any": [{"role": "boss"}], "not": {"city": "Madrid"}},
    ),
    "a comparison": (
        lambda value: {"cadence": step(sms="Hello", where={"age": value})},
        {},
        {"at_least": 18, "below": 70, "is": "known", "before": "2027-01-01"},
    ),
    "touches": (
        lambda value: {"cadence": step(sms="Hello", where={"touches": value})},
        {},
        {"is": 1, "at_least": 1, "at_most": 3, "channel": "sms", "step": "first", "outcome": "sent"},
    ),
    "hours_since": (
        lambda value: {"cadence": step(sms="Hello", where={"hours_since": value})},
        {},
        {"event": "replied", "at_least": 2, "below": 5, "is": "known"},
    ),
    "consent": (
        lambda value: {"cadence": step(sms="Hello", where={"consent": value})},
        {},
        {"sms": True, "call": "no"},
    ),
}
"""Each mapping of the language, where it stands, the keys that it has here, and those that are tried beside them."""


def blocks(kind: ValueKind) -> Iterator[str]:
    """Yield the names of all blocks of the language."""
    while isinstance(kind, ListKind | MappingKind):
        kind = kind.of
    for inner in getattr(kind, "blocks", ()):
        yield from blocks(inner)
    if isinstance(kind, Block):
        yield kind.called
        for key in kind.keys.values():
            yield from blocks(key.kind)


def test_every_block_is_tried() -> None:
    """A block that is not in the table would be compared with nothing."""
    assert set(blocks(CAMPAIGN)) - {"a campaign", "a step"} <= set(PLACES)
    assert set(KEYS_OF_STEP) == set(CAMPAIGN.keys["cadence"].kind.of.keys) - {"step"}  # type: ignore[attr-defined]


def _with_sender(value: Values) -> Values:
    """Return a step with a sender that suits its channel."""
    return {**value, "from": "other@example.com"} if {"email", "from"} <= value.keys() else value


def judged(document: Mapping[str, Any]) -> tuple[bool, list[str]]:
    """Return whether the schema accepts a file, and the errors of `check`: JSON is YAML."""
    errors = [line for line in said(json.dumps(document, ensure_ascii=False)) if "warning" not in line]
    return VALIDATOR.is_valid(document), errors


@pytest.mark.parametrize("place", PLACES)
def test_the_schema_and_the_check_accept_the_same_keys(place: str) -> None:
    """Alone, and two by two."""
    put, always, keys = PLACES[place]
    different = []
    for count in (0, 1, 2):
        for some in combinations(keys, count):
            value = {**always, **{key: keys[key] for key in some}}
            by_schema, errors = judged({**HEAD, **put(_with_sender(value))})
            if by_schema == bool(errors):
                different.append((some, by_schema, errors))
    assert different == []
