# The sentences of the engine in English, for support and for the people it contacts.
#
# An id is the same in every language, and so are its arguments. docs/howto/add-a-language.md has the rules.

## Dates

weekday = { $day ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}

month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}

written-day = { month } { $day }
written-day-with-time = { month } { $day }, { $time }
# 12 or 24: how the hours of a day are counted.
clock-hours = 12
clock-morning = { $time } am
clock-afternoon = { $time } pm

## Spans and lists

span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
span-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
span-seconds = { $count } s
lead-count = { $leads ->
    [one] { $leads } lead
   *[other] { $leads } leads
}
count-of = { $count } of { $total }
names-and-more = { $names } and { $count } more

## What a contacted person reads or hears

stop-confirmation = { $company }: you are unsubscribed and will receive no more messages from us.
trial-mark = [Test]
call-apology = This is a call from { $company }. None of our agents is free right now. We are sorry for the inconvenience.
call-number = You can call us at { $number }.
call-key-offer = Press { $key } to receive no more calls.
call-key-thanks = All right. We will not contact you again.
call-answer-thanks = Thank you. We have noted your answer. Goodbye.
call-no-answer-thanks = Thank you for your time. Goodbye.
incoming-welcome = Thank you for calling { $company }. We do not answer calls on this number.
incoming-welcome-unnamed = We do not answer calls on this number.
incoming-stop-offer = Press { $key } if you do not want us to contact you again.
incoming-callback-offer = Press { $key } if you want us to call you.
incoming-callback-thanks = All right. We will call you as soon as we can. Goodbye.

unsubscribe-title = Unsubscribe
unsubscribe-question = Press the button, and we will not contact you again: no e-mails, no messages, no calls.
unsubscribe-button = Unsubscribe
unsubscribe-done = Done. We will not contact you again.
unsubscribe-unknown = This link is not complete. Copy the whole link from the e-mail, or reply to the e-mail with the word STOP.

## What our own people have to do about a promised call

task-tell = Tell the person: the promised call will be made on { $at }
task-agree = Agree on another time: the call promised for { $at } was not made
task-not-made = Tell the person: the campaign is over, and the call promised for { $at } will not be made
task-held-back = Tell the person: the call promised for { $at } is held back
task-several-clocks = The person may be in several time zones, so no message can name the hour. The time in the title is UTC; on their clocks: { $clocks }.

## What our people are to do about a reply or a row of a list

title-reply = Answer this reply
title-revoke = Stopped in part: answer what else it says
title-restrict = Not there, or not then: decide what to close
title-hold = Is this a stop? Read it and decide
title-help = Asks for help: say who we are and how to stop
title-rejoin = Wants to come back: get a fresh consent first
title-unmatched = A stop that matches no lead; its number is closed. Is it one of ours under another number?
title-gone-on = Pressed an answer in a call, but the cadence has gone on: decide what follows
title-changed = Answers otherwise than before, and the cadence has gone on: decide what follows
title-called = Called us: find out what they wanted
title-unclear = Not understood: decide whether it is harmless or a stop
title-callback = Asks for a call: agree when
title-row = { $row } may say no and cannot be read; decide whether its numbers stay closed
title-row-unknown = { $row }: a no with the id { $key }, by which we know nobody, and no number; find out who it is, close them with `cadence suppress`, then say --as none

## What somebody ordered: the command, and its details

command-suppress = suppress
command-unsuppress = lift a suppression
command-pause = pause
command-resume = resume
command-callback = promise a call
command-consent = record a consent
command-revoke = revoke a consent
command-review = decide on a reply
command-task_result = give the result of a task
command-task_assign = assign a task
command-try = send a trial
command-export = export the data
command-erase = erase the data
command-arg-at = for { $value }
command-arg-task = task { $value }
command-arg-result = result: { $value }
command-arg-assign = to { $value }
command-arg-before = before: { $value }
command-arg-decision = decision: { $value }
command-arg-closed = stopped: { $value }
command-arg-step = step { $value }
command-arg-channels = channels: { $value }
command-arg-fallback = with the branch `failed`
decision-harmless = harmless
decision-none = harmless
decision-revoke = an opt-out
decision-restrict = a restriction
decision-done = done

## What happened to a lead

