"""
Who does what the workflows ask for? Edge: gather, decide, act, record.

Activities are plain methods on classes that hold their collaborators, run in threads. They know no workflow.
"""
