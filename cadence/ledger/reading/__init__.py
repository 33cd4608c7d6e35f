"""What does the ledger know of a lead, for a decision or for an auditor? Edge."""
