"""Is every lead in exactly one bucket, and does each figure equal a naive count of the rows?"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, text

from cadence.domain.figures import BY_ID, FIGURES, Bucket, Dimension, Grain, Period, Unit
from cadence.domain.journeys import HORIZONS, LeadState
from cadence.domain.survival import Durations
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.reports import counts, fatigue, listing, members, paces, standing
from cadence.ledger.reports.standing import Standing
from tests.integration.ledger.grown import Grown, grow
from tests.integration.ledger.world import NOON

LATER = NOON + timedelta(days=200)
SEEDS = range(4)


@pytest.fixture(scope="module")
def grown(shared_ledger: Ledger) -> dict[int, Grown]:
    """Several campaigns in one ledger, each from its seed."""
    with shared_ledger.begin() as connection:
        return {seed: grow(connection, seed) for seed in SEEDS}


@pytest.fixture
def connection(shared_ledger: Ledger) -> Iterator[Connection]:
    """A connection that only reads."""
    with shared_ledger.begin() as connection:
        yield connection


def counted_leads(connection: Connection, made: Grown, now: datetime = LATER) -> Standing:
    """Where the leads of a campaign are and were."""
    return standing.standing(connection, [made.campaign], Period(), now, NOON)


def attempts(made: Grown) -> list[dict[str, Any]]:
    """The touches that the carrier took, but for confirmations of stops."""
    return [touch for touch in made.touches if touch["sid"] and touch["cause_kind"] != "inbound"]


def naive(made: Grown) -> dict[str, dict[str, set[str]]]:
    """Count by hand what figures count: figure -> part and whole, as sets of leads or touches."""
    stops = {reply["touch_id"] for reply in made.replies if reply["stop"]}
    replied = {reply["touch_id"] for reply in made.replies if not reply["stop"]}
    any_reply = stops | replied
    tried = attempts(made)
    calls = [touch for touch in tried if touch["channel"] == "call"]
    leads: dict[str, set[str]] = defaultdict(set)
    for touch in tried:
        lead, identity, outcome = touch["lead_id"], touch["id"], touch["outcome"]
        leads["attempted"].add(lead)
        if touch["disposition"] == "wrong_number":
            leads["wrong"].add(lead)
        spoke = outcome == "answered" or identity in replied
        if spoke:
            leads["contacted"].add(lead)
        if touch["disposition"] == "converted" or (spoke and made.ends[touch["enrolment_id"]] == "converted"):
            leads["converted"].add(lead)
        if identity in stops or outcome == "opted_out" or touch["disposition"] == "do_not_contact":
            leads["opted_out"].add(lead)
            leads["stopped touches"].add(identity)
        arrived = outcome in {"delivered", "read"} or (touch["channel"] == "email" and outcome == "sent")
        if touch["channel"] != "call" and (arrived or identity in any_reply):
            leads["delivered"].add(identity)
    entered = {lead for lead, row in made.leads.items() if row["place"] != "held_back"}
    ended = {lead for lead, row in made.leads.items() if row["place"] == "ended" or row["place"] == "again"}
    by_end = {lead for lead in ended if made.leads[lead]["end"] == "converted"}
    no_path = {"completed", "unreached", "refused", "refused_by_rule"}
    machines = {touch["id"] for touch in calls if touch["outcome"] in {"machine", "voicemail_left"}}
    detected = machines | {touch["id"] for touch in calls if touch["greeting_end_at"]}
    answered = {touch["id"] for touch in calls if touch["outcome"] in {"answered", "abandoned"}}
    contacted = leads["contacted"]
    converted = leads["converted"] | by_end
    return {
        "penetration": {"part": leads["attempted"], "whole": entered},
        "answer_rate": {"part": answered, "whole": {touch["id"] for touch in calls}},
        "abandonment_rate": {
            "part": {touch["id"] for touch in calls if touch["outcome"] == "abandoned"},
            "whole": answered,
        },
        "contact_rate": {"part": contacted, "whole": leads["attempted"]},
        "right_party": {"part": contacted - leads["wrong"], "whole": leads["attempted"]},
        "conversion": {"part": converted, "whole": entered},
        "conversion_of_contacted": {"part": leads["converted"] & contacted, "whole": contacted},
        "exhausted": {
            "part": {lead for lead in ended if made.leads[lead]["end"] in no_path} - contacted,
            "whole": entered,
        },
        "opt_outs_by_message": {"part": leads["stopped touches"] & leads["delivered"], "whole": leads["delivered"]},
        "opt_outs_by_lead": {"part": leads["opted_out"], "whole": leads["attempted"]},
        "person_as_machine": {"part": machines & any_reply, "whole": detected},
        "machine_as_person": {"part": set[str](), "whole": detected},
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_lead_is_in_exactly_one_bucket(connection: Connection, grown: dict[int, Grown], seed: int) -> None:
    """The buckets add up to the leads, and each is where its rows say."""
    made = grown[seed]
    rows = connection.execute(
        text("SELECT CAST(lead_id AS text) AS lead, bucket FROM report_leads WHERE campaign_id = :campaign"),
        {"campaign": made.campaign},
    ).all()
    tried = {touch["lead_id"] for touch in attempts(made)}
    expected = {}
    for lead, row in made.leads.items():
        begun = Bucket.UNDER_WAY if lead in tried else Bucket.NOT_BEGUN
        places = {"open": begun, "again": Bucket.WAITING}
        expected[lead] = places.get(row["place"]) or Bucket(row["place"])
    counted = counted_leads(connection, made).buckets

    assert Counter(row.lead for row in rows) == Counter(dict.fromkeys(made.leads, 1))
    assert {row.lead: row.bucket for row in rows} == expected
    assert sum(bucket.leads for bucket in counted) == len(made.leads)
    assert len({(bucket.bucket, bucket.reason) for bucket in counted}) == len(counted)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_list_of_a_campaign_has_each_lead_once(
    connection: Connection, grown: dict[int, Grown], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page by page, as its row of the report says, whatever the size of the pages."""
    made = grown[seed]
    columns = "lead_id, bucket, reason, hold_key, version, at, attempts, contacted, converted, opted_out, finished_at"
    statement = text(f"SELECT {columns} FROM report_leads WHERE campaign_id = {made.campaign} ORDER BY lead_id")  # noqa: S608
    rows = [(str(row[0]), *row[1:4], row[4] or 0, *row[5:]) for row in connection.execute(statement)]

    for window, limit in ((500, 999), (3, 7), (3, 999)):
        monkeypatch.setattr(members, "WINDOW", window)
        listed: list[members.Member] = []
        while page := members.page(
            connection, made.campaign, limit=limit, after=listed[-1].lead if listed else members.FIRST
        ):
            listed += page
        assert [
            tuple(getattr(row, name) for name in columns.replace("lead_id", "lead").split(", ")) for row in listed
        ] == rows
    ended = members.page(connection, made.campaign, limit=999, bucket=Bucket.ENDED)
    assert [row.lead for row in ended] == [row[0] for row in rows if row[1] == Bucket.ENDED]
    assert ended
    reason = ended[0].reason
    named = members.page(connection, made.campaign, limit=999, bucket=Bucket.ENDED, reason=reason)
    assert [row.lead for row in named] == [row.lead for row in ended if row.reason == reason]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_figure_is_what_a_naive_count_finds(connection: Connection, grown: dict[int, Grown], seed: int) -> None:
    """The sums of a report, the view of the figure and the list of its leads say the same."""
    made = grown[seed]
    ids, expected = [made.campaign], naive(made)
    sums = counts.touches(connection, ids, Period())[""] | counted_leads(connection, made).sums
    of_touch = {touch["id"]: touch["lead_id"] for touch in made.touches}

    rates = {figure.id for figure in FIGURES if figure.unit is Unit.RATE and figure.grain is not Grain.ROW}
    assert set(expected) == rates == set(listing.LISTED)
    for figure, sets in expected.items():
        named = BY_ID[figure]
        assert (sums[named.part], sums[named.whole]) == (len(sets["part"]), len(sets["whole"])), figure
        view = f"SELECT count(*) FILTER (WHERE part), count(*) FILTER (WHERE whole) FROM figure_{figure}"  # noqa: S608
        counted = connection.execute(text(f"{view} WHERE campaign_id = {made.campaign}")).one()
        assert tuple(counted) == (len(sets["part"]), len(sets["whole"])), figure
        listed = listing.of_figure(connection, figure, ids, Period(), limit=999)
        assert {row.lead for row in listed} == {of_touch.get(one, one) for one in sets["part"]}, figure
        assert sum(row.times for row in listed) == len(sets["part"]), figure


