"""Which values keep a text from being made? Pure: asked of a list before launch, so that the answer names columns."""

from collections.abc import Mapping
from typing import Any

from cadence.campaign.templates import SOME_VALUE, MissingValueError, RenderError, fill, placeholders
from cadence.domain.channels import LONGEST_SPEECH
from cadence.languages import Language


def missing(text: str, known: Mapping[str, Any], longest: int = LONGEST_SPEECH) -> tuple[str, ...]:
    """Return the placeholders that have no value and need one, in order. Raises TemplateError."""
    filled, lacking = dict(known), list[str]()
    for _ in placeholders(text):
        try:
            fill(text, filled, max(longest, LONGEST_SPEECH))
        except MissingValueError as error:
            lacking.append(error.name)
            filled[error.name] = SOME_VALUE
        except RenderError:
            break
    return tuple(lacking)


def at_fault(text: str, known: Mapping[str, Any], longest: int, language: Language) -> tuple[str, ...]:
    """
    Return the placeholders whose values keep a text from being made, in order. Raises TemplateError.

    Each of them alone would do with another value; where no single one would, all that have a value are returned.
    """
    filled = [name for name in placeholders(text) if name in known]
    return tuple(name for name in filled if _fits(text, {**known, name: SOME_VALUE}, longest, language)) or tuple(
        filled
    )


def _fits(text: str, known: Mapping[str, Any], longest: int, language: Language) -> bool:
    try:
        fill(text, known, longest, language)
    except RenderError:
        return False
    return True
