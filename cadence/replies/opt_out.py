"""
Does this reply say stop, and how much of it? Pure.

Words are matched as words, never inside others, clause by clause, on a text without case, accents, punctuation and
courtesy. A reply that may mean stop and may not is `hold`; one that names a place or time for no contact is
`restrict`: everything it may be about waits until a person has read it (47 CFR 64.1200(a)(10)).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from cadence.replies import languages
from cadence.replies.harmless import FRIENDLY, plainly_harmless
from cadence.replies.normalized import bare, clauses
from cadence.replies.quoted import own_words
from cadence.replies.stop_scope import ClosedPart, StopPhrase, closed_by, only_on

Meaning = Literal["revoke", "restrict", "hold", "help", "rejoin", "callback", "none"]

STOP_SIGNS = frozenset("🛑🚫⛔")
NEAR = 6
"""A place or time within this number of words after a phrase belongs to it."""
UNCLEAR = "words.unclear"
"""The rule that holds a text that no other rule knows and that is not plainly harmless."""
LONGEST = 600
"""Of a longer text the beginning and the end are read, so many characters together; it is never harmless."""
KINDS = ("ends", "leaves", "forbids", "allows")
"""The kinds of phrases that say stop."""
NEGATION = re.compile(r"(?:no|not|nao|dont|do not|never|nunca|jamas|jamais|sin|sem|ya no|ja nao)\b")
"""The beginning of a phrase that is negative by itself."""
JOKES = frozenset({"stop", "stop it", "basta", "para", "stop that"})
LAUGHTER = re.compile(r"\b(?:(?:ha){2,}h?|(?:ja){2,}|k{3,}|lo+l|lmf?ao|rs(?:rs)*|blush\w*)\b")
"""Together with laughter, such words are not a wish: "haha stop it"."""
SURPRISE = frozenset({"stop it", "stop that"})
WANTING = re.compile(
    r"\b(?:gimme|give me|send me|omg|(?:i|we) (?:need|want|love) (?:it|one|them|two)|where do i (?:buy|sign|order))\b"
)
"""Together with surprise, such words are not a wish either: "stop it, 40% off? gimme the link"."""
READABLE = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a reply means, what of it a stop closes, when a call was asked for, and how it was read."""

    meaning: Meaning
    callback_at: datetime | None = None
    callback_until: datetime | None = None  # of a span: the call is wanted before this; it needs to be confirmed
    scope: tuple[ClosedPart, ...] = ()  # of a revoke; () is everything
    names: tuple[str, ...] = ()  # the place or time a restriction names
    rule: str = field(default="", compare=False)  # which rule decided: words.phrase, words.unclear, time.exact ...
    found: str = field(default="", compare=False, repr=False)  # the words that decided
    words: str = field(default="", compare=False, repr=False)  # the whole text, normalised
    asks_for_call: bool = field(default=False, compare=False)  # a call is asked for, at no time that is understood
    answer: str = ""  # the answer that it gives to the question of a campaign, by its name
    value: str = field(default="", repr=False)  # what it says where the question is about a number, a date or a text


def read(text: str) -> Reply:
    """
    Return what the words of a reply mean, by the first rule that knows them (the order of the functions below).

    A time for a call is read by `reading`.
    """
    whole, text = text, bounded(text)
    own = own_words(text)
    parts = clauses(own.text)
    if own.reaction:
        return Reply(meaning="none", rule="words.reaction")
    if not parts:
        return Reply(meaning="hold", rule=UNCLEAR) if own.quotes or text is not whole else _signs(text)
    words = " ".join(parts)
    reading = _alone(bare(words)) or _phrase(tuple(map(_corrected, parts))) or _doubt(_corrected(words))
    if reading.rule in {"words.harmless", "words.inside"}:
        known = not own.quotes and text is whole and plainly_harmless(text)
        if known:  # also of "when does the sale end", which is harmless as a whole
            reading = Reply(meaning="none", rule="words.harmless")
        elif reading.meaning == "none":
            reading = Reply(meaning="hold", rule=UNCLEAR)
    return replace(reading, words=words)


