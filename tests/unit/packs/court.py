"""What do these packs, and nothing else, say of a touch? Used by the tables of every pack."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cadence.campaign.content.call import CallStep
from cadence.campaign.content.email import Email
from cadence.campaign.content.sms import Sms
from cadence.campaign.content.whatsapp import WhatsApp
from cadence.campaign.parts import ConsentRule
from cadence.campaign.shape import Campaign
from cadence.campaign.step_shape import Step
from cadence.domain import (
    Allow,
    Audience,
    Candidate,
    Cause,
    CauseKind,
    Channel,
    ClosedDay,
    Consent,
    Facts,
    Lead,
    Number,
    NumberKind,
    Outcome,
    Purpose,
    RegistryCopy,
    Touch,
    Verdict,
    ZoneEvidence,
    ZoneSource,
)
from cadence.policy import evaluation
from cadence.policy.packs.law import Law
from cadence.policy.packs.loading import SHIPPED
from cadence.policy.packs.schema import Pack
from tests.unit.policy import builders

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FORMS = {"call": Channel.CALL, "voicemail": Channel.CALL, "sms": Channel.SMS, "whatsapp": Channel.WHATSAPP}
FORMS |= {"email": Channel.EMAIL, "question": Channel.CALL}
"""`voicemail` is a call that leaves one when a machine answers, `question` one in which a recorded voice asks."""


@dataclass(frozen=True, kw_only=True)
class Someone:
    """A person, by what a list says of them."""

    country: str
    zone: str  # stated
    e164: str
    region: str = ""
    kind: NumberKind = NumberKind.MOBILE
    number_country: str = ""  # "": the same as the person's
    number_zones: tuple[str, ...] = ()  # (): the one that is stated
    account: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One question to one or more packs; what is left out stands in nobody's way."""

    packs: tuple[str, ...]
    who: Someone
    channel: str = "call"  # a key of FORMS
    purpose: Purpose = Purpose.MARKETING
    audience: Audience = Audience.CONSUMER
    ground: str = "opt_in"  # what the campaign stands on: opt_in, customer, contract, legitimate_interest, none_needed
    consent: str = "express_written"  # the kind on record for every channel; "" for none
    consented: datetime = LONG_AGO
    source: str = "web form"  # where the consent came from
    body: str = "Hola {{ name }}, soy de {{ company }}. Responde BAJA o STOP para no recibir más."
    ring: int = 25  # seconds
    sender: str = "+34910000001"
    subject: str = ""
    registries: dict[str, tuple[date, bool]] = field(default_factory=dict)  # name: date of the copy, and is on it
    declared: dict[str, str] = field(default_factory=dict)  # date: the feed that declares it closed
    touches: tuple[Touch, ...] = ()
    template: bool = False

    def at(self, wall: str, *, fold: int = 0) -> Verdict:
        """Return the verdict when the person's clock shows `wall` ("2027-03-09 08:00:00"), without any guard."""
        return self.when(local(self.who.zone, wall, fold=fold))

    def when(self, instant: datetime) -> Verdict:
        """Return the verdict at an instant."""
        law = Law(packs=tuple(pack_of(one) for one in self.packs), guard=timedelta(0))
        return evaluation.judge(self.campaign(), self.facts(), self.candidate(), instant, law)

    def campaign(self) -> Campaign:
        """Return a campaign that allows everything."""
        leaves = self.body if self.channel == "voicemail" else ""
        call = CallStep(floor="sales", ring=timedelta(seconds=self.ring), voicemail=leaves)
        if self.channel == "question":
            call = CallStep(floor="", ring=timedelta(seconds=self.ring), say=self.body)
        steps = (
            Step(step="call", call=call),
            Step(step="sms", sms=Sms(body=self.body)),
            Step(step="whatsapp", whatsapp=WhatsApp(body=self.body, template="t" if self.template else "")),
            Step(step="email", email=Email(subject="Oferta", body=self.body)),
        )
        return builders.campaign(
            purpose=self.purpose,
            audience=self.audience,
            subject=self.subject,
            sender=builders.campaign().sender.model_copy(
                update={"voice": self.sender, "sms": self.sender, "whatsapp": self.sender, "email": "hola@example.com"}
            ),
            cadence=steps,
            consent={one: ConsentRule.model_validate({"basis": self.ground}) for one in set(FORMS.values())},
        )

    def facts(self) -> Facts:
        """Return what is known of the person."""
        who = self.who
        number = Number(
            id=1,
            e164=who.e164,
            kind=who.kind,
            country=who.number_country or who.country,
            zones=tuple(ZoneEvidence(zone=one, source=ZoneSource.NUMBER) for one in who.number_zones or (who.zone,)),
        )
        person = Lead(
            id="lead-1",
            numbers=(number, Number(id=2, e164="ana@example.com", kind=NumberKind.EMAIL, country="")),
            zones=builders.in_zone(who.zone),
            country=who.country,
            region=who.region,
            account=who.account,
            attributes=who.attributes,
        )
        said = (
            Consent(id=place, channel=one, given=True, at=self.consented, kind=self.consent, source=self.source)
            for place, one in enumerate(sorted(set(FORMS.values())), start=1)
        )
        return builders.facts(
            *self.touches,
            lead=person,
            consents=tuple(said) if self.consent else (),
            closed_days=tuple(
                ClosedDay(feed=feed, day=date.fromisoformat(day), name=feed) for day, feed in self.declared.items()
            ),
            registries=tuple(
                RegistryCopy(name=name, as_of=as_of, listed=frozenset({1} if on_it else ()))
                for name, (as_of, on_it) in self.registries.items()
            ),
        )

    def candidate(self) -> Candidate:
        """Return the touch that is judged."""
        channel = FORMS[self.channel]
        cause = Cause(kind=CauseKind.STEP, ref=channel.value)
        return Candidate(
            channel=channel, cause=cause, step=channel.value, sender=self.sender, floor="sales", template=self.template
        )

    def touched(self, wall: str, channel: str = "call", outcome: Outcome = Outcome.ANSWERED, **more: Any) -> Touch:
        """Return a touch this person had when their clock showed `wall`."""
        same = {"account": self.who.account, "subject": self.subject or "spring", "seller": "Tienda Sol"}
        given: dict[str, Any] = {"channel": FORMS[channel], "outcome": outcome, "purpose": self.purpose} | same | more
        return builders.touch(local(self.who.zone, wall), **given)


def local(zone: str, wall: str, *, fold: int = 0) -> datetime:
    """Return the instant at which a clock in this zone shows `wall`."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def pack_of(name: str) -> Pack:
    """Return a pack that can be read."""
    pack = SHIPPED.read(name)
    assert isinstance(pack, Pack), pack
    return pack


def barring(verdict: Verdict) -> set[str]:
    """Return the rules that said no; none for an Allow."""
    return set() if isinstance(verdict, Allow) else {reason.rule for reason in verdict.reasons}


def ids_of(packs: Iterable[str]) -> set[str]:
    """Return the ids of all the rules of these packs."""
    return {rule.id for name in packs for rule in pack_of(name).rules}
