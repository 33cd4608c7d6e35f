"""
How are messages and calls fetched and listed? Edge: newest first, each page by the id at which the last one ended.

A row without a date is found by no filter on dates, as at Twilio.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from cadence.local.emulator.prices import CURRENCY, price_of
from cadence.local.emulator.refusals import URL, TwilioRefusalError
from cadence.local.emulator.store import Row
from cadence.local.emulator.world import EmulatorParts

Condition = tuple[str, tuple[str, ...]]
Document = dict[str, Any]
TOKEN = "PA"  # noqa: S105  the way Twilio begins its page tokens
NEXT_DAY = "z"
"""Sorts after every time of a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioRequest:
    """What a client asks for."""

    path: str
    parts: Mapping[str, str]  # what the path names: sid, service, pool
    fields: Mapping[str, str]  # of the form, or of the query
    events: frozenset[str] = frozenset()  # StatusCallbackEvent, which may be there several times


class TwilioTable:
    """Messages or calls: one table, which a client may fetch from and list."""

    table: ClassVar[str]
    date: ClassVar[str]  # the column that filters on dates look at
    param: ClassVar[str]  # the name of these filters
    write: "staticmethod[[Row, str], Document]"  # one of resources

    def __init__(self, world: EmulatorParts) -> None:
        """Serve the rows of this world."""
        self._world = world

    def document(self, row: Row) -> Document:
        """Write down a row as Twilio does."""
        price = price_of(self.table, row, self._world.now())
        return self.write(row, self._world.config.account) | {"price": price, "price_unit": CURRENCY}

    def where(self, query: Mapping[str, str]) -> Sequence[Condition]:
        """Return the conditions of a list, but for those on dates."""
        raise NotImplementedError

    def fetch(self, request: TwilioRequest) -> Document:
        """Return one row."""
        return self.document(self.row(request))

    def row(self, request: TwilioRequest) -> Row:
        """Return the row that a path names, or refuse."""
        try:
            return self._world.store.row(self.table, request.parts["sid"])
        except KeyError:
            raise TwilioRefusalError(20404, 404) from None

    def list(self, request: TwilioRequest) -> Document:
        """Return one page, and where the next one is."""
        query = request.fields
        conditions = [*self.where(query), *self._dates(query)]
        if token := query.get("PageToken", ""):
            conditions.append(("id < CAST(? AS INTEGER)", (token.removeprefix(TOKEN),)))
        wanted = " AND ".join(f"({condition})" for condition, _ in conditions) or "1"
        values = [value for _, some in conditions for value in some]
        size = _page_size(query)
        statement = f"SELECT * FROM {self.table} WHERE {wanted} ORDER BY id DESC LIMIT ?"  # noqa: S608  all of it is ours
        rows = self._world.store.all(statement, *values, size + 1)
        token = f"{TOKEN}{rows[size - 1]['id']}" if len(rows) > size else ""
        by_dates = bool(query.get(f"{self.param}>") and query.get(f"{self.param}<"))
        return page(self.table, request, [self._listed(row, by_dates=by_dates) for row in rows[:size]], token)

    def _listed(self, row: Row, *, by_dates: bool) -> Document:
        """Write down a row of a list, and in one of a certain time note the price that the client is told."""
        document = self.document(row)
        if by_dates and document["price"] is not None:
            note = "INSERT INTO prices (sid, price, currency, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
            self._world.store.do(note, row["sid"], document["price"], document["price_unit"], self._world.stamp())
        return document

    def _dates(self, query: Mapping[str, str]) -> Sequence[Condition]:
        """Read `DateSent=day`, and `DateSent>=instant` and `DateSent<=instant`, whose names end in `>` and `<`."""
        conditions: list[Condition] = []
        if day := query.get(self.param):
            conditions.append((f"{self.date} BETWEEN ? AND ?", (day[:10], day[:10] + NEXT_DAY)))
        if since := query.get(self.param + ">"):
            conditions.append((f"{self.date} >= ?", (since.removesuffix("Z"),)))
        if until := query.get(self.param + "<"):
            conditions.append((f"{self.date} <= ?", (until.removesuffix("Z") + NEXT_DAY,)))
        return conditions


def page(key: str, request: TwilioRequest, items: Sequence[Document], token: str = "") -> Document:
    """Write down one page of a list; `token` leads to the next one."""
    given, size = request.fields.get("Page", "0"), _page_size(request.fields)
    if not (given.isascii() and given.isdecimal()):
        raise TwilioRefusalError(20001)
    number = int(given)
    filters = {name: value for name, value in request.fields.items() if name not in {"Page", "PageToken", "PageSize"}}

    def uri(other: int, **more: str) -> str:
        return f"{request.path}?{urlencode({**filters, 'PageSize': str(size), 'Page': str(other), **more})}"

    return {
        "end": number * size + max(len(items) - 1, 0),
        "first_page_uri": uri(0),
        "next_page_uri": uri(number + 1, PageToken=token) if token else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": None,
        "start": number * size,
        "uri": uri(number),
        key: items,
    }


def _page_size(query: Mapping[str, str]) -> int:
    """Return how many items a page has: 50 unless asked otherwise, 1000 at most."""
    size = query.get("PageSize", "50")
    return min(max(int(size) if size.isdecimal() else 50, 1), 1000)


def callback_in(form: Mapping[str, str]) -> tuple[str, str]:
    """Return where a form wants reports, and our touch's id, which ends that address."""
    callback = form.get("StatusCallback", "")
    if callback and not URL.fullmatch(callback):
        raise TwilioRefusalError(21609)
    return callback, callback.partition("#")[0].rpartition("/")[2]
