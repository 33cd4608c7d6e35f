"""How is a long list read page by page? Edge: newest first, each page by the id at which the last one ended."""

from collections.abc import Mapping, Sequence

from cadence.local.emulator.resources import page_size
from cadence.local.emulator.store import Row, Store

Condition = tuple[str, tuple[str, ...]]
TOKEN = "PA"  # noqa: S105  the way Twilio begins its page tokens
NEXT_DAY = "z"
"""Sorts after every time of a day."""


class Lists:
    """Pages of one table. A row without a date is found by no filter on dates, as at Twilio."""

    def __init__(self, store: Store, table: str, *, date: str, param: str) -> None:
        """Filter by the column `date` where `param` is asked."""
        self._store, self._table, self._date, self._param = store, table, date, param

    def page(self, query: Mapping[str, str], where: Sequence[Condition]) -> tuple[list[Row], str | None]:
        """Return one page and the token of the next."""
        conditions = [*where, *self._dates(query)]
        if token := query.get("PageToken", ""):
            conditions.append(("id < CAST(? AS INTEGER)", (token.removeprefix(TOKEN),)))
        wanted = " AND ".join(f"({condition})" for condition, _ in conditions) or "1"
        values = [value for _, some in conditions for value in some]
        size = page_size(query)
        statement = f"SELECT * FROM {self._table} WHERE {wanted} ORDER BY id DESC LIMIT ?"  # noqa: S608  all of it is ours
        rows = self._store.all(statement, *values, size + 1)
        more = len(rows) > size
        return rows[:size], f"{TOKEN}{rows[size - 1]['id']}" if more else None

    def _dates(self, query: Mapping[str, str]) -> list[Condition]:
        """Read `DateSent=day`, and `DateSent>=instant` and `DateSent<=instant`, whose names end in `>` and `<`."""
        conditions: list[Condition] = []
        if day := query.get(self._param):
            conditions.append((f"{self._date} BETWEEN ? AND ?", (day[:10], day[:10] + NEXT_DAY)))
        if since := query.get(self._param + ">"):
            conditions.append((f"{self._date} >= ?", (since.removesuffix("Z"),)))
        if until := query.get(self._param + "<"):
            conditions.append((f"{self._date} <= ?", (until.removesuffix("Z") + NEXT_DAY,)))
        return conditions
