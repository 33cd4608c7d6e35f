"""What was done, what came back, and what is still promised? Edge."""
