"""
What does the condition of an alert say? Pure: text -> AlertCondition, or what is wrong with which word.

`FIGURE COMPARE BOUND [over SPAN] [and n >= N]`. A bound is a number, a percentage, or a share of the campaign's earlier
weeks (`p50`, `80% of p50`) or of what the law allows (`80% of cap`). `over` is the period of touches; of leads that are
overdue, for how long they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from cadence.campaign.spans import DURATION_WORDS, LONGEST, parse_duration
from cadence.documents.mistakes import one_of, quoted
from cadence.domain.alerts import (
    ALERT_FIGURES,
    OF_LAW,
    OF_WEEKS,
    OTHER_NAMES,
    WEEK,
    AlertCondition,
    AlertFigure,
    Base,
    Span,
)
from cadence.domain.figures import Unit
from cadence.domain.nearest import nearest
from cadence.domain.plurals import many

COMPARE = ("<", "<=", ">", ">=")
SHAPE = "a condition such as opt_out_rate > 2% over 1 day and n >= 200"
LONGEST_TEXT = 200
MOST_CASES = 1_000_000_000
_WORD = re.compile(r"[<>=!]+|[0-9]+(?:[.,][0-9]+)?|%|[^\W\d]\w*|\S")
_END_OF_SPAN = ("and", "over")


@dataclass(eq=False)
class ConditionError(ValueError):
    """A word that cannot stand where it stands."""

    offset: int  # of the word in the text
    found: str
    expected: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a condition."""

    text: str
    offset: int


@dataclass(slots=True)
class Words:
    """The words that are left to read."""

    text: str
    words: Sequence[Word] = field(init=False)
    at: int = 0

    def __post_init__(self) -> None:
        """Split the text."""
        self.words = [Word(match[0], match.start()) for match in _WORD.finditer(self.text)]

    def peek(self, *wanted: str) -> str:
        """Return the next word in small letters, "" at the end; of `wanted`, "" if it is none of them."""
        word = self.words[self.at].text.lower() if self.at < len(self.words) else ""
        return word if not wanted or word in wanted else ""

    def next(self) -> Word:
        """Take the next word; after the last one, a blank at the end."""
        word = self.words[self.at] if self.at < len(self.words) else Word("", len(self.text.rstrip()))
        self.at += 1
        return word

    def wrong(self, word: Word, expected: str, hint: str = "", found: str = "") -> ConditionError:
        """Return what is wrong with a word."""
        return ConditionError(word.offset, found or (quoted(word.text) if word.text else "the end"), expected, hint)


def parse_condition(text: str) -> AlertCondition:
    """Return what a condition means. Raises ConditionError."""
    words = Words(text)
    if len(text) > LONGEST_TEXT:
        raise ConditionError(0, many(len(text), "character"), f"{SHAPE}, of {many(LONGEST_TEXT, 'character')} at most")
    figure = _figure(words)
    compare = words.next()
    if compare.text not in COMPARE:
        hint = {"=>": ">=", "=<": "<="}.get(compare.text, "")
        raise words.wrong(compare, f"{one_of(COMPARE)} after {figure.id}", hint)
    start = words.next()
    bound, base = _bound(words, start, figure)
    over = _over(words, figure, base)
    least = _least(words)
    rest = words.next()
    if rest.text:
        left = [word for word, given in (("over", over), ("and", least)) if given is None]
        expected = "the end of the condition" if not left else f"{SHAPE}: {one_of(left)}, or the end"
        raise words.wrong(rest, expected, nearest(rest.text, left) if left else "")
    if over is None and base in OF_WEEKS:
        over = WEEK
    return AlertCondition(
        figure=figure.id, compare=compare.text, bound=bound, base=base, over=over, least=1 if least is None else least
    )


def _figure(words: Words) -> AlertFigure:
    word = words.next()
    name = OTHER_NAMES.get(word.text.lower(), word.text.lower())
    if name not in ALERT_FIGURES:
        known = (*ALERT_FIGURES, *OTHER_NAMES)
        raise words.wrong(word, f"a figure: {one_of(known)}", nearest(word.text.lower(), known))
    return ALERT_FIGURES[name]


