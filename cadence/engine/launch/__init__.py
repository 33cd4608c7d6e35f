"""
How do a campaign file and a list become a running campaign? Edge.

What belongs here: reading a list for a campaign, deciding who comes in, and writing both in one transaction.
"""
