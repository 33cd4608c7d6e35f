"""Does the condition of an alert mean what it says, and when is an alert raised and cleared?"""

from datetime import UTC, datetime, timedelta

import pytest

from cadence.campaign.alert_conditions import ConditionError, parse_condition
from cadence.campaign.house_file import read_house
from cadence.domain.alerts import (
    ALERT_FIGURES,
    AlertAction,
    AlertCause,
    AlertChange,
    AlertCondition,
    AlertOrigin,
    AlertReading,
    AlertRule,
    ArmedAlert,
    Base,
    after,
)
from cadence.engine.alerts.rules import may_raise_again
from cadence.ledger.alerts.changes import StoredChange

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "opt_out_rate > 2% over 1 day and n >= 200",
            AlertCondition(figure="opt_outs_by_message", compare=">", bound=0.02, over=DAY, least=200),
        ),
        (
            "contact_rate < p50",
            AlertCondition(figure="contact_rate", compare="<", bound=1, base=Base.P50, over=7 * DAY),
        ),
        (
            "Contact_Rate<80%of P80 over 6 horas",
            AlertCondition(figure="contact_rate", compare="<", bound=0.8, base=Base.P80, over=6 * HOUR),
        ),
        (
            "abandonment_rate >= 80% of cap and n >= 50",
            AlertCondition(figure="abandonment_rate", compare=">=", bound=0.8, base=Base.CAP, least=50),
        ),
        ("abandonment_rate>aim", AlertCondition(figure="abandonment_rate", compare=">", bound=1, base=Base.AIM)),
        (
            "carrier_failures > 5.5% over 1 hour 30 minutes",
            AlertCondition(figure="carrier_failures", compare=">", bound=0.055, over=1.5 * HOUR),
        ),
        ("callbacks_at_risk >= 3", AlertCondition(figure="callbacks_at_risk", compare=">=", bound=3)),
        ("list_left <= 5%", AlertCondition(figure="list_left", compare="<=", bound=0.05)),
        ("  overdue_leads   >  0 ", AlertCondition(figure="overdue_leads", compare=">", bound=0)),
        ("overdue_leads > 5 over 2 hours", AlertCondition(figure="overdue_leads", compare=">", bound=5, over=2 * HOUR)),
        ("list_days_left < 3", AlertCondition(figure="list_days_left", compare="<", bound=3)),
        (
            "attempts_per_lead > 3,5 over 2 weeks",
            AlertCondition(figure="attempts_per_lead", compare=">", bound=3.5, over=14 * DAY),
        ),
    ],
)
def test_a_condition_means_what_it_says(text: str, meant: AlertCondition) -> None:
    """And is written again so that it means the same."""
    assert parse_condition(text) == meant
    assert parse_condition(str(meant)) == meant


@pytest.mark.parametrize(
    ("text", "at", "named", "hint"),
    [
        ("", 0, "the end", ""),
        ("opt_out", 0, '"opt_out"', "opt_out_rate"),
        ("opt_out_rate", 12, "the end", ""),
        ("opt_out_rate => 2%", 13, '"=>"', ">="),
        ("opt_out_rate == 2%", 13, '"=="', ""),
        ("opt_out_rate > ", 14, "the end", ""),
        ("opt_out_rate > 2", 15, '"2"', "2%"),
        ("opt_out_rate > 120%", 15, '"120%"', ""),
        ("opt_out_rate > -2%", 15, '"-"', ""),
        ("overdue_leads > 5%", 16, '"5%"', "5"),
        ("overdue_leads > 1,000", 16, '"1,000"', "1000"),
        ("callbacks_at_risk >= 10.000", 21, '"10.000"', "10000"),
        ("overdue_leads > 2.5", 16, '"2.5"', ""),
        ("overdue_leads > p50", 16, '"p50"', ""),
        ("contact_rate < p60", 15, '"p60"', "p50"),
        ("contact_rate < cap", 15, '"cap"', ""),
        ("contact_rate < 80 of p50", 15, '"80"', "80%"),
        ("contact_rate < 0% of p50", 15, '"0"', ""),
        ("contact_rate < 80% of", 19, '"of"', ""),
        ("contact_rate < p50 over", 23, "the end", ""),
        ("contact_rate < p50 over 6", 24, '"6"', ""),
        ("contact_rate < p50 over 6 huors", 26, '"6 huors"', "hours"),
        (
            "contact_rate < p50 over 3 months",
            24,
            '"3 months": a month is no unit: write it in days, 366 days at most',
            "",
        ),
        ("contact_rate < p50 over 2 years", 24, '"2 years": a year is no unit: write it in days, 366 days at most', ""),
        ("contact_rate < p50 over 10 seconds", 24, '"10 seconds"', ""),
        ("list_left < 5% over 1 day", 15, '"over"', ""),
        ("list_days_left < 3 over 1 day", 19, '"over"', ""),
        ("list_days_left < 5%", 17, '"5%"', "5"),
        ("list_days_lef < 3", 0, '"list_days_lef"', "list_days_left"),
        ("overdue_leads > 5 over 10 seconds", 23, '"10 seconds"', ""),
        ("abandonment_rate > cap over 1 day", 23, '"over"', ""),
        ("contact_rate < p50 and 200", 23, '"200"', "n"),
        ("contact_rate < p50 and n > 200", 25, '">"', ">="),
        ("contact_rate < p50 and n >= 2.5", 28, '"2.5"', ""),
        ("contact_rate < p50 and n >= 0", 28, '"0"', ""),
        ("contact_rate < p50 and n >= 9 or list_left < 5%", 30, '"or"', "over"),
        ("contact_rate < p50 ovr 1 day", 19, '"ovr"', "over"),
        ("contact_rate < p50 <script>", 19, '"<"', ""),
        ("conversión > 5%", 0, '"conversión"', "conversion_of_contacted"),
        ("answer_rate > 1%" + " " * 300, 0, "316 characters", ""),
    ],
)
def test_a_mistake_is_found_at_its_word(text: str, at: int, named: str, hint: str) -> None:
    """With the nearest right word, where there is one."""
    with pytest.raises(ConditionError) as refused:
        parse_condition(text)
    error = refused.value
    assert (error.offset, error.found, error.hint) == (at, named, hint)
    assert error.expected


