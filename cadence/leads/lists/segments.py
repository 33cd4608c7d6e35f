"""Which segments of a list does no window name, and which named ones does the list lack? Pure."""

from collections import Counter
from collections.abc import Iterator

from cadence.campaign import Campaign
from cadence.domain.folding import same_word

SHOWN = 8


def segment_lines(campaign: Campaign, segments: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield the differences between the segments of a list and those that the campaign's windows name."""
    named = {same_word(segment): segment for window in campaign.windows for segment in window.segments}
    if not named:
        return
    listed = {same_word(text) for text in segments if text}
    unknown = [f"{text} ({count})" for text, count in segments.most_common() if text and same_word(text) not in named]
    unused = [word for plain, word in named.items() if plain not in listed]
    if unknown:
        more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
        yield "segments", f"no window names {', '.join(unknown[:SHOWN])}{more}: the general hours count for them"
    if unused:
        yield "segments", f"no lead of the list is in {', '.join(unused)}, which windows name"
