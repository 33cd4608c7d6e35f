"""Do the dates of a campaign fit each other? Pure: seasons, closed and open days, dates of windows and limits."""

from collections.abc import Iterator
from datetime import date

from cadence.campaign.checker import Checker
from cadence.campaign.day_sets import Dates, Days, examples, holds, last_date, shared, weekdays
from cadence.campaign.periods import WholeCampaign
from cadence.campaign.shape import Campaign
from cadence.documents.mistakes import one_of, quoted

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Place = tuple[str | int, ...]
"""Where in a file something stands."""


def check_days(checker: Checker) -> None:
    """Report all dates that do not fit."""
    check_seasons(checker)
    check_own_days(checker)
    check_dated_windows(checker)
    check_dated_limits(checker)
    check_reach(checker)


def check_seasons(checker: Checker) -> None:
    """Refuse an end before its start, two forms at once, and seasons that overlap."""
    campaign = checker.campaign
    start, end = campaign.start, campaign.end
    if start is not None and end is not None and end < start:
        checker.wrong(("end",), f"an end before the start, {start.isoformat()}", f"{start.isoformat()} or later")
    for key, day in (("start", start), ("end", end)):
        if campaign.seasons and day is not None:
            checker.wrong((key,), f"`{key}` beside `seasons`", "one of both: each season has its own", key=True)
    for i, season in enumerate(campaign.seasons):
        path: Place = ("seasons", i)
        if not checker.sound(path):
            continue
        if season.end < season.start:
            first = season.start.isoformat()
            checker.wrong((*path, "end"), f"an end before the start, {first}", f"{first} or later")
            continue
        for earlier in campaign.seasons[:i]:
            if season.start <= earlier.end and earlier.start <= season.end and checker.sound(("seasons",)):
                found = f"a season that overlaps the one of {earlier.days}"
                checker.wrong((*path, "start"), found, "seasons that do not overlap")
                break


def check_own_days(checker: Checker) -> None:
    """Refuse a day that is closed and open. Warn of open days where holidays do not close anything."""
    campaign = checker.campaign
    for i, worked in enumerate(campaign.open):
        both = next((day for shut in campaign.closed if (day := shared(worked, shut)) is not None), None)
        if both is not None and checker.sound(("closed",)):
            checker.wrong(("open", i), f"{both.isoformat()}, which is in `closed` as well", "each day in one of both")
    if campaign.open and campaign.holidays == "open":
        checker.warn(("open",), "`open` days beside `holidays: open`", "no such days: no holiday is closed anyway")


def check_dated_windows(checker: Checker) -> None:
    """Warn of dates on which a window never opens, and of segments that keep their hours on such dates."""
    campaign = checker.campaign
    for i, window in enumerate(campaign.windows):
        for j, days in enumerate(window.dates):
            path: Place = ("windows", i, "dates", j)
            falls = weekdays(days)
            if not falls & set(window.days):
                on = one_of(WEEK[day] for day in sorted(falls))
                expected = "dates on one of its `days`: it never opens on these, and nothing else does"
                checker.warn(path, f"{days}, on {on} only, which `days` leaves out", expected)
            elif campaign.closed and all(holds(campaign.closed, day) for day in examples(days)):
                checker.warn(path, f"{days}, which `closed` has as well", "dates that are not closed")
        own = _segments_without_dates(campaign)
        if window.dates and not (window.segments or window.where) and own:
            expected = f"a window with these dates for {one_of(own)} too, if it is meant for them"
            checker.warn(("windows", i, "dates"), f"dates that change no hours of {one_of(own)}", expected)


def _segments_without_dates(campaign: Campaign) -> list[str]:
    """Return the segments that have windows of their own, and none of them with dates."""
    dated = {segment for window in campaign.windows if window.dates for segment in window.segments}
    own = dict.fromkeys(segment for window in campaign.windows for segment in window.segments)
    return [quoted(segment) for segment in own if segment not in dated]


def check_dated_limits(checker: Checker) -> None:
    """Refuse dates of a limit over the whole campaign: it ends the cadence, which dates would not undo."""
    for i, limit in enumerate(checker.campaign.limits):
        if limit.dates and isinstance(limit.per, WholeCampaign):
            expected = "a period that passes beside `dates`, such as 7 days: a limit per campaign ends the cadence"
            checker.wrong(("limits", i, "per"), "per: campaign with `dates`", expected)


def check_reach(checker: Checker) -> None:
    """Warn of dates before the first day of the campaign, or after its last."""
    first, last = checker.campaign.first_day, checker.campaign.last_day
    for path, days in dates_of(checker.campaign):
        if not isinstance(days, Dates):
            continue
        if first is not None and days.last < first:
            checker.warn(path, f"{days}, before the campaign's first day", f"{first.isoformat()} or later")
        elif last is not None and days.first > last:
            checker.warn(path, f"{days}, after the campaign's last day", f"{last.isoformat()} or earlier")


def dates_of(campaign: Campaign) -> Iterator[tuple[Place, Days]]:
    """Yield each set of dates of windows, limits, closed and open days, with its place."""
    for i, window in enumerate(campaign.windows):
        yield from ((("windows", i, "dates", j), days) for j, days in enumerate(window.dates))
    for i, limit in enumerate(campaign.limits):
        yield from ((("limits", i, "dates", j), days) for j, days in enumerate(limit.dates))
    yield from ((("closed", i), days) for i, days in enumerate(campaign.closed))
    yield from ((("open", i), days) for i, days in enumerate(campaign.open))


def past(campaign: Campaign, today: date) -> Iterator[tuple[Place, str, str]]:
    """Yield a warning for each date or season that is over: place, found, expected."""
    expected = "a date that is still to come, or one without a year, which comes again"
    for path, days in dates_of(campaign):
        over = last_date((days,))
        if over is not None and over < today:
            yield path, f"{days}, which is over", expected
    for i, season in enumerate(campaign.seasons):
        if season.end < today:
            yield ("seasons", i), f"{season.days}, which is over", "seasons that are still to come"
