"""What facts does a person's file describe? Pure: what is missing is read strictly."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cadence import domain
from cadence.campaign import Campaign
from cadence.domain.channels import CONTACT_CHANNELS, CONVERSATION_CHANNELS
from cadence.domain.nearest import same_word
from cadence.domain.spellings import identity
from cadence.explain.judge.closed import after_history, message_id, touch_id
from cadence.explain.judge.parts import ConsentStatement, JudgeMessage, JudgeNumber, JudgeTouch
from cadence.explain.judge.person import JudgePerson
from cadence.explain.judge.words import CHANNELS, DISPOSITIONS, OUTCOMES
from cadence.leads.contacts import read_contact
from cadence.leads.lists.address import Address, read_address, read_home, stated_beside
from cadence.leads.phone import Unfit

SPOKEN = tuple(sorted(CONTACT_CHANNELS))
ENROLMENT = "judged"
FILE = "lead file"
"""The source of a consent or a suppression that names none: the author of the file answers for it."""


def facts_of(person: JudgePerson, campaign: Campaign, at: datetime) -> domain.Facts:
    """Return the facts of a person who is in this campaign now."""
    address = person.address
    home = read_home(address.country, address.subdivision, address.postal, address.municipality)
    country = home.country
    numbers = tuple(_number(line, place, country) for place, line in enumerate(person.numbers, start=1))
    ids = _Ids(tuple((line.e164, number) for line, number in zip(person.numbers, numbers, strict=True)))
    touches = tuple(
        sorted(
            (_touch(entry, i, person, campaign, ids) for i, entry in enumerate(person.touches) if entry.at <= at),
            key=lambda touch: touch.at,
        )
    )
    known = domain.Facts(
        lead=domain.Lead(
            id=person.id,
            numbers=numbers,
            zones=_zones(person, home),
            country=country,
            region=home.region,
            municipality=address.municipality,
            segment=person.segment,
            account=person.account,
            name=person.name,
            attributes=person.attributes,
        ),
        enrolment=domain.Enrolment(id=ENROLMENT, campaign=campaign.campaign, version=1, at=at),
        touches=touches,
        colleagues=tuple(touch for touch in touches if _to_colleague(touch, person)),
        consents=_consents(person, ids),
        suppressions=_suppressions(person, ids, at),
        inbound=tuple(_inbound(person, campaign, ids, at)),
        registries=_registries(person, ids, at),
        closed_days=tuple(
            domain.ClosedDay(feed=day.feed, day=day.day, name=day.name or day.feed) for day in person.closed_days
        ),
    )
    return after_history(known, person, campaign)


@dataclass(frozen=True, slots=True)
class _Ids:
    """The ids of the person's numbers, by what the file calls them."""

    known: tuple[tuple[str, domain.Number], ...]

    def of(self, text: str | int | None) -> int:
        """Return the id of a number, or of a place in the file; None is the first number, a stranger's number is 0."""
        if text is None or isinstance(text, int):
            place = text or 0
            return self.known[place][1].id if place < len(self.known) else 0
        read = read_contact(text, self.known[0][1].country)
        same = identity(text if isinstance(read, Unfit) else read.e164)
        return next((number.id for written, number in self.known if same in {written, identity(number.e164)}), 0)

    def all(self, wanted: bool) -> list[str]:  # noqa: FBT001  the file's own word
        """Return every number, or none."""
        return [written for written, _ in self.known] if wanted else []


def _zones(person: JudgePerson, home: Address) -> tuple[domain.ZoneEvidence, ...]:
    """Return the stated zones and those of the address, as intake does."""
    zones: tuple[domain.ZoneEvidence, ...] = ()
    for name in person.zone:
        zones += stated_beside(name, home)
    return tuple(dict.fromkeys(zones)) or home.zones


def _number(line: JudgeNumber, id_: int, country: str) -> domain.Number:
    """
    Return a number; one that a list refuses is closed.

    One of the right shape that no table knows is not: a file may be about an example person. It keeps its place in the
    file, and brings no zone of its own (law 6).

    Its stated place says where it is used, beside what the digits say.
    """
    place = read_address(line.place.country, line.place.subdivision) if line.place else None
    used_in, region, zones = (place.country, place.region, place.zones) if place else ("", "", ())
    read = read_contact(line.e164, used_in or country)
    if isinstance(read, Unfit):
        kind, e164, where = domain.NumberKind.FIXED_OR_MOBILE, line.e164, used_in
        refused = None if read.unused else read.reason  # a list would not take it either
    else:
        kind, e164, where, refused = read.kind, read.e164, used_in if place else read.country, None
        zones = zones or read.zones
    stated = (replace(zone, source=domain.ZoneSource.NUMBER) for zone in zones)
    return domain.Number(
        id=id_,
        e164=e164,
        kind=line.kind or kind,
        country=where,
        region=region,
        zones=tuple(stated),
        closed=line.closed or refused,
    )


