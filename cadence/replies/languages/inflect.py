"""
Which forms does an everyday word take? Pure: plurals, adjectives and verbs of English, Spanish and Portuguese.

The everyday words are listed in their dictionary form (`everyday/*.yaml`), without accents. A form too many does no
harm, since words that may say stop are in no list; an irregular form that is missing is listed by itself. A verb with
a second stem is written "pensar:piens".
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

VOWELS = frozenset("aeiou")
_SPANISH = {
    "ar": (
        "o as a amos ais an aste asteis aron aba abas abamos aban ado ada ados adas ando e es en emos eis",
        "are aras ara aremos aran aria arias ariamos arian ar arlo arla arlos arlas arme arte arse arnos arle arles",
        "ara aran arian amelo amela andolo andola andome",
    ),
    "er": (
        "o es e emos eis en i iste io imos ieron ia ias iamos ian ido ida idos idas iendo a as an amos",
        "ere eras era eremos eran eria erias eriamos erian er erlo erla erlos erlas erme erte erse ernos erle erles",
        "iera ieran iendolo iendola",
    ),
    "ir": (
        "o es e imos is en i iste io ieron ia ias iamos ian ido ida idos idas iendo a as an amos",
        "ire iras ira iremos iran iria irias iriamos irian ir irlo irla irlos irlas irme irte irse irnos irle irles",
        "iera ieran iendolo iendola",
    ),
}
_PORTUGUESE = {
    "ar": (
        "o as a amos am ei aste ou aram ava avamos avam ado ada ados adas ando e es em emos",
        "arei ara aremos arao aria ariamos ariam ar armos arem asse assem",
    ),
    "er": (
        "o es e emos em i este eu eram ia iamos iam ido ida idos idas endo a as am amos",
        "erei era eremos erao eria eriamos eriam er ermos erem esse essem",
    ),
    "ir": (
        "o es e imos em i iste iu iram ia iamos iam ido ida idos idas indo a as am amos",
        "irei ira iremos irao iria iriamos iriam ir irmos irem isse issem",
    ),
}
_STRONG = frozenset({"o", "as", "es", "a", "e", "an", "en", "am", "em"})
"""Endings that take the second stem."""
_SOFT = {"c": "qu", "g": "gu", "z": "c", "j": "j"}
"""The last letter of a stem in -ar before e."""
_HARD = {"g": "j", "c": "z"}
"""The last letter of a stem in -er and -ir before a and o."""


def _english_noun(word: str) -> Iterator[str]:
    """Yield singular and plural."""
    yield word
    if word.endswith(("s", "x", "z", "ch", "sh")):
        yield word + "es"
    elif word.endswith("y") and word[-2] not in VOWELS:
        yield word[:-1] + "ies"
    else:
        yield word + "s"


def _english_verb(word: str) -> Iterator[str]:
    """Yield the forms of a regular verb; "stop!" doubles its last letter."""
    double = word.endswith("!")
    word = word.rstrip("!")
    yield from _english_noun(word)
    stem = word + word[-1] if double else word
    if word.endswith("e"):
        yield from (word + "d", word[:-1] + "ing")
    elif word.endswith("y") and word[-2] not in VOWELS:
        yield from (word[:-1] + "ied", word + "ing")
    else:
        yield from (stem + "ed", stem + "ing")


def _spanish_noun(word: str) -> Iterator[str]:
    """Yield singular and plural."""
    yield word
    yield word + "s" if word[-1] in VOWELS else (word[:-1] + "ces" if word.endswith("z") else word + "es")


def _portuguese_noun(word: str) -> Iterator[str]:
    """Yield singular and plural."""
    yield word
    if word.endswith("ao"):
        yield from (word[:-2] + "oes", word + "s")
    elif word.endswith(("al", "el", "ol", "ul")):
        yield word[:-1] + "is"
    elif word.endswith("il"):
        yield word[:-1] + "s"
    elif word.endswith("m"):
        yield word[:-1] + "ns"
    else:
        yield word + "es" if word[-1] in "rsz" else word + "s"


def _adjective(plural: Callable[[str], Iterator[str]], word: str) -> Iterator[str]:
    """Yield both genders and numbers."""
    for form in (word, word[:-1] + "a") if word.endswith("o") else (word,):
        yield from plural(form)


def _verb(endings: Mapping[str, tuple[str, ...]], word: str) -> Iterator[str]:
    """Yield the regular forms of a verb."""
    word, _, second = word.partition(":")
    stem, kind = word[:-2], word[-2:]
    for ending in (ending for row in endings[kind] for ending in row.split()):
        for base in {stem, second or stem} if ending in _STRONG else {stem}:
            yield _joined(base, ending, kind)


def _joined(stem: str, ending: str, kind: str) -> str:
    """Return a stem and an ending with the letter between them as it is spelt."""
    if kind == "ar" and ending[0] == "e" and stem[-1] in _SOFT:
        return stem[:-1] + _SOFT[stem[-1]] + ending
    if kind != "ar" and ending[0] in "ao" and stem[-1] in _HARD:
        return stem[:-1] + _HARD[stem[-1]] + ending
    return stem + ending


FORMS: dict[tuple[str, str], Callable[[str], Iterator[str]]] = {
    ("english", "nouns"): _english_noun,
    ("english", "adjectives"): lambda word: iter((word,)),  # its other forms are listed
    ("english", "verbs"): _english_verb,
    ("spanish", "nouns"): _spanish_noun,
    ("spanish", "adjectives"): partial(_adjective, _spanish_noun),
    ("spanish", "verbs"): partial(_verb, _SPANISH),
    ("portuguese", "nouns"): _portuguese_noun,
    ("portuguese", "adjectives"): partial(_adjective, _portuguese_noun),
    ("portuguese", "verbs"): partial(_verb, _PORTUGUESE),
}
"""How each language inflects each kind of word."""