def test_every_figure_can_be_watched() -> None:
    """With a bound of its own unit."""
    for figure in ALERT_FIGURES.values():
        bound = "5%" if figure.unit == "rate" else "5"
        assert parse_condition(f"{figure.id} > {bound}").figure == figure.id


def reading(value: float | None, n: int = 100, *, bound: float = 0.02, problem: str = "") -> AlertReading:
    """A reading of a figure."""
    return AlertReading(at=NOON, value=value, n=n, bound=bound, problem=problem)


def test_an_alert_is_cleared_by_a_margin() -> None:
    """A figure that moves around its bound raises it once."""
    high = parse_condition("opt_out_rate > 2%")
    states, raised = [], False
    for value in (0.019, 0.02, 0.021, 0.0199, 0.0185, 0.021, 0.018, 0.019, 0.03):
        raised = after(high, raised=raised, reading=reading(value))
        states.append(raised)
    assert states == [False, False, True, True, True, True, False, False, True]

    low = parse_condition("answer_rate < 95%")
    assert after(low, raised=True, reading=reading(0.96, bound=0.95))
    assert not after(low, raised=True, reading=reading(1.0, bound=0.95))
    usual = parse_condition("contact_rate < p50")
    assert after(usual, raised=True, reading=reading(0.98, bound=0.95))
    assert not after(usual, raised=True, reading=reading(1.0, bound=0.95))  # a rate has no more than 100%
    none = parse_condition("overdue_leads > 0")
    assert after(none, raised=False, reading=reading(1, bound=0))
    assert not after(none, raised=True, reading=reading(0, bound=0))
    least = parse_condition("overdue_leads >= 10")
    assert not after(least, raised=True, reading=reading(9, bound=10))


@pytest.mark.parametrize("raised", [True, False])
def test_too_few_cases_and_what_cannot_be_judged_change_nothing(raised: bool) -> None:
    """Whether it was raised or not."""
    condition = parse_condition("opt_out_rate > 2% and n >= 50")
    for unclear in (reading(0.5, 49), reading(0.0, 49), reading(None), reading(0.5, problem="no_weeks")):
        assert after(condition, raised=raised, reading=unclear) is raised


def test_a_number_of_which_there_is_nothing_is_back_at_zero() -> None:
    """No promised call is due any more: the alert of the morning must not hide that of the afternoon."""
    promises = parse_condition("callbacks_at_risk >= 3 and n >= 5")
    assert not after(promises, raised=True, reading=reading(0, 0, bound=3))
    assert after(promises, raised=True, reading=reading(0, 4, bound=3))  # too few, as ever
    fewer = parse_condition("overdue_leads < 1")
    assert not after(fewer, raised=False, reading=reading(0, 0, bound=1))
    assert after(fewer, raised=True, reading=reading(0, 0, bound=1))


@pytest.mark.parametrize(
    ("condition", "again"),
    [
        ("opt_out_rate > 2% over 1 day", True),
        ("abandonment_rate > 2% over 1 day", True),
        ("abandonment_rate > 80% of cap", False),
        ("abandonment_rate >= aim", False),
        ("overdue_leads > 9", False),
    ],
)
def test_only_a_figure_with_touches_of_its_own_is_judged_anew_after_a_resume(condition: str, again: bool) -> None:
    """The law's period has the touches of before: they would pause the campaign again each minute."""
    alert = ArmedAlert(
        name="x",
        origin=AlertOrigin.CAMPAIGN,
        rule=AlertRule(when=parse_condition(condition), do=(AlertAction.PAUSE,)),
    )
    raised = StoredChange(
        origin=alert.origin,
        name="x",
        nth=1,
        change=AlertChange.RAISED,
        cause=AlertCause.FIGURE,
        at=NOON,
        version=1,
        condition=condition,
        does=alert.rule.do,
        figure=alert.rule.when.figure,
        value=1.0,
        n=1,
        bound=0.1,
        pause=1,
        ended_at=NOON + HOUR,
    )
    assert may_raise_again(alert, raised) is again


def test_a_house_file_has_alerts_as_well() -> None:
    """In the same notation."""
    house = read_house(
        "alerts:\n  late: {when: overdue_leads > 20, do: [webhook, log, webhook]}\n  low: {when: list_left < 5%}\n"
    )
    (late, rule), (low, plain) = house.alerts

    assert (late, rule.do, str(rule.when)) == ("late", (AlertAction.WEBHOOK, AlertAction.LOG), "overdue_leads > 20")
    assert (low, plain.do) == ("low", (AlertAction.LOG,))
