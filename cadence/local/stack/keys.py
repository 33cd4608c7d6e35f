"""Which secrets does the embedded stack use? Edge: created once, kept with its data, readable by their owner only."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cadence.domain.errors import InvalidInputError

KEYS_FILE = "keys.json"
NEEDED = ("CADENCE_HMAC_KEY", "CADENCE_API_TOKEN", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")
RESTORE = (
    "Expected the keys that this stack was made with: restore the file from a backup. Never let new ones be made for a "
    "ledger that holds people: its suppressions would be void. In a folder that may be thrown away, remove all of it."
)
"""What to do about a broken file of keys."""


def keys(folder: Path, *, carrier: bool) -> dict[str, str]:
    """
    Return the stack's secrets as variables; created when there are none.

    Those of the carrier are for the emulator: without it, the environment's own must stand. Raises InvalidInputError
    for a file that is broken: new keys would void every suppression.
    """
    file = folder / KEYS_FILE
    keys = read(file)
    if keys is None:
        keys = {
            "CADENCE_HMAC_KEY": secrets.token_hex(32),
            "CADENCE_API_TOKEN": secrets.token_urlsafe(24),
            "TWILIO_ACCOUNT_SID": "AC" + secrets.token_hex(16),
            "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
        }
        write_private(file, keys)
    return {name: value for name, value in keys.items() if carrier or not name.startswith("TWILIO_")}


def read(file: Path) -> dict[str, str] | None:
    """Return what a file of keys holds; None when there is no file. Raises InvalidInputError, without its values."""
    try:
        content = json.loads(file.read_text())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read ({error.strerror}). {RESTORE}") from None
    except ValueError:
        raise InvalidInputError(f"{file} is not JSON. {RESTORE}") from None
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise InvalidInputError(f"{file} is not a JSON object of texts. {RESTORE}")
    if missing := [name for name in NEEDED if not content.get(name)]:
        raise InvalidInputError(f"{file} has no {', '.join(missing)}. {RESTORE}")
    return content


def write_private(file: Path, variables: Mapping[str, str]) -> None:
    """Write variables to a file that only its owner can read and that is never half written."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(dict(variables), out, indent=2)
    fresh.replace(file)
