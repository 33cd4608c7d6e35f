"""
How does the engine connect to PostgreSQL, lock, migrate and query it? Edge.

What every other package of the ledger needs is here: connections and their errors, locks, migrations, the register of
statements, hashing and encryption. So are the rows about the engine itself: the Clock, processes, jobs, services
and items set aside.
"""
