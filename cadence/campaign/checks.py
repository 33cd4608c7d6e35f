"""
Is the campaign consistent as a whole? Pure.

The reader has checked the form of each value. Here the values are checked against each other: the head of the file,
each step (`steps.py`), the paths between steps (`paths.py`), and the texts.
"""

import re
from itertools import combinations

from cadence.campaign import paths, steps, waits, wheres
from cadence.campaign.alert_checks import check_alerts
from cadence.campaign.answers import names_of
from cadence.campaign.checker import Checker
from cadence.campaign.day_checks import WEEK, check_days
from cadence.campaign.day_sets import examples
from cadence.campaign.event_checks import check_events
from cadence.campaign.parts import FileWindow
from cadence.campaign.shape import NO_PACKS, Campaign
from cadence.campaign.spans import minutes
from cadence.campaign.task_cap_checks import check_task_caps
from cadence.campaign.templates import Flaw, flaw
from cadence.campaign.texts import CampaignText, texts
from cadence.campaign.way_out import offers_a_way_out
from cadence.documents.mistakes import MistakeReport, one_of, quoted
from cadence.documents.tree import Node, TextNode, locate
from cadence.domain import REPLIED, Audience, Disposition, Outcome, Purpose
from cadence.domain.channels import CONVERSATION_CHANNELS, DESCRIPTORS, MESSAGE_CHANNELS
from cadence.domain.nearest import nearest, same_word
from cadence.domain.pack_id import OLD_NAMES, nearest_packs

STOP_WORDS = tuple(
    dict.fromkeys(
        (
            *(disposition.value for disposition in Disposition),
            *(REPLIED, Outcome.OPTED_OUT.value),
            *(
                word
                for channel in (*CONVERSATION_CHANNELS, *MESSAGE_CHANNELS)
                for word in DESCRIPTORS[channel].outcomes
            ),
        )
    )
)
"""The words of `stop_on`."""
ACCOUNT_WORDS = (
    *(word.value for word in Disposition if word is not Disposition.WRONG_NUMBER),
    REPLIED,
)
"""The words of `stop_account_on`: what somebody said. A wrong number says nothing of a company."""


def check(campaign: Campaign, tree: Node, report: MistakeReport, packs: frozenset[str] | None) -> None:
    """Report everything that is inconsistent in a campaign."""
    checker = Checker(campaign=campaign, tree=tree, report=report)
    check_jurisdictions(checker, packs)
    check_windows(checker)
    check_days(checker)
    check_words(checker)
    check_alerts(checker)
    check_task_caps(checker)
    check_confirmation(checker)
    steps.check_steps(checker)
    by_step = any(step.replies or step.ask or (step.call and step.call.say) for step in campaign.cadence)
    if campaign.replies or by_step or (campaign.callback is not None and campaign.callback.call.say):
        from cadence.campaign.answer_checks import check_answers  # noqa: PLC0415  it reads words; most files ask nothing

        check_answers(checker)
    check_events(checker)
    paths.check_paths(checker)
    waits.check_waits(checker)
    waits.check_openings(checker)
    wheres.check_conditions(checker)
    waits.check_promised(checker)
    for written in texts(campaign):
        check_text(checker, written)


LISTED_BY = "a pack listed by `cadence packs`; packs of the places where people live apply without being named"
"""There are dozens of packs, too many to list in a message."""


def check_jurisdictions(checker: Checker, packs: frozenset[str] | None) -> None:
    """Refuse unknown packs: a law that cannot be read is not a law that allows (law 6)."""
    names = checker.campaign.jurisdictions
    for i, name in enumerate(names):
        path = ("jurisdictions", i)
        if name == NO_PACKS:
            checker.wrong(path, f'"{NO_PACKS}" together with packs', f"packs, or {NO_PACKS} alone")
        elif packs is not None and name not in packs:
            known = LISTED_BY if packs else "a pack, but no packs are installed"
            hint = next(iter(nearest_packs(name, packs)), "")
            checker.wrong(path, f"{quoted(name)} is not a known jurisdiction pack", known, hint)
        elif name in OLD_NAMES:
            found = f"{quoted(name)}, an old name: {OLD_NAMES[name]} has the same rules and applies without being named"
            checker.warn(path, found, "no name here, because packs apply by where people live")


