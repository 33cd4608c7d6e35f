"""What was left undone, and is done now? Edge."""
