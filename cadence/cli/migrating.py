"""How are leads under way taken over to a changed file? Edge: shows what it would make of them, then moves them."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from cadence.cli.house import House
from cadence.cli.output import progress, talk

if TYPE_CHECKING:
    from cadence.campaign import Campaign
    from cadence.ledger.commands import Command
    from cadence.plan.moved import Stays
    from cadence.settle.versions import Group, Prospect

NAMED = 5
"""So many leads are named for each reason; --json names all."""
BARS = {
    "step_gone": "the step they stand at is not in the new file: {about}",
    "step_changed": "the step they stand at is on another channel in the new file: {about}",
    "step_again": "the new file would take them once more to a step they have had: {about}",
    "promise": "they were promised a call, and the new file makes none",
    "text": "the new file needs of them what it cannot have: {about}",
    "one_touch": "their cadence is over; one promised call or confirmation is left",
    "no_plan": "planning for them under the new file went wrong; the log says how",
}
"""Why leads stay, in words."""


def look(home: House, campaign: "Campaign") -> "Prospect":
    """Return what moving to this file would make of everybody under way, and show it."""
    from cadence.settle.versions import Prospect, prospect

    found = Prospect()
    with progress() as bar:
        task = bar.add_task("Looking at leads under way", total=None)
        for seen, found in prospect(home.mind, campaign.campaign, campaign):  # noqa: B007  the last one counts
            bar.update(task, completed=seen)
    _show(found)
    return found


def _show(found: "Prospect") -> None:
    """Say who would go where, when the next touch comes at the earliest, and who stays and why."""
    if not found.going and not found.stays:
        talk("Nobody is under way in another version: there is nobody to move.")
        return
    talk(f"Moving to this file: {found.going} leads go, {len(found.stays)} stay with the version they have.")
    for (now, then), group in sorted(found.groups.items(), key=lambda one: -one[1].leads):
        talk(f"  {group.leads:>7} {now} -> {then}{_when(group)}")
    for (bar, about), names in _by_reason(found.stays):
        shown = ", ".join(names[:NAMED])
        more = f" and {len(names) - NAMED} more, all of them in --json" if len(names) > NAMED else ""
        talk(f"  {len(names):>7} stay: {BARS[bar].format(about=about)} ({shown}{more})")


def _when(group: "Group") -> str:
    """Say when the first of a group is touched, and of how many that is not so."""
    parts = [f"{group.first:%a %Y-%m-%d %H:%M} UTC at the earliest" if group.first else ""]
    parts.append(f"{group.held} held" if group.held else "")
    parts += [f"{count} passed over there by {rule}" for rule, count in group.refused.most_common()]
    return "".join(f", {part}" for part in parts if part)


def _by_reason(stays: "dict[str, Stays]") -> list[tuple[tuple[str, str], list[str]]]:
    """Return who stays by why, the most common reason first."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, why in stays.items():
        found.setdefault((why.bar.value, why.about), []).append(name)
    return sorted(found.items(), key=lambda one: -len(one[1]))


def move(home: House, campaign: str, version: int, order: "Command") -> dict[str, Any]:
    """
    Move everybody who can be moved, and wake them page by page; return what was done, as data.

    It may be cut off: the same launch goes on where this one stopped.
    """
    from cadence.ledger.enrolment_rows import FIRST
    from cadence.settle.versions import move_page

    count, waking = 0, True
    after: str | None = FIRST
    stays: dict[str, Stays] = {}
    with progress() as bar:
        task = bar.add_task("Moving leads", total=None)
        while after is not None:
            page = move_page(home.mind, campaign, version, order, after=after)
            count += len(page.news)
            stays |= page.stays
            after = page.after
            if page.news and waking:
                waking = home.deliver(page.news)
            bar.update(task, advance=page.seen)
    reasons = ", ".join(f"{bar} {n}" for bar, n in Counter(why.bar.value for why in stays.values()).most_common())
    talk(f"Moved {count} leads to version {version}; {len(stays)} stay{f' ({reasons})' if reasons else ''}.")
    return {"moved": count, "stay": [{"lead": name, "why": why.bar, "about": why.about} for name, why in stays.items()]}


def as_data(found: "Prospect") -> list[dict[str, Any]]:
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