def _touch(entry: JudgeTouch, index: int, person: JudgePerson, campaign: Campaign, ids: _Ids) -> domain.Touch:
    """Return one touch; what the file does not say of it is taken to be the same as the judged one's."""
    channel, delivery = CHANNELS[entry.channel]
    outcome = "do_not_contact" if entry.outcome == "optout" and channel in CONVERSATION_CHANNELS else entry.outcome
    wrote = outcome in {"replied", "optout"} or entry.answer
    replied = entry.replied_at or (entry.at + timedelta(minutes=1) if wrote else None)
    same = entry.campaign in {None, campaign.campaign}
    return domain.Touch(
        id=touch_id(index),
        lead=entry.lead or person.id,
        enrolment=ENROLMENT if same and entry.lead is None else f"other-{index}",
        campaign=entry.campaign or campaign.campaign,
        cause=domain.Cause(
            kind=domain.CauseKind.INBOUND if entry.confirmation else domain.CauseKind.STEP, ref=touch_id(index)
        ),
        attempt=1,
        step="",
        channel=domain.Channel(channel),
        purpose=entry.purpose or campaign.purpose,
        state=domain.TouchState.SETTLED if entry.outcome else domain.TouchState.CARRIED,
        at=entry.at,
        number=ids.of(entry.number) or None,
        sender=entry.sender,
        account=person.account if entry.account is None else entry.account,
        subject=entry.subject or campaign.subject or campaign.campaign,
        seller=entry.seller or campaign.sender.company,
        portfolio=entry.portfolio,
        delivery=delivery,
        outcome=_outcome(outcome),
        disposition=domain.Disposition(outcome) if outcome in DISPOSITIONS else entry.disposition,
        replied_at=replied,
        answer=entry.answer.removeprefix(domain.ANSWER),
    )


def _to_colleague(touch: domain.Touch, person: JudgePerson) -> bool:
    """Tell whether a touch went to another person of the same account."""
    account = same_word(person.account)
    same = bool(account) and same_word(touch.account) == account
    return same and touch.lead != person.id


def _registries(person: JudgePerson, ids: _Ids, at: datetime) -> tuple[domain.RegistryCopy, ...]:
    """Return the copies of official lists, of each list the last one by then first: it is the one that counts."""
    copies = (
        domain.RegistryCopy(
            name=copy.name,
            as_of=copy.as_of,
            listed=frozenset(
                ids.of(number) for number in (copy.listed if isinstance(copy.listed, tuple) else ids.all(copy.listed))
            )
            - {0},
        )
        for copy in person.registries
    )
    return tuple(
        sorted(copies, key=lambda copy: (copy.as_of <= at.date(), copy.as_of, bool(copy.listed)), reverse=True)
    )


def _inbound(person: JudgePerson, campaign: Campaign, ids: _Ids, at: datetime) -> Iterator[domain.Inbound]:
    """Yield what the person had written by then: their messages, and their replies to touches."""
    for i, message in enumerate(person.inbound):
        if message.at <= at:
            yield _message(message_id(i), message, message.at, message.meaning, campaign, ids)
    for i, touch in enumerate(person.touches):
        replied = touch.outcome == "replied" or touch.replied_at or touch.answer
        if replied and touch.lead in {None, person.id} and (touch.replied_at or touch.at) <= at:
            meaning = f"{domain.ANSWER}{touch.answer.removeprefix(domain.ANSWER)}" if touch.answer else "none"
            yield _message(f"reply-{i}", touch, touch.replied_at or touch.at, meaning, campaign, ids)


def _message(  # noqa: PLR0913, PLR0917  what a message is made of
    id_: str, entry: JudgeMessage | JudgeTouch, at: datetime, meaning: str, campaign: Campaign, ids: _Ids
) -> domain.Inbound:
    channel = domain.Channel(CHANNELS[entry.channel][0])
    sender = entry.sender or campaign.sender.of(channel)
    return domain.Inbound(
        id=id_,
        channel=channel,
        number=ids.of(entry.number),
        sender=sender,
        at=at,
        meaning=meaning,
        confirmed_by_carrier=isinstance(entry, JudgeMessage) and entry.confirmed_by_carrier,
    )


def _outcome(word: str | None) -> domain.Outcome | None:
    """Return what came of a touch. What an agent said of a conversation says that there was one."""
    if word is None:
        return None
    return domain.Outcome.ANSWERED if word in DISPOSITIONS else OUTCOMES.get(word) or domain.Outcome(word)


def _consents(person: JudgePerson, ids: _Ids) -> tuple[domain.Consent, ...]:
    """Return the words about consent, a revocation as a word of its own."""
    statements = [
        (consent, channel, given, at)
        for consent in person.consents
        for channel in _channels(consent)
        for given, at in ((consent.given, consent.at), (False, consent.revoked_at))
        if at is not None
    ]
    return tuple(
        domain.Consent(
            id=id_,
            channel=channel,
            given=given,
            at=at,
            number=None if consent.number is None else ids.of(consent.number),
            purpose=consent.purpose,
            kind=consent.kind,
            source=consent.source or consent.wording or consent.wording_hash or FILE,
            expires=consent.expires,
        )
        for id_, (consent, channel, given, at) in enumerate(statements, start=1)
    )


def _channels(consent: ConsentStatement) -> tuple[domain.Channel, ...]:
    named = dict.fromkeys(domain.Channel(CHANNELS[word][0]) for word in consent.channel if word != "any")
    return SPOKEN if "any" in consent.channel else tuple(named)


def _suppressions(person: JudgePerson, ids: _Ids, at: datetime) -> tuple[domain.Suppression, ...]:
    """Return the suppressions that the file names and that stood by then, of every number where none is named."""
    return tuple(
        domain.Suppression(
            id=i + 1,
            number=ids.of(number),
            scope=suppression.scope or domain.SuppressionScope.EVERYTHING,
            value=suppression.value,
            since=suppression.since or datetime(1970, 1, 1, tzinfo=UTC),
            source=suppression.source or FILE,
        )
        for i, suppression in enumerate(person.suppressions)
        if suppression.since is None or suppression.since <= at
        for number in (ids.all(wanted=True) if suppression.number is None else [suppression.number])
    )
