"""Who could be on a list that does not exist yet? Pure: made-up leads of the campaign's country, with every consent."""

from datetime import datetime, timedelta

from cadence.campaign import Campaign, Step
from cadence.campaign.conditions.parsed import FIELDS, IsDate, IsNumber, IsOneOf
from cadence.campaign.wheres import conditions_of
from cadence.domain import NumberKind, ZoneEvidence, ZoneSource
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import ConsentRow, LeadRow, NumberRow
from cadence.planning.spread import share
from cadence.policy.places.jurisdiction import zones_in
from cadence.policy.primitives import COLUMNS

AGREED_BEFORE = timedelta(days=30)
"""How long before the start they agreed, and last dealt with us."""
OTHER = "-"
"""A value that meets no condition."""
DATES = timedelta(days=14)
"""Over which span their own dates lie, for steps that go before one."""


def made_up(campaign: Campaign, people: int, at: datetime, seed: int) -> list[LeadRow]:
    """
    Return so many people, spread evenly over the zones of the country that the file names.

    Their numbers begin with +0: nobody has such a number. Raises InvalidInputError without a country.
    """
    zones = zones_in(frozenset({campaign.country})) if campaign.country else ()
    if not zones:
        raise InvalidInputError(
            "People can only be made up for a country; expected `country` in the campaign file, such as ES, or --leads."
        )
    return [_row(campaign, place, zones[place % len(zones)], at, seed) for place in range(people)]


def _ahead(step: Step) -> timedelta:
    """Return how long before its date a step is due: nobody's is too near for it."""
    return step.before.by if step.before is not None else timedelta(0)


def _row(campaign: Campaign, place: int, zone: str, at: datetime, seed: int) -> LeadRow:
    number = f"+0{place + 1:012}"
    agreed = at - AGREED_BEFORE
    return LeadRow(
        line=place + 2,
        key=f"P-{place + 1}",
        numbers=(NumberRow(e164=number, kind=NumberKind.MOBILE, country=campaign.country),),
        country=campaign.country,
        zones=(ZoneEvidence(zone=zone, source=ZoneSource.STATED, detail="made up"),),
        attributes=dict.fromkeys(COLUMNS, agreed.isoformat())
        | {
            step.dated: (at + _ahead(step) + DATES * share(f"{seed}/{number}/{step.dated}")).isoformat()
            for step in campaign.cadence
            if step.dated and step.dated != campaign.promised
        }
        | {
            column: spellings[int(share(f"{seed}/{number}/{column}") * len(spellings))]
            for column, spellings in _conditions(campaign).items()
        },
        consents=tuple(
            ConsentRow(channel=channel, given=True, at=agreed, kind="express_written", source="made up")
            for channel in CONTACT_CHANNELS
        ),
    )


def _conditions(campaign: Campaign) -> dict[str, list[str]]:
    """Return for each column that conditions ask about values of which some meet them and some do not."""
    spellings: dict[str, list[str]] = {}
    for leaf in (leaf for _, where in conditions_of(campaign) for leaf in where.leaves):
        match leaf:
            case IsOneOf(subject=column, values=values):
                spellings.setdefault(column, [OTHER]).extend(values)
            case IsNumber(subject=column, number=number):
                spellings.setdefault(column, []).extend(str(number + step) for step in (-1, 0, 1))
            case IsDate(subject=column, at=at):
                days = (at + timedelta(days=step) for step in (-1, 0, 1))
                spellings.setdefault(column, []).extend(day.isoformat(" ", "minutes") for day in days)
    return {column: values for column, values in spellings.items() if column not in FIELDS}
