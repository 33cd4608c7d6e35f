"""
What did a person agree to, in which words, and which touches rest on it? Pure: the proof that a regulator asks for.

Made from the events of one lead's story, as the ledger has them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from cadence.ledger.reading.timeline import Event

What = dict[str, Any]


def proof(events: Sequence[Event], numbers: Sequence[int]) -> dict[str, Any]:
    """Return every record in order, how each was withdrawn, and the touches that rested on it."""
    rested = list(_touches(events))
    records = [event for event in events if event.kind == "consent"]
    return {
        "records": [
            _record(record, numbers)
            | {
                "withdrawn": _withdrawn(record, events) if record.what["given"] else None,
                "touches": [touch["touch"] for touch in rested if record.what["id"] in touch["consents"]],
            }
            for record in records
        ],
        "withdrawals": [_withdrawal(event, numbers) for event in events if event.kind.startswith("suppress")],
        "touches": rested,
    }


def _record(event: Event, numbers: Sequence[int]) -> dict[str, Any]:
    """Return one record, with its words held against their hash."""
    what = event.what
    digest = str(what.get("wording") or "").removeprefix("\\x")
    words = what.get("words")
    matches = hashlib.sha256(words.encode()).hexdigest() == digest if words else None
    return {
        "id": what["id"],
        "at": event.at,
        "recorded_at": event.recorded_at,
        "given": what["given"],
        "channel": what["channel"],
        "number": _place(what.get("number_id"), numbers),
        "kind": what["kind"],
        "purpose": what.get("purpose"),
        "expires": what.get("expires"),
        "source": what.get("source") or "",
        "recorded_by": what.get("recorded_by") or (f"the list {what['list']}" if what.get("list") else ""),
        "wording": words,
        "wording_sha256": digest or None,
        "wording_matches": matches,
        "evidence": what.get("evidence"),
    }


def _withdrawal(event: Event, numbers: Sequence[int]) -> dict[str, Any]:
    """Return one opt-out, or its lifting: a stop by any means counts as much as a revocation."""
    details = {name: event.what.get(name) for name in ("scope", "value", "source", "ref", "actor", "why")}
    number = _place(event.what.get("number"), numbers)
    return {"at": event.at, "lifted": event.kind == "suppression lifted", "number": number, **details}


def _place(number: int | None, numbers: Sequence[int]) -> int | str:
    """Return a number as the list counts it: the proof may be handed on, and needs no digits."""
    if number is None:
        return "all"
    return numbers.index(number) + 1 if number in numbers else "a former one"


def _withdrawn(given: Event, events: Sequence[Event]) -> dict[str, Any] | None:
    """Return when and how a consent was first taken back, None while it was not."""
    for event in events:
        if (event.at, event.recorded_at) <= (given.at, given.recorded_at):
            continue
        if event.kind == "consent" and not event.what["given"] and _covers(event.what, given.what):
            return {"at": event.at, "how": "revocation", "record": event.what["id"], "source": event.what["source"]}
        if event.kind == "suppressed" and _closes(event.what, given.what):
            return {"at": event.at, "how": "opt-out", "source": event.what["source"], "ref": event.what.get("ref")}
    return None


def _covers(no: What, yes: What) -> bool:
    """Tell whether a revocation is about what a consent was about, or about part of it."""
    numbers = {no.get("number_id"), yes.get("number_id")}
    purposes = {no.get("purpose"), yes.get("purpose")}
    return no["channel"] == yes["channel"] and _meet(numbers) and _meet(purposes)


def _closes(stop: What, yes: What) -> bool:
    """Tell whether an opt-out is about what a consent was about, or about part of it."""
    match stop["scope"]:
        case "channel":
            about = stop["value"] == yes["channel"]
        case "purpose":
            about = _meet({stop["value"], yes.get("purpose")})
        case scope:
            about = scope == "everything"  # one campaign's stop leaves the consent as it was
    return about and _meet({stop.get("number"), yes.get("number_id")})


def _meet(two: set[Any]) -> bool:
    """Tell whether two words are the same, or one of them names nothing and so everything."""
    return len(two) == 1 or None in two


def _touches(events: Sequence[Event]) -> Iterator[dict[str, Any]]:
    """Yield each touch that was allowed, with the consents that the rules found."""
    for event in events:
        if event.kind != "decision" or event.what["verdict"] != "allow" or not event.what.get("touch_id"):
            continue
        passed = (event.what.get("evidence") or {}).get("passed") or {}
        grounds = [result for result in passed.values() if isinstance(result, dict) and "consent" in result]
        consents = {ground["consent"] for ground in grounds if ground["consent"] is not None}
        candidate = event.what.get("candidate") or {}
        yield {
            "touch": event.what["touch_id"],
            "at": event.at,
            "campaign": event.what.get("campaign"),
            "channel": candidate.get("channel"),
            "step": candidate.get("step"),
            "consents": sorted(consents),
            "grounds": sorted({str(ground["ground"]) for ground in grounds if ground.get("ground")}),
            "decision": event.what["id"],
        }
