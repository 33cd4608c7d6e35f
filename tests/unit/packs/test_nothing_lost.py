"""Does every finding of the research stand in a pack, and as sure as it was found to be?"""

import pytest

from cadence.policy.packs.loading import PACKS, SHIPPED
from tests.unit.packs.court import pack_of

# Each finding's id and its mark: V quoted, S told by others, C in conflict, U unverified; where it had two, the weaker.
# Not what the packs add of their own (a rule of two parts has two ids), which test_whole_book puts to the test.
FINDINGS = {
    "us": """
        us.tcpa.hours V, us.tsr.hours S, us.tsr.abandon S, us.fcc.abandon U, us.abandon.message U, us.ring S,
        us.record U, us.dnc.national U, us.dnc.internal V, us.consent.prerec U, us.consent.autodial S,
        us.revoke.words V, us.revoke.delay V, us.revoke.confirm V, us.revoke.scope V, us.rnd U, us.canspam S,
        us.callerid U""",
    "us-regf": """
        us.regf.hours V, us.regf.zone S, us.regf.7in7 S, us.regf.cooldown V, us.regf.excluded C, us.regf.sms S,
        us.regf.optout S""",
    "us-rnd": "us.rnd.checked U",
    "us-unknown": "us.unknown_state C",
    "us-al": "us-al.hours C",
    "us-ct": "us-ct.hours S, us-ct.consent S",
    "us-fl": "us-fl.hours S, us-fl.limit S, us-fl.consent S",
    "us-in": "us-in.hours S",
    "us-ky": "us-ky.hours S",
    "us-la": "us-la.hours S",
    "us-ma": "us-ma.hours S",
    "us-md": "us-md.hours S, us-md.limit S, us-md.consent S",
    "us-me": "us-me.hours S, us-me.limit S",
    "us-mi": "us-mi.hours C",
    "us-mn": "us-mn.hours C",
    "us-ms": "us-ms.hours S",
    "us-nj": "us-nj.hours S, us-nj.consent S",
    "us-nm": "us-nm.hours S",
    "us-nv": "us-nv.hours C",
    "us-ny": "us-ny.hours S",
    "us-ok": "us-ok.hours C, us-ok.limit C, us-ok.consent C",
    "us-or": "us-or.hours S, us-or.limit S",
    "us-pa": "us-pa.hours C",
    "us-ri": "us-ri.hours S",
    "us-sd": "us-sd.hours S",
    "us-tx": "us-tx.hours S, us-tx.hours.texts S, us-tx.registration S",
    "us-ut": "us-ut.hours C",
    "us-va": "us-va.hours S, us-va.optout S",
    "us-wa": "us-wa.hours S, us-wa.refused S, us-wa.consent S, us-wa.ident S, us-wa.end S",
    "us-wy": "us-wy.hours S",
    "gb": """
        uk.ofcom.abandon S, uk.ofcom.72h S, uk.ofcom.message S, uk.ofcom.ring S, uk.ofcom.cli S, uk.ofcom.silent U,
        uk.pecr.tps S, uk.pecr.recorded S, uk.pecr.emsg U, uk.hours U, uk.suppress V, uk.collections U""",
    "es": """
        es.hours V, es.ident V, es.consent.auto V, es.consent.voice S, es.consent.renew U, es.robinson V, es.object S,
        es.emsg U, es.cli.mobile V, es.service.prefix S, es.cli.foreign V, es.sms.alias S, es.collections U""",
    "es-telco": "es.hours.code S",
    "es-ley10": "es.cli.400 V",
    "co": """
        co.hours V, co.freq.day V, co.freq.channel C, co.trigger, co.channels S, co.rne S, co.third S, co.except S,
        co.status""",
    "co-one-channel": "co.freq.channel C",
    "co-one-contact": "co.freq.contact C",
    "pe": """
        pe.consent S, pe.revoke S, pe.collections.hours V, pe.collections.form V, pe.noinsista U,
        pe.marketing.hours U""",
    "pe-prefix500": "pe.prefix500 U",
    "mx": """
        mx.repep S, mx.ident U, mx.marketing.hours U, mx.collections.hours S, mx.collections.form S, mx.redeco S""",
    "mx-financial": "mx.reus S",
    "cl": """
        cl.coll.hours S, cl.coll.voice S, cl.coll.other S, cl.coll.count, cl.coll.stop S, cl.coll.retain,
        cl.coll.text S, cl.mkt.optout S, cl.prefix C, cl.privacy U""",
    "ar": "ar.nollame S, ar.except S, ar.hours U, ar.local S, ar.collections U",
    "ar-c": "ar.local.caba S",
    "br": "br.auth S, br.short C, br.hours S, br.collections U, br.lgpd U",
    "br-0303": "br.0303 S",
    "br-npt": "br.npt S",
    "br-sp": "br.sp.naoligue S",
    "br-rj": "br.rj.hours S",
    "eu": """
        eu.object U, eu.erase_vs_suppress S, eu.suppress.form U, eu.access U, eu.retention U, eu.consent.proof U,
        eu.eprivacy.auto U, eu.ai S""",
    "whatsapp": """
        wa.optin S, wa.window V, wa.category U, wa.limit.portfolio V, wa.limit.user S, wa.us.block V, wa.quality S""",
    "twilio": "tw.stop C, tw.stop.gap S",
    "twilio-quiet": "tw.quiet V",
    "ctia": "ctia.optin S, ctia.optout V, ctia.tiers S, ctia.help S, ctia.10dlc S",
}
"""By pack. One without a mark is told in a note, a header or what is kept, because it is no rule by itself."""

RETAINED = {"us": [5, 5], "us-regf": [3], "cl": [2]}
"""For how many years what has to be kept is kept, by pack; Virginia's ten are in us-va.optout."""


def findings(pack: str) -> list[tuple[str, str]]:
    """Return the findings a pack carries, each with its mark or ""."""
    parts = [one.split() for one in FINDINGS[pack].split(",")]
    return [(one[0], one[1] if len(one) > 1 else "") for one in parts]


@pytest.mark.parametrize("name", sorted(FINDINGS))
def test_no_finding_is_lost_or_surer_than_it_was(name: str) -> None:
    """A rule that is dropped in an edit is law that nobody asks about; a mark that is raised is a promise."""
    pack = pack_of(name)
    carried = [(rule.id, rule.source.confidence) for rule in pack.rules]
    carried += [(duty.id, duty.source.confidence) for duty in pack.duties]
    text = (PACKS / f"{name}.yaml").read_text(encoding="utf-8")

    assert [one for one in findings(name) if one[1] and one not in carried] == []
    assert [id_ for id_, mark in findings(name) if not mark and id_ not in text] == []


def test_every_pack_carries_a_finding() -> None:
    """A new pack enters its findings above."""
    assert set(SHIPPED.names()) == set(FINDINGS)


@pytest.mark.parametrize("name", SHIPPED.names())
def test_what_has_to_be_kept_is_kept_as_long(name: str) -> None:
    """Figures of the law, in years."""
    assert [one.years for one in pack_of(name).retention] == RETAINED.get(name, [])
