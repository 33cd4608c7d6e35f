"""
Which lead does one row describe, and what in it cannot be taken? Pure.

A row is refused as a whole when taking the rest could mean contacting somebody wrongly. A second number that cannot be
used is only left out.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from cadence.domain import ZoneEvidence
from cadence.domain.geography import country_code, nearest_country
from cadence.domain.list_rows import ConsentRow, LeadRow, NumberRow, Objection
from cadence.domain.spellings import identity as phone_of
from cadence.leads.lists import consents
from cadence.leads.lists.address import Address, read_home, stated_beside
from cadence.leads.lists.date_columns import normalised
from cadence.leads.lists.no_account import names_no_account
from cadence.leads.lists.objections import has_opt_out, moved_no, objection_in
from cadence.leads.lists.records import Record
from cadence.leads.lists.report import CellRefusal
from cadence.leads.lists.row_cells import RowCells, RowSettings
from cadence.leads.lists.words import fold, town
from cadence.leads.phone import Unfit, missing_mark
from cadence.leads.phone.places import find_zone, nearest_zone

LONGEST_KEY = 200
"""What the ledger keeps in an index must be short."""
GREATEST_SCORE = 2**31 - 1
WHOLE_NUMBER = re.compile(r"(-?[0-9]{1,10})(?:[.,]0*)?")
"""Spreadsheets write whole numbers with a fraction of zeros, too."""
TAKES_NONE = "none of the numbers can use this channel, so the consent has no number"

Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class Read:
    """The result of reading one record."""

    lead: LeadRow | None  # None when the row is refused
    refusals: list[CellRefusal]
    objection: Objection | None = None  # a no that the import of the lead would not write


def read_row(settings: RowSettings, record: Record) -> Read:
    """Return the lead of a record, None when it is refused, everything that was not taken, and the no it holds."""
    row = _Row(settings=settings, line=record.line)
    lead = row.lead() if row.fill(record) else None
    refused = lead is None or any(refusal.whole for refusal in row.refusals)
    refusals = [replace(refusal, key=row.key, whole=refused or refusal.whole) for refusal in row.refusals]
    if refused:
        objection = objection_in(row) or moved_no(row, refused=True)
    else:
        objection = objection_in(row) if has_opt_out(row) else moved_no(row, refused=False)
    objection = objection and replace(objection, cells=tuple(record.cells))
    return Read(None if refused else lead, refusals, objection)


class _Row(RowCells):
    """One row while it is read."""

    __slots__ = ()

    def lead(self) -> LeadRow | None:
        """Return the lead, None when it has no usable number."""
        country = self._country()
        numbers = self._numbers()
        address = self._address(country, numbers)
        zones = self._zones(address)
        lead_zones = [evidence.zone for evidence in zones or tuple(zone for number in numbers for zone in number.zones)]
        lead = LeadRow(
            line=self.line,
            key=self._short("id"),
            name=self.get("name"),
            numbers=numbers,
            country=address.country,
            region=address.region,
            municipality=town(self._short("municipality")),
            zones=zones,
            segment=self._short("segment"),
            score=self._read("score", _score, 0),
            account=self._account(),
            attributes=self._attributes(),
            consents=self._consents(numbers, lead_zones),
        )
        return lead if numbers else None

    def _account(self) -> str:
        """Return the account, "" for a cell that names none."""
        account = self._short("account")
        return "" if names_no_account(account) else account

    def _attributes(self) -> dict[str, str]:
        """Return the list's own columns. A date whose order its column decided is rewritten so that it is clear."""
        dates, attributes = self.settings.dates, dict[str, str]()
        for name, place in self.settings.columns.attributes.items():
            attributes[name] = self.cells[place]
            if place in dates:
                try:
                    attributes[name] = normalised(self.cells[place], dates[place])
                except ValueError as error:
                    self.refuse_at(place, str(error), whole=True)
        return attributes

    def _read(self, name: str, read: Callable[[str], Cell], otherwise: Cell, *, whole: bool = True) -> Cell:
        """Return what a cell says, `otherwise` when it is refused."""
        try:
            return read(self.get(name))
        except ValueError as error:
            self.refuse(name, str(error), whole=whole)
            return otherwise

    def _short(self, name: str) -> str:
        """Return a cell that the ledger keeps in an index. A longer one is refused."""
        text = self.get(name)
        if len(text) > LONGEST_KEY:
            self.refuse(name, f"longer than {LONGEST_KEY} characters")
        return text

    def _country(self) -> str:
        text = self.named_country()
        code = country_code(text) if text else ""
        if code is None:
            name = "country" if self.get("country") else "country_code"
            self.refuse(name, _expected("a country such as ES or España", nearest_country(text)))
        return code or ""

    def _numbers(self) -> tuple[NumberRow, ...]:
        """Return the row's numbers in order, each once. The row is refused only if no number is good."""
        numbers: dict[str, NumberRow] = {}
        for place, number in self.read_contacts():
            if isinstance(number, Unfit):
                self.refuse_at(place, number.reason, whole=False)
            else:
                phone = phone_of(number.e164)
                if phone not in numbers or number.e164 == phone:  # of two spellings, the more complete one
                    numbers[phone] = number
        contacts = self.settings.columns.contacts
        if not numbers and not any(self.cells[place] for place in contacts):
            self.refuse_at(contacts[0], "no phone number" if self.settings.columns.phones else "no address", whole=True)
        return tuple(numbers.values())

    def _address(self, country: str, numbers: tuple[NumberRow, ...]) -> Address:
        """Return the address. A region without a country is looked up in the country of the first number."""
        region, beside = self.get("region"), (self.get("postal"), self.get("municipality"))
        address = read_home(country, region, *beside)
        if region and not country and numbers:
            near = read_home(numbers[0].country, region, *beside)
            address = near if near.region else address
        refused = not country and not numbers and any(self.cells[place] for place in self.settings.columns.phones)
        if address.note and not refused:  # a phone that is refused names no country, and the row says so already
            self.refuse("region", address.note, whole=False)
        return address

    def _zones(self, address: Address) -> tuple[ZoneEvidence, ...]:
        """Return the stated zone and those of the address."""
        text = self.get("timezone")
        if not text:
            return address.zones
        name = find_zone(text)
        if name is None:
            self.refuse(
                "timezone",
                _expected("the name of a place's time zone such as Europe/Madrid", nearest_zone(text, address.country)),
            )
            return ()
        return stated_beside(name, address)

    def _consents(self, numbers: tuple[NumberRow, ...], zones: list[str]) -> tuple[ConsentRow, ...]:
        """Return the consent records of the row."""
        words = {name: self._read(name, partial(self._word, name), None) for name in consents.CHANNELS}
        if not any(word is not None for word in words.values()):
            return ()
        given, ends = self.settings.read_as("consent_at"), self.settings.read_as("consent_expires")
        circumstances = consents.ConsentWords(
            when=self._read("consent_at", lambda text: consents.read_when(text, zones, self.settings.now, given), None),
            source=self._read("consent_source", consents.read_source, "", whole=False),
            evidence=self.evidence(),
            kind=self._read("consent_kind", consents.read_kind, "express"),
            purpose=self._read("consent_purpose", consents.read_purpose, None),
            expires=self._read("consent_expires", lambda text: consents.read_expiry(text, zones, ends), None),
            wording=self.get("consent_wording"),
        )
        records: list[ConsentRow] = []
        for name, word in words.items():
            if word is None:
                continue
            made = consents.records_of(consents.CHANNELS[name], word, numbers, circumstances)
            if not made and numbers:
                missing = dict.fromkeys(mark for mark in map(missing_mark, numbers) if mark)
                self.refuse(name, "; ".join((TAKES_NONE, *missing)), whole=False)
            records += made
        return tuple(records)

    def _word(self, name: str, text: str) -> consents.ConsentWord | None:
        """Return what a consent cell says. Raises ValueError for a word that is not clear in its column."""
        if fold(text) in self.settings.unclear.get(name, ()):
            raise ValueError(consents.UNCLEAR)
        return consents.read_word(text)


def _score(text: str) -> int:
    """Return a score. Raises ValueError for what is no whole number."""
    number = WHOLE_NUMBER.fullmatch(text or "0")
    if number is None or abs(int(number[1])) > GREATEST_SCORE:
        raise ValueError("expected a whole number")
    return int(number[1])


def _expected(what: str, nearest: str) -> str:
    return f"expected {what}" + (f"; nearest: {nearest}" if nearest else "")
