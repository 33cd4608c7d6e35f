"""Which limit by portfolio binds a touch, and on which days?"""

from dataclasses import replace
from datetime import timedelta

from cadence.domain import Channel
from cadence.policy.evaluation.across_leads import shared_limit
from cadence.policy.packs.law import Law
from cadence.policy.packs.loading import law_of, load_law
from tests.unit.policy.builders import NOON, campaign

WHATSAPP = Channel.WHATSAPP


def test_the_pack_says_how_many_people_and_for_how_long() -> None:
    """The number stands there and nowhere else."""
    found = shared_limit(campaign(), law_of(("whatsapp",)), WHATSAPP, NOON)

    assert found is not None
    assert (found.rule, found.most, found.span) == ("wa.limit.portfolio", 250, timedelta(days=1))
    assert found.basis["pack"] == "whatsapp"


def test_a_platform_binds_whoever_switches_the_law_off() -> None:
    """`jurisdictions: none` is about laws of places."""
    assert shared_limit(campaign(), load_law(campaign(no_jurisdictions=True)), WHATSAPP, NOON) is not None


def test_it_binds_its_own_channel_and_nothing_before_it_was_law() -> None:
    """Text messages and calls have no portfolio."""
    law = law_of(("whatsapp",))

    assert shared_limit(campaign(), law, Channel.SMS, NOON) is None
    assert shared_limit(campaign(), law, WHATSAPP, NOON - timedelta(days=9000)) is None
    assert shared_limit(campaign(), Law(), WHATSAPP, NOON) is None


def test_the_strictest_of_two_binds() -> None:
    """Law 7."""
    (pack,) = law_of(("whatsapp",)).packs
    rules = [rule.model_copy(update={"threshold": 9}) if rule.type == "limit" else rule for rule in pack.rules]
    stricter = pack.model_copy(update={"id": "stricter", "rules": tuple(rules)})
    found = shared_limit(campaign(), replace(law_of(("whatsapp",)), packs=(pack, stricter)), WHATSAPP, NOON)

    assert found is not None
    assert (found.most, found.basis["pack"]) == (9, "stricter")
