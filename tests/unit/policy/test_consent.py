"""On which ground may a channel be used?"""

from datetime import timedelta

import pytest

from cadence.campaign.parts import ConsentRule
from cadence.domain import Allow, Callback, Candidate, Cause, CauseKind, Channel, Consent, Defer, Purpose, Refuse, Scope
from cadence.policy import evaluation
from cadence.policy.finding import Question
from cadence.policy.packs.loading import load_law
from cadence.policy.primitives.consent import OPT_IN, LegalBasis
from tests.unit.policy.builders import LAW, NOON, campaign, consent, facts, lead, number, promise, ring, text, window

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ([], "none"),
        ([consent(1, Channel.SMS)], None),
        ([consent(1, Channel.CALL)], "none"),  # each channel has its own
        ([consent(1, Channel.SMS, number=1)], None),  # for this number
        ([consent(1, Channel.SMS, number=2)], "none"),  # belongs to the number it was given for
        ([consent(1, Channel.SMS, purpose=Purpose.MARKETING)], None),
        ([consent(1, Channel.SMS, purpose=Purpose.SERVICE)], "none"),  # given for something else
        ([consent(1, Channel.SMS), consent(2, Channel.SMS, given=False, at=NOON - DAY)], "revoked"),
        ([consent(1, Channel.SMS, given=False), consent(2, Channel.SMS, at=NOON - DAY)], None),  # given again
        (
            [consent(1, Channel.SMS), consent(2, Channel.SMS, given=False)],
            "revoked",
        ),  # of the same instant: the later row
        ([consent(1, Channel.SMS, number=1), consent(2, Channel.SMS, given=False, at=NOON - DAY)], "revoked"),
        # an old yes that was typed in late does not undo a newer no
        ([consent(1, Channel.SMS, given=False, at=NOON - DAY), consent(2, Channel.SMS)], "revoked"),
        ([consent(1, Channel.SMS, at=NOON + DAY)], "none"),  # not given yet
        ([consent(1, Channel.SMS, expires=NOON)], "expired"),
        ([consent(1, Channel.SMS, expires=NOON + timedelta(seconds=1))], None),
    ],
)
def test_the_last_word_on_record_about_channel_number_and_purpose_counts(
    records: list[Consent], why: str | None
) -> None:
    """Default: opting in (protocol §5.6)."""
    verdict = evaluation.judge(campaign(), facts(consents=tuple(records)), text(), NOON, LAW)

    if why is None:
        assert isinstance(verdict, Allow)
        assert verdict.evidence["passed"]["consent.sms"]["consent"] in {record.id for record in records}
    else:
        assert isinstance(verdict, Refuse)
        assert verdict.scope is Scope.STEP  # the cadence takes `otherwise`
        assert [(reason.rule, reason.evidence["why"]) for reason in verdict.reasons] == [("consent.sms", why)]


@pytest.mark.parametrize(
    ("age", "max_age", "expires", "why"),
    [
        (10 * DAY, None, None, None),
        (10 * DAY, 30 * DAY, None, None),
        (10 * DAY, None, DAY, None),
        (10 * DAY, 30 * DAY, DAY, None),  # both still hold
        (10 * DAY, 30 * DAY, timedelta(0), "expired"),  # its own end counts, whatever the rule would still allow
        (10 * DAY, 30 * DAY, -DAY, "expired"),
        (30 * DAY, 30 * DAY, DAY, "expired"),  # and the rule's, whatever the consent says of itself
        (31 * DAY, 30 * DAY, 300 * DAY, "expired"),
    ],
)
def test_a_consent_ends_by_its_own_word_or_by_the_rules_whichever_comes_first(
    age: timedelta, max_age: timedelta | None, expires: timedelta | None, why: str | None
) -> None:
    """A rule that limits a consent's age does not prolong one that was given for less."""
    given = consent(1, Channel.SMS, at=NOON - age, expires=None if expires is None else NOON + expires)
    question = Question(
        campaign="spring",
        purpose=Purpose.MARKETING,
        subject="spring",
        seller="Tienda Sol",
        facts=facts(consents=(given,)),
        candidate=text(),
        number=number(),
        zones=("Europe/Madrid",),
    )

    finding = LegalBasis(rule="consent.sms", ground=OPT_IN, max_age=max_age).check(question, NOON)

    assert finding.evidence.get("why") == why
    ends = [NOON - age + max_age] if max_age is not None else []
    ends += [NOON + expires] if expires is not None else []
    assert finding.closes == (min(ends, default=None) if why is None else None)


