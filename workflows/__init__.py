"""
When does what happen to a lead or a campaign? Orchestration only.

What belongs here: Temporal workflows, which wait and call activities. No IO, no rules, no calendars, nothing random:
stored histories must replay.
"""
