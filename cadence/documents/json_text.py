"""What does a JSON text contain, and at which line and column is each part? Pure: the same tree as of YAML."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from cadence.documents.tree import Items, Keys, Node, SourceError, TextNode
from cadence.domain.storable import storable

MAX_DEPTH = 50
WHITE = re.compile(r"[ \t\r\n]*")
DECODER = json.JSONDecoder()


def read_json(text: str, example: str) -> Node:
    """Return the tree of a text; `example` says what was expected where it is no JSON. Raises SourceError."""
    try:
        json.loads(text)
        return _JsonReader(text).value()
    except json.JSONDecodeError as error:
        raise SourceError(error.lineno, error.colno, f"not JSON: {error.msg}", example) from None
    except RecursionError:
        raise SourceError(1, 1, "lists and objects nested too deep", example) from None
    except ValueError as error:  # a number of thousands of digits
        raise SourceError(1, 1, "a number that is too long", example) from error


@dataclass(slots=True)
class _JsonReader:
    """Goes through a text that is JSON, and notes where everything begins."""

    text: str
    here: int = 0  # how far it has come
    starts: list[int] = field(default_factory=list)  # where each line begins

    def __post_init__(self) -> None:
        """Find the lines."""
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def value(self, depth: int = 0) -> Node:
        """Return the next value."""
        self._skip("")
        line, column = self._place()
        if depth > MAX_DEPTH:
            raise SourceError(line, column, "too many levels", f"at most {MAX_DEPTH} inside each other")
        node: Keys | Items
        match self.text[self.here]:
            case "{":
                node = Keys(line=line, column=column)
                for _ in self._entries("}"):
                    node.entries.append((self._scalar(), self.value(depth + 1)))
            case "[":
                node = Items(line=line, column=column)
                for _ in self._entries("]"):
                    node.items.append(self.value(depth + 1))
            case _:
                return self._scalar()
        node.end = self._place()
        return node

    def _entries(self, close: str) -> Iterator[None]:
        """Stop at the beginning of each entry, and end after the bracket that closes."""
        self.here += 1
        self._skip("")
        while self.text[self.here] != close:
            yield
            self._skip(",")
        self.here += 1

    def _scalar(self) -> TextNode:
        """Return a text, or the source of a number or of a word such as true; skip the colon after a key."""
        (line, column), start = self._place(), self.here
        decoded, self.here = DECODER.raw_decode(self.text, start)
        raw, end = self.text[start : self.here], self._place()
        plain = not isinstance(decoded, str)
        value = raw if plain else decoded
        if storable(value) != value:
            raise SourceError(line, column, "an escape for NUL or for half a character", "plain text")
        self._skip(":")
        return TextNode(line=line, column=column, end=end, value=value, plain=plain, raw=raw)

    def _skip(self, sign: str) -> None:
        """Go past white space, and past a sign if it comes next."""
        self.here = WHITE.match(self.text, self.here).end()  # type: ignore[union-attr]  # it matches nothing, too
        if sign and self.text.startswith(sign, self.here):
            self.here = WHITE.match(self.text, self.here + 1).end()  # type: ignore[union-attr]

    def _place(self) -> tuple[int, int]:
        line = bisect_right(self.starts, self.here)
        return line, self.here - self.starts[line - 1] + 1
