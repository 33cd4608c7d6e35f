"""
Which no does one row hold, even when the row is refused or its cells stand in the wrong columns? Pure.

A no is a no in a consent column, or anything but a denial in an opt-out column. It counts even where the row is
refused: a date that cannot be read means now, and every number of the row that can be read is meant. A no in a row
whose cells cannot be assigned to columns holds the numbers of the row until a person has decided.
"""

import re

from cadence.domain.channels import CONTACT_CHANNELS, descriptor_of, reader_of
from cadence.domain.geography import country_code
from cadence.domain.list_rows import LeadRow, NumberRow, Objection
from cadence.domain.spreadsheets import cell_fault
from cadence.leads.contacts import read_contact
from cadence.leads.lists.cells import beneath
from cadence.leads.lists.consents import CHANNELS, ConsentWord, is_blank, read_no, word_of
from cadence.leads.lists.headers import NAMES
from cadence.leads.lists.lookalikes import says_no
from cadence.leads.lists.position import row_words
from cadence.leads.lists.row_cells import RowCells, RowSettings
from cadence.leads.lists.words import fold
from cadence.leads.phone import read_number
from cadence.leads.phone.prefixes import read_prefix

OPT_OUTS = {
    "opt_out": tuple(CHANNELS.values()),
    **{descriptor_of(channel).opt_out_column: (channel,) for channel in CONTACT_CHANNELS},
}
"""What each opt-out column closes."""
NOT_OUT = frozenset(
    {"", "no", "n", "nao", "false", "f", "falso", "0", "null", "none", "na", "n_a", "nil", "never", "nunca"}
    | {"activo", "active", "ativo", "alta", "0000_00_00", "0000_00_00_00_00_00"}
    | {"allow", "allowed", "permitir", "permitido"}
)
"""Values of an opt-out column for people who have not opted out, folded."""
SAYS_NO = frozenset(
    {"no", "nao", "false", "falso", "baja", "de_baja", "dado_de_baja", "stop", "revocado", "revoked", "denied"}
    | {"opt_out", "optout", "opted_out", "unsubscribed", "unsubscribe", "rechazado", "negado", "declined"}
)
"""Words that mean no in any column, folded: for a row whose cells cannot be assigned to columns."""
MAY_BE_NO = frozenset(
    {"no", "not", "nao", "dont", "stop", "never", "nunca", "baja", "dnc", "robinson", "cancel", "cancelar", "cancelado"}
    | {"call", "contact", "contactar", "llamar", "llamen", "ligar", "contatar"}
)
"""Words that may make an unknown consent cell a no, folded."""
NO_WORDS = MAY_BE_NO - {"call", "contact", "contactar", "llamar", "llamen", "ligar", "contatar"}
"""The ones that mean no alone: for a cell whose column is unknown."""
A_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?!\d)")
PIECES = re.compile(r"[,;|\t\n\r\"]")
"""What may separate the cells of a record that cannot be assigned to columns."""
PHONE_LIKE = re.compile(r"[+(]?\d[\d\s().\-]{6,}")


def has_opt_out(row: RowCells) -> bool:
    """Tell whether an opt-out column closes something: no consent record says that."""
    return any(_opted_out(row.get(name)) for name in OPT_OUTS) or bool(_doubtful(row))


def objection_in(row: RowCells) -> Objection | None:
    """
    Return the no of the row, even if the row is refused; None when it has none.

    A no without a person, or in words that we do not know, is left to a person's decision.
    """
    if row.loose:
        return _hold(row) if _may_say_no(row, row.loose, refused=True) else None
    settings = row.settings
    cells = {name: beneath(row.get(name)) for name in NAMES} | _doubtful(row)
    everything = _opted_out(cells["opt_out"])
    channels = [channel for name, channel in CHANNELS.items() if word_of(cells[name]) is ConsentWord.NO]
    for name, closed in OPT_OUTS.items():
        if name != "opt_out" and _opted_out(cells[name]):
            channels += closed
    unclear = not (everything or channels)
    if unclear and not any(_may_be_no(cells[name]) for name in CHANNELS):
        return None
    contacts = (number for _, number in row.read_contacts())
    e164s = tuple(dict.fromkeys(number.e164 for number in contacts if isinstance(number, NumberRow)))
    at, purpose, source = read_no(
        cells["consent_at"],
        cells["consent_purpose"],
        cells["consent_source"],
        settings.now,
        settings.read_as("consent_at"),
    )
    return Objection(
        line=row.line,
        key=cells["id"],
        e164s=e164s,
        channels=tuple(dict.fromkeys(channels)),
        everything=everything,
        undecided=unclear or not (e164s or cells["id"]),
        at=at,
        purpose=purpose,
        source=source or "list",
        evidence=row.evidence(),
    )


