"""Why is no lead listed for a bucket and a reason? Edge: the reasons that leads have there, for a misspelt one."""

from collections.abc import Iterable

from sqlalchemy import Connection

from cadence.domain.figures import Bucket
from cadence.domain.nearest import nearest
from cadence.ledger.reports.members import members


def nobody_for(connection: Connection, campaigns: Iterable[int], bucket: Bucket | None, reason: str) -> str:
    """Return that nobody is there for this reason, and which reasons leads of these campaigns have there."""
    known = {member.reason for campaign in campaigns for member in members(connection, campaign, bucket=bucket)}
    reasons = sorted(known - {""})
    meant = nearest(reason, reasons)
    hint = f"; did you mean {meant}?" if meant else "."
    return f"No lead is there for the reason {reason}; expected one of {', '.join(reasons) or 'none: nobody is'}{hint}"