event-imported = imported with the list { $list }
event-erased = erased: name, numbers and texts are gone for good
event-listed = added to the queue of { $campaign }
event-listed-again = added to the queue of { $campaign } again
event-enrolled-cadence = enrolled in { $campaign }, version { $version }
event-enrolled-callback = enrolled in { $campaign } again, for a promised call
event-enrolled-confirmation = enrolled in { $campaign } again, to confirm the opt-out
event-enrolled-trial = got a trial of { $campaign }: a step sent to a number of our own
event-finished = finished in { $campaign }: { $reason }
event-decision-allow = { $ask }: allowed
event-decision-allow-next = { $ask }: allowed, to { $number }
event-decision-defer = { $ask }: not before { $until }
event-decision-hold = { $ask }: held, waiting for { $hold }
event-decision-refuse-number = { $ask }: refused for this number
event-decision-refuse-address = { $ask }: refused for this address
event-decision-refuse-step = { $ask }: refused, this step is skipped
event-decision-refuse-enrolment = { $ask }: refused, and the cadence ends here
event-decision-waived = the person asked for this call, so this does not hold it back: { $reason }
event-touch-planned = { $ask }: not sent; the rules will be checked again
event-touch-skipped = { $ask }: skipped, nothing was sent
event-touch-rejected = { $ask }: the carrier did not accept it ({ $outcome })
event-touch-unknown = { $ask }: the carrier's answer was lost; we ask what happened, and send nothing again
event-touch-call = { $ask }: dialled from { $sender }{ $said }
event-touch-message = { $ask }: sent from { $sender }{ $said }
event-touch-work = { $ask }: assigned{ $said }
event-said = : “{ $body }”
event-said-machine = , with a voicemail message: “{ $body }”
event-outcome = { $ask }: { $outcome }
event-outcome-said = { $ask }: { $outcome }; the agent reported: { $disposition }
event-outcome-unserved = the call ended after the tone, but the carrier never fetched our voicemail message
event-contradicted = { $ask }: the carrier also reported: { $outcome }; it still counts as: { $stands }
event-inbound = wrote “{ $body }” by { $channel }: { $meaning }
event-inbound-silent = contacted us by { $channel }: { $meaning }
event-saved = is known now: { $name } = “{ $value }”
event-saved-nothing = is not known any more: { $name }
event-consent-given = consented to { $channel }{ $purpose }
event-consent-revoked = withdrew consent to { $channel }{ $purpose }
event-suppressed = { $number } is suppressed: { $scope }
event-suppressed-log_by = { $words }; the law requires a record of it by { $day } ({ $law })
event-suppression-lifted = { $number } may be contacted again: { $scope }
event-callback-promised = a call was promised for { $at }
event-callback-canceled = the call promised for { $at } was canceled
event-callback-replaced = the call promised for { $at } was replaced by one for { $by }
event-task = task for { $assign }: { $title }
event-task-done = task for { $assign }: { $title } (done by { $done_by })
event-task-due = { $words }, due { $due }
event-task-result-done = { $done_by } did the task “{ $title }”
event-task-result-declined = { $done_by } declined the task “{ $title }”
event-task-result-overdue = nobody gave the result of the task “{ $title }” in time
event-task-result-withdrawn = the task “{ $title }” for { $assign } was withdrawn
event-news = news: { $news }
event-command = order: { $name }
event-command-args = order: { $name } ({ $args })
event-command-moved = moved from version { $from } of the campaign to version { $to }; the next step is { $next }
event-command-moved-end = moved from version { $from } of the campaign to version { $to }; no step is left there
event-command-said = the agent reported for call { $touch }: { $said }
event-command-corrected = the agent corrected the report for call { $touch }: { $said }; before: { $before }
event-said-callback = { $disposition }, for { $at }
event-outcome-code = carrier code { $code }: { $words }
event-outcome-code-unknown = carrier code { $code }, whose meaning we do not know
event-paused = { $scope }: paused
event-resumed = { $scope }: resumed
event-plan = what comes next: { $next }
event-workflow-started = the workflow was started
event-workflow-woken = the workflow was woken to read the ledger
event-workflow-due = the planned time came
event-workflow-completed = the workflow ended
event-workflow-failed = the workflow FAILED
event-workflow-terminated = the workflow was TERMINATED
event-workflow-continued = the workflow continued with a new history
event-workflow-timed-out = an activity timed out
event-workflow-failed-activity = an activity failed
event-workflow-taken-back = an activity was canceled

## What a touch was for

