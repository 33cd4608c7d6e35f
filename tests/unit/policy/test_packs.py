"""Is the law read as it is written, and does what cannot be read hold everything?"""

from datetime import timedelta
from pathlib import Path

import pytest

from cadence.campaign.parts import ConsentRule
from cadence.domain import (
    Allow,
    Audience,
    Candidate,
    Channel,
    Defer,
    Disposition,
    Hold,
    HoldName,
    Outcome,
    Purpose,
    Refuse,
    RegistryCopy,
    TouchState,
)
from cadence.domain.channels.call import LEFT_VOICEMAIL as VOICEMAIL
from cadence.domain.channels.call import LIVE_CALL as LIVE
from cadence.domain.channels.call import RECORDED_CALL as RECORDED
from cadence.domain.channels.sms import FORM as SMS
from cadence.policy import evaluation, source_words
from cadence.policy.packs.loading import PACKS, SHIPPED, PackFiles, load_law
from cadence.policy.packs.schema import Pack
from tests.unit.policy.builders import NOON, campaign, facts, in_zone, instant, lead, number, ring, text, touch

FAMILIES = {"gb": "uk", "whatsapp": "wa", "twilio": "tw"}
"""How the sources call the rules of a pack that is named otherwise."""
PACK = """
id: xx
version: "1"
title: Nowhere
effective: {from: 2020-01-01}
status: draft
complete: false
applies: {countries: [ES]}
rules:
  - id: xx.hours
    type: window
    when: {purposes: [marketing], channels: [sms]}
    allow: [{days: mon-fri, open: "10:00", close: "18:00"}]
    source: {law: "a law", confidence: V}
  - id: xx.limit
    type: limit
    when: {channels: [sms]}
    threshold: 1
    window: {kind: calendar_days, n: 1}
    key: [lead]
    source: {law: "another law", confidence: S}
"""

SENDER_PACK = """
id: xx
version: "1"
title: Nowhere
effective: {from: 2020-01-01}
status: draft
complete: false
applies: {countries: [ES]}
rules:
  - id: xx.sender
    type: require
    when: {channels: [voice]}
    sender: {cli_type_not: [fixed]}
    source: {law: "a law", confidence: V}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one pack in it."""
    (tmp_path / "xx.yaml").write_text(PACK)
    return tmp_path


@pytest.mark.parametrize("name", SHIPPED.names())
def test_every_pack_we_ship_can_be_read_and_says_where_each_rule_comes_from(name: str) -> None:
    """A pack is data with sources; none is approved before counsel has done so."""
    pack = SHIPPED.read(name)

    assert isinstance(pack, Pack), pack
    assert pack.status == "draft"
    assert pack.complete or pack.missing
    first = name.split("-", maxsplit=1)[0]
    family = FAMILIES.get(first, first)
    assert all(rule.source.law and rule.id.startswith((f"{name}.", f"{family}.")) for rule in pack.rules)


def test_the_packs_are_found() -> None:
    """`check` tells an unknown pack by this list."""
    assert "es" in SHIPPED.names()
    assert (PACKS / "es.yaml").exists()


