"""
Does the ledger know every stop that the journal outside the database has? Edge.

Looked at before the first touch of a worker, when a web server starts, and each minute.
"""
