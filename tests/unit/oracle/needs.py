"""What must be there before a touch? Naive: consent, lists, senders, wording, one question after the other."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import phonenumbers

from cadence.domain import Consent, Number
from tests.unit.oracle.binding import step_of
from tests.unit.oracle.case import Case
from tests.unit.oracle.kinds import LIST, NEXT, STEP

STOP_WORDS = ("BAJA", "STOP")
COMPANY = ("{{ company }}", "Tienda Sol")
WRITTEN = "express_written"


def last_word(case: Case, number: Number, at: datetime) -> Consent | None:
    """Return what was said last about this channel, by this number or person, for this purpose or for all."""
    said = [
        consent
        for consent in case.facts.consents
        if consent.channel is case.candidate.channel
        and consent.number in {None, number.id}
        and consent.purpose in {None, case.campaign.purpose}
        and consent.at <= at
    ]
    return max(said, key=lambda one: (one.at, one.id), default=None)


def said_no(case: Case, number: Number, at: datetime) -> bool:
    """Tell whether the last word is a no."""
    word = last_word(case, number, at)
    return word is not None and not word.given


def said_yes(case: Case, number: Number, at: datetime) -> list[Consent]:
    """Return the consent that stands: the last word, if it is a yes that has not run out."""
    word = last_word(case, number, at)
    return [word] if word and word.given and (word.expires is None or at < word.expires) else []


def basis_of(case: Case) -> str:
    """Return the basis that the file names for this channel."""
    rule = case.campaign.consent.get(case.candidate.channel)
    return rule.basis if rule else "opt_in"


def consent_bars(case: Case, number: Number, at: datetime) -> Iterator[tuple[str, str]]:
    """Yield the file's need of consent: a recorded no weighs more than any basis."""
    missing = basis_of(case) == "opt_in" and not said_yes(case, number, at)
    if said_no(case, number, at) or missing:
        yield f"consent.{case.candidate.channel.value}", NEXT


def law_consent_bars(case: Case, number: Number, at: datetime, rule: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a pack's need of consent, unless a recorded one or another basis it accepts is there."""
    need = rule["consent"]
    if said_no(case, number, at):
        yield rule["id"], NEXT
        return
    if any(suits(one, need, at) and stays(case, one, need, at) for one in said_yes(case, number, at)):
        return
    named = {"customer": "customer_similar_products", "none_needed": "none"}.get(basis_of(case), basis_of(case))
    if named != "opt_in" and named in need["kinds"]:
        if named != "customer_similar_products" or "customer_lapse_days" not in need:
            return
        if dealt_with(case, at, need["customer_lapse_days"]):
            return
    yield rule["id"], NEXT


def suits(consent: Consent, need: dict[str, Any], at: datetime) -> bool:
    """Tell whether a consent is of a kind and age the law accepts; a written one is an express one, too."""
    kinds = {consent.kind, "express"} if consent.kind == WRITTEN else {consent.kind}
    if not kinds & set(need["kinds"]) or (need.get("proof") and not consent.source):
        return False
    return "max_age_days" not in need or at - consent.at < timedelta(days=need["max_age_days"])


def stays(case: Case, consent: Consent, need: dict[str, Any], at: datetime) -> bool:
    """Tell whether a customer on record still is one: so long after that, or after the last dealing."""
    if consent.kind != "customer_similar_products" or "customer_lapse_days" not in need:
        return True
    days = need["customer_lapse_days"]
    return at - consent.at < timedelta(days=days) or dealt_with(case, at, days)


def dealt_with(case: Case, at: datetime, days: int) -> bool:
    """Tell whether this customer's last dealing with us is young enough."""
    text = case.facts.lead.attributes.get("last_dealing_at", "")
    return bool(text) and at - datetime.fromisoformat(text) < timedelta(days=days)


def registry_bars(case: Case, number: Number, at: datetime, rule: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a list that forbids the number, or of which there is no copy, or too old a one."""
    need = rule["registry"]
    free = need.get("unless")
    if free and free["source"]["confidence"] != "U":
        yes = said_yes(case, number, at)
        if any(suits(one, {"kinds": free["consent"]}, at) for one in yes):
            return
    copy = next((registry for registry in case.facts.registries if registry.name == need["name"]), None)
    if copy is None or too_old(copy.as_of, at, need.get("max_age_days")):
        yield rule["id"], LIST
    elif number.id in copy.listed:
        yield rule["id"], NEXT


def too_old(as_of: date, at: datetime, days: int | None) -> bool:
    """Tell whether a copy is older than the law allows."""
    begins = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    return days is not None and at - begins >= timedelta(days=days)


def still_theirs(case: Case, at: datetime, days: int) -> bool:
    """Tell whether the person's numbers were checked for a new owner, not too long ago."""
    text = case.facts.lead.attributes.get("reassigned_checked_at", "")
    return bool(text) and timedelta(0) <= at - datetime.fromisoformat(text) < timedelta(days=days)


def form_bars(case: Case, at: datetime, rule: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield a pack's need of a sender, a ring or a wording."""
    step = step_of(case)
    if "dialer" in rule:
        least = rule["dialer"].get("min_ring_s")
        if least and step.call and step.call.ring < timedelta(seconds=least):
            yield rule["id"], STEP
    if "sender" in rule and not sender_suits(case.candidate.sender, rule["sender"]):
        yield rule["id"], STEP
    if "reassigned" in rule and not still_theirs(case, at, rule["reassigned"]["max_age_days"]):
        yield rule["id"], NEXT
    if "content" in rule:
        text = wording(case)
        must = rule["content"]["must_have"]
        named = "company_name" not in must or any(one in text for one in COMPANY)
        way_out = "optout_instruction" not in must or any(word in text for word in STOP_WORDS)
        if not (named and way_out):
            yield rule["id"], STEP


def wording(case: Case) -> str:
    """Return the words of a step that the law looks at."""
    step = step_of(case)
    if step.sms:
        return step.sms.body
    if step.whatsapp:
        return step.whatsapp.body
    if step.email:  # under each e-mail stand the company's name and the link that unsubscribes
        return f"{step.email.body} {COMPANY[0]} STOP"
    return step.call.voicemail if step.call else ""


def sender_suits(sender: str, need: dict[str, Any]) -> bool:
    """Tell whether our number is one the law lets be shown."""
    try:
        parsed = phonenumbers.parse(sender, None)
    except phonenumbers.NumberParseException:
        return False
    if "cli_prefix" in need:
        return any(str(parsed.national_number).startswith(one) for one in need["cli_prefix"])
    kinds = {
        phonenumbers.PhoneNumberType.MOBILE: "mobile",
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed_or_mobile",
    }
    return kinds.get(phonenumbers.number_type(parsed)) not in need.get("cli_type_not", [])
