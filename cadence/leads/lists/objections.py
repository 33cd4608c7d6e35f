"""
Which clear no does a row hold, even if something else is wrong with it? Pure.

A no is a no in a consent column, or anything but a denial in an opt-out column. It counts even where the row is
refused: a date that cannot be read means now, and every number of the row that can be read is meant.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from cadence.domain import Purpose
from cadence.domain.channels import CONTACT_CHANNELS, descriptor_of
from cadence.domain.list_rows import LeadRow, Objection
from cadence.leads.lists.cells import spreadsheet_error
from cadence.leads.lists.consents import CHANNELS, ConsentWord, is_blank, read_purpose, read_source, word_of
from cadence.leads.lists.words import fold

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

When = Callable[[], datetime | None]
Read = TypeVar("Read")


def opted_out(text: str) -> bool:
    """Tell whether an opt-out cell means that the person opted out: everything does except a denial."""
    return fold(text) not in NOT_OUT and not spreadsheet_error(text)


def objection_of(
    cells: Mapping[str, str], line: int, e164s: Sequence[str], when: When, evidence: str
) -> Objection | None:
    """
    Return the no that a row holds, None when it holds none.

    A no without a person, or in words that we do not know, is left to a person's decision.

    `cells` are our columns by name. `when` returns the date of the no; None, or a ValueError, means now.
    """
    everything = opted_out(cells.get("opt_out", ""))
    channels = [channel for name, channel in CHANNELS.items() if word_of(cells.get(name, "")) is ConsentWord.NO]
    for name, closed in OPT_OUTS.items():
        if name != "opt_out" and opted_out(cells.get(name, "")):
            channels += closed
    unclear = not (everything or channels)
    if unclear and not any(may_be_no(cells.get(name, "")) for name in CHANNELS):
        return None
    return Objection(
        line=line,
        key=cells.get("id", ""),
        e164s=tuple(e164s),
        channels=tuple(dict.fromkeys(channels)),
        everything=everything,
        undecided=unclear or not (e164s or cells.get("id")),
        at=_otherwise(when, None),
        purpose=_purpose(cells.get("consent_purpose", "")),
        source=_otherwise(lambda: read_source(cells.get("consent_source", "")), "") or "list",
        evidence=evidence,
    )


def may_be_no(text: str) -> bool:
    """Tell whether a consent cell is not a known word but contains one that may mean no: "please do not call"."""
    return word_of(text) is None and not is_blank(text) and not MAY_BE_NO.isdisjoint(fold(text).split("_"))


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


def may_say_no(cells: Sequence[str], *, refused: bool, opt_outs: bool) -> bool:
    """
    Tell whether cells whose columns are unknown may mean no.

    In a `refused` row, one of several words may be a no ("no llamar"). In a list with a column for `opt_outs`, a yes or
    a date may mean that the person opted out.
    """
    return any(
        fold(cell) in SAYS_NO
        or (refused and not NO_WORDS.isdisjoint(fold(cell).split("_")))
        or (refused and opt_outs and (word_of(cell) is not None or bool(A_DATE.match(cell.strip()))))
        for cell in cells
    )


def _purpose(text: str) -> Purpose | None:
    """Return the purpose that a no is limited to; one that cannot be read limits nothing."""
    return _otherwise(lambda: read_purpose(text), None)


def _otherwise(read: Callable[[], Read], otherwise: Read) -> Read:
    try:
        return read()
    except ValueError:
        return otherwise
