"""
How are touches that are due together spread over time? Pure.

Each is delayed by a share of the campaign's `spread` that follows from its own id, so that planning twice gives the
same instant.
"""

from datetime import datetime, timedelta
from hashlib import blake2b


def share(seed: str) -> float:
    """Return a number in [0, 1) that depends on `seed` alone."""
    return int.from_bytes(blake2b(seed.encode(), digest_size=8).digest()) / 2**64


def jittered(at: datetime, lead: str, cause: str, spread: timedelta) -> datetime:
    """Return `at` delayed by whole seconds, by less than `spread`."""
    return at + timedelta(seconds=int(share(f"{lead}/{cause}") * spread.total_seconds()))
