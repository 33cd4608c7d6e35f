"""How are the states of leads over time, and the times to an event, drawn? Pure: places in a picture, and a table."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from cadence.domain.figures import Duration, Report, Unit
from cadence.domain.journeys import DAY, WEEK, LeadState, StateCount
from cadence.domain.survival import curve
from cadence.explain.reports.names import figure_name, formula, number, span
from cadence.explain.reports.tables import HtmlTable, PictureMark, TableRow
from cadence.languages import Language, say

LEFT, TOP, RIGHT, BOTTOM = 52, 10, 130, 24
"""The room around what is drawn, for numbers and words."""
PLOT, TALL = 640, 220
"""How wide and high it is drawn."""
WIDEST = 48
"""A column is not wider than this, however few there are."""
GAP = 0.12
"""The part of a column's room that stays empty."""
LABELS = 6
"""So many places at the bottom have a word, about."""
HOUR_MINUTES, DAY_MINUTES = 60, 24 * 60
STEPS = (1, 5, 15, 30, 60, 120, 240, 480, 720, *(DAY_MINUTES * days for days in (1, 2, 7, 14, 28, 56, 112, 364)))
"""Minutes between two words below a curve."""
ROOM = 1.15
"""A curve is drawn up to so many times its p90."""


@dataclass(frozen=True, slots=True)
class StackLayer:
    """One state: how it is called, how many are in it now, and the outline of all its columns."""

    state: str
    words: str
    now: int
    outline: str


@dataclass(frozen=True, slots=True)
class StackColumn:
    """One instant: where its column is, and what it says."""

    x: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StackChart:
    """All leads by state over time: each column adds up to the leads that there were."""

    heading: str
    note: str
    layers: tuple[StackLayer, ...]
    columns: tuple[StackColumn, ...]
    marks: tuple[PictureMark, ...]
    table: HtmlTable
    column_width: float
    top: int = TOP
    tall: int = TALL
    width: int = LEFT + PLOT + 24
    height: int = TOP + TALL + BOTTOM


@dataclass(frozen=True, slots=True)
class CurveGuide:
    """A quantile: where its line crosses the curve; None if it does not reach it."""

    y: float
    x: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveChart:
    """To which share it had happened by when, with the quantiles."""

    heading: str
    line: str
    guides: tuple[CurveGuide, ...]
    marks: tuple[PictureMark, ...]
    table: HtmlTable
    left: int = LEFT
    top: int = TOP
    plot: int = PLOT
    tall: int = TALL
    width: int = LEFT + PLOT + RIGHT
    height: int = TOP + TALL + BOTTOM


def stack_of(report: Report, language: Language) -> StackChart | None:
    """Return all leads by state over time; None where there are none."""
    counts = report.states
    most = max((count.entered for count in counts), default=0)
    if not most:
        return None
    shown = [state for state in LeadState if any(count.leads.get(state) for count in counts)]
    names = {state: say(language, f"stood-{state.value}") for state in shown}
    pitch = min(WIDEST, PLOT / len(counts))
    return StackChart(
        heading=_rhythm(counts, language),
        note=say(language, "page-states-note"),
        layers=tuple(
            StackLayer(state.value, names[state], counts[-1].leads.get(state, 0), _outline(counts, state, most, pitch))
            for state in shown
        ),
        columns=tuple(
            StackColumn(LEFT + at * pitch, _title(count, names, day))
            for at, (count, day) in enumerate(zip(counts, _days(counts, language), strict=True))
        ),
        marks=(*_heights(most), *_columns_named(counts, pitch, language)),
        table=_stack_table(counts, names, language),
        column_width=pitch,
    )


