"""
Which consents and revocations does a file hold? Edge: reads a CSV that is about consents alone.

Columns: lead (and list) or phone, channel, given, at, source; and where they are known kind, purpose, expires, wording,
by and evidence. `cadence consent export` writes the same. A no that is overlooked would count as a yes. So every line
says yes or no, an unknown column is refused, and a clear no is yielded even when something else is wrong in its line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cadence.domain import Channel
from cadence.domain.channels import ADDRESS_READERS, CONTACT_CHANNELS, descriptor_of
from cadence.domain.dates import DateOrder
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import ConsentRow, Objection
from cadence.domain.nearest import nearest
from cadence.domain.spreadsheets import cell_fault
from cadence.domain.storable import storable
from cadence.leads.contacts import read_contact
from cadence.leads.lists import consents
from cadence.leads.lists.address import known_country
from cadence.leads.lists.cells import beneath, unusable
from cadence.leads.lists.plain import PlainFile
from cadence.leads.lists.records import SHOWN, Record
from cadence.leads.lists.words import fold
from cadence.leads.phone import Unfit
from cadence.policy.hours.local_days import ANYWHERE

COLUMNS = (
    *("lead", "list", "phone", "channel", "given", "kind", "purpose", "at", "expires", "source"),
    *("wording", "by", "evidence"),
)
ADDRESSES = tuple(name for reader in ADDRESS_READERS for name in reader.columns)
"""Columns of addresses that are no phone numbers; `phone` holds them as well."""
EXPORTED = ("wording_sha256", "id", "our_lead", "recorded_at")
"""Further columns of an export, which are not read back."""
CHANNELS = {word: channel for channel in CONTACT_CHANNELS for word in descriptor_of(channel).consent_words}
EXPECTED = "headers such as lead,channel,given,at,source and a line for each record"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow(ConsentRow):
    """One line of the file: a consent or its revocation; without a number it is about every number of the lead."""

    line: int
    lead: str  # as an operator would name it: ID or LIST/ID; "" when a number is all that is known
    at: datetime
    by: str

    def objection(self) -> Objection:
        """Return this no for an unknown person: it counts for the number."""
        return Objection(
            line=self.line,
            e164s=(self.e164,) if self.e164 else (),
            channels=(self.channel,),
            at=self.at,
            purpose=self.purpose,
            source=self.source,
            evidence=self.evidence,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BadNo:
    """A line with a no that cannot be taken as it is: the no counts, on every channel if its own is unreadable."""

    lead: str  # as in SaidRow
    objection: Objection  # without the id


class ConsentFile(PlainFile):
    """A file of consents while it is read. Iterating yields its lines; bad ones also go to FILE.rejected.csv."""

    def __init__(  # noqa: PLR0913  each describes one thing about the file
        self,
        path: Path,
        *,
        now: datetime,
        region: str = "",
        order: DateOrder | None = None,
        lenient: bool = False,
        sheet: str = "",
    ) -> None:
        """
        Open it; `region` and `order` as for a list of leads. Raises InvalidInputError for the file as a whole.

        `lenient` opens it although it is refused as a whole, to read its objections alone. `sheet` is of a workbook.
        """
        self._region = known_country(region)
        self._now = now
        self._order = order
        self._lenient = lenient
        super().__init__(path, EXPECTED, sheet=sheet, lenient=lenient)

    def look_through(self) -> None:
        """Find the columns. Raises InvalidInputError when what every line needs is not there."""
        self.columns = _columns(self.first, self.source.name, lenient=self._lenient)
        self.read_dates(("at", "expires"), {self._region} - {""}, self._order, lenient=self._lenient)

    def __iter__(self) -> Iterator[SaidRow | BadNo]:
        """Yield each line that is understood, and each no of the others."""
        for record in self.source.rows():
            try:
                row = self._read(record)
            except ValueError as error:
                no = None if record.fault else self._bad_no(record)
                reason = f"{error}; its no was applied anyway" if no else str(error)
                self.refuse(record.line, record.together, reason)
                if no is not None:
                    yield no
            else:
                if not (self._lenient and row.given):
                    yield row

    def _cells(self, record: Record) -> dict[str, str]:
        cells = {name: beneath(storable(self.cell(record, name)).strip()) for name in (*COLUMNS, *ADDRESSES)}
        return cells | {"phone": next((cells[name] for name in ("phone", *ADDRESSES) if cells[name]), "")}

    def _bad_no(self, record: Record) -> BadNo | None:
        """Return the no of a line that cannot be taken as it is; None when it has no no, or names no person."""
        cells = self._cells(record)
        if consents.word_of(cells["given"]) is not consents.ConsentWord.NO:
            return None
        number = read_contact(cells["phone"], self._region) if cells["phone"] else None
        e164s = () if number is None or isinstance(number, Unfit) else (number.e164,)
        lead = _lead(cells)
        if not (lead or e164s):
            return None
        channel = CHANNELS.get(fold(cells["channel"]))
        at, purpose, source = consents.read_no(
            cells["at"], cells["purpose"], cells["source"], self._now, self.read_as("at")
        )
        objection = Objection(
            line=record.line,
            e164s=e164s,
            channels=(channel,) if channel else tuple(dict.fromkeys(CHANNELS.values())),
            at=at,
            purpose=purpose,
            source=source or "consent file",
        )
        return BadNo(lead=lead, objection=objection)

    def _read(self, record: Record) -> SaidRow:
        """Return what a line says. Raises ValueError with what is wrong."""
        if record.fault:
            raise ValueError(record.fault)
        if why := next(filter(None, map(unusable, record.cells)), ""):
            raise ValueError(why)
        if why := next(filter(None, (cell_fault(self.cell(record, name)) for name in self.columns)), ""):
            raise ValueError(why)
        cells = self._cells(record)
        word = consents.read_word(cells["given"])
        if word is None:
            raise ValueError("nothing in the column given; expected yes or no")
        given = word is not consents.ConsentWord.NO
        when = consents.read_when(cells["at"], ANYWHERE, self._now, self.read_as("at"))
        if when is None:
            raise ValueError("no date; expected when it was given or taken back, in the column at")
        at = when.yes if given else when.no or self._now
        expires = consents.read_expiry(cells["expires"], ANYWHERE, self.read_as("expires")) if given else None
        if expires is not None and expires <= at:
            raise ValueError("it ends before it begins")
        source = consents.read_source(cells["source"])
        if not source:
            raise ValueError("no source; expected a short word for where it came from, such as web form")
        return SaidRow(
            line=record.line,
            lead=_lead(cells),
            e164=_e164(cells["phone"], _lead(cells), self._region),
            channel=_channel(cells["channel"]),
            given=given,
            kind=consents.read_kind(cells["kind"]) if given else "express",
            purpose=consents.read_purpose(cells["purpose"]),
            at=at,
            expires=expires,
            source=source,
            wording=cells["wording"] if given else "",
            by=cells["by"],
            evidence=cells["evidence"],
        )


def _columns(first: Record, name: str, *, lenient: bool) -> dict[str, int]:
    """Return the position of each column. Raises InvalidInputError when what every line needs is not there."""
    columns = {fold(cell): place for place, cell in enumerate(first.cells) if cell.strip()}
    needed = {"given"} if lenient else {"channel", "given", "at", "source"}
    if not needed <= set(columns) or not {"lead", "phone", *ADDRESSES} & set(columns):
        raise InvalidInputError(f"{name} lacks columns; expected {', '.join(COLUMNS)} (lead or phone).")
    unknown = next(
        (first.cells[place] for header, place in columns.items() if header not in COLUMNS + EXPORTED + ADDRESSES), None
    )
    if unknown is not None and not lenient:
        hint = f"; nearest: {near}" if (near := nearest(unknown, COLUMNS)) else ""
        raise InvalidInputError(f'{name}: "{unknown[:SHOWN]}" is not a column; expected {", ".join(COLUMNS)}{hint}.')
    return columns


def _lead(cells: dict[str, str]) -> str:
    """Return a lead as an operator would name it."""
    return f"{cells['list']}/{cells['lead']}" if cells["list"] and cells["lead"] else cells["lead"]


def _channel(text: str) -> Channel:
    """Return a channel. Raises ValueError for an unknown one."""
    if channel := CHANNELS.get(fold(text)):
        return channel
    raise ValueError(f"not a channel; expected one of {', '.join(CHANNELS)}")


def _e164(text: str, lead: str, region: str) -> str:
    """Return a number in E.164. Raises ValueError when it cannot be used, or when nothing names the person."""
    if not text:
        if not lead:
            raise ValueError("no person is named; expected a lead or a phone")
        return ""
    number = read_contact(text, region)
    if isinstance(number, Unfit):
        raise ValueError(f"the phone cannot be used: {number.reason}")  # noqa: TRY004  the text is wrong, not its type
    return number.e164
