"""How does a pack say when people may be contacted? Pure: the window rule's shape."""

from typing import Annotated, Literal

from pydantic import Field

from cadence.policy.packs.schema.rule import Days, Listed, PackPart, RuleEntry, Wall, Words

Level = Literal["national", "regional", "local"]
"""Whose holidays: the nation's, the region's or state's, the town's."""
ClockSource = Literal["stated", "address", "number"]
"""What says in which zone a person is: the list's own word, the address, the digits."""


class OpenHours(PackPart):
    """Open on these days from `open` to `close`, local wall time, half-open."""

    days: Days
    open: Wall
    close: Wall


class Closed(PackPart):
    """Which dates are closed all day: holidays by level, and the dates that imported feeds declare."""

    levels: Annotated[tuple[Level, ...], Listed] = ()
    feeds: Words = ()  # such as us_ny_emergency; a feed that was not imported declares nothing


class WallClock(PackPart):
    """
    Which zones decide.

    `first`: the evidence of the first of `sources` that has any. `all`: every zone any of them names. Where nothing is
    known, the country's zones together (`union`).
    """

    sources: Annotated[tuple[ClockSource, ...], Listed] = Field(default=("stated", "address", "number"), min_length=1)
    combine: Literal["all", "first"] = "first"
    unknown: Literal["union", "hold"] = "hold"


class WindowEntry(RuleEntry):
    """Hours of contact. Without `allow` no hour is open: the touch is forbidden."""

    type: Literal["window"]
    allow: Annotated[tuple[OpenHours, ...], Listed] = Field(min_length=1)
    closed: Closed | None = None
    clock: WallClock | None = None  # None: the engine's own reading (domain/zones.py)