@pytest.mark.parametrize(
    ("found", "replaced", "hint"),
    [
        ("id: xx\n", "id: xx\nid: yy\n", "xx.yaml:3:1: id: a second time"),
        ("rules:", "rules: [", "xx.yaml:10:3: a value or a closing bracket left out"),
        ("id: xx\n", "id: yy\n", "names itself 'yy'"),
        ("type: window", "type: curfew", "curfew"),  # more than this engine understands
        ("type: limit", "type: ratio", "xx.yaml:15:5: rules[1].numerator: left out"),
        ("[marketing]", "[service, serveys]", '.purposes[1]: "serveys"; expected one of marketing,'),
        ("[sms]}\n    allow", "[fax]}\n    allow", "fax"),
        ('open: "10:00"', 'open: "10 o\'clock"', "open"),
        ("mon-fri", "mon-fry", "mon-fry"),
        ("threshold: 1", "threshold: 0", "threshold"),
        ("threshold: 1", "threshold: many", "threshold"),
        ("id: xx.limit", "id: xx.hours", "rules[1].id: two rules have the same id"),
        ("confidence: V", "confidence: sure", "confidence"),
        ("    key: [lead]\n", "    key: [lead]\n    clock: moon\n", "clock"),  # an unknown key is not passed over
        ("applies: {countries: [ES]}", "applies: {}", "countries"),
        ("key: [lead]", "key: [lead, horoscope]", "key"),
        ("    key: [lead]\n", "    key: [lead]\n    count: {events: [sneezed]}\n", "sneezed"),
        ("    key: [lead]\n", "    key: [portfolio]\n", "distinct leads"),  # nobody would count it
        ("    key: [lead]\n", "    key: [lead, portfolio]\n    count: {distinct: lead}\n", "no other key"),
    ],
)
def test_a_pack_that_cannot_be_read_holds_everything_and_says_why(
    folder: Path, found: str, replaced: str, hint: str
) -> None:
    """Law 6: no touch, a visible reason, never a crash."""
    assert PACK.count(found) >= 1
    (folder / "xx.yaml").write_text(PACK.replace(found, replaced, 1))
    law = load_law(campaign(jurisdictions=("xx",)), packs=PackFiles(folder))

    verdict = evaluation.judge(campaign(), facts(), text(), NOON, law)

    assert isinstance(verdict, Hold)
    assert (verdict.name, verdict.key) == (HoldName.PACK, "xx")
    assert hint in verdict.reasons[0].evidence["packs"]["xx"]


@pytest.mark.parametrize("name", ["zz", "../es", "", "es.yaml"])
def test_a_pack_that_is_not_there_holds_everything(name: str) -> None:
    """A name is looked up in a list, never taken for a path."""
    law = load_law(campaign(jurisdictions=(name,)))

    assert [pack.id for pack in law.broken] == [name]
    assert isinstance(evaluation.judge(campaign(), facts(), text(), NOON, law), Hold)


def test_bytes_that_are_no_text_hold_everything(folder: Path) -> None:
    """A half-written file must not crash a worker."""
    (folder / "xx.yaml").write_bytes(b"\xff\xfe\x00")

    assert load_law(campaign(jurisdictions=("xx",)), packs=PackFiles(folder)).broken


def test_a_mended_pack_is_law_at_once(folder: Path) -> None:
    """The law is never pinned (law 8): the file is looked at each time."""
    one = campaign(jurisdictions=("xx",))
    (folder / "xx.yaml").write_text("rules:")
    assert load_law(one, packs=PackFiles(folder)).broken

    (folder / "xx.yaml").write_text(PACK.replace('version: "1"', 'version: "22"'))

    assert [pack.version for pack in load_law(one, packs=PackFiles(folder)).packs] == ["22"]


def test_what_a_pack_extends_binds_with_it(folder: Path) -> None:
    """Rules are added, so a child can only tighten (law 7); circles end."""
    child = PACK.replace("id: xx\n", "id: yy\nextends: [xx]\n").replace("id: xx.", "id: yy.").replace("18:00", "12:00")
    (folder / "yy.yaml").write_text(child)
    (folder / "xx.yaml").write_text(PACK.replace("id: xx\n", "id: xx\nextends: [yy]\n"))

    law = load_law(campaign(jurisdictions=("yy",)), packs=PackFiles(folder))
    verdict = evaluation.judge(campaign(), facts(), text(), NOON, law)  # 12:00 in Madrid

    assert {pack.id for pack in law.packs} == {"xx", "yy"}
    assert isinstance(verdict, Defer)
    assert [reason.rule for reason in verdict.reasons] == ["yy.hours"]


def test_the_words_of_the_sources_become_ours() -> None:
    """One table translates, and nothing else."""
    pack = SHIPPED.read("es")

    assert isinstance(pack, Pack)
    about = {rule.id: rule.when.channels for rule in pack.rules}
    assert about["es.hours"] == {LIVE, RECORDED, VOICEMAIL}
    assert about["es.consent.auto"] == {RECORDED, VOICEMAIL}
    assert SMS in about["es.emsg"]


