"""Is a segment the same however the list writes it, and is one that nobody names reported?"""

from collections import Counter
from datetime import time

import pytest

from cadence.campaign import check_text
from cadence.campaign.account_turns import AccountTurns
from cadence.campaign.parts import FileLimit
from cadence.campaign.periods import WholeCampaign
from cadence.leads.lists.column_report import account_lines, segment_lines
from cadence.policy.evaluation.conditional import choices_of
from tests.unit.leads.reading import read

CAMPAIGN = check_text(
    """
campaign: spring
purpose: service
jurisdictions: none
country: ES
from: {company: Tienda Sol, sms: "+34910000001"}
windows:
  - {days: mon-fri, hours: 9-20}
  - {days: mon-fri, hours: 10-12, segments: [temprano, mañana_larga]}
cadence:
  - step: hello
    sms: "Hola"
""",
    "spring.yaml",
    (),
).right()


@pytest.mark.parametrize(
    ("segment", "opens"),
    [
        *(
            (word, 10)
            for word in (
                "temprano",
                "TEMPRANO",
                " Temprano ",
                "témprano",
                "mañana larga",
                "MANANA  LARGA",
                "Mañana_Larga",
            )
        ),
        *((word, 9) for word in ("", "tarde", "temprano-", "temprano2")),
    ],
)
def test_a_segment_has_its_hours_however_it_is_written(segment: str, opens: int) -> None:
    """The general hours are wider than the segment's."""
    (windows,) = choices_of(CAMPAIGN.windows, segment, ())

    assert {span.opens for window in windows for span in window.hours} == {time(opens)}


def test_what_does_not_meet_is_reported() -> None:
    """A segment that no window names gets the general hours, and a window for nobody is a slip."""
    lines = dict(enumerate(words for _, words in segment_lines(CAMPAIGN, Counter({"TEMPRANO": 3, "vip": 2, "": 9}))))

    assert lines == {
        0: "no window names vip (2): the general hours count for them",
        1: "no lead of the list is in mañana_larga, which windows name",
    }


def test_a_file_without_segments_reports_nothing() -> None:
    """A list may have segments for its texts alone."""
    plain = CAMPAIGN.model_copy(update={"windows": CAMPAIGN.windows[:1]})

    assert list(segment_lines(plain, Counter({"vip": 2}))) == []


@pytest.mark.parametrize(
    ("segments", "words"),
    [
        (["vip"], "no limit names gold (2): the general limits count for them"),
        (["vip", "gold"], ""),
    ],
)
def test_segments_of_limits_are_compared_too(segments: list[str], words: str) -> None:
    """A limit for a segment that is misspelt in the list would bind nobody."""
    limit = FileLimit(max=1, per=WholeCampaign(), segments=tuple(segments))
    file = CAMPAIGN.model_copy(update={"windows": CAMPAIGN.windows[:1], "limits": (limit,)})
    lines = list(segment_lines(file, Counter({"VIP": 3, "gold": 2})))
    assert lines == ([("segments", words)] if words else [])


def test_windows_and_limits_are_named_together() -> None:
    """One line says which of the file's words nobody has."""
    limit = FileLimit(max=1, per=WholeCampaign(), segments=("gold",))
    file = CAMPAIGN.model_copy(update={"limits": (limit,)})
    words = [words for _, words in segment_lines(file, Counter({"vip": 2}))]
    assert words[0] == "no window or limit names vip (2): the general hours and limits count for them"
    assert words[1].startswith("no lead of the list is in gold")
    assert words[1].endswith("which windows and limits name")


TURNS = AccountTurns(order={"role": ("Decision maker", "champion", "user")})
BY_ACCOUNT = FileLimit(max=1, per=WholeCampaign(), by="account")


@pytest.mark.parametrize(
    ("more", "values", "words"),
    [
        ({}, {"account": Counter({"ACME": 2, "": 3})}, []),  # the file asks for no account
        (
            {"limits": (BY_ACCOUNT,)},
            {"account": Counter({"ACME": 2, "": 3})},
            ["3 rows have no account: each is on their own, whatever company"],
        ),
        ({"limits": (BY_ACCOUNT,)}, {}, ["5 rows have no account: each is on their own, whatever company"]),
        ({"stop_account_on": ("converted",)}, {"account": Counter({"ACME": 5, "": 0})}, []),
        (
            {"limits": (BY_ACCOUNT,)},
            {"account": Counter({"ACME": 1, "": 1, "N/A": 2, "-" * 99: 1})},
            [
                f"4 rows have no account, counting N/A (2), {'-' * 24} (1): each is on their own, whatever company",
            ],
        ),
        (
            {"account": AccountTurns()},
            {"account": Counter({"": 0, "sin empresa": 1})},
            ["1 row has no account, counting sin empresa (1): each is on their own, whatever company"],
        ),
        (
            {"account": TURNS},
            {
                "account": Counter({"ACME": 4, "": 1}),
                "role": Counter({"decision_maker": 1, "CFO": 2, "buyer": 1, "USER": 1}),
            },
            [
                "1 row has no account: each is on their own, whatever company",
                "`order` does not name the role CFO (2), buyer (1): they come last",
                "no lead of the list has the role champion, which `order` names",
            ],
        ),
        (
            {"account": TURNS},
            {
                "account": Counter({"ACME": 5}),
                "role": Counter({"Decision maker": 1, "champion": 1, "user": 1, "": 2}),
            },
            ["2 rows have no role: they come last"],
        ),
        ({"account": AccountTurns()}, {"account": Counter({"ACME": 5})}, []),  # by score alone
    ],
)
def test_whom_accounts_do_not_reach_is_reported(
    more: dict[str, object], values: dict[str, Counter[str]], words: list[str]
) -> None:
    """People without an account or a role, and roles that the file and the list do not both have."""
    lines = list(account_lines(CAMPAIGN.model_copy(update=more), values, 5))

    assert lines == [("accounts", line) for line in words]


def test_rows_without_an_account_are_counted_behind_many_accounts() -> None:
    """A list has more companies than are counted, and the words for none stand at its end."""
    accounts = [*(f"Company {number}" for number in range(300)), "N/A", "-", "N/A", "", "sin empresa"]
    rows = (f"6000{place:05};{account}\n" for place, account in enumerate(accounts))
    profile = read("phone;account\n" + "".join(rows)).intake.profile
    lines = list(account_lines(CAMPAIGN.model_copy(update={"account": AccountTurns()}), profile.values, profile.rows))

    counting = "N/A (2), - (1), sin empresa (1)"
    assert lines == [
        ("accounts", f"5 rows have no account, counting {counting}: each is on their own, whatever company")
    ]
