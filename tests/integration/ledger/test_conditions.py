"""Do Python and PostgreSQL agree on every condition, for every person?"""

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import text

from cadence.campaign.conditions import Where
from cadence.campaign.conditions.evaluate import PersonAt, holds
from cadence.campaign.conditions.notation import COMPARISONS, COUNTS, EVENTS, OUTCOMES
from cadence.campaign.conditions.parsed import (
    All,
    AnyOf,
    Condition,
    Happened,
    HasConsent,
    HoursSince,
    IsDate,
    IsKnown,
    IsNumber,
    IsOneOf,
    Not,
    TouchCount,
)
from cadence.domain import Cause, CauseKind, Channel, Purpose
from cadence.domain.dates import read_wall
from cadence.domain.list_rows import ConsentRow
from cadence.ledger.people import saved_values
from cadence.ledger.reading import conditions, facts
from tests.integration.ledger.world import NOON, World, no, yes

PEOPLE, CONDITIONS = 64, 160
"""More than 10,000 pairs."""
CELLS = {
    "plan": ["premium", "Premium ", "PREMIÚM", "basic", "Straße", "STRASSE", "ﬁjo", "a_b", "", "  ", "#N/D", None],
    "amount": ["59,02 €", "1.200", "$1,200.50", "18", "18,0", "-5", "about 20", "", "٣", "0,125", None],
    "since": ["2027-03-08", "8/3/2027", "8 de marzo de 2027", "2027-03-09 10:30", "45000", "soon", "", None],
    "language": ["es", "es-MX", "Castellano", "English", "", None],
    "idioma": ["pt", "Portugués", None],
    'it\'s "odd" :now': ["x'); DROP TABLE leads; --", ":now", "%s", None],
}
WORDS = [text for cells in CELLS.values() for text in cells if text and text.strip()]
CHANNELS = [Channel.SMS, Channel.CALL, Channel.WHATSAPP]
DATES = ["2027-03-08", "2027-03-09", "2027-03-09 10:30"]


def generated(dice: random.Random, depth: int = 3) -> Condition:
    """Return a condition of any kind, with others in it down to a depth."""
    kinds = ["is", "is", "number", "date", "known", "consent", "touches", "since", "happened"]
    match dice.choice(kinds + (["any", "all", "not"] * 3 if depth else [])):
        case "any":
            return AnyOf(of=tuple(generated(dice, depth - 1) for _ in range(dice.randint(1, 3))))
        case "all":
            return All(of=tuple(generated(dice, depth - 1) for _ in range(dice.randint(1, 3))))
        case "not":
            return Not(of=generated(dice, depth - 1))
        case kind:
            return leaf(dice, kind)


def leaf(dice: random.Random, kind: str) -> Condition:  # noqa: PLR0911  one for each kind
    """Return a condition that is no combination of others."""
    subject = dice.choice([*CELLS, "segment", "score", "account", "country", "region", "name", "nowhere"])
    comparison, word = dice.choice(COMPARISONS), dice.choice(EVENTS)
    number = dice.choice([Decimal(18), Decimal(1200), Decimal("59.02"), Decimal(0)])
    hours = dice.choice([Decimal(0), Decimal(5), Decimal("7.5"), Decimal(24), Decimal(48)])
    match kind:
        case "is":
            words = dice.sample([*WORDS, "vip", "7", "ACME", "ES", "MD", "Ana"], 2)
            return IsOneOf(subject=subject, values=tuple(words))
        case "number":
            return IsNumber(subject=dice.choice(["amount", "score", subject]), comparison=comparison, number=number)
        case "date":
            wall = read_wall(dice.choice(DATES))
            earlier = dice.choice(["before", "after"])
            return IsDate.model_validate(
                {"subject": "since", "comparison": earlier, "at": wall.at, "timed": wall.timed}
            )
        case "known":
            return IsKnown(subject=subject, known=dice.random() < 0.5)
        case "consent":
            return HasConsent(channel=dice.choice(CHANNELS), given=dice.random() < 0.5)
        case "touches":
            return TouchCount(
                comparison=dice.choice(COUNTS),
                number=dice.randint(0, 3),
                channels=tuple(dice.sample(CHANNELS, dice.randint(0, 1))),
                steps=tuple(dice.sample(["hello", "ring"], dice.randint(0, 1))),
                outcomes=tuple(dice.sample(OUTCOMES, dice.choice([0, 0, 12]))),
            )
        case "since":
            return HoursSince(event=word, comparison=comparison, hours=hours)
        case _:
            return Happened(event=word, happened=dice.random() < 0.5)


ENDS = [
    ("settled", "answered", "interested", "CA1"),
    ("settled", "delivered", None, "SM1"),
    ("settled", "busy", None, "CA2"),
    ("settled", "failed", None, None),  # the carrier refused it
    ("settled", "failed", None, "SM2"),
    ("settled", "not_taken", None, None),
    ("settled", "blocked", None, "SM3"),
    ("settled", "invalid_number", None, "SM4"),
    ("carried", None, None, "SM5"),
    ("unknown", None, None, None),
]
"""States of touches: state, outcome, disposition, and whether the carrier gave an id."""


