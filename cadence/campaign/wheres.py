"""Which conditions does a campaign have, where do they stand in its file, and are they right? Pure."""

from collections.abc import Iterator, Mapping

from cadence.campaign.branches import Target, conditions
from cadence.campaign.checker import Checker
from cadence.campaign.conditions import Where
from cadence.campaign.conditions.parsed import (
    ENROLLED,
    AboutValue,
    All,
    Condition,
    Happened,
    HasConsent,
    HoursSince,
    TouchCount,
)
from cadence.campaign.conditions.possible import answers, dead_parts, impossible, subject_of
from cadence.campaign.conditions.reading import doubtful
from cadence.campaign.conditions.values import ConditionValues
from cadence.campaign.conditions.words import in_words
from cadence.campaign.shape import Campaign
from cadence.documents.mistakes import one_of, quoted
from cadence.documents.tree import locate
from cadence.domain.nearest import nearest

Path = tuple[str | int, ...]


def conditions_of(campaign: Campaign) -> Iterator[tuple[Path, Where]]:
    """Yield every condition of a campaign with its place, in the order of the shape."""
    if campaign.where is not None:
        yield ("where",), campaign.where
    of_windows = (("windows", place, window.where) for place, window in enumerate(campaign.windows))
    of_limits = (("limits", place, limit.where) for place, limit in enumerate(campaign.limits))
    of_steps = (("cadence", place, step.where) for place, step in enumerate(campaign.cadence))
    for key, place, where in (*of_windows, *of_limits, *of_steps):
        if where is not None:
            yield (key, place, "where"), where
    for place, step in enumerate(campaign.cadence):
        yield from _of_branches(step.on, ("cadence", place, "on"))
    if campaign.callback is not None:
        yield from _of_branches(campaign.callback.on, ("callback", "on"))


def _of_branches(on: Mapping[str, Target], path: Path) -> Iterator[tuple[Path, Where]]:
    for word, target in on.items():
        for where, below in conditions(target):
            yield (*path, word, *below), where


def date_columns_of(campaign: Campaign) -> frozenset[str]:
    """Return the columns of a list that conditions take for dates."""
    return frozenset().union(*(where.date_columns for _, where in conditions_of(campaign)))


def check_conditions(checker: Checker) -> None:
    """Refuse conditions on steps that do not exist, or on touches before there are any; warn of doubtful names."""
    steps = [step.step for step in checker.campaign.cadence]
    for path, where in conditions_of(checker.campaign):
        before = len(checker.report.mistakes)
        if checker.sound(path):
            ConditionValues(checker.report, checker.campaign.country).check(locate(checker.tree, path))
        values_are_right = len(checker.report.mistakes) == before
        leaves = [leaf for leaf in where.leaves if isinstance(leaf, TouchCount | HoursSince | Happened)]
        for step in (step for leaf in leaves if isinstance(leaf, TouchCount) for step in leaf.steps):
            if step not in steps:
                found = f"{quoted(step)} in a condition, which is not a step"
                checker.wrong(path, found, one_of(steps), nearest(step, steps))
        known_later = next((leaf for leaf in where.leaves if not isinstance(leaf, AboutValue)), None)
        if path == ("where",) and known_later is not None:
            expected = "what the list says of a person, because nothing has happened when they come in"
            if isinstance(known_later, HasConsent):
                expected = "what the list says of a person; without a consent a channel is not used anyway"
            checker.wrong(path, f"{quoted(known_later.kind)} in the condition for coming in", expected)
        for event in _never_had(where) if path[0] in {"windows", "limits"} else ():
            expected = "`is: known` beside the hours, if only people with such an event are meant"
            found = f"hours since {quoted(event)}, which bind everybody who had no such event"
            checker.warn(path, found, expected)
        if values_are_right:  # else a value that nobody has is reported where it stands
            _check_answers(checker, path, where)
        _check_retry(checker, path, where)
        for column, meant in doubtful(where):
            found = f"a condition on the column {quoted(column)}"
            checker.warn(path, found, f"{meant}, if the lead's own {meant} is meant")


def _check_answers(checker: Checker, path: Path, where: Where) -> None:
    """Refuse a condition that nobody can meet; warn of one that everybody meets, and of a useless alternative."""
    if (never := impossible(where)) is not None:
        found = f"a condition that can never be true: {_said(never)}"
        place = _place(checker, path, never)
        expected = "a condition that somebody can meet, or no `where`"
        checker.wrong(place, found, expected, key=place != path)
    elif answers(where.holds) == {True}:
        expected = "no `where`, or a condition that not everybody meets"
        checker.warn(path, f"a condition that is always true: {_said(where.holds)}", expected)
    else:
        for part in dead_parts(where.holds):
            found = f"an alternative that can never be true: {_said(part)}"
            checker.warn((*path, "any"), found, "one that somebody can meet, or the others alone", key=True)


def _check_retry(checker: Checker, path: Path, where: Where) -> None:
    """Warn of a step that is for people without such a touch, and whose first try is one: it would never go again."""
    step = next((own for i, own in enumerate(checker.campaign.cadence) if path == ("cadence", i, "where")), None)
    if step is None or step.retry is None:
        return
    needed = where.holds.of if isinstance(where.holds, All) else (where.holds,)
    for leaf in needed:
        if not isinstance(leaf, TouchCount) or leaf.outcomes or leaf.comparison in {"at_least", "above"}:
            continue
        counts_own = (not leaf.steps or step.step in leaf.steps) and (
            not leaf.channels or step.channel in leaf.channels
        )
        most_at_first = leaf.number - 1 if leaf.comparison == "below" else leaf.number
        if counts_own and (leaf.comparison == "is" or most_at_first < 1):
            expected = "a condition that its first try leaves true, because it is asked again before each retry"
            checker.warn(path, f"a step with `retry` for people with {_said(leaf)}", expected)


def _said(condition: Condition) -> str:
    return in_words(Where(holds=condition))


def _place(checker: Checker, path: Path, condition: Condition) -> Path:
    """Return where a condition stands: at the key of what it asks for, if that is in the mapping itself."""
    own = (*path, subject_of(condition))
    return own if locate(checker.tree, own) is not locate(checker.tree, path) else path


def _never_had(where: Where) -> Iterator[str]:
    """Yield each event whose hours are asked for, and not whether it ever was: without it the answer is unknown."""
    known = {leaf.event for leaf in where.leaves if isinstance(leaf, Happened)}
    hours = (leaf.event for leaf in where.leaves if isinstance(leaf, HoursSince))
    yield from dict.fromkeys(event for event in hours if event != ENROLLED and event not in known)
