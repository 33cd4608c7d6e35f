"""Which law is there, and what does it say? Pure, but for reading the packs, which are data beside this file."""
