"""
How does a page of a lead list become rows of the ledger? Pure: SQL, one module per kind of row.

`staging` has the temporary tables that a page is copied into; `leads`, `numbers`, `suppressions` and `consents` merge
them into the ledger. `importing.py` decides the order in which the statements run. Leads are inserted and locked before
numbers, each in the order of their ids (protocol §1.2). A statement does not touch rows that it would not change.
"""
