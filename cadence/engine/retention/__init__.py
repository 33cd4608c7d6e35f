"""Which personal data was kept long enough, and how is it erased? Edge: a daily job, and the same as a dry run."""
