"""Do the pictures of a report show what was counted? Heights are read back out of the drawing."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from cadence.api.page.view import figures_of
from cadence.domain.figures import BY_ID, Duration, EarlierWeeks, FigureCount, Period, Report
from cadence.domain.journeys import Cohort, LeadState, StateCount, ends_of_columns
from cadence.domain.survival import Durations
from cadence.explain.reports.charts import LEFT, PLOT, TALL, TOP, curves_of, stack_of
from cadence.explain.reports.cohorts import SHADES, cohorts_of
from cadence.languages import LANGUAGES
from cadence.languages.sentences import strict

NOW = datetime(2027, 3, 10, 15, tzinfo=UTC)
STATES = (
    StateCount(until=NOW.replace(hour=0), leads={LeadState.WAITING: 30, LeadState.UNDER_WAY: 10}),
    StateCount(until=NOW, leads={LeadState.CONVERTED: 5, LeadState.HELD: 15, LeadState.UNDER_WAY: 60}),
)
WAITED = Durations({30: 40, 90: 20, 3000: 20}, {5000: 20})
NOBODY = dict.fromkeys((1, 2, 4, 8), 0)
COHORTS = (
    Cohort(week=date(2027, 2, 22), enrolled=40, contacted={1: 10, 2: 20, 4: 20, 8: 20}, converted=NOBODY),
    Cohort(week=date(2027, 3, 8), enrolled=8, contacted=dict.fromkeys((1, 2, 4, 8), 1), converted=NOBODY),
)


def report(**parts: object) -> Report:
    """A report with these parts."""
    values: dict[str, object] = {"campaigns": ("a",), "at": NOW, "period": Period(), "counts": ()}
    return Report(**(values | parts))  # type: ignore[arg-type]


def test_the_parts_of_a_column_stand_on_each_other_and_add_up() -> None:
    """A column is as high as its leads are many; the highest fills the picture."""
    stack = stack_of(report(states=STATES), "en")
    assert stack is not None
    parts: dict[float, list[tuple[float, float]]] = {}
    for layer in stack.layers:
        for x, y, high in re.findall(r"M([\d.]+) ([\d.]+)h[\d.]+v([\d.]+)h", layer.outline):
            parts.setdefault(float(x), []).append((float(y), float(high)))

    assert [sum(high for _, high in parts[x]) for x in sorted(parts)] == pytest.approx([TALL / 2, TALL], abs=0.2)
    for column in parts.values():
        floor = float(TOP + TALL)
        for y, high in column:  # from below, in the order of the states
            assert y + high == pytest.approx(floor, abs=0.15)
            floor = y
    assert {layer.state: layer.now for layer in stack.layers} == {
        "converted": 5, "under_way": 60, "held": 15, "waiting": 0,
    }  # fmt: skip
    assert [row.cells for row in stack.table.rows] == [
        ("2027-03-09", "0", "10", "0", "30", "40"),
        ("now", "5", "60", "15", "0", "80"),
    ]
    assert stack.columns[0].title == "2027-03-09: 40 = under way, not contacted yet 10, in line to be enrolled 30"
    assert stack_of(report(), "en") is None


@pytest.mark.parametrize(
    ("days", "columns", "apart"), [(0, 1, None), (1, 2, 1), (59, 60, 1), (60, 10, 7), (400, 58, 7), (500, 37, 14)]
)
def test_a_long_campaign_has_a_column_for_each_week(days: int, columns: int, apart: int | None) -> None:
    """Sixty at most, midnights in UTC; weeks end on Sundays; the last one is now."""
    ends = ends_of_columns(NOW - timedelta(days=days), NOW)

    assert len(ends) == columns
    assert ends[-1] == NOW
    assert {end.hour for end in ends[:-1]} <= {0}
    assert {after - before for before, after in pairwise(ends[:-1])} <= {timedelta(days=apart or 1)}
    assert apart in {None, 1} or {end.weekday() for end in ends[:-1]} == {0}
    stack = stack_of(report(states=[StateCount(until=end, leads={LeadState.WAITING: 1}) for end in ends]), "en")
    assert stack is not None
    assert len(stack.marks) <= 12


@pytest.mark.parametrize("first", [NOW + timedelta(days=3), datetime.max.replace(tzinfo=UTC)])
def test_a_period_that_has_not_begun_has_one_column(first: datetime) -> None:
    """It is now, also for the last day that there is."""
    assert ends_of_columns(first, NOW) == (NOW,)


@pytest.mark.parametrize(
    ("week", "answered", "fell"),
    [("2027-03-08", 4, True), ("2027-03-08", 6, False), ("2027-03-01", 4, False), ("2027-03-15", 4, True)],
)
def test_only_a_figure_of_this_week_can_be_lower_this_week(week: str, answered: int, fell: bool) -> None:
    """An older week is none; a person's clock may be in the next week already."""
    weeks = [FigureCount(figure=BY_ID["answer_rate"], group=week, part=answered, whole=10)]
    earlier = {"answer_rate": EarlierWeeks(p50=0.5, p80=0.9, weeks=4)}

    assert figures_of(report(weeks=weeks, earlier=earlier), "en").fell == ["answer rate"] * fell