@pytest.mark.parametrize("by", list(Dimension))
def test_groups_have_the_touches_of_the_whole(connection: Connection, grown: dict[int, Grown], by: Dimension) -> None:
    """Each touch is in one group. A lead is in each group in which it had an attempt: never in more than it had."""
    ids = [made.campaign for made in grown.values()]
    whole, groups = counts.touches(connection, ids, Period())[""], counts.touches(connection, ids, Period(), by)

    for name in ("attempts", "calls_ended", "answered", "delivered", "opt_outs_of_delivered", "detected"):
        assert sum(group[name] for group in groups.values()) == whole[name], name
    added = sum(group["leads_attempted"] for group in groups.values())
    assert whole["leads_attempted"] <= added <= whole["attempts"]
    assert len(groups) > 1 or by in {Dimension.FLOOR, Dimension.AGENT}


@pytest.mark.parametrize("by", sorted(counts.OF_LEAD))
def test_groups_of_leads_add_up_to_the_leads(connection: Connection, grown: dict[int, Grown], by: Dimension) -> None:
    """A lead has one segment, one version and one cohort."""
    ids = [made.campaign for made in grown.values()]
    grouped = counts.leads(connection, ids, Period(), by)
    whole = standing.standing(connection, ids, Period(), LATER, NOON).sums

    assert {name: sum(group[name] for group in grouped.sums.values()) for name in whole} == whole
    assert sum(bucket.leads for bucket in grouped.buckets) == whole["leads"]


