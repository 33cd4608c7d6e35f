"""What would be known of a row of a list if it were enrolled now? Pure: to look ahead before anything is written."""

from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Consent, Enrolment, Facts, Lead, Number
from cadence.domain.list_rows import LeadRow


def facts_of_row(campaign: Campaign, row: LeadRow, at: datetime) -> Facts:
    """Return what would be known of a row of a list that was enrolled at this instant."""
    numbers = tuple(
        Number(id=place, e164=one.e164, kind=one.kind, country=one.country, zones=one.zones)
        for place, one in enumerate(row.numbers, start=1)
    )
    places = {one.e164: one.id for one in numbers}
    consents = tuple(
        Consent(
            id=place,
            channel=one.channel,
            given=one.given,
            at=one.at or at,
            number=places.get(one.e164),
            purpose=one.purpose,
            kind=one.kind,
            source=one.source,
            expires=one.expires,
        )
        for place, one in enumerate(row.consents, start=1)
    )
    lead = Lead(
        id=row.key or str(row.line),
        numbers=numbers,
        zones=row.zones,
        country=row.country,
        region=row.region,
        municipality=row.municipality,
        segment=row.segment,
        score=row.score,
        account=row.account,
        name=row.name,
        attributes=row.attributes,
    )
    enrolment = Enrolment(id=f"e-{lead.id}", campaign=campaign.campaign, version=1, at=at)
    return Facts(lead=lead, enrolment=enrolment, consents=consents)
