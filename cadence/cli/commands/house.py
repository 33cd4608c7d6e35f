"""Which rules of the house apply to all campaigns, and how do new ones come into force? Edge."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cadence.campaign.house_file import read_house
from cadence.cli.app import Json, command, group
from cadence.cli.connection import open_session
from cadence.cli.files import mistakes_printed, text_of
from cadence.cli.output import print_json, say, talk
from cadence.cli.scopes import Because
from cadence.domain.plurals import many
from cadence.domain.retention import in_words
from cadence.engine.law import LawInForce
from cadence.engine.law_changes import put_house
from cadence.engine.retention.due import longer
from cadence.ledger.law import stored
from cadence.ledger.law.stored import LawKind, LawVersion

house = group("house")

WHAT = "a house file in YAML, such as house.example.yaml"


@command('cadence house apply house.yaml --because "quiet after nine from now on"', into=house)
def apply(
    file: Annotated[Path, typer.Argument(help="The house file.", show_default=False)],
    *,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Put a house file in force: its rules apply to the next touch of every campaign, also of those that run.

    They can only make a campaign and the law stricter. The text is kept in the ledger, a changed text as the next
    version. A file with mistakes is refused, each named with its position.
    """
    text = text_of(file, WHAT)
    with open_session() as session:
        before = session.law.house
        with mistakes_printed("Nothing was changed."):
            version = put_house(session.planner, text, str(file), session.command("house apply", why=because))
        rules, law = read_house(text, str(file)), session.law
    if looser := rules.looser_than(before):
        talk(f"Less strict than the rules before: {', '.join(looser)}. Campaigns and packs still apply as they are.")
    if gone := rules.without_price(before):
        named = ", ".join(f"{tariff.channel} {tariff.country or 'everywhere'} {tariff.price}" for tariff in gone)
        talk(
            f"Tariffs that are no longer in the file: {named}. Touches that they priced have another price now, or "
            "none. To change a price from a day on, keep the old line and add one with `from`."
        )
    if rules.retention != before.retention:
        _say_retention(replace(law, house=rules, broken=()), session.now)
    if json:
        print_json(_as_json(version) | {"new": version.new})
    elif version.new:
        say(f"The house file is in force as version {version.version}.")
    else:
        say(f"This house file has been in force as version {version.version}; nothing was changed.")


def _say_retention(law: LawInForce, now: datetime) -> None:
    """Say what is erased from the next run on, and where the law wants it kept longer."""
    retention = law.house.retention
    if not retention.times:
        talk("Nothing is erased by itself any more: `retention` is no longer in the file.")
        return
    talk(f"From the next run on, {in_words(retention)}, then erased. `cadence privacy retention` shows what is due.")
    for record in longer(law, now):
        span = many(record.years, "year")
        talk(f"Kept longer for people whom {record.pack} binds: {span} ({record.law}): {record.kept}.")


@command("cadence house show", "cadence house show --version 2", into=house)
def show(
    *,
    version: Annotated[int, typer.Option(help="Show this version instead of the last one.", min=0)] = 0,
    json: Json = False,
) -> None:
    """Show the house file that is in force, or an earlier version of it: its text, who stored it, when and why."""
    with open_session() as session, session.ledger.begin() as connection:
        versions = stored.history(connection, LawKind.HOUSE)
    if version > len(versions):
        raise typer.BadParameter(f"--version {version}; expected at most {len(versions)}, the last one that is stored")
    shown = versions[version - 1] if versions else None
    if json:
        print_json(_as_json(shown) | {"text": shown.text.body} if shown else None)
    elif shown is None:
        talk("No house file is stored; the defaults apply. `cadence house apply FILE` stores one.")
    else:
        why = f": {shown.why}" if shown.why else ""
        talk(f"version {shown.version}, by {shown.actor} at {shown.at:%Y-%m-%d %H:%M:%S}Z{why}")
        for line in shown.text.body.splitlines():
            say(line)


def _as_json(version: LawVersion) -> dict[str, Any]:
    return {
        "version": version.version,
        "hash": version.text.digest.hex(),
        "at": version.at,
        "by": version.actor,
        "because": version.why,
    }
