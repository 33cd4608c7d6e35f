"""
Is a reply plainly harmless? Pure.

Plainly harmless means that every word is accounted for: it is on the language's lists of harmless words, or inside one
of its harmless phrases. Words of contacting, stopping, leaving and refusing are on no list, so a stop that no rule
knows leaves at least one word over. All words must be of one language.

Everyday words (`everyday.py`) are covered too, but only in a text that names what it is about: a price, an order, an
appointment. A stop can be written in everyday words alone, but hardly together with one of those.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import cache, reduce
from itertools import islice
from operator import or_
from pathlib import Path

from cadence.replies import languages
from cadence.replies.everyday import Vocabulary, vocabulary
from cadence.replies.languages import Phrases, WordLists, Words
from cadence.replies.normalized import clauses

FILES = Path(__file__).parent / "languages" / "harmless"

FRIENDLY = frozenset(
    "👍👌🙏😀😃😄😁😆😊🙂😉😍🥰😘🤗🤝👏🙌💪🎉🎊❤♥💚💙💛💜🧡🤍💯✅✔☑😂🤣😅😎🥳😇🤩🌟⭐✨🌹🌸🌺💐☀🏡🏠🚗📅📆🕐🕒⏰📍📦🎁🤙✌😋"
)
"""Signs that agree, thank or laugh. Any other sign is left for a person."""
BESIDE_WORDS = FRIENDLY | frozenset(
    "🤔🥺😢😭😔😞🙈😬🤒🤧😷🤕🤦🐶🐱🍕🎂💸💰💳🚚🏥🦷💉👶🎓🏦📷📸📄📝♀♂🫶🤞☕🌧🔥👀🙋🧾🛵🐾⚡💧🔑"
)
"""Signs that are harmless together with harmless words."""
NUMBER = re.compile(
    r"\d+(am|pm|a|p|h|hs|hrs?|horas|min|mins|st|nd|rd|th|k|g|gb|mb|eur|usd|mxn|kg|m2|x|o)?|\d{1,2}h\d\d"
    r"|(?!no|end)[a-z]{1,3}\d{1,8}|\d{1,5}[a-z]{1,2}|[a-z]{1,2}\d+[a-z]{1,2}"
)
"""An amount, an hour, a day, the name of an order, a flat or a road."""
LATE = re.compile(r"\b(?:est[\u00e1]|t[\u00e1]) (?:muy |muito |bem )?(?:tarde|noche|noite)\b")
"""It is late: without its accent it is this afternoon."""
WORD = re.compile(r"\S+")
SENTENCE = re.compile(r"[^\n]*?(?:[.!?\u2026]+(?=\s|$)|\n|$)")
NAME = "#"
"""Stands for a name that no list knows."""
STEM = 5
"""Words that begin with so many same letters are taken for forms of one."""
MOST_WORDS = 4
"""An entry of a list has no more words."""


class Harmless(WordLists):
    """What is harmless in one language. Words and phrases as in `Lexicon`."""

    fill: Words  # says nothing by itself
    words: Words  # one of them, or a phrase or a number, is needed
    phrases: Phrases  # harmless as a whole, even if its words alone are not
    alarms: Phrases  # not harmless, although every word is


class _Cover(IntFlag):
    """What the words of a clause do together."""

    NOTHING = 0
    SAYS = 1  # one of them is enough by itself
    ABOUT = 2  # one of them names what the text is about
    COMMON = 4  # one of them needs such a name in the text
    STRONG = 16  # one of them names it so that no question is needed
    WEAK = 32
    WIDE = 8  # one of them is an everyday word: the text must hold nothing that may be part of a stop


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text, clause by clause, and whether it ends with a question mark."""

    clauses: tuple[str, ...]
    asks: bool = False


