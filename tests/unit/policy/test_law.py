"""Which packs make up the law of a campaign, and can a child pack only tighten?"""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from cadence.campaign.content.call import CallStep
from cadence.campaign.content.email import Email
from cadence.campaign.parts import ConsentRule
from cadence.campaign.step_shape import Step
from cadence.domain import Allow, Channel, Hold, HoldName, Inbound, NumberKind
from cadence.policy import evaluation
from cadence.policy.evaluation.always import always_refused
from cadence.policy.packs.law import Law
from cadence.policy.packs.loading import PackFiles, law_of, load_law, mended
from tests.unit.policy.builders import NOON, consent, facts, in_zone, instant, lead, number, text, window
from tests.unit.policy.builders import campaign as any_campaign

WRITE = Step(step="write", email=Email(subject="Hola", body="Hola"))
HEAD = """
version: "1"
title: Nowhere
effective: {from: 2020-01-01}
status: draft
complete: true
"""
PARENT = """
applies: {countries: [ES]}
rules:
  - id: xx.hours
    type: window
    when: {purposes: [marketing], channels: [sms]}
    allow: [{days: mon-fri, open: "09:00", close: "14:00"}, {days: mon-fri, open: "14:00", close: "21:00"}]
    closed: {levels: [national]}
    source: {law: "a law", confidence: V}
  - id: xx.often
    type: limit
    threshold: 3
    window: {kind: rolling, seconds: 86400}
    key: [lead, subject]
    source: {law: "a law", confidence: V}
  - id: xx.agreed
    type: require
    consent: {kinds: [express, customer_similar_products], max_age_days: 730}
    source: {law: "a law", confidence: V}
  - id: xx.list
    type: require
    registry: {name: a_list, max_age_days: 31}
    source: {law: "a law", confidence: V}
  - id: xx.where
    type: require
    destination: {countries_not: [FR]}
    source: {law: "a law", confidence: V}
  - id: xx.abandon
    type: ratio
    numerator: {events: [abandoned]}
    denominator: {events: [answered_live]}
    connect_s: 2.0
    max: 0.03
    window: {kind: rolling, seconds: 86400}
    source: {law: "a law", confidence: V}
"""


@dataclass(frozen=True)
class Named:
    """A campaign, as far as its law is concerned."""

    jurisdictions: tuple[str, ...] = ()
    no_jurisdictions: bool = False
    without_pack: tuple[str, ...] = ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A country, a platform, and a code that only its signatories follow."""
    (tmp_path / "xx.yaml").write_text(f"id: xx{HEAD}{PARENT}")
    (tmp_path / "platform.yaml").write_text(f"id: platform{HEAD}applies: {{everyone: true}}\nrules: []\n")
    (tmp_path / "code.yaml").write_text(
        f"id: code{HEAD}applies: {{countries: [ES]}}\nbinds: named\nextends: [xx]\nrules: []\n"
    )
    return tmp_path


def ids(law: Law) -> set[str]:
    """The packs of a law."""
    return {pack.id for pack in law.packs}


@pytest.mark.parametrize(
    ("campaign", "bound"),
    [
        (Named(), {"xx", "platform"}),  # who names none is under the law all the same
        (Named(("code",)), {"xx", "platform", "code"}),  # a code binds whom it is named by
        (Named(no_jurisdictions=True), {"platform"}),  # a platform's rules are a contract, not a law of places
    ],
)
def test_the_law_follows_from_the_place_and_from_what_is_named(folder: Path, campaign: Named, bound: set[str]) -> None:
    """Forgetting a line never switches the law off."""
    assert ids(load_law(campaign, packs=PackFiles(folder))) == bound


def test_a_question_may_be_put_to_some_packs_alone(folder: Path) -> None:
    """And to what they extend."""
    assert ids(law_of(("code",), packs=PackFiles(folder))) == {"code", "xx"}


@pytest.mark.parametrize(("campaign", "broken"), [(Named(), ["torn"]), (Named(no_jurisdictions=True), [])])
def test_a_torn_pack_may_bind_whoever_keeps_to_the_law_of_places(
    folder: Path, campaign: Named, broken: list[str]
) -> None:
    """Law 6: nobody can read whom it is about; a file without such law is not about it."""
    (folder / "torn.yaml").write_text("id: [")

    assert [pack.id for pack in load_law(campaign, packs=PackFiles(folder)).broken] == broken
    assert [pack.id for pack in law_of(("torn",), packs=PackFiles(folder)).broken] == ["torn"]  # asked for by name


def test_the_same_files_make_the_same_law(folder: Path) -> None:
    """It is asked for at every touch."""
    assert load_law(Named(), packs=PackFiles(folder)) is load_law(Named(), packs=PackFiles(folder))
    assert load_law(Named(), packs=PackFiles(folder)) is not load_law(Named(), timedelta(0), PackFiles(folder))


def test_a_changed_file_is_another_law(folder: Path) -> None:
    """The law is today's (law 8)."""
    before = load_law(Named(), packs=PackFiles(folder))
    (folder / "xx.yaml").write_text(f"id: xx{HEAD}{PARENT}".replace('version: "1"', 'version: "1.1"'))

    assert {pack.version for pack in load_law(Named(), packs=PackFiles(folder)).packs} == {"1", "1.1"}
    assert load_law(Named(), packs=PackFiles(folder)) is not before


