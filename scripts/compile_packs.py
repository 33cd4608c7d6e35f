"""What do the shipped packs say? Writes cadence/policy/packs/compiled.json from their YAML. Run it by `make docs`."""

import json
from collections.abc import Iterator
from datetime import date

from cadence.documents import read_yaml
from cadence.documents.tree import data_of
from cadence.policy.packs.compiled import COMPILED, DATE
from cadence.policy.packs.loading import SHIPPED, WRITTEN_AS


def content() -> str:
    """Return what the file has to contain: one pack a line."""
    return "{\n" + ",\n".join(lines()) + "\n}\n"


def lines() -> Iterator[str]:
    """Yield the hash of each text and what it says."""
    for name in sorted(SHIPPED.in_folder()):
        data = data_of(read_yaml(SHIPPED.text(name), WRITTEN_AS.example), [])
        written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=dated)
        yield f"{json.dumps(SHIPPED.digest(name))}: {written}"


def dated(value: date) -> dict[str, str]:
    """Return a date as the reader knows it again."""
    return {DATE: value.isoformat()}


if __name__ == "__main__":
    COMPILED.write_text(content(), encoding="utf-8")
