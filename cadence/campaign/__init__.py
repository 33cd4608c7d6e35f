"""What does a campaign file say, and is it right? Pure."""

from cadence.campaign.reader import Reading, check_text, read_campaign
from cadence.campaign.shape import Campaign
from cadence.campaign.step_shape import Step

__all__ = ["Campaign", "Reading", "Step", "check_text", "read_campaign"]
