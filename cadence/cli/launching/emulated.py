"""Which WhatsApp templates does the emulator of `cadence up` have? Edge: a file in the state folder, which stays."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from cadence.cli.files import read_campaign, text_of
from cadence.documents import DocumentFormat, read_document, read_json
from cadence.domain.errors import NotFoundError
from cadence.local.demo.cast import templates_of

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
    templates: dict[str, str] = {**_templates(campaigns), **known.get("templates", {})}
    if templates != known.get("templates", {}):
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({**known, "templates": templates}, ensure_ascii=False, indent=2) + "\n", "utf-8")
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


def _templates(folder: Path) -> dict[str, str]:
    """Return the templates of the campaign files in a folder; files with mistakes are skipped."""
    templates: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        reading = read_campaign(file)
        if reading.campaign is not None and not reading.errors:
            templates |= templates_of(reading.campaign)
    return templates
