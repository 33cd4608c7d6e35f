"""What happened, in words? `story.py` tells one lead's way to an auditor; `history.py` asks Temporal for its side."""
