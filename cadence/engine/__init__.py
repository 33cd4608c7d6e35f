"""
How does a lead move? Edge.

What belongs here: everything that changes a lead in the ledger or notifies its workflow. `dispatch` sends, `outcomes`
records events, `outbox` notifies workflows, `reconciler` repeats what was left undone, `launch` brings lists in.
"""
