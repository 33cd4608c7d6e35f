"""Is each step right by itself? Pure: one kind each, possible outcomes, floors and senders that exist."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from cadence.campaign.answers import names_of
from cadence.campaign.branches import Target
from cadence.campaign.checker import Checker
from cadence.campaign.content import CONTENTS
from cadence.campaign.content.call import CallStep
from cadence.campaign.key_pairs import KINDS
from cadence.campaign.parts import Retry
from cadence.campaign.results import RESULTS, outcomes_of, reminds
from cadence.campaign.step_shape import Announcement, CallbackRule, Step
from cadence.campaign.templates import CALLBACK_AT, flaw, placeholders
from cadence.campaign.texts import Path
from cadence.documents.mistakes import one_of, quoted
from cadence.domain import ANSWER, END, OTHERWISE, REMIND, REPLIED, Channel, Disposition, Outcome
from cadence.domain.channels import CALLBACK_CHANNEL, CONTACT_CHANNELS, WORK_CHANNEL, descriptor_of
from cadence.domain.geography import COUNTRY_CODE, is_country, meant_country
from cadence.domain.nearest import nearest
from cadence.domain.senders import SenderKind, country_of, kind_of_sender, takes_replies

RESERVED = frozenset({END, OTHERWISE, "callback"})
"""Names that mean something else."""
STOPS = (Outcome.OPTED_OUT, Disposition.DO_NOT_CONTACT)
"""These always end every cadence of the person; no branch can follow them."""
SHORTEST_RING, LONGEST_RING = timedelta(seconds=5), timedelta(minutes=2)
"""A shorter ring reaches no phone; a longer one is a nuisance."""
NEEDS_DUE = "`due` in the task: the working time within which somebody gives the result, such as due: 4 hours"
"""A lead would wait for ever for a result that nobody has to give."""
LONGEST_TALK = timedelta(hours=4)
"""The carrier ends every call after this."""


def check_steps(checker: Checker) -> None:
    """Check each step, then the callback, then what they need of the campaign's head."""
    seen: set[str] = set()
    for i, step in enumerate(checker.campaign.cadence):
        place = ("cadence", i, "step")
        if step.step in seen:
            checker.wrong(place, f"a second step {quoted(step.step)}", "a different name for each step")
        if step.step in RESERVED:
            checker.wrong(place, f"a step named {quoted(step.step)}", "another name, because this one is reserved")
        seen.add(step.step)
        check_step(checker, step, ("cadence", i))
    if checker.campaign.callback is not None:
        check_callback(checker, checker.campaign.callback)
    check_senders(checker)
    check_floors(checker)


def check_step(checker: Checker, step: Step, path: Path) -> None:
    """Check one step, if it is of one kind."""
    if sum(getattr(step, kind) is not None for kind in KINDS) != 1:
        return
    channel = step.channel
    check_on(checker, step.on, channel, path, outcomes_of(step))
    check_branches(checker, step, path)
    check_result(checker, step, path)
    sender = step.sender or (checker.campaign.sender.of(channel) if channel is not None else "")
    for word in step.on if channel is not None and _unanswerable(channel, sender) else ():
        if word == REPLIED or word.startswith(ANSWER):
            expected = "a number as sender, because people cannot reply to a name"
            checker.wrong((*path, "on", word), f"{quoted(word)} to {quoted(sender)}", expected, key=True)
    if step.retry is not None and channel is not None:
        check_retry(checker, step.retry, channel, (*path, "retry"))
    if step.call is not None:
        check_call(checker, step.call, (*path, "call"))
    _check_country(checker, (*path, "from"), step.sender)
    descriptor = descriptor_of(channel) if channel in CONTACT_CHANNELS and channel is not None else None
    if step.sender and descriptor is not None and kind_of_sender(step.sender) not in descriptor.senders:
        other = " or a messaging service" if SenderKind.SERVICE in descriptor.senders else ""
        expected = f'a number with its prefix, in quotes, such as "+34910000001"{other}'
        if not descriptor.by_phone:
            expected = CONTENTS[descriptor.channel].senders[descriptor.sender_key].kind.expected
        checker.wrong((*path, "from"), f"{quoted(step.sender)} as the sender of {descriptor.channel}", expected)


