"""What does a launch write, and for whom?"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Connection, text

from cadence.campaign import check_text
from cadence.domain import CampaignState
from cadence.domain.errors import ConflictError
from cadence.engine.launch.launch import Launch, LaunchOrder, launch
from cadence.ledger.campaigns import campaigns, commands
from cadence.ledger.campaigns.campaigns import LaunchResult
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import erasure
from cadence.planning.pilot import Pilot
from tests.integration.ledger.conftest import KEY

NOW = datetime(2027, 3, 8, 12, tzinfo=UTC)
CAMPAIGN = """
campaign: {name}
purpose: service
jurisdictions: none
country: ES
from: {{company: Tienda Sol, sms: "+34910000001"}}
windows: [{{days: mon-fri, hours: 9-14}}]
floors: {{sales: {{agents: 3, endpoint: "client:sales"}}}}
cadence:
  - step: hello
    sms: "Hola {{{{ {field} }}}}"
"""
LIST = "id,name,phone,order\n1,Ana,600000001,7\n2,Bea,600000002,\n3,Carla,600000003,9\n"


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """An empty ledger, with its key."""
    ledger = Ledger(database_url, KEY)
    ledger.check_keys()
    yield ledger
    ledger.close()


class Hall:
    """From here campaigns are launched."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger = ledger
        self.list = folder / "leads.csv"
        self.list.write_text(LIST)

    def launch(
        self, name: str = "spring", field: str = "name", after: timedelta = timedelta(0), list_name: str = "leads"
    ) -> Launch:
        """Launch a campaign of this name, whose one text needs this field."""
        reading = check_text(CAMPAIGN.format(name=name, field=field), f"{name}.yaml", ())
        order = LaunchOrder(reading=reading, leads=self.list, list_name=list_name)
        return launch(self.ledger, order, NOW + after, record=self.record)

    def record(self, connection: Connection, version: LaunchResult, enrolled: int) -> None:
        """Write down who ordered it."""
        args = {"version": str(version.version), "enrolled": str(enrolled)}
        order = commands.Command(name="launch", actor="ana", origin="test", campaign=version.campaign, args=args)
        commands.record(connection, order, at=NOW)

    def orders(self) -> list[tuple[str, str]]:
        """Every order that stands in the ledger: its version, and how many leads were new."""
        with self.ledger.begin() as connection:
            rows = connection.execute(text("SELECT args FROM commands ORDER BY id")).scalars()
            return [(args["version"], args["enrolled"]) for args in rows]

    def roster(self, name: str) -> list[str]:
        """Who is to be enrolled in a campaign."""
        query = text(
            "SELECT l.key FROM roster r JOIN leads l ON l.id = r.lead_id JOIN campaigns c ON c.id = r.campaign_id "
            "WHERE c.name = :name ORDER BY l.key"
        )
        with self.ledger.begin() as connection:
            return list(connection.execute(query, {"name": name}).scalars())


@pytest.fixture
def hall(ledger: Ledger, tmp_path: Path) -> Hall:
    """A list of three, the second without an order."""
    return Hall(ledger, tmp_path)


def test_a_launch_writes_version_floors_and_roster(hall: Hall) -> None:
    """Everybody on the file, and who ordered it in the same transaction (protocol §5.10)."""
    done = hall.launch()

    assert (done.version, done.new_version, done.enrolled, done.imported.new) == (1, True, 3, 3)
    assert hall.roster("spring") == ["1", "2", "3"]
    assert hall.orders() == [("1", "3")]


def test_the_same_launch_again_adds_nothing(hall: Hall) -> None:
    """Neither a version, nor a lead, nor a place on the roster."""
    hall.launch()
    again = hall.launch(after=timedelta(hours=1))

    assert (again.version, again.new_version, again.enrolled, again.imported.unchanged) == (1, False, 0, 3)


