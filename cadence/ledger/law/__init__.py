"""Which packs and which house file are in force, and which were? Edge: texts by the hash of their content."""
