"""
How well are replies read that were written without sight of the word lists? Scores the corpora of the tests.

`first.json` beside a blind corpus is the score of its first reading, and is never written again: the reader was mended
after it, so the score of today says less. Development corpora were read while the lists were written. To score any
other folder: `python scripts/blind.py FOLDER`, with en.jsonl or en.txt, and the same for es and pt.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cadence.replies.opt_out import Reply
from cadence.replies.reading import read_reply

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "unit" / "replies" / "blind"
PAGE = ROOT / "docs" / "words.md"
SECOND = CORPUS / "second"
DEVELOPMENT = CORPUS.parent / "development"
NAMES = {"measured blind": CORPUS, "measured blind again": SECOND}
"""The blind corpora, by the mark of their tables on the page."""
FIRST = "first.json"
LABELS = {
    "S": "stop",
    "P": "stop_part",
    "O": "ordinary",
    "U": "unclear",
    "W": "wrong_number",
    "C": "callback",
    "N": "span",
}
PURPOSES = {"m": "marketing", "c": "collections", "s": "service", "v": "survey"}
WRITTEN_AT = datetime(2026, 11, 10, 10, 20)  # noqa: DTZ001  a clock on the wall, in each language's zone
ZONES = {"en": "America/New_York", "es": "Europe/Madrid", "pt": "America/Sao_Paulo"}
LANGUAGES = {"en": "English", "es": "Spanish", "pt": "Portuguese"}
STOPS = ("stop", "stop_part")
OTHERS = ("ordinary", "unclear", "wrong_number", "callback", "span")
TIMES = ("callback", "span")
Score = dict[str, dict[str, int]]
"""For each label, how many messages came to what."""


def rows(folder: Path, language: str) -> Iterator[dict[str, Any]]:
    """Yield the messages of one language: lines of JSON, or `LABEL PURPOSE|text|times or a note`."""
    file = folder / f"{language}.jsonl"
    if file.exists():
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())
        return
    for line in (folder / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield row(line)


def row(line: str) -> dict[str, Any]:
    """Return the message of one line of text, as the lines of JSON have it."""
    head, text, *more = line.split("|")
    label, purpose = head.split()
    found: dict[str, Any] = {"text": text.replace("\\n", "\n"), "purpose": PURPOSES[purpose], "label": LABELS[label]}
    if label == "C":
        return found | {"at": None if more[0] == "null" else more[0]}
    if label == "N":
        return found | {"from": more[0], "to": more[1]}
    return found | ({"note": more[0]} if more and more[0] else {})


def score(language: str, folder: Path = CORPUS) -> Score:
    """Return what came of each label's messages in one language."""
    found: dict[str, Counter[str]] = {}
    for message in rows(folder, language):
        now = WRITTEN_AT.replace(tzinfo=ZoneInfo(ZONES[language]))
        reply = read_reply(message["text"], ZONES[language], now, spans=True)
        counted = found.setdefault(message["label"], Counter())
        counted["all"] += 1
        counted[outcome(reply)] += 1
        if message["label"] in TIMES or reply.callback_at is not None:
            counted[promise(message, reply, ZONES[language])] += 1
    return {label: dict(counted) for label, counted in sorted(found.items())}


def scores_of(folder: Path) -> dict[str, Score]:
    """Return the score of each language."""
    return {language: score(language, folder) for language in LANGUAGES}


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


def block(mark: str) -> re.Pattern[str]:
    """Return what finds the tables of one corpus on the page."""
    return re.compile(rf"(?<=<!-- {mark}: made by `make docs` -->\n).*(?=<!-- end of {mark} -->)", re.DOTALL)


def tables(folder: Path = CORPUS) -> str:
    """Return the tables of one corpus: the first reading, and today's."""
    first: dict[str, Score] = json.loads((folder / FIRST).read_text(encoding="utf-8"))
    today = scores_of(folder)
    return "\n".join(
        ["The first reading:", "", *table(first), "", "Today, with the files in sight:", "", *table(today), ""]
    )


def main(folder: str | None = None) -> None:
    """Write the tables, and keep the score of a first reading if there is none; or print the score of a folder."""
    if folder is not None:
        if not Path(folder).is_dir():
            raise SystemExit(f"{folder} is not a folder; expected one with en, es and pt as .jsonl or .txt")
        sys.stdout.write("\n".join(table(scores_of(Path(folder)))) + "\n")
        return
    for mark, corpus in NAMES.items():
        if not (corpus / "SHA256SUMS").exists():
            continue
        if not (corpus / FIRST).exists():
            (corpus / FIRST).write_text(json.dumps(scores_of(corpus), indent=1) + "\n", encoding="utf-8")
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(block(mark).sub(lambda _, corpus=corpus: tables(corpus), page), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
