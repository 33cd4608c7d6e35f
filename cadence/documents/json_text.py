"""What does a JSON text contain, and at which line and column is each part? Pure: the same tree as of YAML."""

import json
import re
from bisect import bisect_right
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
        reader = _JsonReader(text)
        return reader.value(reader.after(0), 0)[0]
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
    starts: list[int] = field(default_factory=list)  # where each line begins

    def __post_init__(self) -> None:
        """Find the lines."""
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def value(self, start: int, depth: int) -> tuple[Node, int]:
        """Return the value that begins here, and where it ends."""
        line, column = self.place(start)
        if depth > MAX_DEPTH:
            raise SourceError(line, column, "too many levels", f"at most {MAX_DEPTH} inside each other")
        node: Node
        match self.text[start]:
            case "{":
                node = Keys(line=line, column=column)
                end = self._entries(node, start, depth)
            case "[":
                node = Items(line=line, column=column)
                end = self._items(node, start, depth)
            case _:
                node, end = self._scalar(start)
        node.end = self.place(end)
        return node, end

    def _entries(self, node: Keys, start: int, depth: int) -> int:
        here = self.after(start + 1)
        while self.text[here] != "}":
            key, end = self._scalar(here)
            inner, end = self.value(self.after(self.after(end) + 1), depth + 1)
            node.entries.append((key, inner))
            here = self._next(end)
        return here + 1

    def _items(self, node: Items, start: int, depth: int) -> int:
        here = self.after(start + 1)
        while self.text[here] != "]":
            inner, end = self.value(here, depth + 1)
            node.items.append(inner)
            here = self._next(end)
        return here + 1

    def _scalar(self, start: int) -> tuple[TextNode, int]:
        """Return a text, or the source of a number or of a word such as true."""
        decoded, end = DECODER.raw_decode(self.text, start)
        line, column = self.place(start)
        raw = self.text[start:end]
        plain = not isinstance(decoded, str)
        value = raw if plain else decoded
        if storable(value) != value:
            raise SourceError(line, column, "an escape for NUL or for half a character", "plain text")
        return TextNode(line=line, column=column, end=self.place(end), value=value, plain=plain, raw=raw), end

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def after(self, here: int) -> int:
        """Return where the next sign stands."""
        found = WHITE.match(self.text, here)
        return found.end() if found else here

    def _next(self, end: int) -> int:
        """Return where the next entry begins, or the bracket that closes."""
        here = self.after(end)
        return self.after(here + 1) if self.text[here] == "," else here
