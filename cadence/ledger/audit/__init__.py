"""Is each fact still as it was committed? Edge: leaves, blocks, and the rows that they commit to."""
