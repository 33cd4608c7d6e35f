"""Do people of one account come into a campaign one at a time, in the order of the file, and what of those who wait?"""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from activities.enrol import CampaignActivities
from cadence.campaign import check_text
from cadence.campaign.store import to_json
from cadence.domain import Finish
from cadence.domain.payloads import CampaignProgress
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolments
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from tests.integration.api import town as towns
from tests.integration.api.town import Town
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.world import lead_row
from tests.integration.outcomes.conftest import NOON, lasting
from tests.integration.rolls import put_on_roster

TURNS = "account: {order: {role: [boss, user]}}\n"
PEOPLE = {
    "ana": ("ACME", "user", 9),
    "ben": ("Acme", "Boss", 1),
    "eva": (" acme", "", 99),
    "gil": ("", "", 5),
    "leo": ("Nova", "user", 3),
}


class Stage:
    """One campaign with its queue, and whoever comes in."""

    def __init__(self, ledger: Ledger, more: str) -> None:
        """Launch it with the whole list in the queue."""
        self.town = Town(ledger, lasting(NOON))
        self.planner = Planner(ledger, self.town.clock)
        campaign = check_text(towns.CAMPAIGN.replace("harbour", "turns") + more, "turns.yaml", ()).right()
        rows = [
            lead_row(line, f"+3460000{line:04d}", key=key, account=account, score=score, attributes={"role": role})
            for line, (key, (account, role, score)) in enumerate(PEOPLE.items(), start=5000)
        ]
        import_leads(ledger, "turns", rows, at=NOON)
        with ledger.begin() as tx:
            launched = campaigns.launch(tx, "turns", to_json(campaign), at=NOON)
            put_on_roster(tx, launched.campaign, "turns", at=NOON)

    def enrol(self) -> tuple[CampaignProgress, dict[str, StoredEnrolment]]:
        """Let the next page in; return who came in by their key."""
        activities = CampaignActivities(self.planner, None, None)  # type: ignore[arg-type]
        progress, entered = activities._enrol("turns")
        keys = {self.town.ledger.hasher.lead("turns", key): key for key in PEOPLE}
        return progress, {keys[row.lead]: row for row in entered}

    def behind(self, at_a_time: int = 1) -> set[str]:
        """Who waits for a colleague, each asked about alone; together they are as many."""
        leads = {key: self.town.ledger.hasher.lead("turns", key) for key in PEOPLE}
        with self.town.ledger.begin() as tx:
            campaign = campaigns.find(tx, "turns").id
            who = {key for key, lead in leads.items() if enrolment_queue.count_behind(tx, campaign, at_a_time, lead)}
            assert enrolment_queue.count_behind(tx, campaign, at_a_time) == len(who)
        return who

    def finish(self, row: StoredEnrolment) -> None:
        """End a cadence that reached nobody."""
        with self.town.ledger.begin() as tx:
            enrolments.finish(tx, row.enrolment.id, "completed", at=NOON)


@pytest.fixture
def stage(fresh_database: Callable[[], str]) -> Iterator[Callable[[str], Stage]]:
    """Set a stage with more keys of the file."""
    ledger = Ledger(fresh_database(), KEY, connections=10)
    ledger.check_keys()
    yield lambda more: Stage(ledger, more)
    ledger.close()


def test_one_person_of_an_account_comes_in_and_the_next_when_they_are_through(stage: Callable[[str], Stage]) -> None:
    """By role, then by score; who has no account comes in at once, and while all wait nobody asks in a circle."""
    on = stage(TURNS)
    first, entered = on.enrol()
    assert sorted(entered) == ["ben", "gil", "leo"]
    assert (first.waiting, first.open) == (2, 3)

    assert on.behind() == {"ana", "eva"}
    full, nobody = on.enrol()
    assert (nobody, full.more, full.full, full.done) == ({}, False, True, False)

    on.finish(entered["ben"])
    assert on.behind() == set()  # it is their turn, and they wait for a place
    _, second = on.enrol()
    assert list(second) == ["ana"]
    on.finish(second["ana"])
    _, third = on.enrol()
    assert list(third) == ["eva"]
    assert on.enrol()[0].waiting == 0


def test_two_at_a_time(stage: Callable[[str], Stage]) -> None:
    """As many as the file says."""
    on = stage("account: {at_a_time: 2, order: {role: [boss, user]}}\n")
    _, entered = on.enrol()

    assert on.behind(at_a_time=2) == {"eva"}
    assert sorted(entered) == ["ana", "ben", "gil", "leo"]


@pytest.mark.parametrize(("when", "reasons"), [("end", {"ana": "account_reached"}), ("next", {"ana": None})])
def test_once_one_was_reached_the_others_end(
    stage: Callable[[str], Stage], when: str, reasons: dict[str, str | None]
) -> None:
    """Each with the reason on record, without having been contacted; or they have their turn all the same."""
    on = stage(TURNS.replace("}}", f"}}, when_reached: {when}}}"))
    _, entered = on.enrol()
    ben = entered["ben"]
    lead = on.town.ask("SELECT CAST(id AS text) FROM leads WHERE key = 'ben'")
    with on.town.ledger.begin() as tx:
        tx.execute(
            text(
                "INSERT INTO touches (id, lead_id, enrolment_id, campaign_id, cause_kind, cause_ref, attempt, version,"
                " step, channel, purpose, state, at, outcome, account_id, number_id)"
                " SELECT gen_random_uuid(), :lead, e.id,"
                " e.campaign_id, 'step', 'talk', 1, e.version, 'talk', 'call', 'marketing', 'settled', :at, 'answered',"
                " l.account_id, n.number_id FROM enrolments e JOIN leads l ON l.id = e.lead_id"
                " JOIN lead_numbers n ON n.lead_id = l.id WHERE e.id = :id"
            ),
            {"lead": lead, "at": NOON, "id": ben.enrolment.id},
        )
    on.finish(ben)
    _, second = on.enrol()

    assert {key: row.move.reason if isinstance(row.move, Finish) else None for key, row in second.items()} == reasons