ask-step = { $step } by { $channel }, try { $attempt }
ask-task = { $step }, a task for our own team
ask-overdue = a task that is overdue
ask-callback = the promised call, try { $attempt }
ask-inbound = the confirmation of the opt-out by { $channel }
ask-announcement = the message about the promised call by { $channel }
ask-trial = the trial of { $step } by { $channel }
ask-command = a manual order by { $channel }
ask-visit = { $step } (visit { $lap })

## What comes next

move-attempt = { $ask } on { $at }
move-moved = { $ask } on { $at }, due { $due }
move-hold = waits for { $hold }
move-hold-until = waits for { $hold }, until { $at } at the latest
move-wait = waits until { $at }
move-news = waits for news
move-finish = finished: { $reason }

## Why nothing was sent on a day

silence-none = in no campaign yet
silence-early = { $campaign }: enrolled only on { $at }
silence-listed = { $campaign }: in its queue since { $at }, waiting for a turn
silence-late = { $campaign }: had finished on { $at }: { $reason }
silence-ended = { $campaign }: finished that day, at { $at }: { $reason }
silence-paused = { $scope }: paused since { $since }, by { $by }
silence-paused-until = { $scope }: paused from { $since } to { $until }, by { $by }
silence-decided = { $campaign }: { $decision }
silence-since = { $campaign }: since { $at }, { $decision }
silence-later = { $campaign }: its next step was { $ask }, which came on { $at }
silence-later-due = { $campaign }: its next step was { $ask }, due { $due }, which the rules did not allow before { $at }
silence-ahead = { $campaign }: waiting: { $next }
silence-over = { $campaign }: nothing was due; it finished on { $at }: { $reason }

## Why a rule does not allow a touch: `rule-` and the id of the rule, then why

rule-campaign-state = the campaign is { $state }
rule-campaign-start = the campaign starts on { $start }
rule-campaign-end = the campaign's last day is { $end }
rule-campaign-closed = a day without any sending ({ $dates }); it was { $local }
rule-campaign-closed-closing = less than { $guard } before a day without any sending: it was { $local }
rule-campaign-seasons = between the seasons of the campaign ({ $seasons }); it was { $local }
rule-campaign-seasons-closing = less than { $guard } before the end of a season of the campaign: it was { $local }
rule-house-limits = the house's limit for all campaigns is reached: { $count } of at most { $max ->
        [one] { $max } touch
       *[other] { $max } touches
    } per { $per }
rule-campaign-tasks = at most { $max ->
        [one] { $max } task
       *[other] { $max } tasks
    } a day in this campaign{ $tasks ->
        [all] {""}
       *[other] {" "}({ $tasks })
    }: { $count } handed out on { $day }
rule-campaign-tasks-turns = at most { $max ->
        [one] { $max } task
       *[other] { $max } tasks
    } a day in this campaign{ $tasks ->
        [all] {""}
       *[other] {" "}({ $tasks })
    }: on { $day } those go first that have waited since an earlier day
rule-house-tasks = at most { $max ->
        [one] { $max } task
       *[other] { $max } tasks
    } a day over all campaigns{ $tasks ->
        [all] {""}
       *[other] {" "}({ $tasks })
    }: { $count } handed out on { $day }
rule-house-tasks-turns = at most { $max ->
        [one] { $max } task
       *[other] { $max } tasks
    } a day over all campaigns{ $tasks ->
        [all] {""}
       *[other] {" "}({ $tasks })
    }: on { $day } those go first that have waited since an earlier day
