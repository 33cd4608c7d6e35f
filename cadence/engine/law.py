"""
Which law applies now, and which did then? Edge: the packs of this program, what users have stored, and the house file.

A process keeps what it has read. It asks for the number of the last change, not for the texts: once a second where it
only plans, and under the locks wherever a touch is reserved, so that no touch is allowed by a law that was replaced.
"""

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Connection

from cadence.campaign import Campaign
from cadence.campaign.house_file import read_house
from cadence.documents import DocumentError
from cadence.domain.clock import GUARD
from cadence.domain.house import HouseRules
from cadence.ledger.law import stored
from cadence.ledger.law.stored import LawKind, LawText, LawVersion
from cadence.policy.evaluation.across_leads import account_look_back, look_back
from cadence.policy.packs.law import BrokenPack, Law
from cadence.policy.packs.loading import (
    HOUSE,
    HOUSE_ID,
    OWN,
    SHIPPED,
    NamesPacks,
    PackFiles,
    PackText,
    law_of,
    load_law,
    mended,
)
from cadence.policy.packs.schema import Pack

LOOK_AFTER = 1.0
"""Real seconds after which a process asks again whether the law has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawInForce:
    """Everything that is law at one moment."""

    packs: PackFiles = SHIPPED
    house: HouseRules = HOUSE
    revision: int = 0  # the last change of what users have stored
    broken: tuple[BrokenPack, ...] = ()  # the house file, if this program cannot read the one that is in force
    versions: Mapping[str, LawVersion] = field(default_factory=dict)  # of each stored pack, by its id

    def law(self, campaign: NamesPacks, guard: timedelta = GUARD) -> Law:
        """Return the law for a campaign."""
        return load_law(campaign, guard, self.packs, house=self.house, broken=self.broken, revision=self.revision)

    def law_of(self, names: tuple[str, ...], guard: timedelta = GUARD) -> Law:
        """Return the law of exactly these packs and what they extend."""
        return law_of(names, guard, self.packs, house=self.house)

    @property
    def sources(self) -> dict[str, str]:
        """The public addresses of the rules' sources, by rule id, where there is one."""
        return _sources(self.packs)

    def mended(self, key: str, at: datetime) -> bool:
        """Tell whether what held for the law's sake can be read now, or is law now."""
        return not self.broken if key == HOUSE_ID else mended(key, at, self.packs)


@lru_cache(maxsize=16)
def _sources(packs: PackFiles) -> dict[str, str]:
    """Return the address of each rule of these packs."""
    read = (packs.read(name) for name in packs.names())
    rules = (rule for pack in read if isinstance(pack, Pack) for rule in pack.rules)
    return {rule.id: rule.source.url for rule in rules if rule.source.url}


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLaw:
    """The law for one version of a campaign."""

    campaign: Campaign
    law: Law
    look_back: timedelta | None  # how old a touch to another lead may be and still count; None: there is no bound
    account_look_back: timedelta | None  # and one to other people of the account; None: no rule asks for them


@dataclass(frozen=True, slots=True)
class _Read:
    """The law as it was last read, and the part of each campaign that asked; a campaign is known by its identity."""

    in_force: LawInForce
    campaigns: dict[tuple[int, timedelta], CampaignLaw] = field(default_factory=dict)


class TodaysLaw:
    """The law in force, as one process knows it. Safe to use from many threads."""

    def __init__(self, house: HouseRules | None = None) -> None:
        """Begin with the packs of this program; `house` applies until a house file is stored."""
        self._fallback = house or HouseRules()
        self._read = _Read(LawInForce(house=self._fallback))
        self._looked = float("-inf")
        self._lock = threading.Lock()

    @property
    def in_force(self) -> LawInForce:
        """The law as this process last read it."""
        return self._read.in_force

    def of(self, campaign: Campaign, guard: timedelta) -> CampaignLaw:
        """Return the law for a campaign. The files of the packs are looked at when `refresh` looks, not each time."""
        read = self._read
        known = read.campaigns.get((id(campaign), guard))
        if known is None:
            law = read.in_force.law(campaign, guard)
            known = CampaignLaw(
                campaign=campaign,
                law=law,
                look_back=look_back(campaign, law),
                account_look_back=account_look_back(campaign),
            )
            read.campaigns[id(campaign), guard] = known
        return known

    def refresh(self, connection: Connection) -> None:
        """Look whether the law has changed, at most once a second."""
        if time.monotonic() - self._looked >= LOOK_AFTER:
            self._looked = time.monotonic()
            self.follow(connection, stored.revision(connection))
            with self._lock:
                self._read = _Read(self.in_force)

    def follow(self, connection: Connection, revision: int) -> None:
        """Read the law of this change, unless it is known; it was read under the locks where a touch is reserved."""
        if revision > self.in_force.revision:
            read = law_in_force(stored.in_force(connection, revision), revision, self._fallback)
            with self._lock:
                if revision > self.in_force.revision:
                    self._read = _Read(read)


class PastLaw:
    """What was law when decisions were made: the texts of that time, as far as they were kept."""

    def __init__(self, connection: Connection, house: HouseRules | None = None) -> None:
        """Read from this ledger; `house` stands in for times without a stored house file."""
        self._connection = connection
        self._house = house or HouseRules()
        self._shipped = stored.shipped(connection)
        self._known: dict[tuple[int, int], LawInForce] = {}

    def at(self, revision: int, instant: datetime) -> LawInForce:
        """Return what was law as of a change and an instant; where no pack was kept yet, ours are as they are today."""
        kept = [version for version in self._shipped if version.at <= instant]
        key = (revision, len(kept))
        if key not in self._known:
            bodies = {version.text.name: version.text.body for version in kept}
            bodies = bodies or {name: SHIPPED.text(name) for name in SHIPPED.in_folder()}
            texts = [PackText(name, body) for name, body in sorted(bodies.items())]
            versions = stored.in_force(self._connection, revision)
            read = law_in_force(versions, revision, self._house, PackFiles(None, tuple(texts)))
            self._known[key] = read
        return self._known[key]


def law_in_force(
    versions: Iterable[LawVersion], revision: int, house: HouseRules, shipped: PackFiles = SHIPPED
) -> LawInForce:
    """Return what is law by these versions; `house` applies where none of them is a house file."""
    versions = list(versions)
    ids = {*shipped.in_folder(), *(text.id for text in shipped.texts)}
    packs = {
        f"{version.text.name}{OWN}" if version.text.name in ids else version.text.name: version
        for version in versions
        if version.text.kind is LawKind.PACK
    }
    texts = tuple(PackText(name, version.text.body) for name, version in packs.items())
    law = LawInForce(
        packs=PackFiles(shipped.folder, (*shipped.texts, *texts)),
        house=house,
        revision=revision,
        versions=packs,
    )
    body = next((version.text.body for version in versions if version.text.kind is LawKind.HOUSE), None)
    if body is None:
        return law
    try:
        return replace(law, house=read_house(body))
    except DocumentError as error:
        broken = BrokenPack(HOUSE_ID, "; ".join(str(mistake) for mistake in error.mistakes))
        return replace(law, broken=(broken,))


def law_today(connection: Connection, house: HouseRules = HOUSE) -> LawInForce:
    """Return what is law now; `house` applies until a house file is stored."""
    revision = stored.revision(connection)
    return law_in_force(stored.in_force(connection, revision), revision, house)


def shipped_texts() -> list[LawText]:
    """Return the texts of the packs of this program."""
    names = sorted(SHIPPED.in_folder())
    return [LawText(kind=LawKind.PACK, name=name, body=SHIPPED.text(name)) for name in names]
