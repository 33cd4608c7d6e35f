"""Where does each piece of a JSON text stand? Pure: so that a mistake is told at its line and column."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[int | str, ...]

WHITE = re.compile(r"[ \t\r\n]*")
DECODER = json.JSONDecoder()


class NotJson(Exception):  # noqa: N818  what was found, not what went wrong
    """The text is not JSON; says where and why."""

    def __init__(self, line: int, column: int, found: str) -> None:
        """Keep the place and what was found there."""
        self.line, self.column, self.found = line, column, found
        super().__init__(found)


@dataclass(frozen=True, slots=True)
class JsonSource:
    """A text that was read: its data, and where each value and each key begins."""

    text: str
    data: object
    values: Mapping[Path, int]
    keys: Mapping[Path, int]
    twice: tuple[Path, ...]  # keys that stand twice in one object: the second would hide the first

    def at(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Return line and column of a value or its key, from 1; of the nearest part around it when it is left out."""
        while path not in self.values and path:
            path = path[:-1]
        offset = self.keys.get(path, self.values[path]) if key else self.values[path]
        return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)


def read_source(text: str) -> JsonSource:
    """Return what a JSON text holds. Raises NotJson."""
    walk = _Walk(text)
    try:
        data = json.loads(text)
        walk.value(WHITE.match(text).end(), ())  # type: ignore[union-attr]  # it matches nothing, too
    except json.JSONDecodeError as error:
        raise NotJson(error.lineno, error.colno, f"not JSON: {error.msg}") from None
    except RecursionError:
        raise NotJson(1, 1, "nested too deep to be a person's file") from None
    return JsonSource(text, data, walk.values, walk.keys, tuple(walk.twice))


@dataclass(slots=True)
class _Walk:
    """Goes through a text that is JSON, and notes where everything begins."""

    text: str
    values: dict[Path, int] = field(default_factory=dict)
    keys: dict[Path, int] = field(default_factory=dict)
    twice: list[Path] = field(default_factory=list)

    def value(self, start: int, path: Path) -> int:
        """Note the value that begins here; return where it ends."""
        self.values[path] = start
        match self.text[start]:
            case "{":
                return self._object(start, path)
            case "[":
                return self._list(start, path)
            case _:
                return DECODER.raw_decode(self.text, start)[1]

    def _object(self, start: int, path: Path) -> int:
        here = self._after(start + 1)
        while self.text[here] != "}":
            name, end = DECODER.raw_decode(self.text, here)
            one = (*path, name)
            if one in self.keys:
                self.twice.append(one)
            self.keys[one] = here
            here = self._next(self.value(self._after(self._after(end) + 1), one))
        return here + 1

    def _list(self, start: int, path: Path) -> int:
        here, place = self._after(start + 1), 0
        while self.text[here] != "]":
            here = self._next(self.value(here, (*path, place)))
            place += 1
        return here + 1

    def _after(self, here: int) -> int:
        """Return where the next sign stands."""
        found = WHITE.match(self.text, here)
        return found.end() if found else here

    def _next(self, end: int) -> int:
        """Return where the next entry begins, or the bracket that closes."""
        here = self._after(end)
        return self._after(here + 1) if self.text[here] == "," else here
