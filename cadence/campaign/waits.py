"""
Is what a step waits for possible? Pure.

Each word of `after` is a result that a step before it can have. The hours of `until` are open in the file's windows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from cadence.campaign.after import LEFT
from cadence.campaign.answers import names_of
from cadence.campaign.branches import targets
from cadence.campaign.checker import Checker
from cadence.campaign.day_checks import in_file, open_days, people_of
from cadence.campaign.day_sets import holds
from cadence.campaign.parts import FileWindow
from cadence.campaign.paths import before, every_target_exists
from cadence.campaign.periods import WholeCampaign
from cadence.campaign.results import outcomes_of
from cadence.campaign.shape import Campaign
from cadence.campaign.spans import GUARDS, MIDNIGHT, minutes
from cadence.campaign.step_shape import Step
from cadence.campaign.templates import BUILT_IN, CALLBACK_AT, flaw, placeholders
from cadence.campaign.texts import Path, texts
from cadence.campaign.until import Until
from cadence.campaign.wheres import conditions_of
from cadence.documents.mistakes import one_of, quoted
from cadence.documents.tree import Items, locate
from cadence.domain import ANSWER, END, OTHERWISE, REPLIED, Disposition, Outcome
from cadence.domain.channels import CONTACT_CHANNELS, descriptor_of
from cadence.domain.nearest import nearest

RESERVED = frozenset({*BUILT_IN, CALLBACK_AT, "id", "phone", "phone2", "email", "timezone"})
"""Names that the list or the engine gives."""
STOPS = (Outcome.OPTED_OUT, Disposition.DO_NOT_CONTACT)
"""These always end every cadence of the person: no step waits after them."""


def check_waits(checker: Checker) -> None:
    """Check the words of `after`, where it is known for sure which steps can come before which."""
    cadence = checker.campaign.cadence
    node = locate(checker.tree, ("cadence",))
    whole = isinstance(node, Items) and len(node.items) == len(cadence)
    if not whole or not every_target_exists(checker.campaign) or not all(map(_leads_on(checker), range(len(cadence)))):
        return
    sources = before(checker.campaign)
    for i, step in enumerate(checker.campaign.cadence):
        check_time_to_reply(checker, i, step)
        if isinstance(step.after, dict):
            check_results(checker, i, step.after, [checker.campaign.cadence[place] for place in sorted(sources[i])])


def check_promised(checker: Checker) -> None:
    """Refuse a branch by a promise whose date nobody keeps, and a name that the list gives; warn of an unused one."""
    campaign = checker.campaign
    if campaign.promised in RESERVED:
        expected = "another name, because the list or the engine gives this one"
        checker.wrong(("promised",), f"a promised date kept as {quoted(campaign.promised)}", expected)
    if campaign.promised:
        conditions = {column for _, where in conditions_of(campaign) for column in where.columns}
        used = campaign.promised in {*conditions, *(step.dated for step in campaign.cadence)} or any(
            campaign.promised in placeholders(written.text) for written in texts(campaign) if not flaw(written.text)
        )
        if not used:
            expected = f"a step with before: or after: {{field: {campaign.promised}, by: 1 day}}, or a text with it"
            checker.warn(("promised",), f"the promised date {quoted(campaign.promised)}, which nothing uses", expected)
        return
    branches: list[tuple[Path, Mapping[str, object]]]
    branches = [(("cadence", i, "on"), step.on) for i, step in enumerate(campaign.cadence)]
    branches += [(("callback", "on"), campaign.callback.on)] if campaign.callback else []
    for path, on in branches:
        if Disposition.PROMISED in on:
            expected = "promised: in the head, with a name for the date, such as promised: pay_on"
            place = (*path, Disposition.PROMISED.value)
            checker.wrong(place, '"promised" without a name for its date', expected, key=True)


def check_openings(checker: Checker) -> None:
    """Refuse an `until` whose hours no window opens: its step would wait for ever."""
    for i, step in enumerate(checker.campaign.cadence):
        if step.until is None or step.wait is not None:
            continue
        path = ("cadence", i, "until")
        if step.channel in CONTACT_CHANNELS and checker.sound(("windows",)):
            _check_windows(checker, step.until, path)


def _check_windows(checker: Checker, until: Until, path: Path) -> None:
    """Refuse hours that are open for nobody, and warn of those that are not open for some people."""
    campaign = checker.campaign
    whose = [own for own in people_of(campaign.windows) if any(True for _ in open_days(campaign, *own))]
    shut = [own for own in whose if not any(_overlap(until, *opened) for opened in open_days(campaign, *own))]
    expected = "hours that one of the `windows` opens, for longer than the last minute before closing"
    if shut and len(shut) == len(whose):
        checker.wrong(path, "hours in which `windows` open for nobody", expected)
    elif shut:
        names = one_of(dict.fromkeys(in_file(*own) for own in shut))
        checker.warn(path, f"hours in which `windows` are not open for {names.replace(' or ', ' and ')}", expected)


def _overlap(until: Until, day: date, windows: Iterable[FileWindow]) -> bool:
    """Tell whether something can be sent in hours of both on this day."""
    if (until.weekday and day.weekday() not in until.weekday) or (until.day and not holds(until.dates, day)):
        return False
    spans = [minutes(span) for span in until.hours] or [(0, MIDNIGHT)]
    openings = [minutes(span) for window in windows for span in window.hours]
    return any(min(closes, ends) - max(opens, begins) > GUARDS for opens, closes in spans for begins, ends in openings)


def check_time_to_reply(checker: Checker, i: int, step: Step) -> None:
    """Warn of a branch for replies to a message with which the cadence ends, or which is followed at once."""
    campaign = checker.campaign
    if (followed := _followed_at_once(campaign, step)) and (word := _branch_for_replies(step, followed)):
        expected = f"`after` in {quoted(followed[0])}, such as 2 days: else it follows as soon as this is sent"
        checker.warn(("cadence", i, "on", word), "a branch for replies that nobody has time for", expected, key=True)
        return
    waits = step.answer_within is not None or campaign.question_of(step) is not None
    ends = step.on.get(OTHERWISE, campaign.following(step.step)) == END
    if step.on.get(REPLIED, END) != END and ends and not waits:
        expected = "`answer_within`, such as 2 days, or a later step: else the cadence ends as soon as this is sent"
        checker.warn(("cadence", i, "on", REPLIED), "a branch for replies that nobody has time for", expected)


def _branch_for_replies(step: Step, followed: tuple[str, ...]) -> str:
    """Return the first answer that leads elsewhere than where everybody goes; "" for none."""
    words = (word for word in step.on if word.startswith(ANSWER))
    return next((word for word in words if {target for target, _ in targets(step.on[word])} - {*followed}), "")


def _followed_at_once(campaign: Campaign, step: Step) -> tuple[str, ...]:
    """
    Return the steps that follow a message without a reply, if each of them is due at once and nothing may hold it.

    A task is held by no rule. A limit that is used up by one touch may hold another contact for long enough.
    """
    if step.channel is None or not descriptor_of(step.channel).can_reply:
        return ()
    following = tuple(target for target, _ in targets(step.on.get(OTHERWISE, campaign.following(step.step))))
    steps = [campaign.step_named(name) for name in following if name != END]
    held = any(limit.max == 1 and not isinstance(limit.per, WholeCampaign) for limit in campaign.limits)
    at_once = (_due_at_once(later) and (later.task is not None or not held) for later in steps)
    return following if len(steps) == len(following) and all(at_once) else ()


def _due_at_once(step: Step) -> bool:
    """Tell whether a step is due as soon as the message before it has left, when nobody has replied yet."""
    if step.wait is not None or step.before is not None or step.until is not None or step.where is not None:
        return False
    if isinstance(step.after, dict):
        named = {word: wait for word, wait in step.after.items() if word != REPLIED and not word.startswith(ANSWER)}
        return not any(named.values())
    return step.after == timedelta(0)


def _leads_on(checker: Checker) -> Callable[[int], bool]:
    """Return what tells whether the reader found no mistake in what a step is and where it leads."""

    def sound(i: int) -> bool:
        step = checker.campaign.cadence[i]
        is_one = step.channel is not None or step.wait is not None
        return is_one and all(checker.sound(("cadence", i, name)) for name in ("step", "on", "otherwise"))

    return sound


def check_results(checker: Checker, i: int, after: Mapping[str, timedelta], sources: list[Step]) -> None:
    """Refuse results that no step before this one can have; `sources` are those steps, waits left out."""
    path = ("cadence", i, "after")
    if not sources:
        expected = 'a duration such as "2 hours", which counts from the enrolment'
        checker.wrong(path, "a wait by result in a step that no step comes before", expected)
        return
    known = tuple(dict.fromkeys(_results(checker.campaign, sources)))
    for word in after:
        place = (*path, word)
        if word in STOPS:
            expected = "no wait, because an opt-out always ends the cadence"
            checker.wrong(place, f"{quoted(word)} in `after`", expected, key=True)
        elif word not in known:
            names = one_of([quoted(step.step) for step in sources])
            found = f"{quoted(word)} is not a result of {names}"
            checker.wrong(place, found, one_of(known), nearest(word, known), key=True)
        elif word in checker.campaign.stop_on:
            expected = "it in `after` or in stop_on, but not in both: stop_on ends the cadence first"
            checker.warn(place, f"{quoted(word)} in `after` has no effect", expected)
    if Outcome.SENT in after and Outcome.DELIVERED in known and not {LEFT, Outcome.DELIVERED.value} & after.keys():
        expected = f"{LEFT}, which is also true of a message that was delivered, read or answered"
        checker.warn((*path, Outcome.SENT.value), '"sent" alone, which ends when a message is delivered', expected)


def _results(campaign: Campaign, sources: list[Step]) -> Iterator[str]:
    """Yield the results that these steps can have; a promised call may be made after any of them."""
    promised = [campaign.callback_step] if campaign.callback_step is not None else []
    channels = [step.channel for step in (*sources, *promised) if step.channel is not None]
    for step in (*sources, *promised):
        yield from outcomes_of(step)
    for step in sources:
        yield from names_of(campaign.question_of(step))
    yield Outcome.SKIPPED.value
    if any(channel in CONTACT_CHANNELS for channel in channels):
        yield LEFT
    yield OTHERWISE
