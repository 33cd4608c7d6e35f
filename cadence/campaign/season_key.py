"""How are the seasons of a campaign written? Pure: the key of its head."""

from typing import Any

from cadence.campaign.blocks import ListKind, key, unset
from cadence.campaign.parts import SEASON


def seasons_key() -> Any:  # noqa: ANN401  as `key` itself
    """Declare the key `seasons` of a campaign."""
    return key(
        ListKind(SEASON, single=False),
        "Several stretches of days instead of `start` and `end`; between them everybody waits.",
        (),
        exclude_if=unset,
        without="`start` and `end`",
        rule="campaign.seasons",
    )
