"""
What was done to reach people, what came back, and what is still to be done? Edge.

Everything around a touch is here: its row and the decision that allowed it, the capacity it needs (leases of agents,
the queue of a floor, send slots), what people sent us, promised calls (callbacks), tasks for our own people, and the
news that wakes a lead's workflow.
"""
