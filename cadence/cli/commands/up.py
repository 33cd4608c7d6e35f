"""How does everything run on this machine until it is stopped? Edge: the servers, and the emulator's templates."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict

from cadence.app.settings import Settings
from cadence.cli.app import command
from cadence.cli.files import read_campaign, text_of
from cadence.cli.output import talk
from cadence.documents import DocumentFormat, read_document, read_json
from cadence.domain.errors import NotFoundError
from cadence.local.demo.cast import approvals_of, templates_of
from cadence.local.stack.signals import orders_to_end
from cadence.local.stack.stack import Stack

FILE = "emulator.json"
"""In the state folder: the people behind the emulator's numbers, and the templates of its account."""
EXAMPLES = Path("campaigns")
"""Campaign files whose templates are added."""


def emulator_file(folder: Path, campaigns: Path = EXAMPLES) -> tuple[Path, tuple[str, ...]]:
    """
    Add missing templates of these campaigns to the file; return its path and the templates' names.

    Existing entries stay. Raises InvalidInputError if the file cannot be read.
    """
    file = folder / FILE
    known = _read(file)
    found, approved = _templates(campaigns)
    templates: dict[str, str] = {**found, **known.get("templates", {})}
    if templates != known.get("templates", {}):
        folder.mkdir(parents=True, exist_ok=True)
        content = {**known, "templates": templates, "approvals": {**approved, **known.get("approvals", {})}}
        file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    elif not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text('{"templates": {}}\n', "utf-8")
    return file, tuple(sorted(templates))


class EmulatorFile(BaseModel):
    """As much of the file as is read here: the emulator has its own reader."""

    model_config = ConfigDict(extra="allow")

    templates: dict[str, str] = {}


WRITTEN_AS = DocumentFormat(example='{"templates": {"NAME": "text with {{1}}"}}', parse=read_json, mapping="an object")


def _read(file: Path) -> Mapping[str, Any]:
    """Return the content of the file; {} if there is none. Raises DocumentError."""
    try:
        text = text_of(file, "the emulator's templates and people in JSON")
    except NotFoundError:
        return {}
    return read_document(text, str(file), EmulatorFile, WRITTEN_AS).model_dump()


def _templates(folder: Path) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Return the templates of the campaign files in a folder, and their approvals; files with mistakes are skipped."""
    templates: dict[str, str] = {}
    approvals: dict[str, dict[str, str]] = {}
    for file in sorted(folder.glob("*.yaml")):
        reading = read_campaign(file)
        if reading.campaign is not None and not reading.errors:
            templates |= templates_of(reading.campaign)
            approvals |= approvals_of(reading.campaign)
    return templates, approvals


@command("cadence up", "cadence up --workers 2")
def up(
    *,
    workers: Annotated[int, typer.Option(min=1, max=8, help="How many worker processes to run.")] = 1,
    carrier: Annotated[
        bool, typer.Option("--carrier", help="Use the real carrier of the TWILIO_* variables instead of the emulator.")
    ] = False,
) -> None:
    """
    Run everything on this machine until Ctrl-C: PostgreSQL, Temporal with its Web UI, web server, workers, emulator.

    All data stays in the folder of CADENCE_STATE_DIR (.cadence): the next `cadence up` continues where this one
    stopped. Commands in a second terminal connect to it automatically.
    """
    folder, options, account = Settings.from_env().state_dir, [], ""
    if not carrier:
        file, templates = emulator_file(folder)
        options = ["--people", str(file)]
        account = f"  WhatsApp templates {', '.join(templates) or 'none'}; add more in {file}\n"
    stack = Stack(folder=folder, workers=workers, emulator=not carrier, emulator_options=options, say=talk)
    with orders_to_end():
        try:
            with stack:
                talk(
                    f"\nRunning. Everything is kept in {stack.folder}; logs are in {stack.folder / 'logs'}.\n"
                    f"  Temporal's Web UI  {stack.temporal_ui}\n"
                    f"  carrier webhooks   {stack.environment['CADENCE_PUBLIC_URL']}\n"
                    f"  page               {stack.api_url}/   (sign in with a key, as below)\n"
                    f"  API                {stack.api_url}\n"
                    f"{account}"
                    "In a second terminal:\n"
                    "  cadence doctor\n"
                    "  cadence key create me --role admin\n"
                    "  cadence launch campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv\n"
                    "  cadence status --watch\n"
                    "Ctrl-C stops everything; nothing is lost."
                )
                stack.stay()
        except KeyboardInterrupt:
            talk("Stopped.")
