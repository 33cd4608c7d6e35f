"""What does a language need so that rules can be explained in it? Pure: a shape, filled in once per language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePhrases:
    """The sentences of one language, and the words that go into them."""

    sentences: Mapping[str, str]
    """Why each rule does not allow a touch, by rule or family and `:why`; `{names}` are filled from the evidence."""
    hours: Mapping[str, tuple[str, str]]
    """The hours of a day, and a day without any: `open` for the campaign file's, `allowed` for the law's."""
    none: str
    """A value that is missing."""
    unknown_rule: str
    """A rule that this version has no sentence for."""
    terms: Mapping[str, str]
    """Words of the evidence, as people say them."""
    local_days: tuple[str, str]
    """A limit's period of one local day, and of `{days}` of them."""
    units: tuple[tuple[int, str, str], ...]
    """Seconds in a unit, and its name for one and for many; the largest first."""
