"""
How does the engine hear of the world? Edge: the carrier's callbacks, and an API for those who work with it.

Nothing is decided here. A request is checked, read, handed to the ledger's own functions and, once that is committed,
whoever waits for it is told.
"""
