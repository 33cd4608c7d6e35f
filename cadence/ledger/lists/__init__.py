"""How do lists and registries come into the ledger? Edge."""
