"""Does a condition hold? Yes, no, or unknown: never a guess."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.campaign.conditions.evaluate import (
    Truth,
    conjunction,
    disjunction,
    holds,
    negation,
    next_change,
    unknown,
)
from cadence.domain import Cause, CauseKind, Channel, Consent, Disposition, Number, NumberKind, Outcome, Purpose, Touch
from cadence.domain.enums import TouchState
from tests.unit.campaign.conditions.samples import NOW, person, somebody, where

TRUTHS = st.sampled_from([True, False, None])
CELLS = {
    "plan": "Premium ",
    "age": "18",
    "amount": "1.200,50 €",
    "since": "8/3/2027",
    "meeting": "2027-03-10 10:30",
    "empty": "  ",
    "error": "#N/D",
    "idioma": "Español",
    "odd": "about 20",
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{plan: premium}", True),
        ("{plan: PREMIÚM}", True),  # neither case nor accents count
        ("{plan: [basic, premium]}", True),
        ("{plan: basic}", False),
        ("{not: {plan: basic}}", True),
        ("{segment: vip}", True),
        ("{score: {at_least: 80}}", True),
        ("{score: {above: 80}}", False),
        ("{score: 80}", True),
        ("{country: es}", True),
        ("{age: {at_least: 18}}", True),
        ("{age: {below: 18}}", False),
        ("{age: {above: 17, at_most: 18}}", True),
        ("{amount: {at_least: '1.200'}}", True),
        ("{amount: {above: 1200.5}}", False),
        ("{amount: {at_most: '1200,50'}}", True),
        ("{odd: {at_least: 18}}", None),  # no number
        ("{plan: {at_least: 18}}", None),
        ("{since: {before: 2027-03-09}}", True),
        ("{since: {after: 2027-03-08}}", False),  # the day itself is not after it
        ("{since: {before: 2027-03-08}}", False),
        ("{meeting: {after: 2027-03-10}}", False),
        ("{meeting: {after: '2027-03-10 10:29'}}", True),
        ("{meeting: {before: '2027-03-10 10:30'}}", False),
        ("{plan: {after: 2027-03-08}}", None),  # no date
        ("{empty: x}", None),
        ("{error: x}", None),
        ("{missing: x}", None),
        ("{not: {missing: x}}", None),
        ("{not: {not: {missing: x}}}", None),
        ("{missing: {is: unknown}}", True),
        ("{missing: {is: known}}", False),
        ("{empty: {is: unknown}}", True),
        ("{plan: {is: known}}", True),
        ("{region: MD}", None),
        ("{any: [{missing: x}, {plan: premium}]}", True),
        ("{any: [{missing: x}, {plan: basic}]}", None),
        ("{any: {plan: basic, age: {at_least: 18}}}", True),
        ("{all: [{missing: x}, {plan: basic}]}", False),
        ("{missing: x, plan: premium}", None),
        ("{not: {plan: basic, missing: x}}", True),  # one of the two is false, so both are not true
        ("{not: {any: [{plan: premium}, {missing: x}]}}", False),
        ("{language: es}", True),
        ("{language: castellano}", True),
        ("{language: [en, pt]}", False),
        ("{columns: {plan: premium}}", True),
        ("{touches: 0}", True),
        ("{touches: {above: 0}}", False),
        ("{consent: sms}", False),
        ("{consent: {sms: no}}", True),
        ("{hours_since: {event: enrolled, at_least: 0}}", True),
        ("{hours_since: {event: replied, at_least: 1}}", None),
        ("{not: {hours_since: {event: replied, at_least: 1}}}", None),
        ("{hours_since: {event: replied, is: unknown}}", True),
    ],
)
def test_a_condition_holds_or_not_or_nobody_knows(condition: str, expected: Truth) -> None:
    """One person, each kind of condition."""
    facts = somebody(CELLS, segment="VIP", score=80, country="ES")
    assert holds(where(condition), person(facts)) is expected


@given(st.lists(TRUTHS, min_size=1, max_size=5))
def test_kleenes_laws_hold(truths: list[Truth]) -> None:
    """False wins in `all`, true in `any`, unknown over the rest; De Morgan and double negation."""
    assert conjunction(truths) is (False if False in truths else None if None in truths else True)
    assert disjunction(truths) is (True if True in truths else None if None in truths else False)
    assert negation(conjunction(truths)) is disjunction(map(negation, truths))
    assert [negation(negation(truth)) for truth in truths] == truths


@given(st.lists(TRUTHS, min_size=2, max_size=4), st.booleans())
def test_what_becomes_known_never_changes_what_was_known_before(truths: list[Truth], value: bool) -> None:
    """A condition that is true or false in spite of a gap stays so however the gap is filled."""
    filled = [value if truth is None else truth for truth in truths]
    for combined in (conjunction, disjunction):
        if combined(truths) is not None:
            assert combined(truths) is combined(filled)


def touch(step: str, hours: float, outcome: Outcome | None, **more: object) -> Touch:
    """Return a touch so many hours after the enrolment."""
    at = NOW + timedelta(hours=hours)
    base = Touch(
        id=step,
        lead="L1",
        enrolment="E1",
        campaign="spring",
        cause=Cause(kind=CauseKind.STEP, ref=step),
        attempt=1,
        step=step,
        channel=Channel.SMS,
        purpose=Purpose.MARKETING,
        state=TouchState.SETTLED,
        at=at,
        outcome=outcome,
        taken=True,
        ended_at=at,
    )
    return replace(base, **more)  # type: ignore[arg-type]  names of fields


TOUCHES = (
    touch("hello", 0, Outcome.DELIVERED, replied_at=NOW + timedelta(hours=10)),
    touch("ring", 1, Outcome.ANSWERED, channel=Channel.CALL, disposition=Disposition.INTERESTED),
    touch("late", 2, Outcome.SKIPPED, state=TouchState.SKIPPED, taken=None),
    touch("lost", 3, Outcome.FAILED, taken=False),  # the carrier did not take it
)


@pytest.mark.parametrize(
    ("condition", "hours", "expected"),
    [
        ("{touches: 2}", 20, True),  # neither what was skipped nor what was not taken
        ("{touches: 1}", 0.5, True),  # what comes later has not happened yet
        ("{touches: {is: 1, channel: call}}", 20, True),
        ("{touches: {at_least: 1, step: [hello, other]}}", 20, True),
        ("{touches: {is: 0, outcome: busy}}", 20, True),
        ("{touches: {is: 1, outcome: [interested, busy]}}", 20, True),
        ("{touches: {is: 0, outcome: replied}}", 5, True),
        ("{touches: {is: 1, outcome: replied}}", 20, True),
        ("{hours_since: {event: enrolled, at_least: 24}}", 23.99, False),
        ("{hours_since: {event: enrolled, at_least: 24}}", 24, True),
        ("{hours_since: {event: enrolled, above: 24}}", 24, False),
        ("{hours_since: {event: replied, at_most: 1}}", 5, None),
        ("{hours_since: {event: replied, at_most: 1}}", 11, True),
        ("{hours_since: {event: contacted, below: 1.5}}", 2, True),
        ("{hours_since: {event: interested, at_least: 1}}", 2, True),
        ("{hours_since: {event: busy, at_least: 1}}", 2, None),
        ("{hours_since: {event: answered, is: known}}", 2, True),
    ],
)
def test_what_has_happened_is_asked_of_the_touches_up_to_the_instant(
    condition: str, hours: float, expected: Truth
) -> None:
    """Planning asks for later instants than now, and branches for earlier ones."""
    facts = somebody(facts={"touches": TOUCHES})
    assert holds(where(condition), person(facts, NOW + timedelta(hours=hours))) is expected


def consent(id_: int, *, given: bool, day: int = 0, **more: object) -> Consent:
    """Return a record about text messages."""
    base = Consent(id=id_, channel=Channel.SMS, given=given, at=NOW + timedelta(days=day - 10))
    return replace(base, **more)  # type: ignore[arg-type]  names of fields


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((consent(1, given=True),), True),
        ((consent(1, given=True), consent(2, given=False, day=1)), False),  # the last word counts
        ((consent(1, given=False), consent(2, given=True, day=1)), True),
        ((consent(1, given=True, expires=NOW),), False),
        ((consent(1, given=True, day=11),), False),  # of tomorrow
        ((consent(1, given=True, purpose=Purpose.SERVICE),), False),
        ((consent(1, given=True, channel=Channel.CALL),), False),
        ((consent(1, given=True), consent(2, given=False, day=1, number=1)), False),
        ((consent(1, given=True, number=1), consent(2, given=False, day=1, number=2)), True),
        ((consent(1, given=True, number=3),), False),  # a number that is closed
    ],
)
def test_a_consent_stands_or_does_not(records: tuple[Consent, ...], expected: bool) -> None:
    """The last record of one of the numbers, else of the person."""
    numbers = tuple(
        Number(id=place, e164=f"+3460000000{place}", kind=NumberKind.MOBILE, country="ES", closed=closed)
        for place, closed in ((1, None), (2, None), (3, "wrong_number"))
    )
    facts = somebody(facts={"consents": records}, numbers=numbers)

    assert holds(where("{consent: sms}"), person(facts)) is expected
    assert holds(where("{consent: {sms: no}}"), person(facts)) is not expected


def test_what_is_not_known_is_named() -> None:
    """By column or event, each once, and only what is missing."""
    condition = where("{age: {at_least: 18}, any: [{plan: a}, {age: {below: 9}}], segment: vip}")
    assert unknown(condition, person(somebody({"plan": "b"}))) == ("age", "segment")


@pytest.mark.parametrize("comparison", ["at_least", "at_most", "above", "below"])
def test_the_answer_stays_the_same_until_the_change_that_is_foretold(comparison: str) -> None:
    """Just before that instant it is what it was, and at that instant it is another."""
    condition = where(f"{{hours_since: {{event: enrolled, {comparison}: 24}}}}")
    facts = somebody()
    changes = next_change(condition, person(facts))

    assert changes is not None
    before = holds(condition, person(facts, changes - timedelta(microseconds=1)))
    assert before is holds(condition, person(facts))
    assert holds(condition, person(facts, changes)) is not before
    assert next_change(condition, person(facts, changes)) is None


def test_a_consent_that_runs_out_changes_the_answer() -> None:
    """A window or limit that depends on it is asked again then."""
    expires = NOW + timedelta(days=2)
    facts = somebody(facts={"consents": (consent(1, given=True, expires=expires),)})

    assert next_change(where("{consent: sms}"), person(facts)) == expires
    assert next_change(where("{plan: premium}"), person(facts)) is None