@pytest.mark.parametrize(
    ("found", "restated", "why"),
    [
        ('open: "09:00"', 'open: "10:00"', ""),  # tighter
        ("", "", ""),  # the same, though cut in two
        ('open: "09:00"', 'open: "08:59"', "longer hours"),
        ('close: "21:00"', 'close: "21:01"', "longer hours"),
        ('{days: mon-fri, open: "09:00"', '{days: mon-sat, open: "09:00"', "longer hours"),
        ("    closed: {levels: [national]}\n", "", "fewer holidays"),
        ("[national]", "[national, regional]", ""),
        ("purposes: [marketing], channels: [sms]", "purposes: [marketing]", ""),  # about more touches
        ("channels: [sms]", "channels: [whatsapp]", "fewer touches"),
        ("threshold: 3", "threshold: 2", ""),
        ("threshold: 3", "threshold: 4", "more touches"),
        ("seconds: 86400", "seconds: 86399", "a shorter period"),
        ("{kind: rolling, seconds: 86400}", "{kind: calendar_days, n: 7}", "another kind of period"),
        ("key: [lead, subject]", "key: [lead]", ""),  # whatever the subject: more count
        ("key: [lead, subject]", "key: [lead, subject, campaign]", "fewer touches counted"),
        ("kinds: [express, customer_similar_products]", "kinds: [express]", ""),
        ("kinds: [express, customer_similar_products]", "kinds: [express, contract]", "more kinds of consent"),
        (", max_age_days: 730", "", "more kinds of consent"),
        ("max_age_days: 31", "max_age_days: 30", ""),
        ("max_age_days: 31", "max_age_days: 32", "an older or another list"),
        ("registry: {name: a_list, max_age_days: 31}", "dialer: {min_ring_s: 15}", "another requirement"),
        ("max: 0.03", "max: 0.02", ""),
        ("max: 0.03", "max: 0.04", "a higher ratio"),
        ("connect_s: 2.0", "connect_s: 1.0", ""),
        ("connect_s: 2.0", "connect_s: 3.0", "a later agent"),
        ("    connect_s: 2.0\n", "", "a later agent"),
        ("[FR]", "[FR, PT]", ""),
        ("[FR]", "[PT]", "more destinations"),
        ("[FR]", "[FR], templates_only: true", "more destinations"),  # free text may go there
    ],
)
def test_a_child_pack_can_only_tighten(folder: Path, found: str, restated: str, why: str) -> None:
    """Law 7. One that restates a rule of its parent more loosely is refused at load, and holds everything."""
    child = PARENT.replace(found, restated, 1) if found else PARENT
    (folder / "code.yaml").write_text(f"id: code{HEAD}extends: [xx]\nbinds: named\n{child}")

    broken = load_law(Named(("code",)), packs=PackFiles(folder)).broken

    assert [pack.id for pack in broken] == (["code"] if why else [])
    assert all(why in pack.why and "xx" in pack.why for pack in broken)


