"""Does a list say of which kind a consent is, for what, until when and in which words?"""

from datetime import UTC, datetime

import pytest

from cadence.domain import Purpose
from tests.unit.leads.reading import read

HEAD = "phone;country;consent_sms;consent_voice;fecha_consentimiento;tipo_consentimiento;finalidad_consentimiento;"
HEADERS = f"{HEAD}consent_expires;consent_wording\n"
WORDS = "Acepto recibir ofertas de Tienda Sol."


def row(sms: str, voice: str, kind: str, purpose: str, expires: str) -> str:
    """A list of one person."""
    return f"{HEADERS}600000001;ES;{sms};{voice};2027-01-10;{kind};{purpose};{expires};{WORDS}\n"


def test_a_yes_has_its_kind_purpose_end_and_words_and_a_no_only_its_purpose() -> None:
    """What ends a consent early is read in the zone where it comes first; a no does not end."""
    result = read(row("sí", "no", "Expreso por escrito", "cobranza", "2028-01-01").encode())

    yes, no = result.leads[0].consents
    assert (yes.given, yes.kind, yes.purpose, yes.wording) == (True, "express_written", Purpose.COLLECTIONS, WORDS)
    assert yes.expires == datetime(2027, 12, 31, 23, tzinfo=UTC)
    assert (no.given, no.kind, no.purpose, no.expires, no.wording) == (False, "express", Purpose.COLLECTIONS, None, "")
    assert WORDS not in yes.evidence  # kept for ever elsewhere; what is here can be erased
    assert 'tipo_consentimiento "Expreso por escrito"' in yes.evidence


def test_without_these_columns_a_yes_is_an_ordinary_one() -> None:
    """As lists were read before."""
    (yes,) = read(b"phone;country;consent_sms\n600000001;ES;x\n").leads[0].consents

    assert (yes.kind, yes.purpose, yes.expires, yes.wording) == ("express", None, None, "")


@pytest.mark.parametrize(
    ("kind", "purpose", "expires", "words"),
    [
        ("nodded", "", "", "expected express or express_written"),
        ("", "fun", "", "expected marketing, collections, service, survey"),
        ("", "", "soon", "expected a date such as"),
    ],
)
def test_what_no_rule_would_know_costs_the_row(kind: str, purpose: str, expires: str, words: str) -> None:
    """Read as something else, it would permit what nobody agreed to."""
    result = read(row("sí", "", kind, purpose, expires).encode())

    assert result.leads == []
    assert words in result.refusals[0].reason


@pytest.mark.parametrize(
    ("cells", "consented", "refused"),
    [
        (("x", "", "X"), 2, 0),  # crosses and blanks
        (("x", "no", ""), 1, 0),
        (("1", "0", "1"), 2, 0),
        (("sí", "no", ""), 1, 0),
        (("true", "false", "TRUE"), 2, 0),
        (("✓", "✗", "✔"), 2, 0),  # ticks and crosses
        (("✓", "x", ""), 1, 1),  # here an x may be a no
        (("sí", "x", "no"), 1, 1),
        (("1", "2", "1"), 0, 3),  # which of them is yes?
        (("yes", "maybe", ""), 1, 1),
    ],
)
def test_a_column_of_consents_is_read_as_a_whole(cells: tuple[str, ...], consented: int, refused: int) -> None:
    """One word means what the words beside it leave it to mean; what is not clear is named and refused."""
    rows = "".join(f"60000000{place};{cell}\n" for place, cell in enumerate(cells))
    result = read("phone;consent_sms\n" + rows)

    assert sum(consent.given for lead in result.leads for consent in lead.consents) == consented
    assert result.intake.report.refused == refused
    remarks = [words for head, words in result.intake.column_lines if head == "consent"]
    words = {
        0: [],
        1: ['"consent_sms": 1 cell is not clearly yes or no, and its row is refused'],
        3: ['"consent_sms": 3 cells are not clearly yes or no, and their rows are refused'],
    }
    assert remarks == words[refused]
