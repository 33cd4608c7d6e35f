"""How do a file and a list become a running campaign? Edge."""
