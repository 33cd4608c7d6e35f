"""What happened, in words? Pure: `story.py` describes the way of a lead, `silence.py` why nothing was sent on a day."""
