"""
What does the ledger know about a lead or a campaign as a whole? Edge: reads, never writes.

Queries that combine several topics belong here: the facts for a decision, the timeline and history for an auditor, the
rows for the proof, and past touches to judge again (replay).
"""
