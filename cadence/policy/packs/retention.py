"""
How long does the law want records about a person kept? Pure.

An entry of a pack names its records in words, so it binds every class of data: nothing that it may mean is erased
earlier. Where nobody knows where a person is, every pack counts (laws 6 and 7).
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from cadence.domain.processing import KeptRecords
from cadence.policy.packs.law import Law, law_on
from cadence.policy.packs.schema import Pack


def records_of(pack: Pack) -> Iterable[KeptRecords]:
    """Return what a pack says about records."""
    return [
        KeptRecords(
            pack=pack.id,
            kept=rule.kept,
            years=rule.years,
            floor=rule.floor,
            law=rule.source.law,
            confidence=rule.source.confidence,
        )
        for rule in pack.retention
    ]


def kept_for(
    law: Law, countries: Collection[str], named: Collection[str], at: datetime
) -> tuple[KeptRecords, ...] | None:
    """
    Return the times that a law sets for a person who may be in these countries; `named` are the campaign's own packs.

    None: a pack cannot be read, so nobody knows what must be kept.
    """
    if law.broken:
        return None
    places = {country for country in countries if country}
    packs = [pack for pack in law.packs if _about(pack, places, named) and law_on(pack).include(at)]
    return tuple(record for pack in packs for record in records_of(pack))


def _about(pack: Pack, places: set[str], named: Collection[str]) -> bool:
    """Tell whether a pack may be about somebody in these places; without any, each is."""
    here = not places or pack.applies.everyone or not places.isdisjoint(pack.applies.countries)
    return here or pack.id in named
