"""On which legal basis may this channel be used? Pure: the consent primitive, for campaign files and packs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Self

from pydantic import Field

from cadence.campaign import Campaign
from cadence.domain import Channel, Consent, Scope
from cadence.domain.plurals import many
from cadence.languages import add_sentences
from cadence.policy.finding import Finding, Question
from cadence.policy.pack_parts import DayCount, Grounds
from cadence.policy.primitive import PackContext, Primitive, Requirement, date_in_list, days_long, longer
from cadence.policy.source_words import GROUNDS, consents_in_words

OPT_IN = "opt_in"
"""The basis that needs a recorded consent; the default for every channel (protocol §5.6)."""
WRITTEN = "opt_in_written"
"""The basis of a consent that was signed, on paper or by a click."""
CUSTOMER = "customer"
"""The basis for a company's own customers."""
LAST_DEALING = "last_dealing_at"
"""The column of a lead list that says when a customer last dealt with us."""


def basis_of(campaign: Campaign, channel: Channel) -> str:
    """Return the legal basis on which a file uses a channel."""
    rule = campaign.consent.get(channel)
    return rule.basis if rule else OPT_IN


def earlier(ends: datetime | None, other: datetime) -> datetime:
    """Return the earlier of two ends; None for an end that never comes."""
    return other if ends is None or other < ends else ends


@lru_cache(maxsize=256)
def grounds_of(kind: str) -> frozenset[str]:
    """Return the bases a kind of consent gives: written consent includes ordinary consent, a customer's does not."""
    given = GROUNDS.get(kind, kind)
    return frozenset({OPT_IN, WRITTEN}) if given == WRITTEN else frozenset({given})


