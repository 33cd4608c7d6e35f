"""Is there room to write? Edge: the disks that are on this machine, and whether PostgreSQL can write at all."""

import os
from pathlib import Path

from cadence.cli.checks.visit import Check, CheckContext, Result, ok, problem, warning, worst
from cadence.ledger.campaigns.oversight import data_directory, try_to_write

FULL, FULL_SHARE = 256 * 2**20, 0.01
"""With less than this free, in bytes or as a share, the disk counts as full."""
NARROW, NARROW_SHARE = 2**30, 0.05
"""With less than this free, in bytes or as a share, there is a warning."""


def disk(visit: CheckContext) -> Result:
    """Write a megabyte to the ledger and roll it back; check the disks on this machine that hold our data."""
    try_to_write(visit.ledger.engine)  # raises what PostgreSQL says of a full disk
    places = {"PostgreSQL's data": data_directory(visit.ledger.engine), "the state folder": visit.settings.state_dir}
    looked = [_look(name, Path(place).absolute()) for name, place in places.items() if place]
    results = [result for result in looked if result is not None]
    where = ok("PostgreSQL can write") if results else ok("PostgreSQL can write; its disk is not on this machine")
    return worst(where, *results)


def _look(name: str, place: Path) -> Result | None:
    """Check one disk; None if it is not on this machine."""
    try:
        size = os.statvfs(place)
    except OSError:
        return None
    return room(name, size.f_bavail * size.f_frsize, size.f_blocks * size.f_frsize)


def room(name: str, free: int, total: int) -> Result:
    """Return the result for a disk, from its free and total bytes."""
    share = free / total if total else 0.0
    text = f"{name}: {free / 2**30:.1f} GiB free ({share:.0%})"
    if free < FULL or share < FULL_SHARE:
        return problem(f"{text}. The disk is full or nearly full: free up space now.")
    if free < NARROW or share < NARROW_SHARE:
        return warning(f"{text}. Free up space before it is full.")
    return ok(text)


DISK = (Check(name="disk", look=disk, needs=("ledger",)),)
