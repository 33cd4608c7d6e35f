"""Which official lists do running campaigns lack, and how many leads wait for them? Edge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from cadence.campaign import Campaign
from cadence.campaign.store import from_json
from cadence.domain import CampaignState, HoldName
from cadence.engine.law import LawInForce, law_today
from cadence.ledger.campaigns import campaigns, waits
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists import registries
from cadence.ledger.lists.registries import StoredCopy
from cadence.policy import required_registries
from cadence.policy.packs.schema import Pack
from cadence.policy.required_registries import RequiredRegistry


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An official list that is missing or too old."""

    name: str
    state: str  # missing, or stale since a day
    campaigns: tuple[str, ...]  # running campaigns whose law requires it
    waiting: int  # leads that are held for it


def wanted(ledger: Ledger, now: datetime) -> list[Wanted]:
    """Return the lists without a recent copy that running campaigns require or that leads wait for."""
    with ledger.begin() as tx:
        running = [campaign for campaign in campaigns.every(tx) if campaign.state is CampaignState.RUNNING]
        files = {
            campaign.name: from_json(campaigns.content(tx, campaign.name, campaign.version)) for campaign in running
        }
        copies = registries.copies(tx)
        waiting = {hold.key: hold.count for hold in waits.count(tx) if hold.hold == HoldName.REGISTRY}
        law = law_today(tx)
    missing: list[Wanted] = []
    for name, required in _asked_by(files, waiting, law).items():
        state = _state(copies.get(name), required, now)
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
        for name, required in required_registries.registries(_law(file, law)).items():
            by_name.setdefault(name, []).extend(
                (campaign, requirement) for requirement in required if _about(requirement, file)
            )
    for name, required in required_registries.registries(required_registries.every_pack(law.packs)).items():
        if name in waiting:
            by_name.setdefault(name, []).extend(("", requirement) for requirement in required)
    return {name: required for name, required in sorted(by_name.items()) if required}


def _law(file: Campaign, law: LawInForce) -> Iterator[Pack]:
    """Yield the packs of a campaign's own country, and those it names. People elsewhere are held, and so counted."""
    for pack in law.law(file).packs:
        if pack.id in file.jurisdictions or file.country in pack.applies.countries:
            yield pack


def _about(requirement: RequiredRegistry, file: Campaign) -> bool:
    """Return whether a rule applies to a campaign's purpose, audience and channels."""
    channels = {step.channel for step in file.cadence}
    return requirement.when.binds(file) and any(form.channel in channels for form in requirement.when.channels)


def _state(copy: StoredCopy | None, required: list[tuple[str, RequiredRegistry]], now: datetime) -> str:
    """Return what is wrong with a copy; "" if nothing is."""
    if copy is None:
        return "missing"
    return (
        ""
        if required_registries.recent_enough(copy.as_of, (requirement for _, requirement in required), now)
        else f"too old (of {copy.as_of})"
    )
