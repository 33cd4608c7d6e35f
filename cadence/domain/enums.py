"""Which words do all rooms share? Pure: enumerations only, one comment per member."""

from enum import StrEnum


class Channel(StrEnum):
    """How a touch reaches a person; `task` is work handed to a person of ours."""

    SMS = "sms"  # a text message
    WHATSAPP = "whatsapp"  # a WhatsApp message: template, or free text inside a session
    EMAIL = "email"  # an e-mail, which a relay passes on
    CALL = "call"  # a phone call through a floor
    TASK = "task"  # work for one of our own people: nothing is sent


class Purpose(StrEnum):
    """Why the campaign contacts people; the law depends on it."""

    MARKETING = "marketing"  # selling, advertising, winning back
    COLLECTIONS = "collections"  # asking for money that is owed
    SERVICE = "service"  # what the person asked for or already has: reminders, deliveries
    SURVEY = "survey"  # asking opinions


class Audience(StrEnum):
    """Who the campaign is for; some rules protect consumers only."""

    CONSUMER = "consumer"  # private people
    BUSINESS = "business"  # people at work, for their company


class NumberKind(StrEnum):
    """What a number can take, as far as its digits tell."""

    MOBILE = "mobile"  # takes messages and calls
    FIXED = "fixed"  # takes calls
    FIXED_OR_MOBILE = "fixed_or_mobile"  # digits do not tell (NANP): takes both, the carrier may object
    EMAIL = "email"  # no number but an e-mail address: takes e-mails
    OTHER = "other"  # toll-free, premium, VoIP: not contacted by a campaign


class ZoneSource(StrEnum):
    """Where a candidate time zone comes from, strongest first."""

    STATED = "stated"  # the lead list names the zone itself
    ADDRESS = "address"  # country and region of the lead list
    NUMBER = "number"  # the digits of one number


class TouchState(StrEnum):
    """The state of one row of the ledger. Only a `planned` one may be judged again."""

    PLANNED = "planned"  # the row exists, nothing was sent: an Allow ran out or the carrier surely did not take it
    RESERVED = "reserved"  # Allow committed; the carrier may have been called, we have no answer yet
    UNKNOWN = "unknown"  # the carrier's answer was lost: settled by asking, never by sending again
    CARRIED = "carried"  # the carrier took the call and has not reported its end
    SETTLED = "settled"  # the outcome is known (a message is settled once the carrier takes it)
    SKIPPED = "skipped"  # a rule refused this step: nothing left, the cadence moves on


OPEN_STATES = frozenset({TouchState.RESERVED, TouchState.UNKNOWN, TouchState.CARRIED})
"""States in which something may be in the air."""


class Outcome(StrEnum):
    """What came of a touch."""

    SENT = "sent"  # message: the carrier took it
    DELIVERED = "delivered"  # message: it reached the handset
    READ = "read"  # message: it was opened (WhatsApp)
    UNDELIVERED = "undelivered"  # message: the network gave it back
    EXPIRED = "expired"  # message: it was still queued when its validity ran out
    ANSWERED = "answered"  # call: a person answered and reached an agent
    MACHINE = "machine"  # call: a machine answered, nothing was left
    VOICEMAIL_LEFT = "voicemail_left"  # call: a message was left after the tone
    BUSY = "busy"  # call: the line was engaged
    NO_ANSWER = "no_answer"  # call: it rang out
    ABANDONED = "abandoned"  # call: a person answered and no agent took it
    HUNG_UP = "hung_up"  # call: answered, and over before machine detection had a result
    CANCELED = "canceled"  # call: taken back before anyone answered
    INVALID_NUMBER = "invalid_number"  # the number does not exist or cannot take this channel
    OPTED_OUT = "opted_out"  # the carrier says that this person has opted out
    BLOCKED = "blocked"  # the carrier or network filtered it
    FAILED = "failed"  # any other final failure
    NOT_TAKEN = "not_taken"  # refused for a mistake of ours (template, sender, country, account): it goes again
    TOO_FAST = "too_fast"  # lost at the carrier because we were too fast: it goes again later
    CREATED = "created"  # task: handed to a person
    DONE = "done"  # task: done
    DECLINED = "declined"  # task: one of our people says that it will not be done
    OVERDUE = "overdue"  # task: nobody gave its result in time
    SKIPPED = "skipped"  # a rule refused it: nothing was sent
    LOST = "lost"  # the carrier knows nothing of it and never will: counted as sent, never repeated


class Disposition(StrEnum):
    """The result of a conversation, as the agent reports it."""

    CONVERTED = "converted"  # the goal of the campaign was reached
    CONFIRMED = "confirmed"  # the appointment or promise is agreed
    INTERESTED = "interested"  # wants more, the cadence goes on as the file says
    REFUSED = "refused"  # does not want this offer
    PROMISED = "promised"  # promised something by a date, such as a payment
    CALLBACK = "callback"  # asked to be called at a given time
    WRONG_NUMBER = "wrong_number"  # the number belongs to another person
    DO_NOT_CONTACT = "do_not_contact"  # asked never to be contacted again: an opt-out
    OTHER = "other"  # none of these


class AskedBy(StrEnum):
    """Who asked for a promised call: the person, with a record of it, or one of our people."""

    REPLY = "reply"  # the person, in a message or a call to us: `inbound:ID`
    CONVERSATION = "conversation"  # the person, to an agent: `touch:ID`
    ORDER = "order"  # one of ours, by the CLI or the API: `command:ID`


