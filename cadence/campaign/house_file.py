"""
What does a house file say? Pure: YAML text -> HouseRules, with each mistake at its place.

It is read by the tables and kinds of the campaign language, so durations, weekdays and hours are written the same way.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cadence.campaign.ages import RETENTION_TIME
from cadence.campaign.alert_keys import ALERTS
from cadence.campaign.blocks import Block, Key, ListKind
from cadence.campaign.forms import DURATION, HOURS, PERIOD, WEEKDAYS
from cadence.campaign.kinds import NotationKind, Schema, WholeNumberKind, WordKind, refused
from cadence.campaign.parts import FileWindow
from cadence.campaign.periods import LocalDaysPeriod, RollingPeriod
from cadence.campaign.spans import minutes
from cadence.campaign.tariff_keys import TARIFFS
from cadence.campaign.task_caps import OF_HOUSE as TASK_CAPS
from cadence.documents.mistakes import DocumentError, MistakeReport, quoted
from cadence.documents.tree import Node, TextNode
from cadence.documents.yaml_text import read_keys
from cadence.domain import Channel
from cadence.domain.alerts import AlertRule
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.errors import InvalidInputError, NotFoundError
from cadence.domain.house import HouseLimit, HouseRules, WeekdayHours
from cadence.domain.nearest import nearest
from cadence.domain.retention import RetentionClass, RetentionTimes
from cadence.domain.zone_words import zone_by_name
from cadence.domain.zones import zone_names

HOUSE_FILE = Path("house.yaml")
"""Where the house file lies when CADENCE_HOUSE names none: in the folder in which a process starts."""


@dataclass(frozen=True)
class ZoneKind:
    """The name of a time zone."""

    expected: str = "the name of a time zone such as Europe/Madrid"

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the name; an everyday name or another spelling is refused with the zone that may be meant."""
        text = node.value.strip() if isinstance(node, TextNode) and not node.empty else ""
        if text in zone_names():
            return text
        return refused(self, node, report, zone_by_name(text) or nearest(text, sorted(zone_names())))

    def schema(self) -> Schema:
        """Return text: there are some six hundred zones."""
        return {"type": "string", "minLength": 1}


def _house(
    rest: Mapping[str, Any] | None = None,
    working_hours: Iterable[FileWindow] | None = None,
    quiet_hours: Iterable[FileWindow] = (),
    alerts: Mapping[str, AlertRule] | None = None,
    **named: Any,  # noqa: ANN401  as the fields of the rules
) -> HouseRules:
    """Build the rules; what the file does not name keeps its default."""
    if working_hours is not None:
        named["working_hours"] = tuple(_stretches(working_hours))
    watched = tuple((alerts or {}).items())
    return HouseRules(quiet_hours=tuple(_stretches(quiet_hours)), alerts=watched, **(rest or {}), **named)


def _stretches(windows: Iterable[FileWindow]) -> Iterator[WeekdayHours]:
    for window in windows:
        for day in window.days:
            for opens, closes in map(minutes, window.hours):
                yield WeekdayHours(day=day, opens=opens, closes=closes)


def _period(text: str) -> RollingPeriod | LocalDaysPeriod:
    """Return a period of time. Raises ValueError for a period of another kind."""
    period = PERIOD.parse(text)
    if not isinstance(period, RollingPeriod | LocalDaysPeriod):
        raise ValueError(f"{quoted(text)}, which is a period of one campaign")  # noqa: TRY004  as every notation does
    return period


def _limit(
    max: int,  # noqa: A002  the key in the file
    per: RollingPeriod | LocalDaysPeriod,
    channels: Iterable[str] = (),
) -> HouseLimit:
    counted = frozenset(map(Channel, channels))
    span = {"local_days": per.days} if isinstance(per, LocalDaysPeriod) else {"seconds": per.seconds}
    return HouseLimit(most=max, channels=counted, **span)


REST = Block(
    called="`rest`",
    build=dict,
    example="{refused: 30 days, conversation: 1 day}",
    keys={
        "refused": Key(
            DURATION, "How long a person who refused hears nothing more of marketing and surveys.", field="rest_refused"
        ),
        "conversation": Key(
            DURATION,
            "How long other marketing and survey campaigns wait after a conversation.",
            field="rest_conversation",
        ),
    },
)