@dataclass(frozen=True, slots=True)
class _Language:
    """The lists of one language, ready for use."""

    words: Mapping[str, _Cover]
    phrases: tuple[tuple[re.Pattern[str], _Cover], ...]
    alarms: re.Pattern[str]
    questions: re.Pattern[str]
    names: re.Pattern[str]  # what comes before a name
    guards: Phrases  # alarms in a text with an everyday word

    def covers(self, sentences: Sequence[Sentence], *, rest: bool = False, wide: bool = True) -> bool:
        """
        Tell whether every word of every clause is harmless, and one of them says something.

        A `rest` of a text need not say anything. Not `wide` leaves the everyday words out.
        """
        clauses = [clause for sentence in sentences for clause in sentence.clauses]
        every = (*clauses, " ".join(clauses))
        if any(self.alarms.search(part) for part in every) or any(_guards().search(part) for part in every):
            return False
        wide = wide and not rest and " " in every[-1]
        covers = [
            self._sentence(sentence, wide=wide, rest=rest) for sentence in self._without_name(sentences, wide=wide)
        ]
        return None not in covers and (rest or any(_Cover.SAYS in cover for cover in covers if cover is not None))

    def _without_name(self, sentences: Sequence[Sentence], *, wide: bool) -> Sequence[Sentence]:
        """
        Return the sentences without the one word of them that no list knows, if it is used like a name in a question.

        "Do you have it for a Corolla?": the unknown word is what the question is about, unless it looks like a stop.
        """
        unknown = [
            (sentence, clause, word)
            for sentence in sentences
            for clause in sentence.clauses
            if self._cover(clause) is None
            for word in clause.split()
            if self._word(word) is None and word not in _never()[0]
        ]
        if not wide or len(unknown) != 1:
            return sentences
        sentence, clause, word = unknown[0]
        asks = sentence.asks or self.questions.search(clause)
        if not asks or not self.names.search(clause[: clause.index(word)]) or _like_a_stop(word):
            return sentences
        left = tuple(
            f"{other} ".replace(f" {word} ", f" {NAME} ").strip() if other is clause else other
            for other in sentence.clauses
        )
        return [Sentence(left, asks=sentence.asks) if other is sentence else other for other in sentences]

    def _sentence(self, sentence: Sentence, *, wide: bool, rest: bool) -> _Cover | None:
        """Return what a sentence does, None when it may be part of a stop."""
        covers = [self._cover(clause) for clause in sentence.clauses]
        if None in covers:
            return None
        does = reduce(or_, (cover for cover in covers if cover is not None), _Cover.NOTHING)
        asks = sentence.asks or any(self.questions.search(clause) for clause in sentence.clauses)
        about = _Cover.STRONG in does or (_Cover.ABOUT in does and asks)
        if (_Cover.WEAK in does and not about and not rest) or (_Cover.WIDE in does and not (wide and about)):
            return None
        return does

    def _cover(self, clause: str) -> _Cover | None:
        """Return what a clause does, None when a word of it is in no harmless phrase and on no list."""
        known = [self._word(word) for word in clause.split()]
        if None not in known:
            flat = reduce(or_, (cover for cover in known if cover is not None), _Cover.NOTHING)
            if _Cover.WIDE not in flat and _Cover.SAYS in flat:
                return flat  # no need to look for phrases
        reached: dict[int, list[_Cover]] = {0: [_Cover.NOTHING]}
        for word, alone in zip(WORD.finditer(clause), known, strict=True):
            before = reached.pop(word.start(), None)
            if before is None:
                continue
            ends = [(word.end(), alone)] if alone is not None else []
            ends += self._several(clause, word.start())
            for phrase, does in self.phrases:
                if (match := phrase.match(clause, word.start())) is not None:
                    ends.append((match.end(), self._with(match[0], does)))
            for end, does in ends:
                there = reached.setdefault(end + 1, [])
                there += [earlier | does for earlier in before if earlier | does not in there]
        return max(reached.get(len(clause) + 1, [None]), key=_least, default=None)

    def _with(self, phrase: str, does: _Cover) -> _Cover:
        """Return what a phrase does with the words in it."""
        inside = reduce(or_, (self._word(word) or _Cover.NOTHING for word in phrase.split()), _Cover.NOTHING)
        return does | inside & (_Cover.ABOUT | _Cover.STRONG)

    def _several(self, clause: str, start: int) -> Iterator[tuple[int, _Cover]]:
        """Yield where each entry of several words ends that begins here, and what it does."""
        for end in islice((match.end() for match in WORD.finditer(clause, start)), 1, MOST_WORDS):
            if (does := self.words.get(clause[start:end])) is not None:
                yield end, does

    def _word(self, word: str) -> _Cover | None:
        """Return what a word does, None when it is not harmless."""
        if (does := self.words.get(word)) is not None:
            return does
        return _Cover.SAYS | _Cover.ABOUT | _Cover.STRONG if NUMBER.fullmatch(word) is not None else None


