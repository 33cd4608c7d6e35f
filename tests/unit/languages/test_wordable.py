"""Can everything be said in every language, with nothing left open and nothing left in Python?"""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cadence.cli.launching.plan_report import as_json, in_words
from cadence.domain import Channel
from cadence.domain.money import Money
from cadence.domain.tariffs import Tariff, TariffUnit
from cadence.explain.story.silence import why_silent
from cadence.explain.story.speaker import Speaker
from cadence.languages import LANGUAGES, Language, say
from cadence.languages.texts import sentences_of
from cadence.leads.lists.report import IntakeReport
from cadence.simulation import first_touches
from cadence.simulation.costs import CostOrder, cost_forecast
from cadence.simulation.sample import paces, sample
from tests.unit.languages.test_use import CODE, ids, trees
from tests.unit.simulation.lists import MONDAY, campaign, row, world
from tests.unit.story.events import at, decision, enrolled, finished, paused, resumed, touch

LEFT_OPEN = re.compile(r"[{}$\u2068\u2069]|\?\?\?|NUMBER\(")
"""What Fluent leaves where something is missing, and its invisible marks."""
SHARES = {"share", "most", "target"}
"""Arguments that are written as a percentage."""
OTHER_TEXTS = (
    "replies/",
    "leads/",
    "local/",
    "domain/",
    "campaign/spans.py",
    "campaign/day_notation.py",
    "campaign/kinds.py",
    "channels/smtp/",
)
"""Where Spanish and Portuguese are what people and lists write to us, or what made-up people say."""
FOREIGN = re.compile(
    r"\b(del|los|las|una|por|para|con|sin|que|está|llamada|não|dos|uma|com|sem|você|ligação|pessoa|persona|hasta|desde)\b"
)


def filled(name: str, value: object) -> dict[str, object]:
    """Every argument of a sentence, with this value."""
    return {key: 0.5 if key in SHARES else value for key in sentences_of("en").arguments(name)}


@pytest.mark.parametrize("value", [0, 1, 2, 1000, "Xx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole_with_any_value(language: Language, value: object) -> None:
    """Each variant of each sentence is text, and shows what it is given."""
    for name in ids():
        words = say(language, name, **filled(name, value))

        assert words.strip(), name
        assert not LEFT_OPEN.search(words), (name, words)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_sentence_is_translated(language: Language) -> None:
    """One that nobody has translated yet is the English one."""
    sentences = {name: say("en", name, **filled(name, "Xx")) for name in ids()}
    long = {name: words for name, words in sentences.items() if len(words.split()) > 3}

    assert [name for name, words in long.items() if say(language, name, **filled(name, "Xx")) == words] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_is_worded(language: Language) -> None:
    """Every line, for people who are reached and for people who are not."""
    shop = campaign(in_flight=5, without_pack=("FR",))
    there = world(shop)
    rows = [*(row(place) for place in range(30)), row(40, consents=())]
    found, carried = first_touches(there, rows, MONDAY), sample(there, rows, MONDAY)
    report = IntakeReport(rows=34, leads=31, duplicates=1, refused=1, remarks=1, rejected=Path("r.csv"), open_quote=7)

    floors = paces(shop, carried)
    price = Money(amount=Decimal("0.08"), currency="EUR")
    tariff = Tariff(channel=Channel.SMS, unit=TariffUnit.SEGMENT, price=price)
    cost = cost_forecast(CostOrder(campaign=shop, tariffs=[tariff], rows=rows, at=MONDAY), found, carried)
    lines = in_words(shop, MONDAY, report, found, carried, floors, cost, language)
    data = as_json(shop, MONDAY, report, found, carried, floors, cost, language)

    assert found.reached == 30
    assert len(floors) == 1
    assert not LEFT_OPEN.search("\n".join(lines))
    assert all(group["words"] for group in data["not_reached"])
    if language != "en":
        english = {line.strip() for line in in_words(shop, MONDAY, report, found, carried, floors, cost)}
        assert {line.strip().split()[0] for line in lines if line.strip() in english - {""}} == {"hello", "C-40"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_silent_day_is_explained(language: Language) -> None:
    """With a pause, a rule, an end, and a step that came later."""
    speaker = Speaker(language=language, zones=("Europe/Madrid",), numbers=(4, 9))
    why = {"rule": "campaign.gap", "evidence": {"gap": 7200, "last": "2027-03-08T09:00:00+00:00"}}
    events = [
        enrolled(at(8, 8)),
        paused(at(8, 9)),
        resumed(at(10, 9)),
        decision(at(9, 9), "defer", until="2027-03-10T09:00:00+00:00", reasons=[why]),
        touch(at(11, 9)),
        finished(at(12, 9)),
    ]
    days = [at(day, 12).date() for day in (7, 9, 10, 12, 13)]
    lines = [line for day in days for line in why_silent(events, day, speaker)]

    assert len(lines) >= len(days)
    assert not LEFT_OPEN.search("\n".join(lines))
    assert "?" not in "".join(lines)
    if language != "en":
        english = Speaker(zones=speaker.zones, numbers=speaker.numbers)
        assert not {line for day in days for line in why_silent(events, day, english)} & set(lines)


def texts_in_code() -> Iterator[tuple[str, str]]:
    """Each text in the code that is no docstring and no sentence that a module adds in every language."""
    for file, tree in trees():
        if file.startswith(OTHER_TEXTS):
            continue
        skipped: set[int] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                skipped.add(id(node.value))
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "add_sentences":
                skipped |= {id(part) for part in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
                yield f"{file}:{node.lineno}", node.value


def test_no_sentence_in_spanish_or_portuguese_is_left_in_python() -> None:
    """It would be missing in the next language, and nobody would look for it there."""
    texts = list(texts_in_code())

    assert len(texts) > 5000
    assert [where for where, text in texts if len(set(FOREIGN.findall(text))) > 1] == []
    assert FOREIGN.findall((CODE / "languages" / "es.ftl").read_text(encoding="utf-8"))
