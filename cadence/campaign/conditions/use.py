"""Do the conditions of a campaign meet the list that it is used with? Pure: columns and values that no row has."""

from collections.abc import Collection, Iterable, Iterator

from cadence.campaign.conditions.evaluate import LANGUAGE_COLUMNS, cell, written_truth
from cadence.campaign.conditions.parsed import FIELDS, LANGUAGE, IsDate, IsNumber, IsOneOf, Where
from cadence.documents.mistakes import quoted
from cadence.domain import Lead
from cadence.domain.nearest import nearest
from cadence.languages import Language, add_sentences, say

MOST_VALUES = 1_000
"""So many different values of a column are kept, to name the nearest one."""


class ValuesInUse:
    """Looks at the people of a list, and says afterwards which columns and values of conditions none of them has."""

    def __init__(self, conditions: Iterable[Where], kept: Collection[str] = ()) -> None:
        """Start with everything that the conditions name, but for what the campaign itself asks for and keeps."""
        named = (leaf for where in conditions for leaf in where.leaves)
        leaves = [leaf for leaf in named if getattr(leaf, "subject", None) not in kept]
        subjects = (leaf.subject for leaf in leaves if isinstance(leaf, IsOneOf | IsNumber | IsDate))
        self._columns = dict.fromkeys(subjects)
        self._values = {
            (leaf.subject, value): IsOneOf(subject=leaf.subject, values=(value,))
            for leaf in leaves
            if isinstance(leaf, IsOneOf)
            for value in leaf.values
        }
        self._filled: set[str] = set()
        self._known: dict[str, set[str]] = {}
        self._names: set[str] = set()
        self._people = 0

    def look(self, lead: Lead) -> None:
        """Take one person."""
        self._people += 1
        self._names.update(lead.attributes)
        for column in self._columns:
            text = cell(lead, column)
            if text is None:
                continue
            self._filled.add(column)
            known = self._known.setdefault(column, set())
            if text in known:
                continue
            if len(known) < MOST_VALUES:
                known.add(text)
            met = [key for key, value in self._values.items() if key[0] == column and written_truth(value, text)]
            for key in met:
                del self._values[key]

    def remarks(self, language: Language = "en") -> Iterator[str]:
        """Yield a remark about each column that nobody has a value in, and each value that nobody has."""
        if not self._people:
            return
        for column in self._columns:
            if column not in self._filled:
                others = sorted({*self._names, *FIELDS} - {column, *(LANGUAGE_COLUMNS if column == LANGUAGE else ())})
                yield _asked(language, "conditions-no-value", nearest(column, others), column=column)
        for column, value in self._values:
            if column in self._filled:
                hint = nearest(value, sorted(self._known[column]))
                yield _asked(language, "conditions-not-in-list", hint, value=value, column=column)


def _asked(language: Language, sentence: str, hint: str, **named: str) -> str:
    """Return what a condition asks for and nobody has, with the nearest word that somebody has."""
    meant = say(language, "conditions-meant", meant=_short(hint)) if hint else ""
    return say(language, sentence, **{name: _short(text) for name, text in named.items()}) + meant


def _short(text: str) -> str:
    """Return a value on one line, cut when it is long."""
    return quoted(text)[1:-1]


add_sentences(
    en="""
conditions-no-value = a condition asks for "{ $column }", in which no lead of the list has a value
conditions-not-in-list = a condition asks for "{ $value }" in "{ $column }", which no lead of the list has
conditions-meant = ; did you mean "{ $meant }"?
""",
    es="""
conditions-no-value = una condición pregunta por «{ $column }», y ningún contacto de la lista tiene un valor ahí
conditions-not-in-list = una condición pide «{ $value }» en «{ $column }», y ningún contacto de la lista lo tiene
conditions-meant = ; ¿quizá «{ $meant }»?
""",
    pt="""
conditions-no-value = uma condição pergunta por “{ $column }”, e nenhum contato da lista tem um valor aí
conditions-not-in-list = uma condição pede “{ $value }” em “{ $column }”, e nenhum contato da lista o tem
conditions-meant = ; talvez “{ $meant }”?
""",
)
