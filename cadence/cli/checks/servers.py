"""Do the servers answer, have they room to write, and are our files in order? Edge: checks of what we depend on."""

import os
from pathlib import Path

from cadence.app.carriers import carrier_of
from cadence.app.settings import DEFAULT_DATABASE, unknown_variables
from cadence.app.temporal import has_campaign_attribute
from cadence.campaign.house_file import HOUSE_FILE
from cadence.cli.checks.visit import CheckContext, Result, ok, problem, warning, worst
from cadence.cli.output import wait_for
from cadence.cli.temporal import temporal as reached
from cadence.domain.errors import ConflictError, InvalidInputError, UnavailableError
from cadence.domain.names import CAMPAIGN_ATTRIBUTE
from cadence.domain.zones import TZDATA
from cadence.ledger.campaigns.oversight import data_directory, try_to_write
from cadence.ledger.db.engine import connect_errors, make_engine
from cadence.ledger.db.shape import revisions, what_to_do
from cadence.ledger.law import stored
from cadence.ledger.law.stored import LawKind
from cadence.policy.packs.law import BrokenPack
from cadence.policy.packs.loading import OWN

LEAST_POSTGRES = 15
FULL, FULL_SHARE = 256 * 2**20, 0.01
"""With less than this free, in bytes or as a share, the disk counts as full."""
NARROW, NARROW_SHARE = 2**30, 0.05
"""With less than this free, in bytes or as a share, there is a warning."""


def settings(_: CheckContext) -> Result:
    """Say whether every CADENCE_ variable of this terminal is a setting: a misspelt one is ignored in silence."""
    unknown = unknown_variables()
    if not unknown:
        return ok("every variable is known")
    names = [f"{name} (did you mean {nearest}?)" if nearest else name for name, nearest in unknown.items()]
    return warning(f"No such setting: {', '.join(names)}. It changes nothing: correct or unset it.")


def postgres(visit: CheckContext) -> Result:
    """Say which version of the server answers."""
    settings = visit.settings
    engine = make_engine(settings.database_url, connections=1)
    try:
        with connect_errors(), engine.connect() as connection:
            version = connection.dialect.server_version_info or (0,)
    except UnavailableError:
        if settings.database_url == DEFAULT_DATABASE:
            settings.required_hmac_key()  # without a stack it says that, and what to do
        raise
    finally:
        engine.dispose()
    major = int(version[0])
    if major < LEAST_POSTGRES:
        raise ConflictError(f"version {major}; expected {LEAST_POSTGRES} or later. Upgrade the server.")
    return ok(f"version {major}")


def ledger(visit: CheckContext) -> Result:
    """Say which revision the ledger has; it must be the one this program needs."""
    engine = make_engine(visit.settings.database_url, connections=1)
    try:
        revision, _ = revisions(engine)
    finally:
        engine.dispose()
    if problem := what_to_do(revision):
        raise ConflictError(problem)
    return ok(f"revision {revision}")


def keys(visit: CheckContext) -> Result:
    """Say that the key is the one the ledger was made with (protocol §5.7)."""
    visit.ledger.check_keys()
    return ok(f"{visit.settings.hmac_key_name} is the ledger's")


def clock(visit: CheckContext) -> Result:
    """Say whether real time or a rehearsal's is shown."""
    shown = visit.clock
    return ok(f"rehearsal, {shown.speed:g} times as fast as real time" if shown.rehearsal else "real time")


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


def temporal(visit: CheckContext) -> Result:
    """Say where Temporal answers."""
    client = wait_for(reached(visit.settings))
    return ok(f"answers at {client.service_client.config.target_host}, namespace {client.namespace}")


def search_attribute(visit: CheckContext) -> Result:
    """Say that workflows can be found by their campaign."""

    async def known() -> bool:
        return await has_campaign_attribute(await reached(visit.settings))

    if not wait_for(known()):
        return problem(
            f"{CAMPAIGN_ATTRIBUTE} is not registered; workflows cannot start. Register it: temporal operator "
            f"search-attribute create --name {CAMPAIGN_ATTRIBUTE} --type Keyword"
        )
    return ok(f"{CAMPAIGN_ATTRIBUTE} is registered")


def carrier(visit: CheckContext) -> Result:
    """Say that the carrier answers and knows us."""
    client = carrier_of(visit.settings)
    client.check()
    return ok(f"answers at {client.address}")


def packs(visit: CheckContext) -> Result:
    """Say which jurisdiction packs can be read, those that users have stored included."""
    files = visit.law.packs
    names = files.names()
    broken = [pack for pack in map(files.read, names) if isinstance(pack, BrokenPack)]
    if broken:
        correction = "Correct the file; a pack of your own with `cadence packs add`."
        raise InvalidInputError("; ".join(f"{pack.id}: {pack.why}" for pack in broken) + f". {correction}")
    twice = [name.removesuffix(OWN) for name in names if name.endswith(OWN)]
    if twice:
        return warning(
            f"{', '.join(twice)}: this version brings a pack under the id of one of yours. Both apply, yours as "
            f"{', '.join(f'{name}{OWN}' for name in twice)}; nothing has to be done."
        )
    return ok(", ".join(names) or "none")


def house(visit: CheckContext) -> Result:
    """Say where the rules of the house come from, and whether they can be read."""
    if visit.law.broken:
        raise InvalidInputError(f"{visit.law.broken[0].why}. Until it can be read, nothing is sent.")
    named = visit.settings.house or HOUSE_FILE
    with visit.ledger.begin() as connection:
        versions = stored.history(connection, LawKind.HOUSE)
    if named.exists():
        return warning(
            f"{named} is not read, the ledger has version {versions[-1].version} of the house file: remove it."
            if versions
            else f"{named} is read where each process starts; the next version reads only what is stored. Store it: "
            f"`cadence house apply {named}`."
        )
    if not versions:
        return ok("none is stored, the defaults apply")
    return ok(f"version {versions[-1].version}, since {versions[-1].at:%Y-%m-%d %H:%M}Z")


def zones(_: CheckContext) -> Result:
    """Say which edition of the world's time zones is in use."""
    return ok(f"IANA {TZDATA}, our own")
