"""
Which columns does a regulator ask for, and what stands in them? Pure: events of leads in, rows out.

Instants are in UTC and, where a person was contacted, on the person's own clocks with their zones. The rows hold
personal data: they are for the auditor who asked.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from cadence.domain.costs import TouchCost
from cadence.domain.money import plain
from cadence.domain.zones import zone
from cadence.explain.story.events import describe
from cadence.explain.story.speaker import Speaker, instant
from cadence.explain.story.story import StoryEvent
from cadence.languages import Language

Row = dict[str, Any]
PAGES: tuple[Language, ...] = ("en", "es")
"""The languages of pages and reasons."""
_IN_THE_LEDGER = frozenset({"planned", "skipped"})
"""States of touches that did not leave."""

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "touches": (
            *("at_utc", "at_local", "zone", "lead", "number", "sender", "channel", "form", "outcome", "duration_s"),
            *("purpose", "consent_id", "consent_kind", "rule_ids", "campaign", "version", "step", "attempt"),
            *("answered_utc", "ended_utc", "disposition", "carrier_id", "touch", "decision", "text"),
            *("amount", "currency", "price_source"),
        ),
        "not_sent": (
            *("at_utc", "at_local", "zone", "lead", "channel", "verdict", "until_utc", "hold", "rule_ids"),
            *("why_en", "why_es", "campaign", "version", "step", "packs", "decision"),
        ),
        "consents": (
            *("at_utc", "recorded_utc", "lead", "given", "channel", "number", "kind", "purpose", "expires_utc"),
            *("source", "list", "recorded_by", "wording", "wording_sha256", "wording_fits", "evidence", "consent"),
        ),
        "opt_outs": (
            *("said_utc", "took_effect_utc", "recorded_utc", "lead", "number", "scope", "value", "lifted", "source"),
            *("ordered_by", "why", "record_by", "law", "ref"),
        ),
        "orders": ("at_utc", "who", "from", "order", "why", "campaign", "lead", "details"),
        "packs": ("kind", "name", "version", "since_utc", "put_in_force_by", "why", "sha256", "file"),
    }
)
"""The columns of each table, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedLead:
    """One lead with what happened to them, as far as the export goes. Personal data."""

    id: str
    name: str  # LIST/ID
    zones: tuple[str, ...] = ()
    numbers: Mapping[int, str] = field(default_factory=dict)  # id -> digits, "" when erased
    events: tuple[StoryEvent, ...] = ()  # what is exported
    before: tuple[StoryEvent, ...] = ()  # everything, to look things up in
    costs: Mapping[str, tuple[TouchCost, ...]] = field(default_factory=dict)  # by touch

    def speaker(self, language: Language) -> Speaker:
        """Return what finds words about them."""
        return Speaker(language=language, zones=self.zones, numbers=tuple(self.numbers))

    def local(self, at: datetime) -> Row:
        """Return an instant in UTC and on the clocks that the person may have."""
        walls = [at.astimezone(zone(name)).isoformat(timespec="seconds") for name in self.zones]
        return {"at_utc": _utc(at), "at_local": "; ".join(walls), "zone": "; ".join(self.zones)}

    def digits(self, number: object) -> str:
        """Return the digits of a number; without them what is known of it."""
        if number is None:
            return ""
        return self.numbers.get(int(str(number))) or f"number {number}"


def touches(lead: AuditedLead) -> Iterator[Row]:
    """Yield each call, message and task of a lead that left, or may have left."""
    consents = {event.what["id"]: event.what for event in lead.before if event.kind == "consent"}
    allowed = {
        event.what["touch_id"]: event.what
        for event in lead.before
        if event.kind == "decision" and event.what["verdict"] == "allow" and event.what.get("touch_id")
    }
    for event in lead.events:
        what = event.what
        if event.kind != "touch" or what["state"] in _IN_THE_LEDGER:
            continue
        decision = allowed.get(what["id"], {})
        used = [consents[id_] for id_ in consents_of(decision) if id_ in consents]
        yield lead.local(event.at) | {
            "lead": lead.name,
            "number": lead.digits(what.get("number_id")),
            "sender": what.get("sender"),
            "channel": what["channel"],
            "form": what.get("delivery"),
            "outcome": what.get("outcome") or what["state"],
            "duration_s": _seconds(what.get("answered_at"), what.get("ended_at")),
            "purpose": what.get("purpose"),
            "consent_id": " ".join(str(consent["id"]) for consent in used),
            "consent_kind": " ".join(str(consent["kind"]) for consent in used),
            "rule_ids": " ".join(rules_of(decision)),
            "campaign": what.get("campaign"),
            "version": what.get("version"),
            "step": what.get("step"),
            "attempt": what.get("attempt"),
            "answered_utc": _utc(what.get("answered_at")),
            "ended_utc": _utc(what.get("ended_at")),
            "disposition": what.get("disposition"),
            "carrier_id": what.get("sid"),
            "touch": what["id"],
            "decision": decision.get("id"),
            "text": what.get("body"),
            **_price(lead.costs.get(what["id"], ())),
        }


