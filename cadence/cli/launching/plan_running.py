"""Which leads of a running campaign would move to a changed file? Edge: `cadence plan --running`."""

from pathlib import Path

from cadence.cli.connection import open_session
from cadence.cli.files import read_campaign
from cadence.cli.launching.edited import running_edit
from cadence.cli.launching.migrating import as_data, foresee, in_words, obstacle
from cadence.cli.launching.provisioned import ask_carrier, refuse_findings
from cadence.cli.output import print_json, say_lines, talk
from cadence.languages import Language, say


def show_running(file: Path, language: Language, *, json: bool) -> None:
    """Show which leads of the running campaign would move to the file and which would stay. Changes nothing."""
    reading = read_campaign(file)
    reading.right()
    for warning in reading.warnings:
        talk(str(warning))
    with open_session() as session:
        edit = running_edit(session, reading)
        forecast = foresee(session, edit)
        answers = ask_carrier(session.settings, reading)
    wrong = obstacle(edit, forecast)
    if json:
        head = {"campaign": edit.name, "version": edit.version, "new_version": edit.new, "enrolled": 0}
        print_json(head | {"migrated": as_data(edit, forecast)})
    else:
        say_lines(in_words(edit, forecast, language))
    talk(f"{say(language, 'plan-carrier').capitalize()}: {answers.in_words(language)}")
    if wrong is not None:
        raise wrong
    refuse_findings(answers)
    if edit.changed or forecast.going:
        talk(f"Nothing has been changed. `cadence launch {file} --migrate` does it.")
    else:
        talk("Nothing would change.")