REPLIED = "replied"
"""The word for "this message was answered" in `on` and `stop_on`."""

ANSWER = "reply."
"""Begins the words for a certain answer: reply.yes."""

SAVED = "saved"
"""The name of every answer that is a number, a date or a text which is kept: reply.saved."""

OTHERWISE = "otherwise"
"""The branch taken when no other branch of a step fits."""

END = "end"
"""The branch target that ends the cadence."""

NEXT = "next"
"""The branch target of a task's result that is the next step of the file."""

REMIND = "remind"
"""What `overdue` of a task may say instead of a step: somebody is reminded, and the task stays open."""


class CauseKind(StrEnum):
    """Why a touch exists at all; part of its key."""

    STEP = "step"  # a visit to a step of the cadence
    CALLBACK = "callback"  # a promise to call back
    INBOUND = "inbound"  # the one confirmation of an opt-out
    ANNOUNCEMENT = "announcement"  # it says to the person when a promised call will be made
    COMMAND = "command"  # an operator's order
    TRIAL = "trial"  # a step that is sent to a number of our own
    OVERDUE = "overdue"  # the result of a task was not given in time: a reminder, or the end of the wait


class Scope(StrEnum):
    """How far a Refuse reaches."""

    NUMBER = "number"  # this number only: the lead's next one may do
    STEP = "step"  # this step: the cadence takes `otherwise`
    ENROLMENT = "enrolment"  # this lead in this campaign: it finishes


class HoldName(StrEnum):
    """What a waiting lead waits for; the name says what ends the wait."""

    RUNNING = "campaign.running"  # a pause of any scope ends
    TEMPLATE = "template.usable"  # a WhatsApp template can be sent again: the pause of it ends
    DESTINATION = "destination.enabled"  # our account may reach this country or number: the pause of it ends
    ZONE = "zone.known"  # a time zone for the person becomes known
    PACK = "pack.valid"  # the jurisdiction pack can be read again
    REGISTRY = "registry.fresh"  # a young enough copy of an official list is imported
    OPENING = "window.opens"  # no allowed instant within the horizon: rules or windows must change
    WRAP_UP = "wrap_up"  # the agent's disposition, or the wrap-up limit
    ENGINE = "engine.error"  # a person looks at the error and releases the lead
    CARRIER = "carrier.answer"  # the carrier's report on a touch whose answer was lost
    REVIEW = "reply.reviewed"  # a person reads a reply that may be an opt-out
    ANSWER = "reply.awaited"  # the person answers a question, or the time for it is over
    TASK = "task.result"  # one of our people gives the result of a task, or the time for it is over
    ROW = "row.reviewed"  # a person decides about a row of a list that may say no


class NewsKind(StrEnum):
    """What can change a plan."""

    REPLY = "reply"  # the person wrote back
    OPT_OUT = "opt_out"  # the person said stop
    DISPOSITION = "disposition"  # an agent reported
    CALLBACK = "callback"  # a call at a given time was promised
    STATUS = "status"  # the carrier reported something that changes the next move
    RESUME = "resume"  # a hold's condition came true
    STOP = "stop"  # the campaign was stopped or has ended
    VERSION = "version"  # the enrolment was moved to another version
    ACCOUNT = "account"  # another person of the account said what ends the cadence of all
    EVENT = "event"  # another system sent an event about the person
    TASK = "task"  # one of our people gave the result of a task
    LIST = "list"  # the lead list was corrected: a date, zone or number may have changed


HELD = "held"
"""The source of a suppression that only waits for a person's decision: a stop is written over it."""


class SuppressionScope(StrEnum):
    """What a suppression closes."""

    EVERYTHING = "everything"  # no touch of any kind
    PURPOSE = "purpose"  # touches of one purpose
    CAMPAIGN = "campaign"  # touches of one campaign
    CHANNEL = "channel"  # touches on one channel


class PauseScope(StrEnum):
    """What a pause stops."""

    ALL = "all"  # every touch of every campaign: the panic button
    CAMPAIGN = "campaign"  # one campaign
    CHANNEL = "channel"  # one channel
    SENDER = "sender"  # one of our own numbers
    FLOOR = "floor"  # calls of one floor
    LEAD = "lead"  # one lead
    TEMPLATE = "template"  # steps that send one WhatsApp template
    DESTINATION = "destination"  # one country or number on one channel: `sms:MX`, or `sms:#12` for our number 12
    CARRIER = "carrier"  # everything that the carrier carries: our account there is not usable


BY_MISTAKE = frozenset({PauseScope.TEMPLATE, PauseScope.SENDER, PauseScope.DESTINATION, PauseScope.CARRIER})
"""Pauses that a mistake of ours begins, not a wish: their time counts for `expires` no more than for `after`."""


class IfLate(StrEnum):
    """What happens to a step that missed its opening (pause, outage, full floor)."""

    SKIP = "skip"  # it is skipped; the cadence takes `otherwise`
    SEND = "send"  # it goes as soon as the rules allow
    NEXT_WINDOW = "next_window"  # it waits for the next opening to begin


class CampaignState(StrEnum):
    """Whether a campaign may touch anyone."""

    RUNNING = "running"  # launched; pauses are kept apart
    STOPPED = "stopped"  # an operator ended it
    ENDED = "ended"  # its end date passed, or everyone finished
