"""
Is a pack that a user wrote right, and does it only tighten? Pure: text -> the pack and every mistake at its place.

The shape of the text is the model's matter (`schema.py`); here it is held against the other packs there are.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cadence.documents import DocumentError, Mistake, MistakeReport, read_yaml
from cadence.documents.tree import Path, locate
from cadence.domain.pack_id import nearest_packs
from cadence.policy.packs.law import BrokenPack, covers
from cadence.policy.packs.loading import HOUSE_ID, OWN, SHIPPED, WRITTEN_AS, PackFiles, parse_pack
from cadence.policy.packs.schema import Pack
from cadence.policy.packs.tightening import loosened, wrongly_replaced
from cadence.policy.places.jurisdiction import zones_in

NO_PACKS = "none"
"""What a campaign writes for no packs at all."""
REGION = re.compile(r"[A-Z0-9]{1,3}")
"""A subdivision of ISO 3166-2, without its country."""
OUR_RULES = (
    *("campaign", "consent", "enrolment", "house", "number", "optout", "pack", "pause"),
    *("reply", "sender", "settings", "step", "suppression", "text", "zone"),
)
"""How the ids of the rules begin that are in no pack: a decision names each rule by its id alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPack:
    """A text that was checked: the pack unless there are errors, and the mistakes. Warnings are no errors."""

    pack: Pack | None
    mistakes: tuple[Mistake, ...]

    @property
    def errors(self) -> tuple[Mistake, ...]:
        """The mistakes that keep the pack from being stored."""
        return tuple(mistake for mistake in self.mistakes if mistake.severity == "error")


class _Remark(NamedTuple):
    """What is wrong, and at which path of the document."""

    path: Path
    found: str
    expected: str
    hint: str = ""


def check_pack(
    text: str, file: str, packs: PackFiles = SHIPPED, shipped: PackFiles = SHIPPED, *, to_store: bool = False
) -> CheckedPack:
    """
    Return the pack that a text describes, with every mistake; `packs` are those it may extend.

    An id that we ship is only a warning, unless the pack is to be stored.
    """
    try:
        pack = parse_pack(text, file)
    except DocumentError as error:
        return CheckedPack(pack=None, mistakes=error.mistakes)
    report, tree = MistakeReport(file=file), read_yaml(text, WRITTEN_AS.example)
    others = {name: packs.read(name) for name in packs.names() if name != pack.id}
    own = pack.id not in shipped.names()
    remarks = [*_words(pack), *_parents(pack, others), *_looser(pack, others)]
    remarks += _users_own(pack, others) if own else ()
    for remark in remarks:
        report.wrong(locate(tree, remark.path), remark.found, remark.expected, remark.hint)
    for remark in _alone(pack, others) if own else ():
        report.warn(locate(tree, remark.path), remark.found, remark.expected)
    if not own:
        expected = f"an id of your own such as acme-{pack.id}, with `extends: [{pack.id}]`, to store it"
        wrong = report.wrong if to_store else report.warn
        wrong(locate(tree, ("id",)), f'id: "{pack.id}" is a pack that comes with this program', expected)
    return CheckedPack(pack=None if report.errors() else pack, mistakes=report.sorted())


Others = Mapping[str, Pack | BrokenPack]
"""The other packs there are, by id."""


def _words(pack: Pack) -> Iterator[_Remark]:
    """Yield words that the shape allows and that mean nothing, or too much."""
    if pack.id == NO_PACKS:
        yield _Remark(("id",), 'id: "none" switches packs off in a campaign', "another id")
    for place, country in enumerate(pack.applies.countries):
        if not zones_in(frozenset({country})):
            found = f'applies.countries[{place}]: "{country}" is not a country'
            hint = country.upper() if zones_in(frozenset({country.upper()})) else ""
            yield _Remark(("applies", "countries", place), found, "a code of ISO 3166-1 such as ES", hint)
    for place, region in enumerate(pack.applies.subdivisions):
        if not REGION.fullmatch(region):
            bare = region.upper().removeprefix(f"{pack.applies.countries[0]}-")
            found = f'applies.subdivisions[{place}]: "{region}"'
            expected = "a code of ISO 3166-2 without its country, such as MD"
            hint = bare if REGION.fullmatch(bare) else ""
            yield _Remark(("applies", "subdivisions", place), found, expected, hint)


