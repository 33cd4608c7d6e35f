"""
Which packs are there, and what do they say? Reads the package's own files, and nothing else.

A pack that is missing, broken or says what this engine does not understand never crashes a judgment: the law that is
returned names it, and the gate holds everything until it can be read.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from cadence.clock import GUARD
from cadence.rules.book import Pack
from cadence.rules.law import BrokenPack, Law

PACKS = Path(__file__).parent / "packs"
"""Where the packs live."""


class NamesPacks(Protocol):
    """A campaign, as far as its law is concerned."""

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The packs it names."""


def known_packs(folder: Path = PACKS) -> tuple[str, ...]:
    """Return the ids of all packs there are."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def load_law(campaign: NamesPacks, guard: timedelta = GUARD, folder: Path = PACKS) -> Law:
    """Return today's law for a campaign: the packs it names and all that these extend."""
    packs: dict[str, Pack] = {}
    broken: dict[str, BrokenPack] = {}
    open_ids = list(campaign.jurisdictions)
    while open_ids:
        name = open_ids.pop(0)
        if name in packs or name in broken:
            continue
        pack = load_pack(name, folder)
        if isinstance(pack, BrokenPack):
            broken[name] = pack
        else:
            packs[name] = pack
            open_ids.extend(pack.extends)
    return Law(packs=tuple(packs.values()), guard=guard, broken=tuple(broken.values()))


def load_pack(name: str, folder: Path = PACKS) -> Pack | BrokenPack:
    """Return one pack as its file stands now; read again only when the file has changed."""
    path = folder / f"{name}.yaml"
    if name not in known_packs(folder):
        return BrokenPack(name, f"there is no pack of this name; there are: {', '.join(known_packs(folder)) or 'none'}")
    try:
        stamp = path.stat().st_mtime_ns, path.stat().st_size
    except OSError as error:
        return BrokenPack(name, f"its file cannot be read: {type(error).__name__}")
    return _parsed(path, stamp)


@lru_cache(maxsize=64)
def _parsed(path: Path, stamp: tuple[int, int]) -> Pack | BrokenPack:  # noqa: ARG001  the stamp makes a changed file another key
    """Return the pack in a file."""
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        pack = Pack.model_validate(data)
    except (OSError, UnicodeDecodeError) as error:
        return BrokenPack(path.stem, f"its file cannot be read: {type(error).__name__}")
    except YAMLError as error:
        return BrokenPack(path.stem, f"it is not YAML: {str(error).splitlines()[0]}")
    except ValidationError as error:
        return BrokenPack(path.stem, "; ".join(_spoken(error)))
    if pack.id != path.stem:
        return BrokenPack(path.stem, f"the file names itself {pack.id!r}; expected {path.stem!r}")
    return pack


def _spoken(error: ValidationError) -> Iterable[str]:
    """Yield each mistake with its place."""
    for one in error.errors():
        yield f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}"
