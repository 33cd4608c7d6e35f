"""Which official lists do running campaigns lack, and how many leads wait for them? Edge: a check of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cadence.campaign import Campaign
from cadence.cli.checks.visit import CheckContext, Result, ok, problem
from cadence.domain import HoldName
from cadence.domain.plurals import many
from cadence.engine.law import LawInForce
from cadence.ledger.campaigns import waits
from cadence.ledger.lists import registries
from cadence.ledger.lists.registries import StoredCopy
from cadence.policy import required_registries
from cadence.policy.required_registries import RequiredRegistry


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An official list that is missing or too old."""

    name: str
    state: str  # missing, or stale since a day
    campaigns: tuple[str, ...]  # running campaigns whose law requires it
    waiting: int  # leads that are held for it


def official_lists(visit: CheckContext) -> Result:
    """Say which official lists running campaigns want and have no young copy of: wrong once somebody waits."""
    missing = _wanted(visit)
    if waited := [
        f"{wanted.name} is {wanted.state}, {many(wanted.waiting, 'lead waits', 'leads wait')} for it"
        for wanted in missing
        if wanted.waiting
    ]:
        return problem(f"{'; '.join(waited)}. Bring it: `cadence registry import NAME FILE --as-of DAY`.")
    states = [f"{wanted.name} is {wanted.state} ({', '.join(wanted.campaigns)})" for wanted in missing]
    return ok(
        f"nobody waits for one; {'; '.join(states)}" if states else "all that running campaigns want are young enough"
    )


def _wanted(visit: CheckContext) -> list[Wanted]:
    """Return the lists without a recent copy that running campaigns require or that leads wait for."""
    with visit.ledger.begin() as tx:
        copies = registries.copies(tx)
        waiting = {hold.key: hold.count for hold in waits.count(tx) if hold.hold == HoldName.REGISTRY}
    missing: list[Wanted] = []
    for name, required in _asked_by(visit.running, waiting, visit.law).items():
        state = _state(copies.get(name), required, visit.clock.now())
        if state:
            theirs = tuple(dict.fromkeys(campaign for campaign, _ in required if campaign))
            missing.append(Wanted(name=name, state=state, campaigns=theirs, waiting=waiting.get(name, 0)))
    return missing


def _asked_by(
    files: Mapping[str, Campaign], waiting: Mapping[str, int], law: LawInForce
) -> dict[str, list[tuple[str, RequiredRegistry]]]:
    """Return each list with the campaigns and rules that require it; "" for leads that only wait for it."""
    by_name: dict[str, list[tuple[str, RequiredRegistry]]] = {}
    for campaign, file in files.items():
        # The packs of its own country, and those it names. People elsewhere are held, and so counted.
        own = (
            pack
            for pack in law.law(file).packs
            if pack.id in file.jurisdictions or file.country in pack.applies.countries
        )
        for name, required in required_registries.registries(own).items():
            by_name.setdefault(name, []).extend(
                (campaign, requirement) for requirement in required if _about(requirement, file)
            )
    for name, required in required_registries.registries(required_registries.every_pack(law.packs)).items():
        if name in waiting:
            by_name.setdefault(name, []).extend(("", requirement) for requirement in required)
    return {name: required for name, required in sorted(by_name.items()) if required}


def _about(requirement: RequiredRegistry, file: Campaign) -> bool:
    """Return whether a rule applies to a campaign's purpose, audience and channels."""
    channels = {step.channel for step in file.cadence}
    return requirement.when.binds(file) and any(form.channel in channels for form in requirement.when.channels)


def _state(copy: StoredCopy | None, required: list[tuple[str, RequiredRegistry]], now: datetime) -> str:
    """Return what is wrong with a copy; "" if nothing is."""
    if copy is None:
        return "missing"
    recent = required_registries.recent_enough(copy.as_of, (requirement for _, requirement in required), now)
    return "" if recent else f"too old (of {copy.as_of})"
