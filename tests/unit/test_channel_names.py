"""Who names a concrete channel? Each such place is one more to edit for a new channel, so their number only falls."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"\bChannel\.(SMS|WHATSAPP|CALL|VOICEMAIL|TASK)\b")
ALLOWED = ("cadence/domain/channels/", "cadence/channels/twilio/")
"""Where a channel is described, and where the carrier's own forms differ from one to the next."""
MOST_FILES = 8
"""So many other files name one today. Lower it when one fewer does; a new file asks `cadence/domain/channels`."""


def naming() -> list[str]:
    """Return the files that name a concrete channel and are not allowed to."""
    files = (file for top in ("cadence", "workflows", "activities") for file in sorted((ROOT / top).rglob("*.py")))
    names = (str(file.relative_to(ROOT)) for file in files if NAMED.search(file.read_text(encoding="utf-8")))
    return [name for name in names if not name.startswith(ALLOWED)]


def test_few_files_name_a_concrete_channel() -> None:
    """Ask the descriptor for the property that matters instead."""
    assert len(naming()) <= MOST_FILES, naming()


def test_the_search_finds_what_is_there() -> None:
    """A search that found nothing would hold any number."""
    assert any(
        NAMED.search(file.read_text(encoding="utf-8")) for file in (ROOT / "cadence/domain/channels").glob("*.py")
    )