def consent(dice: random.Random, phones: list[str]) -> ConsentRow:
    """Return a yes or a no, of a number or of the person, for a purpose or for all, and perhaps only for a while."""
    row = dice.choice([yes, no])(
        dice.choice(CHANNELS), dice.choice([*phones, ""]), NOON - timedelta(hours=dice.randint(-9, 99))
    )
    expires = NOON + timedelta(hours=dice.randint(1, 60)) if row.given and dice.random() < 0.4 else None
    return replace(row, expires=expires, purpose=dice.choice([None, None, Purpose.MARKETING, Purpose.SERVICE]))


def somebody(world: World, dice: random.Random, ids: Any) -> str:
    """Return the enrolment of a person with some cells, consents, touches and replies."""
    cells = {name: dice.choice(texts) for name, texts in CELLS.items()}
    place = next(ids)
    phones = [f"+3460{place:04d}{n:03d}" for n in range(dice.randint(1, 2))]
    consents = tuple(consent(dice, phones) for _ in range(dice.randint(0, 4)))
    lead = world.lead(
        *phones,
        segment=dice.choice(["", "VIP", "basic"]),
        score=dice.choice([0, 7, 18]),
        account=dice.choice(["", "ACME"]),
        region=dice.choice(["", "MD"]),
        name=dice.choice(["", "Ana"]),
        attributes={name: cell for name, cell in cells.items() if cell is not None},
        consents=consents,
    )
    enrolment = world.enrol(lead)
    numbers = world.number_ids(lead)
    with world.ledger.begin() as connection:
        if dice.random() < 0.2:
            change = text("UPDATE numbers SET closed = 'wrong_number', closed_at = :at WHERE id = :id")
            connection.execute(change, {"at": NOON, "id": dice.choice(numbers)})
    for lap in range(1, dice.randint(1, 4)):
        step = dice.choice(["hello", "ring"])
        at = NOON + timedelta(hours=dice.randint(0, 30))
        cause = Cause(kind=CauseKind.STEP, ref=step, lap=lap)
        touch = world.reserved(
            enrolment, cause=cause, step=step, at=at, channel=dice.choice(CHANNELS), number=dice.choice(numbers)
        )
        state, outcome, disposition, sid = dice.choice(ENDS)
        values = {
            "state": state,
            "outcome": outcome,
            "disposition": disposition,
            "sid": sid and f"{sid}-{touch.id}",
            "id": touch.id,
        }
        values["ended"] = at + timedelta(minutes=dice.randint(0, 90)) if state == "settled" else None
        values["replied"] = at + timedelta(hours=dice.randint(0, 30)) if sid and dice.random() < 0.4 else None
        with world.ledger.begin() as connection:
            connection.execute(
                text(
                    "UPDATE touches SET state = :state, outcome = :outcome, disposition = :disposition, sid = :sid, "
                    "ended_at = :ended, replied_at = :replied WHERE id = :id"
                ),
                values,
            )
    return enrolment.id


def test_python_and_postgresql_agree_on_ten_thousand_pairs(world: World) -> None:
    """Seeded people of every kind, and conditions of every kind: the same one of three answers for each pair."""
    dice = random.Random(59)  # noqa: S311  the same people in each run
    ids = count(1)
    enrolments = [somebody(world, dice, ids) for _ in range(PEOPLE)]
    pairs, answers = 0, set[bool | None]()
    with world.ledger.begin() as connection:
        known = facts.gather_many(connection, enrolments)
        for _ in range(CONDITIONS):
            where, at = Where(holds=generated(dice)), NOON + timedelta(hours=dice.choice([0, 5, 24, 40]))
            purpose = dice.choice([Purpose.MARKETING, Purpose.SERVICE])
            compiled = conditions.compiled_for(connection, where, campaign=world.campaign, purpose=purpose, at=at)
            people = f"FROM ({conditions.PEOPLE}) AS p"
            statement = f"SELECT CAST(p.enrolment AS text) AS enrolment, {compiled.sql} AS holds {people}"
            rows = connection.execute(compiled.bound(statement), compiled.parameters)
            answered = {row.enrolment: row.holds for row in rows}
            expected = {person: holds(where, PersonAt(about, at, purpose)) for person, about in known.items()}

            assert answered == expected, where
            counted = conditions.count(connection, where, campaign=world.campaign, purpose=purpose, at=at)
            truths = list(expected.values())
            assert counted == conditions.ConditionCounts(
                true=truths.count(True), false=truths.count(False), unknown=truths.count(None)
            )
            pairs += len(answered)
            answers |= set(truths)
    assert pairs >= 10_000
    assert answers == {True, False, None}


def test_what_a_person_told_us_counts_over_the_column_of_the_list(world: World) -> None:
    """As in the facts that rules see."""
    enrolment = world.enrol(lead := world.lead(attributes={"plan": "basic"}))
    with world.ledger.begin() as connection:
        saved_values.save(connection, saved_values.SavedValue(lead=lead, name="plan", value="premium"), at=NOON)
        where = Where(holds=IsOneOf(subject="plan", values=("premium",)))
        counted = conditions.count(connection, where, campaign=enrolment.campaign, purpose=Purpose.SERVICE, at=NOON)

    assert (counted.true, counted.false, counted.unknown) == (1, 0, 0)
