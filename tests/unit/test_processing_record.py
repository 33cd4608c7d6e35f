"""What does a record of processing say of an installation in which nothing was set up?"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cadence.domain.processing import ProcessingRecord
from cadence.domain.retention import RetentionTime, RetentionTimes
from cadence.explain.processing.words import in_words
from cadence.languages import Language

EMPTY = ProcessingRecord(
    at=datetime(2027, 3, 8, tzinfo=UTC), processing=(), recipients=(), stranger_days=1, event_days=30, signed=True
)


@pytest.mark.parametrize(
    ("language", "nothing", "day", "until"),
    [
        ("en", "No campaign was launched yet.", "deleted after 1 day.", "No time is set after which"),
        ("es", "Todavía no se ha lanzado ninguna campaña.", "al cabo de 1 día.", "No se ha fijado ningún plazo"),
        ("pt", "Nenhuma campanha foi lançada ainda.", "depois de 1 dia.", "Não foi definido nenhum prazo"),
    ],
)
def test_an_empty_record_says_so(language: Language, nothing: str, day: str, until: str) -> None:
    """It still says how long data are kept, and that what was sealed is signed."""
    page = in_words(EMPTY, language)

    assert nothing in page
    assert any(line.endswith(day) for line in page)
    assert any(line.startswith(f"* {until}") for line in page)
    assert not any("CADENCE_AUDIT_KEY" in line for line in page)


@pytest.mark.parametrize(
    ("language", "people", "texts"),
    [
        ("en", "erased by itself 3 years after", "after 1 year 6 months."),
        ("es", "promesa abierta: 3 años.", "este plazo: 1 año 6 meses."),
        ("pt", "promessa aberta: 3 anos.", "este prazo: 1 ano 6 meses."),
    ],
)
def test_the_times_of_the_house_are_named(language: Language, people: str, texts: str) -> None:
    """So long people and texts are kept."""
    kept = RetentionTimes(texts=RetentionTime(months=18), people=RetentionTime(months=36))
    page = in_words(replace(EMPTY, retention=kept), language)

    assert len([line for line in page if people in line or texts in line]) == 2
