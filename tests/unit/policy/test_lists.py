"""Do the packs say which lists and calendars must be brought, and how young?"""

from datetime import UTC, date, datetime, timedelta

from cadence.policy.required_registries import every_pack, feeds, recent_enough, registries

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)


def test_every_list_of_the_packs_is_known_with_who_asks_for_it() -> None:
    """Under a name that no pack asks for, a copy would be kept in vain."""
    asked = registries(every_pack())

    assert {"us_dnc", "tps", "ctps", "lista_robinson", "rne", "repep", "reus", "nao_me_perturbe"} <= set(asked)
    assert [(one.pack, one.rule, one.max_age_days) for one in asked["us_dnc"]] == [("us", "us.dnc.national", 31)]
    assert [one.max_age_days for one in asked["lista_robinson"]] == [None]


def test_every_calendar_of_the_packs_is_known() -> None:
    """Towns' holidays and declared emergencies are nowhere to be worked out."""
    asked = feeds(every_pack())

    assert asked["us_ny_emergency"] == ("us-ny", "us-unknown")
    assert asked["es_local_holidays"] == ("es",)


def test_a_copy_is_young_to_the_last_second_that_its_rule_allows() -> None:
    """28 days from the beginning of its day, as the rule itself counts."""
    asked = registries(every_pack())
    ends = datetime(2027, 3, 29, tzinfo=UTC)

    assert recent_enough(date(2027, 3, 1), asked["tps"], ends - timedelta(seconds=1))
    assert not recent_enough(date(2027, 3, 1), asked["tps"], ends)
    assert recent_enough(date(1999, 1, 1), asked["lista_robinson"], NOON)  # no source names an age
