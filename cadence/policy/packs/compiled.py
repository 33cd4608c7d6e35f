"""
What do the packs of this program say, without reading YAML? Reads the package's own file.

Reading the YAML of all packs takes a quarter of a second, and every program that judges does it at its start. So what
the reader made of each text is kept in `compiled.json`, by the SHA-256 of the text: a text that is changed is another
text, and is read as YAML. `make docs` writes the file; a test compares it with the packs.
"""

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

COMPILED = Path(__file__).with_name("compiled.json")
DATE = "$date"
"""The key of a date, which JSON has not."""


def compiled(text: str) -> dict[str, Any] | None:
    """Return the keys and values of a pack's text, None for a text that is not kept."""
    data: dict[str, Any] | None = _kept().get(hashlib.sha256(text.encode()).hexdigest())
    return data


@cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(COMPILED.read_text(encoding="utf-8"), object_hook=_undated)
    return kept


def _undated(data: dict[str, Any]) -> Any:  # noqa: ANN401  a date, or what JSON has
    return date.fromisoformat(data[DATE]) if DATE in data else data
