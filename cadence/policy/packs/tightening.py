"""Does a child pack loosen what it restates of its parent? Pure: a child can only tighten (law 7)."""

from collections.abc import Iterable, Iterator

from cadence.policy.packs.schema import Pack
from cadence.policy.primitive import RuleEntry


def loosened(child: Pack, parent: Pack) -> Iterator[str]:
    """Yield, in words, each rule of the parent that the child restates more loosely."""
    restated = {rule.id: rule for rule in child.rules if rule.id not in child.replaces}
    for rule in parent.rules:
        own = restated.get(rule.id)
        if own is not None and (why := _looser(own, rule)):
            yield f"{rule.id}: {why} than in {parent.id}; a child can only tighten"


def less_strict(new: Pack, old: Pack) -> Iterator[str]:
    """Yield, in words, what a version of a pack allows that the version before did not."""
    rules = {rule.id: rule for rule in new.rules}
    for rule in old.rules:
        own = rules.get(rule.id)
        why = "left out" if own is None else _looser(own, rule)
        if why:
            yield f"{rule.id} ({why})"
    if not (new.applies.everyone or set(new.applies.countries) >= set(old.applies.countries)):
        yield "applies (fewer countries)"
    if new.applies.subdivisions and set(new.applies.subdivisions) != set(old.applies.subdivisions):
        yield "applies (other regions)"
    if new.effective.since > old.effective.since:
        yield "effective (a later day)"
    if new.effective.to is not None and (old.effective.to is None or new.effective.to < old.effective.to):
        yield "effective (an earlier end)"
    if new.binds == "named" != old.binds:
        yield "binds (only campaigns that name it)"


def wrongly_replaced(child: Pack, parents: Iterable[Pack]) -> Iterator[str]:
    """
    Yield, in words, why a pack may not replace a rule by a laxer reading of the same law.

    It may where its sources conflict, where a campaign has named it, and for exactly the people of the pack whose rule
    it is: no person may be left without both readings.
    """
    theirs = {rule.id: (parent, rule) for parent in parents for rule in parent.rules}
    own = {rule.id: rule for rule in child.rules}
    if child.replaces and child.binds != "named":
        yield "replaces: only a pack that a campaign names may replace a rule (binds: named)"
    for id_ in child.replaces:
        if id_ not in own or id_ not in theirs:
            yield f"replaces: {id_} is not a rule of this pack and of one that it extends"
            continue
        parent, rule = theirs[id_]
        if rule.source.confidence != "C":
            yield f"replaces: {id_} has one reading in {parent.id}; only a rule whose sources conflict (C) has another"
        same = (own[id_].type, own[id_].when, own[id_].effective) == (rule.type, rule.when, rule.effective)
        if not same or (child.applies, child.effective) != (parent.applies, parent.effective):
            yield f"replaces: {id_} is about other people, touches or days than in {parent.id}"


def _looser(own: RuleEntry, parent: RuleEntry) -> str:
    """Return in what a rule is looser than the one it restates, "" when it is as strict or stricter."""
    if own.type != parent.type:
        return f"another kind of rule ({own.type}, not {parent.type})"
    mine, other = own.when, parent.when
    if not (mine.purposes >= other.purposes and mine.channels >= other.channels and mine.audience >= other.audience):
        return "about fewer touches"
    return own.looser_than(parent)
