"""How do leads under way move to a changed file? Edge: shows what would happen to them, then moves them."""

from collections import Counter
from typing import Any

from cadence.campaign import Reading
from cadence.campaign.lists import check_placeholders
from cadence.cli.connection import LedgerSession
from cadence.cli.launching.edited import Edit, running_edit
from cadence.cli.launching.floor_lines import floor_lines
from cadence.cli.launching.list_options import tell_lines
from cadence.cli.orders import deliver
from cadence.cli.output import progress, talk
from cadence.cli.scopes import sure
from cadence.documents import DocumentError
from cadence.domain.errors import CadenceError, ConflictError
from cadence.domain.plurals import many
from cadence.engine.launch.version import Record
from cadence.engine.launch.version import edit as write
from cadence.engine.outcomes.versions import Group, MoveForecast, move_page, prospect
from cadence.languages import Language, say
from cadence.languages.sentences import weekday_and_time
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.enrolment_rows import FIRST
from cadence.planning.moved import Staying

MIGRATE = "migrate"
"""The order that moves leads."""
NAMED = 5
"""How many leads are named for each reason; --json names all."""


def look(session: LedgerSession, edit: Edit) -> MoveForecast:
    """Return what moving to this file would do to all leads under way, and show it."""
    forecast = foresee(session, edit)
    for line in in_words(edit, forecast):
        talk(line)
    return forecast


def foresee(session: LedgerSession, edit: Edit) -> MoveForecast:
    """Return what moving to this file would do to all leads under way. Nothing is written."""
    forecast = MoveForecast()
    with progress("Checking leads under way") as show:
        for seen, forecast in prospect(session.planner, edit.running, edit.campaign):  # noqa: B007  the last one counts
            show(seen)
    return forecast


def in_words(edit: Edit, forecast: MoveForecast, language: Language = "en") -> list[str]:
    """Return which leads would move where, their earliest next touch, and which leads stay and why."""
    lines = [f"{edit}."]
    versions = dict(sorted(forecast.behind.items())) | ({edit.version: forecast.there} if forecast.there else {})
    if not forecast.behind:
        lines.append(say(language, "moving-none"))
    else:
        listed = [
            say(language, "moving-version", count=count, version=str(version)) for version, count in versions.items()
        ]
        lines.append(say(language, "moving-under-way", versions=", ".join(listed)))
        lines.append(say(language, "moving-with-file", going=forecast.going, staying=len(forecast.stays)))
    for (now, then), group in sorted(forecast.groups.items(), key=lambda group: -group[1].leads):
        lines.append(f"  {group.leads:>7} {now} -> {then}{_when(group, language)}")
    for (bar, about), names in _by_reason(forecast.stays):
        shown, more = ", ".join(names[:NAMED]), len(names) - NAMED
        shown = say(language, "moving-more", names=shown, count=more) if more > 0 else shown
        why = say(language, f"staying-{bar}", about=about)
        lines.append(f"  {len(names):>7} {say(language, 'moving-stay', count=len(names), why=why, names=shown)}")
    return lines + (_waiting(edit, forecast, language) if forecast.waiting and edit.changed else [])


def _waiting(edit: Edit, forecast: MoveForecast, language: Language) -> list[str]:
    """Return that leads in line would start with the file, and how many of the next ones lack data it needs."""
    lines = [f"  {forecast.waiting:>7} {say(language, 'moving-in-line', version=str(edit.version))}"]
    lines += [
        f"  {count:>7} {say(language, 'moving-lacking', count=forecast.looked_at, about=about)}"
        for about, count in forecast.lacking.most_common(NAMED)
    ]
    return lines


def _when(group: Group, language: Language) -> str:
    """Return when the first lead of a group is touched, and how many are held or skip the step."""
    parts = [say(language, "moving-earliest", at=weekday_and_time(group.first, language))] if group.first else []
    parts += [say(language, "moving-held", count=group.held)] if group.held else []
    parts += [say(language, "moving-skips", count=count, rule=rule) for rule, count in group.refused.most_common()]
    return "".join(f", {part}" for part in parts)


def _by_reason(stays: dict[str, Staying]) -> list[tuple[tuple[str, str], list[str]]]:
    """Return the leads that stay, by reason, the most common reason first."""
    names_by_reason: dict[tuple[str, str], list[str]] = {}
    for name, why in stays.items():
        names_by_reason.setdefault((why.bar.value, why.about), []).append(name)
    return sorted(names_by_reason.items(), key=lambda reason: -len(reason[1]))


