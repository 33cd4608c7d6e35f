"""Which campaigns is a person of their lists not in because of the condition at their head, and why? Edge."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from cadence.campaign.conditions import Where
from cadence.campaign.conditions.unmet import UnmetPart, unmet_in_words
from cadence.engine.outcomes.planner import Planner
from cadence.explain.selection import selection_as_data, unmet_of
from cadence.explain.story.speaker import Speaker
from cadence.languages import Language
from cadence.ledger.campaigns import not_selected
from cadence.ledger.campaigns.held_back import HoldingCampaign
from cadence.ledger.reading import facts


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSelected:
    """A campaign whose condition does not select a person, or did not when its list was launched."""

    campaign: str
    where: Where | None  # None: the file has no condition any more
    unmet: tuple[UnmetPart, ...]  # (): it is true now
    at: datetime | None  # of the launch; None: a pilot held the person back then

    def in_words(self, speaker: Speaker) -> str:
        """Return why the person is not in it."""
        if self.unmet:
            sentence = "lead-not-selected" if self.at else "lead-not-selected-now"
            why = unmet_in_words(self.unmet, speaker.language)
        else:
            sentence, why = "lead-selected-now" if self.where else "lead-no-condition-now", ""
        return speaker.say(sentence, campaign=self.campaign, at=speaker.clock(self.at), why=why)

    def as_data(self, language: Language) -> dict[str, Any]:
        """Return the same as data."""
        return {"campaign": self.campaign, "at": self.at, **selection_as_data(self.where, self.unmet, language)}


def not_selected_for(
    planner: Planner, connection: Connection, lead: str, held: list[HoldingCampaign], versions: dict[str, int]
) -> list[NotSelected]:
    """Return the campaigns whose condition keeps a person out; `versions` are the newest of each campaign."""
    now = planner.now()
    left_out = {
        place.campaign: place.at
        for place in not_selected.of_lead(connection, lead)
        if place.ends_on is None or place.ends_on >= now.date()
    }
    at_of: dict[str, datetime | None] = dict.fromkeys(place.campaign for place in held) | left_out
    if not at_of:
        return []
    known = facts.gather_people(connection, [lead], since=now)[lead]
    rows = []
    for name, at in sorted(at_of.items()):
        campaign = planner.campaign(connection, name, versions[name])
        unmet = unmet_of(campaign, known, now)
        if unmet or at is not None:
            rows.append(NotSelected(campaign=name, where=campaign.where, unmet=unmet, at=at))
    return rows
