# The sentences of `cadence privacy record`. The rules are in docs/howto/add-a-language.md.

processing-title = Record of processing
processing-made = Made from what is in force on { $at }.
processing-missing = Add what the engine does not know: the contact of the controller and of the data protection officer, transfers to third countries with their safeguards, and the contracts with the recipients.
processing-no-campaign = No campaign was launched yet.
processing-version = version { $version }
processing-people-consumer = { $count ->
    [one] { $count } person, a consumer
   *[other] { $count } people, consumers
}
processing-people-business = { $count ->
    [one] { $count } person at work
   *[other] { $count } people at work
}
processing-own-data = id, name, phone numbers and addresses, time zone, consents, what was sent, said and answered, and when
processing-draft = , a draft that counsel has not approved
processing-at-least = { $years ->
    [one] at least { $years } year
   *[other] at least { $years } years
}
processing-at-most = { $years ->
    [one] at most { $years } year
   *[other] at most { $years } years
}

processing-name-campaign = Campaign
processing-name-controller = Controller
processing-name-purpose = Purpose
processing-name-people = People
processing-name-countries = Countries
processing-name-lists = Lists
processing-name-basis = Legal basis
processing-name-data = Data
processing-name-answers = Answers that are stored
processing-name-law = Law
processing-name-kept = Records to be kept by law

processing-basis-opt_in = recorded consent
processing-basis-customer = own customers
processing-basis-contract = contract
processing-basis-legitimate_interest = legitimate interest
processing-basis-none_needed = no consent needed

processing-recipients = Recipients
processing-no-recipient = None is set up.
processing-carrier = { $name }, which carries { $what }: numbers, texts and times. Address: { $address }
processing-mail = { $name }, which relays e-mail: addresses, texts and times. Address: { $address }
processing-endpoint = { $name }, which is sent events without names, numbers and texts: { $what }. Address: { $address }
processing-key = { $name }, which may read names, numbers and texts by the API, as { $what }

processing-how-long = How long data are kept
processing-until-erased = What is stored about a person is kept until `cadence privacy erase`. Then names, numbers, texts, answers and evidence are deleted; touches and decisions stay without them. The carrier is asked to delete the texts and recordings that it has, and the other systems are sent an event.
processing-retention-people = A person is erased by itself { $time } after the last thing that happened with them, once no cadence, task or promise is open. The law's time counts where it is longer.
processing-retention-texts = Texts, stored answers and the texts of closed tasks are erased by themselves after { $time }. The law's time counts where it is longer.
processing-no-retention = No time is set after which people and texts are erased by themselves.
processing-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
processing-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
processing-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
processing-suppressions = Opt-outs are kept for good, as keyed hashes, so that nobody is contacted again who said stop.
processing-strangers = { $days ->
    [one] The sender of an opt-out that matches nobody is deleted after { $days } day.
   *[other] The sender of an opt-out that matches nobody is deleted after { $days } days.
}
processing-events = { $days ->
    [one] Events for other systems are deleted after { $days } day.
   *[other] Events for other systems are deleted after { $days } days.
}

processing-protection = Protection
processing-hashes = Opt-outs and official lists are compared by keyed hashes. Logs and workflows hold ids, no names, numbers or texts.
processing-roles = Each system has a key of its own with a role; names, numbers and texts are shown only to roles that may see people.
processing-orders = Each order is recorded with who gave it, when, from where and why. Facts that were changed in the database are found by `cadence audit verify`.
processing-signed = What was sealed is signed outside the database.
processing-not-signed = Nothing is signed outside the database: CADENCE_AUDIT_KEY and CADENCE_CHECKPOINTS are not set here.
