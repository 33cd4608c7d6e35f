"""Conditions and people for these tests."""

from datetime import UTC, datetime
from typing import Any

from cadence.campaign.conditions import WHERE, Where
from cadence.campaign.conditions.evaluate import PersonAt
from cadence.campaign.conditions.values import ConditionValues
from cadence.documents.mistakes import MistakeReport
from cadence.documents.yaml_text import read_yaml
from cadence.domain import Enrolment, Facts, Lead, Purpose

NOW = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)


def where(text: str) -> Where:
    """Return the condition of a text. Its values may be such as nobody has."""
    report = MistakeReport(file="f")
    condition = WHERE.read(read_yaml(text, "a condition"), report)
    assert report.sorted() == ()
    assert isinstance(condition, Where)
    return condition


def mistakes(text: str) -> list[str]:
    """Return what is wrong with a condition."""
    report, node = MistakeReport(file="f"), read_yaml(text, "a condition")
    WHERE.read(node, report)
    if not report.mistakes:
        ConditionValues(report).check(node)
    return [str(mistake) for mistake in report.sorted()]


def somebody(attributes: dict[str, str] | None = None, *, facts: dict[str, Any] | None = None, **lead: Any) -> Facts:
    """Return the facts of a made-up person with these columns and fields."""
    person = Lead(id="L1", numbers=lead.pop("numbers", ()), attributes=attributes or {}, **lead)
    return Facts(lead=person, enrolment=Enrolment(id="E1", campaign="spring", version=1, at=NOW), **(facts or {}))


def person(facts: Facts, at: datetime = NOW, purpose: Purpose = Purpose.MARKETING) -> PersonAt:
    """Return a person at an instant."""
    return PersonAt(facts, at, purpose)
