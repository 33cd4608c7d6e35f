"""
What was each column of a list read as, and what should its author know? Pure: lines for the terminal.

Each line is a title and its text. Headers and segments are shown, other cells never.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cadence.campaign import Campaign
from cadence.domain.nearest import same_word
from cadence.domain.plurals import many
from cadence.leads.lists.consents import CHANNELS, is_blank, word_of
from cadence.leads.lists.date_columns import ReadAs
from cadence.leads.lists.headers import Columns
from cadence.leads.lists.lookalikes import lookalikes
from cadence.leads.lists.no_account import names_no_account
from cadence.leads.lists.profile import Profile
from cadence.leads.lists.words import fold

SHOWN, SEGMENTS_SHOWN = 24, 8
"""So many columns, and segments, are named on one line."""
WORD = 24
"""So many characters of a word that names no account are shown."""


def column_lines(
    profile: Profile, dates: Mapping[int, ReadAs], unclear: Mapping[str, frozenset[str]], region: str
) -> list[tuple[str, str]]:
    """Return the report on the columns."""
    columns = replace(profile.columns, headers=tuple(" ".join(header.split()) for header in profile.columns.headers))
    ours = {place: name for name, place in columns.fields.items()}
    ours |= {place: f"phone{nth if nth > 1 else ''}" for nth, place in enumerate(columns.phones, start=1)}
    texts = {place: name for name, place in columns.unread.items()}
    texts |= {place: name for name, place in columns.attributes.items() if place not in ours}
    lines = [("columns", _list(f'{ours[place]} is "{columns.headers[place]}"' for place in sorted(ours)))]
    if texts:
        lines.append(("for texts", _list(f'{texts[place]} is "{columns.headers[place]}"' for place in sorted(texts))))
    for place, read in dates.items():
        if words := profile.dates[place].words(read):
            lines.append(("dates", f'"{columns.headers[place]}" is read {words}'))
    lines += _consent_lines(profile, columns, unclear)
    lines += [("not read", lookalike) for lookalike in lookalikes(columns, profile.sample, region)]
    if profile.same_ids:
        ids = many(profile.same_ids, "id of that column stands", "ids of that column stand")
        lines.append(("not read", f"{ids} in more than one row"))
    return lines


def _consent_lines(
    profile: Profile, columns: Columns, unclear: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """Yield a line for each consent column with words that are not clear."""
    for name in CHANNELS:
        bad = sum(
            count
            for text, count in profile.values.get(name, Counter()).items()
            if not is_blank(text) and (word_of(text) is None or fold(text) in unclear.get(name, ()))
        )
        if bad:
            cells, rows = many(bad, "cell is", "cells are"), "its row is" if bad == 1 else "their rows are"
            yield "consent", f'"{columns.header(name)}": {cells} not clearly yes or no, and {rows} refused'


def segment_lines(campaign: Campaign, segments: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield the differences between the segments of a list and those that the campaign's windows and limits name."""
    of_windows = {same_word(segment): segment for window in campaign.windows for segment in window.segments}
    of_limits = {same_word(segment): segment for limit in campaign.limits for segment in limit.segments}
    named = of_limits | of_windows
    if not named:
        return
    who = " and ".join(word for word, those in (("window", of_windows), ("limit", of_limits)) if those)
    listed = {same_word(text) for text in segments if text}
    unknown = [f"{text} ({count})" for text, count in segments.most_common() if text and same_word(text) not in named]
    unused = [word for plain, word in named.items() if plain not in listed]
    if unknown:
        general = " and ".join(word for word, those in (("hours", of_windows), ("limits", of_limits)) if those)
        none = who.replace(" and ", " or ")
        yield "segments", f"no {none} names {_list(unknown, SEGMENTS_SHOWN)}: the general {general} count for them"
    if unused:
        theirs = who.replace("window", "windows").replace("limit", "limits")
        yield "segments", f"no lead of the list is in {', '.join(unused)}, which {theirs} name"


def account_lines(campaign: Campaign, values: Mapping[str, Counter[str]], rows: int) -> Iterator[tuple[str, str]]:
    """Yield whom the file's rules about accounts do not reach: people without one, and those whom `order` puts last."""
    together = campaign.account or campaign.stop_account_on or any(limit.by == "account" for limit in campaign.limits)
    if together:
        yield from _alone(values.get("account", Counter({"": rows})))
    turns = campaign.account
    if turns is None or turns.column not in values:
        return
    named = {same_word(value): value for value in turns.values}
    listed = {same_word(text) for text in values[turns.column]}
    counts, empty = values[turns.column].most_common(), values[turns.column][""]
    unknown = [f"{text} ({count})" for text, count in counts if text and same_word(text) not in named]
    if unknown:
        yield "accounts", f"`order` does not name the {turns.column} {_list(unknown, SEGMENTS_SHOWN)}: they come last"
    if empty:
        yield "accounts", f"{many(empty, 'row has', 'rows have')} no {turns.column}: they come last"
    if unused := [value for plain, value in named.items() if plain not in listed]:
        yield "accounts", f"no lead of the list has the {turns.column} {', '.join(unused)}, which `order` names"


def _alone(accounts: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield how many rows have no account, and the words, such as N/A, that were taken for none."""
    words = Counter({text: count for text, count in accounts.items() if text and names_no_account(text)})
    if alone := accounts[""] + words.total():
        shown = _list((f"{text[:WORD]} ({count})" for text, count in words.most_common()), SEGMENTS_SHOWN)
        counting = f", counting {shown}" if words else ""
        yield (
            "accounts",
            f"{many(alone, 'row has', 'rows have')} no account{counting}: each is on their own, whatever company",
        )


def _list(words: Iterable[str], most: int = SHOWN) -> str:
    """Return words with commas, cut when there are many."""
    shown = list(words)
    more = f" and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + more
