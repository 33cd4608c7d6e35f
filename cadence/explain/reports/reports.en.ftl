# The sentences of `cadence report`. The rules are in docs/howto/add-a-language.md.

## Figures: the name, and how it is counted

figure-list_quality = list quality
formula-list_quality = rows whose lead may be contacted / rows of the lists
figure-penetration = penetration
formula-penetration = leads with at least one attempt / leads enrolled
figure-answer_rate = answer rate
formula-answer_rate = calls that a person answered / calls that ended
figure-abandonment_rate = abandonment
formula-abandonment_rate = calls that a person answered and no agent took / calls that a person answered
figure-contact_rate = contact rate
formula-contact_rate = leads with a conversation or a reply that is no stop / leads with an attempt
figure-right_party = right party
formula-right_party = leads contacted whose number is not somebody else's / leads with an attempt
figure-conversion = conversion
formula-conversion = leads converted / leads enrolled
figure-conversion_of_contacted = conversion of contacted
formula-conversion_of_contacted = leads converted / leads contacted
figure-exhausted = exhausted
formula-exhausted = leads that ended without a contact and have no step left / leads enrolled
figure-attempts_per_lead = attempts per lead
formula-attempts_per_lead = attempts / leads with an attempt
figure-attempts_until_contact = attempts until contact
formula-attempts_until_contact = attempts up to the first contact / leads contacted
figure-touches_per_conversion = touches per conversion
formula-touches_per_conversion = attempts / leads converted
figure-time_to_contact = time to contact
formula-time_to_contact = from the enrolment to the first contact (Kaplan-Meier: who is still open counts as waiting)
figure-time_between_attempts = time between attempts
formula-time_between_attempts = from one attempt to the lead's next one (Kaplan-Meier, as above)
figure-opt_outs_by_message = opt-outs by message
formula-opt_outs_by_message = delivered messages answered by an opt-out / messages delivered
figure-opt_outs_by_lead = opt-outs by lead
formula-opt_outs_by_lead = leads that opted out / leads with an attempt
figure-person_as_machine = person taken for machine
formula-person_as_machine = calls taken for a machine in which a person spoke or pressed a key / calls with a detection result
figure-machine_as_person = machine taken for person
formula-machine_as_person = calls taken for a person in which a machine answered / calls with a detection result
figure-cost_per_touch = cost per touch
formula-cost_per_touch = spent / touches with a price
figure-cost_per_lead = cost per lead
formula-cost_per_lead = spent / leads with an attempt
figure-cost_per_contact = cost per contact
formula-cost_per_contact = spent / leads contacted
figure-cost_per_conversion = cost per conversion
formula-cost_per_conversion = spent / leads converted
figure-roi = return on investment
formula-roi = (value of conversions - spent) / spent

## Buckets

bucket-held_back = held back by the pilot
bucket-waiting = in line to be enrolled
bucket-not_begun = enrolled, nothing sent yet
bucket-under_way = under way
bucket-held = held for { $reason }
bucket-ended = ended: { $reason }
bucket-left_out = left out: erased before they were enrolled

## Groups

grouped-by-campaign = campaign
grouped-by-version = version
grouped-by-segment = segment
grouped-by-cohort = week of enrolment
grouped-by-step = step
grouped-by-channel = channel
grouped-by-sender = sender
grouped-by-floor = floor
grouped-by-agent = agent
grouped-by-hour = hour
grouped-by-weekday = weekday
grouped-by-hour_of_week = hour of the week
grouped-by-week = week
group-none = (none)
group-no-step = (promised call)

## Headings and lines

