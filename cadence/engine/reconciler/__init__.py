"""
What was left undone, and has to be repeated? Edge.

What belongs here: jobs that read a page of the ledger by an index and do what another process should have done. Each
may run twice. They make no touches.
"""
