"""What was left undone, and has to be repeated? Edge: the reconciler and its jobs, which make no touches."""
