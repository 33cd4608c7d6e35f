"""
What do the workflows ask for? Edge: gather, decide, act, record.

What belongs here: Temporal activities, thin methods on classes that hold their collaborators. They run in threads, know
no workflow, and leave the work to `engine`.
"""
