"""What are the words of a text, whatever its dress? Pure: no case, no accents, no apostrophes."""

import re
import unicodedata

APOSTROPHES = re.compile("['`\u2019\u00b4]")


def undressed(text: str) -> str:
    """Return a text without case, accents and apostrophes: "¡LLÁMAME!" becomes "¡llamame!"."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return APOSTROPHES.sub("", "".join(char for char in folded if not unicodedata.combining(char)))
