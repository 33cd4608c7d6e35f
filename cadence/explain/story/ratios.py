"""What does a ratio mean for the owner of a campaign? Pure: in words, with what can be done."""

from cadence.languages import Language, say
from cadence.policy.primitives.ratio import RatioStanding


def in_words(standing: RatioStanding, language: Language = "en", *, dated: bool = True) -> str:
    """Return how a campaign stands with one ratio, since when (`dated`), and what follows when that is too much."""
    part, whole, share = standing.part, standing.whole, standing.share
    line = say(language, "ratio-share", rule=standing.rule, part=part, whole=whole, share=share, most=standing.most)
    if standing.target is not None:
        line += say(language, "ratio-aim", target=standing.target)
    if dated:
        line += say(language, "ratio-since", since=f"{standing.since:%Y-%m-%d %H:%M}")
    if not standing.beyond_target:
        return line
    late = say(language, "ratio-late", seconds=standing.connect_s) if standing.connect_s is not None else ""
    return f"{line}; {say(language, 'ratio-breached' if standing.breached else 'ratio-beyond-aim', late=late)}"
