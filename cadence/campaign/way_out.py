"""Does a text tell a person how to stop all contact? Pure."""

import re

from cadence.campaign.spans import plain

OPT_OUT_WORDS = ("baja", "stop", "alto", "parar", "sair", "cancelar", "unsubscribe", "opt out")
"""Words in a message that tell a person how to opt out."""


def offers_a_way_out(text: str) -> bool:
    """Tell whether a message has an opt-out instruction."""
    words = "|".join(word.replace(" ", "[ -]?") for word in OPT_OUT_WORDS)
    return re.search(rf"\b(?:{words})\b", plain(text)) is not None
