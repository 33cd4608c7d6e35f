"""How do a campaign file and a list become a running campaign? Edge: both are written in one transaction."""
