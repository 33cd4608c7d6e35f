"""Do limits count the people of an account together, and bind a segment alone where the file says so?"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cadence.campaign.day_sets import Dates
from cadence.campaign.enter import AgainAfter, Enter, Once
from cadence.campaign.parts import FileLimit
from cadence.domain import Allow, Channel, Defer, Enrolment, Facts, Outcome, Refuse, Scope, Touch, TouchState
from cadence.policy import evaluation
from cadence.policy.evaluation.across_leads import EVER, account_look_back
from cadence.policy.wording import in_words
from tests.unit.policy.builders import (
    LAW,
    MONDAY,
    NOON,
    campaign,
    facts,
    hours,
    in_all,
    lead,
    number,
    per_days,
    rolling,
    text,
    touch,
)

DAY = timedelta(days=1)
DECEMBER = (Dates(first=date(2027, 12, 1), last=date(2027, 12, 31)),)


def together(limit: FileLimit) -> FileLimit:
    """Return the limit, by account."""
    return limit.model_copy(update={"by": "account"})


def other(ago: timedelta, **more: Any) -> Touch:
    """Return a text to a colleague, so long ago."""
    settings = {"lead": "lead-2", "enrolment": "enrolment-2", "number": 2, "account": "ACME"}
    return touch(NOON - ago, **(settings | more))


def known(*colleagues: Touch, own: tuple[Touch, ...] = (), **more: Any) -> Facts:
    """Return the facts of a person of ACME with what was sent to others there."""
    return facts(*own, lead=lead(account="ACME", **more), colleagues=colleagues)


@pytest.mark.parametrize(
    ("limit", "colleagues", "until"),
    [
        (rolling(2, DAY), [hours(3)], None),
        (rolling(2, DAY), [hours(3), hours(20)], NOON + hours(4)),
        (rolling(2, DAY), [hours(3), DAY], None),  # exactly a day old: it counts no more
        (rolling(2, DAY, Channel.CALL), [hours(3), hours(20)], None),  # the text that is judged is no call
        (per_days(1, 1), [hours(3)], datetime.fromisoformat("2027-03-09T23:00:00+00:00")),  # midnight in Madrid
        (per_days(1, 1), [hours(13)], None),  # yesterday evening there
    ],
)
def test_touches_to_colleagues_count(limit: FileLimit, colleagues: list[timedelta], until: datetime | None) -> None:
    """Each of the clocks counts the touches of the account; without `by: account` none of them counts."""
    people = known(*map(other, colleagues))
    verdict = evaluation.judge(campaign(limits=(together(limit),)), people, text(), NOON, LAW)
    assert isinstance(evaluation.judge(campaign(limits=(limit,)), people, text(), NOON, LAW), Allow)
    assert (verdict.until if isinstance(verdict, Defer) else None) == until


def test_a_limit_by_account_counts_the_person_and_the_number_too() -> None:
    """It adds a group, so it can only be stricter (law 7)."""
    file = campaign(limits=(together(rolling(2, DAY)),))
    shared = other(hours(2), account="")  # to somebody else by the same number, who is of no account
    for touches in ((touch(NOON - hours(3)), touch(NOON - hours(2))), (replace(shared, number=1),) * 2):
        assert isinstance(evaluation.judge(file, known(own=touches), text(), NOON, LAW), Defer)
    both = known(other(hours(1)), own=(touch(NOON - hours(3)),))
    assert isinstance(evaluation.judge(file, both, text(), NOON, LAW), Defer)


@pytest.mark.parametrize(
    "never_left",
    [
        {"state": TouchState.SKIPPED, "outcome": Outcome.SKIPPED},
        {"outcome": Outcome.INVALID_NUMBER},
        {"channel": Channel.TASK, "outcome": Outcome.CREATED, "number": None},
        {"taken": False},
    ],
)
def test_what_did_not_reach_a_colleague_does_not_count(never_left: dict[str, Any]) -> None:
    """As for the person."""
    file = campaign(limits=(together(rolling(1, DAY)), together(in_all(1))))
    assert isinstance(evaluation.judge(file, known(other(hours(3), **never_left)), text(), NOON, LAW), Allow)


@pytest.mark.parametrize(
    ("limit", "colleagues", "scope"),
    [
        (in_all(2), [{}], None),
        (in_all(2), [{}, {}], Scope.ENROLMENT),
        (in_all(2), [{}, {"campaign": "autumn"}], None),  # of this campaign alone
        (in_all(2, Channel.SMS), [{}, {}], Scope.STEP),  # another channel may still go
        (in_all(2, Channel.CALL), [{}, {}], None),
    ],
)
def test_a_budget_of_the_account_ends_each_cadence(
    limit: FileLimit, colleagues: list[dict[str, Any]], scope: Scope | None
) -> None:
    """A second number of the person is no way around it."""
    others = (other(hours(place + 2), **more) for place, more in enumerate(colleagues))
    people = known(*others, numbers=(number(), number(3)))
    verdict = evaluation.judge(campaign(limits=(together(limit),)), people, text(), NOON, LAW)
    assert (verdict.scope if isinstance(verdict, Refuse) else None) == scope


@pytest.mark.parametrize(("enter", "barred"), [(Once(), True), (AgainAfter(after=DAY), False)])
def test_each_visit_has_a_budget_of_its_own(enter: Enter, barred: bool) -> None:
    """What was done to the account before this visit began counts where people come in once."""
    file = campaign(limits=(together(in_all(1)),), enter=enter)
    visit = Enrolment(id="enrolment-1", campaign="spring", version=1, at=MONDAY)
    back = replace(known(other(NOON - MONDAY + hours(5))), enrolment=visit)
    assert isinstance(evaluation.judge(file, back, text(), NOON, LAW), Refuse) is barred


def test_the_reason_names_the_company() -> None:
    """In each language, and only where the account and not the person has reached the limit."""
    file = campaign(limits=(together(rolling(2, DAY)), together(in_all(2))))
    verdict = evaluation.judge(file, known(other(hours(3)), other(hours(2))), text(), NOON, LAW)
    assert isinstance(verdict, Refuse)
    for reason in (reason for reason in verdict.reasons if reason.rule.startswith("campaign.limits")):
        assert reason.evidence["counted"] == {"lead": 0, "number": 0, "account": 2}
        assert "people of the company" in in_words(reason)
        assert "entre todas sus personas ya hay 2 contactos" in in_words(reason, "es")
        assert "somando todas as suas pessoas, já há 2 contatos" in in_words(reason, "pt")
    own = known(own=(touch(NOON - hours(3)), touch(NOON - hours(2))))
    alone = evaluation.judge(file, own, text(), NOON, LAW)
    assert all("company" not in in_words(reason) for reason in alone.reasons)


@pytest.mark.parametrize(
    ("segment", "barred"),
    [("vip", True), ("VIP ", True), ("Víp", True), ("regular", False), ("", False), ("vip2", False)],
)
@pytest.mark.parametrize("limit", [rolling(1, DAY), per_days(1, 2), in_all(1)])
def test_a_limit_may_bind_a_segment_alone(limit: FileLimit, segment: str, barred: bool) -> None:
    """Compared as for windows: without case, accents and spaces."""
    file = campaign(limits=(limit.model_copy(update={"segments": ("vip",)}),))
    people = facts(touch(NOON - hours(3)), lead=lead(segment=segment))
    assert isinstance(evaluation.judge(file, people, text(), NOON, LAW), Defer | Refuse) is barred


def test_of_all_limits_that_bind_a_segment_the_strictest_decides() -> None:
    """A limit for a segment adds to the others and replaces none (law 7)."""
    lax = campaign(limits=(rolling(1, DAY), rolling(5, DAY).model_copy(update={"segments": ("vip",)})))
    verdict = evaluation.judge(lax, facts(touch(NOON - hours(3)), lead=lead(segment="vip")), text(), NOON, LAW)
    assert [reason.rule for reason in verdict.reasons] == ["campaign.limits[0]"]


@pytest.mark.parametrize(
    ("limits", "span"),
    [
        ((rolling(1, DAY), in_all(3)), None),  # no rule asks: colleagues are not read
        ((together(rolling(1, DAY)), together(rolling(1, 3 * DAY))), 3 * DAY),
        ((together(per_days(1, 1)),), 3 * DAY),  # a local date, and what several zones can add
        ((together(rolling(1, DAY)), together(in_all(3))), EVER),
        ((together(rolling(1, 2 * DAY)).model_copy(update={"dates": DECEMBER}),), 2 * DAY),
    ],
)
def test_the_ledger_is_told_how_far_back_colleagues_count(
    limits: tuple[FileLimit, ...], span: timedelta | None
) -> None:
    """So that a company with thousands of touches costs a plain campaign nothing."""
    assert account_look_back(campaign(limits=limits)) == span
