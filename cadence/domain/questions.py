"""What does a message ask of a person? Pure: one frozen value, which campaigns make and replies are read by."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyQuestion:
    """The answers that a message expects, by name, each with its words; and what else a reply may be."""

    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str = ""  # "0-10", "text", "date"; "yes/no" and "replies": one of the answers is what is kept
