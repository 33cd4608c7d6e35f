"""Is any JSON at all either a person or refused, line by line?"""

import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest

from cadence.domain.errors import InvalidInputError
from cadence.explain.judge import facts_of, read_person
from cadence.explain.judge.person import JudgePerson
from tests.unit.policy.builders import campaign

VALUES: tuple[Any, ...] = (
    *(None, True, 0, 1, -1, 1.5, "", "x", [], {}, 10**30, "\ud800", float("nan")),
    *("+34600000001", "US-FL", "2027-03-09T10:00:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"),
)
KEYS = tuple(JudgePerson.model_fields)
PARTS = (
    *("e164", "place", "at", "channel", "outcome", "number", "scope", "value", "purpose", "campaign", "kind", "as_of"),
    *("listed", "name", "country", "subdivision", "since", "expires", "lead", "replied_at", "answer", "feed", "day"),
)
AT = datetime(2027, 3, 9, 11, tzinfo=UTC)
SPRING = campaign()


def value(dice: random.Random, depth: int = 0) -> Any:
    """Whatever may stand in JSON, with our own keys in it."""
    turn = dice.random()
    if depth < 3 and turn < 0.35:
        return {dice.choice(PARTS): value(dice, depth + 1) for _ in range(dice.randint(0, 4))}
    if depth < 3 and turn < 0.55:
        return [value(dice, depth + 1) for _ in range(dice.randint(0, 3))]
    return dice.choice(VALUES)


@pytest.mark.parametrize("seed", range(20))
def test_any_json_is_a_person_or_is_refused_at_a_line(seed: int) -> None:
    """Never a traceback, never a library's own words, never a value of the person."""
    dice = random.Random(seed)  # noqa: S311  chance for a test

    for _ in range(100):
        text = json.dumps({"numbers": ["+34600000001"]} | {dice.choice(KEYS): value(dice) for _ in range(2)})
        for line in complaints(text):
            assert line.startswith("lead.json:"), text
            assert "Input should" not in line, text
            assert "600000001" not in line, text


def complaints(text: str) -> list[str]:
    """What is said of a file, nothing of one that is right."""
    try:
        facts_of(read_person(text), SPRING, AT)
    except InvalidInputError as error:
        return str(error).splitlines()
    return []


def test_some_of_it_is_a_person() -> None:
    """Otherwise the test above would hold of refusals only."""
    assert complaints('{"numbers": ["+34600000001"], "touches": [], "zone": null}') == []