def _unanswerable(channel: Channel, sender: str) -> bool:
    """Tell whether this sender takes no answer, on a channel that lets such a one send."""
    return bool(sender) and SenderKind.NAME in descriptor_of(channel).senders and not takes_replies(sender)


def check_on(
    checker: Checker, on: Mapping[str, Target], channel: Channel | None, path: Path, outcomes: tuple[str, ...]
) -> None:
    """Refuse words of `on` that are never an outcome of this step."""
    what = f"a step by {channel}" if channel is not None else "a wait"
    for word in on:
        place = (*path, "on", word)
        if word == OTHERWISE or word in outcomes or word.startswith(ANSWER):
            if word in checker.campaign.stop_on or (word.startswith(ANSWER) and REPLIED in checker.campaign.stop_on):
                expected = "it in `on` or in stop_on, but not in both: stop_on ends the cadence first"
                checker.warn(place, f"{quoted(word)} in `on` has no effect", expected)
            continue
        found, hint = f"{quoted(word)} in `on`", ""
        if channel is WORK_CHANNEL and word in RESULTS and word not in outcomes:
            found, expected = f"{quoted(word)} of a task that nobody waits for", NEEDS_DUE
        elif word in STOPS:
            expected = "no branch, because an opt-out always ends the cadence"
        elif word == Outcome.SKIPPED:
            expected = "`otherwise` next to `on`, for a step that a rule refuses"
        else:
            right = (*outcomes, OTHERWISE)
            found, expected, hint = f"{quoted(word)} is not an outcome of {what}", one_of(right), nearest(word, right)
        checker.wrong(place, found, expected, hint, key=True)


def check_result(checker: Checker, step: Step, path: Path) -> None:
    """Refuse a task without time for its result, and `remind` where it may mean a step."""
    if step.task is None or step.task.due is None:
        return
    if not step.task.due:
        checker.wrong(
            (*path, "task", "due"), "a task that is overdue at once", "a span of working time, such as 4 hours"
        )
    if reminds(step) and REMIND in checker.campaign.places:
        expected = f'another name for the step "{REMIND}", because here the word means that somebody is reminded'
        checker.wrong((*path, "on", Outcome.OVERDUE.value), f'"{REMIND}", which is a step as well', expected)


def check_branches(checker: Checker, step: Step, path: Path) -> None:
    """Refuse words of `on` about an answer that the step does not expect."""
    known = names_of(checker.campaign.question_of(step))
    for word in step.on:
        if word.startswith(ANSWER) and word not in known:
            expected = one_of(known) if known else "`replies` with this answer and its words, here or in the head"
            place = (*path, "on", word)
            checker.wrong(place, f"{quoted(word)} is no answer to this step", expected, nearest(word, known), key=True)


def check_retry(checker: Checker, retry: Retry, channel: Channel, path: Path) -> None:
    """Refuse a retry after an outcome that may have reached the person (law 2)."""
    words = descriptor_of(channel).retryable
    for i, word in enumerate(retry.on if words else ()):
        if word not in words:
            checker.wrong((*path, "on", i), f"{quoted(word)} in retry", one_of(words), nearest(word, words))


def check_call(checker: Checker, call: CallStep, path: Path) -> None:
    """Refuse a call to a floor that is none, or with an odd ring."""
    floors = checker.campaign.floors
    if call.floor and call.floor not in floors and checker.sound(("floors",)):
        known = f"one of the floors: {one_of(floors)}" if floors else "floors: with the floor and its agents"
        checker.wrong((*path, "floor"), f"{quoted(call.floor)} is not a floor", known, nearest(call.floor, floors))
    if not SHORTEST_RING <= call.ring <= LONGEST_RING:
        checker.wrong((*path, "ring"), "a ring time that is too short or too long", "from 5 seconds to 2 minutes")
    if not timedelta(0) < call.talk <= LONGEST_TALK:
        checker.wrong((*path, "talk"), "a talk time that is too short or too long", "at most 4 hours")


