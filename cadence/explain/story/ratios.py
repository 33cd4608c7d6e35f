"""What does a ratio mean for the owner of a campaign? Pure: in words, with what can be done."""

from cadence.policy.primitives.ratio import RatioStanding

SLOW = "a call leaves only while an agent is free for it, so there is no pace to slow down"


def in_words(standing: RatioStanding, *, dated: bool = True) -> str:
    """Return how a campaign stands with one ratio, since when (`dated`), and what follows when that is too much."""
    aim = f", aim {_percent(standing.target)}" if standing.target is not None else ""
    share = f"{standing.part} of {standing.whole} ({_percent(standing.share)}), at most {_percent(standing.most)}{aim}"
    line = f"{standing.rule}: {share}" + (f", since {standing.since:%Y-%m-%d %H:%M} UTC" if dated else "")
    return f"{line}; {meaning(standing)}" if standing.beyond_target else line


def meaning(standing: RatioStanding) -> str:
    """Return what it means that the aim or the cap is passed; "" while neither is."""
    late = f" or came later than {standing.connect_s:g} s" if standing.connect_s is not None else ""
    if standing.breached:
        return (
            f"OVER WHAT THE LAW ALLOWS: agents did not take these calls{late}. No rule stops a call for it, and {SLOW}."
            " `cadence pause` the campaign until the floor picks up, and ask counsel"
        )
    if standing.beyond_target:
        return f"past the aim, not the cap: agents did not take these calls{late}; {SLOW}. See why the floor is slow"
    return ""


def _percent(share: float | None) -> str:
    return f"{share or 0:.2%}".replace(".00%", "%")