def check_windows(checker: Checker) -> None:
    """Refuse windows that overlap for the same people. Warn when some people have no window."""
    windows = checker.campaign.windows
    if windows and all(window.segments or window.where for window in windows):
        by_segment, by_condition = any(window.segments for window in windows), any(window.where for window in windows)
        some = [*(["segments"] if by_segment else []), *(["a condition"] if by_condition else [])]
        expected = f"a window without {' and '.join(some)}, because all other people have no hours"
        only = "people" if by_condition else "segments"
        checker.warn(("windows",), f"windows for some {only} only", expected)
    for (_, window), (i, other) in combinations(enumerate(windows), 2):
        mine, theirs = set(map(same_word, window.segments)), set(map(same_word, other.segments))
        same = (mine & theirs or mine == theirs) and window.where == other.where
        day = _overlap(window, other) if same else ""
        if day and checker.sound(("windows",)):
            expected = "hours that do not overlap an earlier window for the same people"
            checker.wrong(("windows", i, "hours"), f"hours that overlap on {day}", expected)


def _overlap(earlier: FileWindow, other: FileWindow) -> str:
    """Return the first weekday on which both are open at once, or the first date of windows with dates; else ""."""
    hours = [(minutes(a), minutes(b)) for a in earlier.hours for b in other.hours]
    days = set(earlier.days) & set(other.days)
    if bool(earlier.dates) != bool(other.dates) or not any(a[0] < b[1] and b[0] < a[1] for a, b in hours):
        return ""  # windows with dates replace those without
    if not earlier.dates:
        return next((WEEK[day] for day in sorted(days)), "")
    mine, theirs = ({day for some in window.dates for day in examples(some)} for window in (earlier, other))
    return min((day.isoformat() for day in mine & theirs if day.weekday() in days), default="")


def check_words(checker: Checker) -> None:
    """Refuse words in `stop_on` that are never an outcome, and in `stop_account_on` that nobody says."""
    campaign = checker.campaign
    answers = dict.fromkeys(name for step in campaign.cadence for name in names_of(campaign.question_of(step)))
    known = (*STOP_WORDS, *answers)
    for i, word in enumerate(campaign.stop_on):
        if word not in known:
            checker.wrong(("stop_on", i), f"{quoted(word)} in stop_on", one_of(known), nearest(word, known))
    spoken = (*ACCOUNT_WORDS, *answers)
    for i, word in enumerate(campaign.stop_account_on):
        if word not in spoken:
            found = f"{quoted(word)} in stop_account_on"
            checker.wrong(("stop_account_on", i), found, one_of(spoken), nearest(word, spoken))


def check_confirmation(checker: Checker) -> None:
    """Refuse placeholders in the confirmation of an opt-out: it is sent without the lead's data."""
    if re.search(r"\{[{%#]", checker.campaign.confirmation):
        expected = "plain text, because it is sent unchanged"
        checker.wrong(("confirmation",), "a placeholder in the confirmation", expected)


def check_text(checker: Checker, written: CampaignText) -> None:
    """Refuse a broken or too long template; warn when a marketing message has no opt-out instruction."""
    node = locate(checker.tree, written.path)
    wrong = flaw(written.text)
    if wrong is not None:
        checker.wrong(written.path, wrong.found, wrong.expected, wrong.hint, place=_place(node, wrong))
        return
    fixed = len(re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", written.text, flags=re.DOTALL))
    if fixed > written.longest:
        checker.wrong(written.path, f"{fixed} characters without placeholders", f"at most {written.longest}")
    sells = checker.campaign.purpose is Purpose.MARKETING and checker.campaign.audience is Audience.CONSUMER
    tells = written.message_on is None or offers_a_way_out(written.text)
    if sells and not tells and checker.sound(("purpose",)) and checker.sound(("audience",)):
        expected = 'one in each marketing message, such as "BAJA" or "STOP"'
        checker.warn(written.path, "no instruction on how to opt out", expected)


def _place(node: Node, wrong: Flaw) -> Node | None:
    """Return the place of a flaw within its text, as exactly as its notation in YAML allows."""
    if not isinstance(node, TextNode):
        return None
    if wrong.needle:
        return node.find(rf"\b({re.escape(wrong.needle)})\b")
    return node.row(wrong.row) if node.raw.startswith("|") else node.find(r"\{[{%#]")