def _parents(pack: Pack, others: Others) -> Iterator[_Remark]:
    """Yield what a pack extends and cannot be read."""
    for place, parent in enumerate(pack.extends):
        path, where = ("extends", place), f"extends[{place}]"
        if parent == pack.id:
            yield _Remark(path, f"{where}: the pack itself", "another pack")
        elif parent not in others:
            hint = next(iter(nearest_packs(parent, others)), "")
            yield _Remark(path, f'{where}: no pack "{parent}"', "one that `cadence packs` lists", hint)
        elif isinstance(others[parent], BrokenPack):
            expected = f"one that can be read; `cadence packs {parent}` says what is wrong with it"
            yield _Remark(path, f"{where}: {parent} cannot be read", expected)
        elif pack.id in _ancestors(others[parent], {**others, pack.id: pack}):
            yield _Remark(path, f"{where}: {parent} extends this pack", "a pack that does not")


def _looser(pack: Pack, others: Others) -> Iterator[_Remark]:
    """Yield each rule that loosens a pack it extends, or that makes a pack which extends this one a looser one."""
    places = {rule.id: place for place, rule in enumerate(pack.rules)}
    parents = [parent for name in pack.extends if isinstance(parent := others.get(name), Pack)]
    for parent in parents:
        for why in loosened(pack, parent):
            path = ("rules", places[_rule_of(why)])
            yield _Remark(path, why, "the same or stricter, or a rule with an id of its own")
    for why in wrongly_replaced(pack, parents):
        yield _Remark(("replaces",), why, "no such entry, or a rule with an id of its own")
    for child in others.values():
        if isinstance(child, Pack) and pack.id in child.extends:
            for why in loosened(child, pack):
                found = f"{child.id} extends this pack and would be less strict: {why}"
                expected = f"a rule that {child.id} keeps, or a new version of {child.id} first"
                yield _Remark(("rules", places[_rule_of(why)]), found, expected)


def _rule_of(why: str) -> str:
    """Return the rule that a remark about tightening begins with."""
    return why.partition(": ")[0]


def _users_own(pack: Pack, others: Others) -> Iterator[_Remark]:
    """Yield what only our packs may say: a user's pack adds rules, and takes none from other packs."""
    if pack.applies.unknown_subdivision:
        found = "applies.unknown_subdivision: regional packs would not apply to people whose region is unknown"
        path = ("applies", "unknown_subdivision")
        yield _Remark(path, found, "no such key: a pack of your own only adds rules")
    if pack.id == HOUSE_ID or pack.id.endswith(OWN):
        yield _Remark(("id",), f'id: "{pack.id}" has a meaning of its own', "another id")
    for place, rule in enumerate(pack.rules):
        if rule.id.partition(".")[0] in OUR_RULES:
            found = f"rules[{place}].id: {rule.id} begins as a rule that is in no pack"
            yield _Remark(("rules", place, "id"), found, f"an id of its own such as {pack.id}.hours")
    ancestors, everyone = _ancestors(pack, others), {**others, pack.id: pack}
    for other in others.values():
        if isinstance(other, Pack) and other.id not in ancestors and pack.id not in _ancestors(other, everyone):
            theirs = {rule.id for rule in other.rules}
            for place, rule in enumerate(pack.rules):
                if rule.id in theirs:
                    found = f"rules[{place}].id: {rule.id} is a rule of {other.id}, which this pack does not extend"
                    yield _Remark(("rules", place, "id"), found, f"an id of its own, or `extends: [{other.id}]`")


def _alone(pack: Pack, others: Others) -> Iterator[_Remark]:
    """Yield each country that this pack alone makes known: touches go there from now on, by its rules and no others."""
    packs = [other for other in others.values() if isinstance(other, Pack)]
    for place, country in enumerate(pack.applies.countries):
        if covers(pack, country) and not any(covers(other, country) for other in packs):
            path, about = ("applies", "countries", place), f"no other pack is about {country}"
            found = f"applies.countries[{place}]: {about}, so touches go there by this one alone"
            yield _Remark(path, found, "all of the law of that country, or `layer: true`")


def _ancestors(pack: Pack | BrokenPack, others: Others) -> set[str]:
    """Return the packs that a pack extends, and those that they extend."""
    parents: set[str] = set()
    waiting = list(pack.extends) if isinstance(pack, Pack) else []
    while waiting:
        name = waiting.pop()
        parent = others.get(name)
        if name not in parents and isinstance(parent, Pack):
            parents.add(name)
            waiting += parent.extends
    return parents
