"""How is a count written with its noun, and its verb? Pure."""


def many(count: int, singular: str, several: str = "") -> str:
    """Return a count with its noun: "1 lead", "2,000 leads", "1 touch" and "0 touches" (`several` named)."""
    return f"{count:,} {singular if count == 1 else several or singular + 's'}"


def verb(count: int, singular: str, several: str) -> str:
    """Return the verb that goes with a count: "is" for 1, "are" for 0 and 2."""
    return singular if count == 1 else several
