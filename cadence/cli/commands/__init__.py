"""What can be ordered and asked from a terminal? Edge: one file a command."""
