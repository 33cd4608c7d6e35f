"""Does the proof see every fault that is planted, and nothing where there is none?"""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cadence.local.emulator.store import Store
from cadence.local.proof import AgentWord, CarrierRecord, LedgerAccount, OurLead, OurTouch, Proof, prove, read_record
from cadence.local.proof.record import AcknowledgedStop, Carried

CAMPAIGN = """
campaign: spring
purpose: marketing
country: ES
windows:
  - {days: mon-fri, hours: "09:30-14:00, 16:00-20:30"}
  - {days: [mon, tue], hours: "10:00-16:00", segments: [vip]}
limits:
  - {max: 1, per: 1 day, channels: [call]}
  - {max: 3, per: 24 hours}
  - {max: 5, per: campaign}
gap: 2 hours
start: 2027-03-08
end: 2027-04-30
cadence:
  - {step: free, sms: Hello}
  - {step: monday, sms: Hello, until: {weekday: lunes, hours: 10-12}}
  - {step: eighth, sms: Hello, until: {day: "1-7, 8"}}
  - {step: last, sms: Hello, until: {day: último}}
"""
TEN = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)  # Monday, ten in Madrid
ANA, BEA = "+34600000001", "+34600000002"


def carried(touch: str, after: timedelta, person: str = ANA, channel: str = "sms") -> Carried:
    """Return something that left."""
    at = TEN + after
    return Carried(
        sid=f"SM-{touch}", channel=channel, person=person, touch=touch, at=at, zone="Europe/Madrid", body=touch
    )


def ours(touch: str, after: timedelta, lead: str = "ana", *, confirmation: bool = False) -> OurTouch:
    """Return the ledger's row of it."""
    return OurTouch(id=touch, lead=lead, key=f"{lead}/{touch}", at=TEN + after, confirmation=confirmation, taken=True)


def hours(count: float) -> timedelta:
    """Return so many hours."""
    return timedelta(hours=count)


RECORD = CarrierRecord(
    carried=(carried("one", hours(0)), carried("two", hours(24)), carried("three", hours(1), BEA, "call")), stops=()
)
ACCOUNT = LedgerAccount(
    touches=(ours("one", hours(0)), ours("two", hours(24)), ours("three", hours(1), "bea")),
    leads=(
        OurLead(id="ana", numbers=(ANA,), country="ES", finished=True),
        OurLead(id="bea", numbers=(BEA,), country="ES", segment="vip", waits=True),
    ),
    rows=3,
    refused=1,
)


def count(record: CarrierRecord = RECORD, account: LedgerAccount = ACCOUNT) -> Proof:
    """Return the proof, without slack."""
    return prove(record, CAMPAIGN, account, timedelta(0))


def test_a_clean_record_has_nothing_but_zeros_and_says_out_of_how_many() -> None:
    """A zero has its denominator beside it."""
    proof = count()

    assert proof.holds
    assert proof.numbers == {
        "carried": 3,
        "doubled": 0,
        "outside_window": 0,
        "after_opt_out": 0,
        "over_limit": 0,
        "unannounced": 0,
        "unaccounted": 0,
        "in_the_air": 0,
        "confirmations": 0,
        "trials": 0,
        "leads": 2,
        "finished": 1,
        "open": 1,
    }
    assert {line.name: line.of for line in proof.lines}["doubled"] == 3


def added(*more: Carried, touches: tuple[OurTouch, ...] = (), stops: tuple[AcknowledgedStop, ...] = ()) -> Proof:
    """Return the proof with more on the record and in the ledger."""
    record = replace(RECORD, carried=tuple(sorted((*RECORD.carried, *more), key=lambda touch: touch.at)), stops=stops)
    return count(record, replace(ACCOUNT, touches=(*ACCOUNT.touches, *touches)))