def test_a_curve_reaches_its_quantiles_where_it_says() -> None:
    """Of 100, 40 within half an hour, 60 within 90 minutes, 80 at 3000; p90 is not reached."""
    (chart,) = curves_of(report(durations=[Duration(figure=BY_ID["time_to_contact"], durations=WAITED)]), "en")
    p50, p80, p90 = chart.guides
    steps = re.findall(r"H(\d+)V([\d.]+)", chart.line)

    assert [float(y) for _, y in steps] == pytest.approx([TOP + TALL * share for share in (0.6, 0.4, 0.2)])
    assert (p50.x, p80.x, p90.x) == (LEFT + PLOT * 90 / 5000, LEFT + PLOT * 3000 / 5000, None)
    words = [mark.words for mark in chart.marks]
    assert {"p50 1 h 30 min", "p80 2 d 2 h", "p90 not reached", "0.0 %", "100.0 %"} < set(words)
    assert chart.heading.endswith("; 80 of 100")
    table = dict(row.cells for row in chart.table.rows)
    assert (table["15 min"], table["30 min"], table["1 h"], table["2 h"], table["2 d"]) == (
        "0.0 %", "40.0 %", "40.0 %", "60.0 %", "60.0 %",
    )  # fmt: skip
    nobody = Duration(figure=BY_ID["time_to_contact"], durations=Durations({}, {5: 1}))
    assert curves_of(report(durations=[nobody]), "en") == []


def test_a_curve_of_many_steps_stays_small() -> None:
    """Steps within one point are one."""
    many = Durations(dict.fromkeys(range(1, 50_000), 1))
    (chart,) = curves_of(report(durations=[Duration(figure=BY_ID["time_to_contact"], durations=many)]), "en")

    assert len(chart.line) < 10_000
    assert len(chart.marks) < 16


def test_cohorts_mark_what_can_still_grow() -> None:
    """The highest share is the darkest; a horizon that nobody has come to says nothing. No line ends within n."""
    table = cohorts_of(report(cohorts=COHORTS), "en")
    assert table is not None
    old, new = table.rows

    assert [cell.words for cell in old.cells[:4]] == [
        "25.0 % (10\u00a0of\u00a040)",
        "50.0 % (20\u00a0of\u00a040)\u00a0*",
        "50.0 % (20\u00a0of\u00a040)\u00a0*",
        "-",
    ]
    assert [cell.shade for cell in old.cells[:4]] == [3, SHADES, SHADES, 0]
    assert [cell.words for cell in new.cells[:2]] == ["12.5 % (1\u00a0of\u00a08)\u00a0*", "-"]
    assert {cell.shade for cell in old.cells[4:] + new.cells[4:]} == {0}
    assert cohorts_of(report(), "en") is None


def test_every_language_has_the_words() -> None:
    """Percentages are written as the language writes them."""
    whole = report(
        states=STATES, cohorts=COHORTS, durations=[Duration(figure=BY_ID["time_to_contact"], durations=WAITED)]
    )
    for language in LANGUAGES:
        with strict():
            stack, curves, cohorts = stack_of(whole, language), curves_of(whole, language), cohorts_of(whole, language)
        assert stack is not None
        assert cohorts is not None
        assert ("25.0 %" if language == "en" else "25,0 %") in cohorts.rows[0].cells[0].words
        assert curves[0].table.rows[3].cells[1] == ("40.0 %" if language == "en" else "40,0 %")