def test_two_launchers_with_the_same_people_under_two_names_let_them_in_once(hall: Hall) -> None:
    """Both saw an empty campaign; the second to write sees whom the first has let in, and lets in nobody (lesson 5)."""
    hall.launch("other")  # the versions are there, the campaign has had nobody
    hall.list.write_text("id,name,phone,order\n9,Gema,600000009,1\n")
    hall.launch("spring")
    hall.list.write_text(LIST)
    together = Barrier(2)

    def begin(name: str) -> int | str:
        together.wait()
        try:
            return hall.launch("spring", list_name=name).enrolled
        except ConflictError as error:
            return str(error)

    with ThreadPoolExecutor(2) as both:
        results = list(both.map(begin, ["export-29", "export-30"]))

    assert sorted(str(one)[:1] for one in results) == ["3", "3"]  # three came in; "3 of these people are in spring ..."
    assert sum(one == 3 for one in results) == 1
    assert len(hall.roster("spring")) == 4


def test_whoever_is_refused_for_a_campaign_is_not_on_its_roster(hall: Hall) -> None:
    """An earlier campaign may have taken the same list: its people are not all this one's."""
    hall.launch("spring")
    done = hall.launch("orders", field="order")  # the second lead has none

    assert (done.enrolled, done.listed.refused) == (2, 1)
    assert hall.roster("orders") == ["1", "3"]


def test_only_who_stands_in_this_file_is_contacted(hall: Hall) -> None:
    """Two files of one name make one list in the ledger; a launch is about the file that was shown."""
    hall.launch("march")
    hall.list.write_text("id,name,phone\n9,Gema,600000009\n")

    assert hall.launch("april").enrolled == 1
    assert hall.roster("april") == ["9"]
    assert hall.launch("march").enrolled == 1  # the next list of a campaign that runs
    assert hall.roster("march") == ["1", "2", "3", "9"]


def test_a_changed_file_is_a_new_version_for_the_next_leads(hall: Hall) -> None:
    """Leads under way keep theirs (law 8)."""
    hall.launch()
    changed = hall.launch(field="company")

    assert (changed.version, changed.new_version, changed.enrolled) == (2, True, 0)


def test_a_closed_campaign_is_not_launched_again(hall: Hall) -> None:
    """What was stopped for good stays so; nothing of the launch is written."""
    hall.launch()
    with hall.ledger.begin() as connection:
        campaigns.close(connection, "spring", CampaignState.STOPPED, at=NOW)
    hall.list.write_text("id,name,phone\n9,Gema,600000009\n")

    with pytest.raises(ConflictError, match="Campaign spring is stopped"):
        hall.launch()
    assert hall.roster("spring") == ["1", "2", "3"]
    assert len(hall.orders()) == 1


def test_an_erased_lead_does_not_come_back_with_its_list(hall: Hall) -> None:
    """Erasure outlives the file that somebody kept."""
    hall.launch("march")
    with hall.ledger.begin() as connection:
        erasure.erase(connection, hall.ledger.hasher.lead("leads", "1"), at=NOW)

    assert hall.launch("april").enrolled == 2
    assert hall.roster("april") == ["2", "3"]


@pytest.mark.parametrize("pilot", [None, Pilot(first=5)])
def test_only_the_people_whom_the_campaign_is_for_come_in(hall: Hall, pilot: Pilot | None) -> None:
    """The others are in the ledger, and come in with a list that says more of them."""
    where = CAMPAIGN.replace("country: ES", "country: ES\nwhere: {{order: {{at_least: 8}}}}")
    text_ = where.format(name="spring", field="name")

    def launched(at: datetime) -> Launch:
        reading = check_text(text_, "spring.yaml", ())
        order = LaunchOrder(reading=reading, leads=hall.list, list_name="leads", pilot=pilot)
        return launch(hall.ledger, order, at, record=hall.record)

    first = launched(NOW)
    assert (first.enrolled, hall.roster("spring")) == (1, ["3"])
    assert (first.audience.selected, first.audience.others, first.audience.unsure) == (1, 1, 1)
    assert dict(first.audience.missing) == {"order": 1}
    assert first.imported.new == 3

    hall.list.write_text(LIST.replace("600000002,", "600000002,80"))
    assert launched(NOW + timedelta(days=1)).enrolled == 1
    assert hall.roster("spring") == ["2", "3"]
