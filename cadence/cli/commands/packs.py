"""Which packs of law are there, and how does a pack of your own come into force? Edge."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from cadence.cli.app import FAILED, Json, ShowsByDefault, command, group
from cadence.cli.connection import open_session
from cadence.cli.files import check_files, mistakes_printed, text_of
from cadence.cli.law_in_force import law_in_force
from cadence.cli.output import print_json, print_table, say, talk
from cadence.cli.scopes import Because
from cadence.domain.errors import NotFoundError
from cadence.domain.pack_id import pack_id
from cadence.domain.plurals import many
from cadence.engine.law import LawInForce
from cadence.engine.law_changes import put_pack
from cadence.explain.story.packs import DescribedRule, described_rules
from cadence.policy.packs.checking import check_pack
from cadence.policy.packs.law import BrokenPack
from cadence.policy.packs.loading import parse_pack
from cadence.policy.packs.schema import Pack
from cadence.policy.packs.tightening import less_strict

COLUMNS = {
    "pack": "PACK",
    "title": "TITLE",
    "version": "VERSION",
    "binds": "APPLIES TO",
    "rules": "RULES",
    "duties": "DUTIES",
    "counsel": "COUNSEL",
    "law since": "LAW SINCE",
    "stored": "STORED",
    "short hash": "HASH",
}
WHAT = "a pack of law in YAML"
DIGITS = 12
"""Digits of a hash that a table shows."""


packs = group("packs", cls=ShowsByDefault)


@command("cadence packs show", "cadence packs show es", "cadence packs show us-fl --json", into=packs)
def show(
    typed: Annotated[
        list[str] | None,
        typer.Argument(metavar="pack", help="The packs to show; without one, list all packs.", show_default=False),
    ] = None,
    *,
    json: Json = False,
) -> None:
    """
    List the packs of law, or show a pack: each rule in words, its law, and how certain we are of it.

    The word `show` may be left out. A pack is data and not legal advice. It is a draft until your own lawyers have
    approved it.
    """
    law = law_in_force()
    known = law.packs.names()
    named = [pack_id(name) for name in typed or []]
    for unknown in (name for name in named if name not in known):
        raise NotFoundError(f"No pack {unknown}; {law.packs.instead_of(unknown)}.")
    loaded = [law.packs.read(name) for name in named or known]
    read = [pack for pack in loaded if not isinstance(pack, BrokenPack)]
    broken = [pack for pack in loaded if isinstance(pack, BrokenPack)]
    if json:
        shown = [_whole(pack, law) if named else _row(pack, law) for pack in read]
        print_json(shown[0] if len(named) == 1 and shown else shown)
    elif named:
        for pack in read:
            _print(pack, law)
    else:
        print_table([_row(pack, law) for pack in read], COLUMNS)
    for wrong in broken:
        talk(f"{wrong.id} cannot be read: {wrong.why}. Until it is corrected, nothing is sent where it may apply.")
    if broken:
        raise typer.Exit(FAILED)


@command("cadence packs check acme-es.yaml", into=packs)
def check(
    files: Annotated[list[Path], typer.Argument(help="Files with a pack of your own.", show_default=False)],
    *,
    json: Json = False,
) -> None:
    """
    Check packs of your own and list all mistakes with their position.

    A pack may only tighten the packs that it extends. Each mistake is one line: FILE:LINE:COLUMN: what was found; what
    was expected; the nearest correct word. Exit code 1 if there is a mistake. docs/packs.md lists what a pack may
    contain.
    """
    packs = law_in_force().packs
    check_files(files, lambda file: check_pack(text_of(file, WHAT), str(file), packs).mistakes, json=json)


@command('cadence packs add acme-es.yaml --because "house rules of 2027"', into=packs)
def add(
    file: Annotated[Path, typer.Argument(help="A file with a pack of your own.", show_default=False)],
    *,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Put a pack of your own in force: every worker judges the next touch by it, in every campaign it is about.

    The text is kept in the ledger under the pack's id, a changed text as its next version. A file with mistakes, and an
    id that this program uses itself, are refused. `cadence backtest ID` shows which past touches it would have stopped.
    """
    text = text_of(file, WHAT)
    with open_session() as session:
        before = session.law.packs
        with mistakes_printed(f"Nothing was changed. `cadence packs check {file}` checks it again."):
            version = put_pack(session.planner, text, str(file), session.command("packs add", why=because))
    name, digest = version.text.name, version.text.digest.hex()
    for warning in check_pack(text, str(file), before).mistakes:
        talk(str(warning))
    old, new = before.read(name), parse_pack(text, str(file))
    if isinstance(old, Pack) and (looser := list(less_strict(new, old))):
        talk(f"Less strict than the version before: {'; '.join(looser)}.")
    if json:
        print_json({"pack": name, "stored": version.version, "hash": digest, "new": version.new, "at": version.at})
    elif version.new:
        say(f"{name} is in force as version {version.version} ({digest[:DIGITS]}), law {_days(new)}.")
    else:
        say(f"{name} has been in force as version {version.version} ({digest[:DIGITS]}); nothing was changed.")


