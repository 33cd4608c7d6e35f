# The sentences of the page that a browser shows. The rules are in docs/howto/add-a-language.md.

web-skip = Skip to the content
web-navigation = Main menu
web-languages = Language
web-campaigns = Campaigns
web-campaign = Campaign
web-state = State
web-in-line = In line
web-open = Under way
web-finished = Finished
web-no-campaigns = There are no campaigns yet.
web-state-running = Running
web-state-stopped = Stopped for good
web-state-ended = Ended
web-paused-by = Paused: { $scope }, since { $at } UTC, by { $who }

## Signing in

web-sign-in = Sign in
web-sign-out = Sign out
web-key = Key of the API
web-key-help = The key is not kept. You are signed in for 12 hours, and no longer than the key is valid. Whoever runs the server makes one:
web-wrong-key = This key is not valid. It may be cut off, revoked or expired.
web-signed-out = You are no longer signed in.
web-many-pages = This stands still, because newer pages are open. Load this page again to see it change.

## What is refused

web-refused = This cannot be shown
web-refused-403 = Your role does not allow this, or the form was not sent from this page.
web-refused-404 = There is nothing at this address.
web-refused-409 = Things stand otherwise now: somebody may have done it before you.
web-refused-422 = Something in the form or the address is missing or cannot be read. An order needs a reason of at most 500 characters.
web-refused-429 = Too many requests. Wait a moment and try again.
web-refused-503 = The database does not answer. Try again in a moment.
web-refused-other = This is an error. Try again in a moment.
web-back-to-campaigns = To the campaigns

## One campaign

web-now = Now
web-live-in-the-air = Going out
web-live-waiting = Waiting for a free agent
web-live-oldest-due = Due for the longest time
web-live-promises = Promised calls in the next hour
web-live-failed = Last failure
web-live-since = { $at }, for { $span }
web-live-nothing-due = nothing
web-pause = Pause
web-resume = Resume
web-why = Reason
web-pause-help = Nothing more goes out from now on. Nobody is removed, and paused time does not count as waiting.
web-resume-help = Whoever waited goes on gradually. Other pauses hold as before.
web-did-paused = The campaign is paused.
web-did-resumed = The campaign goes on.
web-figures = Figures
web-from = From
web-to = To
web-show = Show
web-by = By
web-beside = Compare campaigns
web-beside-which = Tick two to { $most } campaigns to see them side by side.
web-compare = Compare segments
web-compare-by = Compare by { $by }
web-by-hour = At which hours do people answer?
web-csv = Download as CSV
web-made-at = Counted at { $at }.
web-no-figures = The figures cannot be counted now, because the database does not answer or many people look at once. Load the page again in a moment.
web-fell = This week lower than in half of the weeks before: { $figure }.
web-by-week = Week by week: { $figure }
web-every-week = Week by week shows the last twelve weeks, whatever days are chosen above.
web-as-table = As a table
web-hours = Answers by hour and weekday
web-limits = Behind each rate stand the limits between which it lies in 95 of 100 cases. Where the limits of two groups overlap widely, they may well be equal.
web-nothing-counted = Nothing was counted.

## Leads

web-leads-of = Leads: { $what }
web-lead = Lead
web-last = When
web-times = Touches that count
web-no-leads = No lead is counted here.
web-more-leads = These are the first { $count }. The CSV has all of them.

## One lead

web-story = What happened
web-their-clock = On their clock
web-what = What
web-nothing-ahead = Nothing is to come.

## Tasks

web-tasks = Tasks
web-task = Task
web-no-tasks = There is nothing to do.
web-holds = holds touches back until somebody decides
web-harmless = It is no stop
web-revoke = It is a stop: close everything
web-channel = Channel
web-restrict = Close this channel
web-done = Done
web-declined = It will not be done
web-due = result due { $at } UTC
web-did-decided = It is recorded.

## What comes next

web-find = Find a lead
web-go = Go
web-several = Several leads go by that:
web-nobody = No lead has that id in its list, number or own id.
web-promises = Promised calls and the line
web-promised-calls = Promised calls of the next 24 hours
web-missed-after = A promised call that is not made 15 minutes after its time is missed.
web-no-promises = No call is promised for this time.
web-when = When
web-late = { $minutes } min late
web-held-for = held for { $hold }
web-in-line-now = In line to be enrolled: { $count }.
web-days-left = Enrolled in the last 7 days: { $enrolled }. At this pace the last one is enrolled in { $days ->
    [one] { $days } day
   *[other] { $days } days
}.
web-nobody-lately = Nobody was enrolled in the last 7 days.
