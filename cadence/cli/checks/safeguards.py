"""Could anybody else change our records or use our API? Edge: checks of checkpoints, keys and the old token."""

from datetime import timedelta

from cadence.cli.checks.visit import CheckContext, Result, ok, warning, worst
from cadence.domain.clock import utc_now
from cadence.domain.plurals import many
from cadence.ledger.access import api_keys

EXPIRES_SOON = timedelta(days=14)
SHOWN = 3


def audit(visit: CheckContext) -> Result:
    """Say whether checkpoints are signed and kept: without them nobody can prove that the ledger was not changed."""
    settings = visit.settings
    if settings.audit_key is not None and settings.checkpoints is not None:
        return ok("the worker signs checkpoints, where it has the same settings")
    if visit.clock.rehearsal or settings.twilio_url:
        return ok("no checkpoints are signed, and none are needed while trying out")
    return warning(
        "No checkpoints are signed (CADENCE_AUDIT_KEY and CADENCE_CHECKPOINTS are not set here), so a change of the "
        "ledger by somebody who can write to it cannot be proven. docs/audit.md says how to set them."
    )


def access(visit: CheckContext) -> Result:
    """Say which keys of the API expire soon, and whether the old token is still set."""
    now = utc_now()
    with visit.ledger.begin() as connection:
        valid = [key for key in api_keys.every(connection) if key.revoked_at is None and not key.expired(now)]
    results = [ok(f"{many(len(valid), 'key')} of the API")]
    ending = sorted((key.expires_at, key.name, key.id) for key in valid if key.expires_at is not None)
    soon = [f"{name} ({id_}) on {at:%Y-%m-%d}" for at, name, id_ in ending if at - now <= EXPIRES_SOON]
    if soon:
        more = f" and {len(soon) - SHOWN} more" if len(soon) > SHOWN else ""
        results.append(
            warning(
                f"Keys of the API expire: {', '.join(soon[:SHOWN])}{more}. Make new ones with `cadence key create`, "
                "and give them to the systems that use the old ones."
            )
        )
    if visit.settings.api_token and not visit.settings.twilio_url:
        results.append(
            warning(
                "CADENCE_API_TOKEN goes with the next version. Make a key for each system with `cadence key create`, "
                "then unset it."
            )
        )
    return worst(*results)