def _price(costs: Sequence[TouchCost]) -> Row:
    """Return what a touch cost and who says so; why it has no price, where it has none. A task has neither."""
    return {
        "amount": "; ".join(plain(cost.amount) for cost in costs if cost.amount is not None),
        "currency": "; ".join(cost.currency for cost in costs if cost.amount is not None),
        "price_source": "; ".join(dict.fromkeys(cost.source.value for cost in costs)),
    }


def not_sent(lead: AuditedLead) -> Iterator[Row]:
    """Yield each decision against a touch, with its reasons in words."""
    for event in lead.events:
        what = event.what
        if event.kind != "decision" or what["verdict"] == "allow":
            continue
        candidate = what.get("candidate") or {}
        words = {
            f"why_{language}": "; ".join(describe(event.kind, what, lead.speaker(language)).why) for language in PAGES
        }
        yield (
            lead.local(event.at)
            | words
            | {
                "lead": lead.name,
                "channel": candidate.get("channel"),
                "verdict": what["verdict"],
                "until_utc": _utc(what.get("until")),
                "hold": what.get("hold"),
                "rule_ids": " ".join(rules_of(what)),
                "campaign": what.get("campaign"),
                "version": what.get("version"),
                "step": candidate.get("step"),
                "packs": " ".join(f"{name}={version}" for name, version in (what.get("packs") or {}).items()),
                "decision": what["id"],
            }
        )


def consents_given(lead: AuditedLead) -> Iterator[Row]:
    """Yield each record of a consent or its revocation, with its wording held against the hash of it."""
    for event in lead.events:
        what = event.what
        if event.kind != "consent":
            continue
        wording = what.get("words")
        stated = str(what.get("wording") or "").removeprefix("\\x")
        fits = hashlib.sha256(wording.encode()).hexdigest() == stated if wording else ""
        yield {
            "at_utc": _utc(event.at),
            "recorded_utc": _utc(what.get("recorded_at")),
            "lead": lead.name,
            "given": what["given"],
            "channel": what["channel"],
            "number": lead.digits(what.get("number_id")),
            "kind": what.get("kind"),
            "purpose": what.get("purpose") or "any",
            "expires_utc": _utc(what.get("expires")),
            "source": what.get("source"),
            "list": what.get("list"),
            "recorded_by": what.get("recorded_by"),
            "wording": wording,
            "wording_sha256": stated,
            "wording_fits": fits,
            "evidence": what.get("evidence"),
            "consent": what["id"],
        }


def opt_outs(lead: AuditedLead) -> Iterator[Row]:
    """Yield each opt-out and its lifting: when it was said, and when it took effect."""
    spoken = {str(event.what.get("id")): event.at for event in lead.before if event.kind in {"inbound", "touch"}}
    for event in lead.events:
        what = event.what
        if not event.kind.startswith("suppress"):
            continue
        log_by = what.get("log_by") or {}
        yield {
            "said_utc": _utc(spoken.get(str(what.get("ref") or ""), event.at)),
            "took_effect_utc": _utc(event.at),
            "recorded_utc": _utc(what.get("recorded_at")),
            "lead": lead.name,
            "number": lead.digits(what.get("number")) if what.get("number") else "all",
            "scope": what["scope"],
            "value": what.get("value"),
            "lifted": event.kind == "suppression lifted",
            "source": what.get("source"),
            "ordered_by": what.get("actor"),
            "why": what.get("why"),
            "record_by": log_by.get("day"),
            "law": log_by.get("law"),
            "ref": what.get("ref"),
        }


def rules_of(decision: Mapping[str, Any]) -> list[str]:
    """Return the rules that decided, and of an allow those that were passed."""
    passed = (decision.get("evidence") or {}).get("passed") or {}
    return list(dict.fromkeys([*(decision.get("rules") or ()), *passed]))


def consents_of(decision: Mapping[str, Any]) -> list[int]:
    """Return the consents that the rules of a decision found."""
    passed = (decision.get("evidence") or {}).get("passed") or {}
    grounds = (result for result in passed.values() if isinstance(result, dict))
    return sorted({ground["consent"] for ground in grounds if ground.get("consent") is not None})


def _utc(at: datetime | str | None) -> str:
    return "" if not at else instant(at).astimezone(zone("UTC")).isoformat(timespec="seconds")


def _seconds(since: datetime | str | None, until: datetime | str | None) -> str:
    return "" if not since or not until else f"{(instant(until) - instant(since)).total_seconds():.0f}"