rule-house-gap = less than { $gap }, the house's gap for all campaigns, since the last touch, which was at { $last }
rule-house-quiet_hours = in the house's quiet hours: it was { $local }; { $allowed }
rule-house-quiet_hours-closing = less than { $guard } before the house's quiet hours: it was { $local }; { $allowed }
rule-enrolment-finished = this lead has already finished the campaign: { $reason }
rule-pause-all = everything has been paused since { $since }
rule-pause = paused since { $since }: { $pauses }
rule-trial-most = { $trials ->
    [one] { $trials } trial
   *[other] { $trials } trials
} went to this number or address in the last 24 hours, and no more than { $most } may
rule-trial-now = a trial goes at once or not at all
rule-settings-try_numbers = this number or address is not listed in the worker's setting CADENCE_TRY_NUMBERS
rule-settings-try_numbers-address = this address is not listed in the worker's setting CADENCE_TRY_NUMBERS
rule-text-complete = a text of the step cannot be written for this person
rule-text-complete-no_value = a text of the step cannot be written for this person: there is no value for “{ $column }”
rule-text-complete-too_long = a text of the step is too long with this person's values
rule-number-erased = the digits of the number have been erased
rule-number-erased-address = the address has been erased
rule-settings-only_numbers = this number is not listed in the worker's setting CADENCE_ONLY_NUMBERS
rule-settings-only_numbers-address = this address is not listed in the worker's setting CADENCE_ONLY_NUMBERS
rule-step-fallback = the step was held by a pause ({ $pause }), and its branch for `failed` was ordered instead
rule-suppression = suppressed since { $since } by { $source } ({ $value })
rule-suppression-everything = opted out of everything on { $since } ({ $source })
rule-number-kind = a { $kind } number cannot receive { $channel }
rule-number-kind-turned_down = the carrier reported that the number cannot receive { $channel }
rule-number-kind-none = the lead has no number for { $channel }
rule-number-kind-no_address = the lead has no address for { $channel }
rule-number-kind-address_turned_down = the carrier reported that the address cannot receive { $channel }
rule-number-closed = the number is no longer used: { $why }
rule-number-closed-wrong_address = the address is no longer used: it is another person's
rule-number-closed-invalid_address = the address is no longer used: no mail reaches it
rule-sender-country = a short code from { $sender } cannot reach a number in { $country }
rule-zone-unknown = the person's time zone is not known, so no time of day is safe
rule-pack-valid = jurisdiction packs that cannot be read: { $packs }
rule-pack-covers = there is no jurisdiction pack in force for { $countries }; to contact people there all the same, add it to without_pack in the campaign file
rule-reply-unclear = the person's reply of { $since } may be an opt-out; someone has to decide (cadence review)
rule-reply-unclear-overdue = the person's reply of { $since } has waited too long for a decision (cadence review); nothing is sent until then
rule-reply-unclear-restrict = the person's reply of { $since } names a place or time at which they do not want to be contacted; someone has to decide (cadence review)
rule-optout-confirmation = the opt-out is not confirmed: { $why }
rule-step-date = the date in the field “{ $field }” cannot be read
rule-step-date-no_date = there is no date in the field “{ $field }”
rule-step-until = outside the hours of the step's `until`: it was { $local }; { $open }
rule-step-until-closing = less than { $guard } before the hours of the step's `until` close: it was { $local }; { $open }
rule-step-expired = it was due at { $due }, and its content expired at { $expired }
rule-step-late = it was due at { $due } and did not go before the hours closed; the campaign file says to skip it in that case
conditions-counted = Condition of { $place }, for those under way: { $where }: { $true } yes, { $false } no, { $unknown } not known
lead-branch = after { $step } its branch leads to { $to }, because { $where }
lead-branch-other = after { $step } its branch leads to { $to }, because none of the conditions is known to be true
rule-step-where = the step is only for people who meet this condition: { $where }
rule-step-where-unknown = the step is only for people who meet this condition, and of this one it is not known: { $where } (no value that can be read: { $unknown })
rule-for-some = { $text } (limit for people who meet this condition: { $where })
rule-for-some-unknown = { $text } (limit for people who meet this condition: { $where }; of this one it is not known, so the limit applies)
rule-not-known = rule { $rule } does not allow it
rule-no-value = none

## Words of evidence in these sentences

rule-term-mobile = mobile
rule-term-fixed = landline
rule-term-fixed_or_mobile = landline or mobile
rule-term-other = special
rule-term-running = running
rule-term-stopped = stopped
rule-term-ended = ended
rule-term-wrong_number = wrong number
rule-term-invalid_number = invalid number
rule-term-wrong_address = of another person
rule-term-invalid_address = no mail reaches it
rule-term-too_late = more than five minutes have passed
rule-term-confirmed_before = it was confirmed before
rule-term-confirmed_by_carrier = the carrier has confirmed it
rule-term-no_optout = there is none
rule-term-held = a row of a list that waits for a decision (cadence review)
rule-term-reply = reply
rule-term-carrier = the carrier
rule-term-voice = telephone
rule-term-disposition = the agent
rule-term-command = a command
rule-term-list = the list
rule-term-review = a review

## What came of a touch