@pytest.mark.parametrize(
    ("country", "without", "goes"),
    [
        ("ES", (), True),
        ("EC", (), False),  # no pack is about Ecuador
        ("EC", ("EC",), True),  # and the file says so
        ("EC", ("CA",), False),
        ("PT", (), False),  # a layer under many countries' packs is not Portugal's own
        ("PT", ("PT",), True),
    ],
)
def test_a_country_without_a_pack_is_not_a_country_without_law(
    folder: Path, country: str, without: tuple[str, ...], goes: bool
) -> None:
    """Law 6: what nobody has looked up holds, with a reason, until somebody says that it may go."""
    (folder / "xx.yaml").write_text(f"id: xx{HEAD}applies: {{countries: [ES]}}\nrules: []\n")
    (folder / "zz.yaml").write_text(f"id: zz{HEAD}layer: true\napplies: {{countries: [ES, PT]}}\nrules: []\n")
    zone = {"ES": "Europe/Madrid", "EC": "America/Guayaquil", "PT": "Europe/Lisbon"}[country]
    person = lead(country=country, region="", zones=in_zone(zone), numbers=(number(country=country),))

    verdict = evaluation.judge(
        any_campaign(), facts(lead=person), text(), NOON, load_law(Named(without_pack=without), packs=PackFiles(folder))
    )

    assert isinstance(verdict, Allow if goes else Hold)
    if isinstance(verdict, Hold):
        assert (verdict.name, verdict.key) == (HoldName.PACK, country)
        assert verdict.reasons[0].rule == "pack.covers"


@pytest.mark.parametrize("meaning", ["hold", "restrict"])
def test_a_reply_that_waits_is_named_before_a_country_without_a_pack(folder: Path, meaning: str) -> None:
    """A person can decide about the reply today; the pack may never come, and it bars only its own number."""
    (folder / "xx.yaml").write_text(f"id: xx{HEAD}applies: {{countries: [ES]}}\nrules: []\n")
    abroad = number(1, country="EC", zones=in_zone("America/Guayaquil"))
    person = lead(country="", region="", zones=(), numbers=(abroad, number(2, country="EC", zones=abroad.zones)))
    message = Inbound(id="m", channel=Channel.SMS, number=1, sender="+34910000001", at=NOON, meaning=meaning)
    law = load_law(Named(), packs=PackFiles(folder))

    waits = evaluation.judge(any_campaign(), facts(lead=person, inbound=(message,)), text(), NOON, law)
    decided = facts(lead=person, inbound=(replace(message, reviewed=True),))
    abroad_only = evaluation.judge(any_campaign(), decided, text(), NOON, law)

    assert isinstance(waits, Hold)
    assert isinstance(abroad_only, Hold)
    assert (waits.name, waits.reasons[0].rule) == (HoldName.REVIEW, "reply.unclear")
    assert (abroad_only.name, abroad_only.key) == (HoldName.PACK, "EC")


@pytest.mark.parametrize(("phones", "goes"), [(("ES", "ES"), True), (("ES", "FR"), False), (("FR", "ES"), False)])
@pytest.mark.parametrize("home", ["", "ES"])
def test_an_address_beside_phones_of_two_countries_is_under_the_law_of_both(
    folder: Path, phones: tuple[str, ...], goes: bool, home: str
) -> None:
    """An e-mail goes where the phones are: a country without a pack holds it, whatever the list says of the other."""
    (folder / "xx.yaml").write_text(f"id: xx{HEAD}applies: {{countries: [ES]}}\nrules: []\n")
    known = [number(place, country=where, zones=in_zone("Europe/Madrid")) for place, where in enumerate(phones, 1)]
    address = number(3, e164="ana@example.com", kind=NumberKind.EMAIL, country="")
    person = lead(country=home, region="", zones=(), numbers=(*known, address))
    agreed = (consent(1, Channel.EMAIL),)

    verdict = evaluation.judge(
        any_campaign(WRITE),
        facts(lead=person, consents=agreed),
        text(channel=Channel.EMAIL, step="write"),
        NOON,
        load_law(Named(), packs=PackFiles(folder)),
    )

    assert isinstance(verdict, Allow if goes else Hold)
    if isinstance(verdict, Hold):
        assert (verdict.name, verdict.key) == (HoldName.PACK, "FR")


