"""
For how many people of a campaign does a condition hold? Edge: the condition compiled to SQL, for everybody at once.

SQL has the same three values: true, false and NULL. What is written of people is read once for each spelling, by the
one reader of words, amounts and dates, and the statement asks which spelling a person has. So both agree on every
spelling. What a campaign file says is a parameter, and never becomes part of a statement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Interval, Text

from cadence.campaign.conditions import Where
from cadence.campaign.conditions.evaluate import LANGUAGE_COLUMNS, has_value, span_of, written_truth
from cadence.campaign.conditions.parsed import (
    CONTACTED,
    ENROLLED,
    LANGUAGE,
    AboutValue,
    All,
    AnyOf,
    Condition,
    Happened,
    HasConsent,
    HoursSince,
    IsKnown,
    Not,
    TouchCount,
)
from cadence.domain import REPLIED, Purpose
from cadence.domain.counted import CONTACTS, COUNTED, NEVER_LEFT, REACHED_NOBODY
from cadence.ledger.db.queries import sql
from cadence.ledger.reading.facts_sql import ATTRIBUTES, REFUSED
from cadence.ledger.tables.base import INSTANT

PEOPLE = f"""
SELECT e.id AS enrolment, e.lead_id, e.at, l.segment, CAST(l.score AS text) AS score, coalesce(a.key, '') AS account,
    l.country, l.region, l.name, {ATTRIBUTES} AS attributes
FROM enrolments e JOIN campaigns c ON c.id = e.campaign_id JOIN leads l ON l.id = e.lead_id
LEFT JOIN accounts a ON a.id = l.account_id
WHERE c.name = :campaign AND e.finished IS NULL
"""  # noqa: S608  of our own words
_UNDER_WAY = sql(
    PEOPLE,
    "the people under way in a campaign, with what conditions ask of them",
    index="campaigns_name_key, enrolments_open | enrolments_campaign, leads_pkey",
)
FIELDS = frozenset({"segment", "score", "account", "country", "region", "name"})
"""The columns of a person that are fields of the lead."""
COMPARED = {"is": "=", "at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}
TAKEN = f"(t.sid IS NOT NULL OR NOT (t.state = 'settled' AND coalesce(t.outcome IN ({REFUSED}), false)))"
"""Not known to be refused by the carrier."""
COUNTS = f"""t.enrolment_id = p.enrolment AND t.state = ANY (:counted_states) AND t.channel = ANY (:contacts)
    AND t.cause_kind <> 'inbound' AND {TAKEN}
    AND coalesce(t.outcome <> ALL (:reached_nobody), true)
    AND (t.sid IS NOT NULL OR coalesce(t.outcome <> ALL (:never_left), true))"""
"""The touches of this enrolment that went to the person, or may have, as `domain.counted.counts` says."""
CONSENT = """coalesce((
    WITH own AS (SELECT number_id FROM lead_numbers WHERE lead_id = p.lead_id), record AS (
        SELECT s.number_id, s.given, s.at, s.id, s.expires FROM consents s
        WHERE s.channel = {channel} AND (s.purpose IS NULL OR s.purpose = :purpose) AND s.at <= :now
            AND ((s.lead_id = p.lead_id AND (s.number_id IS NULL OR s.number_id IN (SELECT number_id FROM own)))
                OR (s.number_id IN (SELECT number_id FROM own) AND NOT s.given))
    ), named AS (
        SELECT DISTINCT record.number_id FROM record JOIN numbers n ON n.id = record.number_id WHERE n.closed IS NULL
    ), candidate AS (
        SELECT number_id FROM named UNION ALL SELECT NULL WHERE NOT EXISTS (SELECT 1 FROM named)
    )
    SELECT bool_or(latest.stands) FROM candidate CROSS JOIN LATERAL (
        SELECT record.given AND (record.expires IS NULL OR record.expires > :now) AS stands FROM record
        WHERE record.number_id IS NULL OR record.number_id = candidate.number_id
        ORDER BY record.at DESC, record.id DESC LIMIT 1
    ) AS latest
), false)"""
"""Whether a consent stands: the last record of one of the numbers that have any, else the person's."""