@pytest.mark.parametrize(
    ("counted", "line"),
    [
        # the same touch twice
        (lambda: added(replace(carried("one", hours(30)), sid="SM-again")), "doubled"),
        # two touches with one meaning
        (
            lambda: added(carried("uno", hours(30)), touches=(replace(ours("uno", hours(30)), key="ana/one"),)),
            "doubled",
        ),
        # the same words again within minutes, under another key
        (
            lambda: added(replace(carried("copy", hours(24.1)), body="two"), touches=(ours("copy", hours(24.1)),)),
            "doubled",
        ),
        # the same e-mail again, where only the link that unsubscribes differs
        (
            lambda: added(
                *(
                    replace(
                        carried(touch, hours(at), channel="email"),
                        body=f"Hola\n\nhttps://x.example/unsubscribe/{touch}",
                    )
                    for touch, at in (("mail", 6), ("again", 6.1))
                ),
                touches=(ours("mail", hours(6)), ours("again", hours(6.1))),
            ),
            "doubled",
        ),
        # half past eight in the evening is closed: [open, close)
        (lambda: added(carried("late", hours(10.5)), touches=(ours("late", hours(10.5)),)), "outside_window"),
        # siesta, for somebody who is no vip
        (lambda: added(carried("siesta", hours(4.5)), touches=(ours("siesta", hours(4.5)),)), "outside_window"),
        # vip hours replace the ordinary ones: six in the evening is not among them
        (lambda: added(carried("vip", hours(8), BEA), touches=(ours("vip", hours(8), "bea"),)), "outside_window"),
        # Saturday
        (lambda: added(carried("sat", hours(120)), touches=(ours("sat", hours(120)),)), "outside_window"),
        # Good Friday 2027
        (lambda: added(carried("good", hours(18 * 24)), touches=(ours("good", hours(18 * 24)),)), "outside_window"),
        # the Friday before the first day
        (lambda: added(carried("early", hours(-72)), touches=(ours("early", hours(-72)),)), "outside_window"),
        # the Monday after the last day
        (lambda: added(carried("after", hours(56 * 24)), touches=(ours("after", hours(56 * 24)),)), "outside_window"),
        # reserved after the stop was acknowledged
        (
            lambda: added(
                carried("more", hours(48)),
                touches=(ours("more", hours(48)),),
                stops=(AcknowledgedStop(person=ANA, at=TEN + hours(25)),),
            ),
            "after_opt_out",
        ),
        # a second call on one local day
        (
            lambda: added(carried("again", hours(5), BEA, "call"), touches=(ours("again", hours(5), "bea"),)),
            "over_limit",
        ),
        # an hour after the last touch, the gap is two
        (lambda: added(carried("soon", hours(1)), touches=(ours("soon", hours(1)),)), "over_limit"),
        # carried, and in no ledger
        (lambda: added(carried("stray", hours(30))), "unaccounted"),
        # in the ledger, and never carried
        (lambda: added(touches=(ours("ghost", hours(30)),)), "unaccounted"),
        # to somebody who is no lead of ours
        (lambda: added(carried("who", hours(30), "+34600000099"), touches=(ours("who", hours(30)),)), "unaccounted"),
        # a lead with no end, no wake-up and no hold
        (
            lambda: count(account=replace(ACCOUNT, leads=(ACCOUNT.leads[0], replace(ACCOUNT.leads[1], waits=False)))),
            "unaccounted",
        ),
        # a row of the list that is neither a lead nor refused
        (lambda: count(account=replace(ACCOUNT, rows=4)), "unaccounted"),
    ],
)
def test_a_planted_fault_is_found_in_its_line(counted: Callable[[], Proof], line: str) -> None:
    """A check that cannot fail proves nothing."""
    proof = counted()

    assert proof.numbers[line] >= 1
    assert not proof.holds
    assert proof.as_json()["cases"][line]


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ("free", []),  # waits for nothing
        ("", []),  # a promised call keeps its own time
        ("monday", ["SM-two"]),  # the second one left on a Tuesday
        ("eighth", ["SM-two"]),  # on the ninth
        ("last", ["SM-one", "SM-two"]),  # neither is the last of March
    ],
)
def test_what_left_outside_the_hours_that_its_step_waits_for_is_found(step: str, wrong: list[str]) -> None:
    """One left on Monday the eighth at ten, two a day later, and both within the windows of the file."""
    touches = tuple(replace(touch, step=step if touch.lead == "ana" else "") for touch in ACCOUNT.touches)
    proof = count(account=replace(ACCOUNT, touches=touches))
    line = next(line for line in proof.lines if line.name == "outside_window")

    assert [case.split()[0] for case in line.cases] == wrong


def test_limits_of_a_whole_campaign_and_of_elapsed_hours_are_counted() -> None:
    """Six touches are one more than the campaign allows, and four in 24 hours one more than that limit."""
    many = tuple(carried(f"n{n}", hours(24 * 7 * n)) for n in range(1, 5))
    rows = tuple(ours(f"n{n}", hours(24 * 7 * n)) for n in range(1, 5))
    assert added(*many, touches=rows).numbers["over_limit"] == 1

    dense = tuple(carried(f"d{n}", hours(24 + 2 * n)) for n in range(1, 4))
    rows = tuple(ours(f"d{n}", hours(24 + 2 * n)) for n in range(1, 4))
    assert added(*dense, touches=rows).numbers["over_limit"] == 1, "the fourth within a day"


