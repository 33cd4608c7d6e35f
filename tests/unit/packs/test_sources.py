"""Has every rule the public address of its source, as far as one was confirmed?"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from cadence.policy.pack_parts import RuleSource
from cadence.policy.packs.loading import SHIPPED
from cadence.policy.packs.schema import Pack, RequireEntry
from cadence.policy.primitives.registry import RegistryEntry

WITHOUT = {
    "ar": "ar.email ar.hours ar.local",
    "ar-c": "ar.local.caba",
    "br": "br.email br.hours br.auth br.short",
    "br-0303": "br.0303",
    "br-rj": "br.rj.hours br.rj.hours.cli br.rj.hours.ident",
    "br-sp": "br.sp.naoligue",
    "cl": "cl.email cl.prefix",
    "co": "co.rne",
    "ctia": "ctia.help",
    "es": "es.collections",
    "es-telco": "es.hours.code",
    "eu": "eu.suppress.form",
    "gb": "uk.hours",
    "mx": "mx.email mx.marketing.hours mx.collections.hours mx.collections.form mx.redeco",
    "mx-financial": "mx.reus",
    "pe": "pe.consent pe.revoke pe.collections.hours pe.marketing.hours pe.collections.form pe.noinsista",
    "pe-prefix500": "pe.prefix500",
    "us-al": "us-al.hours",
    "us-in": "us-in.hours",
    "us-ky": "us-ky.hours",
    "us-la": "us-la.hours",
    "us-me": "us-me.hours us-me.limit",
    "us-mi": "us-mi.hours",
    "us-mn": "us-mn.hours",
    "us-ms": "us-ms.hours",
    "us-nj": "us-nj.hours us-nj.consent",
    "us-nm": "us-nm.hours",
    "us-pa": "us-pa.hours",
    "us-sd": "us-sd.hours",
    "us-unknown": (
        "us.unknown_state us.unknown_state.prerec us.unknown_state.limit us.unknown_state.limit.prerec "
        "us.unknown_state.optout"
    ),
    "us-ut": "us-ut.hours",
    "us-va": "us-va.hours us-va.optout",
    "whatsapp": "wa.us.block",
}
"""Rules and duties whose source has no address that could be confirmed: nobody may invent one."""


def sources(pack: Pack) -> Iterator[tuple[str, RuleSource]]:
    """Yield each source of a pack, with the id of the rule it is about."""
    for rule in pack.rules:
        yield rule.id, rule.source
        if isinstance(rule, RequireEntry) and isinstance(rule.needs, RegistryEntry) and rule.needs.unless:
            yield rule.id, rule.needs.unless.source
    for duty in pack.duties:
        yield duty.id, duty.source
    for kept in pack.retention:
        yield kept.kept, kept.source


def loaded(name: str) -> Pack:
    """The pack of this name."""
    pack = SHIPPED.read(name)
    assert isinstance(pack, Pack)
    return pack


@pytest.mark.parametrize("name", SHIPPED.names())
def test_a_rule_without_an_address_is_in_the_list(name: str) -> None:
    """An address that is added leaves the list, and a rule without one enters it."""
    missing = sorted({rule for rule, source in sources(loaded(name)) if not source.url})

    assert missing == sorted(set(WITHOUT.get(name, "").split()))


@pytest.mark.parametrize("name", SHIPPED.names())
def test_an_address_is_one_that_a_browser_opens(name: str) -> None:
    """It is encrypted, names a host and has no blanks."""
    for rule, source in sources(loaded(name)):
        if source.url:
            address = urlsplit(source.url)
            assert address.scheme == "https", rule
            assert "." in address.netloc, rule
