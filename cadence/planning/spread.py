"""Which share of a span is a lead's own? Pure: it follows from ids, so that planning twice gives the same instant."""

from hashlib import blake2b


def share(seed: str) -> float:
    """Return a number in [0, 1) that depends on `seed` alone."""
    return int.from_bytes(blake2b(seed.encode(), digest_size=8).digest()) / 2**64