report-of = { $campaign }: report, { $at } UTC
report-of-all = { $count } campaigns together: report, { $at } UTC
report-of-some = { $campaigns }: report, { $at } UTC
report-period = touches from { $since } and before { $until } UTC; leads enrolled in that time
report-open-since = touches from { $since } UTC on; leads enrolled since then
report-open-until = touches before { $until } UTC; leads enrolled before then
report-leads = Leads
report-all-leads = all leads
report-figures = Figures
report-by = { $figure } by { $by }: { $formula }
report-not-by = not counted by { $by }: { $figures }
report-ungrouped = Each lead and each touch counts in every group in which it had an attempt: leads of groups may add up to more.
report-n = { $part } of { $whole }
report-interval = { $low } to { $high }
report-mean-n = { $part } for { $whole }
report-weeks = { $weeks ->
    [one] in the week before: { $p50 }
   *[other] in { $weeks } weeks before: p50 { $p50 }, p80 { $p80 }
}
report-durations-n = { $events } of { $count }
report-not-reached = not reached
report-attempt-of-contact = First contact by attempt
report-attempt = attempt { $nth }
report-ratios = Abandonment, in the period that the law sets
report-callbacks = Promised calls
callbacks-requested = { $count } promised because the person asked
callbacks-due = of { $due } due: { $on_time } called within 15 minutes of the promised time, { $late } later, { $missed } missed
callbacks-open = { $ahead } still ahead, { $withdrawn } withdrawn or over with the enrolment
callbacks-without-time = { $count } asked for a call without a time: { $kept } called within 4 working hours, { $ahead } not due yet
report-reasons = Not contacted yet, by the last decision
undone-in-line = in line to be enrolled
undone-left-out = left out
undone-no-decision = nothing was decided yet
undone-allow = due, and allowed
undone-defer = later, by the rule { $rule }
undone-hold = held for { $hold }
undone-refuse = refused by the rule { $rule }
undone-ended-so = ended: { $reason }
report-fatigue = Touches per person, over all campaigns
fatigue-line = in { $days } days: { $people ->
    [one] { $people } person
   *[other] { $people } people
} with { $touches }{ $more }; { $opted_out } of them opted out
fatigue-more = { " " }or more

## Lists

report-lists = Rows of the lists, as they were read last
report-list = { $campaign }, list { $list }: { $usable } of { $rows } can be used
cause-repeated = repeated
cause-erased = of somebody who was erased
cause-says_no = saying no
cause-contact = without a phone or address that can be used
cause-consent = with a consent that cannot be read
cause-place = with a country, region or time zone that cannot be read
cause-value = without a value that the campaign needs
cause-row = unreadable

## The page

page-figure = figure
page-value = value
page-n = of how many
page-formula = formula
page-heat = Answers by hour and weekday, on the person's own clock: the stronger the colour, the more often; the number is of calls

## Pictures

page-as-table = As a table
page-states-by-day = Where all leads were at the end of each day (UTC)
page-states-by-week = { $weeks ->
    [one] Where all leads were at the end of each week (UTC)
   *[other] Where all leads were every { $weeks } weeks (UTC)
}
page-states-now = now
page-states-note = The last column is now. Who is held is known of the present only: earlier, they count as enrolled or under way.
page-until = at the end of
stood-converted = ended: converted
stood-ended_contacted = ended after a contact, not converted
stood-ended_silent = ended without a contact
stood-contacted = under way, contacted
stood-under_way = under way, not contacted yet
stood-not_begun = enrolled, nothing sent yet
stood-held = held
stood-waiting = in line to be enrolled
stood-held_back = held back by the pilot
stood-left_out = left out before they were enrolled
page-within = within
page-share = share
page-cohorts = What came of the leads of each week of enrolment
page-cohorts-note = With *: not all of them were enrolled so long ago, so the share can still grow. The stronger the colour, the higher the share.
page-cohort-week = week from
page-cohort-enrolled = enrolled
page-cohort-contacted = contacted within
page-cohort-converted = converted within
page-cohort-weeks = { $weeks ->
    [one] { $weeks } week
   *[other] { $weeks } weeks
}

## Cost

report-costs = Cost
cost-source-carrier = prices that the carrier reported, { $touches ->
    [one] { $touches } touch
   *[other] { $touches } touches
}
cost-source-tariff = our own tariffs, { $touches ->
    [one] { $touches } touch
   *[other] { $touches } touches
}
cost-no-tariff = { $kind }: { $touches ->
    [one] { $touches } touch without a price; no tariff is for it
   *[other] { $touches } touches without a price; no tariff is for them
}
cost-unknown-size = { $kind }: { $touches ->
    [one] { $touches } touch without a price; its length is not known
   *[other] { $touches } touches without a price; their length is not known
}
cost-without-price = { $touches ->
    [one] { $touches } touch has no price and is not in these figures, so the true cost is higher
   *[other] { $touches } touches have no price and are not in these figures, so the true cost is higher
}
cost-n = { $amount } for { $whole }
goal-name = value of conversions
goal-value = { $leads ->
    [one] of { $leads } converted lead
   *[other] of { $leads } converted leads
}; { $without ->
    [0] each has an amount
   *[other] without an amount: { $without }
}
goal-not-comparable = no return: it takes an amount spent and an amount for the conversions, both in the same currency
roi-n = { $spent } spent
roi-of-group = { $worth } for { $spent } spent
goal-without = { $without ->
    [one] { $without } conversion without an amount
   *[other] { $without } conversions without an amount
}
cost-group-without = { $touches ->
    [one] { $touches } touch without a price
   *[other] { $touches } touches without a price
}
cost-not-by = not split by { $by }, because a group does not hold all that was spent for it: { $figures }
figure-cost = all that was spent
