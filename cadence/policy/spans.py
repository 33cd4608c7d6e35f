"""How is a span of time written? Pure: in the largest unit that divides it, such as "2 hours" or "7 días"."""

from cadence.languages import Language

SIZES = (86400, 3600, 60)
"""Seconds in a day, an hour and a minute."""
UNITS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (("day", "days"), ("hour", "hours"), ("minute", "minutes")),
    "es": (("día", "días"), ("hora", "horas"), ("minuto", "minutos")),
    "pt": (("dia", "dias"), ("hora", "horas"), ("minuto", "minutos")),
}


def span(seconds: int, language: Language = "en") -> str:
    """Return a span in the largest unit that divides it: "2 hours", "7 días"."""
    for size, (singular, plural) in zip(SIZES, UNITS[language], strict=True):
        if seconds and seconds % size == 0:
            count = seconds // size
            return f"{count} {singular if count == 1 else plural}"
    return f"{seconds} s"
