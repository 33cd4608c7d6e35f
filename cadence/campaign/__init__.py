"""What does a campaign file say, and is it right? Pure."""

from cadence.campaign.reader import Reading, check_text, read_campaign
from cadence.campaign.shape import Campaign, Step
from cadence.documents.mistakes import DocumentError, Mistake

__all__ = ["Campaign", "DocumentError", "Mistake", "Reading", "Step", "check_text", "read_campaign"]
