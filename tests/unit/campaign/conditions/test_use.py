"""Do the remarks about conditions and their list name what nobody has, in every language?"""

import pytest

from cadence.campaign.conditions.use import ValuesInUse
from cadence.domain import Lead
from cadence.languages import LANGUAGES, Language
from tests.unit.campaign.conditions.samples import where


def remarks(condition: str, people: list[dict[str, str]], language: Language) -> list[str]:
    """The remarks about a condition and the people of a list, given by their columns."""
    values = ValuesInUse([where(condition)])
    for columns in people:
        values.look(Lead(id="ana", numbers=(), attributes=columns))
    return list(values.remarks(language))


@pytest.mark.parametrize(
    ("condition", "people", "expected"),
    [
        (
            "{plann: premium}",
            [{"plan": "premium"}],
            (
                'a condition asks for "plann", in which no lead of the list has a value; did you mean "plan"?',
                "una condición pregunta por «plann», y ningún contacto de la lista tiene un valor ahí; ¿quizá «plan»?",
                "uma condição pergunta por “plann”, e nenhum contato da lista tem um valor aí; talvez “plan”?",
            ),
        ),
        (
            "{zzz: {at_least: 3}}",
            [{"plan": "premium"}],
            (
                'a condition asks for "zzz", in which no lead of the list has a value',
                "una condición pregunta por «zzz», y ningún contacto de la lista tiene un valor ahí",
                "uma condição pergunta por “zzz”, e nenhum contato da lista tem um valor aí",
            ),
        ),
        (
            "{plan: [premium, gold]}",
            [{"plan": "premiun"}, {"plan": "gold"}],
            (
                'a condition asks for "premium" in "plan", which no lead of the list has; did you mean "premiun"?',
                "una condición pide «premium» en «plan», y ningún contacto de la lista lo tiene; ¿quizá «premiun»?",
                "uma condição pede “premium” em “plan”, e nenhum contato da lista o tem; talvez “premiun”?",
            ),
        ),
    ],
)
def test_what_nobody_has_is_named_in_the_language(
    condition: str, people: list[dict[str, str]], expected: tuple[str, ...]
) -> None:
    """With the nearest word that somebody has."""
    assert tuple(remarks(condition, people, language)[0] for language in LANGUAGES) == expected
    assert len(remarks(condition, people, "es")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_value_is_cut(language: Language) -> None:
    """A remark is one line."""
    (remark,) = remarks(f"{{plan: {'a b ' * 300}}}", [{"plan": "gold"}], language)

    assert len(remark) < 300
    assert "\n" not in remark


@pytest.mark.parametrize(
    ("condition", "people"),
    [("{plan: premium}", [{"plan": "Prémium"}]), ("{plan: premium}", []), ("{plan: {is: unknown}}", [{"city": "x"}])],
)
def test_nothing_is_remarked_where_somebody_has_it_or_nobody_was_looked_at(
    condition: str, people: list[dict[str, str]]
) -> None:
    """Case and accents do not count, and who asks for a gap asks for no value."""
    assert remarks(condition, people, "en") == []
