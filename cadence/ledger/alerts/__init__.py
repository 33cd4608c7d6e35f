"""When was each alert raised and cleared, and what do the figures of the moment say? Edge: rows of the ledger."""
