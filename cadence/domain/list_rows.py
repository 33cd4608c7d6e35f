"""What does a lead list look like once it has been read? Pure: frozen rows that intake makes and the import takes."""

from dataclasses import dataclass, field
from datetime import datetime

from cadence.domain import Channel, NumberKind, Purpose, ZoneEvidence


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow:
    """One number of a lead; the first is tried first."""

    e164: str
    kind: NumberKind
    country: str = ""  # ISO 3166-1 alpha-2, "" when the digits do not tell
    zones: tuple[ZoneEvidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRow:
    """
    What the list says about consent on one channel. `given=False` is a revocation.

    `at` is None when the list gives no date: the record then carries the instant of the import, and reading the same
    list again adds nothing, so that an undated yes never undoes a later no.
    """

    channel: Channel
    given: bool
    e164: str = ""  # one of the lead's numbers; "" when given for the person as a whole
    at: datetime | None = None
    purpose: Purpose | None = None
    kind: str = "express"
    source: str = ""  # a short word such as "web form": kept forever, so never personal data
    expires: datetime | None = None
    wording: str = ""  # what the person was shown: the form's words, kept forever
    evidence: str = ""  # free text, kept in a row that can be erased


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRow:
    """One good line of a list."""

    line: int  # of the file, for the report
    key: str = ""  # the list's own id; "" makes the first number the identity
    name: str = ""
    numbers: tuple[NumberRow, ...]
    country: str = ""  # ISO 3166-1 alpha-2
    region: str = ""  # ISO 3166-2 without the country
    municipality: str = ""  # the town, folded
    zones: tuple[ZoneEvidence, ...] = ()  # stated and address evidence; each number carries its own
    segment: str = ""
    score: int = 0
    account: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    consents: tuple[ConsentRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """
    A clear no of one row: it counts even if something else is wrong with the row.

    `key` and `e164s` say who it is about; either may be missing, not both.
    """

    line: int
    key: str = ""  # the list's own id, "" when there is none
    lead: str = ""  # our id of the lead, where it is known already
    e164s: tuple[str, ...] = ()  # every number of the row that could be read
    channels: tuple[Channel, ...] = ()  # consent is taken back on these
    everything: bool = False  # the person does not want to be contacted at all
    undecided: bool = False  # its cells do not fit the columns: its numbers are held until a person has decided
    at: datetime | None = None  # None: no readable date, so it counts from now
    purpose: Purpose | None = None  # None: for every purpose
    source: str = ""
    evidence: str = ""  # personal data
    cells: tuple[str, ...] = ()  # the row as in the list; personal data, of which only a keyed hash is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that a corrected list changed. Holds personal data: for the operator's report, never for a log."""

    line: int
    lead: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    consents_given: int = 0
    consents_revoked: int = 0
    fields: dict[str, int] = field(default_factory=dict)  # field -> how many leads changed in it
    changes: tuple[FieldChange, ...] = ()  # the first of them, see CHANGES_SHOWN in importing.py
    duplicates: tuple[int, ...] = ()  # lines refused: an earlier line has the same identity
    erased: tuple[int, ...] = ()  # lines refused: this person was erased from this list

    @property
    def leads(self) -> int:
        """How many leads of the list are now in the ledger."""
        return self.new + self.updated + self.unchanged
