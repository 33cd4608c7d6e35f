"""
What does a verdict cost? Verdicts a second of the pure gate under all the packs of one place, beside its baselines.

    python bench/gate.py                     # a few seconds
    python bench/gate.py --verdicts 20000

One baseline is the same gate under no law, the other the bare arithmetic of the law's windows. Instants are spread over
a year, so that caches of days help as little as they do in earnest.
"""  # noqa: INP001  a script, not a package

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from cadence.campaign import Campaign, read_campaign
from cadence.explain.judge import AskedTouch, facts_of, question, read_person
from cadence.explain.judge.person import JudgePerson
from cadence.policy import evaluation
from cadence.policy.evaluation.case import Case, question_of
from cadence.policy.evaluation.from_packs import rules
from cadence.policy.finding import first_passing
from cadence.policy.packs.loading import law_of, load_law
from cadence.policy.primitives.window import Window

CAMPAIGN = """
campaign: bench
purpose: marketing
language: en
from: {company: Harbor Logistics, voice: "+12125550100", sms: "+12125550100"}
windows:
  - {days: mon-sat, hours: "08:00-21:00"}
limits:
  - {max: 1, per: 1 day, channels: [call]}
  - {max: 8, per: campaign}
gap: 2 hours
floors:
  sales: {agents: 1, endpoint: "client:sales"}
cadence:
  - step: ring
    call: {floor: sales}
"""
PEOPLE: dict[str, dict[str, Any]] = {
    "Spain": {"numbers": ["+34600000001"], "address": {"country": "ES", "subdivision": "MD"}},
    "Florida": {"numbers": ["+13055550100"], "address": {"country": "US", "subdivision": "FL"}},
    "a state nobody knows": {"numbers": ["+18005550100"], "zone": ["America/New_York", "America/Los_Angeles"]},
}
START = datetime(2027, 1, 1, tzinfo=UTC)
HISTORY = 10
NO_LAW = law_of(())


def person_of(words: dict[str, Any]) -> JudgePerson:
    """Return a person who agreed, and has some history."""
    touches = [
        {"at": f"2026-12-{day:02}T15:00:00Z", "channel": "call", "outcome": "no_answer"}
        for day in range(1, HISTORY + 1)
    ]
    consents = [{"channel": "any", "kind": "express_written", "at": "2026-06-01T00:00:00Z", "source": "form"}]
    return read_person(json.dumps(words | {"touches": touches, "consents": consents}))


def rate(work: Callable[[datetime], object], count: int) -> float:
    """Return how often a second something can be done; the instants are spread over a year."""
    step = timedelta(days=365) / count
    began = time.perf_counter()
    for index in range(count):
        work(START + index * step)
    return count / (time.perf_counter() - began)


def measure(campaign: Campaign, words: dict[str, Any], count: int) -> str:
    """Return what a verdict costs in one place, in words."""
    facts = facts_of(person_of(words), campaign, START)
    asked = question(campaign, AskedTouch(step="ring"))
    put = question_of(campaign, facts, asked, facts.lead.numbers[0])
    law = load_law(campaign)
    binding = tuple(rules(Case(campaign=campaign, law=law, at=START, question=put)))
    windows = tuple(one.law for one in binding if isinstance(one.law, Window))
    bare = rate(lambda at: first_passing(windows, put, at), count)
    free = rate(lambda at: evaluation.judge(campaign, facts, asked, at, NO_LAW), count)
    lawful = rate(lambda at: evaluation.judge(campaign, facts, asked, at, law), count)
    return (
        f"{len(binding)} rules of law bind: {lawful:,.0f} verdicts/s; "
        f"under no law {free:,.0f} ({free / lawful:.1f} x); "
        f"{len(windows)} bare windows {bare:,.0f} ({bare / lawful:.1f} x)"
    )


def main() -> None:
    """Print one line a place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verdicts", type=int, default=10_000)
    count = parser.parse_args().verdicts
    campaign = read_campaign(CAMPAIGN, "bench.yaml")
    for place, words in PEOPLE.items():
        sys.stdout.write(f"{place}: {measure(campaign, words, count)}\n")


if __name__ == "__main__":
    main()
