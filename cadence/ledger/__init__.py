"""
Where is the state kept? Edge: PostgreSQL. It knows the domain's values, not the rules.

`db` connects, locks and migrates; `tables` declares the tables. `people`, `lists`, `campaigns` and `touches` read and
write them by topic, and `reading` combines them for decisions and audits. `access` keeps the keys of the API. Functions
take a connection of `Ledger.begin()`. Every statement is registered with its purpose and its indexes (see
`db/queries.py`).
"""
