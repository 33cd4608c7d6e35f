"""For how many people under way does each condition of a file hold? Edge: counted in the ledger."""

from typing import Any

from cadence.campaign import Campaign
from cadence.campaign.conditions import Where
from cadence.campaign.conditions.words import in_words as condition_in_words
from cadence.campaign.wheres import conditions_of
from cadence.cli.connection import LedgerSession
from cadence.documents.tree import Path
from cadence.languages import Language, say
from cadence.ledger.reading import conditions
from cadence.ledger.reading.conditions import ConditionCounts

ConditionUse = tuple[str, Where, ConditionCounts]
"""Where a condition stands in the file, the condition, and its counts."""


def counted(session: LedgerSession, campaign: Campaign) -> list[ConditionUse]:
    """Return for how many of the people under way each condition of a file holds now."""
    with session.ledger.begin() as connection:
        return [
            (
                _place(campaign, path),
                where,
                conditions.count(
                    connection, where, campaign=campaign.campaign, purpose=campaign.purpose, at=session.now
                ),
            )
            for path, where in conditions_of(campaign)
        ]


def in_words(uses: list[ConditionUse], language: Language) -> list[str]:
    """Return a line for each condition."""
    return [
        say(
            language,
            "conditions-counted",
            place=place,
            where=condition_in_words(where, language),
            true=counts.true,
            false=counts.false,
            unknown=counts.unknown,
        )
        for place, where, counts in uses
    ]


def as_data(uses: list[ConditionUse]) -> dict[str, Any]:
    """Return the same as data; nothing where the file has no conditions."""
    counts = [
        {
            "place": place,
            "where": where.stored["holds"],
            "true": people.true,
            "false": people.false,
            "unknown": people.unknown,
        }
        for place, where, people in uses
    ]
    return {"conditions": counts} if counts else {}


def _place(campaign: Campaign, path: Path) -> str:
    """Return the place of a condition as people find it: a step by its name, the rest by keys and numbers from 1."""
    keys = list(path)
    if keys[0] == "cadence" and isinstance(keys[1], int):
        keys[:2] = [campaign.cadence[keys[1]].step]
    shown = [str(key + 1) if isinstance(key, int) else key for key in keys if key != "where"]
    return " ".join(shown) or campaign.campaign
