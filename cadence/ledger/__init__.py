"""
Where is the truth kept? Edge: PostgreSQL. Knows the model, not the rules.

One module per noun, each with functions that take a connection of `Ledger.begin()`. Every statement has a name, a
purpose and an index (see `queries.py`).
"""
