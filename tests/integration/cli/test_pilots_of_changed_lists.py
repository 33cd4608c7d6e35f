"""Does a pilot stay as small as it was ordered, and does its rest contact each person once, whatever the lists are?"""

import pytest

from tests.integration.cli.desk import CAMPAIGN, Desk
from tests.integration.cli.test_pilots import HEAD, TEN, keys, rest


def test_the_same_people_held_back_under_two_lists_enter_once(desk: Desk) -> None:
    """A daily export has another name each day: the second pilot finds none of those whom the first held back."""
    desk.launch(CAMPAIGN, TEN, "--first", "1", "--list", "monday")
    files = desk.file("spring.yaml", CAMPAIGN), desk.file("tuesday.csv", TEN.replace("P-", "T-"))
    desk.type("launch", files[0], "--leads", files[1], "--first", "1", "--list", "tuesday", "--new-only")

    planned, refused = desk.type("plan", "spring", "--rest"), rest(desk)
    assert (planned.code, refused.code) == (1, 1)
    assert "already, by their numbers, under another list's name" in refused.err
    assert "already, by their numbers, under another list's name" in planned.err
    left_out = rest(desk, "--new-only", "--json")
    assert left_out.code == 0
    with desk.ledger.begin() as connection:
        twice = connection.exec_driver_sql(
            "SELECT number_id FROM roster JOIN lead_numbers USING (lead_id) GROUP BY number_id HAVING count(*) > 1"
        ).all()
    assert twice == []
    assert len(keys(desk, "roster")) == 10
    assert keys(desk, "held_back") == []


@pytest.mark.parametrize(
    ("again", "enrolled"),
    [
        (HEAD + "".join(reversed(TEN.removeprefix(HEAD).splitlines(keepends=True))), 0),
        (HEAD + "N-1,Sol,600000111,1\nN-2,Sol,600000112,2\n" + TEN.removeprefix(HEAD), 0),
        (HEAD + "N-1,Sol,600000111,1\nN-2,Sol,600000112,2\nP-0,Ana,600000100,0\n", 2),
        (HEAD + "N-1,Sol,600000111,1\nN-2,Sol,600000112,2\nN-3,Sol,600000113,3\nN-4,Sol,600000114,4\n", 3),
    ],
    ids=["reversed", "new rows first", "mostly new", "all new"],
)
def test_a_list_in_another_order_makes_no_larger_pilot(desk: Desk, again: str, enrolled: int) -> None:
    """Whoever of the list is in the campaign already counts, wherever the row is."""
    desk.launch(CAMPAIGN, TEN, "--first", "3", "--list", "crm")
    files = desk.file("spring.yaml", CAMPAIGN), desk.file("crm.csv", again)
    planned = desk.json("plan", files[0], "--leads", files[1], "--first", "3", "--list", "crm")
    launched = desk.type("launch", files[0], "--leads", files[1], "--first", "3", "--list", "crm", "--json")

    assert launched.code == 0, launched.err
    assert launched.data["enrolled"] == enrolled
    assert planned["leads"] == enrolled, planned


@pytest.mark.parametrize(
    "share", ["9" * 5000 + "%", "0." + "0" * 5000 + "1%", "1e1%", "\u0661\u0660%", "10%%", "nan%", "%"]
)
def test_a_strange_share_is_refused_or_read(desk: Desk, share: str) -> None:
    """Without a traceback."""
    said = desk.launch(CAMPAIGN, TEN, "--share", share)
    assert said.code in (0, 2), said.err
    assert "Traceback" not in said.err
