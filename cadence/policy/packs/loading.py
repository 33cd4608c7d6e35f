"""
Which packs are there, and what do they say? Reads the package's own files, and nothing else.

A pack that is missing, broken or says what this engine does not understand never crashes a judgment: the law that is
returned names it, and the gate holds everything until it can be read.
"""

from collections.abc import Collection
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cadence.documents import DocumentError, DocumentFormat, read_document
from cadence.domain.clock import GUARD
from cadence.domain.house import HouseRules
from cadence.domain.pack_id import nearest_packs
from cadence.policy.packs.law import BrokenPack, Law
from cadence.policy.packs.schema import Pack
from cadence.policy.packs.tightening import loosened, wrongly_replaced

PACKS = Path(__file__).parent
"""Where the packs live."""
WRITTEN_AS = DocumentFormat(example="a pack of law, such as those in cadence/policy/packs")
HOUSE = HouseRules()
"""The rules of a house without a house file."""


class NamesPacks(Protocol):
    """A campaign, as far as its law is concerned."""

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The packs it names."""

    @property
    def no_jurisdictions(self) -> bool:
        """Whether it switches the law of places off, in so many words."""

    @property
    def without_pack(self) -> tuple[str, ...]:
        """The countries it contacts although no pack is about them."""


def known_packs(folder: Path = PACKS) -> tuple[str, ...]:
    """Return the ids of all packs there are."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def no_pack(named: str, folder: Path = PACKS) -> str:
    """Return what to say of a pack that there is not: the nearest ones, and how to list all."""
    near = nearest_packs(named, known_packs(folder))
    return f"`cadence packs` lists them; nearest: {', '.join(near)}" if near else "`cadence packs` lists them"


def load_law(campaign: NamesPacks, guard: timedelta = GUARD, folder: Path = PACKS, *, house: HouseRules = HOUSE) -> Law:
    """
    Return today's law for a campaign: every pack that binds by place, those it names, and all that these extend.

    `jurisdictions: none` leaves the platforms' rules only. The same files give the same Law again.
    """
    stamps = tuple((name, _stamp(folder / f"{name}.yaml")) for name in known_packs(folder))
    return _law(campaign.jurisdictions, campaign.no_jurisdictions, campaign.without_pack, guard, folder, house, stamps)


def law_of(names: tuple[str, ...], guard: timedelta = GUARD, folder: Path = PACKS, *, house: HouseRules = HOUSE) -> Law:
    """Return the law of exactly these packs and what they extend, wherever a lead may be."""
    packs, broken = _with_parents(list(names), folder)
    return Law(packs=packs, guard=guard, broken=broken, house=house)


@lru_cache(maxsize=256)
def _law(  # noqa: PLR0913, PLR0917  what the law depends on, which is its key
    names: tuple[str, ...],
    none: bool,  # noqa: FBT001  part of the key
    without: tuple[str, ...],
    guard: timedelta,
    folder: Path,
    house: HouseRules,
    stamps: tuple[tuple[str, tuple[int, int] | None], ...],
) -> Law:
    """Return the law that follows from these files."""
    listed = [name for name, _ in stamps]
    bound = [name for name in listed if name in names or _binds_by_itself(load_pack(name, folder), none=none)]
    packs, broken = _with_parents([*bound, *(name for name in names if name not in listed)], folder)
    uncovered = None if none else frozenset(without)
    return Law(packs=packs, guard=guard, broken=broken, uncovered=uncovered, house=house)


def _binds_by_itself(pack: Pack | BrokenPack, *, none: bool) -> bool:
    """Tell whether a pack binds without being named. One that cannot be read might (law 6)."""
    if isinstance(pack, BrokenPack):
        return not none
    return pack.binds == "place" and (pack.applies.everyone or not none)


def _with_parents(names: list[str], folder: Path) -> tuple[tuple[Pack, ...], tuple[BrokenPack, ...]]:
    """Return these packs and all they extend, and those of them that cannot be read or that loosen."""
    packs: dict[str, Pack] = {}
    broken: dict[str, BrokenPack] = {}
    while names:
        name = names.pop(0)
        if name in packs or name in broken:
            continue
        pack = load_pack(name, folder)
        if isinstance(pack, BrokenPack):
            broken[name] = pack
        else:
            packs[name] = pack
            names.extend(pack.extends)
    for pack in tuple(packs.values()):
        parents = [packs[parent] for parent in pack.extends if parent in packs]
        wrong = [why for parent in parents for why in loosened(pack, parent)]
        wrong += wrongly_replaced(pack, parents)
        if wrong:
            broken[pack.id] = BrokenPack(pack.id, "; ".join(wrong))
    replaced = {
        (parent, id_)
        for child in packs.values()
        if child.id not in broken
        for parent in child.extends
        for id_ in child.replaces
    }
    return tuple(_without(pack, replaced) for pack in packs.values()), tuple(broken.values())


def _without(pack: Pack, replaced: Collection[tuple[str, str]]) -> Pack:
    """Return a pack without the rules, given as (pack, rule), that a pack of the campaign replaces."""
    if not any(name == pack.id for name, _ in replaced):
        return pack
    return pack.model_copy(update={"rules": tuple(rule for rule in pack.rules if (pack.id, rule.id) not in replaced)})


def load_pack(name: str, folder: Path = PACKS) -> Pack | BrokenPack:
    """Return one pack as its file stands now; read again only when the file has changed."""
    path = folder / f"{name}.yaml"
    if name not in known_packs(folder):
        return BrokenPack(name, f"there is no pack of this name; {no_pack(name, folder)}")
    stamp = _stamp(path)
    return BrokenPack(name, "its file cannot be read") if stamp is None else _parsed(path, stamp)


def mended(key: str, folder: Path = PACKS) -> bool:
    """Tell whether what held for the law's sake is mended: the pack can be read, or one is about the country."""
    if not key.isupper():
        return not isinstance(load_pack(key, folder), BrokenPack)
    packs = (load_pack(name, folder) for name in known_packs(folder))
    return any(isinstance(pack, Pack) and not pack.layer and key in pack.applies.countries for pack in packs)


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return what tells that a file has changed; None when it cannot be read."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=256)
def _parsed(path: Path, stamp: tuple[int, int]) -> Pack | BrokenPack:  # noqa: ARG001  the stamp makes a changed file another key
    """Return the pack in a file of its name."""
    pack = read_pack(path, path.name)
    if isinstance(pack, Pack) and pack.id != path.stem:
        return BrokenPack(path.stem, f"the file names itself {pack.id!r}; expected {path.stem!r}")
    return pack


def read_pack(path: Path, called: str = "") -> Pack | BrokenPack:
    """Return the pack in a file, wherever that lies; `called` names the file in mistakes."""
    try:
        return parse_pack(path.read_text(encoding="utf-8"), called or str(path))
    except (OSError, UnicodeDecodeError) as error:
        return BrokenPack(path.stem, f"its file cannot be read: {type(error).__name__}")
    except DocumentError as error:
        return BrokenPack(path.stem, "; ".join(str(mistake) for mistake in error.mistakes))


def parse_pack(text: str, file: str) -> Pack:
    """Return the pack that a text describes. Raises DocumentError with every mistake, each at its place in `file`."""
    return read_document(text, file, Pack, WRITTEN_AS)
