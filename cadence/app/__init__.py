"""
How is a process put together? Edge.

What belongs here: settings, logs, and the composition roots that create the collaborators of a process and run it.
"""
