"""Who keeps time? Orchestration only: no IO, no rules, no calendars, nothing random."""
