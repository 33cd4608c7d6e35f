"""
How well are replies read that were written without sight of the word lists? Scores the blind corpus of the tests.

`first.json` beside the corpus is the score of the first reading, and is never written again: the reader was mended
after it, so the score of today says less.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cadence.rules.replies import Reply, read_reply

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "unit" / "rules" / "blind"
PAGE = ROOT / "docs" / "words.md"
TABLE = re.compile(
    r"(?<=<!-- measured blind: made by `make docs` -->\n).*(?=<!-- end of measured blind -->)", re.DOTALL
)
FIRST = CORPUS / "first.json"
WRITTEN_AT = datetime(2026, 11, 10, 10, 20)  # noqa: DTZ001  a clock on the wall, in each language's zone
ZONES = {"en": "America/New_York", "es": "Europe/Madrid", "pt": "America/Sao_Paulo"}
LANGUAGES = {"en": "English", "es": "Spanish", "pt": "Portuguese"}
STOPS = ("stop", "stop_part")
OTHERS = ("ordinary", "unclear", "wrong_number", "callback", "span")
TIMES = ("callback", "span")
Score = dict[str, dict[str, int]]
"""For each label, how many messages came to what."""


def score(language: str) -> Score:
    """Return what came of each label's messages in one language."""
    found: dict[str, Counter[str]] = {}
    for line in (CORPUS / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        now = WRITTEN_AT.replace(tzinfo=ZoneInfo(ZONES[language]))
        reply = read_reply(row["text"], ZONES[language], now, spans=True)
        counted = found.setdefault(row["label"], Counter())
        counted["all"] += 1
        counted[outcome(reply)] += 1
        if row["label"] in TIMES or reply.callback_at is not None:
            counted[promise(row, reply, ZONES[language])] += 1
    return {label: dict(counted) for label, counted in sorted(found.items())}


def outcome(reply: Reply) -> str:
    """Return whether a reply closes something, is held, or goes through."""
    return {"revoke": "obeyed", "hold": "held", "restrict": "held"}.get(reply.meaning, "through")


def promise(row: dict[str, Any], reply: Reply, zone: str) -> str:
    """Return whether a call is promised when it was asked for, at an hour nobody named, or left to a person."""
    if reply.callback_at is None:
        return "asked back"
    start = _wall(reply.callback_at, zone)
    if row.get("at"):
        until = _wall(reply.callback_until, zone) if reply.callback_until else start
        return "promised" if start <= row["at"] <= until else "wrong hour"
    inside = "from" in row and row["from"] <= start <= row["to"]
    return "promised" if inside else "wrong hour"


def _wall(at: datetime, zone: str) -> str:
    """Return what the person's clock shows, as the corpus writes it."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def table(scores: dict[str, Score]) -> Iterator[str]:
    """Yield the lines of one table."""
    yield "| | " + " | ".join(LANGUAGES.values()) + " |"
    yield "|---|---|---|---|"
    rows = {
        "stops": [_count(one, STOPS, "all") for one in scores.values()],
        "obeyed": [_share(one, STOPS, "obeyed") for one in scores.values()],
        "held for a person": [_share(one, STOPS, "held") for one in scores.values()],
        "**taken for harmless**": [_share(one, STOPS, "through") for one in scores.values()],
        "other replies": [_count(one, OTHERS, "all") for one in scores.values()],
        "**of which close something**": [_share(one, OTHERS, "obeyed") for one in scores.values()],
        "ordinary replies": [_count(one, ("ordinary",), "all") for one in scores.values()],
        "**go through without a person**": [_share(one, ("ordinary",), "through") for one in scores.values()],
        "held": [_share(one, ("ordinary",), "held") for one in scores.values()],
        "unclear ones and wrong numbers": [_count(one, ("unclear", "wrong_number"), "all") for one in scores.values()],
        "held or obeyed": [_share(one, ("unclear", "wrong_number"), "held", "obeyed") for one in scores.values()],
        "wishes for a call": [_count(one, TIMES, "all") for one in scores.values()],
        "promised when they said": [_share(one, TIMES, "promised") for one in scores.values()],
        "a question for a person": [_share(one, TIMES, "asked back") for one in scores.values()],
        "**promised for another hour**": [_share(one, (*OTHERS, *STOPS), "wrong hour") for one in scores.values()],
    }
    for name, cells in rows.items():
        yield f"| {name} | {' | '.join(cells)} |"


def _sum(one: Score, labels: tuple[str, ...], *what: str) -> int:
    return sum(one.get(label, {}).get(name, 0) for label in labels for name in what)


def _count(one: Score, labels: tuple[str, ...], what: str) -> str:
    return str(_sum(one, labels, what))


def _share(one: Score, labels: tuple[str, ...], *what: str) -> str:
    """Return how many came to this, and their share."""
    count, every = _sum(one, labels, *what), _sum(one, labels, "all")
    return f"{count} ({count / every:.1%})" if every else "0"


def tables() -> str:
    """Return the tables of the page: the first reading, and today's."""
    first: dict[str, Score] = json.loads(FIRST.read_text(encoding="utf-8"))
    today = {language: score(language) for language in LANGUAGES}
    return "\n".join(
        ["The first reading:", "", *table(first), "", "Today, with the files in sight:", "", *table(today), ""]
    )


def main() -> None:
    """Write the tables, and keep the score of the first reading if there is none."""
    if not FIRST.exists():
        scores = {language: score(language) for language in LANGUAGES}
        FIRST.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(TABLE.sub(lambda _: tables(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
