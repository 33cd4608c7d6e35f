"""
What do the columns of a list hold, taken as a whole? Pure, except for reading the records.

Some things cannot be seen in one cell: whether the day or the month comes first, which column holds phone numbers,
whether a column of figures is a dialling prefix. So the list is looked through once before its rows are read.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import islice

from cadence.domain.errors import InvalidInputError
from cadence.domain.geography import country_code
from cadence.domain.plurals import many
from cadence.leads.lists.consents import CHANNELS
from cadence.leads.lists.date_columns import DateColumn
from cadence.leads.lists.headers import Columns
from cadence.leads.lists.lookalikes import looks_like_ids, unknown_prefix
from cadence.leads.lists.no_account import names_no_account
from cadence.leads.lists.records import Record
from cadence.leads.lists.words import identifier
from cadence.leads.phone import Unfit, read_number
from cadence.leads.phone.prefixes import read_prefix

SAMPLE = 300
"""The number of rows that are kept as a sample."""
DISTINCT = 200
"""The number of different values that are counted for a column, besides words for "no account"."""
FEW = 0.05
"""The largest part of a prefix column that may be unreadable; only its rows are refused then."""
COUNTED = ("country", "country_code", "dial_code", "segment", "account", *CHANNELS)
"""Columns whose different values are counted."""
DATED = ("consent_at", "consent_expires")


@dataclass(slots=True, kw_only=True)
class Profile:
    """A list, looked through from its first row to its last."""

    columns: Columns
    rows: int = 0
    sample: list[list[str]] = field(default_factory=list)  # the first rows whose cells fit the columns
    dates: dict[int, DateColumn] = field(default_factory=dict)  # by place
    same_ids: int = 0  # rows with an id of an earlier row, in a column that looks like ids but is not read
    values: dict[str, Counter[str]] = field(default_factory=dict)  # of some of our columns, by name

    def countries(self, region: str) -> set[str]:
        """Return the countries that the list names, else the countries of its numbers."""
        named = self.values.get("country", Counter())
        countries = {country_code(text) or "" for text in named if text}
        if region and (not countries or named[""]):
            countries.add(region)
        if countries:
            return countries
        read = (read_number(row[place]) for row in self.sample for place in self.columns.phones[:1])
        return {number.country for number in read if not isinstance(number, Unfit)}


def first_rows(records: Iterable[Record], width: int) -> list[list[str]]:
    """Return some rows from the top, each as wide as the headers; rows that do not fit the columns are left out."""
    whole = (record for record in records if not (record.fault or len(record.cells) > width))
    return [[*record.cells, *[""] * (width - len(record.cells))] for record in islice(whole, SAMPLE)]


def look_through(  # noqa: PLR0913, PLR0917  each is one thing to look with
    records: Iterable[Record],
    columns: Columns,
    dated: Collection[str],
    sample: list[list[str]],
    sheet: str = "",
    counted_too: Collection[str] = (),
) -> Profile:
    """
    Look through a list, or a sheet.

    `dated` are the list's own columns that a campaign takes for dates, `counted_too` those whose values it needs.
    """
    profile = Profile(columns=columns, sample=sample)
    places = {columns.fields[name] for name in DATED if name in columns.fields}
    places |= {columns.attributes[name] for name in dated if name in columns.attributes}
    profile.dates = {
        place: DateColumn(header=columns.headers[place], sheet=sheet, place=place) for place in sorted(places)
    }
    counted = {name: columns.fields[name] for name in COUNTED if name in columns.fields}
    counted |= {name: columns.attributes[name] for name in counted_too if name in columns.attributes}
    profile.values = {name: Counter({"": 0}) for name in counted}  # empty cells count among however many values
    width = len(columns.headers)
    ids, seen = looks_like_ids(columns), set[int]()
    for record in records:
        if record.fault or len(record.cells) > width:
            continue
        cells = record.cells
        profile.rows += 1
        if ids is not None and ids < len(cells) and cells[ids].strip():
            profile.same_ids += hash(cells[ids].strip()) in seen
            seen.add(hash(cells[ids].strip()))
        for place, column in profile.dates.items():
            if place < len(cells):
                column.look(cells[place], record.line)
        for name, place in counted.items():
            values, text = profile.values[name], cells[place].strip() if place < len(cells) else ""
            if text in values or len(values) < DISTINCT or (name == "account" and names_no_account(text)):
                values[text] += 1
    return profile


def refuse_prefixes(profile: Profile, file: str, region: str) -> None:
    """
    Refuse a list whose numbers seem to need a prefix that cannot be read. Raises InvalidInputError.

    Otherwise a Mexican number with "52" in its row would be dialled in `region`, the country of the campaign.
    """
    columns = profile.columns
    if header := unknown_prefix(columns, profile.sample, region):
        raise InvalidInputError(
            f'{file}: column "{header}" seems to hold the prefixes of its phone numbers, but is not read as such. Use '
            f'--map "dial_code={header}" when it does, or {_aside(header)} when it does not.'
        )
    values = profile.values.get("dial_code", Counter[str]())
    bad = sum(count for text, count in values.items() if text and not (read_prefix(text) or country_code(text)))
    if bad > FEW * sum(count for text, count in values.items() if text):
        header = columns.headers[columns.fields["dial_code"]]
        raise InvalidInputError(
            f'{file}: column "{header}" is read as the prefixes of its phone numbers, and in {many(bad, "row")} it '
            'holds none, such as 34 or +52. Say which column it is with --map "dial_code=HEADER", or '
            f"{_aside(header)} when this one is something else."
        )


def _aside(header: str) -> str:
    """Return the option that keeps a column for texts alone."""
    return f'--map "other_{identifier(header)}={header}"'
