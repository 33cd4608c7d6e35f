"""Is the ledger still what was committed, and how is that proven to somebody else? Edge."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cadence.app.settings import Settings
from cadence.cli.app import FAILED, Json, command, group
from cadence.cli.completion import campaign_names
from cadence.cli.connection import open_session
from cadence.cli.output import print_json, say, talk
from cadence.cli.reading.audit_export import write_export
from cadence.cli.reading.audited import ExportScope
from cadence.cli.scopes import Because, ByLead, day
from cadence.domain.errors import InvalidInputError
from cadence.domain.plurals import many
from cadence.engine.audit import checkpoints
from cadence.engine.audit.findings import AuditFinding, AuditReport
from cadence.engine.audit.notes import Signer
from cadence.engine.audit.verify import verify as verify_ledger

audit = group("audit")
SHOWN = 1000
"""Findings that are printed one by one; --json has all of them."""


@command("cadence audit key audit.key --name audit.example.com", into=audit)
def key(
    file: Annotated[
        Path, typer.Argument(help="The file of the secret key, which must not exist yet.", show_default=False)
    ],
    *,
    name: Annotated[str, typer.Option(help="The name that checkpoints are signed with.")] = "cadence",
) -> None:
    """
    Make the key that signs checkpoints: the secret key in FILE, the public key in FILE.pub.

    Give the worker the secret key (CADENCE_AUDIT_KEY) and a folder outside the database (CADENCE_CHECKPOINTS). Give the
    public key to the people who verify. The secret key is not needed for anything else, and is never in the ledger.
    """
    signer = Signer.new(name)
    public = checkpoints.write_keys(signer, file)
    talk(f"The secret key is in {file}, the public key in {public}.")
    say(signer.verifier.text)


@command(
    "cadence audit verify",
    "cadence audit verify --checkpoints /mnt/audit --public-key audit.key.pub --json",
    into=audit,
)
def verify(
    *,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--checkpoints", help="The folder of checkpoints; default: CADENCE_CHECKPOINTS.", show_default=False
        ),
    ] = None,
    public_key: Annotated[
        Path | None,
        typer.Option(help="The file of the public key; default: that of CADENCE_AUDIT_KEY.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """
    Verify that every fact is as it was committed, and name each that was altered, removed or inserted since.

    Leaves are computed again from the facts, blocks from the leaves, and compared with the signed checkpoints. What is
    not sealed yet counts as unproven. Exit code 1 if anything is wrong.
    """
    with open_session() as session:
        folder, public_key = _defaults(session.settings, folder, public_key)
        verifier = checkpoints.read_verifier(public_key) if public_key is not None else None
        report = verify_ledger(session.ledger, folder, verifier)
    if json:
        print_json(asdict(report))
    else:
        for finding in report.findings[:SHOWN]:
            say(in_words(finding))
        if len(report.findings) > SHOWN:
            talk(f"... and {len(report.findings) - SHOWN:,} more; --json has all of them.")
        _conclude(report)
    if report.findings:
        raise typer.Exit(FAILED)


@command(
    'cadence audit export --lead C-1001 ana/ --because "request of the AEPD"',
    "cadence audit export --number +34600000001 number/",
    "cadence audit export --campaign spring-offer --from 2027-03-01 --to 2027-03-31 march/",
    into=audit,
)
def export(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or is empty.", show_default=False)],
    *,
    lead: ByLead = "",
    number: Annotated[str, typer.Option(help="Everybody who has this number or address.")] = "",
    campaign: Annotated[
        str, typer.Option(help="Everybody who is or was in this campaign.", autocompletion=campaign_names)
    ] = "",
    since: Annotated[
        date | None, typer.Option("--from", help="The first day, in UTC.", parser=day, show_default=False)
    ] = None,
    until: Annotated[
        date | None, typer.Option("--to", help="The last day, in UTC.", parser=day, show_default=False)
    ] = None,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Write everything that an auditor asks for into one folder: a lead, a number, a campaign or a period.

    The folder has entries as JSON Lines; calls and messages, decisions against a touch, consents with their wording,
    opt-outs and orders as CSV; the packs as they were; a page to read in English and Spanish; and a manifest with the
    hash of each file and the checkpoint that the facts are proven by. The export is recorded as an order.
    """
    wanted = ExportScope(lead=lead, number=number, campaign=campaign, since=since, until=until)
    _check(wanted)
    with open_session() as session:
        written = write_export(session, wanted, folder, because)
    if json:
        print_json(written)
    else:
        talk(
            f"Written to {folder}: {many(written['leads'], 'lead')}, {many(written['touches'], 'touch', 'touches')}, "
            f"{many(written['not_sent'], 'decision')} against one. It holds personal data: store, send and delete it "
            "accordingly."
        )


