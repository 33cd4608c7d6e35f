"""Which words does the notation of conditions have, and what may editors complete? Pure."""

from typing import get_args

from cadence.campaign.conditions.parsed import CONTACTED, ENROLLED, Comparison, CountComparison
from cadence.campaign.kinds import Schema
from cadence.domain import REPLIED, Disposition
from cadence.domain.channels import CONTACT_CHANNELS, DESCRIPTORS

COMPARISONS: tuple[Comparison, ...] = get_args(Comparison)
COUNTS: tuple[CountComparison, ...] = get_args(CountComparison)
OPERATORS = (*COMPARISONS, "before", "after", "is")
"""What may stand in the comparison of a value."""
KNOWN = {"known": True, "unknown": False}
"""The words of `is`: whether there is a value at all."""
YES_NO = {"yes": True, "true": True, "si": True, "sim": True, "no": False, "false": False, "nao": False}
SENT = tuple(channel.value for channel in CONTACT_CHANNELS)
OUTCOMES = tuple(
    dict.fromkeys(
        (
            *(word for channel in CONTACT_CHANNELS for word in DESCRIPTORS[channel].outcomes),
            *(disposition.value for disposition in Disposition),
            REPLIED,
        )
    )
)
"""What may come of a touch: outcomes, dispositions, and a reply."""
EVENTS = (ENROLLED, CONTACTED, *OUTCOMES)
"""The events that `hours_since` counts from."""
COMBINED = ("any", "all", "not")
ASKED = ("consent", "touches", "hours_since", "columns")
SPECIAL = (*COMBINED, *ASKED)
"""Keys of a condition that are no column; a column of that name stands under `columns`."""


KEYS = {
    "any": "One of these conditions is true.",
    "all": "All of these conditions are true.",
    "not": "The condition is false.",
    "consent": "A consent for the channel is on record and stands.",
    "touches": "How many touches went to the person in this campaign so far.",
    "hours_since": "How many hours ago the last such event was.",
    "columns": "Columns of the list whose name is one of these keys.",
}
"""What each key of ours asks, for editors and the manual."""
COMPARISON_KEYS = {
    "at_least": "A number: this or more.",
    "at_most": "A number: this or less.",
    "above": "A number: more than this.",
    "below": "A number: less than this.",
    "before": "A date or a time: earlier than this.",
    "after": "A date or a time: later than this.",
    "is": "known or unknown: whether there is a value at all.",
}
"""What each comparison of a value asks."""
TOUCH_KEYS: dict[str, str] = {
    "is": "Exactly so many.",
    **{str(comparison): COMPARISON_KEYS[comparison] for comparison in COMPARISONS},
    "channel": "Counting touches on these channels only.",
    "step": "Counting touches of these steps only.",
    "outcome": "Counting touches with one of these outcomes or dispositions only.",
}
"""What each key of `touches` asks."""
EVENT_KEYS: dict[str, str] = {
    "event": "What the hours count from: the last time that it happened.",
    **{str(comparison): COMPARISON_KEYS[comparison] for comparison in COMPARISONS},
    "is": "known or unknown: whether there was such an event.",
}
"""What each key of `hours_since` asks."""
ONLY_IN = {
    "hours_since": frozenset({"event"}),
    "touches": frozenset({"channel", "step", "outcome"}),
    "consent": frozenset(SENT),
}
"""Keys that show which of our own keys is meant by a misspelt one."""
DEFINITION = "condition"
"""The name of the schema of a condition: conditions hold conditions, so that it refers to itself."""
REFERENCE: Schema = {"$ref": f"#/$defs/{DEFINITION}"}


def definition() -> Schema:
    """Return the JSON Schema of a condition, which others refer to."""
    whole: Schema = {"type": "integer", "minimum": 0}
    several: Schema = {"anyOf": [{"type": "array", "items": REFERENCE, "minItems": 1}, REFERENCE]}
    channels = _one_or_more({"enum": list(SENT)})
    yes_no: Schema = {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]}
    consents: Schema = {
        "type": "object", "propertyNames": {"enum": list(SENT)}, "additionalProperties": yes_no, "minProperties": 1
    }  # fmt: skip
    known: Schema = {"enum": list(KNOWN)}
    numbers: dict[str, Schema] = {comparison: {"type": ["number", "string"]} for comparison in COMPARISONS}
    text: Schema = {"type": ["string", "number", "boolean"]}
    comparison = _mapping(COMPARISON_KEYS, {**numbers, "before": text, "after": text, "is": known})
    value: Schema = {"anyOf": [*_one_or_more(text)["anyOf"], comparison]}
    touches = _mapping(
        TOUCH_KEYS,
        {
            **dict.fromkeys(COUNTS, whole),
            "channel": channels,
            "step": _one_or_more({"type": "string"}),
            "outcome": _one_or_more({"enum": list(OUTCOMES)}),
        },
    )
    touches["anyOf"] = [{"required": [count]} for count in COUNTS]
    since = _mapping(EVENT_KEYS, {"event": {"enum": list(EVENTS)}, **numbers, "is": known})
    keys = {
        "any": several,
        "all": several,
        "not": REFERENCE,
        "consent": {"anyOf": [*channels["anyOf"], consents]},
        "touches": {"anyOf": [whole, touches]},
        "hours_since": {**since, "required": ["event"], "minProperties": 2},
        "columns": {"type": "object", "additionalProperties": value, "minProperties": 1},
    }
    return {**_mapping(KEYS, keys), "additionalProperties": value}


def _mapping(says: dict[str, str], keys: dict[str, Schema]) -> Schema:
    properties = {key: {**schema, "description": says[key]} for key, schema in keys.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False, "minProperties": 1}


def _one_or_more(of: Schema) -> Schema:
    return {"anyOf": [of, {"type": "array", "items": of, "minItems": 1}]}
