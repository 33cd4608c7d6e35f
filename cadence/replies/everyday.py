"""
Which words of a language are everyday words? Reads `languages/everyday/*.yaml` and nothing else.

They do not make a text harmless: a text made of them must also name something that people write to a company about,
such as a price, an order or an appointment. Otherwise a stop in everyday words would pass.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from cadence.replies.languages import Phrases, WordLists, Words
from cadence.replies.languages.inflect import FORMS

FILES = Path(__file__).parent / "languages" / "everyday"
Topics = Annotated[Mapping[str, Words], BeforeValidator(lambda raw: raw or {})]


class Everyday(WordLists):
    """The everyday words of one language, by topic."""

    nouns: Topics  # what people write about; singular
    things: Topics  # the same, not inflected
    verbs: Topics  # say nothing by themselves; dictionary form
    adjectives: Topics = Field(default={})  # the same
    others: Topics  # the same, not inflected
    names: Topics  # say nothing
    nods: Topics  # agree, thank, ask or judge: about nothing
    frames: Phrases  # groups of words that say nothing by themselves
    phrases: Phrases = ()  # groups of words that are about something
    guards: Phrases  # together with everyday words: perhaps a stop
    weak: Topics  # about something only in a question
    weak_topics: Words  # all of these topics, too
    idle_topics: Words  # topics that are about nothing
    questions: Phrases  # asks something
    before_name: str  # a regular expression of the words that come before a name
    never: Topics  # may say stop: no form of a listed word, and nothing that looks like a slip of one


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The everyday words of one language in all their forms."""

    about: frozenset[str]  # what people write about
    weak: frozenset[str]  # of these: only in a question
    idle: frozenset[str]  # say something, but are about nothing
    common: frozenset[str]  # say nothing by themselves
    never: frozenset[str]  # may say stop
    listed: Everyday


def vocabulary(language: str) -> Vocabulary:
    """Return the everyday words of a language, such as "english"."""
    listed = Everyday.of(FILES / f"{language}.yaml")
    never = _all(listed.never)
    common = _forms(language, "verbs", listed.verbs) | _forms(language, "adjectives", listed.adjectives)

    def about(topics: frozenset[str] | None = None) -> frozenset[str]:
        nouns, things = (
            {name: words for name, words in by_topic.items() if topics is None or name in topics}
            for by_topic in (listed.nouns, listed.things)
        )
        return (_forms(language, "nouns", nouns) | _all(things)) - never

    return Vocabulary(
        about=about(),
        weak=about(listed.weak_topics) | _all(listed.weak),
        idle=about(listed.idle_topics) | _all(listed.nods),
        common=(common | _all(listed.others) | _all(listed.names)) - never,
        never=never,
        listed=listed,
    )


def _forms(language: str, kind: str, topics: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return every form of the words of these topics."""
    return frozenset(form for word in _all(topics) for form in FORMS[language, kind](word))


def _all(topics: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*topics.values()) - {""}
