"""What does a message ask of a person? Pure: one frozen value, which campaigns make and replies are read by."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_RANGE = re.compile(r"(\d{1,3})-(\d{1,3})")


def range_of(kind: str) -> tuple[int, int] | None:
    """Return the least and the greatest number that an answer may be; None where no number is asked for."""
    match = _RANGE.fullmatch(kind)
    return (int(match[1]), int(match[2])) if match is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyQuestion:
    """The answers that a message expects, by name, each with its words; and what else a reply may be."""

    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str = ""  # "0-10", "text", "date"; "yes/no" and "replies": one of the answers is what is kept
