"""
What is wrong with a document, and where? Pure.

A mistake states what was found, what was expected and, if there is one, the nearest right word. All mistakes of a
document are collected and reported together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from cadence.documents.tree import Items, Node, Path, SourceError, TextNode
from cadence.domain.errors import InvalidInputError

QUOTED = 40
"""How many characters of a value are quoted."""
MOST = 500
"""How many mistakes are reported at once; the rest follow when these are corrected."""


Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake, at one place of one file. A warning does not stop a launch."""

    file: str
    line: int
    column: int
    found: str
    expected: str = ""
    hint: str = ""  # the nearest right word
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return the line a person reads, in the form editors can jump to."""
        warning = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}:{self.column}: {warning}{in_words(self.found, self.expected, self.hint)}"


def in_words(found: str, expected: str = "", hint: str = "") -> str:
    """Return what was found, what was expected and what may be meant."""
    parts = [found, f"expected {expected}" if expected else "", f'did you mean "{hint}"?' if hint else ""]
    return "; ".join(part for part in parts if part)


class WrongValueError(ValueError):
    """A value that a validator refuses, in the parts of a mistake; `below` is its place within the value."""

    def __init__(self, found: str, expected: str = "", hint: str = "", below: Path = ()) -> None:
        """Keep the parts."""
        self.found, self.expected, self.hint, self.below = found, expected, hint, below
        super().__init__(in_words(found, expected, hint))


class DocumentError(InvalidInputError):
    """The document has mistakes."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        """Keep the mistakes; the message holds them all, one a line."""
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes) or None)


@dataclass(slots=True, kw_only=True)
class MistakeReport:
    """Gathers the mistakes of one file while it is read."""

    file: str
    mistakes: dict[Mistake, None] = field(default_factory=dict)  # in the order of finding

    def wrong(self, at: Node | SourceError, found: str, expected: str = "", hint: str = "") -> None:
        """Add an error."""
        self._add("error", at, found, expected, hint)

    def warn(self, at: Node, found: str, expected: str = "") -> None:
        """Add a warning."""
        self._add("warning", at, found, expected)

    def _add(self, severity: Severity, at: Node | SourceError, found: str, expected: str, hint: str = "") -> None:
        """Keep each mistake once: a value behind a YAML alias is read wherever it is used."""
        mistake = Mistake(self.file, at.line, at.column, found, expected, hint, severity)
        if len(self.mistakes) < MOST:
            self.mistakes.setdefault(mistake)

    def errors(self) -> bool:
        """Tell whether anything here stops a launch."""
        return any(mistake.severity == "error" for mistake in self.mistakes)

    def sorted(self) -> tuple[Mistake, ...]:
        """Return the mistakes in the order of the file."""
        return tuple(sorted(self.mistakes, key=lambda mistake: (mistake.line, mistake.column)))


def one_of(words: Iterable[str]) -> str:
    """Return words as people list them: "a, b or c"."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def quoted(text: str) -> str:
    """Return a value in quotes, on one line, cut when it is long."""
    line = " ".join(text.split())
    return f'"{line[: QUOTED - 1]}…"' if len(line) > QUOTED else f'"{line}"'


def written(node: Node) -> str:
    """Return what stands here, for a message."""
    if isinstance(node, TextNode):
        return "nothing" if node.empty else quoted(node.value)
    return "a list" if isinstance(node, Items) else "a mapping of keys"
