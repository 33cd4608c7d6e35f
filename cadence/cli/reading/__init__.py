"""What do the commands that look share? Edge."""
