"""Who carries a touch? Edge."""
