"""Which WhatsApp templates does the emulator of `cadence up` have? Edge: a file in the state folder, which stays."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cadence.domain.errors import InvalidInputError

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


def _read(file: Path) -> Mapping[str, Any]:
    """Return the content of the file; {} if there is none."""
    try:
        document = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise InvalidInputError(
            f"{file} is not valid JSON ({error}); correct it, or delete it to start again."
        ) from None
    if not isinstance(document, dict) or not isinstance(document.get("templates", {}), dict):
        raise InvalidInputError(
            f'{file} has unexpected content; expected {{"templates": {{"NAME": "text with {{{{1}}}}"}}}}. Correct it, '
            "or delete it to start again."
        )
    return document


def _templates(folder: Path) -> dict[str, str]:
    """Return the templates of the campaign files in a folder; files with mistakes are skipped."""
    from cadence.cli.campaign_file import read
    from cadence.local.demo.cast import templates_of

    templates: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        reading = read(file)
        if reading.campaign is not None and not reading.errors:
            templates |= templates_of(reading.campaign)
    return templates
