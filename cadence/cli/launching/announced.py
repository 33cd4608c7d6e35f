"""What is shown before a launch writes anything, and what did it write? Edge: for the terminal (protocol §7)."""

from dataclasses import asdict
from typing import Any

from cadence.cli.connection import LedgerSession
from cadence.cli.launching.alert_lines import alert_lines
from cadence.cli.launching.edited import Edit
from cadence.cli.launching.entered import entered_lines
from cadence.cli.launching.expected_facts import facts_of_rows
from cadence.cli.launching.floor_lines import floor_lines
from cadence.cli.launching.forecast import LaunchForecast, in_words, needs_reader, outlook
from cadence.cli.launching.list_options import say_no, tell_lines
from cadence.cli.output import talk
from cadence.domain.plurals import many
from cadence.engine.launch.entries import EntryCounts
from cadence.engine.launch.launch import Launch, LaunchOrder, Survey
from cadence.ledger.people.objections import Applied


def show(
    session: LedgerSession, order: LaunchOrder, survey: Survey, entered: EntryCounts, edit: Edit | None
) -> LaunchForecast | None:
    """Print what is about to happen (protocol §7), and return what is expected; None if nobody is added."""
    campaign = order.campaign
    talk(f"{campaign.title or campaign.campaign}: {survey.report.summary()}")
    if edit is not None and edit.changed:
        tell_lines([("version", f"{edit.version} for the added leads, because the file has changed")])
    tell_lines(entered_lines(campaign, entered, survey.shared, pilot=order.pilot))
    tell_lines(survey.audience.lines())
    ahead = None
    if survey.added:
        known = facts_of_rows(session, campaign, order.list_name, survey.ahead, session.now)
        ahead = outlook(campaign, survey.ahead, survey.added, session.clock, known)
    tell_lines(say_no(survey.objections, survey.report.rows))
    tell_lines(in_words(campaign, survey, ahead))
    tell_lines(floor_lines(session, campaign))
    tell_lines(alert_lines(campaign))
    tell_lines(("needs", need) for need in needs_reader(campaign))
    tell_lines([("carrier", session.settings.twilio_url or "Twilio: real people will be contacted")])
    if only := session.settings.only_numbers:
        tell_lines([("ONLY", f"{many(len(only), 'number')}, listed in CADENCE_ONLY_NUMBERS")])
    return ahead


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
        (
            f"Held back by the pilot: {done.entered.held_back}; `cadence launch {name} --rest` enrols them."
            if done.entered.held_back
            else ""
        ),
        f"List: {imported.new} new, {imported.updated} updated{changed}, {imported.unchanged} unchanged.",
        f"Refused: {listed.refused} of {many(listed.rows, 'row')}, see {listed.rejected}." if listed.refused else "",
        objections_in_words(done.objections) if done.objections.rows else "",
        done.audience.summary(),
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
        **done.audience.as_data(),
    }
