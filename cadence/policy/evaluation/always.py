"""
Which steps of a file does the law refuse for everyone? Pure: judged for a made-up person that no other rule bars.

That person lives in the country of the file, is on no official list, has had no touch, and has just consented in
writing. What the law refuses even then is always refused: a caller ID that is not allowed, a text without required
words, a recorded call. The second check is whether the file's own legal basis is enough without that consent.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cadence import domain
from cadence.campaign import Campaign
from cadence.campaign.step_shape import Step
from cadence.domain.channels import ADDRESS_READERS, CONTACT_CHANNELS
from cadence.policy.evaluation import judge
from cadence.policy.packs.law import Law
from cadence.policy.places.jurisdiction import zones_in
from cadence.policy.primitives import COLUMNS
from cadence.policy.primitives.consent import OPT_IN, basis_of
from cadence.policy.required_registries import registries

NO_REGION = "ZZ"
"""A region that no pack is about: what is left is the law of the whole country."""
JUST_NOW = timedelta(minutes=1)
WRITTEN_KIND = "express_written"
"""The strongest kind of consent on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlwaysRefused:
    """A step that the law refuses for everyone in these countries."""

    path: tuple[str | int, ...]  # of the step, or of its voicemail, in the file
    countries: tuple[str, ...]
    reasons: tuple[domain.Reason, ...]
    consent: bool  # True: only where the person has given no consent of their own


def always_refused(campaign: Campaign, law: Law, now: datetime) -> Iterator[AlwaysRefused]:
    """Yield the steps that the law of every country of the file refuses for everyone, with the reasons."""
    checker = _LawChecker(campaign=campaign, law=law, now=now)
    for place, step in enumerate(campaign.cadence):
        if step.channel not in CONTACT_CHANNELS or not checker.countries:
            continue
        agreed = not checker.reasons(step, agreed=True)
        reasons = checker.reasons(step, agreed=not agreed)
        if reasons:
            path: tuple[str | int, ...] = ("cadence", place, *checker.part(step, agreed=not agreed))
            yield AlwaysRefused(path=path, countries=checker.countries, reasons=reasons, consent=agreed)


def _of_law(reason: domain.Reason) -> bool:
    """Tell whether a reason is one of the law."""
    return "pack" in reason.evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class _LawChecker:
    """Judges the steps of one file by one day's law."""

    campaign: Campaign
    law: Law
    now: datetime

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that the file names, by itself or by the packs it names."""
        packs = [pack for pack in self.law.packs if pack.id in self.campaign.jurisdictions and not pack.layer]
        named = {country for pack in packs for country in pack.applies.countries}
        return tuple(sorted(named | {self.campaign.country} - {""}))

    def reasons(self, step: Step, *, agreed: bool) -> tuple[domain.Reason, ...]:
        """
        Return the law's permanent reasons against a step; empty when the law of one of the countries allows it.

        Without consent (`agreed` is False) only the need for consent is checked, and only if the file uses another
        basis: a file that relies on opt-in contacts only people who have consented anyway.
        """
        if not agreed and step.channel and basis_of(self.campaign, step.channel) == OPT_IN:
            return ()
        reasons: tuple[domain.Reason, ...] = ()
        for country in self.countries:
            reasons = tuple(
                reason for reason in self._judged(step, country, agreed=agreed) if agreed or "ground" in reason.evidence
            )
            if not reasons:
                return ()
        return reasons

    def part(self, step: Step, *, agreed: bool) -> tuple[str, ...]:
        """Return the key of a recorded voice when the call would be lawful without it; else the step's own path."""
        call = step.call
        for name in ("voicemail", "voicemail_audio", "say") if call is not None else ():
            if call is None or not getattr(call, name):
                continue
            silent = call.model_copy(update={name: ""})
            if not self.reasons(step.model_copy(update={"call": silent}), agreed=agreed):
                return ("call", name)
        return ()

    def _judged(self, step: Step, country: str, *, agreed: bool) -> Iterator[domain.Reason]:
        """Yield the permanent reasons that the law of a country has against a step."""
        verdict = self._verdict(step, country, self.now, agreed=agreed)
        # No hour of the file's is lawful.
        shut = isinstance(verdict, domain.Hold) and verdict.name is domain.HoldName.OPENING
        if shut and not any(map(_of_law, verdict.reasons)):
            # The law's hours are open now, and only the file's are not: the law is what bars the file's next hour.
            opens = max((reason.until for reason in verdict.reasons if reason.until is not None), default=self.now)
            verdict = self._verdict(step, country, opens, agreed=agreed)
        if isinstance(verdict, domain.Allow):
            return
        yield from (reason for reason in verdict.reasons if _of_law(reason) and (shut or reason.until is None))

    def _verdict(self, step: Step, country: str, at: datetime, *, agreed: bool) -> domain.Verdict:
        """Return the verdict on a step alone."""
        alone = self.campaign.model_copy(update={"cadence": (step,)})
        return judge(alone, self._facts(country, at, agreed=agreed), self._candidate(step), at, self.law)

    def _candidate(self, step: Step) -> domain.Candidate:
        """Return the touch of a step."""
        channel = step.channel
        assert channel is not None  # noqa: S101  only steps with one are judged
        return domain.Candidate(
            channel=channel,
            cause=domain.Cause(kind=domain.CauseKind.STEP, ref=step.step),
            step=step.step,
            sender=step.sender or self.campaign.sender.of(channel),
            floor=step.floor,
            template=bool(step.approved),
        )

    def _facts(self, country: str, at: datetime, *, agreed: bool) -> domain.Facts:
        """Return the facts of the made-up person in this country at an instant, with written consent or with none."""
        zones = zones_in(frozenset({country}))[:1]
        where = tuple(domain.ZoneEvidence(zone=zone, source=domain.ZoneSource.STATED) for zone in zones)
        phone = domain.Number(id=1, e164="+0", kind=domain.NumberKind.MOBILE, country=country, zones=where)
        others = (replace(phone, id=place, kind=reader.kind) for place, reader in enumerate(ADDRESS_READERS, start=2))
        numbers, dates = (phone, *others), dict.fromkeys(COLUMNS, at.date().isoformat())
        lead = domain.Lead(id="", numbers=numbers, zones=where, country=country, region=NO_REGION, attributes=dates)
        consents = (
            domain.Consent(id=place, channel=channel, given=True, at=at - JUST_NOW, kind=WRITTEN_KIND, source="check")
            for place, channel in enumerate(sorted(set(domain.Channel)))
        )
        return domain.Facts(
            lead=lead,
            enrolment=domain.Enrolment(id="", campaign=self.campaign.campaign, version=1, at=at),
            consents=tuple(consents) if agreed else (),
            registries=tuple(domain.RegistryCopy(name=name, as_of=at.date()) for name in registries(self.law.packs)),
        )
