"""May a touch go? Pure: the rules, each a value that is asked about one touch at one instant."""