def bounded(text: str) -> str:
    """Return a text itself, or as much of a long one as is read."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}\n{text[-LONGEST // 2 :]}"


def _alone(whole: str) -> Reply | None:
    """Return what a message of one well-known word means, or of a slip of the finger on it; None for other messages."""
    if whole in languages.words("revoke"):
        return Reply(meaning="revoke", rule="words.whole", found=whole)
    if whole in languages.slips():
        return Reply(meaning="revoke", rule="words.typo", found=languages.slips()[whole])
    if whole in languages.words("help"):
        return Reply(meaning="help", rule="words.help", found=whole)
    if whole in languages.words("rejoin"):
        return Reply(meaning="rejoin", rule="words.rejoin", found=whole)
    return None


def _phrase(sentence: tuple[str, ...]) -> Reply | None:
    """
    Return what a message with a stop phrase means, None without one.

    Phrases count before the exceptions: a person who has paid a debt and wants no more calls may write both in one
    message. Of several phrases, one without a place or time decides.
    """
    refusals = [refusal for clause in sentence for refusal in _refusals(clause)]
    automatic = languages.pattern("automatic").search(" ".join(sentence)) is not None
    surprised = WANTING.search(" ".join(sentence)) is not None
    denied = [
        refusal for refusal in refusals if refusal.denied or automatic or (surprised and refusal.found in SURPRISE)
    ]
    if denied and len(denied) == len(refusals):
        return Reply(meaning="hold", rule="words.denied", found=denied[0].found)
    refusals = [refusal for refusal in refusals if refusal not in denied]
    revoking = [refusal for refusal in refusals if not refusal.names]
    if revoking:
        first = revoking[0]
        return Reply(meaning="revoke", rule=first.rule, found=first.found, scope=closed_by(revoking, sentence))
    if refusals:
        names = tuple(dict.fromkeys(name for refusal in refusals for name in refusal.names))
        return Reply(meaning="restrict", rule="words.circumstance", found=refusals[0].found, names=names)
    if parts := only_on(sentence):
        return Reply(meaning="revoke", rule="words.channel", found=" ".join(sentence), scope=parts)
    return None


def _refusals(clause: str) -> Iterator[StopPhrase]:
    """Yield each stop phrase of a clause, with the place or time that belongs to it."""
    if bare(clause) in languages.words("revoke") - languages.words("alone_only"):
        yield StopPhrase(rule="words.clause", found=bare(clause), about=clause)
        return
    matches = _widest((match, kind) for kind in KINDS for match in languages.pattern(kind).finditer(clause))
    for index, (match, kind) in enumerate(matches):
        ends = matches[index + 1][0].start() if index + 1 < len(matches) else len(clause)
        about = clause[match.start() : max(ends, match.end())]
        names = () if kind == "leaves" else _circumstance(clause, match, kind)
        denied = kind in {"ends", "leaves"} and _denied(clause, match)
        denied = denied or (match[0] in JOKES and LAUGHTER.search(clause) is not None)
        if names or denied or kind != "allows":
            yield StopPhrase(rule="words.phrase", found=match[0], about=about, names=names, denied=denied)


def _denied(clause: str, match: re.Match[str]) -> bool:
    """Tell whether the words before a phrase reverse it, or those after it make it about something else."""
    before, after = clause[: match.start()].strip(), clause[match.end() :].strip()
    turned = not NEGATION.match(match[0]) and languages.pattern("denies").search(before) is not None
    return turned or languages.pattern("spares").match(after) is not None


def _widest(matches: Iterable[tuple[re.Match[str], str]]) -> list[tuple[re.Match[str], str]]:
    """Return the phrases of a clause in order, without those inside another one."""
    kept: list[tuple[re.Match[str], str]] = []
    for match, kind in sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end())):
        if not kept or match.end() > kept[-1][0].end():
            kept.append((match, kind))
    return kept


def _circumstance(clause: str, match: re.Match[str], kind: str) -> tuple[str, ...]:
    """Return the place and time of a phrase: soon after it, or right before it at the beginning of its clause."""
    before = clause[: match.start()].strip()  # "en el trabajo no me llamen"
    after = " ".join(clause[match.start() :].split()[: len(match[0].split()) + NEAR])
    if languages.pattern("for_good").search(after):
        return ()
    lists = ("place", "time") if kind == "ends" else ("place", "time", "now")
    return tuple(
        dict.fromkeys(
            f"{'place' if name == 'place' else 'time'}: {nearby[0].strip()}"
            for name in lists
            for nearby in (languages.pattern(name).search(after), languages.pattern(name).fullmatch(before))
            if nearby
        )
    )


def _doubt(words: str) -> Reply:
    """Return what a message without a stop phrase means; it may still be a stop."""
    left = " ".join(languages.pattern("harmless").sub(" ", words).split())
    if match := languages.pattern("doubts").search(left):
        return Reply(meaning="hold", rule="words.doubt", found=match[0])
    if match := languages.pattern("near").search(left):
        return Reply(meaning="hold", rule="words.near", found=match[0])
    padded = f" {left} "
    inside = languages.words("revoke") - languages.words("everyday")
    if word := next(
        (candidate for candidate in sorted(inside, key=len, reverse=True) if f" {candidate} " in padded), None
    ):
        return Reply(meaning="hold", rule="words.inside", found=word)
    if not READABLE.search(words):
        return Reply(meaning="hold", rule="words.script")
    return Reply(meaning="none", rule="words.harmless")


def _signs(text: str) -> Reply:
    """Return what a message without words means: stop signs mean stop, a thumb up means yes, others are unclear."""
    signs = {char for char in text if unicodedata.category(char) == "So"}
    if not signs:
        return Reply(meaning="none", rule="words.nothing")
    meaning: Meaning = "revoke" if signs <= STOP_SIGNS else "none" if signs <= FRIENDLY else "hold"
    return Reply(meaning=meaning, rule="words.signs", found="".join(sorted(signs)))


def _corrected(words: str) -> str:
    """Return words with their slips mended, except those that are words themselves."""
    return " ".join(
        languages.slips().get(word, word) if word not in languages.words("everyday") else word for word in words.split()
    )
