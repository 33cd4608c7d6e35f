"""
Which packs are there, and what do they say? Reads the package's own files and texts that it is given, nothing else.

A pack that is missing, broken or says what this engine does not understand never crashes a judgment: the law that is
returned names it, and the gate holds everything until it can be read.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cadence.documents import DocumentError, DocumentFormat, read_document
from cadence.domain.clock import GUARD
from cadence.domain.house import HouseRules
from cadence.domain.pack_id import nearest_packs
from cadence.policy.hours.local_days import ANYWHERE
from cadence.policy.packs.compiled import compiled
from cadence.policy.packs.law import BrokenPack, Law, covers, law_on, names_country
from cadence.policy.packs.schema import Pack
from cadence.policy.packs.tightening import loosened, wrongly_replaced

PACKS = Path(__file__).parent
"""Where the packs live."""
WRITTEN_AS = DocumentFormat(example="a pack of law, such as those in cadence/policy/packs")
HOUSE = HouseRules()
"""The rules of a house without a house file."""
HOUSE_ID = "house"
"""How a hold names a house file that cannot be read."""
OWN = "-own"
"""What is added to the id of a user's pack when a later version ships one under the same id: then both bind."""


@dataclass(frozen=True, slots=True)
class PackText:
    """The text of one pack, and the id that it has."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PackFiles:
    """Where the packs are read: files in a folder, and texts from elsewhere, such as those that users have stored."""

    folder: Path | None = PACKS
    texts: tuple[PackText, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Return the ids of all packs there are."""
        return tuple(sorted((*self.in_folder(), *(text.id for text in self.texts))))

    def in_folder(self) -> frozenset[str]:
        """Return the ids of the packs in the folder."""
        return frozenset(path.stem for path in self.folder.glob("*.yaml")) if self.folder else frozenset()

    def stamp(self, name: str) -> tuple[int, int] | None:
        """Return what tells that a file of the folder has changed; None where none can be read."""
        try:
            status = (self.folder / f"{name}.yaml").stat() if self.folder else None
        except (OSError, ValueError):  # the latter for a name that no file can have
            return None
        return (status.st_mtime_ns, status.st_size) if status else None

    def text(self, name: str) -> str:
        """Return the text of a pack; "" where it cannot be read."""
        if self.folder is None or name not in self.in_folder():
            return next((text.text for text in self.texts if text.id == name), "")
        try:
            return (self.folder / f"{name}.yaml").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a pack's text, in hexadecimal digits."""
        return hashlib.sha256(self.text(name).encode()).hexdigest()

    def read(self, name: str) -> Pack | BrokenPack:
        """Return one pack as it stands now; a file is read again only when it has changed."""
        stamp = None if "/" in name else self.stamp(name)
        if self.folder and stamp:
            return _parsed(self.folder, name, stamp)
        if name not in self.names():
            return BrokenPack(name, f"there is no pack of this name; {self.instead_of(name)}")
        if self.folder and name in self.in_folder():
            return BrokenPack(name, "its file cannot be read")
        return _parsed_text(name, self.text(name))

    def instead_of(self, name: str) -> str:
        """Return what to say of a pack that there is not: the nearest ones, and how to list all."""
        near = nearest_packs(name, self.names())
        return f"`cadence packs` lists them; nearest: {', '.join(near)}" if near else "`cadence packs` lists them"


SHIPPED = PackFiles()
"""The packs of this package."""


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


def load_law(  # noqa: PLR0913  what a law is made from
    campaign: NamesPacks,
    guard: timedelta = GUARD,
    packs: PackFiles = SHIPPED,
    *,
    house: HouseRules = HOUSE,
    broken: tuple[BrokenPack, ...] = (),
    revision: int = 0,
) -> Law:
    """
    Return today's law for a campaign: every pack that binds by place, those it names, and all that these extend.

    `jurisdictions: none` leaves the platforms' rules only. The same files give the same Law again. `broken` names what
    else cannot be read, and `revision` the change of the ledger that the packs are read as of.
    """
    stamps = tuple((name, packs.stamp(name)) for name in packs.names())
    named = (campaign.jurisdictions, campaign.no_jurisdictions, campaign.without_pack)
    return _law(*named, guard, packs, house, stamps, broken, revision)


