"""What do operators want to know of the ledger as a whole? Edge: objectives, and what is behind."""
