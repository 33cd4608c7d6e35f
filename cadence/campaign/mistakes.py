"""
What is wrong with a campaign file, and where? Pure.

A mistake states what was found, what was expected and, if there is one, the nearest right word. All mistakes of a file
are collected and reported together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from cadence.campaign.source import Node, SourcePlace
from cadence.domain.errors import InvalidInputError

QUOTED = 40
"""How many characters of a value are quoted."""
CLOSE = 0.59
"""Words less similar than this are not suggested."""
MOST = 500
"""How many mistakes are reported at once; the rest follow when these are corrected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One mistake, at one place of one file. A warning does not stop a launch."""

    file: str
    line: int
    column: int
    found: str
    expected: str = ""
    hint: str = ""  # the nearest right word
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """Return the line a person reads, in the form editors can jump to."""
        parts = [f"{'warning: ' if self.severity == 'warning' else ''}{self.found}"]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.hint:
            parts.append(f'did you mean "{self.hint}"?')
        return f"{self.file}:{self.line}:{self.column}: {'; '.join(parts)}"


class CampaignFileError(InvalidInputError):
    """The campaign file has mistakes. `cadence check FILE` lists them."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        """Keep the mistakes; the message holds them all, one a line."""
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes) or None)


@dataclass(slots=True, kw_only=True)
class MistakeReport:
    """Gathers the mistakes of one file while it is read."""

    file: str
    mistakes: dict[Mistake, None] = field(default_factory=dict)  # in the order of finding

    def wrong(self, at: Node | SourcePlace, found: str, expected: str = "", hint: str = "") -> None:
        """Add an error."""
        self._add(Mistake(file=self.file, line=at.line, column=at.column, found=found, expected=expected, hint=hint))

    def warn(self, at: Node | SourcePlace, found: str, expected: str = "") -> None:
        """Add a warning."""
        one = Mistake(
            file=self.file, line=at.line, column=at.column, found=found, expected=expected, severity="warning"
        )
        self._add(one)

    def _add(self, mistake: Mistake) -> None:
        """Keep each mistake once: a value behind a YAML alias is read wherever it is used."""
        if mistake not in self.mistakes and len(self.mistakes) < MOST:
            self.mistakes[mistake] = None

    def errors(self) -> bool:
        """Tell whether anything here stops a launch."""
        return any(mistake.severity == "error" for mistake in self.mistakes)

    def sorted(self) -> tuple[Mistake, ...]:
        """Return the mistakes in the order of the file."""
        return tuple(sorted(self.mistakes, key=lambda mistake: (mistake.line, mistake.column)))


def nearest(word: str, right: Iterable[str]) -> str:
    """Return the right word closest to `word`, the first of equals; "" when none is close."""
    matcher = SequenceMatcher(b=_folded(word))
    best, ratio = "", CLOSE
    for right_word in right:
        matcher.set_seq1(_folded(right_word))
        if matcher.real_quick_ratio() > ratio and matcher.quick_ratio() > ratio and matcher.ratio() > ratio:
            best, ratio = right_word, matcher.ratio()
    return best


def _folded(word: str) -> str:
    """Return a word as it is compared."""
    return word[:QUOTED].casefold().strip().replace("-", "_").replace(" ", "_")


def one_of(words: Iterable[str]) -> str:
    """Return words as people list them: "a, b or c"."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def quoted(text: str) -> str:
    """Return a value in quotes, on one line, cut when it is long."""
    line = " ".join(text.split())
    return f'"{line[: QUOTED - 1]}…"' if len(line) > QUOTED else f'"{line}"'
