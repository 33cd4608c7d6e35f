"""What is the state of a campaign, for who typed a command? Edge: `demo` and `simulate` show its steps as well."""

from collections.abc import Iterable, Mapping
from typing import Any

from cadence.app.bootstrap import rates_of
from cadence.cli.connection import LedgerSession
from cadence.engine import standing as engine_standing
from cadence.ledger.campaigns import campaigns


def names(session: LedgerSession) -> list[str]:
    """Return every campaign's name."""
    with session.ledger.begin() as connection:
        return [campaign.name for campaign in campaigns.every(connection)]


def standing(session: LedgerSession, name: str) -> dict[str, Any]:
    """Return the state of one campaign, in the keys of `status --json`. Raises NotFoundError."""
    return engine_standing.standing(session.planner, name, rates_of(session.settings))


def step_lines(steps: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what came of each step as a table for people; no line without steps."""
    rows = [f"  {step['step']:<16} {step['channel']:<9} {step['touches']:>7}  {_results(step)}" for step in steps]
    return ["  step             channel   touches  outcomes", *rows] if rows else []


def _results(step: Mapping[str, Any]) -> str:
    """Return what came of one step, and what people answered to it: an answer has its word of the file."""
    answers = sorted(step.get("answers", {}).items(), key=lambda item: (-item[1], item[0]))
    given = ", ".join(f"{count} {word}" for word, count in answers)
    return counted(step["outcomes"]) + (f"; answers: {given}" if given else "")


def counted(counts: Mapping[str, int]) -> str:
    """Return counts in words, the greatest first."""
    greatest = sorted(counts.items(), key=lambda item: -item[1])
    return ", ".join(f"{count} {word.replace('_', ' ')}" for word, count in greatest)
