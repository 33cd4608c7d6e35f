"""Limits and hours with a condition bind those who meet it, and the careful reading binds the unknown."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cadence.campaign.day_sets import Dates, EachYear
from cadence.campaign.parts import FileLimit, FileWindow
from cadence.domain import Allow, Defer, Facts, Lead, Outcome, Refuse, Scope
from cadence.policy.evaluation import judge
from cadence.policy.evaluation.conditional import choices_of
from cadence.policy.packs.law import Law
from cadence.policy.wording import in_words
from tests.unit.campaign.conditions.samples import where
from tests.unit.policy.builders import (
    MADRID,
    MONDAY,
    campaign,
    facts,
    hours,
    in_all,
    number,
    per_days,
    rolling,
    sms,
    text,
    tried,
    window,
)

LAW = Law()


def person(*touches: Any, **attributes: str) -> Facts:
    """Return the facts of somebody with these columns."""
    lead = Lead(id="lead-1", numbers=(number(),), zones=(MADRID,), country="ES", attributes=attributes)
    return facts(*touches, lead=lead)


def limited(limit: FileLimit, condition: str) -> FileLimit:
    """Return a limit for some people."""
    return limit.model_copy(update={"where": where(condition)})


ONCE = campaign(sms("hello"), sms("text"), limits=(limited(per_days(1, 1), "{plan: basic}"),))
HAD = tried("hello", Outcome.DELIVERED)


@pytest.mark.parametrize(("plan", "free"), [("basic", False), ("premium", True), ("", False)])
def test_a_limit_binds_those_of_whom_its_condition_is_true_or_not_known(plan: str, free: bool) -> None:
    """The careful reading: law 7."""
    verdict = judge(ONCE, person(HAD, plan=plan), text(), MONDAY + hours(1), LAW)

    assert isinstance(verdict, Allow if free else Defer)
    if isinstance(verdict, Allow):
        assert verdict.evidence["passed"]["campaign.limits[0]"]["holds"] is False
    else:
        words = in_words(next(reason for reason in verdict.reasons if reason.rule == "campaign.limits[0]"), "en")
        assert "plan is basic" in words
        assert ("not known" in words) is (plan == "")


def test_a_limit_ends_when_its_condition_does() -> None:
    """Limits that follow a reply for two days do not bind the touch of the third."""
    replied = replace(HAD, replied_at=MONDAY)
    file = campaign(
        sms("hello"), limits=(limited(rolling(1, hours(100)), "{hours_since: {event: replied, at_most: 48}}"),)
    )
    verdict = judge(file, person(replied), text(), MONDAY + hours(1), LAW)

    assert isinstance(verdict, Defer)
    assert verdict.until == MONDAY + hours(48) + timedelta(microseconds=1)
    assert isinstance(judge(file, person(replied), text(), verdict.until, LAW), Allow)


def test_what_is_allowed_is_allowed_until_time_makes_a_condition_true() -> None:
    """An Allow says how long it lasts."""
    file = campaign(
        sms("hello"), limits=(limited(rolling(1, hours(100)), "{hours_since: {event: enrolled, at_least: 24}}"),)
    )
    verdict = judge(file, person(HAD), text(), MONDAY + hours(1), LAW)

    assert isinstance(verdict, Allow)
    assert verdict.closes == MONDAY + hours(24)
    assert isinstance(judge(file, person(HAD), text(), MONDAY + hours(24), LAW), Defer)


@pytest.mark.parametrize(
    ("condition", "scope"),
    [("{plan: basic}", Scope.ENROLMENT), ("{hours_since: {event: enrolled, at_most: 24}}", Scope.STEP)],
)
def test_a_budget_that_time_may_end_does_not_end_the_enrolment(condition: str, scope: Scope) -> None:
    """It skips the step; one for a column ends the cadence as every budget."""
    file = campaign(sms("hello"), limits=(limited(in_all(1), condition),))
    verdict = judge(file, person(HAD, plan="basic"), text(), MONDAY + hours(1), LAW)

    assert isinstance(verdict, Refuse)
    assert verdict.scope is scope


def some(window: FileWindow, condition: str) -> FileWindow:
    """Return a window for some people."""
    return window.model_copy(update={"where": where(condition)})


GENERAL = window("08:00-18:00")
VIP = some(window("16:00-22:00"), "{plan: vip}")
MORE = some(window("22:00-23:00"), "{plan: vip}")
OLD = some(window("10:00-17:00"), "{age: {at_least: 65}}")


def opens(entries: tuple[FileWindow, ...], known: tuple[bool | None, ...], segment: str = "") -> list[list[str]]:
    """Return the openings of each choice: all of them must be open."""
    choices = choices_of(entries, segment, known)
    return [[f"{span.opens:%H}-{span.closes:%H}" for entry in choice for span in entry.hours] for choice in choices]


def test_windows_for_some_replace_the_others_and_the_unknown_need_both() -> None:
    """Strictest wins, and windows with one condition are asked together."""
    both = (GENERAL, VIP, MORE)
    assert opens(both, (True, True)) == [["16-22", "22-23"]]
    assert opens(both, (False, False)) == [["08-18"]]
    assert opens(both, (None, None)) == [["08-18"], ["16-22", "22-23"]]
    assert opens((GENERAL, VIP, OLD), (None, None)) == [["08-18"], ["16-22"], ["10-17"]]
    assert opens((GENERAL, VIP, OLD), (True, None)) == [["16-22"]], "more hours would only widen what is theirs"
    assert opens((GENERAL, VIP, OLD), (False, None)) == [["08-18"], ["10-17"]]
    assert opens((GENERAL, VIP, OLD), (True, True)) == [["16-22", "10-17"]]


EVE = some(window("10:00-12:00"), "{age: {at_least: 65}}").model_copy(
    update={"dates": (EachYear(first=(3, 8), last=(3, 8)),)}
)


@pytest.mark.parametrize("sure", [VIP, GENERAL.model_copy(update={"segments": ("gold",)})])
@pytest.mark.parametrize("known", [True, False, None])
def test_hours_of_certain_dates_that_may_replace_ones_own_bind_as_well(sure: FileWindow, known: bool | None) -> None:
    """Whether somebody has the hours of a date is not known: both have to be open on it, and on others their own."""
    file = campaign(sms("hello"), windows=(window("06:00-07:00"), sure, EVE))
    age = {True: "70", False: "30", None: ""}[known]
    lead = replace(person(plan="vip", age=age).lead, segment="gold")
    own = (16, 17) if sure is VIP else (13, 14)  # o'clock

    def free(day: int, hour: int) -> bool:
        return isinstance(judge(file, facts(lead=lead), text(), MONDAY + hours(24 * day + hour - 10), LAW), Allow)

    assert [free(0, hour) for hour in own] == [known is False] * 2
    assert free(0, 10) is (known is True or sure is not VIP)
    assert all(free(1, hour) for hour in own)


REPLIED_LATELY = "{hours_since: {event: replied, at_most: 48}}"


@pytest.mark.parametrize(
    ("lately", "until"),
    [
        (some(window("22:00-23:00", days=[5]), REPLIED_LATELY), hours(48) + timedelta(microseconds=1)),
        (some(window("11:00-12:00"), REPLIED_LATELY), hours(1)),
        (
            some(window("11:00-12:00"), REPLIED_LATELY).model_copy(
                update={"dates": (Dates(first=date(2020, 1, 1), last=date(2020, 1, 2)),)}
            ),
            hours(48) + timedelta(microseconds=1),
        ),
    ],
    ids=["later than the general hours", "sooner", "never"],
)
def test_hours_that_time_takes_away_keep_nobody_waiting(lately: FileWindow, until: timedelta) -> None:
    """An opening is looked for in the hours that are a person's own by then."""
    file = campaign(sms("hello"), windows=(window("10:00-18:00"), lately))
    whose = person(replace(HAD, replied_at=MONDAY))
    verdict = judge(file, whose, text(), MONDAY, LAW)

    assert isinstance(verdict, Defer)
    assert verdict.until == MONDAY + until
    assert isinstance(judge(file, whose, text(), verdict.until, LAW), Allow)


