"""Why is nobody contacted because of the journal, and what is a person to do? Pure: what is shown to operators."""

from datetime import datetime

from cadence.domain.plurals import many
from cadence.ledger.journal.applying import Regained
from cadence.ledger.journal.lines import EntryKind

NAMES = {
    EntryKind.STOP: ("stop", "stops"),
    EntryKind.REVOCATION: ("revoked consent", "revoked consents"),
    EntryKind.ERASURE: ("erasure", "erasures"),
    EntryKind.CLOSED: ("closed number", "closed numbers"),
}
CONFIRM = "`cadence restore confirm --because WHY` (docs/restore.md)."
SIGN = f"When that is done: {CONFIRM}"
OLDER = (
    "This ledger is older than its journal: it was restored from a backup. `cadence restore status` shows what it got "
    f"back; docs/restore.md says what to look at. {SIGN}"
)
"""Why nobody is contacted, from the first mark that the ledger lacks until the whole journal was read."""


def older(applied: Regained) -> str:
    """Return what is known of a ledger that is older than its journal, and what to do."""
    first, last = min(applied.lost_marks), max(applied.lost_marks)
    waiting = f", {applied.waiting} of them for people who are not known yet" if applied.waiting else ""
    return (
        f"This ledger is older than its journal: it was restored from a backup. It lacks what happened from "
        f"{first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC and shortly before. Applied again: "
        f"{counted(applied)}{waiting}. Not in the ledger: what was sent, answered, launched, paused and stopped since "
        f"the backup. docs/restore.md says what to look at. {SIGN}"
    )


def moved(known: datetime) -> str:
    """Return why nobody is contacted when the ledger is elsewhere, and lacks nothing that the journal could tell."""
    return (
        "This ledger is on another database server than before, or on another timeline: a backup was restored, or a "
        "standby took over. It has every line of its journal, and may lack what was sent, answered, launched and "
        f"paused since {known:%Y-%m-%d %H:%M:%S} UTC. docs/restore.md says what to look at. {SIGN}"
    )


def counted(applied: Regained) -> str:
    """Return how much was applied again, by kind."""
    counts = [many(number, *NAMES[kind]) for kind, number in sorted(applied.counts.items())]
    return ", ".join(counts) or "nothing"
