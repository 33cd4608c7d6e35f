"""Do the dates of a campaign fit each other? Pure: seasons, closed and open days, dates of windows and limits."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from cadence.campaign.checker import Checker
from cadence.campaign.conditions import Where
from cadence.campaign.day_sets import (
    FIRST_YEAR,
    YEARS,
    Dates,
    Days,
    examples,
    holds,
    last_date,
    shared,
    weekdays,
)
from cadence.campaign.parts import FileWindow
from cadence.campaign.periods import WholeCampaign
from cadence.campaign.shape import Campaign
from cadence.documents.mistakes import one_of, quoted
from cadence.domain.nearest import same_word

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPAN = YEARS * 366
"""In so many days every date without a year has come, on each weekday."""
Place = tuple[str | int, ...]
"""Where in a file something stands."""


def check_days(checker: Checker) -> None:
    """Report all dates that do not fit."""
    check_seasons(checker)
    check_own_days(checker)
    check_dated_windows(checker)
    check_some_day_is_open(checker)
    check_dated_limits(checker)
    check_reach(checker)


def check_seasons(checker: Checker) -> None:
    """Refuse an end before its start, and seasons that overlap."""
    campaign = checker.campaign
    start, end = campaign.start, campaign.end
    if start is not None and end is not None and end < start:
        checker.wrong(("end",), f"an end before the start, {start.isoformat()}", f"{start.isoformat()} or later")
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
        if window.dates and not (window.segments or window.where) and (own := _without_dates(campaign)):
            expected = f"a window with these dates for {one_of(own)} too, if it is meant for them"
            checker.warn(("windows", i, "dates"), f"dates that change no hours of {one_of(own)}", expected)
        if window.dates and (window.segments or window.where) and _only_dated(campaign, window):
            expected = "a window of theirs without dates too, because the windows of others are not theirs"
            checker.warn(("windows", i, "dates"), "people who have hours on certain dates only", expected)


def own_windows(campaign: Campaign, segment: str, where: Where | None) -> list[FileWindow]:
    """Return the windows of the people of a segment who meet this condition alone."""
    fits = [
        window
        for window in campaign.windows
        if (not window.segments or same_word(segment) in map(same_word, window.segments))
        and window.where in {None, where}
    ]
    return [window for window in fits if window.segments or window.where] or fits


def people_of(windows: Iterable[FileWindow]) -> list[tuple[str, Where | None]]:
    """Return each segment and condition that windows name, together; "" and None for people whom none names."""
    return list(dict.fromkeys((segment, window.where) for window in windows for segment in window.segments or ("",)))


def in_file(segment: str, where: Where | None) -> str:
    """Return people as a message names them."""
    if segment:
        return quoted(segment)
    return "people without windows of their own" if where is None else "the people of a condition"


def _without_dates(campaign: Campaign) -> list[str]:
    """Return the people who have windows of their own, and none of them with dates."""
    own = {
        in_file(segment, where)
        for segment, where in people_of(campaign.windows)
        if (segment or where) and not any(window.dates for window in own_windows(campaign, segment, where))
    }
    return sorted(own, key=lambda name: not name.startswith('"'))


def _only_dated(campaign: Campaign, window: FileWindow) -> bool:
    """Tell whether somebody of this window has no hours without dates, though others have."""
    others = any(not other.dates and not (other.segments or other.where) for other in campaign.windows)
    return others and any(
        all(own.dates for own in own_windows(campaign, segment, where)) for segment, where in people_of([window])
    )


def open_days(campaign: Campaign, segment: str, where: Where | None) -> Iterator[tuple[date, list[FileWindow]]]:
    """Yield the days of the campaign on which these people have hours, with their windows of that day."""
    own = own_windows(campaign, segment, where)
    first, last = campaign.first_day or date.min, campaign.last_day or date.max
    begins = (campaign.first_day or date(FIRST_YEAR, 1, 1)).toordinal()
    if campaign.first_day is None and campaign.last_day is not None:
        begins = max(last.toordinal() - SPAN, 1)
    fixed = sorted(
        {day for window in own for days in window.dates if isinstance(days, Dates) for day in examples(days)}
    )
    inside = (day for day in fixed if first <= day <= last)
    every = map(date.fromordinal, range(begins, min(begins + SPAN, last.toordinal()) + 1))
    for day in chain(inside, every):
        windows = [window for window in own if holds(window.dates, day)] or [w for w in own if not w.dates]
        open_ = [window for window in windows if day.weekday() in window.days]
        if open_ and not holds((*campaign.closed, *campaign.between_seasons), day):
            yield day, open_


def check_some_day_is_open(checker: Checker) -> None:
    """Refuse a campaign in which nobody can ever be contacted, and warn of people who cannot."""
    campaign = checker.campaign
    first, last = campaign.first_day, campaign.last_day
    turned = first is not None and last is not None and last < first
    if turned or not all(checker.sound((key,)) for key in ("windows", "closed", "seasons", "start", "end")):
        return
    whose = people_of(campaign.windows)
    shut = [place for place, own in enumerate(whose) if next(open_days(campaign, *own), None) is None]
    if shut and len(shut) == len(whose):
        expected = "windows that are open on some day between `start` and `end`, and not in `closed`"
        checker.wrong(("windows",), "windows that open on no day of the campaign", expected)


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
