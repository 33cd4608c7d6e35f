"""
Which stops are also kept outside the database? Edge: the journal, one line a fact, and what the ledger knows of it.

Triggers write an entry for each fact by which somebody may not be contacted. The session that commits it writes the
entry to the journal first, so a ledger that is restored from an older backup learns what it has lost (protocol §8).
"""