def check_callback(checker: Checker, rule: CallbackRule) -> None:
    """Check a promised callback as a call like any other."""
    check_call(checker, rule.call, ("callback", "call"))
    check_on(checker, rule.on, CALLBACK_CHANNEL, ("callback",), descriptor_of(CALLBACK_CHANNEL).outcomes)
    if rule.retry is not None:
        check_retry(checker, rule.retry, CALLBACK_CHANNEL, ("callback", "retry"))
    for name, announced in (("confirm", rule.confirm), ("moved", rule.moved)):
        if announced is not None:
            check_announcement(checker, announced, ("callback", name))


def check_announcement(checker: Checker, announced: Announcement, path: Path) -> None:
    """Refuse an announcement whose text does not say when the call will be."""
    for channel in announced.channels:
        step = announced.step(str(path[-1]), channel)
        texts = [written.text for written in step.content.written()] if step.content is not None else []
        # A broken template is reported elsewhere.
        if not any(flaw(text) is not None or CALLBACK_AT in placeholders(text) for text in texts):
            checker.wrong(
                (*path, channel.value),
                "a text that does not say when the call will be made",
                "{{ callback_at | date }} in it",
            )


def check_senders(checker: Checker) -> None:
    """Refuse a channel that is used and has no sender."""
    campaign = checker.campaign
    used = {step.channel: f"step {quoted(step.step)}" for step in reversed(campaign.cadence) if not step.sender}
    named = {step.channel for step in campaign.cadence if step.sender}
    if campaign.callback is not None:
        used.setdefault(CALLBACK_CHANNEL, "the callback")
        for announced in (campaign.callback.confirm, campaign.callback.moved):
            for channel in announced.channels if announced else ():
                used.setdefault(channel, "the callback's announcements")
    for channel in sorted(CONTACT_CHANNELS):
        key = descriptor_of(channel).sender_key
        _check_country(checker, ("from", key), campaign.sender.of(channel))
        if channel in used and not campaign.sender.of(channel):
            checker.wrong(("from",), f'no "{key}" in `from`', f"{key}: your sender for {used[channel]}")
        for name, why in CONTENTS[channel].needs.items() if channel in used or channel in named else ():
            if not getattr(campaign.sender, name):
                checker.wrong(("from",), f'no "{name}" in `from`', f"{name}: {why}")


def _check_country(checker: Checker, path: Path, sender: str) -> None:
    """Refuse a short code of no country; warn of one that does not reach the people of the file's own country."""
    country = country_of(sender)
    if country and not is_country(country):
        digits, meant = sender.partition(":")[2], meant_country(country)
        found = f"{quoted(sender)}, a short code of a country that does not exist"
        checker.wrong(path, found, f"{COUNTRY_CODE} before the colon", f"{meant}:{digits}" if meant else "")
    elif country and checker.campaign.country not in {"", country}:
        found = f"a short code of {country}, which does not reach numbers of {checker.campaign.country}"
        checker.warn(
            path, found, "a sender that reaches the people on the list; `cadence plan` counts those it does not reach"
        )


def check_floors(checker: Checker) -> None:
    """Refuse a floor without an endpoint: people who answer would hear an apology instead of an agent."""
    for name in _floors(checker):
        if name in checker.campaign.floors and not checker.campaign.floors[name].endpoint:
            expected = 'endpoint: what rings for the agents, such as "client:sales" or "sip:sales@example.com"'
            checker.wrong(("floors", name), f'no "endpoint" in floor {quoted(name)}', expected)


def _floors(checker: Checker) -> Iterable[str]:
    """Return the floors that calls go through, each once."""
    calls = [step.call for step in checker.campaign.cadence if step.call is not None]
    if checker.campaign.callback is not None:
        calls.append(checker.campaign.callback.call)
    return dict.fromkeys(call.floor for call in calls)