def latest(question: Question, at: datetime) -> Consent | None:
    """
    Return the consent record that counts: the last one about this channel, number and purpose.

    A record about the whole person counts for each number; one that names a number or a purpose counts for that only.
    """
    known = question.consents_by_instant
    if at not in known:
        number = question.number.id if question.number else None
        channel, purpose = question.candidate.channel, question.purpose
        consents = [
            consent
            for consent in question.facts.consents
            if consent.channel is channel
            and (consent.number is None or consent.number == number)
            and (consent.purpose is None or consent.purpose is purpose)
            and consent.at <= at
        ]
        known[at] = max(consents, key=lambda consent: (consent.at, consent.id), default=None)
    return known[at]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """
    The campaign's legal basis for a channel must be accepted by the rule, and valid (law 6: unknown consent is none).

    Opt-in needs a consent that is recorded, given, proven if the rule requires it, and neither expired nor too old.
    Other bases need no record, but a recorded refusal always counts. Being a customer lapses some time after the last
    dealing.
    """

    rule: str
    ground: str  # the campaign's basis for this channel
    accepts: frozenset[str] | None = None  # bases the rule accepts; None: any
    reason: str = ""  # why the campaign may use another basis than opt-in
    max_age: timedelta | None = None  # of a consent
    lapse: timedelta | None = None  # of a customer, from the last dealing
    last_dealing: datetime | None = None  # from the lead list; None: unknown
    proof: bool = False  # a consent without a source does not count
    basis: dict[str, Any] = field(default_factory=dict)

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass on a valid basis."""
        consent = latest(question, at)
        evidence = {
            **self.basis,
            "channel": str(question.candidate.channel),
            "ground": self.ground,
            "consent": None if consent is None else consent.id,
        }
        if self.reason:
            evidence["reason"] = self.reason
        if consent is None:
            return self._without(evidence, at, "none")
        if not consent.given:
            return self._no(evidence, "revoked")
        expires = self._expires(consent)
        why = self._why_not(consent, expires, at)
        if why is not None:
            return self._without(evidence, at, why)
        if expires is None:
            return Finding(self.rule, evidence)
        later = self._without(evidence, expires, "expired")
        return Finding(self.rule, evidence, closes=later.closes if later.passes else expires)

    @property
    def _needed(self) -> bool:
        """Whether nothing but a consent will do."""
        return self.ground == OPT_IN or (self.accepts is not None and self.ground not in self.accepts)

    def _without(self, evidence: dict[str, Any], at: datetime, why: str) -> Finding:
        """Pass if the basis needs no consent, because there is none that is enough."""
        if self._needed:
            return self._no(evidence, why if self.ground == OPT_IN else "ground")
        if self.ground == CUSTOMER and self.lapse is not None:
            return self._customer(at, evidence, self.lapse)
        return Finding(rule=self.rule, evidence=evidence)

    def _why_not(self, consent: Consent, expires: datetime | None, at: datetime) -> str | None:
        """Return why the consent record is not enough, None when it is."""
        if expires is not None and at >= expires:
            return "expired"
        if self.accepts is not None and self.accepts.isdisjoint(grounds_of(consent.kind)):
            return "unwritten" if WRITTEN in self.accepts else "ground"
        return "unproven" if self.proof and not consent.source else None

    def _expires(self, consent: Consent) -> datetime | None:
        """Return when a consent ends: by its own expiry, by the rule's maximum age, or as a customer record lapses."""
        ends = consent.expires
        if self.max_age is not None:
            ends = earlier(ends, consent.at + self.max_age)
        if self.lapse is not None and CUSTOMER in grounds_of(consent.kind):
            ends = earlier(ends, max(consent.at, self.last_dealing or consent.at) + self.lapse)
        return ends

    def _customer(self, at: datetime, evidence: dict[str, Any], lapse: timedelta) -> Finding:
        """Pass until the time since the last dealing is too long; an unknown date counts as too long ago (law 6)."""
        if self.last_dealing is None:
            return self._no(evidence, "no_dealing")
        ends = self.last_dealing + lapse
        evidence = evidence | {"last_dealing": self.last_dealing.isoformat()}
        if at >= ends:
            return self._no(evidence, "lapsed")
        return Finding(rule=self.rule, evidence=evidence, closes=ends)

    def _no(self, evidence: dict[str, Any], why: str) -> Finding:
        """Refuse this number, with the reason."""
        return Finding(rule=self.rule, evidence=evidence | {"why": why}, scope=Scope.NUMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """A call the person asked for: the request is the consent for this call, and for nothing else (law 6)."""

    rule: str = "consent.call"

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass while the call is still promised."""
        ref = question.candidate.cause.ref
        promised = any(callback.id == ref and not callback.canceled for callback in question.facts.callbacks)
        evidence = {"channel": "call", "ground": "requested", "callback": ref}
        if promised:
            return Finding(rule=self.rule, evidence=evidence)
        return Finding(rule=self.rule, evidence=evidence | {"why": "withdrawn"}, scope=Scope.STEP)


class ConsentEntry(Requirement):
    """The kinds of consent, and other legal bases, that a rule accepts."""

    kinds: Grounds = Field(min_length=1, description="The kinds of consent and the other bases that it accepts.")
    max_age_days: DayCount | None = Field(default=None, description="An older consent has to be renewed.")
    customer_lapse_days: DayCount | None = Field(
        default=None, description="A person is a customer for so long after the last dealing with us."
    )
    proof: bool = Field(default=False, description="A consent without a source does not count.")

    def rules(self, context: PackContext) -> Iterator[LegalBasis]:
        """Yield the rule about the legal basis on which the file uses this channel."""
        yield LegalBasis(
            rule=context.rule,
            ground=basis_of(context.campaign, context.channel),
            accepts=self.kinds,
            max_age=days_long(self.max_age_days),
            lapse=days_long(self.customer_lapse_days),
            last_dealing=date_in_list(context.question, LAST_DEALING) if self.customer_lapse_days else None,
            proof=self.proof,
            basis=context.basis,
        )

    def looser_than(self, parent: Self) -> str:
        """Return that more consents would do, if so."""
        looser = (
            not self.kinds <= parent.kinds
            or longer(self.max_age_days, parent.max_age_days)
            or longer(self.customer_lapse_days, parent.customer_lapse_days)
            or (parent.proof and not self.proof)
        )
        return "more kinds of consent" if looser else ""

    def describe(self) -> str:
        """Return the consents that it accepts."""
        age = f", at most {many(self.max_age_days, 'day')} old" if self.max_age_days else ""
        lapse = f", a customer of the last {many(self.customer_lapse_days, 'day')}" if self.customer_lapse_days else ""
        return f"needs consent: {consents_in_words(self.kinds)}{age}{lapse}{', with its source' if self.proof else ''}"


PRIMITIVE = Primitive(
    kind="consent", part=ConsentEntry, marks=frozenset({"ground"}), columns=(LAST_DEALING,), met_by_request=True
)

add_sentences(
    en="""
rule-consent-none = no consent on record for { $channel }
rule-consent-revoked = consent for { $channel } was withdrawn (record { $consent })
rule-consent-expired = consent for { $channel } has expired (record { $consent })
rule-consent-ground = the law does not accept “{ $ground }” as a legal basis for { $channel }
rule-consent-unwritten = the law requires written consent for { $channel } (record { $consent } is not written consent)
rule-consent-unproven = the source of the consent for { $channel } is not recorded (record { $consent })
rule-consent-no_dealing = it is not known when this customer last dealt with us (column last_dealing_at)
rule-consent-lapsed = this customer last dealt with us on { $last_dealing }, which is too long ago
rule-consent-withdrawn = the promised call was cancelled
rule-term-opt_in = consent
rule-term-customer = own customer
rule-term-contract = contract
rule-term-legitimate_interest = legitimate interest
rule-term-none_needed = none needed
rule-term-requested = requested by the person
""",
    es="""
rule-consent-none = no consta consentimiento para { $channel }
rule-consent-revoked = el consentimiento para { $channel } se retiró (registro { $consent })
rule-consent-expired = el consentimiento para { $channel } ha caducado (registro { $consent })
rule-consent-ground = la ley no acepta «{ $ground }» como base jurídica para { $channel }
rule-consent-unwritten = la ley exige un consentimiento escrito para { $channel } (el registro { $consent } no lo es)
rule-consent-unproven = no consta el origen del consentimiento para { $channel } (registro { $consent })
rule-consent-no_dealing = no consta la fecha de la última operación de este cliente con nosotros (columna
    last_dealing_at)
rule-consent-lapsed = la última operación de este cliente con nosotros, del { $last_dealing }, es demasiado antigua
rule-consent-withdrawn = la llamada prometida se canceló
rule-term-opt_in = consentimiento
rule-term-customer = cliente propio
rule-term-contract = contrato
rule-term-legitimate_interest = interés legítimo
rule-term-none_needed = no se necesita ninguna
rule-term-requested = a petición de la persona
""",
    pt="""
rule-consent-none = não há consentimento registrado para { $channel }
rule-consent-revoked = o consentimento para { $channel } foi retirado (registro { $consent })
rule-consent-expired = o consentimento para { $channel } venceu (registro { $consent })
rule-consent-ground = a lei não aceita “{ $ground }” como base legal para { $channel }
rule-consent-unwritten = a lei exige consentimento por escrito para { $channel } (o registro { $consent } não é por
    escrito)
rule-consent-unproven = a origem do consentimento para { $channel } não está registrada (registro { $consent })
rule-consent-no_dealing = não se sabe quando este cliente fez a última operação conosco (coluna last_dealing_at)
rule-consent-lapsed = a última operação deste cliente conosco foi em { $last_dealing }, há tempo demais
rule-consent-withdrawn = a ligação prometida foi cancelada
rule-term-opt_in = consentimento
rule-term-customer = cliente próprio
rule-term-contract = contrato
rule-term-legitimate_interest = legítimo interesse
rule-term-none_needed = nenhuma necessária
rule-term-requested = a pedido da pessoa
""",
)
