"""What happened, in words? Pure: `story.py` tells one lead's way, `silence.py` why nothing left on a day."""
