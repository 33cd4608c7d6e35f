"""What does a campaign file say, and is it right? Pure."""

from cadence.campaign.shape import Campaign, Step

__all__ = ["Campaign", "Step"]
