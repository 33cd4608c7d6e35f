"""How are leads under way taken over to a changed file? Edge: shows what it would make of them, then moves them."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from cadence.cli.connection import LedgerSession
from cadence.cli.launching.edited import Edit, running_edit
from cadence.cli.output import progress, talk
from cadence.cli.scopes import sure
from cadence.domain.errors import CadenceError, ConflictError
from cadence.domain.plurals import many

if TYPE_CHECKING:
    from cadence.campaign import Reading
    from cadence.engine.launch.launch import Record
    from cadence.engine.outcomes.versions import Group, MoveForecast
    from cadence.ledger.campaigns.commands import Command
    from cadence.planning.moved import Staying

MIGRATE = "migrate"
"""The order that moves leads."""
NAMED = 5
"""So many leads are named for each reason; --json names all."""
BARS = {
    "step_gone": "the step they stand at is not in the new file: {about}",
    "step_changed": "the step they stand at is on another channel in the new file: {about}",
    "step_again": "the new file would take them once more to a step they have had: {about}",
    "promise": "they were promised a call, and the new file makes none",
    "text": "a text or a date of the new file cannot be made for them: {about}",
    "one_touch": "their cadence is over; one promised call or confirmation is left",
    "no_plan": "planning for them under the new file went wrong; the log says how",
}
"""Why leads stay, in words."""


def look(home: LedgerSession, edit: Edit) -> "MoveForecast":
    """Return what moving to this file would make of everybody under way, and show it."""
    found = foresee(home, edit)
    for line in in_words(edit, found):
        talk(line)
    return found


def foresee(home: LedgerSession, edit: Edit) -> "MoveForecast":
    """Return what moving to this file would make of everybody under way. Nothing is written."""
    from cadence.engine.outcomes.versions import MoveForecast, prospect

    found = MoveForecast()
    with progress() as bar:
        task = bar.add_task("Looking at leads under way", total=None)
        for seen, found in prospect(home.planner, edit.running, edit.campaign):  # noqa: B007  the last one counts
            bar.update(task, completed=seen)
    return found


def in_words(edit: Edit, found: "MoveForecast") -> list[str]:
    """Say who would go where, when the next touch comes at the earliest, and who stays and why."""
    lines = [f"{edit}."]
    behind = [f"{count} on version {version}" for version, count in sorted(found.behind.items())]
    if not behind:
        lines.append("Nobody is under way in another version: there is nobody to move.")
    else:
        here = [f"{found.there} on version {edit.version}"] if found.there else []
        lines.append(f"Under way: {', '.join(behind + here)}.")
        lines.append(
            f"Moving to this file: {many(found.going, 'lead goes', 'leads go')}, {len(found.stays)} "
            f"{'stays' if len(found.stays) == 1 else 'stay'} with the version they have."
        )
    for (now, then), group in sorted(found.groups.items(), key=lambda one: -one[1].leads):
        lines.append(f"  {group.leads:>7} {now} -> {then}{_when(group)}")
    for (bar, about), names in _by_reason(found.stays):
        shown = ", ".join(names[:NAMED])
        more = f" and {len(names) - NAMED} more, all of them in --json" if len(names) > NAMED else ""
        lines.append(f"  {len(names):>7} stay: {BARS[bar].format(about=about)} ({shown}{more})")
    return lines + (_waiting(edit, found) if found.waiting and edit.changed else [])


def _waiting(edit: Edit, found: "MoveForecast") -> list[str]:
    """Say that whoever has not been let in begins with the file, and whom of the next ones it cannot write to."""
    lines = [f"  {found.waiting:>7} wait to be let in, and would begin with version {edit.version}"]
    next_ones = f"of the next {found.looked_at} lack what it needs, and would be passed over there"
    lines += [f"  {count:>7} {next_ones}: {about}" for about, count in found.lacking.most_common(NAMED)]
    return lines


def _when(group: "Group") -> str:
    """Say when the first of a group is touched, and of how many that is not so."""
    parts = [f"{group.first:%a %Y-%m-%d %H:%M} UTC at the earliest" if group.first else ""]
    parts.append(f"{group.held} held" if group.held else "")
    parts += [f"{count} passed over there by {rule}" for rule, count in group.refused.most_common()]
    return "".join(f", {part}" for part in parts if part)


def _by_reason(stays: "dict[str, Staying]") -> list[tuple[tuple[str, str], list[str]]]:
    """Return who stays by why, the most common reason first."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, why in stays.items():
        found.setdefault((why.bar.value, why.about), []).append(name)
    return sorted(found.items(), key=lambda one: -len(one[1]))


