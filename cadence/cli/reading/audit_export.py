"""What goes into an export, and by which checkpoint is it proven? Edge: the ledger in, a folder out."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from cadence.cli.connection import LedgerSession
from cadence.cli.reading.audit_folder import AuditFolder
from cadence.cli.reading.audited import ExportScope, audited
from cadence.cli.reading.launched_file import text_of_version
from cadence.engine.audit.checkpoints import newest_note
from cadence.explain.audit.tables import COLUMNS, AuditedLead, Row
from cadence.languages import Language, say
from cadence.ledger.audit import blocks
from cadence.ledger.campaigns import campaigns, versions
from cadence.ledger.law import stored
from cadence.ledger.law.stored import LawKind, LawVersion
from cadence.ledger.reading.history import HistoryFilter, orders

MOST_ORDERS = 1_000_000


def write_export(session: LedgerSession, wanted: ExportScope, folder: Path, because: str) -> dict[str, int]:
    """Write an export, record who ordered it, and return how much of each is in it."""
    export = AuditFolder(folder)
    with session.ledger.begin() as connection:
        proof = _proof(connection, session)
    about = {
        "about": wanted.as_data(),
        "made_at": session.now,
        "made_by": session.actor,
        "because": because,
        "proven_by": proof,
    }
    names: set[str] = {wanted.campaign} - {""}
    seen: dict[str, str] = {}

    def noted() -> Iterator[AuditedLead]:
        for lead in audited(session, wanted):
            names.update(event.what["campaign"] for event in lead.events if event.what.get("campaign"))
            seen[lead.id] = lead.name
            yield lead

    export.write_leads(noted(), lambda language: _head(language, about))  # type: ignore[arg-type]
    with session.ledger.begin() as connection:
        export.write_table("orders", _orders(connection, wanted, seen))
        export.write_law(_law(connection, wanted))
        for name, text in _files(connection, names):
            export.write_text(name, text)
        lead = next(iter(seen)) if wanted.lead and seen else None
        campaign = campaigns.find(connection, wanted.campaign).id if wanted.campaign else None
        given = wanted.without_people()
        order = session.command("audit-export", why=because, lead=lead, campaign=campaign, **given)
        session.record(connection, order)
    if proof["checkpoint"]:
        export.write_text("checkpoint.txt", proof["checkpoint"])
    export.finish(about)
    return {name: export.counts[name] for name in ("leads", "entries", *COLUMNS)}


def _proof(connection: Connection, session: LedgerSession) -> dict[str, Any]:
    """Return the last block and checkpoint, and how much is not sealed yet."""
    head, folder = blocks.last(connection), session.settings.checkpoints
    return {
        "block": head.number,
        "leaves": head.size,
        "head": head.head.hex(),
        "unsealed_leaves": blocks.count_unsealed(connection),
        "checkpoint": newest_note(folder) if folder is not None else "",
    }


def _head(language: Language, about: Mapping[str, Any]) -> dict[str, str]:
    """Return the first lines of a page, by label."""
    proof = about["proven_by"]
    sealed = say(language, "audit-sealed-nothing")
    if proof["block"]:
        sealed = say(language, "audit-sealed", block=str(proof["block"]), leaves=proof["leaves"]) + f": {proof['head']}"
    head = {
        "audit-about": ", ".join(f"{name} {text}" for name, text in about["about"].items()),
        "audit-made": f"{about['made_at']:%Y-%m-%d %H:%M} UTC, {about['made_by']}",
        "audit-why": about["because"] or "-",
        "audit-proven": sealed,
    }
    return {say(language, label): text for label, text in head.items()}


def _orders(connection: Connection, wanted: ExportScope, seen: Mapping[str, str]) -> Iterator[Row]:
    """Yield who ordered what: everything of the campaign or of the leads, in the period."""
    since, until = wanted.instants()
    if wanted.lead or wanted.number:
        listed = [order for lead in seen for order in orders(connection, HistoryFilter(lead=lead), limit=MOST_ORDERS)]
    else:
        listed = orders(connection, HistoryFilter(campaign=wanted.campaign or None), limit=MOST_ORDERS)
    for order in sorted(listed, key=lambda order: order.at):
        if since <= order.at < until:
            yield {
                "at_utc": order.at.isoformat(timespec="seconds"),
                "who": order.actor,
                "from": order.origin,
                "order": order.name,
                "why": order.why,
                "campaign": order.campaign,
                "lead": order.lead,
                "details": ", ".join(f"{name} {value}" for name, value in order.args.items() if value),
            }


def _law(connection: Connection, wanted: ExportScope) -> Iterator[LawVersion]:
    """Yield every text of law that was in force by the end of the period: those of users, then those of programs."""
    _, until = wanted.instants()
    newest = stored.in_force(connection, stored.revision(connection))
    for kind, name in dict.fromkeys((version.text.kind, version.text.name) for version in newest):
        yield from (version for version in stored.history(connection, LawKind(kind), name) if version.at < until)
    for kept in stored.shipped(connection):
        if kept.at < until:
            yield LawVersion(text=kept.text, version=0, at=kept.at, actor="cadence", why="")


def _files(connection: Connection, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the file of each version of these campaigns, as it was launched."""
    for name in sorted(names):
        for version in versions.every_version(connection, campaigns.find(connection, name).id):
            yield f"campaigns/{name.replace('/', '_')}-v{version.version}.yaml", text_of_version(name, version)
