"""How does a rule say in English why a touch may not go? Pure: data only."""

from cadence.domain.channels import CONTACT_CHANNELS, descriptor_of
from cadence.policy.phrases.shape import RulePhrases

ENGLISH = RulePhrases(
    sentences={
        "campaign.windows": "outside the campaign's hours: it was {local}; {open}",
        "campaign.windows:closing": "less than {guard} s before closing: it was {local}; {open}",
        "campaign.holidays": "a holiday where the person lives: {holiday}; it was {local}",
        "campaign.holidays:closing": "less than {guard} s before a holiday where the person lives: it was {local}",
        "campaign.holidays:no_calendar": (
            "the campaign does not contact people on holidays, and there is no holiday calendar for the person's "
            "country ({country})"
        ),
        "campaign.limits": "limit reached: {count} of at most {max} {max:touch|touches} per {per}",
        "campaign.gap": "less than {gap} since the last touch, which was at {last}",
        "house.rest:refused": (
            "the person refused an offer on {since}; no campaign contacts them for {rest} after a refusal"
        ),
        "house.rest:conversation": (
            "another campaign spoke with the person on {since}; other campaigns wait {rest} after a conversation"
        ),
        "campaign.state": "the campaign is {state}",
        "campaign.start": "the campaign starts on {start}",
        "campaign.end": "the campaign's last day is {end}",
        "enrolment.finished": "this lead has already finished the campaign: {reason}",
        "pause.all": "everything has been paused since {since}",
        "pause": "paused since {since}: {pauses}",
        "consent:none": "no consent on record for {channel}",
        "consent:revoked": "consent for {channel} was withdrawn (record {consent})",
        "consent:expired": "consent for {channel} has expired (record {consent})",
        "consent:ground": "the law does not accept “{ground}” as a legal basis for {channel}",
        "consent:unwritten": "the law requires written consent for {channel} (record {consent} is not written consent)",
        "consent:unproven": "the source of the consent for {channel} is not recorded (record {consent})",
        "consent:no_dealing": "it is not known when this customer last dealt with us (column last_dealing_at)",
        "consent:lapsed": "this customer last dealt with us on {last_dealing}, which is too long ago",
        "consent:withdrawn": "the promised call was cancelled",
        "suppression": "suppressed since {since} by {source} ({value})",
        "suppression.everything": "opted out of everything on {since} ({source})",
        "number.kind": "a {kind} number cannot receive {channel}",
        "number.kind:turned_down": "the carrier reported that the number cannot receive {channel}",
        "number.kind:none": "the lead has no number for {channel}",
        "sender.country": "a short code from {sender} cannot reach a number in {country}",
        "number.closed": "the number is no longer used: {why}",
        "zone.unknown": "the person's time zone is not known, so no time of day is safe",
        "pack.valid": "jurisdiction packs that cannot be read: {packs}",
        "pack.covers": (
            "there is no jurisdiction pack for {countries}; to contact people there all the same, add it to "
            "without_pack in the campaign file"
        ),
        "reply.unclear": "the person's reply of {since} may be an opt-out; someone has to decide (cadence review)",
        "reply.unclear:overdue": (
            "the person's reply of {since} has waited too long for a decision (cadence review); nothing is sent "
            "until then"
        ),
        "reply.unclear:restrict": (
            "the person's reply of {since} names a place or time at which they do not want to be contacted; "
            "someone has to decide (cadence review)"
        ),
        "whatsapp.session": (
            "free-form WhatsApp text may be sent only within 24 hours of the person's last message ({last_inbound})"
        ),
        "optout.confirmation": "the opt-out is not confirmed: {why}",
        "window": "outside the hours the law allows: it was {local}; {allowed}",
        "window:closing": "less than {guard} s before the law's closing: it was {local}; {allowed}",
        "window:holiday": "the law forbids contact on holidays: {holiday}; it was {local}",
        "window:no_calendar": "the law forbids contact on holidays, and there is no holiday calendar for {country}",
        "window:no_zone": "the law goes by the time zones of the address and the number, and one of them is not known",
        "limit": "the law's limit is reached: {count} of at most {max} {max:touch|touches} per {per}",
        "wa.limit.portfolio": (
            "{count} other {count:person has|people have} received WhatsApp messages from us within {per}; the "
            "portfolio's limit is {max}"
        ),
        "limit:apart": "the law requires touches to be at least {apart} calendar {apart:day|days} apart",
        "registry:no_copy": (
            "no copy of the list {registry} has been imported, so it is not known whether the number is on it"
        ),
        "registry:stale": (
            "the copy of the list {registry} is from {as_of}; the law sets a maximum age of "
            "{max_age_days} {max_age_days:day|days}"
        ),
        "registry:listed": "the number is on the list {registry} (copy of {as_of})",
        "form:sender_kind": "the law does not allow a {kind} number as caller ID",
        "form:sender_prefix": "the law requires the caller ID to begin with {prefixes}",
        "form:not_a_number": "the law requires a complete number that can be called back as caller ID",
        "form:ring": "a call must ring for at least {least} s before we hang up; this one rings for {ring} s",
        "form:wording": "the law requires this in the text: {missing}",
        "form:destination": "a touch of this kind may not go to a {kind} number in {country}",
        "session": "free-form text may be sent only within 24 hours of the person's last message ({last_inbound})",
        "step.date": "the date in the field “{field}” cannot be read",
        "step.expired": "it was due at {due}, and its content expired at {expired}",
        "step.late": (
            "it was due at {due} and did not go before the hours closed; the campaign file says to skip it in that case"
        ),
    },
    hours={
        "open": ("open that day {hours}", "closed that day"),
        "allowed": ("allowed that day {hours}", "no hours allowed that day"),
    },
    none="none",
    unknown_rule="rule {rule} does not allow it",
    terms={
        **{channel: descriptor_of(channel).labels.touches["en"] for channel in CONTACT_CHANNELS},
        "mobile": "mobile",
        "fixed": "landline",
        "fixed_or_mobile": "landline or mobile",
        "other": "special",
        "none": "no",
        "opt_in": "consent",
        "customer": "own customer",
        "legitimate_interest": "legitimate interest",
        "none_needed": "none needed",
        "requested": "requested by the person",
        "campaign": "campaign",
        "wrong_number": "wrong number",
        "invalid_number": "invalid number",
        "too_late": "more than five minutes have passed",
        "confirmed_before": "it was confirmed before",
        "confirmed_by_carrier": "the carrier has confirmed it",
        "no_optout": "there is none",
        "held": "a row of a list that waits for a decision (cadence review)",
        "carrier": "the carrier",
        "voice": "telephone",
        "disposition": "the agent",
        "command": "a command",
        "list": "the list",
        "review": "a review",
    },
    local_days=("day", "{days} days"),
    units=((86400, "day", "days"), (3600, "hour", "hours"), (60, "minute", "minutes")),
)
