"""Do people of one account keep their turns when a pilot takes some of them, and the rest enters later?"""

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from activities.enrol import CampaignActivities
from cadence.domain import Finish
from cadence.domain.nearest import same_word
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import enrolments
from tests.integration.cli.desk import CAMPAIGN, Desk

HEAD = "id,name,phone,order,account,role,score\n"
UNDER_WAY = """
SELECT l.key, coalesce(a.form, '') FROM enrolments e JOIN leads l ON l.id = e.lead_id
LEFT JOIN accounts a ON a.id = l.account_id WHERE e.finished IS NULL ORDER BY l.key
"""


def file(at_a_time: int = 1, in_flight: int = 1000) -> str:
    """A campaign in which people of an account take turns, the boss first."""
    turns = f"account: {{at_a_time: {at_a_time}, order: {{role: [boss, user]}}}}\nin_flight: {in_flight}\ncadence:"
    return CAMPAIGN.replace("cadence:", turns)


def rows(*people: str) -> str:
    """A list: each person is an account and a role, and the first of the list has the highest score."""
    lines = [person.split("/") for person in people]
    return HEAD + "".join(
        f"P-{place},Ana,6000001{place:02},{place},{account},{role},{50 - place}\n"
        for place, (account, role) in enumerate(lines)
    )


