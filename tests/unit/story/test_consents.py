"""Does the proof name what each touch rested on, and what withdrew a consent?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cadence.explain.story.consents import proof
from cadence.ledger.reading.timeline import Event

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)


def happened(kind: str, what: dict[str, Any], hours: int = 0) -> Event:
    """One thing that happened, some hours after noon."""
    return Event(at=NOON + timedelta(hours=hours), recorded_at=NOON, kind=kind, what=what)


def consent(record: int, *, given: bool = True, hours: int = 0, **more: Any) -> Event:
    """A record."""
    what = {"id": record, "channel": "call", "given": given, "kind": "express", "source": "form", "number_id": 7} | more
    return happened("consent", what, hours)


def decision(touch: str | None, verdict: str, passed: dict[str, Any]) -> Event:
    """A decision about a touch."""
    what = {"id": 1, "verdict": verdict, "touch_id": touch, "evidence": {"passed": passed}, "campaign": "spring"}
    return happened("decision", what | {"candidate": {"channel": "call", "step": "ring"}}, 1)


def test_a_touch_names_the_consents_that_its_rules_found() -> None:
    """The file's rule and the law's found the same; what was refused, or rested on another ground, names none."""
    passed = {
        "consent.call": {"ground": "opt_in", "consent": 3},
        "eu.consent.proof": {"ground": "opt_in", "consent": 3},
        "gap": {"since": None},
    }
    contract = {"consent.call": {"ground": "contract", "consent": None}}
    events = [
        consent(3),
        decision("t1", "allow", passed),
        decision("t2", "allow", contract),
        decision(None, "refuse", passed),
    ]
    proven = proof(events, [7])

    assert [(touch["touch"], touch["consents"], touch["grounds"]) for touch in proven["touches"]] == [
        ("t1", [3], ["opt_in"]),
        ("t2", [], ["contract"]),
    ]
    assert proven["records"][0]["touches"] == ["t1"]


@pytest.mark.parametrize(
    ("later", "withdrawn"),
    [
        (consent(4, given=False, hours=1), True),  # taken back
        (consent(4, given=False, hours=1, number_id=None), True),  # for every number
        (consent(4, given=False, hours=1, number_id=8), False),  # for another one
        (consent(4, given=False, hours=1, channel="sms"), False),  # for another channel
        (consent(4, given=False, hours=1, purpose="survey"), True),  # part of what was agreed to
        (consent(4, given=False, hours=-1), False),  # before: this is the renewal
        (consent(4, hours=1), False),  # renewed
        (happened("suppressed", {"scope": "everything", "value": "", "number": 7, "source": "reply"}, 1), True),
        (happened("suppressed", {"scope": "channel", "value": "call", "number": 7, "source": "reply"}, 1), True),
        (happened("suppressed", {"scope": "channel", "value": "sms", "number": 7, "source": "reply"}, 1), False),
        (happened("suppressed", {"scope": "purpose", "value": "marketing", "number": 7, "source": "reply"}, 1), True),
        (happened("suppressed", {"scope": "campaign", "value": "spring", "number": 7, "source": "reply"}, 1), False),
        (happened("suppressed", {"scope": "everything", "value": "", "number": 8, "source": "reply"}, 1), False),
    ],
)
def test_a_consent_is_withdrawn_by_what_is_about_it(later: Event, withdrawn: bool) -> None:
    """By any means, for its number, channel and purpose."""
    (record, *_) = [record for record in proof([consent(3), later], [7, 8])["records"] if record["id"] == 3]

    assert (record["withdrawn"] is not None) == withdrawn