def test_another_ground_needs_no_record_but_a_recorded_no_beats_it() -> None:
    """Who said no was not asked for reasons."""
    one = campaign(consent={Channel.SMS: ConsentRule(basis="customer", reason="bought from us last year")})

    unasked = evaluation.judge(one, facts(consents=()), text(), NOON, LAW)
    declined = evaluation.judge(one, facts(consents=(consent(1, Channel.SMS, given=False),)), text(), NOON, LAW)

    assert isinstance(unasked, Allow)
    assert unasked.evidence["passed"]["consent.sms"]["reason"] == "bought from us last year"
    assert isinstance(declined, Refuse)


def test_the_number_that_has_consent_is_the_one_that_is_used() -> None:
    """Consent belongs to a number; the lead's next number is tried."""
    known = facts(lead=lead(numbers=(number(1), number(2))), consents=(consent(1, Channel.SMS, number=2),))

    verdict = evaluation.judge(campaign(), known, text(), NOON, LAW)

    assert isinstance(verdict, Allow)
    assert verdict.number == 2
    assert [(reason.rule, reason.evidence["number"]) for reason in verdict.reasons] == [("consent.sms", 1)]


def test_a_consent_that_runs_out_before_the_hours_open_is_no_consent() -> None:
    """Deferring to an instant that will be refused would promise what cannot be kept."""
    one = campaign(windows=(window("16:00-20:00"),))  # opens 15:00 in UTC
    soon = facts(consents=(consent(1, Channel.SMS, expires=NOON + timedelta(hours=4)),))
    later = facts(consents=(consent(1, Channel.SMS, expires=NOON + timedelta(hours=4, seconds=1)),))

    assert isinstance(evaluation.judge(one, soon, text(), NOON, LAW), Refuse)
    assert isinstance(evaluation.judge(one, later, text(), NOON, LAW), Defer)


CALLBACK = Cause(kind=CauseKind.CALLBACK, ref="promise-1")


@pytest.mark.parametrize(
    ("promises", "ask", "allowed"),
    [
        ((promise(),), ring(cause=CALLBACK), True),  # the request is the consent
        ((promise(ref="touch:1"),), ring(cause=CALLBACK), True),  # said to an agent
        ((promise(ref="command:1"),), ring(cause=CALLBACK), False),  # an order of ours is no request
        ((promise(ref="api:1"),), ring(cause=CALLBACK), False),
        ((promise(ref=""),), ring(cause=CALLBACK), False),  # nobody knows who asked
        ((promise(canceled=True),), ring(cause=CALLBACK), False),
        ((), ring(cause=CALLBACK), False),  # nobody asked
        ((promise(),), ring(), False),  # the cadence's own call is another matter
        ((promise(),), text(cause=CALLBACK), False),  # and so is a text
    ],
)
def test_a_call_that_was_asked_for_needs_no_other_consent(
    promises: tuple[Callback, ...],
    ask: Candidate,
    allowed: bool,
) -> None:
    """Also under a pack that wants consent for calls."""
    one = campaign(jurisdictions=("es",))

    verdict = evaluation.judge(one, facts(consents=(), callbacks=promises), ask, NOON, load_law(one))

    assert isinstance(verdict, Allow) == allowed
