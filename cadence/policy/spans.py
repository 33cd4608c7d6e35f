"""How is a span of time written? Pure: in the largest unit that divides it, such as "2 hours" or "7 días"."""

from cadence.languages import Language
from cadence.policy.phrases import PHRASES


def span(seconds: int, language: Language = "en") -> str:
    """Return a span in the largest unit that divides it: "2 hours", "7 días"."""
    for size, singular, plural in PHRASES[language].units:
        if seconds and seconds % size == 0:
            count = seconds // size
            return f"{count} {singular if count == 1 else plural}"
    return f"{seconds} s"
