"""How does a rule say in English why a touch may not go? Pure: data only."""

from cadence.policy.phrases.shape import RulePhrases

ENGLISH = RulePhrases(
    sentences={
        "campaign.windows": "outside the campaign's hours: it was {local}; {open}",
        "campaign.windows:closing": "less than {guard} s before closing: it was {local}; {open}",
        "campaign.holidays": "a holiday where the person lives: {holiday}; it was {local}",
        "campaign.holidays:closing": "less than {guard} s before a holiday where the person lives: it was {local}",
        "campaign.holidays:no_calendar": (
            "no holiday calendar for the person's country ({country}), and the campaign keeps holidays"
        ),
        "campaign.limits": "limit reached: {count} of at most {max} {max:touch|touches} per {per}",
        "campaign.gap": "less than {gap} since the last touch, which was at {last}",
        "house.rest:refused": (
            "the person refused an offer on {since}; the house leaves them alone for {rest} after a refusal"
        ),
        "house.rest:conversation": (
            "another campaign spoke with the person on {since}; the house waits {rest} after a conversation"
        ),
        "campaign.state": "the campaign is {state}",
        "campaign.start": "the campaign starts on {start}",
        "campaign.end": "the campaign's last day is {end}",
        "enrolment.finished": "this lead had finished: {reason}",
        "pause.all": "everything is paused since {since}",
        "pause": "paused since {since}: {pauses}",
        "consent:none": "no consent on record for {channel}",
        "consent:revoked": "consent for {channel} was withdrawn (record {consent})",
        "consent:expired": "consent for {channel} has expired (record {consent})",
        "consent:ground": "the law does not accept “{ground}” as ground for {channel}",
        "consent:unwritten": "the law wants a written consent for {channel} (record {consent} is not one)",
        "consent:unproven": "the consent for {channel} does not say where it came from (record {consent})",
        "consent:no_dealing": "nothing says when this customer last dealt with us (column last_dealing_at)",
        "consent:lapsed": "this customer's last dealing with us, on {last_dealing}, was too long ago",
        "consent:withdrawn": "the promised call was called off",
        "suppression": "suppressed since {since} by {source} ({value})",
        "suppression.everything": "opted out of everything on {since} ({source})",
        "number.kind": "a {kind} number does not take {channel}",
        "number.kind:turned_down": "the carrier said that the number does not take {channel}",
        "number.kind:none": "no number for {channel}",
        "sender.country": "a short code of {sender} does not reach a number of {country}",
        "number.closed": "the number was closed: {why}",
        "zone.unknown": "no time zone is known for the person, so no hour is safe",
        "pack.valid": "the law cannot be read: {packs}",
        "pack.covers": "no pack of law is about {countries}; the file may name it under without_pack",
        "reply.unclear": (
            "the person wrote something at {since} that may be a stop; somebody has to decide (cadence review)"
        ),
        "reply.unclear:overdue": (
            "a reply of {since} has waited too long for a decision (cadence review); nothing goes until then"
        ),
        "reply.unclear:restrict": (
            "the person named a place or a time at which not to be contacted, at {since}; somebody has to decide"
        ),
        "whatsapp.session": (
            "free WhatsApp text goes only within 24 hours of the person's last message ({last_inbound})"
        ),
        "optout.confirmation": "the opt-out is not confirmed: {why}",
        "window": "outside the hours the law allows: it was {local}; {allowed}",
        "window:closing": "less than {guard} s before the law's closing: it was {local}; {allowed}",
        "window:holiday": "the law forbids holidays: {holiday}; it was {local}",
        "window:no_calendar": "no holiday calendar for {country}, which the law needs",
        "window:no_zone": "the law decides by the zones of address and number, and one of them is unknown",
        "limit": "the law's limit is reached: {count} of at most {max} {max:touch|touches} per {per}",
        "wa.limit.portfolio": (
            "{count} other {count:person has|people have} heard from us on WhatsApp within {per}, and the "
            "portfolio may reach {max}"
        ),
        "limit:apart": "the law wants touches at least {apart} {apart:date|dates} apart",
        "registry:no_copy": "no copy of the list {registry} is imported, so nobody knows who stands on it",
        "registry:stale": (
            "the copy of the list {registry} is of {as_of}; the law allows {max_age_days} {max_age_days:day|days}"
        ),
        "registry:listed": "the number stands on the list {registry} (copy of {as_of})",
        "form:sender_kind": "the law does not let a {kind} number be shown as the caller",
        "form:sender_prefix": "the law wants the caller's number to begin with {prefixes}",
        "form:not_a_number": "the law wants a whole number to be shown that can be called back",
        "form:ring": "a call must ring for {least} s before it is given up; this one rings {ring} s",
        "form:wording": "the law wants this in the wording: {missing}",
        "form:destination": "such a touch may not go to a {kind} number in {country}",
        "session": "free text goes only within 24 hours of the person's last message ({last_inbound})",
        "step.date": "the date in the field “{field}” cannot be read",
        "step.expired": "due at {due}, its content expired at {expired}",
        "step.late": "due at {due}; its opening went by unused, and the file says to skip it then",
    },
    hours={
        "open": ("open that day {hours}", "closed that day"),
        "allowed": ("allowed that day {hours}", "no hours allowed that day"),
    },
    none="none",
    unknown_rule="rule {rule} said no",
    terms={
        "call": "calls",
        "sms": "text messages",
        "whatsapp": "WhatsApp",
        "mobile": "mobile",
        "fixed": "landline",
        "fixed_or_mobile": "landline or mobile",
        "other": "special",
        "none": "no",
        "opt_in": "consent",
        "customer": "own customer",
        "legitimate_interest": "legitimate interest",
        "none_needed": "none needed",
        "requested": "asked for",
        "campaign": "campaign",
        "wrong_number": "wrong number",
        "invalid_number": "invalid number",
        "too_late": "more than five minutes have passed",
        "confirmed_before": "it was confirmed before",
        "confirmed_by_carrier": "the carrier has confirmed it",
        "no_optout": "there is none",
        "held": "a row of a list that waits for a decision (cadence review)",
    },
    local_days=("day", "{days} days"),
    units=((86400, "day", "days"), (3600, "hour", "hours"), (60, "minute", "minutes")),
)