outcome-sent = the carrier accepted it
outcome-delivered = it reached the phone
outcome-read = it was read
outcome-undelivered = the network could not deliver it
outcome-expired = it was still queued when the permitted hours ended
outcome-answered = answered and connected to an agent
outcome-machine = voicemail answered, no message was left
outcome-voicemail_left = a message was left after the tone
outcome-busy = the line was busy
outcome-no_answer = nobody answered
outcome-abandoned = answered, but no agent took the call
outcome-canceled = canceled before anyone answered
outcome-invalid_number = the number does not exist or cannot take this
event-invalid-address = the address does not exist or cannot take this
outcome-opted_out = the carrier has an opt-out on record
outcome-blocked = filtered by the carrier or the network
outcome-hung_up = answered and hung up before we knew who had answered
outcome-not_taken = rejected by the carrier because of a mistake of ours
outcome-too_fast = dropped by the carrier because we sent too fast
outcome-failed = it failed
outcome-created = assigned to one of our people
outcome-done = done
outcome-declined = declined by one of our people
outcome-overdue = nobody gave the result in time
outcome-skipped = nothing was sent
outcome-lost = the carrier has no record of it; it counts as sent and is never repeated

## What an agent reports

disposition-converted = the goal was reached
disposition-confirmed = confirmed
disposition-interested = interested
disposition-refused = does not want it
disposition-promised = promised something by a date
disposition-callback = call again
disposition-wrong_number = somebody else's number
disposition-do_not_contact = never contact again
disposition-other = something else

## Why a lead finished

reason-completed = the cadence was completed
reason-unreached = the cadence was completed, but nothing was ever sent
reason-trial_made = the trial was made
reason-trial_refused = the trial was refused
reason-trial_expired = the trial could not leave in time
reason-budget_spent = the campaign's budget of touches was used up
reason-account_reached = another person of the company was reached first
reason-account_stopped = another person of the company said or did what ends the cadence of all of them
reason-campaign_stopped = the campaign was stopped
reason-campaign_ended = the campaign's last day has passed
reason-refused_by_rule = a rule does not allow it to go on
reason-suppressed = suppressed
reason-opted_out = opted out
reason-do_not_contact = asked never to be contacted again
reason-no_valid_number = no number is left
reason-converted = the goal was reached
reason-confirmed = confirmed
reason-refused = does not want it
reason-replied = wrote back

## What a reply means

meaning-revoke = a stop
meaning-revoke_part = a stop in part
meaning-restrict = a place or time at which they do not want to be contacted; somebody has to decide
meaning-hold = perhaps a stop; somebody has to decide
meaning-help = asks for help
meaning-rejoin = wants messages again
meaning-callback = asks to be called
meaning-answer = the answer “{ $answer }”
meaning-none = no stop

## What can change a plan

news-reply = a reply
news-opt_out = an opt-out
news-disposition = the agent's report
news-callback = a promised call
news-status = the carrier's report
news-resume = it may go on
news-stop = the campaign is over
news-version = another version of the campaign
news-list = the list was corrected
news-account = another person of the company ended it for all
news-task = the result of a task

## Purposes

purpose-collections = collections
purpose-marketing = marketing
purpose-service = service
purpose-survey = survey

## What a pause or a suppression covers

scope-everything = everything
scope-all = everything
scope-purpose = the purpose { $value }
scope-campaign = campaign { $value }
scope-channel = channel { $value }
scope-sender = our number { $value }
scope-floor = floor { $value }
scope-lead = this lead
scope-template = WhatsApp template { $value }
scope-destination = destination { $value }
scope-carrier = everything the carrier carries

## What a lead waits for, after “waits for”

hold-campaign-running = the end of a pause: { $scope }
hold-template-usable = { $scope } to be usable: fix it, then `cadence resume --template`, with --fallback for the failed branch
hold-destination-enabled = { $scope } to be enabled at the carrier: then `cadence resume --destination`
hold-zone-known = their time zone to become known
hold-pack-valid = a legal pack that can be read ({ $key }), or `without_pack` for a country that has none
hold-registry-fresh = a fresh copy of the official list “{ $key }”: cadence registry import
hold-window-opens = possible hours: windows and rules together leave none
plan-account-turn = the turn of a colleague at the same company to be over
hold-wrap_up = the agent to report on a conversation
hold-engine-error = somebody to look at an error ({ $key }); `cadence resume --lead` releases the lead
hold-carrier-answer = the carrier to say what happened to a touch whose answer was lost
hold-reply-reviewed = a decision about a reply that may be a stop; `cadence review` lists it
hold-row-reviewed = a decision about a row of a list that may say no; `cadence review` lists it
hold-reply-awaited = an answer to a question
hold-task-result = the result of a task

