"""
What happened to a lead, and what does it change? Edge: every event is recorded here, and then the lead is planned.

What belongs here: one function `record_*` or `request_*` for each kind of event. Each takes the lead's lock, may be
called twice without harm, and returns the news that it wrote: hand it to `outbox.OutboxRelay` once the function has
returned, or leave it to the reconciler. What an event changes is decided by `planning/transitions`.
"""
