"""
In which languages do people write stop, and what does the engine know of each? Reads the package's own files.

The language of a text is not known, so it is compared with every language. To add a language, write its file; `Lexicon`
is its shape. Words and phrases are written as they are after normalising: lower case, no accents, no punctuation, one
space. A phrase is a regular expression of whole words; `{name}` in it is replaced by a fragment of the same file, and a
line break in it has no meaning. 47 CFR 64.1200(a)(10) fixes some English words and no law fixes the others; the test is
what a reasonable person would understand.
"""

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from cadence.documents import DocumentFormat, WrongValueError, read_document


def _listed(text: object) -> object:
    """Return the entries of a comma-separated text."""
    return [" ".join(entry.split()) for entry in text.split(",")] if isinstance(text, str) else text


def _on_one_line(phrases: object) -> object:
    """Return the phrases without their line breaks; a long one is written over several lines."""
    return ["".join(phrase.splitlines()) for phrase in phrases] if isinstance(phrases, list) else phrases


Words = Annotated[frozenset[str], BeforeValidator(_listed)]
Phrases = Annotated[tuple[str, ...], BeforeValidator(_on_one_line)]

HERE = Path(__file__).parent
FRAGMENT = re.compile(r"\{([a-z_]+)\}")
WRITTEN_AS = DocumentFormat(example="lists of words by name")


class WordLists(BaseModel):
    """Lists of words of one language; a phrase may name a fragment of its file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def of(cls, file: Path) -> Self:
        """Return the lists of a file."""
        return read_document(file.read_text(encoding="utf-8"), file.name, cls, WRITTEN_AS)

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, raw: Any) -> Any:  # noqa: ANN401  whatever the file holds
        """Put the fragments in."""
        if not isinstance(raw, dict) or not isinstance(fragments := raw.pop("fragments", {}), dict):
            return raw

        def put_in(phrase: str) -> str:
            while match := FRAGMENT.search(phrase):
                if match[1] not in fragments:
                    raise WrongValueError(f"the unknown fragment {match[0]}", f"one of {', '.join(fragments)}")
                phrase = phrase.replace(match[0], fragments[match[1]])
            return phrase

        return {
            name: [put_in(phrase) for phrase in value] if isinstance(value, list) else value
            for name, value in raw.items()
        }


class Lexicon(WordLists):
    """The words of one language about stopping."""

    # the whole message
    revoke: Words  # each of them alone is an opt-out
    typos: dict[str, Words]  # slips of the finger, listed one by one: `shop` is a letter from `stop`, too
    alone_only: Words  # of these: says stop as a whole message, and perhaps stop inside one
    everyday: Words  # of these: says nothing inside a sentence
    help: Words
    rejoin: Words = frozenset()
    courtesy: Words  # courtesy around a word changes nothing
    polite: Words  # the part of it that changes nothing beside an answer to a question either

    # inside a message: what says stop
    ends: Phrases  # "stop calling me": a place or time makes it a restriction, `now` is impatience
    leaves: Phrases  # "take me off your list": no place or time changes it
    forbids: Phrases  # "don't call me": a place or time makes it a restriction, and so does `now`
    allows: Phrases  # "only call me": a restriction, if a place or a time is named
    place: Phrases
    time: Phrases
    now: Phrases
    for_good: Phrases  # "today or ever": no time after all
    denies: (
        Phrases  # before what says stop: it does not, or perhaps not ("don't take me off", "why did you stop writing")
    )
    automatic: Phrases  # sent by a machine while its owner is away: it is not the person's wish
    spares: Phrases  # after what says stop: it is about something else ("remove me from the waiting list")

    # how much of it
    advertising: Phrases
    surveys: Phrases
    anything: Phrases  # beside advertising: "ni mensajes ni nada"
    besides: Phrases  # "but tell me about my order": service goes on
    calls: Phrases  # the phrase is about calls
    texts: Phrases  # ... about messages of any kind
    call_me: Phrases  # calls are asked for
    text_me: Phrases  # messages are asked for
    only: Phrases  # ... and nothing else

    # what is no stop, or perhaps one
    doubts: Phrases  # a person has to read it: a wrong number, a threat, no interest, the end of a service
    near: Phrases  # a word of stopping not far from a word of contact: the net under all phrases
    harmless: Phrases  # a stop word in them means something else: "stop by the store", "ya cancelé mi deuda"


@cache
def lexicons() -> dict[str, Lexicon]:
    """Return the languages by name."""
    files = sorted(HERE.glob("*.yaml"))
    return {file.stem: Lexicon.of(file) for file in files}


@cache
def words(field: str) -> frozenset[str]:
    """Return the words of every language under this name, such as "revoke"."""
    return frozenset[str]().union(*(getattr(lexicon, field) for lexicon in lexicons().values()))


@cache
def slips() -> dict[str, str]:
    """Return each listed slip of the finger with the word it was meant to be."""
    return {slip: word for lexicon in lexicons().values() for word, them in lexicon.typos.items() for slip in them}


@cache
def pattern(field: str) -> re.Pattern[str]:
    """Return what matches any phrase of any language under this name, such as "doubts", as whole words."""
    phrases = sorted(phrase for lexicon in lexicons().values() for phrase in getattr(lexicon, field))
    return re.compile("|".join(rf"\b({phrase})(?!\w)" for phrase in phrases))