def _row(pack: Pack, law: LawInForce) -> dict[str, Any]:
    digest, stored = law.packs.digest(pack.id), law.versions.get(pack.id)
    return {
        "pack": pack.id,
        "title": pack.title,
        "version": pack.version,
        "binds": _binds(pack),
        "rules": len(pack.rules),
        "duties": len(pack.duties),
        "counsel": "approved" if pack.status == "counsel_approved" else "draft",
        "law since": pack.effective.since.isoformat(),
        "stored": stored.version if stored else None,
        "hash": digest,
        "short hash": digest[:DIGITS],
    }


def _binds(pack: Pack) -> str:
    applies = pack.applies
    countries = "everywhere" if applies.everyone else ", ".join(applies.countries[:4])
    more = f" and {len(applies.countries) - 4} more" if len(applies.countries) > 4 else ""  # noqa: PLR2004  a line's room
    regions = f" ({', '.join(applies.subdivisions)})" if applies.subdivisions else ""
    unknown = " (no state known)" if applies.unknown_subdivision else ""
    named = ", if the campaign names it" if pack.binds == "named" else ""
    return f"{countries}{more}{regions}{unknown}{named}"


def _days(pack: Pack) -> str:
    """Return the days on which a pack is law."""
    until = f" to {pack.effective.to}, that day not included" if pack.effective.to else ""
    return f"from {pack.effective.since}{until}"


def _whole(pack: Pack, law: LawInForce) -> dict[str, Any]:
    """Return a pack with every rule, as data."""
    stored = law.versions.get(pack.id)
    order = {"by": stored.actor, "at": stored.at, "because": stored.why} if stored else None
    return _row(pack, law) | {
        "stored_by": order,
        "status": pack.status,
        "complete": pack.complete,
        "missing": list(pack.missing),
        "extends": list(pack.extends),
        "replaces": list(pack.replaces),
        "effective": {"from": pack.effective.since, "to": pack.effective.to},
        "rules": [asdict(rule) for rule in described_rules(pack)],
        "retention": [rule.model_dump() for rule in pack.retention],
    }


def _print(pack: Pack, law: LawInForce) -> None:
    counsel = "approved by counsel" if pack.status == "counsel_approved" else "a draft, not approved by counsel"
    say(f"{pack.title} ({pack.id} {pack.version}): {counsel}; not legal advice")
    if stored := law.versions.get(pack.id):
        why = f": {stored.why}" if stored.why else ""
        digest = stored.text.digest.hex()[:DIGITS]
        say(f"stored   version {stored.version} ({digest}), by {stored.actor} at {stored.at:%Y-%m-%d %H:%M:%S}Z{why}")
    say(f"applies  {_binds(pack)}")
    say(f"law      {_days(pack)}")
    if pack.extends:
        say(f"extends  {', '.join(pack.extends)}")
    if pack.replaces:
        say(f"replaces {', '.join(pack.replaces)} with a less strict reading, for campaigns that name this pack")
    for absent in pack.missing:
        say(f"missing  {absent}")
    for rule in described_rules(pack):
        _print_rule(rule)
    for kept in pack.retention:
        say()
        say(
            f"keep {'at least' if kept.floor else 'at most'} {many(kept.years, 'year')}: {kept.kept} "
            f"({kept.source.law})"
        )
    used = sorted({(rule.confidence, rule.sureness) for rule in described_rules(pack)})
    talk("\n" + "; ".join(f"{mark} {words}" for mark, words in used))


def _print_rule(rule: DescribedRule) -> None:
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
