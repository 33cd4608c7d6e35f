"""Of whom does something hold, and of whom not? Pure: the conditions of `where:`, read, evaluated and said in words."""

from cadence.campaign.conditions.parsed import Where
from cadence.campaign.conditions.reading import WHERE

__all__ = ["WHERE", "Where"]