def _rhythm(counts: Sequence[StateCount], language: Language) -> str:
    """Return the heading, which says how far the columns are from each other."""
    step = next((second.until - first.until for first, second in pairwise(counts[:-1])), DAY)
    if step <= DAY:
        return say(language, "page-states-by-day")
    return say(language, "page-states-by-week", weeks=step // WEEK)


def _days(counts: Sequence[StateCount], language: Language) -> list[str]:
    """Return what the columns are called: by the day that they are the end of, the last one is now."""
    return [*(f"{_day(count.until)}" for count in counts[:-1]), say(language, "page-states-now")]


def _day(until: datetime) -> date:
    return (until - timedelta(microseconds=1)).date()


def _title(count: StateCount, names: dict[LeadState, str], day: str) -> str:
    parts = [f"{names[state]} {leads}" for state, leads in _in_order(count)]
    return f"{day}: {count.entered} = {', '.join(parts)}" if parts else f"{day}: 0"


def _in_order(count: StateCount) -> Iterator[tuple[LeadState, int]]:
    return ((state, count.leads[state]) for state in LeadState if count.leads.get(state))


def _outline(counts: Sequence[StateCount], state: LeadState, most: int, pitch: float) -> str:
    """Return one outline around the parts of all columns that are of this state."""
    below = list(LeadState)[: list(LeadState).index(state)]
    parts = []
    for at, count in enumerate(counts):
        if leads := count.leads.get(state, 0):
            under = sum(count.leads.get(other, 0) for other in below)
            x, wide = LEFT + pitch * (at + GAP / 2), pitch * (1 - GAP)
            y, high = TOP + TALL * (1 - (under + leads) / most), TALL * leads / most
            parts.append(f"M{x:.1f} {y:.1f}h{wide:.1f}v{high:.1f}h-{wide:.1f}z")
    return "".join(parts)


def _heights(most: int) -> Iterator[PictureMark]:
    for leads in sorted({0, most // 2, most}):
        yield PictureMark(LEFT - 6, TOP + TALL * (1 - leads / most) + 4, str(leads), "end")


def _columns_named(counts: Sequence[StateCount], pitch: float, language: Language) -> Iterator[PictureMark]:
    """Yield the words below the columns: not each has one, the last always has."""
    days, every = _days(counts, language), -(-len(counts) // LABELS)
    room = 70 / pitch  # the columns that a word needs
    for at, day in enumerate(days):
        last = at == len(days) - 1
        if last or (at % max(every, room) < 1 and len(days) - 1 - at >= room):
            yield PictureMark(LEFT + pitch * (at + 0.5), TOP + TALL + 16, day)


def _stack_table(counts: Sequence[StateCount], names: dict[LeadState, str], language: Language) -> HtmlTable:
    rows = (
        TableRow((day, *(str(count.leads.get(state, 0)) for state in names), str(count.entered)))
        for count, day in zip(counts, _days(counts, language), strict=True)
    )
    columns = (say(language, "page-until"), *names.values(), say(language, "report-all-leads"))
    numbers = frozenset(range(1, len(columns)))
    return HtmlTable(heading=_rhythm(counts, language), rows=tuple(rows), columns=columns, numbers=numbers)


def curves_of(report: Report, language: Language) -> list[CurveChart]:
    """Return a curve for each duration of which something was watched."""
    return [_curve(duration, language) for duration in report.durations if duration.durations.events]


def _curve(duration: Duration, language: Language) -> CurveChart:
    watched = duration.durations
    n = say(language, "report-durations-n", events=watched.events, count=watched.count)
    heading = f"{figure_name(duration.figure.id, language)}: {formula(duration.figure.id, language)}; {n}"
    steps, quantiles = list(curve(watched)), duration.minutes
    p90 = quantiles["p90"]
    longest = max(1, max([*watched.happened, *watched.censored]) if p90 is None else int(p90 * ROOM) + 1)
    guides = [(name, minutes, int(name[1:]) / 100) for name, minutes in quantiles.items()]
    return CurveChart(
        heading=heading,
        line=_line(steps, longest),
        guides=tuple(
            CurveGuide(_y(share), None if minutes is None else _x(minutes, longest)) for _, minutes, share in guides
        ),
        marks=(
            *(PictureMark(LEFT - 6, _y(share) + 4, number(share, Unit.RATE, language), "end") for share in (0.0, 1.0)),
            *(
                PictureMark(LEFT + PLOT + 6, _y(share) + 4, f"{name} {span(minutes, language)}", "start")
                for name, minutes, share in guides
            ),
            *_spans_named(longest),
        ),
        table=_curve_table(duration, steps, heading, longest, language),
    )


def _x(minutes: int, longest: int) -> float:
    return LEFT + PLOT * minutes / longest


def _y(share: float) -> float:
    return TOP + TALL * (1 - share)


def _line(steps: Sequence[tuple[int, float]], longest: int) -> str:
    """Return the curve: level until it happens to somebody. Of the steps within one point of the picture, the last."""
    drawn = {round(_x(minutes, longest)): share for minutes, share in steps if minutes <= longest}
    parts = [f"M{LEFT} {_y(0):.1f}", *(f"H{x}V{_y(share):.1f}" for x, share in drawn.items())]
    return "".join([*parts, f"H{LEFT + PLOT}"])


def _spans_named(longest: int) -> Iterator[PictureMark]:
    step = next((step for step in STEPS if longest <= step * LABELS), STEPS[-1])
    for minutes in range(0, longest + 1, step):
        yield PictureMark(_x(minutes, longest), TOP + TALL + 16, _short(minutes))


def _short(minutes: int) -> str:
    """Return a round span by the symbol of its largest unit."""
    if minutes and minutes % DAY_MINUTES == 0:
        return f"{minutes // DAY_MINUTES} d"
    if minutes and minutes % HOUR_MINUTES == 0:
        return f"{minutes // HOUR_MINUTES} h"
    return f"{minutes // HOUR_MINUTES} h {minutes % HOUR_MINUTES} min" if minutes > HOUR_MINUTES else f"{minutes} min"


def _curve_table(
    duration: Duration, steps: Sequence[tuple[int, float]], heading: str, longest: int, language: Language
) -> HtmlTable:
    """Return the share by then at round spans, and the quantiles."""
    rows = []
    for minutes in STEPS:
        if minutes <= longest:
            before = bisect(steps, (minutes, 1.0))
            share = steps[before - 1][1] if before else 0.0
            rows.append(TableRow((_short(minutes), number(share, Unit.RATE, language)), share))
    for name, quantile in duration.minutes.items():
        rows.append(TableRow((span(quantile, language), f"{name[1:]} % ({name})")))
    columns = (say(language, "page-within"), say(language, "page-share"))
    return HtmlTable(heading=heading, rows=tuple(rows), columns=columns, numbers=frozenset({1}))