def test_what_bars_an_opening_in_hours_that_are_over_by_then_bars_nothing() -> None:
    """The campaign ends before the hours of July begin, but these are the person's own for two days only."""
    july = some(window("11:00-12:00"), REPLIED_LATELY).model_copy(
        update={"dates": (Dates(first=date(2027, 7, 1), last=date(2027, 7, 2)),)}
    )
    whose = person(replace(HAD, replied_at=MONDAY))
    for last_day, expected in ((date(2027, 3, 31), Defer), (date(2027, 3, 9), Refuse)):
        file = campaign(sms("hello"), windows=(window("10:00-18:00"), july), end=last_day)
        verdict = judge(file, whose, text(), MONDAY, LAW)

        assert isinstance(verdict, expected), verdict
        if isinstance(verdict, Defer):
            assert verdict.until == MONDAY + hours(48) + timedelta(microseconds=1)
            assert isinstance(judge(file, whose, text(), verdict.until, LAW), Allow)


def test_an_opening_is_not_promised_in_hours_that_are_over_by_then() -> None:
    """What a plan says is what the touch gets."""
    nightly = some(window("22:00-23:00", days=[2]), REPLIED_LATELY)  # Wednesday, when 48 hours are over
    file = campaign(sms("hello"), windows=(window("12:00-13:00", days=[4]), nightly))
    whose = person(replace(HAD, replied_at=MONDAY))
    verdict = judge(file, whose, text(), MONDAY, LAW)

    assert isinstance(verdict, Defer)
    assert verdict.until == MONDAY + hours(4 * 24 + 2), "Friday at noon"
    assert isinstance(judge(file, whose, text(), verdict.until, LAW), Allow)