@pytest.mark.parametrize(("ground", "refused"), [("opt_in", []), ("legitimate_interest", ["ar.email"])])
def test_an_email_that_the_law_always_refuses_is_found_before_launch(ground: str, refused: list[str]) -> None:
    """The made-up person has an address, too; without one no rule about e-mails was looked at."""
    basis = {Channel.EMAIL: ConsentRule(basis=ground, reason="customers")}
    file = any_campaign(WRITE, country="AR", no_jurisdictions=False, consent=basis)

    found = [reason.rule for step in always_refused(file, load_law(file), NOON) for reason in step.reasons]

    assert found == refused


@pytest.mark.parametrize(
    "at",
    [
        "2027-03-08 02:00",  # a Monday, before the law's hours
        "2027-03-08 09:00",  # inside the law's hours, outside the file's
        "2027-03-14 11:00",  # a Sunday, inside the file's hours, outside the law's
    ],
)
def test_hours_that_the_law_never_allows_are_found_at_any_hour(at: str) -> None:
    """What `check` says of a file does not depend on when it is asked."""
    sundays = (window("10:00-20:00", days=[6]),)
    ring = Step(step="ring", call=CallStep(floor="sales"))
    file = any_campaign(ring, country="ES", no_jurisdictions=False, windows=sundays)

    found = [reason.rule for step in always_refused(file, load_law(file), instant(at)) for reason in step.reasons]

    assert found == ["es.hours"]


@pytest.mark.parametrize(
    ("days", "goes"),
    [
        ("{from: 2027-03-10}", False),
        ("{from: 2027-03-09}", True),
        ("{from: 2026-01-01, to: 2027-03-09}", False),
        ("{from: 2026-01-01, to: 2027-03-10}", True),
    ],
)
def test_a_pack_makes_a_country_known_only_on_the_days_on_which_it_is_law(folder: Path, days: str, goes: bool) -> None:
    """A pack for next year says nothing of the law of today; the reconciler wakes who waits when its day has begun."""
    head = HEAD.replace("{from: 2020-01-01}", days)
    assert days in head
    (folder / "fr.yaml").write_text(f"id: fr{head}applies: {{countries: [FR]}}\nrules: []\n")
    packs = PackFiles(folder)
    person = lead(country="FR", region="", zones=in_zone("Europe/Paris"), numbers=(number(country="FR"),))

    verdict = evaluation.judge(any_campaign(), facts(lead=person), text(), NOON, load_law(Named(), packs=packs))

    assert isinstance(verdict, Allow if goes else Hold)
    assert mended("FR", NOON + timedelta(hours=13), packs) == (goes and "to" not in days)
    if isinstance(verdict, Hold):
        assert verdict.key == "FR"


def test_a_pack_that_loosens_is_not_mended_because_it_can_be_read(folder: Path) -> None:
    """Else everybody who waits for it would be woken again every other second."""
    rule = "rules: [{id: es.some, type: require, source: {law: x, confidence: V}, reassigned: {max_age_days: %d}}]\n"
    (folder / "es.yaml").write_text(f"id: es{HEAD}applies: {{countries: [ES]}}\n" + rule % 3)
    (folder / "acme.yaml").write_text(f"id: acme{HEAD}extends: [es]\napplies: {{countries: [ES]}}\n" + rule % 9)
    packs = PackFiles(folder)

    assert [pack.id for pack in load_law(Named(), packs=packs).broken] == ["acme"]
    assert mended("es", NOON, packs)
    assert not mended("acme", NOON, packs)
