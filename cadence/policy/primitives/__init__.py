"""How does each kind of rule judge a touch? Pure: one file for each kind."""