def test_hours_are_on_the_persons_clock(connection: Connection, grown: dict[int, Grown]) -> None:
    """By the first zone that is known of the person; one that PostgreSQL does not know is UTC, and breaks nothing."""
    made = grown[0]
    rows = connection.execute(text("SELECT CAST(id AS text), zones -> 0 ->> 'zone' FROM leads WHERE list = 'grown'"))
    zones: dict[str, str] = {row[0]: row[1] for row in rows}
    expected: Counter[str] = Counter()
    for touch in attempts(made):
        zone = zones[touch["lead_id"]]
        local = touch["at"].astimezone(ZoneInfo("UTC" if zone.startswith("Mars") else zone))
        expected[f"{local.weekday() * 24 + local.hour:03}"] += 1
    found = counts.touches(connection, [made.campaign], Period(), Dimension.HOUR_OF_WEEK)

    assert {hour: group["attempts"] for hour, group in found.items()} == expected
    names = ("calls_ended", "answered")
    calls = {hour: {name: group[name] for name in names} for hour, group in found.items() if group["calls_ended"]}
    assert counts.answers(connection, [made.campaign], Period()) == calls


def test_a_period_is_half_open(connection: Connection, grown: dict[int, Grown]) -> None:
    """What happens at its end belongs to the next one: two halves are the whole."""
    made = grown[1]
    middle = sorted(touch["at"] for touch in attempts(made))[len(attempts(made)) // 2]
    halves = [Period(until=middle), Period(since=middle)]
    whole = counts.touches(connection, [made.campaign], Period())[""]
    parts = [counts.touches(connection, [made.campaign], half)[""] for half in halves]

    assert sum(part["attempts"] for part in parts) == whole["attempts"]
    assert parts[0]["attempts"] == sum(touch["at"] < middle for touch in attempts(made))


@pytest.mark.parametrize("seed", SEEDS)
def test_times_are_counted_from_touch_to_touch(connection: Connection, grown: dict[int, Grown], seed: int) -> None:
    """For open leads the last attempt still waits for the next; who is finished waits for nothing."""
    made = grown[seed]
    of_lead: dict[str, list[datetime]] = defaultdict(list)
    for touch in attempts(made):
        of_lead[touch["lead_id"]].append(touch["at"])
    happened: Counter[int] = Counter()
    censored: Counter[int] = Counter()
    for lead, instants in of_lead.items():
        instants.sort()
        for first, second in pairwise(instants):
            happened[round((second - first).total_seconds() / 60)] += 1
        if made.leads[lead]["place"] in {"open", "held"}:
            censored[round((LATER - instants[-1]).total_seconds() / 60)] += 1

    found = paces.paces(connection, [made.campaign], Period(), LATER)
    assert found.between == Durations(happened, censored)
    assert found.until_contact == dict(sorted(_first_contacts(made).items()))


def _first_contacts(made: Grown) -> Counter[int]:
    """Count leads by the attempt that first led to a contact."""
    replied = {reply["touch_id"] for reply in made.replies if not reply["stop"]}
    order: Counter[str] = Counter()
    first: dict[str, int] = {}
    for touch in sorted(attempts(made), key=lambda touch: (touch["at"], touch["id"])):
        order[touch["lead_id"]] += 1
        if touch["outcome"] == "answered" or touch["id"] in replied:
            first.setdefault(touch["lead_id"], order[touch["lead_id"]])
    return Counter(first.values())


def _contacts(made: Grown) -> dict[str, datetime]:
    """When each lead was contacted first."""
    answered = [(touch["lead_id"], touch["answered_at"]) for touch in attempts(made) if touch["outcome"] == "answered"]
    tried = {touch["id"] for touch in attempts(made)}
    replied = [(r["lead_id"], r["at"]) for r in made.replies if not r["stop"] and r["touch_id"] in tried]
    first: dict[str, datetime] = {}
    for lead, at in answered + replied:
        first[lead] = min(at, first.get(lead, at))
    return first


@dataclass(frozen=True)
class Naive:
    """Where the leads of a campaign stood, read from their rows one by one."""

    made: Grown
    contacts: dict[str, datetime]
    converted: set[str]
    first: dict[str, datetime]  # the first attempt of each

    def stood(self, lead: str, until: datetime) -> LeadState | None:
        """Where a lead stood at an instant; None before it was there."""
        row = self.made.leads[lead]
        if row["place"] == "held_back":
            return LeadState.HELD_BACK if row["entered"] < until else None
        if "enrolled" not in row or row["enrolled"] >= until:
            left_out = row["place"] == "left_out" and row["entered"] < until
            return LeadState.LEFT_OUT if left_out else LeadState.WAITING
        if row["finished_at"] is not None and row["finished_at"] < until:
            return LeadState.WAITING if row["place"] == "again" else self._ended(lead, until)
        if row["place"] == "held" and until == NEVER:
            return LeadState.HELD
        if self.contacts.get(lead, until) < until:
            return LeadState.CONTACTED
        return LeadState.UNDER_WAY if self.first.get(lead, until) < until else LeadState.NOT_BEGUN

    def _ended(self, lead: str, until: datetime) -> LeadState:
        if lead in self.converted:
            return LeadState.CONVERTED
        return LeadState.ENDED_CONTACTED if self.contacts.get(lead, until) < until else LeadState.ENDED_SILENT


NEVER = datetime.max.replace(tzinfo=NOON.tzinfo)
OF_BUCKETS = {
    Bucket.HELD_BACK: {LeadState.HELD_BACK},
    Bucket.WAITING: {LeadState.WAITING},
    Bucket.LEFT_OUT: {LeadState.LEFT_OUT},
    Bucket.NOT_BEGUN: {LeadState.NOT_BEGUN},
    Bucket.UNDER_WAY: {LeadState.UNDER_WAY, LeadState.CONTACTED},
    Bucket.HELD: {LeadState.HELD},
    Bucket.ENDED: {LeadState.CONVERTED, LeadState.ENDED_CONTACTED, LeadState.ENDED_SILENT},
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("days", [45, 200])
def test_each_lead_stood_in_one_state_at_any_time(
    connection: Connection, grown: dict[int, Grown], seed: int, days: int
) -> None:
    """The states add up to the leads that there were, by day and by week; those of now are the buckets."""
    made = grown[seed]
    found = counted_leads(connection, made, NOON + timedelta(days=days))
    first: dict[str, datetime] = {}
    for touch in attempts(made):
        first[touch["lead_id"]] = min(touch["at"], first.get(touch["lead_id"], touch["at"]))
    by_hand = Naive(made, _contacts(made), naive(made)["conversion"]["part"], first)

    for count in found.states:
        until = NEVER if count is found.states[-1] else count.until
        expected = Counter(state for lead in made.leads if (state := by_hand.stood(lead, until)))
        assert dict(count.leads) == expected, count.until
    assert [b.until - a.until for a, b in pairwise(found.states[:-1])] == [timedelta(days=1 if days == 45 else 7)] * (
        len(found.states) - 2
    )
    buckets: Counter[Bucket] = Counter()
    for bucket in found.buckets:
        buckets[bucket.bucket] += bucket.leads
    now = found.states[-1].leads
    assert buckets == {b: n for b, states in OF_BUCKETS.items() if (n := sum(now.get(s, 0) for s in states))}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_came_of_each_week_is_counted_after_1_2_4_and_8_weeks(
    connection: Connection, grown: dict[int, Grown], seed: int
) -> None:
    """From each lead's own enrolment on."""
    made = grown[seed]
    contacts, converted = _contacts(made), naive(made)["conversion"]["part"]
    enrolled = {lead: row["enrolled"] for lead, row in made.leads.items() if "enrolled" in row}
    weeks = {lead: (at - timedelta(days=at.weekday())).date() for lead, at in enrolled.items()}
    cohorts = counted_leads(connection, made).cohorts

    assert {cohort.week: cohort.enrolled for cohort in cohorts} == Counter(weeks.values())
    for cohort in cohorts:
        for horizon in HORIZONS:
            over = {lead: at + timedelta(weeks=horizon) for lead, at in enrolled.items() if weeks[lead] == cohort.week}
            reached = {lead for lead in over if lead in contacts and contacts[lead] < over[lead]}
            assert cohort.contacted[horizon] == len(reached)
            by_end = {k for k in over if made.leads[k]["end"] == "converted" and made.leads[k]["finished_at"] < over[k]}
            by_call = {k for k in over if k in converted and made.leads[k]["end"] != "converted"}
            early = {k for k in by_call if min(_sold(made, k)) < over[k]}
            assert cohort.converted[horizon] == len(by_end | early)
    assert sum(cohort.contacted[8] for cohort in cohorts)
    assert sum(cohort.converted[8] for cohort in cohorts)


def _sold(made: Grown, lead: str) -> list[datetime]:
    """The calls and messages in which a lead was converted."""
    replied = {reply["touch_id"] for reply in made.replies if not reply["stop"]}
    of_lead = [touch for touch in attempts(made) if touch["lead_id"] == lead]
    return [
        touch["at"]
        for touch in of_lead
        if touch["disposition"] == "converted"
        or (
            made.ends[touch["enrolment_id"]] == "converted"
            and (touch["outcome"] == "answered" or touch["id"] in replied)
        )
    ]


def test_one_pass_counts_all_and_each_week(connection: Connection, grown: dict[int, Grown]) -> None:
    """As two passes do: a lead that had attempts in two weeks counts once in all."""
    ids = [made.campaign for made in grown.values()]
    weekly = counts.touches_by_week(connection, ids)

    assert weekly.pop("") == counts.touches(connection, ids, Period())[""]
    assert weekly == counts.touches(connection, ids, Period(), Dimension.WEEK)


def test_touches_of_all_campaigns_count_for_a_person(connection: Connection, grown: dict[int, Grown]) -> None:
    """By the number: how many had how many, and which of them said stop."""
    made = grown[2]
    now = max(touch["at"] for touch in attempts(made))
    lately = [touch for touch in attempts(made) if touch["at"] > now - timedelta(days=30)]
    of_number = Counter(touch["number_id"] for touch in lately)
    expected = Counter(min(times, fatigue.MOST) for times in of_number.values())
    found = [count for count in fatigue.fatigue(connection, [made.campaign], now) if count.days == 30]

    assert {count.touches: count.people for count in found} == expected
    assert 0 < sum(count.opted_out for count in found) <= len(of_number)