## Who or what did it

by-gate = the rules
by-carrier = the carrier
by-person = the person
by-list = the list { $list }
by-announcement = promised call
by-step = the cadence
by-callback = a promised call
by-inbound = the person's stop
by-trial = a trial
by-command = an order
by-temporal = Temporal
by-workflow = the workflow
by-plan = the plan
by-overdue = the due time of a task
by-reply = the person's message
by-held = a row of a list that waits for a decision
by-journal = the journal of stops, after a backup was restored
by-review = the person who read the reply
by-disposition = the agent's report

## The report of one lead

lead-no-name = (no name)
lead-erased = (erased)
lead-zones = zones
lead-number = number
lead-address = address
lead-unknown = unknown
lead-number-closed = closed: { $why }
zone-stated = { $zone } by the list { $detail }
zone-stated-within = { $zone } by the list (it lies in { $place })
zone-address = { $zone } by the address { $detail }
zone-number = { $zone } by the number { $detail }
lead-because = because
lead-now = now
lead-overdue = overdue; `cadence doctor` says more
lead-evidence = evidence
lead-day-left = Something was sent that day, or a call was made.
lead-elsewhere = not in it: one of their numbers is in it since { $since }, from the list { $list }
lead-behind = { $campaign }: in its queue since { $at }; waits for the turn of a colleague of the same account
lead-held-back = { $campaign }: known since { $at }, held back by a pilot; `cadence launch { $campaign } --rest` enrols the rest
lead-carrier = texts and recordings deleted at the carrier: { $done } of { $items }
lead-carrier-next = next try: { $at }
lead-carrier-answer = its answer: { $error }
lead-not-selected = { $campaign }: not selected when its list was launched on { $at }, because { $why }
lead-not-selected-now = { $campaign }: would not be selected now, because { $why }
lead-selected-now = { $campaign }: not selected when its list was launched on { $at }; its condition is true now, so the next launch of the list selects this lead
lead-no-condition-now = { $campaign }: not selected when its list was launched on { $at }; its file has no condition any more, so the next launch of the list selects this lead
lead-day-to-come = That day is still to come. As things stand now:
lead-day-silent = Nothing was sent that day:
lead-costs = What it cost
lead-price = Price
lead-price-carrier = the carrier reported it
lead-price-tariff = our own tariff
lead-price-no-tariff = no price, because no tariff is for it
lead-price-unknown-size = no price, because its length is not known
lead-price-total = total
lead-price-without = { $touches ->
    [one] { $touches } touch has no price, so the true total is higher
   *[other] { $touches } touches have no price, so the true total is higher
}
task-for-anybody = anyone who is free
consent-purpose = { " " }for { $purpose }
number-theirs = { $number ->
    [1] their 1st number
    [2] their 2nd number
    [3] their 3rd number
   *[other] their { $number }th number
}
address-theirs = { $number ->
    [1] their 1st address
    [2] their 2nd address
    [3] their 3rd address
   *[other] their { $number }th address
}
number-every = all their numbers, also later ones,
number-former = a number they had before

## The export for an auditor

audit-title = Audit export
audit-files = The tables beside this page have the same facts with every detail; manifest.json has the hash of each file.
audit-about = about
audit-made = made
audit-why = reason
audit-proven = proven by
audit-sealed-nothing = nothing is sealed yet
audit-sealed = block { $block } with { $leaves ->
    [one] one sealed leaf
   *[other] { $leaves } sealed leaves
}
audit-utc = UTC
audit-local = on the person's clocks
audit-what = what happened, or did not
audit-by = by

## The plan of a launch: headings of at most 13 characters, then their lines

