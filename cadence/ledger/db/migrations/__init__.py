"""How does the ledger come to its present shape? Edge: one revision after the other, forward only."""
