"""What is wrong with a refused row, in one word? Pure: by the column that refuses it; nothing of it is personal."""

from collections.abc import Sequence

from cadence.leads.lists.headers import Columns
from cadence.leads.lists.report import CellRefusal

REPEATED, VALUE = "repeated", "value"
"""It contradicts an earlier row; it lacks something that the campaign needs."""
ROW, CONTACT, CONSENT, PLACE = "row", "contact", "consent", "place"
"""It cannot be read as a whole; no number or address can be used; its consent, or where the person is, is not clear."""
PLACES = frozenset(
    {"country", "country_code", "dial_code", "area_code", "region", "municipality", "postal", "timezone"}
)


def cause_of(columns: Columns, refusals: Sequence[CellRefusal]) -> str:
    """Return why a row was refused: by the cell that refuses all of it, else by the first."""
    deciding = next((refusal for refusal in refusals if refusal.whole), refusals[0] if refusals else None)
    if deciding is None or deciding.column not in columns.headers:
        return ROW
    place = columns.headers.index(deciding.column)
    if place in columns.contacts:
        return CONTACT
    name = next((ours for ours, at in columns.fields.items() if at == place), "")
    if name.startswith(("consent_", "opt_out")):
        return CONSENT
    return PLACE if name in PLACES else VALUE
