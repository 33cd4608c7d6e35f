"""How is YAML read without the engine's reader? Pure: mappings, lists and words, without guessing."""

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

DEEPEST = 20
"""Levels inside each other; an anchor that contains itself has no end."""


def tree(text: str) -> object:
    """Return a YAML text as mappings, lists and words. Words stay as they are written: 9.30 is a time, no number."""
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        raise ValueError(f"the proof cannot read this as YAML: {error}") from error
    return _plain(node, DEEPEST)


def _plain(node: Node | None, deeper: int) -> object:
    if not deeper:
        raise ValueError(f"the proof reads {DEEPEST} levels inside each other, and no more")
    if isinstance(node, ScalarNode):
        return str(node.value)
    if isinstance(node, SequenceNode):
        return [_plain(item, deeper - 1) for item in node.value]
    if isinstance(node, MappingNode):
        own = {str(key.value): _plain(value, deeper - 1) for key, value in node.value if key.value != "<<"}
        for brought in (_plain(value, deeper - 1) for key, value in node.value if key.value == "<<"):
            for item in brought if isinstance(brought, list) else [brought]:
                own = {**mapping(item, "what << brings in"), **own}
        return own
    raise ValueError("the proof found nothing to read")


def mapping(value: object, called: str, *known: str) -> dict[str, Any]:
    """Return a mapping; with `known` keys, one that has no others."""
    if not isinstance(value, dict):
        raise _other_than(f"{called} with its keys", value)
    if known and (strange := set(value) - set(known)):
        raise ValueError(f"the proof does not know {strange.pop()!r} of {called}")
    return value


def needed(data: dict[str, Any], key: str) -> object:
    """Return the value of a key that must be there."""
    if key not in data:
        raise ValueError(f"the proof misses {key!r}")
    return data[key]


def items(value: object) -> list[Any]:
    """Return a list."""
    if not isinstance(value, list):
        raise _other_than("a list", value)
    return value


def word(value: object) -> str:
    """Return one value as it is written."""
    if not isinstance(value, str):
        raise _other_than("one value", value)
    return value.strip()


def words(value: object) -> list[str]:
    """Return a list of words; one text with commas is one, too."""
    return [word(item) for item in (value.split(",") if isinstance(value, str) else items(value))]


def joined(value: object) -> str:
    """Return a text; a list of texts means the same as commas."""
    return value if isinstance(value, str) else ", ".join(words(value))


def one_of(value: object, *known: str) -> str:
    """Return one of the known words."""
    if value not in known:
        raise _other_than(f"one of {', '.join(known)}", value)
    return str(value)


def _other_than(expected: str, value: object) -> ValueError:
    return ValueError(f"the proof expected {expected}, and found {value!r}")
