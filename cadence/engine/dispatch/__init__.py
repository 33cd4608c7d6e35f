"""
How is a touch sent? Edge: the only package that calls the carrier's `send` and `dial` (law 1).

Gather, decide, act, record, plan. A touch is reserved in one transaction, the carrier is called after the commit, and
its answer is recorded in another transaction (protocol §1.1). What belongs here: everything between a planned attempt
and the carrier's answer. What is recorded of other events belongs in `outcomes`.
"""
