"""
Which events are there, and what does each say? Writes docs/events: a JSON Schema and an example of each type.

They come from the payloads in `cadence/domain/events.py`; a test holds the files against them. Run it by `make docs`.
"""

import json
from pathlib import Path

from cadence.engine.events.schemas import catalogue

FOLDER = Path(__file__).parents[1] / "docs" / "events"


def main() -> None:
    """Write the files, and remove those of types that are gone."""
    wanted = files()
    for file in FOLDER.glob("*.json"):
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def files() -> dict[str, str]:
    """Return the text of each file, by its name."""
    return {
        f"{kind}.{part}.json": json.dumps(document, indent=2) + "\n"
        for kind, parts in catalogue().items()
        for part, document in parts.items()
    }


if __name__ == "__main__":
    main()
