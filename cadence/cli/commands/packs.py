"""Which packs of law are there, and what do they say? Edge: reads the packs, needs no server."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.output import print_json, print_table, say, talk
from cadence.domain.errors import NotFoundError
from cadence.domain.pack_id import pack_id
from cadence.domain.plurals import many

if TYPE_CHECKING:
    from cadence.explain.story.packs import DescribedRule
    from cadence.policy.packs.schema import Pack

COLUMNS = {
    "pack": "PACK",
    "title": "TITLE",
    "version": "VERSION",
    "binds": "APPLIES TO",
    "rules": "RULES",
    "duties": "DUTIES",
    "counsel": "COUNSEL",
    "law since": "LAW SINCE",
}


@command("cadence packs", "cadence packs es", "cadence packs us-fl --json")
def packs(
    typed: Annotated[
        list[str] | None,
        typer.Argument(metavar="pack", help="The packs to show; without one, list all packs.", show_default=False),
    ] = None,
    *,
    json: Json = False,
) -> None:
    """
    List the packs of law, or show a pack: each rule in words, its law, and how certain we are of it.

    A pack is data in cadence/policy/packs and not legal advice. It is a draft until your own lawyers have approved it.
    """
    from cadence.policy.packs.law import BrokenPack
    from cadence.policy.packs.loading import known_packs, load_pack, no_pack

    words = typed or []
    written = words[1:] if words[:1] in (["list"], ["show"]) else words  # people used to other programs type these
    named = [pack_id(one) for one in written]
    for unknown in (one for one in named if one not in known_packs()):
        raise NotFoundError(f"No pack {unknown}; {no_pack(unknown)}.")
    loaded = [load_pack(name) for name in named or known_packs()]
    read = [one for one in loaded if not isinstance(one, BrokenPack)]
    broken = [one for one in loaded if isinstance(one, BrokenPack)]
    if json:
        shown = [_whole(one) if named else _row(one) for one in read]
        print_json(shown[0] if len(named) == 1 and shown else shown)
    elif named:
        for one in read:
            _print(one)
    else:
        print_table([_row(one) for one in read], COLUMNS)
    for unread in broken:
        talk(f"{unread.id} cannot be read: {unread.why}. Until it is corrected, nothing is sent where it may apply.")
    if broken:
        raise typer.Exit(1)


def _row(pack: "Pack") -> dict[str, Any]:
    """Return a pack as a line of the list."""
    return {
        "pack": pack.id,
        "title": pack.title,
        "version": pack.version,
        "binds": _binds(pack),
        "rules": len(pack.rules),
        "duties": len(pack.duties),
        "counsel": "approved" if pack.status == "counsel_approved" else "draft",
        "law since": pack.effective.since.isoformat(),
    }


def _binds(pack: "Pack") -> str:
    """Return where a pack applies."""
    applies = pack.applies
    countries = "everywhere" if applies.everyone else ", ".join(applies.countries[:4])
    more = f" and {len(applies.countries) - 4} more" if len(applies.countries) > 4 else ""  # noqa: PLR2004  a line's room
    regions = f" ({', '.join(applies.subdivisions)})" if applies.subdivisions else ""
    unknown = " (no state known)" if applies.unknown_subdivision else ""
    named = ", if the campaign names it" if pack.binds == "named" else ""
    return f"{countries}{more}{regions}{unknown}{named}"


def _whole(pack: "Pack") -> dict[str, Any]:
    """Return a pack with every rule, as data."""
    from cadence.explain.story.packs import told

    return _row(pack) | {
        "status": pack.status,
        "complete": pack.complete,
        "missing": list(pack.missing),
        "extends": list(pack.extends),
        "replaces": list(pack.replaces),
        "effective": {"from": pack.effective.since, "to": pack.effective.to},
        "rules": [asdict(one) for one in told(pack)],
        "retention": [one.model_dump() for one in pack.retention],
    }


def _print(pack: "Pack") -> None:
    """Print one pack for a reader."""
    from cadence.explain.story.packs import told

    counsel = "approved by counsel" if pack.status == "counsel_approved" else "a draft, not approved by counsel"
    say(f"{pack.title} ({pack.id} {pack.version}): {counsel}; not legal advice")
    say(f"applies  {_binds(pack)}")
    if pack.extends:
        say(f"extends  {', '.join(pack.extends)}")
    if pack.replaces:
        say(f"replaces {', '.join(pack.replaces)} with a less strict reading, for campaigns that name this pack")
    for one in pack.missing:
        say(f"missing  {one}")
    for rule in told(pack):
        _print_rule(rule)
    for kept in pack.retention:
        say()
        say(
            f"keep {'at least' if kept.floor else 'at most'} {many(kept.years, 'year')}: {kept.kept} "
            f"({kept.source.law})"
        )
    used = sorted({(rule.confidence, rule.sureness) for rule in told(pack)})
    talk("\n" + "; ".join(f"{mark} {words}" for mark, words in used))


def _print_rule(rule: "DescribedRule") -> None:
    say()
    say(f"{rule.id}  [{rule.confidence}] {rule.kind}{f', {rule.about}' if rule.about else ''}")
    say(f"  {rule.says}")
    since = f"; law since {rule.since}" if rule.since else ""
    approved = f"; approved by {rule.approved}" if rule.approved else ""
    say(f"  {rule.law}{since}{approved}")
    if rule.url:
        say(f"  {rule.url}")
    if rule.note:
        say(f"  note: {rule.note}")
