"""What is shown before a launch writes anything? Edge: for the terminal (protocol §7)."""

from cadence.cli.checks.held_replies import needs_reader
from cadence.cli.connection import LedgerSession
from cadence.cli.launching.edited import Edit
from cadence.cli.launching.entered import entered_lines
from cadence.cli.launching.expected_facts import facts_of_rows
from cadence.cli.launching.forecast import in_words, outlook
from cadence.cli.launching.list_options import say_no
from cadence.cli.output import talk
from cadence.domain.plurals import many
from cadence.engine.launch.entries import EntryCounts
from cadence.engine.launch.launch import LaunchOrder, Survey


def show(session: LedgerSession, order: LaunchOrder, survey: Survey, entered: EntryCounts, edit: Edit | None) -> None:
    """Print what is about to happen (protocol §7)."""
    campaign = order.campaign
    talk(f"{campaign.title or campaign.campaign}: {survey.report.summary()}")
    if edit is not None and edit.changed:
        talk(f"  {'version':<12} {edit.version} for the added leads, because the file has changed")
    for head, words in entered_lines(campaign, entered, survey.shared):
        talk(f"  {head:<12} {words}")
    ahead = None
    if survey.added:
        known = facts_of_rows(session, campaign, order.list_name, survey.ahead, session.now)
        ahead = outlook(campaign, survey.ahead, survey.added, session.clock, known)
    for head, words in say_no(survey.objections, survey.report.rows):
        talk(f"  {head:<12} {words}")
    for head, words in (*in_words(campaign, survey, ahead), *(("needs", need) for need in needs_reader(campaign))):
        talk(f"  {head:<12} {words}")
    talk(f"  {'carrier':<12} {session.settings.twilio_url or 'Twilio: real people will be contacted'}")
    if session.settings.only_numbers:
        talk(f"  {'ONLY':<12} {many(len(session.settings.only_numbers), 'number')}, listed in CADENCE_ONLY_NUMBERS")
