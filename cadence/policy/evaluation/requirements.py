"""What does the law require before this touch? Pure: turns each kind of requirement into a rule."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from cadence.domain.dates import read_instant
from cadence.policy.evaluation.case import Case
from cadence.policy.evaluation.content import call_of, texts_of
from cadence.policy.finding import Rule
from cadence.policy.packs.schema import (
    ConsentEntry,
    ContentEntry,
    DestinationEntry,
    DialerEntry,
    RegistryEntry,
    RequireEntry,
    SenderEntry,
    SessionEntry,
)
from cadence.policy.packs.schema.rule import UNVERIFIED
from cadence.policy.primitives.consent import Grounded
from cadence.policy.primitives.identification import Reachable, RingsLongEnough, Shown, Worded
from cadence.policy.primitives.registry import Unlisted
from cadence.policy.primitives.sender import kind_of_sender
from cadence.policy.primitives.session import InSession

LAST_DEALING = "last_dealing_at"
"""The column of a lead list that says when a customer last dealt with us."""


def need(entry: RequireEntry, case: Case, basis: dict[str, str]) -> Iterator[Rule]:
    """Yield the rule that checks what an entry requires."""
    match entry.needs:
        case ConsentEntry() as consent:
            yield _consent(entry.id, consent, case, basis)
        case RegistryEntry() as registry:
            yield _registry(entry.id, registry, basis)
        case SenderEntry() as sender:
            yield _sender(entry.id, sender, case, basis)
        case DialerEntry(min_ring_s=int(least)):
            call = call_of(case)
            ring = call.ring.total_seconds() if call else None
            yield RingsLongEnough(rule=entry.id, ring=ring, least=least, basis=basis)
        case ContentEntry(must_have=must_have):
            company = case.campaign.sender.company
            yield Worded(rule=entry.id, texts=texts_of(case), company=company, must_have=must_have, basis=basis)
        case SessionEntry(free_form_within_s=seconds):
            if not case.question.candidate.template:
                yield InSession(rule=entry.id, within=timedelta(seconds=seconds), basis=basis)
        case DestinationEntry() as destination:
            yield from _destination(entry.id, destination, case, basis)


def _consent(rule: str, entry: ConsentEntry, case: Case, basis: dict[str, Any]) -> Grounded:
    """Return the rule about the legal basis on which this channel is used."""
    return Grounded(
        rule=rule,
        ground=case.ground,
        accepts=entry.kinds,
        max_age=_days(entry.max_age_days),
        lapse=_days(entry.customer_lapse_days),
        last_dealing=_last_dealing(case) if entry.customer_lapse_days else None,
        proof=entry.proof,
        basis=basis,
    )


def _registry(rule: str, entry: RegistryEntry, basis: dict[str, Any]) -> Unlisted:
    """Return the rule about an official list. An exception that is not verified is not applied."""
    unless = entry.unless
    frees = unless.consent if unless and unless.source.confidence != UNVERIFIED else frozenset()
    return Unlisted(rule=rule, registry=entry.name, max_age=_days(entry.max_age_days), unless=frees, basis=basis)


def _sender(rule: str, entry: SenderEntry, case: Case, basis: dict[str, Any]) -> Shown:
    """Return the rule about the number the person sees."""
    sender = case.question.candidate.sender or case.campaign.sender.of(case.channel)
    kind, national = kind_of_sender(sender)
    return Shown(
        rule=rule,
        sender=sender,
        kind=kind,
        national=national,
        not_kinds=frozenset(entry.cli_type_not),
        prefixes=entry.cli_prefix,
        shown=entry.shown,
        basis=basis,
    )


def _destination(rule: str, entry: DestinationEntry, case: Case, basis: dict[str, Any]) -> Iterator[Reachable]:
    """Yield the rule about where a touch may not go; free text may still go inside a WhatsApp session."""
    if entry.templates_only and not case.question.candidate.template:
        return
    yield Reachable(
        rule=rule,
        countries_not=frozenset(entry.countries_not),
        kinds_not=frozenset(entry.number_kinds_not),
        unless=InSession() if entry.templates_only and texts_of(case) else None,
        basis=basis,
    )


def _last_dealing(case: Case) -> datetime | None:
    """Return when this customer last dealt with us, from the lead list; None when it does not say."""
    text = case.question.facts.lead.attributes.get(LAST_DEALING, "")
    try:
        return read_instant(text, case.question.zones)
    except ValueError:
        return None


def _days(count: int | None) -> timedelta | None:
    """Return so many days of elapsed time."""
    return None if count is None else timedelta(days=count)
