"""Does everything that a campaign needs answer? Edge: one line for each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.held_replies import held_replies
from cadence.cli.output import print_json, wait_for
from cadence.cli.set_aside import items
from cadence.errors import CadenceError, ConflictError, InvalidInputError, UnavailableError
from cadence.settings import DEFAULT_DATABASE, Settings

FAILED = 1
UNAVAILABLE = 3
LEAST_POSTGRES = 15
STANDS_ON = {
    "ledger": "PostgreSQL",
    "keys": "PostgreSQL",
    "clock": "PostgreSQL",
    "official lists": "PostgreSQL",
    "set aside": "PostgreSQL",
    "held replies": "PostgreSQL",
    "search attribute": "Temporal",
}
"""Which part another one is a part of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one part is."""

    part: str
    fine: bool
    words: str
    answers: bool = True  # False: a service is down, it may well be back in a moment


@command("cadence doctor", "cadence doctor --part Temporal --part carrier")
def doctor(
    *,
    part: Annotated[list[str], typer.Option(help="Look at this part only; may be given again.")] = [],  # noqa: B006
    json: Json = False,
) -> None:
    """
    Look at everything a campaign needs, one line each.

    Exit code 3 when a service does not answer, 1 when one answers and something is wrong with it.
    """
    if unknown := set(part) - set(CHECKS):
        raise typer.BadParameter(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}")
    findings = []
    for finding in examine(Settings.from_env(), part or list(CHECKS)):
        findings.append(finding)
        if not json:
            print(f"{'ok     ' if finding.fine else 'PROBLEM'}  {finding.part:<17} {finding.words}", flush=True)
    if json:
        print_json([asdict(finding) for finding in findings])
    if not all(finding.fine for finding in findings):
        raise typer.Exit(FAILED if all(finding.answers for finding in findings) else UNAVAILABLE)


def examine(settings: Settings, parts: Sequence[str]) -> Iterator[Finding]:
    """Look at one part after the other; only what stands on a part that does not answer is not asked again."""
    silent: set[str] = set()
    for part in parts:
        if STANDS_ON.get(part) in silent:
            yield Finding(part=part, fine=False, words=f"needs {STANDS_ON[part]}, see above", answers=False)
            continue
        try:
            yield Finding(part=part, fine=True, words=CHECKS[part](settings))
        except CadenceError as error:
            words = " ".join(str(error).split())
            answers = not isinstance(error, UnavailableError)
            silent |= set() if answers else {part}
            yield Finding(part=part, fine=False, words=words, answers=answers)


def postgres(settings: Settings) -> str:
    """Return the version of the server."""
    from cadence.ledger.engine import connect_errors, make_engine

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
    return f"version {major}"


def ledger(settings: Settings) -> str:
    """Return the ledger's revision, if it is the one this program needs."""
    from cadence.ledger.engine import make_engine
    from cadence.ledger.migrate import revisions

    engine = make_engine(settings.database_url, connections=1)
    found, needed = revisions(engine)
    engine.dispose()
    if found != needed:
        raise ConflictError(f"revision {found or 'none'}; expected {needed}. Run `cadence db upgrade`.")
    return f"revision {found}"


def keys(settings: Settings) -> str:
    """Say that the key is the one the ledger was made with (protocol §5.7)."""
    from cadence.wiring import ledger_of

    ledger = ledger_of(settings, connections=1)
    try:
        ledger.check_keys()
    finally:
        ledger.close()
    return f"{settings.hmac_key_name} is the ledger's"


def clock(settings: Settings) -> str:
    """Say whether real time or a rehearsal's is shown."""
    from cadence.wiring import clock_of, ledger_of

    ledger = ledger_of(settings, connections=1)
    try:
        ledger.check_shape()
        found = clock_of(ledger)
    finally:
        ledger.close()
    return f"rehearsal, {found.speed:g} times as fast as real time" if found.rehearsal else "real time"


def temporal(settings: Settings) -> str:
    """Say where Temporal answers."""
    from cadence.cli.reach import temporal as reached

    client = wait_for(reached(settings))
    return f"answers at {client.service_client.config.target_host}, namespace {client.namespace}"


def search_attribute(settings: Settings) -> str:
    """Say that workflows can be found by their campaign."""
    from cadence.cli.reach import temporal as reached
    from cadence.names import CAMPAIGN_ATTRIBUTE
    from cadence.temporal import has_campaign_attribute

    async def known() -> bool:
        return await has_campaign_attribute(await reached(settings))

    if not wait_for(known()):
        raise ConflictError(
            f"{CAMPAIGN_ATTRIBUTE} is not registered; workflows cannot start. Register it: temporal operator "
            f"search-attribute create --name {CAMPAIGN_ATTRIBUTE} --type Keyword"
        )
    return f"{CAMPAIGN_ATTRIBUTE} is registered"


def carrier(settings: Settings) -> str:
    """Say that the carrier answers and knows us."""
    from cadence.wiring import carrier_of

    found = carrier_of(settings)
    found.check()
    return f"answers at {found.address}"


def packs(_settings: Settings) -> str:
    """Say which jurisdiction packs can be read."""
    from cadence.rules.law import BrokenPack
    from cadence.rules.packs import known_packs, load_pack

    loaded = [load_pack(name) for name in known_packs()]
    broken = [pack for pack in loaded if isinstance(pack, BrokenPack)]
    if broken:
        raise InvalidInputError("; ".join(f"{pack.id}: {pack.why}" for pack in broken) + ". Mend the file.")
    return ", ".join(known_packs()) or "none"


def lists(settings: Settings) -> str:
    """Say which official lists running campaigns want and have no young copy of: wrong once somebody waits."""
    from cadence.cli.wanted import wanted
    from cadence.wiring import clock_of, ledger_of

    ledger = ledger_of(settings, connections=1)
    try:
        ledger.check_shape()
        found = wanted(ledger, clock_of(ledger).now())
    finally:
        ledger.close()
    if waited := [f"{one.name} is {one.state}, {one.waiting:,} wait for it" for one in found if one.waiting]:
        raise ConflictError(f"{'; '.join(waited)}. Bring it: `cadence registry import NAME FILE --as-of DAY`.")
    told = [f"{one.name} is {one.state} ({', '.join(one.campaigns)})" for one in found]
    return f"nobody waits for one; {'; '.join(told)}" if told else "all that running campaigns want are young enough"


def zones(_settings: Settings) -> str:
    """Return which edition of the world's time zones is in use."""
    from cadence.rules.zones import TZDATA

    return f"IANA {TZDATA}, our own"


CHECKS: dict[str, Callable[[Settings], str]] = {
    "PostgreSQL": postgres,
    "ledger": ledger,
    "keys": keys,
    "clock": clock,
    "Temporal": temporal,
    "search attribute": search_attribute,
    "carrier": carrier,
    "packs": packs,
    "official lists": lists,
    "set aside": items,
    "held replies": held_replies,
    "time zones": zones,
}
"""Every part, in the order in which they need each other."""