def test_the_table_of_words_ends_in_words_of_ours() -> None:
    """A word that leads nowhere would bind nothing and be missed by nobody."""
    ours = {word.value for words_ in (Outcome, Disposition) for word in words_} | {"replied"}

    assert all(events and events <= ours for events in source_words.EVENTS.values())
    assert set().union(*source_words.CHANNELS.values()) == source_words.CHANNELS["any"]
    assert set().union(*source_words.PURPOSES.values()) == set(Purpose)


def test_a_rule_of_a_pack_and_one_of_the_file_are_the_same_code(folder: Path) -> None:
    """The same no, the same `until`, with the pack's id, law and version beside it."""
    law = load_law(campaign(jurisdictions=("xx",)), packs=PackFiles(folder))

    limited = evaluation.judge(campaign(), facts(touch(NOON)), text(), NOON, law)
    closed = evaluation.judge(campaign(), facts(), text(), instant("2027-03-09 17:30"), law)

    assert isinstance(limited, Defer)
    assert limited.until == instant("2027-03-10 09:00")
    assert limited.reasons[0].evidence["law"] == "another law"
    assert isinstance(closed, Defer)
    assert [reason.rule for reason in closed.reasons] == ["xx.hours"]
    assert closed.evidence["packs"] == {"xx": {"version": "1", "status": "draft"}}


@pytest.mark.parametrize(
    ("change", "deferred"),
    [
        ({"outcome": Outcome.ANSWERED}, True),  # there was a conversation yesterday
        ({"outcome": Outcome.NO_ANSWER}, False),
        ({"outcome": None, "state": TouchState.CARRIED}, True),  # it may yet become one
        ({"outcome": Outcome.ANSWERED, "account": "B-2"}, False),  # about another contract
        ({"outcome": Outcome.ANSWERED, "number": 2}, True),  # by another number of theirs
        ({"outcome": Outcome.ANSWERED, "channel": Channel.SMS}, False),  # by another channel
    ],
)
def test_a_limit_of_a_pack_counts_events_among_touches_that_share_all_its_keys(
    folder: Path, change: dict[str, object], deferred: bool
) -> None:
    """A cool-down is a limit of one on conversations about one account."""
    cooldown = """
  - id: xx.cooldown
    type: limit
    when: {channels: [voice]}
    count: {events: [conversation]}
    threshold: 1
    window: {kind: calendar_days, n: 7}
    key: [lead, account]
    source: {law: "a third law", confidence: V}
"""
    (folder / "xx.yaml").write_text(PACK + cooldown)
    law = load_law(campaign(jurisdictions=("xx",)), packs=PackFiles(folder))
    call = {"channel": Channel.CALL, "account": "A-1"} | change
    known = facts(touch(NOON - timedelta(days=1), **call), lead=lead(account="A-1"))

    verdict = evaluation.judge(campaign(), known, ring(), NOON, law)

    assert isinstance(verdict, Defer) == deferred
    if isinstance(verdict, Defer):
        assert verdict.until == instant("2027-03-14 23:00")  # the day of the conversation is the first of seven


@pytest.mark.parametrize(
    ("effective", "deferred"),
    [
        ("{from: 2020-01-01}", True),
        ("{from: 2027-03-09}", True),  # law from today on
        ("{from: 2027-03-10}", False),  # not yet
        ("{from: 2020-01-01, to: 2027-03-09}", False),  # no longer
        ("{from: 2020-01-01, to: 2027-03-10}", True),
    ],
)
def test_a_pack_binds_on_the_days_on_which_it_is_law(folder: Path, effective: str, deferred: bool) -> None:
    """Dates are the person's."""
    (folder / "xx.yaml").write_text(PACK.replace("{from: 2020-01-01}", effective))
    law = load_law(campaign(jurisdictions=("xx",)), packs=PackFiles(folder))

    verdict = evaluation.judge(campaign(), facts(), text(), instant("2027-03-09 20:00"), law)

    assert isinstance(verdict, Defer) == deferred


