"""What do the commands that plan and launch share? Edge."""
