"""
How well are replies read? Writes the tables of docs/words.md from the labelled messages of the tests.

Run it by `make docs`; a test holds the page against it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cadence.replies.opt_out import UNCLEAR, Reply, read

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "unit" / "replies" / "replies.tsv"
PAGE = ROOT / "docs" / "words.md"
TABLE = re.compile(r"(?<=<!-- measured: made by `make docs` -->\n).*(?=<!-- end of measured -->)", re.DOTALL)

MEANINGS = ("revoke", "restrict", "hold", "help", "rejoin", "none")
LANGUAGES = {"en": "English", "es": "Spanish", "pt": "Portuguese"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One message as a person labelled it."""

    part: str  # "tuned": looked at while the phrases were written; "held": not
    language: str
    meaning: str
    scope: str  # what a revoke closes ("" is everything), or whether a restriction names a place or a time
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one meaning is read."""

    labelled: int
    read: int  # as this meaning, by a rule that knows it
    right: int
    unclear: int = 0  # labelled so, and held because no rule knows it

    @property
    def precision(self) -> float:
        """The share of what was read so that is so."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """The share of what is so that was read so."""
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def held(self) -> float:
        """The share that waits for a person because no rule knows it."""
        return self.unclear / self.labelled if self.labelled else 0.0


def corpus() -> list[Labelled]:
    """Return the labelled messages."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()[1:]
    return [
        Labelled(part=part, language=language, meaning=meaning, scope=scope, text=text)
        for part, language, meaning, scope, text in (line.split("\t") for line in lines)
    ]


def scores(messages: Iterable[Labelled]) -> dict[str, Score]:
    """Return how each meaning is read in these messages."""
    pairs: Counter[tuple[str, str]] = Counter((one.meaning, _known(read(one.text))) for one in messages)
    return {
        meaning: Score(
            labelled=sum(count for (label, _), count in pairs.items() if label == meaning),
            read=sum(count for (_, said), count in pairs.items() if said == meaning),
            right=pairs[meaning, meaning],
            unclear=pairs[meaning, UNCLEAR],
        )
        for meaning in MEANINGS
    }


def _known(reading: Reply) -> str:
    """Return what a reading means, "words.unclear" when no rule knows it."""
    return UNCLEAR if reading.rule == UNCLEAR else reading.meaning


def scope_of(reading: Reply) -> str:
    """Return what a reading closes or names, as the labels write it."""
    if reading.meaning == "restrict":
        return ",".join(sorted({name.partition(":")[0] for name in reading.names}))
    kinds: dict[str, list[str]] = {}
    for part in reading.scope:
        kinds.setdefault(part.scope.value, []).append(part.value)
    return " ".join(f"{kind}:{'+'.join(sorted(values))}" for kind, values in kinds.items())


def tables() -> str:
    """Return the tables of the page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    messages = corpus()
    languages = Counter(one.language for one in messages)
    counted = ", ".join(f"{languages[code]} in {name}" for code, name in LANGUAGES.items())
    yield f"{len(messages)} messages: {counted}."
    yield ""
    yield "| meaning | messages | precision | recall | unclear | held out | precision | recall | unclear |"
    yield "|---|---|---|---|---|---|---|---|---|"
    tuned = scores(one for one in messages if one.part == "tuned")
    held = scores(one for one in messages if one.part == "held")
    for meaning in MEANINGS:
        cells = [
            f"{one.labelled} | {one.precision:.1%} | {one.recall:.1%} | {one.held:.1%}"
            for one in (tuned[meaning], held[meaning])
        ]
        yield f"| {meaning} | {' | '.join(cells)} |"
    closed = [one for one in messages if one.meaning == "revoke"]
    right = sum(scope_of(read(one.text)) == one.scope for one in closed)
    narrow = sum(bool(one.scope) for one in closed)
    yield ""
    yield f"Of {len(closed)} stops, {narrow} close a part only. What is closed is read as labelled in {right} of them."
    yield "In the others more is closed than was asked, never less."
    yield ""


def main() -> None:
    """Write the tables."""
    PAGE.write_text(TABLE.sub(lambda _: tables(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
