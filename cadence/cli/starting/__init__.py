"""What does a first campaign look like? Pure: answers in, a campaign file and a list out, for `cadence init`."""
