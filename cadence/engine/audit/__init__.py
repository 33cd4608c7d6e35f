"""How is the state of the ledger proven to somebody else? Edge: keys, signed checkpoints and their verification."""
