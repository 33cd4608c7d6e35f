"""
Which consents and revocations does a file hold? Edge: reads a CSV that is about consents alone.

Columns: lead (and list) or phone, channel, given, at, source; and where they are known kind, purpose, expires, wording,
by and evidence. `cadence consent export` writes the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cadence.errors import InvalidInputError
from cadence.intake.address import known_country
from cadence.intake.consents import Word, read_expiry, read_kind, read_purpose, read_source, read_when, read_word
from cadence.intake.plain import begin
from cadence.intake.records import SHOWN, Record
from cadence.intake.report import Refusal, RejectedFile
from cadence.intake.source import Source
from cadence.intake.words import fold
from cadence.model import Channel, Purpose
from cadence.phone import Unfit, read_number

COLUMNS = (
    *("lead", "list", "phone", "channel", "given", "kind", "purpose", "at", "expires", "source"),
    *("wording", "by", "evidence"),
)
EVERYWHERE = ("Pacific/Kiritimati", "Etc/GMT+12")
"""Where a day begins first and ends last: a date without a zone is read so that it permits least."""
CHANNELS = {one.value: one for one in Channel if one is not Channel.TASK} | {"voice": Channel.CALL}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """One line of the file."""

    line: int
    lead: str  # as an operator would name it: ID or LIST/ID; "" when a number is all that is known
    e164: str  # "" when it is about every number of the lead
    channel: Channel
    given: bool
    kind: str
    purpose: Purpose | None
    at: datetime
    expires: datetime | None
    source: str
    wording: str
    by: str
    evidence: str


class ConsentFile:
    """A file of consents while it is read. Iterating yields its good lines; the others go to FILE.rejected.csv."""

    def __init__(self, path: Path, *, now: datetime, region: str = "") -> None:
        """Open it; `region` as for a list of leads. Raises InvalidInputError for what concerns the file as a whole."""
        self._region = known_country(region)
        self.refused = 0
        self.rejected: Path | None = None
        self._now = now
        self._source = Source(path)
        try:
            expected = "headers such as lead,channel,given,at,source and a line for each record"
            first, self._rows = begin(self._source, expected)
            self._columns = _columns(first, path.name)
            self._file = RejectedFile(path.with_name(f"{path.stem}.rejected.csv"))
        except BaseException:
            self._source.close()
            raise

    def close(self) -> None:
        """Close the file and its report."""
        self.rejected = self._file.close()
        self._source.close()

    def refuse(self, line: int, value: str, reason: str) -> None:
        """Tell a line that is not taken."""
        self.refused += 1
        self._file.write(Refusal(line=line, column="", value=value, reason=reason))

    def __iter__(self) -> Iterator[SaidRow]:
        """Yield each line that is understood."""
        for record in self._rows:
            try:
                yield self._read(record)
            except ValueError as error:
                self.refuse(record.line, " | ".join(record.cells)[:SHOWN], str(error))

    def _read(self, record: Record) -> SaidRow:
        """Return what a line says. Raises ValueError with what is wrong."""
        if record.fault:
            raise ValueError(record.fault)
        cells = dict.fromkeys(COLUMNS, "") | {
            name: record.cells[place].strip() for name, place in self._columns.items() if place < len(record.cells)
        }
        word = read_word(cells["given"] or "yes")
        given = word is not Word.NO
        when = read_when(cells["at"], EVERYWHERE, self._now)
        if when is None:
            raise ValueError("no date; expected when it was given or taken back, in the column at")
        at = when.yes if given else when.no or self._now
        expires = read_expiry(cells["expires"], EVERYWHERE) if given else None
        if expires is not None and expires <= at:
            raise ValueError("it ends before it begins")
        source = read_source(cells["source"])
        if not source:
            raise ValueError("no source; expected a short word for where it came from, such as web form")
        lead = f"{cells['list']}/{cells['lead']}" if cells["list"] and cells["lead"] else cells["lead"]
        return SaidRow(
            line=record.line,
            lead=lead,
            e164=_e164(cells["phone"], lead, self._region),
            channel=_channel(cells["channel"]),
            given=given,
            kind=read_kind(cells["kind"]) if given else "express",
            purpose=read_purpose(cells["purpose"]),
            at=at,
            expires=expires,
            source=source,
            wording=cells["wording"] if given else "",
            by=cells["by"],
            evidence=cells["evidence"],
        )


def _columns(first: Record, name: str) -> dict[str, int]:
    """Return where each thing stands. Raises InvalidInputError when what every record needs is not there."""
    columns = {fold(cell): place for place, cell in enumerate(first.cells) if fold(cell) in COLUMNS}
    if not {"channel", "at", "source"} <= set(columns) or not {"lead", "phone"} & set(columns):
        raise InvalidInputError(f"{name} lacks columns; expected {', '.join(COLUMNS)} (lead or phone).")
    return columns


def _channel(text: str) -> Channel:
    """Return a channel. Raises ValueError for none of ours."""
    if channel := CHANNELS.get(fold(text)):
        return channel
    raise ValueError("no such channel; expected sms, whatsapp or call")


def _e164(text: str, lead: str, region: str) -> str:
    """Return a number as the ledger knows it. Raises ValueError for none, where nothing else names the person."""
    if not text:
        if not lead:
            raise ValueError("nobody is named; expected a lead or a phone")
        return ""
    found = read_number(text, region)
    if isinstance(found, Unfit):
        raise ValueError(f"the phone cannot be used: {found.reason}")  # noqa: TRY004  the text is wrong, not its type
    return found.e164