def law_of(
    names: tuple[str, ...], guard: timedelta = GUARD, packs: PackFiles = SHIPPED, *, house: HouseRules = HOUSE
) -> Law:
    """Return the law of exactly these packs and what they extend, wherever a lead may be."""
    bound, broken = _with_parents(list(names), packs)
    return Law(packs=bound, guard=guard, broken=broken, house=house)


@lru_cache(maxsize=256)
def _law(  # noqa: PLR0913, PLR0917  what the law depends on, which is its key
    names: tuple[str, ...],
    none: bool,  # noqa: FBT001  part of the key
    without: tuple[str, ...],
    guard: timedelta,
    packs: PackFiles,
    house: HouseRules,
    stamps: tuple[tuple[str, tuple[int, int] | None], ...],
    unread: tuple[BrokenPack, ...],
    revision: int,
) -> Law:
    """Return the law that follows from these files."""
    listed = [name for name, _ in stamps]
    # A user's pack answers to its id also when we ship one under it.
    named = {name for name in listed if name in names or name.removesuffix(OWN) in names}
    bound = [name for name in listed if name in named or _binds_by_itself(packs.read(name), none=none)]
    applying, broken = _with_parents([*bound, *(name for name in names if name not in listed)], packs)
    uncovered = None if none else frozenset(without)
    broken += unread
    return Law(packs=applying, guard=guard, broken=broken, uncovered=uncovered, house=house, revision=revision)


def _binds_by_itself(pack: Pack | BrokenPack, *, none: bool) -> bool:
    """Tell whether a pack binds without being named. One that cannot be read might (law 6)."""
    if isinstance(pack, BrokenPack):
        return not none
    return pack.binds == "place" and (pack.applies.everyone or not none)


def _with_parents(names: list[str], files: PackFiles) -> tuple[tuple[Pack, ...], tuple[BrokenPack, ...]]:
    """Return these packs and all they extend, and those of them that cannot be read or that loosen."""
    packs: dict[str, Pack] = {}
    broken: dict[str, BrokenPack] = {}
    while names:
        name = names.pop(0)
        if name in packs or name in broken:
            continue
        pack = files.read(name)
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


def mended(key: str, at: datetime, packs: PackFiles = SHIPPED) -> bool:
    """
    Tell whether what held for the law's sake is mended.

    That is: the pack can be read and loosens none, or one about the country is law everywhere in the world.
    """
    if not names_country(key):
        return key not in {pack.id for pack in _with_parents([key], packs)[1]}
    about = (pack for pack in map(packs.read, packs.names()) if isinstance(pack, Pack) and covers(pack, key))
    return any(all(law_on(pack).is_law((zone,), at) for zone in ANYWHERE) for pack in about)


@lru_cache(maxsize=256)
def _parsed(folder: Path, name: str, stamp: tuple[int, int]) -> Pack | BrokenPack:  # noqa: ARG001  the stamp makes a changed file another key
    """Return the pack in a file of its name."""
    try:
        return _parsed_text(name, (folder / f"{name}.yaml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return BrokenPack(name, f"its file cannot be read: {type(error).__name__}")


@lru_cache(maxsize=512)
def _parsed_text(name: str, text: str) -> Pack | BrokenPack:
    """Return the pack that a text is, under this id."""
    try:
        pack = parse_pack(text, f"{name}.yaml")
    except DocumentError as error:
        return BrokenPack(name, "; ".join(str(mistake) for mistake in error.mistakes))
    if name not in {pack.id, f"{pack.id}{OWN}"}:
        return BrokenPack(name, f"the file names itself {pack.id!r}; expected {name!r}")
    return pack.model_copy(update={"id": name})


def read_pack(path: Path) -> Pack | BrokenPack:
    """Return the pack in a file, wherever that lies."""
    try:
        return parse_pack(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        return BrokenPack(path.stem, f"its file cannot be read: {type(error).__name__}")
    except DocumentError as error:
        return BrokenPack(path.stem, "; ".join(str(mistake) for mistake in error.mistakes))


def parse_pack(text: str, file: str) -> Pack:
    """Return the pack that a text describes. Raises DocumentError with every mistake, each at its place in `file`."""
    data = compiled(text)
    return read_document(text, file, Pack, WRITTEN_AS) if data is None else Pack.model_validate(data)