def test_what_was_reserved_before_the_stop_is_in_the_air() -> None:
    """It could not be taken back; it is counted, and it is not a fault (protocol §1.4)."""
    stop = AcknowledgedStop(person=ANA, at=TEN + hours(24) - timedelta(seconds=1))
    touches = (ACCOUNT.touches[0], replace(ACCOUNT.touches[1], at=stop.at - timedelta(seconds=1)), ACCOUNT.touches[2])

    proof = count(replace(RECORD, stops=(stop,)), replace(ACCOUNT, touches=touches))

    assert proof.numbers["in_the_air"] == 1
    assert proof.holds


def test_one_confirmation_is_allowed_and_a_second_is_not() -> None:
    """It answers the person, within five minutes, once."""
    stop = AcknowledgedStop(person=ANA, at=TEN + hours(24.5))
    first, second = stop.at - TEN + timedelta(minutes=1), stop.at - TEN + timedelta(minutes=2)
    record = added(carried("ok", first), touches=(ours("ok", first, confirmation=True),), stops=(stop,))
    two = added(
        carried("ok", first),
        carried("ok2", second),
        touches=(ours("ok", first, confirmation=True), ours("ok2", second, confirmation=True)),
        stops=(stop,),
    )

    assert (record.numbers["confirmations"], record.holds) == (1, True)
    assert two.numbers["after_opt_out"] == 1


SHARED, OWN, THEIRS = "+34600000007", "+34600000008", "+34600000009"


@pytest.mark.parametrize(
    ("before", "after", "problems"),
    [
        ("leo", OWN, 1),  # everything before was for Leo, so his own number is closed
        ("eva", OWN, 0),  # it was for Eva: Leo loses the shared phone only
        ("leo", SHARED, 1),  # the phone itself, whoever said it
        ("eva", THEIRS, 1),
        ("", OWN, 1),  # nothing had gone there: it may have been any of them
        ("leo eva", OWN, 0),  # it may have been either: the phone alone is sure
        ("leo eva", SHARED, 1),
    ],
)
def test_a_stop_from_a_shared_phone_closes_that_phone_and_the_numbers_of_whom_it_was_for(
    before: str, after: str, problems: int
) -> None:
    """Families share a phone; the stop is one person's."""
    family = (OurLead(id="leo", numbers=(SHARED, OWN)), OurLead(id="eva", numbers=(SHARED, THEIRS)))
    sent = [(f"to-{who}", hours(30 + nth), SHARED, who) for nth, who in enumerate(before.split())]
    last = ("last", hours(50), after, "eva" if after == THEIRS else "leo")
    record = replace(
        RECORD,
        carried=(*RECORD.carried, *(carried(touch, at, phone) for touch, at, phone, _ in [*sent, last])),
        stops=(AcknowledgedStop(person=SHARED, at=TEN + hours(40)),),
    )
    account = replace(
        ACCOUNT,
        touches=(*ACCOUNT.touches, *(ours(touch, at, who) for touch, at, _, who in [*sent, last])),
        leads=(*ACCOUNT.leads, *family),
    )

    assert count(record, account).numbers["after_opt_out"] == problems


def test_the_record_is_read_from_the_emulators_own_file(tmp_path: Path) -> None:
    """The file is the emulator's; the proof opens it for reading only."""
    file = tmp_path / "record.sqlite"
    store = Store(file)
    store.insert(
        "messages",
        sid="SM1",
        direction="outbound-api",
        channel="sms",
        person=ANA,
        zone="Europe/Madrid",
        ours="+34910000001",
        body="Hola",
        status="sent",
        created_at="2027-03-08T09:00:00.000000Z",
        updated_at="2027-03-08T09:00:00.000000Z",
        touch="one",
    )
    store.insert(
        "opt_outs",
        person=ANA,
        ours="+34910000001",
        channel="sms",
        words="BAJA",
        at="2027-03-08T09:01:00.000000Z",
        acknowledged_at="2027-03-08T09:01:01.000000Z",
    )
    store.close()

    record = read_record(file)

    assert record.carried == (
        Carried(sid="SM1", channel="sms", person=ANA, touch="one", at=TEN, zone="Europe/Madrid", body="Hola"),
    )
    assert record.stops == (AcknowledgedStop(person=ANA, at=TEN + timedelta(seconds=61)),)
    with pytest.raises(sqlite3.OperationalError):
        read_record(tmp_path / "missing.sqlite")


