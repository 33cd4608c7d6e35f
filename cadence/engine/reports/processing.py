"""What does this installation do with personal data? Edge: reads campaigns, lists, packs, endpoints and keys."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from sqlalchemy import Connection

from cadence.campaign import Campaign
from cadence.campaign.parts import ConsentRule
from cadence.campaign.templates import BUILT_IN, CALLBACK_AT
from cadence.campaign.texts import samples, used_columns
from cadence.campaign.wheres import conditions_of
from cadence.domain.channels import CALLBACK_CHANNEL, CONTACT_CHANNELS
from cadence.domain.events import KEPT_DAYS
from cadence.domain.processing import (
    AppliedPack,
    ChannelBasis,
    Processing,
    ProcessingRecord,
    Recipient,
    RecipientKind,
)
from cadence.domain.roles import ALLOWED, Permission
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.access import api_keys
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.events import endpoints
from cadence.ledger.people import strangers
from cadence.ledger.reports import counts
from cadence.ledger.reports.populations import Population, populations
from cadence.policy.packs.retention import records_of


def processing_of(
    connection: Connection, planner: Planner, senders: Iterable[Recipient], *, signed: bool
) -> ProcessingRecord:
    """
    Return the record of everything that is done with personal data.

    `senders` are the carriers of this installation. A campaign whose stored version this program cannot read is left
    out, as it contacts nobody.
    """
    stored = campaigns.every(connection)
    counts.prepare(connection)
    people = populations(connection, [each.id for each in stored])
    read = [(each, planner.readable(connection, each.name, each.version)) for each in stored if each.version]
    done = [
        _processing(planner, each, campaign, people.get(each.id, Population())) for each, campaign in read if campaign
    ]
    return ProcessingRecord(
        at=planner.now(),
        processing=tuple(done),
        recipients=(*senders, *_receivers(connection, planner), *_readers(connection, planner)),
        stranger_days=strangers.KEPT_FOR.days,
        event_days=KEPT_DAYS,
        retention=planner.today.in_force.house.retention,
        signed=signed,
    )


def _processing(planner: Planner, stored: StoredCampaign, campaign: Campaign, people: Population) -> Processing:
    """Return what a campaign does with the data of its people."""
    places = set(people.countries)
    packs = [
        pack
        for pack in planner.law(campaign).packs
        if pack.id in campaign.jurisdictions or not places.isdisjoint(pack.applies.countries)
    ]
    in_conditions = {column for _, where in conditions_of(campaign) for column in where.columns}
    goal = {campaign.goal.value} if campaign.goal else set[str]()
    return Processing(
        campaign=stored.name,
        title=campaign.title,
        company=campaign.sender.company,
        purpose=campaign.purpose,
        audience=campaign.audience,
        state=stored.state,
        since=stored.launched_at,
        version=stored.version,
        people=people.people,
        lists=people.lists,
        countries=people.countries,
        bases=tuple(_bases(campaign)),
        columns=tuple(sorted((used_columns(campaign) | in_conditions | goal) - {*BUILT_IN, CALLBACK_AT})),
        answers=tuple(sorted(samples(campaign))),
        packs=tuple(
            AppliedPack(id=pack.id, version=pack.version, title=pack.title, approved=pack.status == "counsel_approved")
            for pack in packs
        ),
        kept=tuple(kept for pack in packs for kept in records_of(pack)),
    )


def _bases(campaign: Campaign) -> Iterator[ChannelBasis]:
    """Yield the basis of each channel on which a campaign contacts people; a task contacts nobody."""
    used = {step.channel for step in campaign.cadence if step.channel is not None}
    if (promised := campaign.callback) is not None:
        texts = (promised.confirm, promised.moved)
        used |= {CALLBACK_CHANNEL, *(channel for text in texts if text is not None for channel in text.channels)}
    for channel in sorted(used.intersection(CONTACT_CHANNELS)):
        rule = campaign.consent.get(channel, ConsentRule(basis="opt_in"))
        yield ChannelBasis(channel=channel, basis=rule.basis, reason=rule.reason)


def _receivers(connection: Connection, planner: Planner) -> Iterator[Recipient]:
    """Yield the systems that are sent events."""
    for endpoint in endpoints.every(connection, planner.ledger.hasher, now=planner.now()):
        if endpoint.disabled_at is None:
            host = urlsplit(endpoint.url).hostname or ""
            wanted = tuple(kind.value for kind in endpoint.wanted)
            yield Recipient(kind=RecipientKind.ENDPOINT, name=endpoint.name, address=host, what=wanted)


def _readers(connection: Connection, planner: Planner) -> Iterator[Recipient]:
    """Yield the systems whose keys of the API may see people."""
    for key in api_keys.every(connection):
        valid = key.revoked_at is None and not key.expired(planner.now())
        if valid and Permission.SEE_PEOPLE in ALLOWED[key.role]:
            yield Recipient(kind=RecipientKind.KEY, name=key.name, what=(key.role.value,))
