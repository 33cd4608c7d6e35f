"""How is a launched version shown as a file? Pure: the text as written, else YAML made from what is stored."""

import io
import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher, unified_diff
from typing import Any

from ruamel.yaml import YAML

from cadence.campaign.shape import Campaign
from cadence.domain.plurals import many
from cadence.ledger.campaigns.versions import StoredVersion

WIDTH = 110
NOT_STORED = """\
# The text of this file was not stored when it was launched. These are the values that the engine stores of
# {campaign}, version {version}: defaults are written out, empty keys are left out, spans of time are in ISO 8601,
# and the days of the week are numbered from 0, Monday.
"""
STEP = re.compile(r"\s*-\s+\{?\s*step:\s*([\w-]+)")
"""The first line of a step."""
KEY = re.compile(r"(\w+):")
"""A key of the campaign itself."""
EMPTY: tuple[object, ...] = (None, "", [], {})


def text_of_version(campaign: str, stored: StoredVersion) -> str:
    """Return the file of a version as it was written, else its values in YAML."""
    return stored.text or NOT_STORED.format(campaign=campaign, version=stored.version) + _values(stored)


def difference(campaign: str, old: StoredVersion, new: StoredVersion) -> list[str]:
    """
    Return the lines by which two versions differ, as `diff -u` writes them.

    If the text of one of them was not stored, the stored values of both are compared.
    """
    before, after = _compared(old, new)
    was, now = (f"{campaign}, version {stored.version}" for stored in (old, new))
    return list(unified_diff(before, after, was, now, lineterm=""))


def changes(campaign: str, old: StoredVersion, new: StoredVersion) -> list[str]:
    """Return what has changed from one version to the other, for people: each place with what was and what is now."""
    before, after = _compared(old, new)
    places = [list(_place(group, before, after)) for group in SequenceMatcher(a=before, b=after).get_grouped_opcodes(1)]
    if not places:
        return []
    found = many(len(places), "place differs", "places differ")
    lines = [f"{campaign}, from version {old.version} to version {new.version}: {found}"]
    if not (old.text and new.text):
        lines.append("The text of a version was not stored, so these are the stored values of both.")
    return [*lines, *(line for place in places for line in ("", *place))]


def _compared(old: StoredVersion, new: StoredVersion) -> tuple[list[str], list[str]]:
    """Return the lines of both versions: of their texts, else of their stored values."""
    as_written = bool(old.text and new.text)
    before, after = (stored.text if as_written else _values(stored) for stored in (old, new))
    return before.splitlines(), after.splitlines()


def _place(group: list[tuple[str, int, int, int, int]], before: list[str], after: list[str]) -> Iterator[str]:
    """Yield one place that differs: where it is in the new file, the lines that went, and those that came."""
    changed = [opcode for opcode in group if opcode[0] != "equal"]
    first = changed[0][3]
    yield f"line {first + 1}{_within(after, first) or _within(before, changed[0][1])}"
    for kind, from_old, to_old, from_new, to_new in group:
        if kind == "equal":
            yield from (f"       {line}".rstrip() for line in after[from_new:to_new])
        else:
            yield from (f"  was  {line}".rstrip() for line in before[from_old:to_old])
            yield from (f"  now  {line}".rstrip() for line in after[from_new:to_new])


def _within(lines: list[str], place: int) -> str:
    """Return in which step or under which key of the file a line stands."""
    for line in reversed(lines[: place + 1]):
        if step := STEP.match(line):
            return f", step {step[1]}"
        if key := KEY.match(line):
            return f", {key[1]}"
    return ""


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