def test_hours_that_are_shut_only_on_the_way_to_an_opening_are_no_reason() -> None:
    """Open now, barred by a limit; shut when the hours change; the campaign is over before both allow."""
    nightly = some(window("09:00-12:00"), REPLIED_LATELY)
    file = campaign(
        sms("hello"),
        windows=(window("12:00-13:00"), nightly),
        limits=(rolling(1, hours(100)),),
        end=date(2027, 3, 9),
    )
    verdict = judge(file, person(replace(HAD, replied_at=MONDAY)), text(), MONDAY, LAW)

    assert isinstance(verdict, Refuse)
    assert {reason.rule for reason in verdict.reasons} == {"campaign.limits[0]", "campaign.end"}
    assert [reason.rule for reason in verdict.reasons if "at" in reason.evidence] == ["campaign.end"]


def test_a_window_may_name_segments_and_a_condition() -> None:
    """Both must be true."""
    entries = (GENERAL, VIP.model_copy(update={"segments": ("gold",)}))

    assert opens(entries, (True,), segment="Gold") == [["16-22"]]
    assert opens(entries, (True,), segment="other") == [["08-18"]]
    assert opens(entries, (None,), segment="other") == [["08-18"]]
    assert opens(entries, (None,), segment="gold") == [["08-18"], ["16-22"]]


@pytest.mark.parametrize(
    ("plan", "at", "free"),
    [("vip", 20, True), ("basic", 20, False), ("", 20, False), ("", 16, True), ("vip", 10, False)],
)
def test_the_hours_of_a_person_follow_their_condition(plan: str, at: int, free: bool) -> None:
    """People share the rules of a file, and not the answers to its conditions."""
    file = campaign(sms("hello"), windows=(GENERAL, VIP))
    verdict = judge(file, person(plan=plan), text(), MONDAY + hours(at - 10), LAW)

    assert isinstance(verdict, Allow) is free
    chosen = verdict.evidence["passed"]["campaign.windows.where"]["windows[1]"]
    assert chosen["holds"] is {"vip": True, "basic": False, "": None}[plan]
    assert "vip" not in str({key: value for key, value in chosen.items() if key != "where"})