def move(home: LedgerSession, campaign: str, version: int, order: "Command") -> dict[str, Any]:
    """
    Move everybody who can be moved, and wake them page by page; return what was done, as data.

    It may be cut off: the same launch goes on where this one stopped.
    """
    from cadence.engine.outcomes.versions import move_page
    from cadence.ledger.campaigns.enrolment_rows import FIRST

    count, waking = 0, True
    after: str | None = FIRST
    stays: dict[str, Staying] = {}
    try:
        with progress() as bar:
            task = bar.add_task("Moving leads", total=None)
            while after is not None:
                page = move_page(home.planner, campaign, version, order, after=after)
                count += len(page.news)
                stays |= page.stays
                after = page.after
                if page.news and waking:
                    waking = home.deliver(page.news)
                bar.update(task, advance=page.seen)
    except BaseException:
        talk(
            f"Cut off after {many(count, 'lead, which is', 'leads, which are')} moved; the same command "
            "goes on with the rest."
        )
        raise
    reasons = ", ".join(f"{bar} {n}" for bar, n in Counter(why.bar.value for why in stays.values()).most_common())
    talk(f"Moved {many(count, 'lead')} to version {version}; {len(stays)} stay{f' ({reasons})' if reasons else ''}.")
    return {"moved": count, "stay": _stay(stays)}


def take_over(
    home: LedgerSession, reading: "Reading", record: "Record", order: "Command", *, yes: bool
) -> dict[str, Any]:
    """
    Make the file what its campaign runs, for those who are in it and without a list; return what was done, as data.

    Where nothing would change nothing is written. Raises NotFoundError, ConflictError and InvalidInputError.
    """
    from cadence.engine.launch.launch import edit as write

    edit = running_edit(home, reading)
    found = look(home, edit)
    if (wrong := obstacle(edit, found)) is not None:
        raise wrong
    data: dict[str, Any] = {"campaign": edit.name, "version": edit.version, "new_version": False, "enrolled": 0}
    if not edit.changed and not found.going:
        talk("Nothing changes.")
        return data | {"migrated": as_data(edit, found)}
    if not yes and (question := _question(edit, found)):
        sure(question)
    done = write(home.ledger, edit.campaign, home.now, record)
    talk(f"{edit.name}, version {done.version}{'' if done.new else ' as before'}.")
    gone = move(home, edit.name, done.version, order)
    return data | {"version": done.version, "new_version": done.new, "migrated": as_data(edit, found) | gone}


def obstacle(edit: Edit, found: "MoveForecast") -> CadenceError | None:
    """
    Return why a launch without a list would be refused for this file, or None.

    Where nobody could go, a placeholder that nobody has a column for is told where it stands, as for a list.
    """
    from cadence.campaign import CampaignFileError
    from cadence.campaign.lists import check_placeholders

    if not edit.changed or found.going:
        return None
    known = sum(found.behind.values()) + found.looked_at
    if known and (mistakes := check_placeholders(edit.reading, found.columns)):
        return CampaignFileError(mistakes)
    if found.waiting or found.there:
        return None
    if found.stays:
        return ConflictError(
            f"Nobody in {edit.name} can move to this file; the reasons stand above. Mend the file; or, to have it for "
            "new leads alone, launch it with --leads LIST and without --migrate."
        )
    return ConflictError(
        f"Nobody is under way in {edit.name}, so there is nobody to move. To have this file for new leads, launch it "
        "with --leads LIST."
    )


def _question(edit: Edit, found: "MoveForecast") -> str:
    """Return what is asked before it is written; "" when it changes nothing for anybody who is in the campaign."""
    waiting = found.waiting if edit.changed else 0
    if found.going:
        beside = f", and begin the {waiting} that wait with this file" if waiting else ""
        return f"Move {many(found.going, 'lead that is', 'leads that are')} under way{beside}?"
    return f"Begin the {many(waiting, 'lead that waits', 'leads that wait')} with this file?" if waiting else ""


def as_data(edit: Edit, found: "MoveForecast") -> dict[str, Any]:
    """Return what a move would make of everybody, as data; `moved` and `stay` are what was done, once it is."""
    return {
        "before": edit.running.version,
        "under_way": {str(version): count for version, count in sorted(found.behind.items())},
        "there": found.there,
        "waiting": found.waiting,
        "looked_at": found.looked_at,
        "lacking": dict(found.lacking),
        "plan": _groups(found),
        "going": found.going,
        "moved": 0,
        "stay": _stay(found.stays),
    }


def _stay(stays: "dict[str, Staying]") -> list[dict[str, str]]:
    """Return who stays and why, as data."""
    return [{"lead": name, "why": why.bar, "about": why.about} for name, why in stays.items()]


def _groups(found: "MoveForecast") -> list[dict[str, Any]]:
    """Return who would go where, as data."""
    return [
        {
            "now": now,
            "then": then,
            "leads": group.leads,
            "held": group.held,
            "earliest": group.first,
            "passed_over": dict(group.refused),
        }
        for (now, then), group in sorted(found.groups.items())
    ]
