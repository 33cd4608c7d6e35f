"""Which people meet a condition? Pure: the conditions of `where:`, read, evaluated and said in words."""

from cadence.campaign.conditions.parsed import Where
from cadence.campaign.conditions.reading import WHERE

__all__ = ["WHERE", "Where"]
