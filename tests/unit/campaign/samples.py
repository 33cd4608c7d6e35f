"""Files and people for these tests."""

from pathlib import Path

from cadence.campaign import Campaign, check_text, read_campaign
from cadence.domain import Lead

CAMPAIGNS = Path(__file__).parents[3] / "campaigns"
EXAMPLES = sorted(CAMPAIGNS.glob("*.yaml"))
PACKS = frozenset({"es"})

HEAD = """\
campaign: sample
purpose: service
jurisdictions: none
from: {company: Sample, sms: "+34910000001", whatsapp: "+34910000001", voice: "+34910000001"}
windows: [{days: mon-fri, hours: "9:00-17:00"}]
floors: {desk: {agents: 2, endpoint: "client:desk"}}
limits: [{max: 5, per: campaign}]
"""
"""Seven lines that every campaign needs, or nearly: the cadence follows from line 8 on."""


def read(cadence: str, head: str = HEAD) -> Campaign:
    """Return a campaign of this cadence."""
    return read_campaign(f"{head}{cadence}", "sample.yaml", PACKS)


def said(text: str) -> list[str]:
    """Return what is said of a file, each mistake a line without the file's name."""
    return [str(mistake).removeprefix("f:") for mistake in check_text(text, "f", PACKS).mistakes]


def lead(**attributes: str) -> Lead:
    """Return a made-up person with these attributes."""
    return Lead(id="L1", numbers=(), name="Ana Arroyo", attributes=attributes)