@pytest.mark.parametrize(("requested", "faults"), [(True, 0), (False, 2)])
def test_a_call_that_the_person_asked_for_is_free_of_the_files_own_limits(requested: bool, faults: int) -> None:
    """Half an hour after another call, which is before the gap and a second one that day."""
    call = carried("promised", hours(1.5), BEA, "call")
    proof = added(call, touches=(replace(ours("promised", hours(1.5), "bea"), requested=requested),))

    assert proof.numbers["over_limit"] == faults


def test_a_call_that_was_asked_for_counts_for_the_next_one() -> None:
    """The cadence's own call on the same day is one too many."""
    touches = (
        replace(ours("promised", hours(0), "bea"), requested=True),
        ours("next", hours(4), "bea"),
    )
    moved = (carried("promised", hours(0), BEA, "call"), carried("next", hours(4), BEA, "call"))
    assert added(*moved, touches=touches).numbers["over_limit"] >= 1


@pytest.mark.parametrize("reached_nobody", [True, False])
def test_what_reached_nobody_counts_against_nothing_that_comes_after_it(reached_nobody: bool) -> None:
    """The carrier says that the number has no WhatsApp, and the text message follows at once."""
    first = replace(carried("chat", hours(48), channel="whatsapp"), reached_nobody=reached_nobody)
    text = carried("text", hours(48.5))

    proof = added(first, text, touches=(ours("chat", hours(48)), ours("text", hours(48.5))))

    assert proof.numbers["over_limit"] == (0 if reached_nobody else 1), "the gap is two hours"


@pytest.mark.parametrize(
    ("kind", "status", "code", "reached_nobody"),
    [
        ("message", "delivered", None, False),
        ("message", "undelivered", 63024, True),  # no WhatsApp there
        ("message", "undelivered", 30006, True),  # a landline
        ("message", "undelivered", 30003, False),  # switched off: it may still arrive
        ("message", "failed", 30036, False),
        ("call", "failed", None, True),
        ("call", "no-answer", None, False),
    ],
)
def test_the_record_says_what_reached_nobody(
    tmp_path: Path, kind: str, status: str, code: int | None, reached_nobody: bool
) -> None:
    """By the carrier's own words, not by ours."""
    store = Store(tmp_path / "emulator.db")
    about = {"sid": "X1", "direction": "outbound-api", "person": ANA, "zone": "Europe/Madrid", "ours": "+34910000001"}
    instants = {"created_at": TEN.isoformat(), "updated_at": TEN.isoformat()}
    if kind == "message":
        store.insert("messages", **about, **instants, channel="whatsapp", body="", status=status, error_code=code)
    else:
        store.insert("calls", **about, **instants, status=status)
    store.close()

    (touch,) = read_record(tmp_path / "emulator.db").carried

    assert touch.reached_nobody is reached_nobody


@pytest.mark.parametrize(
    ("house", "line", "found"),
    [
        ("", "outside_window", 0),
        ("# nothing yet", "over_limit", 0),
        ('quiet_hours: [{days: every day, hours: "00:00-24:00"}]', "outside_window", 3),
        ("gap: 30 hours", "over_limit", 1),
        ("limits: [{max: 1, per: 7 days}]", "over_limit", 1),
        ("limits: [{max: 1, per: 7 days, channels: [call]}]", "over_limit", 0),
        ("rest: {refused: 30 days}\nzone: Europe/Madrid", "over_limit", 0),
    ],
)
def test_the_house_file_counts_beside_the_campaign(house: str, line: str, found: int) -> None:
    """Its limits, its gap and its quiet hours are judged here as well, read by the proof itself."""
    proof = prove(RECORD, CAMPAIGN, ACCOUNT, timedelta(0), house=house)

    assert proof.numbers[line] == found


