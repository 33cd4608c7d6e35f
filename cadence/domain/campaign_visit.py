"""When was a person in a campaign? Pure: the ledger keeps it, and planning decides whether they may come back."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignVisit:
    """A visit to a campaign, by a lead or by a person of another list with one of its numbers."""

    own: bool  # by this lead itself
    list: str
    visit: str = ""  # what it was for
    open: bool  # waits to be enrolled, or is enrolled
    ended: datetime | None = None