plan-list = list
plan-law = law
plan-enter = enter
plan-enter-again = enter again
plan-in-already = in it already
plan-left-out = left out
plan-share-phone = share a phone
plan-opt-outs = opt-outs
plan-carrier = carrier
plan-reached = reached
plan-not-reached = not reached
plan-skipped = skipped
plan-packs = packs
plan-floor = floor
plan-needs = needs
plan-total = in total
plan-cost = cost
plan-goal = goal
plan-goal-column = a conversion is worth the amount in the column { $column }, in { $currency }
plan-goal-all-missing = no lead of the list has an amount in "{ $column }": a report knows what their conversions are worth only where an event says it
plan-goal-some-missing = { $missing } of { $total ->
        [one] { $total } lead
       *[other] { $total } leads
    } { $missing ->
        [one] has
       *[other] have
    } no amount in "{ $column }" that can be read: a report knows what their conversions are worth only where an event says it
plan-goal-meant = ; did you mean "{ $meant }"?
plan-head = { $campaign }, if launched on { $at } UTC; nobody has been contacted
plan-nobody = Nobody would be added to { $campaign }.
plan-reached-of = { $reached } of { lead-count }
plan-one-by-one = at most { $places } { $places ->
    [one] is
   *[other] are
} under way at a time (in_flight), so the others start later than shown
plan-skipped-by = { $step }: { $count } by { $rule }
plan-steps = when each step is due
plan-first-touches = first touches, in each person's local time
plan-no-step = the campaign has no step for them
plan-rules = rules that blocked a touch, a number or an hour: leads blocked, of leads checked
plan-own-rule = the campaign file, the house file or the engine itself
plan-pack-rules = { $pack } ({ $rules ->
    [one] { $rules } rule
   *[other] { $rules } rules
})
plan-no-packs = none
plan-pace = { $floor }: { $agents ->
    [one] { $agents } agent
   *[other] { $agents } agents
}, about { $calls ->
    [one] { $calls } call
   *[other] { $calls } calls
} of { $length } min (with ringing and wrap-up); open { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
} a week, enough for { $daily } a day: { $days ->
    [one] { $days } day
   *[other] { $days } days
}
plan-tasks = tasks
plan-task-pace = { $about ->
    [all] all tasks
   *[other] { $about }
}: about { $tasks ->
    [one] { $tasks } task
   *[other] { $tasks } tasks
}, at most { $max } a day: { $days ->
    [one] { $days } working day
   *[other] { $days } working days
} ({ $rule })
plan-needs-reader = a person who reads replies: a reply that is not clearly harmless holds touches back until `cadence review` decides
plan-in-total = about { $touches ->
    [one] { $touches } message or call
   *[other] { $touches } messages and calls
} until { $day }, if people answer as in the simulation
plan-cost-range = about { $expected }, at least { $least }, at most { $most } without the calls that people ask for
plan-cost-missing = the house file has no tariff for { $named }; the amounts leave these touches out
plan-cost-none = the house file has no tariffs, so no amount is known
plan-added = { $count } of { $total }; { $coming ->
    [0] nobody
   *[other] { $coming }
} to be added
plan-pilot = pilot
plan-pilot-first = the first { $first ->
    [one] person
   *[other] { $first } people
} of the list: { $coming } of { $total } { $coming ->
    [one] enters
   *[other] enter
}, { $held } { $held ->
    [one] is held back
   *[other] are held back
}
plan-pilot-share = { $share } % of the people: { $coming } of { $total } { $coming ->
    [one] enters
   *[other] enter
}, { $held } { $held ->
    [one] is held back
   *[other] are held back
}
plan-rest = rest
plan-rest-coming = of those held back, { $coming } of { $held } { $coming ->
    [one] enters
   *[other] enter
}
plan-rest-lacking = { $count } { $count ->
    [one] stays
   *[other] stay
} held back: the campaign needs { $about }
plan-rest-checked = the plan checks the first { $count ->
    [one] person
   *[other] { $count } people
}
plan-does-it = Nothing has been changed. `{ $command }` does it.
plan-nothing = Nothing would change.
plan-rest-not-for = { $count } { $count ->
    [one] stays
   *[other] stay
} held back: the campaign's condition `{ $about }` is not true of them, or that is not known
plan-rest-nobody = Nobody is held back in { $campaign }.
plan-shared = { $people ->
    [one] { $people } person
   *[other] { $people } people
}: { $numbers ->
    [one] { $numbers } number belongs
   *[other] { $numbers } numbers belong
} to more than one person
plan-row-opt-outs = { $count } of { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}; these count even if the row is refused for another reason
plan-ready = senders and templates are ready, as far as the carrier reports
plan-findings = { $count ->
    [one] { $count } finding
   *[other] { $count } findings
} would make the launch fail
plan-unchecked = senders and templates were not checked: { $error }

