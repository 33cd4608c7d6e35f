"""
Which numbers does a row hold, with the prefix, area code and country from other columns of the row? Pure.

A number with + or 00 is complete, and must not contradict the prefix in its row. A prefix names the country of
every other number of its row. Where the list has prefixes and a row has none, its numbers are refused, not guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cadence.domain.list_rows import NumberRow
from cadence.leads.contacts import read_own
from cadence.leads.lists.address import country_code
from cadence.leads.lists.cells import SPREADSHEET_ERROR, spreadsheet_error
from cadence.leads.lists.headers import Columns
from cadence.leads.phone import Unfit, read_number
from cadence.leads.phone.prefixes import Prefix, prefix_of, read_prefix

INTERNATIONAL = re.compile(r"\D{0,2}(?:\+|00)")
LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberCells:
    """Reads the numbers of the rows of one list."""

    columns: Columns
    region: str  # the country of numbers when the row names none

    def read(self, cells: Sequence[str]) -> Iterator[tuple[int, NumberRow | Unfit]]:
        """Yield the place of each cell of an address that is not empty, and the address in it or why there is none."""
        for place in self.columns.phones:
            if cells[place]:
                yield place, self._number(cells, cells[place])
        for place, reader in self.columns.own_addresses.items():
            if cells[place]:
                yield place, read_own(cells[place], reader)

    def regions(self, cells: Sequence[str]) -> list[str]:
        """Return the countries that cells of unknown columns may name, where the list has a column for that."""
        regions = list[str]()
        if {"dial_code", "country_code"} & set(self.columns.fields):
            regions += [prefix.region for cell in cells if (prefix := read_prefix(cell))]
        if {"country", "country_code"} & set(self.columns.fields):
            regions += [code for cell in cells if (code := country_code(cell))]
        return list(dict.fromkeys(regions))

    def country(self, cells: Sequence[str]) -> str:
        """Return the country that the row names, as a code or a name from one of two columns; "" for none."""
        text = self._cell(cells, "country")
        other = self._cell(cells, "country_code")
        return text or (other if LETTERS.search(other) and read_prefix(other) is None else "")

    def prefix(self, cells: Sequence[str]) -> Prefix | str:
        """Return the dialling prefix of the row, or the text of the cell if it is not a prefix; "" when it is empty."""
        for name in ("dial_code", "country_code"):
            text = self._cell(cells, name)
            if prefix := read_prefix(text):
                return prefix
            if country := country_code(text) if LETTERS.search(text) else None:
                return prefix_of(country) or ""
            if text and name == "dial_code":
                return text
        return ""

    def _cell(self, cells: Sequence[str], name: str) -> str:
        place = self.columns.fields.get(name)
        return cells[place] if place is not None else ""

    def _number(self, cells: Sequence[str], text: str) -> NumberRow | Unfit:
        """Return the number of one cell, or why there is none."""
        if spreadsheet_error(text):
            return Unfit(SPREADSHEET_ERROR)
        prefix = self.prefix(cells)
        if isinstance(prefix, str) and prefix:
            return Unfit("the prefix in its row is not a dialling prefix")
        if INTERNATIONAL.match(text):
            number = read_number(text, self.region)
            if isinstance(prefix, Prefix) and isinstance(number, NumberRow) and not prefix.begins(number.e164):
                return Unfit("its own prefix differs from the one in the prefix column")
            return number
        country = country_code(self.country(cells)) or ""
        if "dial_code" in self.columns.fields and not prefix and not country:
            return Unfit("no prefix in its row, unlike other rows of this list; write it with + and its prefix")
        region = prefix.region if isinstance(prefix, Prefix) else country or self.region
        return self._with_area(text, self._cell(cells, "area_code"), region)

    def _with_area(self, text: str, area: str, region: str) -> NumberRow | Unfit:
        """Return a number with the area code of its row, unless it already has one."""
        alone = read_number(text, region)
        if not area:
            return alone
        together = read_number(f"{area.removesuffix('.0')}{text}", region)
        if isinstance(together, Unfit):
            return alone
        if isinstance(alone, NumberRow) and alone.e164 != together.e164:
            return Unfit("complete both with and without the area code of its row; write it with + and its prefix")
        return together