Spellings = Mapping[str, Iterable[str]]
"""What is written of the people, by what a condition asks about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionCounts:
    """For how many people a condition is true, false and unknown."""

    true: int
    false: int
    unknown: int


def count(connection: Connection, where: Where, *, campaign: str, purpose: Purpose, at: datetime) -> ConditionCounts:
    """Return for how many people who are under way in a campaign a condition holds now."""
    compiled = compiled_for(connection, where, campaign=campaign, purpose=purpose, at=at)
    inner = f"SELECT {compiled.sql} AS holds FROM ({PEOPLE}) AS p"  # noqa: S608  our own words, and parameters
    statement = f"SELECT holds, count(*) AS people FROM ({inner}) AS answers GROUP BY holds"  # noqa: S608  as above
    rows = connection.execute(compiled.bound(statement), compiled.parameters)
    people = {row.holds: row.people for row in rows}
    return ConditionCounts(true=people.get(True, 0), false=people.get(False, 0), unknown=people.get(None, 0))


@dataclass(slots=True)
class CompiledCondition:
    """A condition as an expression about the row `p` of `PEOPLE`, and its parameters."""

    spellings: Spellings
    parameters: dict[str, Any]
    sql: str = ""
    types: dict[str, Any] = field(default_factory=dict)

    def bound(self, statement: str) -> Any:  # noqa: ANN401  a statement of SQLAlchemy
        """Return a statement with the types of its parameters."""
        clause = text(statement)
        named = clause.compile().params
        return clause.bindparams(*(bindparam(name, type_=kind) for name, kind in self.types.items() if name in named))

    def add(self, value: object, kind: object = None) -> str:
        """Return the place of a parameter with this value."""
        name = f"value_{len(self.parameters)}"
        self.parameters[name] = value
        if kind is not None:
            self.types[name] = kind
        return f":{name}"

    def expression(self, condition: Condition) -> str:  # noqa: PLR0911  one for each kind
        """Return a condition as an expression that is true, false or NULL."""
        match condition:
            case All(of=parts):
                return f"({' AND '.join(self.expression(part) for part in parts)})"
            case AnyOf(of=parts):
                return f"({' OR '.join(self.expression(part) for part in parts)})"
            case Not(of=part):
                return f"(NOT {self.expression(part)})"
            case HasConsent(channel=channel, given=given):
                return f"({CONSENT.format(channel=self.add(channel.value))} = {self.add(given)})"
            case TouchCount():
                return self._touches(condition)
            case HoursSince(event=event, comparison=comparison, hours=hours):
                span = self.add(span_of(hours), Interval())
                return f"(:now - {self._happened(event)} {COMPARED[comparison]} {span})"
            case Happened(event=event, happened=happened):
                return f"(({self._happened(event)} IS NOT NULL) = {self.add(happened)})"
            case _:
                return self._value(condition)

    def _value(self, leaf: AboutValue) -> str:
        """Return a condition about a value, as a question about its spelling."""
        value = value_of(leaf.subject, self)
        texts = list(self.spellings[leaf.subject])
        if isinstance(leaf, IsKnown):
            known = self.add([spelling for spelling in texts if has_value(spelling)], ARRAY(Text))
            return f"(coalesce({value} = ANY ({known}), false) = {self.add(leaf.known)})"
        answers = {spelling: written_truth(leaf, spelling if has_value(spelling) else None) for spelling in texts}
        yes, no = (
            self.add([spelling for spelling, answer in answers.items() if answer is wanted], ARRAY(Text))
            for wanted in (True, False)
        )
        return f"(CASE WHEN {value} = ANY ({yes}) THEN true WHEN {value} = ANY ({no}) THEN false END)"

    def _touches(self, leaf: TouchCount) -> str:
        """Return how many touches count, compared with a number."""
        which = ["t.at <= :now"]
        if leaf.channels:
            which.append(f"t.channel = ANY ({self.add([channel.value for channel in leaf.channels], ARRAY(Text))})")
        if leaf.steps:
            which.append(f"t.step = ANY ({self.add(list(leaf.steps), ARRAY(Text))})")
        if leaf.outcomes:
            which.append(f"({' OR '.join(f'{self._when(word)} <= :now' for word in leaf.outcomes)})")
        counted = f"(SELECT count(*) FROM touches t WHERE {COUNTS} AND {' AND '.join(which)})"  # noqa: S608  our own words
        return f"({counted} {COMPARED[leaf.comparison]} {self.add(leaf.number)})"

    def _when(self, word: str) -> str:
        """Return when something came of the touch `t`."""
        if word == REPLIED:
            return "t.replied_at"
        place = self.add(word)
        return f"CASE WHEN {place} IN (t.outcome, t.disposition) THEN coalesce(t.ended_at, t.at) END"

    def _happened(self, event: str) -> str:
        """Return when something happened last to a person in this enrolment."""
        if event == ENROLLED:
            return "p.at"
        if event == CONTACTED:
            return f"(SELECT max(t.at) FROM touches t WHERE {COUNTS} AND t.at <= :now)"  # noqa: S608  our own words
        when = self._when(event)
        own = f"t.enrolment_id = p.enrolment AND {when} <= :now"
        return f"(SELECT max({when}) FROM touches t WHERE {own})"  # noqa: S608  our own words


def value_of(subject: str, compiled: CompiledCondition) -> str:
    """Return the expression for what is written of a person."""
    if subject in FIELDS:
        return f"p.{subject}"
    columns = LANGUAGE_COLUMNS if subject == LANGUAGE else (subject,)
    return f"coalesce({', '.join(f'p.attributes ->> {compiled.add(name)}' for name in columns)})"


def compiled_for(
    connection: Connection, where: Where, *, campaign: str, purpose: Purpose, at: datetime
) -> CompiledCondition:
    """Return a condition compiled for the people who are under way in a campaign, with the spellings that they have."""
    parameters = {
        "campaign": campaign,
        "purpose": purpose.value,
        "now": at,
        "counted_states": [state.value for state in COUNTED],
        "contacts": [channel.value for channel in CONTACTS],
        "reached_nobody": [outcome.value for outcome in REACHED_NOBODY],
        "never_left": [outcome.value for outcome in NEVER_LEFT],
    }
    types = dict.fromkeys(("counted_states", "contacts", "reached_nobody", "never_left"), ARRAY(Text)) | {
        "now": INSTANT
    }
    spellings: dict[str, list[str]] = {}
    for subject in dict.fromkeys(leaf.subject for leaf in where.leaves if isinstance(leaf, AboutValue)):
        asking = CompiledCondition({}, dict(parameters), types=dict(types))
        statement = f"SELECT DISTINCT {value_of(subject, asking)} FROM ({PEOPLE}) AS p"  # noqa: S608  our own words
        written = connection.execute(asking.bound(statement), asking.parameters).scalars()
        spellings[subject] = [spelling for spelling in written if spelling is not None]
    compiled = CompiledCondition(spellings, parameters, types=types)
    compiled.sql = compiled.expression(where.holds)
    return compiled
