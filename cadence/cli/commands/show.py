"""What was launched, and what did its file say? Edge."""

import json as json_reader
import sys
from typing import Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.connection import open_session
from cadence.cli.output import print_json, say_lines, talk
from cadence.cli.reading.launched_file import changes, difference, text_of_version
from cadence.cli.scopes import Campaign
from cadence.domain.errors import NotFoundError
from cadence.domain.visible import visible_lines
from cadence.ledger.campaigns import campaigns, versions
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.campaigns.versions import StoredVersion


@command(
    "cadence show cart-recovery",
    "cadence show cart-recovery --version 1 > as-launched.yaml",
    "cadence show cart-recovery --diff 1",
    "cadence show cart-recovery --json",
)
def show(
    campaign: Campaign,
    *,
    version: Annotated[
        int | None, typer.Option("--version", help="The version; default: the one that new leads start with.", min=1)
    ] = None,
    diff: Annotated[
        int | None, typer.Option("--diff", help="Show instead what has changed since this version.", min=1)
    ] = None,
    json: Json = False,
) -> None:
    """
    Show the file that was launched, and the versions of the campaign: when, by whom, with how many leads.

    The file is printed on stdout exactly as it was written, with its comments; the versions are printed on stderr. Of
    a version whose text was not stored, the stored values are printed in YAML.

    With --diff each place that differs is shown with its line in the newer file: what it was, and what it is now.

    Leads keep the version they started with; new leads start with the version that is marked with an asterisk.
    """
    with open_session() as session, session.ledger.begin() as connection:
        stored = campaigns.find(connection, campaign)
        every = versions.every_version(connection, stored.id)
    shown = _wanted(stored, every, version or stored.version)
    since = _wanted(stored, every, diff) if diff is not None else None
    if json:
        data = _as_data(stored, every, shown)
        compared = {} if since is None else {"diff": difference(campaign, since, shown), "since": diff}
        print_json(data | compared)
        return
    talk("\n".join(_lines(stored, every)))
    if since is None:
        _print(text_of_version(campaign, shown))
    elif lines := changes(campaign, since, shown):
        say_lines(lines)
    else:
        talk(f"Nothing has changed: version {shown.version} says the same as version {diff}.")


def _wanted(stored: StoredCampaign, every: list[StoredVersion], version: int) -> StoredVersion:
    """Return a version of a campaign. Raises NotFoundError."""
    for known in every:
        if known.version == version:
            return known
    there = ", ".join(str(known.version) for known in every)
    raise NotFoundError(f"There is no version {version} of campaign {stored.name}; expected one of: {there}.")


def _print(text: str) -> None:
    """Print a file exactly as it is into a pipe or a file; on a terminal, without what could control it."""
    if sys.stdout.isatty():
        text = visible_lines(text.replace("\r\n", "\n"))
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        return
    sys.stdout.flush()
    out = getattr(sys.stdout, "buffer", None)
    if out is None:
        sys.stdout.write(text)
    else:
        out.write(text.encode())
        out.flush()


def _lines(stored: StoredCampaign, every: list[StoredVersion]) -> list[str]:
    """Return the versions of a campaign in words."""
    ended = f" on {stored.closed_at:%Y-%m-%d %H:%M} UTC" if stored.closed_at else ""
    lines = [f"{stored.name}: {stored.state}{ended}"]
    for known in every:
        mark = "*" if known.version == stored.version else " "
        by = f" by {known.actor} ({known.origin})" if known.actor else ""
        why = f": {known.why}" if known.why else ""
        note = "" if known.text else "; the text of its file was not stored"
        lines.append(
            f"{mark} version {known.version}, {known.launched_at:%a %Y-%m-%d %H:%M} UTC{by}{why}; "
            f"{known.open} under way, {known.finished} finished{note}"
        )
    return lines


def _as_data(stored: StoredCampaign, every: list[StoredVersion], shown: StoredVersion) -> dict[str, Any]:
    return {
        "campaign": stored.name,
        "state": stored.state.value,
        "current": stored.version,
        "version": shown.version,
        "as_written": bool(shown.text),
        "text": text_of_version(stored.name, shown),
        "content": json_reader.loads(shown.content),
        "versions": [
            {
                "version": known.version,
                "launched_at": known.launched_at,
                "by": known.actor,
                "from": known.origin,
                "why": known.why,
                "under_way": known.open,
                "finished": known.finished,
                "as_written": bool(known.text),
            }
            for known in every
        ],
    }