@pytest.mark.parametrize(
    ("law_on", "at", "rules"),
    [
        ("{from: 2027-03-09}", "2027-03-08 09:59:59", {"zone.unknown"}),  # law nowhere on Earth
        ("{from: 2027-03-09}", "2027-03-08 10:00:00", {"zone.unknown", "xx.sender"}),  # it is the 9th on Kiritimati
        ("{from: 2020-01-01, to: 2027-03-09}", "2027-03-09 11:59:59", {"zone.unknown", "xx.sender"}),  # the 8th, at sea
        ("{from: 2020-01-01, to: 2027-03-09}", "2027-03-09 12:00:00", {"zone.unknown"}),
    ],
)
def test_a_pack_binds_who_may_be_anywhere_from_its_first_day_anywhere_to_its_last(
    folder: Path, law_on: str, at: str, rules: set[str]
) -> None:
    """A law that is not yet one, or no longer, must not turn waiting for a zone into a lost step."""
    (folder / "xx.yaml").write_text(SENDER_PACK.replace("{from: 2020-01-01}", law_on))
    law = load_law(campaign(jurisdictions=("xx",)), packs=PackFiles(folder))
    known = facts(lead=lead(zones=()))

    verdict = evaluation.judge(campaign(), known, ring(), instant(at), law)

    assert isinstance(verdict, Hold) == (rules == {"zone.unknown"})
    assert not isinstance(verdict, Allow)
    assert {reason.rule for reason in verdict.reasons} == rules


def test_a_pack_is_law_from_the_first_instant_of_its_first_day(folder: Path) -> None:
    """Midnight in Madrid, and not a second before."""
    (folder / "xx.yaml").write_text(PACK.replace("{from: 2020-01-01}", "{from: 2027-03-09}"))
    law = load_law(campaign(jurisdictions=("xx",)), packs=PackFiles(folder))

    before = evaluation.judge(campaign(), facts(), text(), instant("2027-03-08 22:59:59"), law)
    after = evaluation.judge(campaign(), facts(), text(), instant("2027-03-08 23:00:00"), law)

    assert isinstance(before, Allow)
    assert isinstance(after, Defer)


def test_hours_that_are_not_yet_law_make_no_opening(folder: Path) -> None:
    """Otherwise a step would be taken for late under a law of next year."""
    (folder / "xx.yaml").write_text(PACK.replace("{from: 2020-01-01}", "{from: 2028-01-01}"))
    law = load_law(campaign(jurisdictions=("xx",)), packs=PackFiles(folder))

    assert evaluation.same_opening(campaign(), facts(), text(), NOON, instant("2027-03-09 20:00"), law)


def test_a_pack_that_ends_tonight_does_not_close_tomorrow(folder: Path) -> None:
    """`until` is the first allowed instant, not the first one the old law would have allowed."""
    (folder / "xx.yaml").write_text(PACK.replace("{from: 2020-01-01}", "{from: 2020-01-01, to: 2027-03-10}"))
    law = load_law(campaign(jurisdictions=("xx",)), packs=PackFiles(folder))

    verdict = evaluation.judge(campaign(), facts(), text(), instant("2027-03-09 20:00"), law)

    assert isinstance(verdict, Defer)
    assert verdict.until == instant("2027-03-09 23:00")


@pytest.mark.parametrize(
    ("person", "applies", "bound"),
    [
        ({"country": "ES", "region": "MD"}, "{countries: [ES]}", True),
        ({"country": "FR", "region": ""}, "{countries: [ES]}", True),  # lives in France, the number is Spanish: both
        (
            {"country": "FR", "numbers": (number(country="FR"),), "zones": in_zone("Europe/Paris")},
            "{countries: [ES]}",
            False,
        ),
        ({"country": "", "numbers": (number(country=""),)}, "{countries: [ES]}", True),  # may be anywhere: strict
        ({"country": "ES", "region": "MD"}, "{countries: [ES], subdivisions: [CT]}", False),
        ({"country": "ES", "region": "CT"}, "{countries: [ES], subdivisions: [CT]}", True),
        ({"country": "ES", "region": ""}, "{countries: [ES], subdivisions: [CT]}", True),  # may be there: strict
    ],
)
def test_a_pack_protects_whoever_is_or_may_be_there(
    folder: Path, person: dict[str, object], applies: str, bound: bool
) -> None:
    """Law 6 for places."""
    (folder / "xx.yaml").write_text(PACK.replace("{countries: [ES]}", applies))
    law = load_law(campaign(jurisdictions=("xx",)), packs=PackFiles(folder))

    verdict = evaluation.judge(campaign(), facts(lead=lead(**person)), text(), instant("2027-03-09 20:00"), law)

    assert isinstance(verdict, Defer) == bound