law-none = NONE: this file switches every pack off
law-of-places = of each person's own place
law-and-packs = , and { $packs }
law-without = ; none for { $countries }

enter-once = each person once
enter-again = each person once, and again { $span } after they finished
enter-per-date = each person once for each date in { $field }

left-out-under_way = { $count } still under way
left-out-once = { $count } already had the campaign, which each person enters only once
left-out-too_soon = { $count } finished too recently
left-out-same_date = { $count } already in the campaign for this date
left-out-elsewhere = { $count } in the campaign under another list's name

list-rows = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}: { lead-count }
list-repeated = { $count } repeated
list-refused = { $count } refused
list-incomplete = { $count } with something left out
list-open-quote = ; a quotation mark on line { $line } is not closed
list-report = ; see { $file }

## Which leads move to a changed file

moving-none = No lead is under way with another version: there are no leads to move.
moving-under-way = Under way: { $versions }.
moving-version = { $count } on version { $version }
moving-with-file = With this file: { $going ->
    [one] { $going } lead moves
   *[other] { $going } leads move
}, { $staying ->
    [one] { $staying } keeps its version
   *[other] { $staying } keep their version
}.
moving-earliest = { $at } UTC at the earliest
moving-held = { $count } held
moving-skips = { $count } { $count ->
    [one] skips
   *[other] skip
} this step by { $rule }
moving-stay = { $count ->
    [one] stays
   *[other] stay
}: { $why } ({ $names })
moving-more = { $names } and { $count } more; --json lists all
moving-in-line = in line, and would start with version { $version }
moving-lacking = of the next { $count }, without the data for a step, which would be skipped for them: { $about }

staying-step_gone = their current step is not in the new file: { $about }
staying-step_changed = their current step is on another channel in the new file: { $about }
staying-step_again = the new file would repeat a step they have already had: { $about }
staying-promise = they were promised a call, and the new file makes no calls
staying-text = a text or a date of the new file cannot be filled in for them: { $about }
staying-one_touch = their steps are finished; only a promised call or a confirmation is left
staying-no_plan = planning their next step with the new file failed; see the log

## The answer of `judge`, and ratios of abandoned calls

verdict-allow = ALLOW
verdict-defer = DEFER
verdict-hold = HOLD
verdict-refuse = REFUSE
judge-until = until
judge-zones = zones
judge-packs = packs
judge-source = source
judge-ratio = ratio
judge-waived = does not apply, because the person asked for this call: { $rule }
judge-not-selected = the campaign does not select this person, because { $why }
judge-no-ratio = no limit on abandoned calls applies to this campaign and person
ratio-share = { $rule }: { $part } of { $whole } ({ NUMBER($share, style: "percent", maximumFractionDigits: 2) }), at most { NUMBER($most, style: "percent", maximumFractionDigits: 2) }
ratio-aim = , aim { NUMBER($target, style: "percent", maximumFractionDigits: 2) }
ratio-since = , since { $since } UTC
ratio-late = { " " }or came later than { $seconds } s
ratio-breached = OVER WHAT THE LAW ALLOWS: agents did not take these calls{ $late }. No rule stops a call for it, and { ratio-no-pace }. `cadence pause` the campaign until the floor picks up, and ask counsel
ratio-beyond-aim = past the aim, not the cap: agents did not take these calls{ $late }; { ratio-no-pace }. See why the floor is slow
ratio-no-pace = a call leaves only while an agent is free for it, so there is no pace to slow down

## Touches judged again by a pack

backtest-rule-stopped = { $rule } stopped
backtest-rule-deferred = { $rule } deferred to { $until }
backtest-stopped = { $count } stopped
backtest-deferred = { $count } deferred
backtest-by-change = , { $count } of them by the change alone
backtest-sum = { $pack }: of { $judged ->
        [one] { $judged } touch
       *[other] { $judged } touches
    } that left, { $stopped ->
        [one] { $stopped } would have been stopped
       *[other] { $stopped } would have been stopped
    } and { $deferred } deferred{ $change }.

## Alerts

alert-pause-reason = alert "{ $alert }": { $figure } was { $value } (n { $n }); condition: { $condition }
alert-heading = alert
alert-watched = { $alert }: { $condition }; does: { $does }
alert-does-log = log
alert-does-webhook = webhook
alert-does-pause = pause
