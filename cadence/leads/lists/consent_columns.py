"""
Do the words of a consent column fit together? Pure: judged from the whole column, as one cell cannot tell.

In a column of crosses and blanks, x is a yes; in a column that also has ticks or other words for yes, it may be a no.
In a column of 0 and 1, 1 is a yes; if there is a 2 as well, it may be either. Rows with such a word are refused, and
the column is named.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from cadence.domain.plurals import many
from cadence.leads.lists.consents import CHANNELS, ConsentWord, is_blank, word_of
from cadence.leads.lists.words import fold

CROSS = "x"
CODES = frozenset({"0", "1"})
UNCLEAR = "unclear: with the other words in this column it may mean yes or no; write yes or no"


def unclear_words(values: Mapping[str, Counter[str]]) -> dict[str, frozenset[str]]:
    """Return the words, folded, that are not clear in each consent column of ours."""
    unclear_by_column = {}
    for name in CHANNELS:
        words = {fold(text) or text.strip() for text in values.get(name, Counter()) if not is_blank(text)}
        yes = {word for word in words if word_of(word) not in (None, ConsentWord.NO)}
        unclear = set[str]()
        if CROSS in words and (yes - {CROSS} or any(word_of(word) is None for word in words)):
            unclear.add(CROSS)
        if CODES & words and any(word.isdigit() and word not in CODES for word in words):
            unclear |= CODES & words
        if unclear:
            unclear_by_column[name] = frozenset(unclear)
    return unclear_by_column


def consent_lines(
    values: Mapping[str, Counter[str]], headers: Mapping[str, str], unclear: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """Yield a report line for each consent column with unclear words; `headers` are the headers of our columns."""
    for name in CHANNELS:
        counted = values.get(name, Counter())
        bad = sum(
            count
            for text, count in counted.items()
            if not is_blank(text) and (word_of(text) is None or fold(text) in unclear.get(name, ()))
        )
        if bad:
            yield (
                "consent",
                (
                    f'"{headers[name]}": {many(bad, "cell is", "cells are")} not clearly yes or no, and '
                    f"{'its row is' if bad == 1 else 'their rows are'} refused"
                ),
            )
