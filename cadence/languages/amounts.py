"""How is an amount of money written in a language? Pure."""

from decimal import Decimal

from cadence.languages.texts import Language

_SWAPPED = str.maketrans(",.", ".,")


def amount_in_words(amount: Decimal, currency: str, language: Language) -> str:
    """Return `1,234.50 EUR` in English and `1.234,50 EUR` in the other languages; the amount is rounded already."""
    text = f"{amount:,}"
    return f"{text if language == 'en' else text.translate(_SWAPPED)} {currency}"