@pytest.mark.parametrize(
    ("limit", "accounts", "faults"),
    [
        ("{max: 2, per: 7 days, by: account}", ("Acme", "ACME "), 1),  # three touches, of two people of one account
        ("{max: 2, per: 7 days, by: person}", ("Acme", "Acme"), 0),
        ("{max: 2, per: campaign, by: account}", ("Ácme", "Acme"), 1),
        ("{max: 2, per: 7 days, by: account}", ("Acme", "Nova"), 0),
        ("{max: 2, per: 7 days, by: account}", ("", ""), 0),  # who has no account is on their own
        ("{max: 1, per: 7 days, by: account}", ("", ""), 1),  # and a limit by account counts by person
        ("{max: 2, per: 7 days, by: account, channels: [sms]}", ("Acme", "Acme"), 0),
        ("{max: 1, per: 7 days, segments: [vip]}", ("", ""), 0),  # Ana, who had two, is in no segment
        (
            "{max: 1, per: 7 days, by: account, segments: [VIP]}",
            ("Acme", "Acme"),
            1,
        ),  # the second of all is Bea's
    ],
)
def test_limits_by_account_and_for_a_segment_are_counted(limit: str, accounts: tuple[str, str], faults: int) -> None:
    """An account is known without case, accents and spaces, as the engine knows it; people are judged by segment."""
    ana, bea = ACCOUNT.leads
    account = replace(ACCOUNT, leads=(replace(ana, account=accounts[0]), replace(bea, account=accounts[1])))
    record = replace(RECORD, carried=tuple(sorted(RECORD.carried, key=lambda touch: touch.at)))
    file = CAMPAIGN.replace("limits:", f"limits:\n  - {limit}")

    assert prove(record, file, account, timedelta(0)).numbers["over_limit"] == faults


@pytest.mark.parametrize(("reserved", "missing"), [(hours(47), 1), (hours(48), 1), (hours(48.1), 0), (hours(50), 0)])
def test_what_left_after_the_record_was_read_is_not_missing_in_it(reserved: timedelta, missing: int) -> None:
    """The record is read first, and touches go on. One that was reserved just before may reach the carrier after it."""
    account = replace(ACCOUNT, touches=(*ACCOUNT.touches, ours("late", reserved)), until=TEN + hours(49))

    assert prove(RECORD, CAMPAIGN, account, hours(1)).numbers["unaccounted"] == missing


def test_a_step_for_some_people_is_named_as_not_judged() -> None:
    """Whether it went to somebody whom it is not for, another proof has to show."""
    some = CAMPAIGN.replace("{step: free, ", "{step: free, where: {segment: vip}, ")
    proof = prove(RECORD, some, ACCOUNT, timedelta(0))

    assert some != CAMPAIGN
    assert proof.not_judged.keys() - count().not_judged.keys() == {"step.where"}


def test_a_trial_is_listed_apart_and_binds_only_what_binds_it() -> None:
    """It may go at night, to nobody of the list, and its words twice; never after a stop, and no trial twice."""
    night, own = hours(13), "+34600000009"
    trials = tuple(carried(name, night + hours(place / 60), own) for place, name in enumerate(("t1", "t2")))
    same = tuple(replace(touch, body="hola") for touch in trials)
    record = replace(RECORD, carried=(*RECORD.carried, *same))
    rows = tuple(replace(ours(touch.touch, night, "own"), trial=True) for touch in trials)
    account = replace(ACCOUNT, touches=(*ACCOUNT.touches, *rows))

    proof = count(record, account)
    assert (proof.holds, proof.numbers["trials"], proof.numbers["carried"]) == (True, 2, 5)

    stopped = replace(record, stops=(AcknowledgedStop(person=own, at=TEN),))
    assert count(stopped, account).numbers["after_opt_out"] == 2
    again = replace(record, carried=(*record.carried, replace(same[0], sid="SM-again")))
    assert count(again, account).numbers["doubled"] == 1
    unknown = replace(account, touches=ACCOUNT.touches)
    assert not count(record, unknown).holds


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ("stop_account_on: [converted]", set()),
        ("stop_account_on: [converted, replied, reply.no]", {"stop_account_on.replied", "stop_account_on.reply.no"}),
        ("rest: {refused: 60 days}", {"rest"}),
        ("account: {at_a_time: 2, when_reached: next}", set()),
        ("account: {at_a_time: 1, order: {role: [boss]}}", {"account.order", "account.when_reached"}),
        (
            "account: {when_reached: next}\nstop_account_on: [converted]\nenter: {again_after: 30 days}",
            {"account", "stop_account_on"},
        ),
    ],
)
def test_what_the_record_does_not_show_is_named_as_not_judged(keys: str, named: set[str]) -> None:
    """Who waits in the queue, what people write, and what an agent wrote down for another campaign."""
    proof = prove(RECORD, CAMPAIGN.replace("gap:", f"{keys}\ngap:"), ACCOUNT, timedelta(0))

    assert set(proof.not_judged) - set(count().not_judged) == {f"campaign.{key}" for key in named}


