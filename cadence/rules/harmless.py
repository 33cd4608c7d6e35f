"""
Is a reply plainly harmless? Pure.

Plainly harmless means that every word is accounted for: it is on the language's lists of harmless words, or inside one
of its harmless phrases. Words of contacting, stopping, leaving and refusing are on no list, so a stop that no rule
knows has a word that is left over. All words must be of one language.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from cadence.rules.tongues.tongue import Phrases, Words, filled

FILES = Path(__file__).parent / "tongues" / "harmless"

FRIENDLY = frozenset(
    "👍👌🙏😀😃😄😁😆😊🙂😉😍🥰😘🤗🤝👏🙌💪🎉🎊❤♥💚💙💛💜🧡🤍💯✅✔☑😂🤣😅😎🥳😇🤩🌟⭐✨🌹🌸🌺💐☀🏡🏠🚗📅📆🕐🕒⏰📍📦🎁🤙✌😋"
)
"""Signs that agree, thank or laugh. Any other sign is left for a person."""
NUMBER = re.compile(
    r"\d+(am|pm|a|p|h|hs|hrs?|horas|min|mins|st|nd|rd|th|k|g|gb|mb|eur|usd|mxn|kg|m2|x|o)?|\d{1,2}h\d\d"
)
"""An amount, an hour, a day."""
LATE = re.compile(r"\b(?:est[\u00e1]|t[\u00e1]) (?:muy |muito |bem )?(?:tarde|noche|noite)\b")
"""It is late: without its accent it is this afternoon."""
WORD = re.compile(r"\S+")


class Harmless(BaseModel):
    """What is harmless in one language. Words and phrases as in `Tongue`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fill: Words  # says nothing by itself
    words: Words  # one of them, or a phrase or a number, is needed
    phrases: Phrases  # harmless as a whole, whatever the words in it would be alone
    alarms: Phrases  # not harmless, although every word is


@dataclass(frozen=True, slots=True)
class _Language:
    """The lists of one language, ready for use."""

    fill: frozenset[str]
    words: frozenset[str]
    idle: tuple[re.Pattern[str], ...]  # entries of `fill` of several words
    phrases: tuple[re.Pattern[str], ...]
    alarms: re.Pattern[str]

    def covers(self, said: Sequence[str], *, rest: bool = False) -> bool:
        """Tell whether every word of every clause is harmless, and one of them says something, unless it is a rest."""
        if self.alarms.search(" ".join(said)) or any(self.alarms.search(clause) for clause in said):
            return False
        found = [self._cover(clause) for clause in said]
        return None not in found and (rest or any(found))

    def _cover(self, clause: str) -> bool | None:
        """Return whether a clause says something, None when a word of it is in no harmless phrase and on no list."""
        words = clause.split()
        if all(map(self.known, words)) and any(map(self.says, words)):
            return True  # no need to look for phrases
        says, reached = False, {0}
        for word in WORD.finditer(clause):
            at = word.start()
            if at not in reached:
                continue
            ends = [match.end() for phrase in self.phrases if (match := phrase.match(clause, at)) is not None]
            says = says or bool(ends) or self.says(word[0])
            ends += [match.end() for phrase in self.idle if (match := phrase.match(clause, at)) is not None]
            reached |= {end + 1 for end in (*ends, *([word.end()] if self.known(word[0]) else []))}
        return says if len(clause) + 1 in reached else None

    def known(self, word: str) -> bool:
        """Tell whether a word is harmless by itself."""
        return word in self.fill or self.says(word)

    def says(self, word: str) -> bool:
        """Tell whether a word is harmless, and enough by itself."""
        return word in self.words or NUMBER.fullmatch(word) is not None


def plainly_harmless(text: str, said: Sequence[str]) -> bool:
    """Tell whether a text, and these clauses of it, need nobody to decide about them before we go on."""
    return friendly(text) and (not said or any(language.covers(said) for language in _languages()))


def harmless_words(words: str) -> bool:
    """Tell whether these words, which are left of a reply, are harmless in one language; they need not say anything."""
    return any(language.covers((words,), rest=True) for language in _languages())


def friendly(text: str) -> bool:
    """Tell whether every sign in a text is one that agrees, thanks or laughs, and no word is read for another."""
    return (
        not LATE.search(text.casefold()) and {char for char in text if unicodedata.category(char) == "So"} <= FRIENDLY
    )


@cache
def _languages() -> tuple[_Language, ...]:
    """Return the languages, ready for use."""
    return tuple(
        _ready(Harmless.model_validate(filled(YAML(typ="safe").load(file)))) for file in sorted(FILES.glob("*.yaml"))
    )


def _ready(lists: Harmless) -> _Language:
    idle, fixed = ([one for one in listed if " " in one] for listed in (lists.fill, lists.words))
    return _Language(
        fill=lists.fill - set(idle),
        words=lists.words - set(fixed),
        idle=tuple(_any_of([one]) for one in idle),
        phrases=tuple(_any_of([one]) for one in (*fixed, *lists.phrases)),
        alarms=_any_of(lists.alarms),
    )


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{one})(?!\w)" for one in phrases))
