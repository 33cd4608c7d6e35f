"""How does a lead move? Edge: dispatch, outcomes, the outbox, the reconciler and the launch."""