def _bound(words: Words, start: Word, figure: AlertFigure) -> tuple[float, Base | None]:
    """Return the bound and what it is a share of."""
    expected = _bounds(figure)
    if not start.text or not start.text[0].isdigit():
        return 1.0, _base(words, start, figure, expected)
    amount = round(float(start.text.replace(",", ".")), 3)
    percent = bool(words.peek("%"))
    if percent:
        words.next()
        amount = round(amount / 100, 10)
    if words.peek("of"):
        of = words.next()
        if not percent:
            raise words.wrong(start, 'a percentage before "of", such as 80%', f"{start.text}%")
        if amount <= 0:
            raise words.wrong(start, "more than 0%")
        return amount, _base(words, words.next() if words.peek() else of, figure, expected)
    if percent is not (figure.unit is Unit.RATE):
        shown = f"{start.text}%" if percent else start.text
        hint = start.text if percent else f"{start.text}%"
        raise words.wrong(start, expected, hint, quoted(shown))
    if figure.unit is Unit.COUNT and not start.text.isdigit():
        thousands = re.fullmatch(r"[0-9]{1,3}[.,][0-9]{3}", start.text)
        raise words.wrong(start, "a whole number such as 20", re.sub(r"\D", "", start.text) if thousands else "")
    if figure.unit is Unit.RATE and amount > 1:
        raise words.wrong(start, "at most 100%", found=quoted(f"{start.text}%"))
    return amount, None


def _bounds(figure: AlertFigure) -> str:
    """Return which bounds a figure may be compared with."""
    plain = "a percentage such as 2%" if figure.unit is Unit.RATE else "a number such as 20"
    bases = [base.value for base in Base if base in figure.bases]
    return f"{plain}, {one_of(bases)}, or a share such as 80% of {bases[-1]}" if bases else plain


def _base(words: Words, word: Word, figure: AlertFigure, expected: str) -> Base:
    name = word.text.lower()
    if name in figure.bases:
        return Base(name)
    if name in list(Base):
        raise words.wrong(word, f"{expected}: {figure.id} has no {name}")
    raise words.wrong(word, expected, nearest(name, sorted(figure.bases)))


def _over(words: Words, figure: AlertFigure, base: Base | None) -> timedelta | None:
    """Return the period."""
    if not words.peek("over"):
        return None
    over = words.next()
    if figure.span is Span.NOW and not figure.aged:
        raise words.wrong(over, f"no period: {figure.id} is counted at this moment")
    if base in OF_LAW:
        raise words.wrong(over, "no period: the law sets its own")
    first = words.next()
    end = first
    while words.peek() and words.peek() not in _END_OF_SPAN:
        end = words.next()
    text = words.text[first.offset : end.offset + len(end.text)]
    expected = 'a duration such as "1 day", "6 hours" or "30 minutes"'
    try:
        span = parse_duration(text)
    except ValueError as error:
        message = str(error)
        if text and not message.startswith("not "):
            found = message if message.startswith('"') else f"{quoted(text)}: {message}"
            raise words.wrong(Word(text, first.offset), expected, found=found) from None
        unit = re.search(r"[^\W\d_]+", text)
        known = unit is not None and unit[0].lower() in DURATION_WORDS
        hint = "" if unit is None or known else nearest(unit[0].lower(), DURATION_WORDS)
        place = Word(text, first.offset + (unit.start() if unit is not None and hint else 0))
        raise words.wrong(place, expected, hint) from None
    if not timedelta(minutes=1) <= span <= LONGEST:
        raise words.wrong(Word(text, first.offset), f"{expected}, from 1 minute to {many(LONGEST.days, 'day')}")
    return span


def _least(words: Words) -> int | None:
    """Return how many cases there must be."""
    if not words.peek("and"):
        return None
    words.next()
    for expected in ("n", ">="):
        word = words.next()
        if word.text.lower() != expected:
            raise words.wrong(word, f'"and n >= " and a number of cases: {quoted(expected)} here', expected)
    count = words.next()
    if not re.fullmatch(r"[0-9]{1,10}", count.text) or not 1 <= int(count.text) <= MOST_CASES:
        raise words.wrong(count, "a whole number of cases such as 200")
    return int(count.text)