def _check(wanted: ExportScope) -> None:
    """Raise BadParameter for what cannot be exported together."""
    whose = [name for name in ("lead", "number", "campaign") if getattr(wanted, name)]
    if len(whose) > 1:
        raise typer.BadParameter(f"--{whose[0]} and --{whose[1]} exclude each other; expected one of them")
    if not whose and (wanted.since is None or wanted.until is None):
        raise typer.BadParameter("expected --lead, --number, --campaign, or both --from and --to")
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise typer.BadParameter(f"--from {wanted.since} is after --to {wanted.until}; expected the first day first")


def _defaults(settings: Settings, folder: Path | None, public_key: Path | None) -> tuple[Path | None, Path | None]:
    """Return the folder and the public key: what was typed, or what is set. Raises InvalidInputError."""
    folder = folder or settings.checkpoints
    if public_key is None and settings.audit_key is not None:
        public_key = settings.audit_key.with_name(settings.audit_key.name + checkpoints.PUBLIC)
    if folder is not None and not folder.is_dir():
        raise InvalidInputError(f"{folder} is no folder; expected the one that checkpoints are written to.")
    if folder is not None and public_key is None:
        raise InvalidInputError(
            "The signatures of checkpoints cannot be checked without the public key. Name its file: --public-key FILE."
        )
    return folder, public_key


def in_words(finding: AuditFinding) -> str:
    """Return a finding as a line."""
    fact = f"{finding.table} {finding.key}" if finding.table else ""
    lead = f"lead {finding.lead}" if finding.lead else ""
    place = "" if finding.block is None else f"block {finding.block}"
    when = f"sealed {finding.sealed_at:%Y-%m-%d %H:%M:%S} UTC" if finding.sealed_at else "not sealed" if fact else ""
    about = ", ".join(filter(None, (fact, lead, place, when)))
    return f"{finding.kind}: {'; '.join(filter(None, (about, finding.detail)))}"


def _conclude(report: AuditReport) -> None:
    """Say what is proven and what is not."""
    say(
        f"{many(report.blocks, 'block')}, {many(report.checkpoints, 'checkpoint')} that "
        f"{'fits' if report.checkpoints == 1 else 'fit'}"
    )
    until = f", sealed until {report.proven_until:%Y-%m-%d %H:%M:%S} UTC" if report.proven_until else ""
    say(f"proven    {many(report.proven, 'fact')}{until}")
    say(f"unproven  {many(report.unproven, 'fact')}; {many(report.unsealed, 'leaf', 'leaves')} not sealed yet")
    people = many(report.erased_people, "person", "people")
    say(f"deleted   {many(report.deleted, 'fact')} by the engine; {people} erased")
    if not report.with_checkpoints:
        talk(
            "No checkpoints were compared, so nothing shows whether the whole history was written anew. Name them with "
            "--checkpoints and --public-key."
        )
    if report.findings:
        talk(f"{many(len(report.findings), 'finding')}. Keep the database as it is, and restore nothing over it.")
