"""How does the rest of a list enter after its pilot? Edge: `launch --rest` and `plan --rest`."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from cadence.campaign import Campaign, Reading
from cadence.cli.connection import LedgerSession
from cadence.cli.files import read_campaign
from cadence.cli.launching.ahead import world_of
from cadence.cli.launching.edited import Edit, running_edit
from cadence.cli.launching.entered import entered_as_data, entered_lines
from cadence.cli.launching.list_options import tell_lines
from cadence.cli.launching.plan_report import first_touch_lines, headed
from cadence.cli.launching.provisioned import on_this_machine, refuse_unready
from cadence.cli.output import progress, talk
from cadence.cli.scopes import sure
from cadence.domain import CampaignState
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.domain.plurals import many
from cadence.engine.launch.entries import OtherListPolicy, SharedNumbers
from cadence.engine.launch.rest import NOT_FOR, RestCounts, RestOrder, launch_rest, survey_rest
from cadence.engine.launch.version import Record
from cadence.languages import Language, say
from cadence.ledger.campaigns import campaigns
from cadence.ledger.people import people
from cadence.ledger.reading import facts
from cadence.simulation.forecast import Forecast, first_touches_of

CHECKED = 2000
"""For how many people a plan of the rest looks for the first touch."""
NAMED = 5
"""How many reasons to stay held back are shown."""
FILES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestTarget:
    """The campaign whose rest is to enter: by a file, which may have changed, or by its name."""

    id: int
    version: int  # what the rest starts with
    running: int  # what new leads start with until then
    reading: Reading
    edit: Edit | None = None

    @property
    def campaign(self) -> Campaign:
        """The campaign as the rest enters it."""
        return self.reading.right()

    def order(self, elsewhere: OtherListPolicy) -> RestOrder:
        """Return the order to launch the rest."""
        changed = self.edit is not None and self.edit.changed
        return RestOrder(campaign=self.campaign, reading=self.reading if changed else None, elsewhere=elsewhere)


def target_of(session: LedgerSession, file: Path) -> RestTarget:
    """
    Return the campaign that was typed: a file, or the name of a campaign where there is no such file.

    Raises NotFoundError, ConflictError, DocumentError.
    """
    if file.is_file() or file.suffix in FILES or file.parent != Path():
        reading = read_campaign(file)
        for warning in reading.warnings:
            talk(str(warning))
        edit = running_edit(session, reading)
        known = edit.running
        return RestTarget(id=known.id, version=edit.version, running=known.version, reading=reading, edit=edit)
    with session.ledger.begin() as connection:
        try:
            known = campaigns.find(connection, file.name)
        except NotFoundError as error:
            raise NotFoundError(f"There is no file {file}, and no campaign of this name. {error}") from None
        campaign = session.planner.campaign(connection, known.name, known.version)
    if known.state is not CampaignState.RUNNING:
        raise ConflictError(f"Campaign {known.name} is {known.state}: nobody can enter it any more.")
    reading = Reading(file=f"{known.name}, version {known.version}", campaign=campaign, mistakes=())
    return RestTarget(id=known.id, version=known.version, running=known.version, reading=reading)


def launch(
    session: LedgerSession,
    file: Path,
    elsewhere: OtherListPolicy,
    now: datetime,
    record: Record,
    *,
    yes: bool,
    unchecked: bool,
) -> dict[str, Any]:
    """Show who enters, ask, and let them in; return it as data. Raises as `target_of` and `launch_rest`."""
    target = target_of(session, file)
    name, order = target.campaign.campaign, target.order(elsewhere)
    with session.ledger.begin() as connection, progress("Checking people who are held back"):
        counts, _ = survey_rest(connection, order, target.id, now, most=0)
    if not counts.held:
        talk(say("en", "plan-rest-nobody", campaign=name))
        return _as_data(name, target.running, counts) | {"new_version": False, "enrolled": 0}
    refuse_unready(session, target.reading, unchecked=unchecked)
    if target.version != target.running:
        tell_lines([("version", f"{target.version} for those who enter, because the file has changed")])
    tell_lines(_lines(target.campaign, counts, "en"))
    coming = counts.entered.coming
    if coming and not yes and not on_this_machine(session):
        sure(f"Contact up to {many(coming, 'person', 'people')}?")
    done = launch_rest(session.ledger, order, now, record)
    talk(
        f"{name}, version {done.version.version}{'' if done.version.new else ' (unchanged)'}: "
        f"{many(done.enrolled, 'lead')} added, {done.counts.stay} still held back."
    )
    data = _as_data(name, done.version.version, done.counts)
    return data | {"new_version": done.version.new, "enrolled": done.enrolled}


def plan(
    session: LedgerSession, file: Path, elsewhere: OtherListPolicy, language: Language
) -> tuple[list[str], dict[str, Any]]:
    """Return what `launch --rest` would do, and when the first touches would be, in words and as data."""
    target = target_of(session, file)
    name = target.campaign.campaign
    with session.ledger.begin() as connection:
        counts, coming = survey_rest(connection, target.order(elsewhere), target.id, session.now, most=CHECKED)
        forecast = _forecast(session, connection, target, coming) if coming else None
    data = _as_data(name, target.version, counts)
    if not counts.held:
        return [say(language, "plan-rest-nobody", campaign=name)], data
    lines = [
        f"{target.campaign.title or name}",
        "",
        *(f"  {head:<13} {words}" for head, words in _lines(target.campaign, counts, language)),
    ]
    if forecast is not None:
        if counts.entered.coming > len(coming):
            lines.append(headed(language, "rest", say(language, "plan-rest-checked", count=len(coming))))
        lines += first_touch_lines(target.campaign, forecast, language)
        data |= {"checked": len(coming), "reached": forecast.reached, "first_at": forecast.first}
    return lines, data


def _forecast(session: LedgerSession, connection: Connection, target: RestTarget, coming: list[str]) -> Forecast:
    """Return the first touches of people who would be enrolled now, by what the ledger knows of them."""
    campaign = target.campaign
    ids = {str(uuid4()): lead for lead in coming}
    since = session.planner.since(campaign)
    known = facts.gather_new(connection, campaign.campaign, target.version, ids, at=session.now, since=since)
    names = people.names(connection, coming)
    world = world_of(campaign, session.now, 1, registries_clear=False)
    return first_touches_of(world, ((names.get(person.lead.id, person.lead.id), person) for person in known))


def _lines(campaign: Campaign, counts: RestCounts, language: Language) -> list[tuple[str, str]]:
    """Return who enters, who does not and why, and who stays held back, each under its heading."""
    rest = say(language, "plan-rest")
    coming = say(language, "plan-rest-coming", coming=counts.entered.coming, held=counts.held)
    lacking = [
        (
            rest,
            say(language, f"plan-rest-{'not-for' if about == NOT_FOR else 'lacking'}", count=count, about=about),
        )
        for about, count in counts.lacking.most_common(NAMED)
    ]
    return [(rest, coming), *lacking, *entered_lines(campaign, counts.entered, SharedNumbers(), language)]


def _as_data(name: str, version: int, counts: RestCounts) -> dict[str, Any]:
    data: dict[str, Any] = {"campaign": name, "version": version, "rest": counts.held, "coming": counts.entered.coming}
    return data | {"lacking": dict(counts.lacking), **entered_as_data(counts.entered, SharedNumbers())}
