"""What was each column of a list read as, and what should its author know? Pure: lines for the terminal."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cadence.domain.plurals import many
from cadence.leads.lists.consent_columns import consent_lines
from cadence.leads.lists.date_columns import ReadAs
from cadence.leads.lists.lookalikes import lookalikes
from cadence.leads.lists.profile import Profile

SHOWN = 24
"""So many columns are named on one line."""


def column_lines(
    profile: Profile, dates: Mapping[int, ReadAs], unclear: Mapping[str, frozenset[str]], region: str
) -> list[tuple[str, str]]:
    """Return the report on the columns, each line as a title and its text. Headers are shown, cells never."""
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
    heads = {name: columns.headers[place] for name, place in columns.fields.items()}
    lines += consent_lines(profile.values, heads, unclear)
    unread = lookalikes(columns, profile.sample, region)
    lines += [("not read", str(lookalike)) for lookalike in unread]
    if profile.same_ids:
        lines.append(
            (
                "not read",
                (
                    f"{many(profile.same_ids, 'id of that column stands', 'ids of that column stand')} in more "
                    "than one row"
                ),
            )
        )
    return lines


def _list(words: Iterable[str]) -> str:
    """Return words with commas, cut when there are many."""
    shown = list(words)
    more = f" and {len(shown) - SHOWN} more" if len(shown) > SHOWN else ""
    return ", ".join(shown[:SHOWN]) + more