RETENTION = Block(
    called="`retention`",
    build=RetentionTimes,
    example="{texts: 18 months, people: 3 years}",
    keys={
        RetentionClass.TEXTS.value: Key(
            RETENTION_TIME, "How long the texts of messages, stored answers and the texts of closed tasks are kept."
        ),
        RetentionClass.PEOPLE.value: Key(
            RETENTION_TIME, "How long after the last thing that happened with them a person is erased."
        ),
    },
)


def _hours(called: str, clock: str, example: str) -> Block:
    """Return a block of weekdays and hours by one clock."""
    return Block(
        called=called,
        build=FileWindow,
        example=example,
        keys={
            "days": Key(WEEKDAYS, "On which weekdays.", need=True, stand_in=(0,)),
            "hours": Key(HOURS, f"At which hours, in {clock}.", need=True, stand_in=()),
        },
    )


WORKING = _hours("working hours", "the zone of the house", '{days: mon-fri, hours: "09:00-18:00"}')
QUIET = _hours("quiet hours", "the person's local time", '{days: every day, hours: "00:00-09:00, 21:00-24:00"}')
LIMIT = Block(
    called="a limit",
    build=_limit,
    example="{max: 2, per: 7 days, channels: [call]}",
    keys={
        "max": Key(WholeNumberKind(most=1000), "So many touches of a person at most.", need=True, stand_in=1),
        "per": Key(
            NotationKind(
                parse=_period,
                expected='a period such as "1 day", "7 days" or "24 hours"',
                vocabulary=PERIOD.vocabulary,
                examples=("1 day", "7 days", "24 hours"),
            ),
            "In which period: days are local dates, hours are elapsed time.",
            need=True,
            stand_in=LocalDaysPeriod(days=1),
        ),
        "channels": Key(
            ListKind(WordKind(words=tuple(CONTACT_CHANNELS))), "Counting these channels only; without it, all together."
        ),
    },
)
HOUSE = Block(
    called="a house file",
    build=_house,
    example="house.example.yaml",
    keys={
        "zone": Key(
            ZoneKind(),
            "The time zone in which your people work.",
        ),
        "working_hours": Key(ListKind(WORKING, single=False), "When your people work."),
        "rest": Key(REST, "How long people are left alone after a refusal or a conversation."),
        "review_within": Key(DURATION, "Within how much working time somebody reads a reply that is held."),
        "limits": Key(ListKind(LIMIT, single=False), "How often a person may be contacted by all campaigns together."),
        "gap": Key(DURATION, "The least time between two touches of a person, on any channel, by any campaign."),
        "quiet_hours": Key(
            ListKind(QUIET, single=False), "The hours, in the person's local time, at which nobody is contacted."
        ),
        "retention": Key(RETENTION, "How long personal data is kept before the engine erases it by itself."),
        "tasks": Key(TASK_CAPS, "How many tasks your people get in a day, by all campaigns together."),
        "tariffs": Key(TARIFFS, "What a touch costs, where the carrier does not report its price."),
        "alerts": Key(ALERTS, "What is watched of every campaign, beside its own alerts."),
    },
)


def read_house(text: str, file: str = "house.yaml") -> HouseRules:
    """Return the rules of a house file. Raises DocumentError with every mistake, each at its line and column."""
    if not _says_something(text):
        return HouseRules()
    report = MistakeReport(file=file)
    tree = read_keys(text, report, "a house file, such as house.example.yaml", '"rest: {refused: 30 days}"')
    house = None if tree is None else HOUSE.read(tree, report)
    if report.errors() or not isinstance(house, HouseRules):
        raise DocumentError(report.sorted())
    return house


def load_house(path: Path | None = None) -> HouseRules:
    """
    Return the rules of the house file at this path; without one, of house.yaml in this folder, if there is one.

    Raises NotFoundError for a named file that does not exist, InvalidInputError for one that cannot be read.
    """
    file = path or HOUSE_FILE
    try:
        return read_house(file.read_text(encoding="utf-8-sig"), str(file))
    except FileNotFoundError:
        if path is None:
            return HouseRules()
        raise NotFoundError(
            f"{file} does not exist; expected a house file. CADENCE_HOUSE or --house names it."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"{file} cannot be read; expected a house file, YAML in UTF-8.") from error


def _says_something(text: str) -> bool:
    """Tell whether a file has more than blanks and comments. NUL is no text: the reader names its place."""
    return "\0" in text or any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())
