"""Where may a person be, and which packs protect people there? Pure."""
