"""Which rows of a page can be read? Edge: one broken row must not hide the others."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import Row

Read = TypeVar("Read")
Broken = dict[str, Exception]
"""What is wrong with the rows that cannot be read, by their ids."""


def readable(
    rows: Iterable[Row[*tuple[Any, ...]]], read: Callable[[Row[*tuple[Any, ...]]], Read], broken: Broken | None
) -> list[Read]:
    """Return what could be read; what could not goes into `broken`, or is raised where nobody keeps it."""
    good: list[Read] = []
    for row in rows:
        try:
            good.append(read(row))
        except Exception as error:  # a value that this program does not know, or cannot parse
            if broken is None:
                raise
            broken[str(row.id)] = error
    return good
