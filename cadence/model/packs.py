"""What is a pack of law called? Pure."""


def pack_id(text: str) -> str:
    """Return the id that people mean who write US-FL, us_fl or " us-fl ": small letters, and hyphens."""
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())
