"""
Who may use the API? Edge: the keys of its users.

What belongs here: what is stored about keys, users and sessions. What a role may do is in `cadence/domain/roles.py`.
"""