def of_account(*people: tuple[str, str, float]) -> tuple[CarrierRecord, LedgerAccount]:
    """Return people with their accounts: each text of a cadence with its lead, account and hour."""
    texts = [(f"{lead}-{nth}", lead, hour) for nth, (lead, _, hour) in enumerate(people)]
    numbers = {lead: f"+3460000010{place}" for place, lead in enumerate(dict.fromkeys(lead for lead, _, _ in people))}
    touches = tuple(replace(ours(name, hours(hour), lead), step="hello") for name, lead, hour in texts)
    leads = tuple(
        OurLead(id=lead, numbers=(numbers[lead],), country="ES", account=account, finished=True)
        for lead, account in {lead: account for lead, account, _ in people}.items()
    )
    record = tuple(carried(name, hours(hour), numbers[lead]) for name, lead, hour in texts)
    return CarrierRecord(carried=record, stops=()), LedgerAccount(touches=touches, leads=leads, rows=len(leads))


ONE_AFTER_THE_OTHER = (("ana", "Acme", 0), ("ana", "Acme", 3), ("bea", "ACME", 4), ("bea", "ACME", 24))
AT_ONCE = (("ana", "Acme", 0), ("bea", "ácme ", 1), ("ana", "Acme", 3), ("bea", "ACME", 24))
THREE = (*AT_ONCE, ("eva", "A CME", 2), ("eva", "A CME", 25))


@pytest.mark.parametrize(
    ("most", "people", "problems"),
    [
        (1, ONE_AFTER_THE_OTHER, 0),
        (1, AT_ONCE, 1),
        (2, AT_ONCE, 0),
        (1, THREE, 2),
        (2, THREE, 1),
        (3, THREE, 0),
        (1, [(lead, "", hour) for lead, _, hour in THREE], 0),
        (1, [(lead, lead, hour) for lead, _, hour in THREE], 0),
    ],
)
def test_people_of_an_account_take_turns(most: int, people: list[tuple[str, str, float]], problems: int) -> None:
    """Somebody is under way from their first touch to the last one."""
    record, account = of_account(*people)
    file = CAMPAIGN.replace("gap: 2 hours", f"account: {{at_a_time: {most}, when_reached: next}}")
    proof = prove(record, file, account, timedelta(0))

    assert proof.numbers["over_limit"] == problems
    assert "the turns of accounts" in next(line.words for line in proof.lines if line.name == "over_limit")
    assert prove(record, CAMPAIGN.replace("gap: 2 hours", ""), account, timedelta(0)).numbers["over_limit"] == 0


@pytest.mark.parametrize(
    ("words", "problems"),
    [
        ([("SM-ana-0", "converted", 0.5)], 2),
        ([("SM-ana-0", "interested", 0.5)], 0),  # not in the file's list
        ([("SM-ana-2", "converted", 5)], 1),  # the one before was under way
        ([("SM-ana-2", "converted", 30)], 0),
        ([("SM-ana-0", "converted", 0.5), ("SM-ana-0", "interested", 0.7)], 0),  # corrected before anything left
        ([("SM-ana-0", "converted", 0.5), ("SM-ana-0", "interested", 5)], 1),
        ([("SM-eva-4", "converted", 0.5)], 0),  # of another account
        ([("CA-unknown", "converted", 0.5)], 0),
    ],
)
def test_nothing_is_reserved_after_a_colleagues_word(words: list[tuple[str, str, float]], problems: int) -> None:
    """What the agent reported of one person ends the cadences of the others, and not the speaker's own."""
    record, account = of_account(*AT_ONCE, ("eva", "Nova", 2))
    spoken = tuple(AgentWord(call=call, word=word, at=TEN + hours(hour)) for call, word, hour in words)
    file = CAMPAIGN.replace("gap: 2 hours", "stop_account_on: [converted]")

    assert prove(replace(record, words=spoken), file, account, timedelta(0)).numbers["over_limit"] == problems
    promised = replace(account, touches=tuple(replace(touch, step="") for touch in account.touches))
    assert prove(replace(record, words=spoken), file, promised, timedelta(0)).numbers["over_limit"] == 0
