"""What is a pack of law called? Pure."""

OLD_NAMES = {"co-one-contact": "co"}
"""Packs that say nothing of their own any more, and the pack that says it now. They are read for one more version."""


def pack_id(text: str) -> str:
    """Return the id that people mean who write US-FL, us_fl or " us-fl ": small letters, and hyphens."""
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())
