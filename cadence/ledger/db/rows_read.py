"""Which rows of a page can be read? Edge: one unreadable row must not block the others."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import Row

Read = TypeVar("Read")
Broken = dict[str, Exception]
"""The errors of the rows that cannot be read, by row id."""


def readable(
    rows: Iterable[Row[*tuple[Any, ...]]], read: Callable[[Row[*tuple[Any, ...]]], Read], broken: Broken | None
) -> list[Read]:
    """Return the rows that could be read. Errors of the others go into `broken`; without it they are raised."""
    good: list[Read] = []
    for row in rows:
        try:
            good.append(read(row))
        except Exception as error:  # a value that this program does not know, or cannot parse
            if broken is None:
                raise
            broken[str(row.id)] = error
    return good
