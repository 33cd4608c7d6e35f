"""How does a campaign perform? Edge: the figures of the ledger, by today's law and the house's working hours."""
