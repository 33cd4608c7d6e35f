"""What does the engine measure of itself? Edge: objectives, metrics, and what processes count."""
