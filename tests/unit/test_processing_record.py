"""What does a record of processing say of an installation in which nothing was set up?"""

from datetime import UTC, datetime

import pytest

from cadence.domain.processing import ProcessingRecord
from cadence.explain.processing.words import in_words
from cadence.languages import Language

EMPTY = ProcessingRecord(
    at=datetime(2027, 3, 8, tzinfo=UTC), processing=(), recipients=(), stranger_days=1, event_days=30, signed=True
)


@pytest.mark.parametrize(
    ("language", "nothing", "day"),
    [
        ("en", "No campaign was launched yet.", "deleted after 1 day."),
        ("es", "Todavía no se ha lanzado ninguna campaña.", "al cabo de 1 día."),
        ("pt", "Nenhuma campanha foi lançada ainda.", "depois de 1 dia."),
    ],
)
def test_an_empty_record_says_so(language: Language, nothing: str, day: str) -> None:
    """It still says how long data are kept, and that what was sealed is signed."""
    page = in_words(EMPTY, language)

    assert nothing in page
    assert any(line.endswith(day) for line in page)
    assert not any("CADENCE_AUDIT_KEY" in line for line in page)