def _least(cover: _Cover | None) -> tuple[bool, ...]:
    """Order readings of a clause: best one of no everyday words, then one that names what it is about."""
    if cover is None:
        return (False,)
    narrow = _Cover.WIDE not in cover and _Cover.SAYS in cover
    return True, narrow, _Cover.STRONG in cover, _Cover.ABOUT in cover, _Cover.COMMON not in cover, _Cover.SAYS in cover


def plainly_harmless(text: str, *, wide: bool = True) -> bool:
    """Tell whether we may go on without a person reading the text. Not `wide` leaves the everyday words out."""
    sentences = [
        Sentence(parts, asks="?" in match[0]) for match in SENTENCE.finditer(text) if (parts := clauses(match[0]))
    ]
    if not friendly(text, words=bool(sentences)):
        return False
    return not sentences or any(language.covers(sentences, wide=wide) for language in _languages())


def harmless_words(words: str) -> bool:
    """Tell whether these words, which are left of a reply, are harmless in one language; they need not say anything."""
    return any(language.covers([Sentence((words,))], rest=True) for language in _languages())


def friendly(text: str, *, words: bool = False) -> bool:
    """Tell whether every sign in a text is friendly, or harmless beside `words`, and no word is read for another."""
    signs = {char for char in text if unicodedata.category(char) == "So"}
    return not LATE.search(text.casefold()) and signs <= (BESIDE_WORDS if words else FRIENDLY)


@cache
def _languages() -> tuple[_Language, ...]:
    """Return the languages, ready for use."""
    return tuple(_ready(file.stem, file) for file in sorted(FILES.glob("*.yaml")))


@cache
def _guards() -> re.Pattern[str]:
    """Return what may be part of a stop, in any language: an everyday word of one may be a stop's in another."""
    return _any_of([guard for language in _languages() for guard in language.guards])


@cache
def _never() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the words that may say stop, in any language; what they begin with; and what slips of them look like."""
    words = frozenset().union(*(vocabulary(file.stem).never for file in FILES.glob("*.yaml")))
    words |= languages.words("revoke") | languages.slips().keys()
    longer = [word for word in words if len(word) >= STEM]
    return words, frozenset(word[:STEM] for word in longer), frozenset(cut for word in longer for cut in _cuts(word))


def _like_a_stop(word: str) -> bool:
    """Tell whether a word begins like one that may say stop, or is a slip of one."""
    _, beginnings, slips = _never()
    return word[:STEM] in beginnings or not slips.isdisjoint(_cuts(word))


def _cuts(word: str) -> frozenset[str]:
    """Return a word, and what is left of it without one of its letters."""
    return frozenset({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def _ready(name: str, file: Path) -> _Language:
    lists, more = Harmless.of(file), vocabulary(name)
    never = languages.words("revoke") | languages.slips().keys()
    words = dict.fromkeys(more.common - never, _Cover.COMMON | _Cover.WIDE)
    words |= {word: _says(word, more) | _Cover.WIDE for word in more.about - never}
    words |= {word: _says(word, more) for word in lists.words}
    words |= dict.fromkeys(lists.fill, _Cover.NOTHING) | {NAME: _Cover.COMMON | _Cover.WIDE}
    phrases = [(phrase, _Cover.NOTHING) for phrase in lists.fill if " " in phrase]
    phrases += [(phrase, _Cover.SAYS | _Cover.ABOUT) for phrase in lists.phrases]
    phrases += [(frame, _Cover.COMMON | _Cover.WIDE) for frame in more.listed.frames]
    phrases += [(phrase, _Cover.SAYS | _Cover.ABOUT | _Cover.STRONG | _Cover.WIDE) for phrase in more.listed.phrases]
    return _Language(
        words=words,
        phrases=tuple((_any_of([phrase]), does) for phrase, does in phrases),
        alarms=_any_of(lists.alarms),
        questions=_any_of(more.listed.questions),
        names=re.compile(rf"(?<!\w)(?:{more.listed.before_name}) $"),
        guards=more.listed.guards,
    )


def _says(word: str, more: Vocabulary) -> _Cover:
    """Return the cover of a word that says something."""
    if word in more.idle:
        return _Cover.SAYS
    if word in more.common and word not in more.about:
        return _Cover.SAYS | _Cover.ABOUT
    return _Cover.SAYS | _Cover.ABOUT | (_Cover.WEAK if word in more.weak else _Cover.STRONG)


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{phrase})(?!\w)" for phrase in phrases))