def in_spain(now: str, ask: Candidate | None = None, **changes: object) -> object:
    """Judge a touch under the Spanish pack."""
    one = campaign(jurisdictions=("es",), **changes)
    return evaluation.judge(one, facts(), ask or ring(), instant(now), load_law(one))


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        ("2027-03-09 07:59:59", False),
        ("2027-03-09 08:00", True),  # 09:00 in Madrid
        ("2027-03-09 19:58:59", True),
        ("2027-03-09 19:59", False),  # the guard before 21:00
        ("2027-03-13 11:00", False),  # Saturday
        ("2027-03-14 11:00", False),  # Sunday
        ("2027-10-12 10:00", False),  # national holiday
        ("2027-05-03 10:00", False),  # holiday of Madrid
    ],
)
def test_spain_forbids_marketing_calls_to_consumers_at_night_and_on_weekends_and_holidays(
    now: str, allowed: bool
) -> None:
    """RDLeg 1/2007 art. 96.2, on top of a campaign that never closes."""
    assert isinstance(in_spain(now), Allow) == allowed


def test_spanish_hours_hold_in_the_canaries_by_their_own_clock() -> None:
    """With both zones possible, both must be open. (No region of Spain celebrates anything on that day.)"""
    one = campaign(jurisdictions=("es",))
    anywhere = facts(lead=lead(zones=in_zone("Europe/Madrid", "Atlantic/Canary"), region=""))

    assert not isinstance(evaluation.judge(one, anywhere, ring(), instant("2027-03-17 08:30"), load_law(one)), Allow)
    assert isinstance(evaluation.judge(one, anywhere, ring(), instant("2027-03-17 09:00"), load_law(one)), Allow)


def test_a_region_of_another_country_is_no_region_of_spain() -> None:
    """Who lives in France and has a Spanish number may be anywhere in Spain: the holidays of Madrid count, too."""
    one = campaign(jurisdictions=("es",))
    abroad = facts(lead=lead(country="FR", region="CT"))

    assert not isinstance(evaluation.judge(one, abroad, ring(), instant("2027-05-03 10:00"), load_law(one)), Allow)


@pytest.mark.parametrize(
    ("change", "ask"),
    [
        ({"purpose": Purpose.SERVICE}, ring()),  # not selling
        ({"audience": Audience.BUSINESS}, ring()),  # not consumers
        ({}, text()),  # not a call
    ],
)
def test_the_hours_of_spain_bind_only_what_the_law_is_about(change: dict[str, object], ask: Candidate) -> None:
    """A rule's `when`."""
    assert isinstance(in_spain("2027-03-13 11:00", ask, **change), Allow)


@pytest.mark.parametrize(
    ("ground", "ask", "refusing"),
    [
        ("customer", ring(), []),
        ("legitimate_interest", ring(), ["es.consent.voice", "es.consent.renew"]),
        # a voice left as voicemail needs consent itself
        ("customer", ring(step="ring_or_leave"), ["es.consent.auto", "eu.eprivacy.auto"]),
        ("customer", text(), []),
        ("legitimate_interest", text(), ["es.emsg", "eu.eprivacy.auto.emsg"]),
    ],
)
def test_spain_accepts_only_some_grounds(ground: str, ask: Candidate, refusing: list[str]) -> None:
    """LGTel art. 66, LSSI art. 21: the file may name a ground, the pack says whether it will do."""
    rule = ConsentRule(basis=ground, reason="own customers")  # type: ignore[arg-type]  # a table's values
    one = campaign(jurisdictions=("es",), consent={Channel.CALL: rule, Channel.SMS: rule})

    unlisted = RegistryCopy(name="lista_robinson", as_of=NOON.date())
    customer = lead(attributes={"last_dealing_at": "2027-01-15"})

    verdict = evaluation.judge(one, facts(lead=customer, consents=(), registries=(unlisted,)), ask, NOON, load_law(one))

    assert [reason.rule for reason in verdict.reasons] == refusing
    assert isinstance(verdict, Refuse if refusing else Allow)
