"""Which revisions are there? Each file is one, in the order of their numbers."""
