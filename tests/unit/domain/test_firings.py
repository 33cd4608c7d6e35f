"""Are the alerts that fired named in every language, and are the leads behind them those of the right days?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cadence.api.page.alert_view import firing_row, leads_behind
from cadence.domain.figures import Period, Report
from cadence.domain.firings import AlertFiring
from cadence.explain.reports.data import as_data, as_rows
from cadence.explain.reports.firings import firing_lines
from cadence.languages import LANGUAGES, Language

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)
FIRING = AlertFiring(
    campaign="spring",
    name="too many opt-outs",
    origin="house",
    version=2,
    condition="opt_outs_by_message > 2% over 1 day and n >= 200",
    figure="opt_outs_by_message",
    does=("pause", "webhook"),
    raised_at=NOON,
    value=0.0251,
    n=400,
    bound=0.02,
    pause=3,
    resumed_at=NOON + timedelta(hours=2),
    cleared_at=NOON + timedelta(hours=2, minutes=1),
    cleared_value=0.0,
    cleared_n=3,
    cause="resumed",
)


def report(*firings: AlertFiring, campaigns: tuple[str, ...] = ("spring",)) -> Report:
    """A report of which nothing but alerts is known."""
    return Report(campaigns=campaigns, at=NOON, period=Period(), counts=(), firings=firings)


def test_a_firing_says_when_it_was_what_it_read_and_what_it_did() -> None:
    """One that fires still has no end."""
    assert list(firing_lines(report(FIRING), "en")) == [
        "Alerts that fired",
        (
            "  too many opt-outs: 2027-03-09 12:00 UTC to 2027-03-09 14:01 UTC (cleared because somebody resumed the"
            " campaign); opt_outs_by_message > 2% over 1 day and n >= 200, was 2.5 % (n 400); campaign paused,"
            " webhook sent (campaign resumed 2027-03-09 14:00 UTC)"
        ),
    ]
    still = replace(FIRING, resumed_at=None, cleared_at=None, cause=None, does=("log",))
    assert "2027-03-09 12:00 UTC" in list(firing_lines(report(still), "es"))[1]
    assert list(firing_lines(report(), "en")) == []
    assert as_data(report(FIRING))["alerts"][0]["name"] == "too many opt-outs"
    (row,) = [row for row in as_rows(report(FIRING)) if row["figure"] == "alert"]
    assert (row["group"], row["value"], row["whole"], row["unit"]) == (
        "spring.house.too many opt-outs.2027-03-09T12:00:00+00:00",
        0.0251,
        400,
        "rate",
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cause", ["figure", "resumed", "unarmed"])
def test_many_firings_of_several_campaigns_are_named_in_every_language(language: Language, cause: str) -> None:
    """The newest twenty, and how many more there are."""
    many = [replace(FIRING, cause=cause, does=("log", "webhook", "pause"))] * 23
    lines = list(firing_lines(report(*many, campaigns=("spring", "autumn")), language))

    assert len(lines) == 22
    assert all(line.startswith("  spring: ") for line in lines[1:21])
    assert "3" in lines[21]


@pytest.mark.parametrize(
    ("figure", "condition", "leads"),
    [
        ("opt_outs_by_message", FIRING.condition, "of=opt_outs_by_message&from=2027-03-08&to=2027-03-09"),
        ("contact_rate", "contact_rate < p50", "of=contact_rate&from=2027-03-02&to=2027-03-09"),
        ("abandonment_rate", "abandonment_rate > cap", "of=abandonment_rate"),
        ("carrier_failures", "carrier_failures > 5%", "of=carrier_failures"),
        ("overdue_leads", "overdue_leads > 5 over 1 hour", "of=overdue_leads"),
        ("list_days_left", "list_days_left < 3", "of=list_days_left"),
        ("attempts_per_lead", "attempts_per_lead > 3", ""),
        ("contact_rate", "a condition of a newer program", "of=contact_rate"),
        ("a figure of a newer program", "x > 3", ""),
    ],
)
def test_the_leads_behind_a_figure_are_those_of_its_days(figure: str, condition: str, leads: str) -> None:
    """A figure of a moment has none any more once the alert is cleared."""
    assert leads_behind(figure, condition, NOON) == leads
    over = firing_row(replace(FIRING, figure=figure, condition=condition), "en")
    assert firing_row(replace(FIRING, figure=figure, condition=condition, value=0.0), "en").leads == ""
    assert over.leads == ("" if figure in {"overdue_leads", "list_days_left"} else leads)
