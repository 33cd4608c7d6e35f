"""Does a rule that passes say when it may pass no longer? An Allow lasts no longer than that."""

from dataclasses import replace
from datetime import date, timedelta

from cadence.domain import Channel, Consent
from cadence.policy.evaluation.case import question_of
from cadence.policy.evaluation.from_packs import Dated
from cadence.policy.finding import Finding, Question
from cadence.policy.hours.periods import local_dates
from cadence.policy.packs.law import LawDays
from cadence.policy.primitives.consent import LegalBasis
from cadence.policy.primitives.limit import Limit
from tests.unit.policy.builders import NOON, campaign, consent, facts, instant, number, text

WRITTEN = frozenset({"opt_in"})


def asked(*consents: Consent) -> Question:
    """Return a text to somebody with these consents, as the rules look at it."""
    return question_of(campaign(), facts(consents=consents), text(), number())


def test_a_law_that_begins_tonight_ends_what_is_allowed_today() -> None:
    """Midnight in Madrid: what may go until then may be forbidden from then on, so nothing is promised beyond."""
    law = Dated(law=Limit(rule="law", most=1, period=local_dates(1)), days=LawDays(date(2027, 3, 10), None))
    there = replace(asked(), zones=("Europe/Madrid",))

    before = law.check(there, NOON)

    assert before == Finding("law", {"effective": "2027-03-10"}, closes=instant("2027-03-09 23:00"))
    assert law.check(there, NOON + timedelta(days=3)).closes is None


def test_a_ground_that_a_rule_takes_only_with_a_consent_ends_with_it() -> None:
    """The file stands on its customers, the rule wants a consent: when that runs out, nothing is left to stand on."""
    runs_out = NOON + timedelta(hours=1)
    question = asked(consent(1, Channel.SMS, expires=runs_out))
    strict = LegalBasis(rule="law", ground="customer", accepts=WRITTEN)
    lenient = LegalBasis(rule="law", ground="customer", accepts=WRITTEN | {"customer"})

    assert strict.check(question, NOON).closes == runs_out
    assert not strict.check(question, runs_out).passes
    assert lenient.check(question, NOON).closes is None


def test_a_consent_of_a_former_customer_is_all_there_is_to_stand_on() -> None:
    """When it runs out, the ground of the file counts again: it has lapsed, holds, or holds for some time more."""
    runs_out = NOON + timedelta(hours=1)
    question = asked(consent(1, Channel.SMS, kind="express", expires=runs_out))
    former = LegalBasis(
        rule="law",
        ground="customer",
        accepts=WRITTEN | {"customer"},
        lapse=timedelta(days=700),
        last_dealing=NOON - timedelta(days=900),
    )
    present = replace(former, last_dealing=NOON - timedelta(days=10))

    assert former.check(question, NOON).closes == runs_out
    assert not former.check(question, runs_out).passes
    assert present.check(question, NOON).closes == NOON + timedelta(days=690)
    assert replace(former, lapse=None).check(question, NOON).closes is None
