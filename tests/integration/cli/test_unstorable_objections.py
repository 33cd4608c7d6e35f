"""Is a no of a file applied when something beside it cannot be kept by the ledger?"""

import pytest

from tests.integration.cli.desk import CAMPAIGN, Desk
from tests.integration.cli.test_objections import HEAD, YES, revoked

SPOILT = [b"a\0b", b"a\xedb", b"a\xed\xa0\xbdb"]
"""A NUL, a letter in another encoding, and half an emoji: none of them can be kept as text."""


def put(desk: Desk, name: str, content: str, spoilt: bytes) -> str:
    """Write a file in which `?` stands for what cannot be kept, and return its path."""
    path = desk.folder / name
    path.write_bytes(content.encode().replace(b"?", spoilt))
    return str(path)


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize(
    "row",
    [
        "C-1,?,600000001,7,1,no,yes,2027-02-01,",  # in the name
        "C-1,Ana,600000001,?,1,no,yes,2027-02-01,",  # in a column of the texts
        "C-1,Ana,600000001,7,1,no,yes,?,",  # in the date of the no
        "?,Ana,600000001,7,1,no,yes,2027-02-01,",  # in the id: the number is enough
        "C-1,Ana,?600000001,7,1,no,yes,2027-02-01,",  # in the number: the id is enough
    ],
)
def test_a_no_in_a_list_is_applied(desk: Desk, row: str, spoilt: bytes) -> None:
    """Whether the row is refused, or the file is read in another encoding: the no counts, and the others land."""
    desk.launch(CAMPAIGN, YES)
    again = put(desk, "leads.csv", f"{HEAD}{row}\nC-2,Bea,600000002,8,1,yes,yes,2027-01-10,\n", spoilt)

    said = desk.type("launch", desk.file("spring.yaml", CAMPAIGN), "--leads", again)

    assert said.code == 0, said.err
    assert [channel for channel, _ in revoked(desk)] == ["sms"]


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("head", ["consent_source", "consent_evidence", "comment"])
def test_a_no_with_a_source_that_cannot_be_kept_is_applied(desk: Desk, head: str, spoilt: bytes) -> None:
    """Where it comes from is kept as far as it can be."""
    desk.launch(CAMPAIGN, YES)
    again = put(desk, "leads.csv", f"id,name,phone,order,consent_sms,{head}\nC-1,Ana,600000001,7,no,?\n", spoilt)

    desk.type("launch", desk.file("spring.yaml", CAMPAIGN), "--leads", again)

    assert [channel for channel, _ in revoked(desk)] == ["sms"]


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize(
    "line",
    [
        ",600000001,sms,no,2027-02-01,?",  # in the source
        ",600000001,sms,no,?,web",  # in the date
        "?,600000001,sms,no,2027-02-01,web",  # in the id: the number is enough
        "C-1,?,sms,no,2027-02-01,web",  # in the number: the id is enough
    ],
)
def test_a_no_in_a_consent_file_is_applied_and_so_are_the_lines_behind_it(desk: Desk, line: str, spoilt: bytes) -> None:
    """The line is refused and its no counts; the whole file must not fail for it."""
    desk.launch(CAMPAIGN, YES)
    head = "lead,phone,channel,given,at,source"
    file = put(desk, "consents.csv", f"{head}\n{line}\nC-2,,call,no,2027-02-01,web\n", spoilt)

    said = desk.type("consent", "import", file, "--region", "ES")

    assert "bug in cadence" not in said.err
    assert {channel for channel, _ in revoked(desk)} == {"sms", "call"}
