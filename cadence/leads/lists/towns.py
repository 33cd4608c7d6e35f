"""
When do two lists mean the same town? Pure.

Official lists write "Donostia/San Sebastián" and "Hospitalet de Llobregat, L'"; people write one of the names, the
article in its place.
"""

from cadence.leads.lists.words import fold


def town(text: str) -> str:
    """Return the town of a lead, folded, "" for none. If it has several names, the first counts."""
    return _folded(text.partition("/")[0])


def towns(text: str) -> tuple[str, ...]:
    """Return everything by which a lead may name a town: each of its names, and all of them together."""
    return tuple(dict.fromkeys(name for name in (*map(_folded, text.split("/")), fold(text)) if name))


def _folded(name: str) -> str:
    """Return one name, with an article that was put behind back in front."""
    body, comma, article = name.partition(",")
    return fold(f"{article} {body}") if comma else fold(name)
