"""What did a launch write, in words and as data? Edge: for the terminal."""

from dataclasses import asdict
from typing import Any

from cadence.domain.plurals import many
from cadence.engine.launch.launch import Launch
from cadence.ledger.people.objections import Applied


def objections_in_words(done: Applied) -> str:
    """Return what was recorded from rows with an opt-out."""
    verb = "needs" if done.undecided == 1 else "need"
    waits = f", {done.undecided} of them {verb} a decision in `cadence review`" if done.undecided else ""
    return f"Opt-outs in rows that were not imported: {done.rows}, all of them recorded ({done.new} new{waits})."


def summary(name: str, done: Launch) -> str:
    """Return what was written, in a few sentences."""
    listed, imported = done.listed, done.imported
    fields = ", ".join(f"{field} of {count}" for field, count in imported.fields.items())
    changed = f" ({fields})" if fields else ""
    parts = [
        (
            f"{name}, version {done.version}{'' if done.new_version else ' (unchanged)'}: "
            f"{many(done.enrolled, 'lead')} added."
        ),
        f"List: {imported.new} new, {imported.updated} updated{changed}, {imported.unchanged} unchanged.",
        f"Refused: {listed.refused} of {many(listed.rows, 'row')}, see {listed.rejected}." if listed.refused else "",
        objections_in_words(done.objections) if done.objections.rows else "",
        f"Left out because erased: {len(imported.erased)}." if imported.erased else "",
    ]
    return " ".join(part for part in parts if part)


def as_data(name: str, done: Launch) -> dict[str, Any]:
    """Return what was written as data."""
    counts = {key: value for key, value in asdict(done.imported).items() if isinstance(value, int)}
    return {
        "campaign": name,
        "version": done.version,
        "new_version": done.new_version,
        "enrolled": done.enrolled,
        "rows": done.listed.rows,
        "refused": done.listed.refused,
        "rejected": str(done.listed.rejected) if done.listed.rejected else None,
        "noes": asdict(done.objections),
        "leads": counts,
    }
