"""Do the limits, the gap and the quiet hours of the house bind every campaign, and do they only tighten?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cadence.domain import Allow, Audience, CauseKind, Channel, Defer, NumberKind, Purpose, Touch, Verdict
from cadence.domain.house import HouseLimit, HouseRules, WeekdayHours
from cadence.languages import Language
from cadence.policy import evaluation
from cadence.policy.evaluation.across_leads import look_back
from cadence.policy.packs.law import Law
from cadence.policy.wording import in_words
from tests.unit.policy.builders import LAW, NOON, campaign, facts, hours, lead, number, promise, ring, text, touch

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
GAP = HouseRules(gap=timedelta(hours=4))
ROLLING = HouseRules(limits=(HouseLimit(most=2, seconds=86400),))
DATES = HouseRules(limits=(HouseLimit(most=1, local_days=1, channels=frozenset({Channel.SMS})),))
SIESTA = HouseRules(quiet_hours=tuple(WeekdayHours(day=day, opens=0, closes=15 * 60) for day in range(7)))


def law(house: HouseRules) -> Law:
    """A law of nothing but the house."""
    return Law(house=house, guard=LAW.guard)


def verdict(house: HouseRules, *touches: Touch, at: datetime = NOON, purpose: Purpose = Purpose.SERVICE) -> Verdict:
    """What is said of a text."""
    return evaluation.judge(campaign(purpose=purpose), facts(*touches), text(), at, law(house))


def before(ago: timedelta, name: str = "autumn", **more: object) -> Touch:
    """A text of another campaign, so long ago."""
    return touch(NOON - ago, campaign=name, enrolment=f"enrolment-{name}", **more)


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize(
    ("house", "touches", "rule", "until"),
    [
        (GAP, [before(hours(1))], "house.gap", NOON + hours(3)),
        (GAP, [before(hours(4))], None, None),
        (GAP, [before(hours(4) - timedelta(seconds=1))], "house.gap", NOON + timedelta(seconds=1)),
        (ROLLING, [before(hours(5)), before(hours(3))], "house.limits[0]", NOON + hours(19)),
        (ROLLING, [before(hours(24)), before(hours(3))], None, None),
        (DATES, [before(hours(5), channel=Channel.CALL)], None, None),
    ],
)
def test_touches_of_all_campaigns_count_for_the_house(
    purpose: Purpose, house: HouseRules, touches: list[Touch], rule: str | None, until: datetime | None
) -> None:
    """Whatever this campaign is for, and whatever it says itself."""
    found = verdict(house, *touches, purpose=purpose)

    assert isinstance(found, Allow) == (rule is None)
    if isinstance(found, Defer):
        assert {reason.rule for reason in found.reasons} - {"house.rest"} == {rule}
        assert found.until == until


def test_a_limit_by_dates_ends_with_the_day_on_the_persons_own_wall() -> None:
    """Elapsed time and dates are never converted (law 9)."""
    found = verdict(DATES, before(hours(2)))

    assert isinstance(found, Defer)
    assert found.until == datetime(2027, 3, 9, 23, tzinfo=UTC), "midnight in Madrid"
    assert [reason.rule for reason in found.reasons] == ["house.limits[0]"]


def test_nobody_is_contacted_in_the_quiet_hours() -> None:
    """By every clock on which the person may live; the guard before their beginning is kept as before any closing."""
    found = verdict(SIESTA)

    assert isinstance(found, Defer)
    assert [reason.rule for reason in found.reasons] == ["house.quiet_hours"]
    assert isinstance(verdict(SIESTA, at=found.until), Allow)
    assert isinstance(verdict(SIESTA, at=found.until - timedelta(seconds=1)), Defer)


def test_a_call_that_the_person_asked_for_is_free_of_limits_and_gap_but_not_of_quiet_hours() -> None:
    """As it is of a campaign's own: they are about contacts on our initiative."""
    asked = promise(ref="inbound:1")
    candidate = ring(cause=replace(ring().cause, kind=CauseKind.CALLBACK, ref=asked.id), step="")
    known = facts(before(hours(1)), callbacks=(asked,))

    free = evaluation.judge(campaign(), known, candidate, NOON, law(replace(GAP, limits=ROLLING.limits)))
    quiet = evaluation.judge(campaign(), known, candidate, NOON, law(SIESTA))

    assert isinstance(free, Allow)
    assert set(free.evidence["waived"]) == {"house.gap"}
    assert isinstance(quiet, Defer)
    assert [reason.rule for reason in quiet.reasons] == ["house.quiet_hours"]


@pytest.mark.parametrize("house", [GAP, ROLLING, DATES, SIESTA])
def test_the_house_only_tightens(house: HouseRules) -> None:
    """What it allows was allowed without it, hour by hour."""
    touches = [before(hours(1)), before(hours(9))]
    for hour in range(72):
        at = NOON + hours(hour)
        if isinstance(verdict(house, *touches, at=at), Allow):
            assert isinstance(verdict(HouseRules(), *touches, at=at), Allow)


@pytest.mark.parametrize("house", [GAP, ROLLING])
def test_a_private_person_in_two_lists_is_one_person(house: HouseRules) -> None:
    """In one list with the address only, in another with the phone too: the e-mail counts before the text."""
    address = number(2, kind=NumberKind.EMAIL)
    person = lead(numbers=(number(), address))
    sent = [before(hours(ago), lead="in-another-list", number=2, channel=Channel.EMAIL) for ago in (1, 2)]

    def text_to(audience: Audience) -> Verdict:
        known = facts(*sent, lead=person)
        return evaluation.judge(campaign(audience=audience, purpose=Purpose.SERVICE), known, text(), NOON, law(house))

    assert isinstance(text_to(Audience.CONSUMER), Defer)
    assert isinstance(text_to(Audience.BUSINESS), Allow), "a switchboard is nobody's alone"


def test_a_number_that_is_no_longer_theirs_counts_for_its_new_owner() -> None:
    """A closed number says nothing of this person any more."""
    person = lead(numbers=(number(), number(2, closed="new_owner")))
    known = facts(before(hours(1), lead="new-owner", number=2), lead=person)

    assert isinstance(evaluation.judge(campaign(purpose=Purpose.SERVICE), known, text(), NOON, law(GAP)), Allow)


def test_touches_to_others_by_the_same_number_count_as_far_back_as_the_house_looks() -> None:
    """The facts are read from then on only."""
    wide = HouseRules(limits=(HouseLimit(most=3, local_days=30),), rest_refused=DAY, rest_conversation=DAY)

    assert (look_back(campaign(), law(wide)) or DAY) >= 30 * DAY


@pytest.mark.parametrize("language", ["en", "es", "pt"])
@pytest.mark.parametrize(
    ("house", "touches"),
    [(GAP, [before(hours(1))]), (DATES, [before(hours(1))]), (SIESTA, [])],
    ids=["gap", "limit", "quiet"],
)
def test_each_rule_has_a_sentence_in_each_language(language: Language, house: HouseRules, touches: list[Touch]) -> None:
    """Not the id with its evidence, which is what a rule without words shows."""
    found = verdict(house, *touches)
    assert isinstance(found, Defer)

    words = in_words(found.reasons[0], language)

    assert "house." not in words
    assert {"en": "house", "es": "empresa", "pt": "empresa"}[language] in words


def test_a_limit_for_a_part_of_a_second_counts_nothing() -> None:
    """A file may name one; it is kept in whole seconds."""
    assert isinstance(verdict(HouseRules(limits=(HouseLimit(most=1),)), before(timedelta(0))), Allow)
