"""Which secrets does the embedded stack use? Edge: made once, kept beside its data, readable by their owner only."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

KEYS_FILE = "keys.json"


def keys(folder: Path, *, carrier: bool) -> dict[str, str]:
    """
    Return the stack's secrets as variables; made when there are none.

    Those of the carrier are for the emulator: without it, the environment's own must stand.
    """
    file = folder / KEYS_FILE
    try:
        found: dict[str, str] = json.loads(file.read_text())
    except FileNotFoundError:
        found = {
            "CADENCE_HMAC_KEY": secrets.token_hex(32),
            "CADENCE_API_TOKEN": secrets.token_urlsafe(24),
            "TWILIO_ACCOUNT_SID": "AC" + secrets.token_hex(16),
            "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
        }
        write_private(file, found)
    return {name: value for name, value in found.items() if carrier or not name.startswith("TWILIO_")}


def write_private(file: Path, variables: Mapping[str, str]) -> None:
    """Write variables so that nobody else can read them and nobody ever sees half of them."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(dict(variables), out, indent=2)
    fresh.replace(file)
