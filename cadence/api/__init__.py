"""
How do requests reach the engine? Edge: the carrier's webhooks, and an API for other programs.

What belongs here: HTTP only. A request is checked, read and handed to `engine/outcomes`; after the commit the workflows
are notified. Nothing is decided here.
"""
