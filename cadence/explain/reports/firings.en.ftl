# The sentences about alerts in `cadence report` and on the page. The rules are in docs/howto/add-a-language.md.

report-alerts = Alerts that fired
report-alerts-more = { $count ->
    [one] { $count } more
   *[other] { $count } more
}
report-alert = { $alert }: { $when }; { $condition }, was { $value } (n { $n }); { $did }
firing-still = since { $since }, still firing
firing-was = { $since } to { $until }
firing-resumed = campaign resumed { $at }
cleared-resumed = cleared because somebody resumed the campaign
cleared-unarmed = cleared because it was changed or removed, or the campaign is over
alert-did-log = noted in the log
alert-did-webhook = webhook sent
alert-did-pause = campaign paused

figure-carrier_failures = failures of the carrier
figure-callbacks_at_risk = promised calls at risk
figure-list_left = list left
figure-list_days_left = days left of the list
figure-overdue_leads = overdue leads
