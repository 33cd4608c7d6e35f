"""
What does a verdict cost? Verdicts per CPU second of the pure gate under all packs of one place, beside its baselines.

    python bench/gate.py                     # a few seconds
    python bench/gate.py --verdicts 20000

One baseline is the same gate under no law, the other the bare arithmetic of the law's windows, which are asked anew at
each instant. Instants are spread over a year, so that caches of days help as little as they do in earnest. The person
has had all the touches that the file allows, or has some left: then most verdicts look for the next opening.
"""  # noqa: INP001  a script, not a package

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cadence.campaign import read_campaign
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
SPENT, LEFT = 10, 5
"""How many touches the person has had: all that the file allows, or some of them."""
NO_LAW = law_of(())


def person_of(words: dict[str, Any], had: int) -> JudgePerson:
    """Return a person who agreed, and has had so many touches."""
    touches = [
        {"at": f"2026-12-{day:02}T15:00:00Z", "channel": "call", "outcome": "no_answer"} for day in range(1, had + 1)
    ]
    consents = [{"channel": "any", "kind": "express_written", "at": "2026-06-01T00:00:00Z", "source": "form"}]
    return read_person(json.dumps(words | {"touches": touches, "consents": consents}))


@dataclass(frozen=True, kw_only=True)
class VerdictRates:
    """Verdicts per CPU second in one place, beside the baselines."""

    rules: int  # of law that bind
    windows: int  # of these, how many are windows
    lawful: float  # verdicts per CPU second
    free: float  # the same under no law
    bare: float  # the bare arithmetic of the windows

    def __str__(self) -> str:
        """Return them in words."""
        return (
            f"{self.rules} rules of law bind: {self.lawful:,.0f} verdicts/s; "
            f"under no law {self.free:,.0f} ({self.free / self.lawful:.1f} x); "
            f"{self.windows} bare windows {self.bare:,.0f} ({self.lawful / self.bare:.2f} of it)"
        )


def rate(work: Callable[[datetime], object], count: int) -> float:
    """Return how often something can be done in a CPU second; the instants are spread over a year."""
    step = timedelta(days=365) / count
    began = time.process_time()
    for index in range(count):
        work(START + index * step)
    return count / (time.process_time() - began)


def measure(words: dict[str, Any], count: int = 10_000, had: int = SPENT) -> VerdictRates:
    """Return what so many verdicts on one person cost; `words` describes the person, as in PEOPLE."""
    campaign = read_campaign(CAMPAIGN, "bench.yaml")
    facts = facts_of(person_of(words, had), campaign, START)
    asked = question(campaign, AskedTouch(step="ring"))
    put = question_of(campaign, facts, asked, facts.lead.numbers[0])
    law = load_law(campaign)
    binding = tuple(rules(Case(campaign=campaign, law=law, at=START, question=put)))
    windows = tuple(rule.law for rule in binding if isinstance(rule.law, Window))
    return VerdictRates(
        rules=len(binding),
        windows=len(windows),
        bare=rate(lambda at: first_passing(windows, put, at), count),
        free=rate(lambda at: evaluation.judge(campaign, facts, asked, at, NO_LAW), count),
        lawful=rate(lambda at: evaluation.judge(campaign, facts, asked, at, law), count),
    )


def main() -> None:
    """Print one line a place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verdicts", type=int, default=10_000)
    count = parser.parse_args().verdicts
    for had, state in ((SPENT, ""), (LEFT, ", with touches left")):
        for place, words in PEOPLE.items():
            sys.stdout.write(f"{place}{state}: {measure(words, count, had)}\n")


if __name__ == "__main__":
    main()
