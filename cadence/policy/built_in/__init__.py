"""Which rules bind every touch, whatever the campaign file and the packs say? Pure: one file for each subject."""
