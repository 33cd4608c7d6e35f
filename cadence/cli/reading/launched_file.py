"""How is a launched version shown as a file? Pure: the text as written, else YAML made from what is stored."""

import io
import json
from difflib import unified_diff
from typing import Any

from ruamel.yaml import YAML

from cadence.campaign.shape import Campaign
from cadence.ledger.campaigns.versions import StoredVersion

WIDTH = 110
NOT_STORED = """\
# The text of this file was not stored when it was launched. These are the values that the engine stores of
# {campaign}, version {version}: defaults are written out, empty keys are left out, spans of time are in ISO 8601,
# and the days of the week are numbered from 0, Monday.
"""
EMPTY: tuple[object, ...] = (None, "", [], {})


def text_of_version(campaign: str, stored: StoredVersion) -> str:
    """Return the file of a version as it was written, else its values in YAML."""
    return stored.text or NOT_STORED.format(campaign=campaign, version=stored.version) + _values(stored)


def difference(campaign: str, old: StoredVersion, new: StoredVersion) -> list[str]:
    """
    Return the lines by which two versions differ, as `diff -u` writes them.

    If the text of one of them was not stored, the stored values of both are compared.
    """
    as_written = bool(old.text and new.text)
    before, after = (stored.text if as_written else _values(stored) for stored in (old, new))
    was, now = (f"{campaign}, version {stored.version}" for stored in (old, new))
    return list(unified_diff(before.splitlines(), after.splitlines(), was, now, lineterm=""))


def _values(stored: StoredVersion) -> str:
    """Return the stored values of a version in YAML, with the keys in the order of the reference."""
    data: dict[str, Any] = json.loads(stored.content)
    aliases = {field.alias or name: place for place, (name, field) in enumerate(Campaign.model_fields.items())}
    ordered = sorted(data.items(), key=lambda entry: aliases.get(entry[0], len(aliases)))
    yaml, written = YAML(), io.StringIO()
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(_filled(dict(ordered)), written)
    return written.getvalue()


def _filled(value: Any) -> Any:  # noqa: ANN401  JSON
    """Return data without the keys that hold nothing, and with each step named first."""
    if isinstance(value, list):
        return [_filled(item) for item in value]
    if not isinstance(value, dict):
        return value
    keys = sorted(value, key=lambda key: key != "step") if "step" in value else list(value)
    filled = {key: _filled(value[key]) for key in keys}
    return {key: item for key, item in filled.items() if item not in EMPTY}
