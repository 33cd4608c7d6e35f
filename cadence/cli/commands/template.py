"""Which templates does the carrier have, and do those of a campaign fit them? Edge."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from cadence.app.carriers import carrier_of
from cadence.app.settings import Settings
from cadence.channels.provider import AccountCheck, CarrierTemplate
from cadence.cli.app import FAILED, Json, command, group
from cadence.cli.files import read_campaign
from cadence.cli.launching.carrier_templates import reason_in_words, remarks, state_in_words, uses_templates
from cadence.cli.launching.provisioned import faults
from cadence.cli.output import print_json, print_table, say_lines, talk
from cadence.domain.channels import DESCRIPTORS
from cadence.domain.errors import NotFoundError, UnavailableError
from cadence.domain.nearest import nearest

template = group("template")
COLUMNS = {
    "name": "TEMPLATE",
    "status": "STATUS",
    "category": "CATEGORY",
    "language": "LANGUAGE",
    "changed": "CHANGED (UTC)",
    "reason": "WHY",
}


@command("cadence template list", "cadence template list --json", into=template, name="list")
def list_templates(*, json: Json = False) -> None:
    """List the carrier's templates with WhatsApp's decision about each of them."""
    known = _known(_provision())
    if json:
        print_json([_as_data(found) for found in known])
        return
    print_table([_row(found) for found in known], COLUMNS)
    if not known:
        talk("The carrier has no templates. Write them in Twilio's Content Template Builder, and submit them there.")


@command("cadence template show cart_reminder", into=template)
def show(
    name: Annotated[str, typer.Argument(help="The template's name, or its id (HX...).", show_default=False)],
    *,
    json: Json = False,
) -> None:
    """Show one template: its wording, variables, category, and whether WhatsApp has approved it, or why not."""
    known = _known(_provision())
    matches = [found for found in known if name in {found.name, found.id}]
    if not matches:
        close = nearest(name, [found.name for found in known])
        hint = f" Did you mean {close}?" if close else ""
        raise NotFoundError(f"There is no template {name} at the carrier.{hint} `cadence template list` shows all.")
    if json:
        print_json([_as_data(found) for found in matches])
        return
    for found in matches:
        say_lines(_in_words(found))
    if len(matches) > 1:
        talk("Several templates have this name; a campaign uses the one that was changed last, which is shown first.")


@command("cadence template check campaigns/cart-recovery.yaml", into=template)
def check(
    file: Annotated[Path, typer.Argument(help="The campaign file.", show_default=False)], *, json: Json = False
) -> None:
    """
    Compare a campaign's templates with those at the carrier.

    Errors: a template that is not there or not approved, a variable without a value. Warnings: another wording than
    `body`, a category that does not fit the campaign's purpose. `cadence launch` checks the errors, too.
    """
    reading = read_campaign(file)
    campaign = reading.right()
    provision = _provision()
    mistakes = []
    if uses_templates(campaign):
        known = _known(provision)
        with_templates = [channel for channel, descriptor in DESCRIPTORS.items() if descriptor.in_sessions]
        wrong = [mistake for mistake in faults(reading, provision, with_templates) if "template" in mistake.found]
        mistakes = sorted([*wrong, *remarks(reading, known)], key=lambda mistake: (mistake.line, mistake.column))
    errors = sum(mistake.severity == "error" for mistake in mistakes)
    if json:
        print_json([asdict(mistake) for mistake in mistakes])
    else:
        say_lines(str(mistake) for mistake in mistakes)
    if not uses_templates(campaign):
        talk(f"{campaign.campaign} uses no templates.")
    else:
        warnings = len(mistakes) - errors
        talk(f"Templates: {errors} wrong, {warnings} with warnings." if mistakes else "The templates fit.")
    if errors:
        raise typer.Exit(FAILED)


def _provision() -> AccountCheck:
    return carrier_of(Settings.from_env()).provision()


def _known(provision: AccountCheck) -> list[CarrierTemplate]:
    """Return the carrier's templates, by name, the one changed last first. Raises UnavailableError."""
    known = provision.templates()
    if known is None:
        raise UnavailableError("The carrier does not show its templates to this account or API key.")
    return sorted(sorted(known, key=lambda found: found.changed, reverse=True), key=lambda found: found.name)


def _row(found: CarrierTemplate) -> dict[str, Any]:
    changed = f"{found.changed:%Y-%m-%d %H:%M}"
    return {**asdict(found), "changed": changed, "reason": reason_in_words(found)}


def _as_data(found: CarrierTemplate) -> dict[str, Any]:
    return asdict(found) | {"words": state_in_words(found)}


def _in_words(found: CarrierTemplate) -> list[str]:
    """Return everything about a template."""
    samples = ", ".join(f"{name}: {value}" for name, value in found.variables.items())
    rows = {
        "whatsapp": state_in_words(found),
        "category": found.category,
        "language": found.language,
        "form": ", ".join(found.forms),
        "changed": f"{found.changed:%Y-%m-%d %H:%M} UTC",
        "variables": f"{samples} (samples)" if samples else "",
    }
    lines = [f"{found.name}  {found.id}", *(f"  {head:<10} {words}" for head, words in rows.items() if words)]
    body = (f"  {'' if place else 'body':<10} {line}" for place, line in enumerate(found.body.splitlines()))
    return [*lines, *body]
