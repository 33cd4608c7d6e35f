"""Which campaigns are there, who is enrolled, and what is paused? Edge."""
