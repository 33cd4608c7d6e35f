"""Of what are the tables and pictures of a report made? Pure: values for the templates."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table, and how long its bar is, from 0 to 1."""

    cells: tuple[str, ...]
    share: float | None = None
    key: str = ""  # the figure, or the bucket and its reason, whose leads can be listed


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlTable:
    """One table of the page."""

    heading: str
    rows: tuple[TableRow, ...]
    columns: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()  # columns that are aligned to the right
    bars: bool = False


@dataclass(frozen=True, slots=True)
class PictureMark:
    """A word in a picture, such as an hour at the edge of a map."""

    x: float
    y: float
    words: str
    anchor: str = "middle"
