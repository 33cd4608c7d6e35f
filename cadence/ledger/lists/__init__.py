"""
How do files from outside come into the ledger? Edge.

Everything that is imported as a whole belongs here: lead lists, copies of official do-not-contact lists (registries)
and calendars of closed days, with the check whether a file is another list of the same name. What is kept about a
person afterwards is in `people`.
"""
