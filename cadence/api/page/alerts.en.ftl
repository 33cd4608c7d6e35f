# The sentences about alerts on the page. The rules are in docs/howto/add-a-language.md.

alerts-title = Alerts
alerts-alert = Alert
alerts-reads = Reads now
alerts-read-then = It read
alerts-bound = Bound
alerts-does = Does
alerts-did = What it did
alerts-of-campaign = from the campaign file
alerts-of-house = from the house file
alerts-of-file = alerts of the campaign file
alerts-raised = fires
alerts-raised-since = fires since { $since }, for { $lasts }
alerts-clear = does not fire
alerts-too_few = too few cases
alerts-unjudged = cannot be judged: { $why }
alerts-not-yet = not judged yet
alerts-problem-no_weeks = there is no earlier week to compare with
alerts-problem-no_cap = no law that applies to the campaign limits this share
alerts-problem-no_aim = nothing that applies to the campaign sets an aim for this share
alerts-problem-past_unknown = the ledger does not keep what this was in the past
alerts-problem-unreadable = the stored version of the campaign cannot be read
alerts-problem-failed = it cannot be read: { $error }
alerts-headline = { $alert }: { $reads }, { $state }
alerts-count = { $count ->
    [0] no alert
    [one] { $count } alert
   *[other] { $count } alerts
}
alerts-leads-of = { $value }, who?
alerts-read-at = Read at { $at }, once a minute by the worker.
alerts-none = No alert watches this campaign.
alerts-history = When did alerts fire?
alerts-fired = Firings
alerts-more = These are the newest { $count }. Choose days to see others.
alerts-never-fired = No alert fired in this time.
alerts-try = Try on the past
alerts-try-now = Try
alerts-try-help = When would the alerts have fired? Nothing is armed, paused or written. Without days it is the last 7.
alerts-tried = From { $since } to { $until }, read every { $minutes ->
    [one] minute
   *[other] { $minutes } minutes
}:
alerts-never = would never have fired
alerts-would-raise = would have fired { $at }, at { $value } (n { $n })
alerts-would-clear = would have been cleared { $at }, at { $value } (n { $n })