def objection_of_lead(lead: LeadRow) -> Objection | None:
    """Return the no of a lead that will not be imported after all, None when it has none."""
    revocations = [consent for consent in lead.consents if not consent.given]
    if not revocations:
        return None
    return Objection(
        line=lead.line,
        key=lead.key,
        e164s=tuple(number.e164 for number in lead.numbers),
        channels=tuple(dict.fromkeys(revocation.channel for revocation in revocations)),
        at=revocations[0].at,
        purpose=revocations[0].purpose,
        source=revocations[0].source or "list",
        evidence=revocations[0].evidence,
    )


def moved_no(row: RowCells, *, refused: bool) -> Objection | None:
    """
    Return what to hold of a row that has too few cells and a no outside the columns for it.

    A cell may be missing before that no. None when nothing says no, or when no cell can have moved.
    """
    columns = row.settings.columns
    consent_places = {place for name, place in columns.fields.items() if name.startswith(("consent_", "opt_out"))}
    short = 0 < row.given < len(columns.headers)
    if not short or not (refused or any(place >= row.given for place in consent_places)):
        return None
    elsewhere = [cell for place, cell in enumerate(row.cells) if place not in consent_places]
    if not _may_say_no(row, elsewhere, refused=refused):
        return None
    row.loose = row.cells
    return _hold(row)


def _doubtful(row: RowCells) -> dict[str, str]:
    """Return the cells of columns that are not read but look like a consent or an opt-out, as cells of our columns."""
    headers = row.settings.columns.headers
    return {
        name: "yes"
        for place, names in row.settings.doubtful.items()
        if says_no(headers[place], beneath(row.cells[place]))
        for name in names
    }


def _opted_out(text: str) -> bool:
    """Tell whether an opt-out cell means that the person opted out: everything does except a denial."""
    seen = beneath(text)
    return fold(seen) not in NOT_OUT and not cell_fault(seen)


def _may_be_no(text: str) -> bool:
    """Tell whether a consent cell is not a known word but contains one that may mean no: "please do not call"."""
    return word_of(text) is None and not is_blank(text) and not MAY_BE_NO.isdisjoint(fold(text).split("_"))


def _may_say_no(row: RowCells, cells: list[str], *, refused: bool) -> bool:
    """
    Tell whether one of these cells, whose columns are unknown, may be a no.

    In a `refused` row, one of several words may be a no ("no llamar"). In a list with a column for opt-outs, a yes or a
    date may mean that the person opted out.
    """
    columns = row.settings.columns
    if not (columns.has_objections or row.settings.doubtful):
        return False
    opt_outs = any(name.startswith("opt_out") for name in columns.fields)
    return any(
        fold(piece) in SAYS_NO
        or (refused and not NO_WORDS.isdisjoint(fold(piece).split("_")))
        or (refused and opt_outs and (word_of(piece) is not None or bool(A_DATE.match(piece.strip()))))
        for cell in cells
        for piece in PIECES.split(cell)
    )


def _hold(row: RowCells) -> Objection:
    """Return what to hold of a row whose cells stand in the wrong columns: its numbers, and the lead with its id."""
    settings = row.settings
    pieces = [piece.strip() for cell in row.loose for piece in PIECES.split(cell)]
    regions = [settings.region, *_regions(settings, pieces)]
    numbers = [read_number(piece, region) for piece in pieces if PHONE_LIKE.fullmatch(piece) for region in regions]
    numbers += [read_contact(piece) for piece in pieces if reader_of(piece) is not None]
    e164s = tuple(dict.fromkeys(number.e164 for number in numbers if isinstance(number, NumberRow)))
    where = f"{settings.file}, {row_words(settings.sheet, row.line)}"
    place, rows = settings.columns.fields.get("id", len(pieces)), (row.loose, pieces)
    key = next((cells[place] for cells in rows if place < len(cells) and cells[place] in pieces), "")
    return Objection(line=row.line, key=key, e164s=e164s, undecided=True, source="list", evidence=where)


def _regions(settings: RowSettings, cells: list[str]) -> list[str]:
    """Return the countries that cells of unknown columns may name, where the list has a column for that."""
    regions = list[str]()
    if {"dial_code", "country_code"} & set(settings.columns.fields):
        regions += [prefix.region for cell in cells if (prefix := read_prefix(cell))]
    if {"country", "country_code"} & set(settings.columns.fields):
        regions += [code for cell in cells if (code := country_code(cell))]
    return list(dict.fromkeys(regions))