class Campaign:
    """The desk's campaign, as a worker lets people in."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.activities = CampaignActivities(Planner(desk.ledger, desk.clock), None, None)  # type: ignore[arg-type]
        self.entered: list[str] = []
        self.ended: dict[str, str] = {}
        self._ids = dict[str, str]()

    def enrol(self) -> list[str]:
        """Let pages in until nobody else may enter; return who did."""
        came: list[str] = []
        while True:
            progress, page = self.activities._enrol("spring")
            for row in page:
                key = next(key for key, lead in self.ask("SELECT key, CAST(id AS text) FROM leads") if lead == row.lead)
                self._ids[key] = row.enrolment.id
                came.append(key)
                if isinstance(row.move, Finish):
                    self.ended[key] = row.move.reason
            if not page:
                assert not progress.more
                break
        self.entered += came
        return sorted(came)

    def finish(self, key: str) -> None:
        """End a cadence that reached nobody."""
        with self.desk.ledger.begin() as tx:
            enrolments.finish(tx, self._ids[key], "completed", at=self.desk.clock.now())

    def under_way(self) -> dict[str, str]:
        """Everybody under way, and the account of each."""
        return dict(self.ask(UNDER_WAY))

    def ask(self, question: str) -> list[tuple[str, str]]:
        """Ask the ledger."""
        with self.desk.ledger.begin() as tx:
            return [tuple(row) for row in tx.exec_driver_sql(question)]  # type: ignore[misc]

    def rest(self) -> int:
        """Let the rest in; return how many were put in line."""
        said = self.desk.type("launch", "spring", "--rest", "--json")
        assert said.code == 0, said.err
        return int(said.data["enrolled"])


@pytest.fixture
def campaign(desk: Desk) -> Campaign:
    """A campaign that a test launches."""
    return Campaign(desk)


def test_a_colleague_of_somebody_in_the_pilot_waits_for_their_turn(desk: Desk, campaign: Campaign) -> None:
    """The pilot took the user of ACME; the boss of the rest comes first by role, and still one at a time."""
    people = rows("ACME/user", "Nova/user", "acme/boss", "NOVA/boss", "-/user", "n-a/boss", "-/boss", "Sol/user", "/")
    assert desk.launch(file(), people, "--first", "2").code == 0
    assert campaign.enrol() == ["P-0", "P-1"]
    assert campaign.rest() == 7
    assert campaign.enrol() == ["P-4", "P-5", "P-6", "P-7", "P-8"]  # three of them have no account
    assert "2 wait for the turn of a colleague" in desk.type("status").out

    campaign.finish("P-1")
    assert campaign.enrol() == ["P-3"]
    campaign.finish("P-0")
    assert campaign.enrol() == ["P-2"]
    assert campaign.enrol() == []
    assert campaign.rest() == 0


def test_the_rest_enters_after_a_pilot_that_is_over(desk: Desk, campaign: Campaign) -> None:
    """Of two colleagues in the rest the boss goes first, whoever stands first in the list or has the better score."""
    people = rows("ACME/user", "ACME/user", "ACME/boss", "Nova/user", "Nova/boss")
    desk.launch(file(), people, "--first", "1")
    campaign.enrol()
    campaign.finish("P-0")
    assert campaign.enrol() == []

    assert campaign.rest() == 4
    assert campaign.enrol() == ["P-2", "P-4"]
    campaign.finish("P-2")
    assert campaign.enrol() == ["P-1"]


def test_who_is_reached_in_the_pilot_ends_it_for_colleagues_of_the_rest(desk: Desk, campaign: Campaign) -> None:
    """They enter, and end with the reason on record, without having been contacted; others are contacted."""
    desk.launch(file(), rows("ACME/user", "ACME/boss", "Nova/boss"), "--first", "1")
    campaign.enrol()
    with desk.ledger.begin() as tx:
        tx.exec_driver_sql(
            "INSERT INTO touches (id, lead_id, enrolment_id, campaign_id, cause_kind, cause_ref, attempt, version,"
            " step, channel, purpose, state, at, outcome, account_id, number_id)"
            " SELECT gen_random_uuid(), l.id, e.id, e.campaign_id, 'step', 'ring', 1, 1, 'ring', 'call', 'service',"
            " 'settled', now(), 'answered', l.account_id, n.number_id FROM enrolments e"
            " JOIN leads l ON l.id = e.lead_id JOIN lead_numbers n ON n.lead_id = l.id"
        )
    campaign.finish("P-0")
    assert campaign.rest() == 2
    assert campaign.enrol() == ["P-1", "P-2"]
    assert campaign.ended == {"P-1": "account_reached"}
    assert set(campaign.under_way()) == {"P-2"}


ACCOUNTS = ("ACME", " acme", "Nova", "NOVA", "Sol", "", "-", "sin empresa")
PILOTS: list[Callable[[Random], list[str]]] = [
    lambda random: ["--first", str(random.randint(1, 11))],
    lambda random: ["--share", f"{random.randint(10, 90)}%"],
]


@pytest.mark.parametrize("seed", range(6))
def test_nobody_enters_twice_and_nobody_is_lost(desk: Desk, campaign: Campaign, seed: int) -> None:
    """Pilots of every size, enlarged or not, people ending in any order: the limits hold after each step."""
    random = Random(seed)  # noqa: S311  a test
    at_a_time, in_flight = random.randint(1, 2), random.randint(2, 4)
    people = [f"{random.choice(ACCOUNTS)}/{random.choice(['boss', 'user', ''])}" for _ in range(12)]
    written, pilot = file(at_a_time, in_flight), PILOTS[seed % 2]
    assert desk.launch(written, rows(*people), *pilot(random)).code == 0
    orders = [lambda: desk.launch(written, rows(*people), *pilot(random)).code, campaign.rest]

    for _ in range(60):
        campaign.enrol()
        open_ = campaign.under_way()
        of_accounts = Counter(account for account in open_.values() if account)
        assert len(open_) <= in_flight
        assert max(of_accounts.values(), default=0) <= at_a_time
        if orders and random.random() < 0.3:
            orders.pop(0)()
        elif open_:
            campaign.finish(random.choice(sorted(open_)))
        elif not orders:
            break

    everybody = sorted(f"P-{place}" for place in range(12))
    assert sorted(campaign.entered) == everybody
    assert campaign.ask("SELECT count(*), count(DISTINCT lead_id) FROM enrolments") == [(12, 12)]
    assert campaign.ask("SELECT count(*), 0 FROM held_back") == [(0, 0)]
    forms = {account for _, account in campaign.ask("SELECT key, form FROM accounts")}
    assert forms == {same_word(person.split("/")[0]) for person in people} & {"acme", "nova", "sol"}
