"""
Which campaigns are there, who is enrolled in them, and what is paused? Edge.

Campaigns and their versions, the enrolment queue, enrolments with their next moves, pauses, and operators' commands are
here, with the counts that `status` and `doctor` show. What is done for an enrolment is in `touches`.
"""
