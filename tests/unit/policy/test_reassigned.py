"""Is nobody contacted by a number that may have a new owner, where a pack requires the check?"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cadence.campaign.shape import Campaign
from cadence.domain import Allow, Callback, Cause, CauseKind, Refuse, Scope
from cadence.languages import LANGUAGES, Language
from cadence.policy import evaluation
from cadence.policy.evaluation.always import always_refused
from cadence.policy.evaluation.cache_key import cache_key
from cadence.policy.evaluation.case import Case, question_of
from cadence.policy.finding import Finding
from cadence.policy.packs.law import Law
from cadence.policy.packs.schema import Pack
from cadence.policy.packs.tightening import loosened
from cadence.policy.primitives.reassigned import NotReassigned, ReassignedEntry
from cadence.policy.wording import in_words
from tests.unit.policy.builders import NOON, campaign, day, facts, lead, ring, text

DAY = timedelta(days=1)
BASIS = {"pack": "xx", "law": "a law"}
ASKED = question_of(campaign(), facts(), text(), lead().numbers[0])


def pack(name: str = "xx", **said: Any) -> Pack:
    """Return a pack that requires a check of the last thirty days, or what is said."""
    rule = {
        "id": "xx.checked",
        "type": "require",
        "reassigned": {"max_age_days": 30} | said,
        "source": {"law": "a law", "confidence": "U"},
    }
    head = {"id": name, "version": "1", "title": "Nowhere", "effective": {"from": day("2020-01-01")}, "status": "draft"}
    return Pack.model_validate(head | {"complete": True, "applies": {"countries": ["ES"]}, "rules": [rule]})


LAW = Law(packs=(pack(),), guard=timedelta(0))


def judged(checked: str, file: Campaign | None = None) -> Any:
    """Return the verdict on a person whose list says this about the check."""
    person = lead(attributes={"reassigned_checked_at": checked} if checked else {})
    return evaluation.judge(file or campaign(), facts(lead=person), text(), NOON, LAW)


@pytest.mark.parametrize(
    ("since", "why"),
    [
        (timedelta(0), ""),
        (30 * DAY - timedelta(seconds=1), ""),
        (30 * DAY, "outdated"),  # after exactly thirty days it is over
        (-timedelta(seconds=1), "unchecked"),  # a check of tomorrow says nothing today
        (None, "unchecked"),
    ],
)
def test_a_check_counts_from_its_date_for_so_many_days(since: timedelta | None, why: str) -> None:
    """Before it, after it and without it the number is refused, and the next one may go."""
    checked = None if since is None else NOON - since
    finding = NotReassigned(rule="r", checked=checked, max_age_days=30, basis=BASIS).check(ASKED, NOON)
    evidence = BASIS | {"checked": checked.isoformat() if checked else None}

    if why:
        more = {"max_age_days": 30} if why == "outdated" else {}
        assert (finding.evidence, finding.scope) == (evidence | {"why": why} | more, Scope.NUMBER)
    else:
        assert checked is not None
        assert finding == Finding("r", evidence, closes=checked + 30 * DAY)


def test_the_list_says_when_a_number_was_checked() -> None:
    """A day without a time begins at midnight where the person is; what cannot be read is no check (law 6)."""
    assert isinstance(judged("2027-03-09"), Allow)
    assert isinstance(judged("2027-02-08"), Allow)
    assert isinstance(judged("2027-02-07 12:00"), Refuse)
    assert isinstance(judged("yesterday"), Refuse)
    assert isinstance(judged(""), Refuse)


def test_a_call_that_the_person_asked_for_needs_no_check() -> None:
    """They have just given the number."""
    callback = Callback(id="c", at=NOON, ref="inbound:m")  # from a message of theirs
    promised = ring(cause=Cause(kind=CauseKind.CALLBACK, ref="c"))

    assert isinstance(evaluation.judge(campaign(), facts(callbacks=(callback,)), promised, NOON, LAW), Allow)
    assert isinstance(evaluation.judge(campaign(), facts(), ring(), NOON, LAW), Refuse)


def test_people_checked_on_different_days_do_not_share_their_rules() -> None:
    """Rules are made once for each cache key, so the column is part of it."""
    keys = [
        cache_key(Case(campaign=campaign(), law=LAW, at=NOON, question=question_of(campaign(), known, text(), None)))
        for known in (facts(lead=lead(attributes={"reassigned_checked_at": checked})) for checked in ("", "2027-03-09"))
    ]

    assert keys[0] != keys[1]


def test_a_file_is_not_refused_for_everybody() -> None:
    """`check` judges a made-up person, whose number was checked today."""
    file = campaign(country="ES", jurisdictions=("xx",))

    assert [found for found in always_refused(file, LAW, NOON) if found.reasons[0].rule == "xx.checked"] == []


@pytest.mark.parametrize(("age", "why"), [(29, ""), (30, ""), (31, "an older check")])
def test_a_child_may_ask_for_a_younger_check(age: int, why: str) -> None:
    """Law 7."""
    expected = [f"xx.checked: {why} than in xx; a child can only tighten"] if why else []

    assert list(loosened(pack("xx-child", max_age_days=age), pack())) == expected


def test_it_looks_back_at_no_touches() -> None:
    """The date is in the list."""
    assert ReassignedEntry(max_age_days=30).look_back() == timedelta(0)
    assert ReassignedEntry(max_age_days=30).describe() == "the number checked for a new owner in the last 30 days"


AGES = {
    "en": "the number was last checked for a new owner on 2027-01-01 11:00 UTC; the law sets a maximum age of 30 days",
    "es": (
        "la última comprobación de que el número no ha cambiado de titular es del 2027-01-01 11:00 UTC; la ley fija "
        "una antigüedad máxima de 30 días"
    ),
    "pt": (
        "a última verificação de que o número não mudou de titular é de 2027-01-01 11:00 UTC; a lei fixa uma idade "
        "máxima de 30 dias"
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_explained_in_every_language(language: Language) -> None:
    """With the date and the age, or with the column that is missing; on one line."""
    outdated, unchecked = (judged(checked).reasons[0] for checked in ("2027-01-01 12:00", ""))

    assert in_words(outdated, language) == f"{AGES[language]} (xx.checked: a law)"
    assert "(column reassigned_checked_at)" in in_words(unchecked, "en")
    assert "reassigned_checked_at) (xx.checked: a law)" in in_words(unchecked, language)
    assert in_words(replace(unchecked, kind=""), language) == in_words(unchecked, language)  # as the ledger keeps it
