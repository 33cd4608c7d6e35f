"""Does the condition at the head of a campaign select a person, and why not? Pure."""

from datetime import datetime
from typing import Any

from cadence.campaign import Campaign
from cadence.campaign.conditions import Where
from cadence.campaign.conditions.evaluate import PersonAt
from cadence.campaign.conditions.unmet import UnmetPart, unmet_in_words, unmet_parts
from cadence.domain import Facts
from cadence.languages import Language


def unmet_of(campaign: Campaign, known: Facts, at: datetime) -> tuple[UnmetPart, ...]:
    """Return what a person does not meet of the condition at the head of a campaign; () if they come in."""
    where = campaign.where
    return unmet_parts(where, PersonAt(known, at, campaign.purpose)) if where is not None else ()


def selection_as_data(where: Where | None, unmet: tuple[UnmetPart, ...], language: Language) -> dict[str, Any]:
    """Return a condition, whether it holds, and what is false or not known, as data."""
    holds = None if unmet and all(part.holds is None for part in unmet) else not unmet
    return {
        "where": where.stored["holds"] if where else None,
        "holds": holds,
        "unmet": [
            {
                "where": part.part.stored["holds"],
                "holds": part.holds,
                "missing": list(part.missing),
                "written": part.written,
                "words": unmet_in_words((part,), language),
            }
            for part in unmet
        ],
    }
