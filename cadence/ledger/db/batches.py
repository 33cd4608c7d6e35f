"""
How do several writes of one transaction become one statement? Edge: they wait, and run as parts of the next one.

None of them sees what another one writes, as they run on the same snapshot. So two writes to one table never share a
statement, and a write that reads what another one changes must not wait.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import BindParameter, Connection, CursorResult, Delete, Executable, Insert, Update, bindparam
from sqlalchemy.sql import visitors

Result_co = TypeVar("Result_co", covariant=True)
Parameters = Mapping[str, Any]
Writing = Insert | Update | Delete
Waiting = tuple[Writing, Parameters]


class Writer(Protocol[Result_co]):
    """What writes: a connection; a batch, which adds what waits; or `later`, which has it wait and returns None."""

    def execute(self, statement: Executable, parameters: Parameters, /) -> Result_co:
        """Write."""


class WriteBatch:
    """The writes of one transaction that wait for the next statement."""

    def __init__(self, connection: Connection) -> None:
        """Begin with none."""
        self._connection = connection
        self._waiting: dict[str, Waiting] = {}  # by table
        self.later = Later(self)

    def add(self, statement: Writing, parameters: Parameters) -> None:
        """Have a write wait. The statement must be built once, not for each row: what it becomes part of is kept."""
        table = str(statement.table)
        if table in self._waiting:
            self.flush()
        self._waiting[table] = (statement, parameters)

    def execute(self, statement: Executable, parameters: Parameters, /) -> CursorResult[Any]:
        """Run a statement now, with the writes that wait, if it is a write to another table; else after them."""
        if not isinstance(statement, Writing) or str(statement.table) in self._waiting:
            self.flush()
        waiting, self._waiting = [*self._waiting.values()], {}
        if not waiting:
            return self._connection.execute(statement, parameters)
        parts = [*waiting, (statement, parameters)]
        renamed = {
            f"{_prefix(part)}{name}": value for part, (_, given) in enumerate(parts) for name, value in given.items()
        }
        return self._connection.execute(_joined(*(part for part, _ in parts)), renamed)

    def flush(self) -> None:
        """Run what waits."""
        if self._waiting:
            _, last = self._waiting.popitem()
            self.execute(*last)


class Later:
    """A writer that has its writes wait."""

    def __init__(self, batch: WriteBatch) -> None:
        """Keep the batch they wait in."""
        self.batch = batch

    def execute(self, statement: Executable, parameters: Parameters, /) -> None:
        """Have a write wait. Raises TypeError for anything else."""
        if not isinstance(statement, Writing):
            raise TypeError(f"only a write can wait; this is a {type(statement).__name__}")
        self.batch.add(statement, parameters)


@cache
def _joined(*parts: Writing) -> Writing:
    """Return one statement of several; it returns what the last one returns. Each has its parameters by a prefix."""
    *first, last = (_renamed(statement, _prefix(part)) for part, statement in enumerate(parts))
    return last.add_cte(*(statement.cte(f"write_{part}") for part, statement in enumerate(first)))


def _renamed(statement: Writing, prefix: str) -> Writing:
    """Return a statement whose named parameters begin with this prefix."""

    def replace(element: Any, **_: Any) -> BindParameter[Any] | None:  # noqa: ANN401  SQLAlchemy calls it so
        if isinstance(element, BindParameter) and not element.unique:
            return bindparam(f"{prefix}{element.key}", type_=element.type)
        return None

    return cast("Writing", visitors.replacement_traverse(statement, {}, replace))


def _prefix(part: int) -> str:
    return f"w{part}_"
