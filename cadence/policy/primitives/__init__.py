"""How does each kind of rule in a campaign file or a pack judge a touch? Pure: one file for each kind."""
