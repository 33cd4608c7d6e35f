"""
Can a value that a condition asks for ever be met? Pure: countries, regions, languages and scores have only some values.

A list gives each person a country's and a region's code, whatever its cells say: "Florida" is FL, and "Málaga" is AN. A
condition on "Florida" would select nobody. Each value is checked at its place in the file.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from cadence.campaign.conditions.evaluate import LANGUAGE_WORDS
from cadence.campaign.conditions.notation import ASKED, COMPARISONS
from cadence.campaign.conditions.parsed import LANGUAGE
from cadence.documents.mistakes import MistakeReport, one_of, quoted
from cadence.documents.tree import Items, Keys, Node, TextNode
from cadence.domain.geography import (
    COUNTRY_CODE,
    LONGEST_CODE,
    is_country,
    meant_country,
    named_region,
    nearest_region_of,
    region_codes,
)
from cadence.domain.nearest import fold, nearest, same_word
from cadence.domain.regions import TABLES

REGION_CODE = "a region's code such as FL or AN (ISO 3166-2 without the country)"
SHOWN = 25
"""So many codes of regions are listed at most; more are told by an example."""
LIKE = 0.75
"""How similar a language must be to one of ours before another spelling is doubted: a list may name any language."""
WORDS = ("country", "region", LANGUAGE)
"""What is a word of a few, and neither a number nor a date."""


@dataclass(frozen=True, slots=True)
class ConditionValues:
    """The values of a condition in a campaign file, and where its mistakes are reported."""

    report: MistakeReport
    home: str = ""  # the country that the campaign names for numbers without a prefix
    named: tuple[str, ...] = ()  # the countries that the same mapping asks for

    def check(self, node: Node) -> None:
        """Report each value of a condition that nobody can have."""
        if not isinstance(node, Keys):
            return
        beside = replace(self, named=tuple(_named_countries(node)))
        for key, value in node.entries:
            if key.value in {"any", "all", "not"}:
                for part in _parts(value, alone=key.value == "any"):
                    self.check(part)
            elif key.value == "columns":
                replace(self, named=()).check(value)
            elif key.value not in ASKED:
                beside.about(fold(key.value), value)

    def about(self, subject: str, value: Node) -> None:
        """Look at what is said of a field."""
        of_subject: dict[str, Callable[[TextNode], None]] = {
            "country": self._country,
            "region": self._region,
            LANGUAGE: self._language,
            "score": self._score,
        }
        if (look := of_subject.get(subject)) is not None:
            for node in value.items if isinstance(value, Items) else [value]:
                if isinstance(node, TextNode) and not node.empty:
                    look(node)
            for key in _comparisons(value):
                self._compared(subject, key)

    def _compared(self, subject: str, key: TextNode) -> None:
        if subject in WORDS:
            found = f"{quoted(key.value)} of {subject}, which is a word"
            self.report.wrong(key, found, f"a value, or a list of values: {{{subject}: [...]}}")
        elif key.value not in COMPARISONS:
            self.report.wrong(key, f"{quoted(key.value)} of {subject}, which is a number", one_of(COMPARISONS))

    def _country(self, node: TextNode) -> None:
        if not is_country(_code(node)):
            found = f"{quoted(node.value)} as a country, which nobody has"
            self.report.wrong(node, found, COUNTRY_CODE, meant_country(node.value))

    def _region(self, node: TextNode) -> None:
        """Refuse what is no code of a region; warn of a code that the campaign's own country does not have."""
        code, places = _code(node), self.named or ((self.home,) if self.home else ())
        tabled = bool(places) and all(place in TABLES for place in places)
        if any(code in region_codes(place) for place in places):
            return
        shaped = code.isascii() and code.isalnum() and len(code) <= LONGEST_CODE
        somewhere = any(code in region_codes(place) for place in TABLES)
        name = not somewhere and (tabled or not places) and bool(_named(node.value, places))  # "GC" for CN
        meant = _meant(node.value, places)
        hint = meant if meant != code else ""
        whose = f"which {one_of(places)} does not have" if tabled and shaped else "which nobody has"
        found = f"{quoted(node.value)} as a region, {whose}"
        if not shaped or (tabled and self.named) or name:
            self.report.wrong(node, found, _codes(places), hint)
        elif tabled and not somewhere:
            self.report.warn(node, found, f"{_codes(places)}{f'; did you mean {quoted(hint)}?' if hint else ''}")

    def _language(self, node: TextNode) -> None:
        """Warn of what looks like a language of ours, wrongly spelt."""
        word = same_word(node.value)
        if word in {*LANGUAGE_WORDS, *LANGUAGE_WORDS.values()} or len(word) <= LONGEST_CODE or "-" in word:
            return
        if meant := nearest(word, LANGUAGE_WORDS, LIKE):
            found = f"{quoted(node.value)} as a language"
            self.report.warn(node, found, f"{LANGUAGE_WORDS[meant]}, or one of its names, if {quoted(meant)} is meant")

    def _score(self, node: TextNode) -> None:
        text = node.value.strip()
        if not text.lstrip("-").isdecimal() or str(int(text)) != text:
            self.report.wrong(node, f"{quoted(node.value)} as a score, which nobody has", "a whole number such as 80")


def _parts(value: Node, *, alone: bool) -> Iterator[Node]:
    """Yield the conditions that are combined here; the keys of a mapping under `any` hold each alone."""
    if isinstance(value, Items):
        yield from value.items
    elif isinstance(value, Keys) and alone:
        yield from (replace(value, entries=[entry]) for entry in value.entries)
    else:
        yield value


def _comparisons(value: Node) -> Iterator[TextNode]:
    if isinstance(value, Keys):
        yield from (key for key, _ in value.entries if key.value in {*COMPARISONS, "before", "after"})


def _named_countries(node: Keys) -> Iterator[str]:
    """Yield the countries that a mapping asks for; what is no country is reported where it stands."""
    for key, value in node.entries:
        if fold(key.value) == "country":
            texts = (item for item in (value.items if isinstance(value, Items) else [value]))
            yield from (meant_country(item.value) for item in texts if isinstance(item, TextNode))


def _code(node: TextNode) -> str:
    """Return a value as it is compared with a code."""
    return same_word(node.value).upper()


def _meant(text: str, places: tuple[str, ...]) -> str:
    """Return the region that is meant, of these countries first, else of the first country that has such a one."""
    return _named(text, places) or nearest_region_of(_tables(text, places), text)


def _named(text: str, places: tuple[str, ...]) -> str:
    """Return the region of this very name or code, of these countries first."""
    return next(filter(None, (named_region(place, text) for place in _tables(text, places))), "")


def _tables(text: str, places: tuple[str, ...]) -> tuple[str, ...]:
    """Return the countries where a region is looked for, in order: the one that is written before it comes first."""
    head, dash, _ = text.partition("-")
    stated = (head.strip().upper(),) if dash and head.strip().upper() in TABLES else ()
    return tuple(dict.fromkeys((*stated, *places, *TABLES)))


def _codes(places: tuple[str, ...]) -> str:
    """Return what is expected of a region in these countries."""
    codes = [code for place in places for code in region_codes(place)]
    return one_of(codes) if 0 < len(codes) <= SHOWN else REGION_CODE
