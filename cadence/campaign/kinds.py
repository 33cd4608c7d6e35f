"""
What kinds of value does the language have? Pure.

A kind reads a piece of the file, reports what is wrong with it, and describes itself as JSON Schema: one description
serves the reader, editors and the tests of the manual.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from cadence.campaign.spans import plain
from cadence.documents.mistakes import MistakeReport, one_of, quoted, written
from cadence.documents.tree import Items, Node, TextNode
from cadence.domain.nearest import nearest
from cadence.domain.plurals import many

WRONG = object()
"""What a kind returns for a value it could not read; the mistake is in the report."""

Schema = dict[str, Any]


class ValueKind(Protocol):
    """A kind of value."""

    @property
    def expected(self) -> str:
        """What a person should have written."""

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the value, or WRONG after saying why."""

    def schema(self) -> Schema:
        """Return the JSON Schema of what this kind accepts."""


def refused(kind: ValueKind, node: Node, report: MistakeReport, hint: str = "") -> object:
    """Report that what stands here is not of this kind, and return WRONG."""
    report.wrong(node, written(node), kind.expected, hint)
    return WRONG


@dataclass(frozen=True, kw_only=True)
class TextKind:
    """Text, of a form when one is given."""

    expected: str = "text"
    form: str = ".+"
    longest: int = 500

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the text."""
        if not isinstance(node, TextNode) or node.empty or not node.value.strip():
            return refused(self, node, report)
        if len(node.value) > self.longest:
            report.wrong(node, many(len(node.value), "character"), f"at most {self.longest}")
            return WRONG
        if not re.fullmatch(self.form, node.value, re.DOTALL):
            return refused(self, node, report)
        return node.value

    def schema(self) -> Schema:
        """Return text, with its form and length."""
        letters = re.sub(r"\[\\w", r"[\\p{L}\\p{N}_", self.form).replace(r"\w", r"[\p{L}\p{N}_]")  # also á and ñ
        form = {} if self.form == ".+" else {"pattern": f"^(?:{letters})$"}
        return {"type": "string", "minLength": 1, "maxLength": self.longest, **form}


@dataclass(frozen=True, kw_only=True)
class WordKind:
    """One of a few words."""

    words: tuple[str, ...]
    meant: Callable[[str], str] = str  # another spelling in, the word that it means out

    @property
    def expected(self) -> str:
        """List the words."""
        return one_of(self.words)

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the word."""
        if isinstance(node, TextNode) and node.value in self.words:
            return node.value
        return refused(self, node, report, self._hint(node.value) if isinstance(node, TextNode) else "")

    def _hint(self, text: str) -> str:
        meant = self.meant(text)
        return meant if meant in self.words else nearest(text, self.words)

    def schema(self) -> Schema:
        """Return the words."""
        return {"enum": list(self.words)}


@dataclass(frozen=True, kw_only=True)
class YesNoKind:
    """True or false."""

    expected: str = "true or false"

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the truth value; yes and no are understood as well."""
        word = plain(node.value) if isinstance(node, TextNode) else ""
        if word not in {"true", "false", "yes", "no", "si"}:
            return refused(self, node, report)
        return word in {"true", "yes", "si"}

    def schema(self) -> Schema:
        """Return a boolean, or its word."""
        return {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no", "sí"]}]}


@dataclass(frozen=True, kw_only=True)
class WholeNumberKind:
    """A whole number within limits."""

    least: int = 1
    most: int

    @property
    def expected(self) -> str:
        """Name the limits."""
        return f"a whole number from {self.least} to {self.most}"

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the number."""
        text = node.value.strip() if isinstance(node, TextNode) else ""
        if not re.fullmatch(r"[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            return refused(self, node, report)
        return int(text)

    def schema(self) -> Schema:
        """Return an integer within limits."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, kw_only=True)
class NotationKind:
    """A value with a notation of its own: durations, hours, days, dates."""

    parse: Callable[[str], object]
    expected: str
    vocabulary: tuple[str, ...] = ()  # words it is made of, to find the nearest one
    listed: bool = False  # may be written as a list, which means the same as commas
    examples: tuple[str, ...] = ()

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return what the notation means."""
        text = self._text(node)
        if not text:
            return refused(self, node, report)
        try:
            return self.parse(text)
        except ValueError as error:
            message = str(error)
            found = quoted(text) if message.startswith("not ") else message
            if not found.startswith('"'):  # the message does not quote what it is about
                found = f"{quoted(text)}: {found}"
            report.wrong(node, found, self.expected, self._corrected(text))
            return WRONG

    def _text(self, node: Node) -> str:
        """Return the text, or the joined texts of a list of them."""
        if self.listed and isinstance(node, Items):
            parts = [item.value for item in node.items if isinstance(item, TextNode)]
            return ", ".join(parts) if len(parts) == len(node.items) else ""
        return node.value if isinstance(node, TextNode) and not node.empty else ""

    def _corrected(self, text: str) -> str:
        """Return the text with each unknown word replaced by the nearest known one, if that makes it right."""
        right = re.sub(r"[^\W\d_]+", lambda word: self._known(word[0]), text)
        try:
            self.parse(right)
        except ValueError:
            return ""
        return right if right != text else ""

    def _known(self, word: str) -> str:
        return word if plain(word) in self.vocabulary else nearest(plain(word), self.vocabulary) or word

    def schema(self) -> Schema:
        """Return text with examples: a pattern that knows every spelling would only make editors nag."""
        text: Schema = {"type": "string", "minLength": 1, "examples": list(self.examples)}
        if self.listed:
            return {"anyOf": [text, {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 50}]}
        return text
