"""What do the commands that only read share? Edge: the history of a lead, the state of campaigns, legal deadlines."""
