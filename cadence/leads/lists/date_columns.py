"""
Does the day or the month come first in a column of dates? Pure: decided from the whole column, never from one cell.

12/15/2026 fits one order only, and with it the whole column is read so. Where every date fits both, the country of the
list decides if it is clear; else the column is refused, and `--dates` says which it is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cadence.domain.dates import DateOrder, order_of, orders_that_fit, read_wall
from cadence.domain.errors import InvalidInputError
from cadence.domain.plurals import many
from cadence.leads.lists.position import row_words

OPTION = "say which with --dates day-first or --dates month-first"


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How the dates of a column are read."""

    order: DateOrder = DateOrder.DAY_FIRST
    sure: bool = True  # False: it may be either, so a no is taken by the reading that permits less
    by_country: bool = False  # every date fits both orders, and the country of the list decides

    @property
    def orders(self) -> tuple[DateOrder, ...]:
        """Every order that may be meant, the likely one first."""
        other = DateOrder.MONTH_FIRST if self.order is DateOrder.DAY_FIRST else DateOrder.DAY_FIRST
        return (self.order,) if self.sure else (self.order, other)


PLAIN = ReadAs()


@dataclass(slots=True, kw_only=True)
class DateColumn:
    """What the dates of one column show about their order."""

    header: str
    sheet: str = ""  # of a workbook, and
    place: int = 0  # the column's position in it
    only: dict[DateOrder, int] = field(default_factory=dict)  # the first line that fits this order alone
    both: int = 0  # dates that fit both, and differ
    first: int = 0  # the first line with such a date

    def look(self, text: str, line: int) -> None:
        """Take the cell of one row."""
        fits = orders_that_fit(text)
        if len(fits) == 1:
            self.only.setdefault(next(iter(fits)), line)
        elif fits:
            self.both += 1
            self.first = self.first or line

    def decide(self, countries: Collection[str], stated: DateOrder | None) -> ReadAs:
        """Return how to read the column. Raises InvalidInputError where that is not clear."""
        if stated is not None:
            return ReadAs(stated)
        if len(self.only) > 1:
            day, month = self.only[DateOrder.DAY_FIRST], self.only[DateOrder.MONTH_FIRST]
            raise InvalidInputError(
                f'column "{self.header}" mixes two kinds of dates: {self._at(day)} has the day first, '
                f"{self._at(month)} the month. Correct the column, or {OPTION}; then the rows of the other kind are "
                "refused."
            )
        if self.only:
            return ReadAs(next(iter(self.only)))
        if not self.both:
            return PLAIN
        orders = {order_of(country) for country in countries}
        if len(orders) == 1 and (order := next(iter(orders))) is not None:
            return ReadAs(order, by_country=True)
        where = f"people of {', '.join(sorted(countries))} write both" if countries else "the list names no country"
        raise InvalidInputError(
            f'column "{self.header}": in {many(self.both, "date")} ({self._first()}) the day or the '
            f"month may come first, and {where}; {OPTION}."
        )

    def words(self, read: ReadAs) -> str:
        """Return how the column is read in words, "" where its dates leave no choice."""
        if not self.both and not self.only:
            return ""
        if read.by_country:
            return f"{read.order}, as the country of the list writes; --dates says otherwise"
        why = f"{self._at(self.only[read.order])} fits no other order" if read.order in self.only else "by --dates"
        return f"{read.order}, {why}"

    def _at(self, line: int) -> str:
        return row_words(self.sheet, line, self.place)

    def _first(self) -> str:
        return f"the first {'at' if self.sheet else 'on'} {self._at(self.first)}"


def normalised(text: str, read: ReadAs) -> str:
    """
    Return a date so that every later reader understands it, unchanged where it is clear or no date at all.

    Later readers take the day to come first; a date with the month first, and a spreadsheet's number, become ISO 8601.
    Raises ValueError for a date that only the other order fits: a later reader would take it.
    """
    try:
        wall = read_wall(text, read.order)
    except ValueError:
        if orders_that_fit(text):
            raise
        return text
    if not _same(text, wall.at) or text.strip().replace(".", "").replace(",", "").isdigit():
        return wall.at.isoformat(" ", "minutes") if wall.timed else wall.at.date().isoformat()
    return text


def _same(text: str, at: datetime) -> bool:
    try:
        return read_wall(text).at == at
    except ValueError:
        return False


def decide_all(
    columns: Mapping[int, DateColumn],
    countries: Collection[str],
    stated: DateOrder | None,
    *,
    file: str,
    lenient: bool = False,
) -> dict[int, ReadAs]:
    """
    Return how each column is read, by its place. Raises InvalidInputError with all that is not clear.

    `lenient` takes what is not clear as either order: for a list of which only the objections are read.
    """
    read, wrong = {}, list[str]()
    for place, column in columns.items():
        try:
            read[place] = column.decide(countries, stated)
        except InvalidInputError as error:
            wrong.append(str(error))
            read[place] = ReadAs(sure=False)
    if wrong and not lenient:
        raise InvalidInputError(f"{file}: {'; '.join(wrong)}")
    return read
