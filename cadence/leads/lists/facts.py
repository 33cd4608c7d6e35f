"""What would be known of a row of a list if it were enrolled now? Pure: to look ahead before anything is written."""

from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Consent, Enrolment, Facts, Lead, Number
from cadence.domain.list_rows import LeadRow


def facts_of_row(campaign: Campaign, row: LeadRow, at: datetime) -> Facts:
    """Return what would be known of a row of a list that was enrolled at this instant."""
    numbers = tuple(
        Number(id=place, e164=number.e164, kind=number.kind, country=number.country, zones=number.zones)
        for place, number in enumerate(row.numbers, start=1)
    )
    places = {number.e164: number.id for number in numbers}
    consents = tuple(
        Consent(
            id=place,
            channel=consent.channel,
            given=consent.given,
            at=consent.at or at,
            number=places.get(consent.e164),
            purpose=consent.purpose,
            kind=consent.kind,
            source=consent.source,
            expires=consent.expires,
        )
        for place, consent in enumerate(row.consents, start=1)
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
