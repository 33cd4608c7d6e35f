"""
What does a manager see in a browser? Edge: HTML made here, for people who signed in with a key of the API.

What belongs here: requests for pages, and what they show. The figures are made by `engine/reports`, their words and
pictures by `explain/reports`, and orders are carried out by the functions that the commands and the API call.
"""
