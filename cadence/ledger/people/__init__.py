"""
Who is a person, which numbers do they have, and what did they allow or forbid? Edge.

What belongs to a person in any campaign is here: leads and numbers, consents, suppressions, revocations from lists,
erasure, and the count of people that a portfolio may reach. What we sent them and they sent us is in `touches`.
"""