def move(session: LedgerSession, campaign: str, version: int, order: Command) -> dict[str, Any]:
    """
    Move all leads that can move, and wake them page by page; return what was done, as data.

    It may be interrupted: the same launch continues where this one stopped.
    """
    count, seen, waking = 0, 0, True
    after: str | None = FIRST
    stays: dict[str, Staying] = {}
    try:
        with progress("Moving leads") as show:
            while after is not None:
                page = move_page(session.planner, campaign, version, order, after=after)
                count += len(page.news)
                stays |= page.stays
                after = page.after
                if page.news and waking:
                    waking = deliver(session, page.news)
                seen += page.seen
                show(seen)
    except BaseException:
        talk(
            f"Interrupted after {many(count, 'lead was', 'leads were')} moved; run the same command again to move the "
            "rest."
        )
        raise
    reasons = ", ".join(f"{bar} {n}" for bar, n in Counter(why.bar.value for why in stays.values()).most_common())
    kept = f"{len(stays)} kept their version{f' ({reasons})' if reasons else ''}"
    talk(f"Moved {many(count, 'lead')} to version {version}; {kept}.")
    return {"moved": count, "stay": _stay(stays)}


def take_over(session: LedgerSession, reading: Reading, record: Record, order: Command, *, yes: bool) -> dict[str, Any]:
    """
    Make the file the campaign's current version, without adding leads, and move leads; return it as data.

    If nothing would change, nothing is written. Raises NotFoundError, ConflictError and InvalidInputError.
    """
    edit = running_edit(session, reading)
    forecast = look(session, edit)
    tell_lines(floor_lines(session, edit.campaign))
    if (wrong := obstacle(edit, forecast)) is not None:
        raise wrong
    data: dict[str, Any] = {"campaign": edit.name, "version": edit.version, "new_version": False, "enrolled": 0}
    if not edit.changed and not forecast.going:
        talk("Nothing changes.")
        return data | {"migrated": as_data(edit, forecast)}
    if not yes and (question := _question(edit, forecast)):
        sure(question)
    done = write(session.ledger, edit.reading, session.now, record)
    talk(f"{edit.name}, version {done.version}{'' if done.new else ' (unchanged)'}.")
    gone = move(session, edit.name, done.version, order)
    return data | {"version": done.version, "new_version": done.new, "migrated": as_data(edit, forecast) | gone}


def obstacle(edit: Edit, forecast: MoveForecast) -> CadenceError | None:
    """
    Return why a launch without a list would be refused for this file, or None.

    If no lead could move, a placeholder without a column is reported at its place, as for a list.
    """
    if not edit.changed or forecast.going:
        return None
    known = sum(forecast.behind.values()) + forecast.looked_at
    if known and (mistakes := check_placeholders(edit.reading, forecast.columns)):
        return DocumentError(mistakes)
    if forecast.waiting or forecast.there:
        return None
    if forecast.stays:
        return ConflictError(
            f"No lead in {edit.name} can move to this file; see the reasons above. Correct the file. Or, to use it "
            "only for new leads, launch it with --leads LIST and without --migrate."
        )
    return ConflictError(
        f"No lead is under way in {edit.name}, so there are no leads to move. To use this file for new leads, launch "
        "it with --leads LIST."
    )


def _question(edit: Edit, forecast: MoveForecast) -> str:
    """Return the question to confirm; "" if nothing changes for leads in the campaign."""
    waiting = forecast.waiting if edit.changed else 0
    if forecast.going:
        beside = f", and use this file for the {waiting} in line" if waiting else ""
        return f"Move {many(forecast.going, 'lead that is', 'leads that are')} under way{beside}?"
    return f"Use this file for the {many(waiting, 'lead')} in line?" if waiting else ""


def as_data(edit: Edit, forecast: MoveForecast) -> dict[str, Any]:
    """Return what a move would do, as data; `moved` and `stay` are filled in once it is done."""
    return {
        "before": edit.running.version,
        "under_way": {str(version): count for version, count in sorted(forecast.behind.items())},
        "there": forecast.there,
        "waiting": forecast.waiting,
        "looked_at": forecast.looked_at,
        "lacking": dict(forecast.lacking),
        "plan": _groups(forecast),
        "going": forecast.going,
        "moved": 0,
        "stay": _stay(forecast.stays),
    }


def _stay(stays: dict[str, Staying]) -> list[dict[str, str]]:
    """Return which leads stay and why, as data."""
    return [{"lead": name, "why": why.bar, "about": why.about} for name, why in stays.items()]


def _groups(forecast: MoveForecast) -> list[dict[str, Any]]:
    """Return which leads would move where, as data."""
    return [
        {
            "now": now,
            "then": then,
            "leads": group.leads,
            "held": group.held,
            "earliest": group.first,
            "passed_over": dict(group.refused),
        }
        for (now, then), group in sorted(forecast.groups.items())
    ]
