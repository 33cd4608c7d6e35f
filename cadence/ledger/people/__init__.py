"""Who is a person, and what may be done with their numbers? Edge."""
