"""Which texts does a campaign hold, where do they stand in its file, and what fills them for a person? Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from cadence.campaign import template_values, templates
from cadence.campaign.answers import DATE, SAMPLES
from cadence.campaign.content import Content
from cadence.campaign.enter import PerDate
from cadence.campaign.shape import Campaign
from cadence.campaign.step_shape import Announcement, Step
from cadence.campaign.templates import BUILT_IN, CALLBACK_AT, SOME_VALUE
from cadence.campaign.wheres import date_columns_of
from cadence.documents.mistakes import quoted
from cadence.domain import Channel, Lead
from cadence.domain.channels import CALLBACK_CHANNEL, LONGEST_MESSAGE, MESSAGE_CHANNELS, descriptor_of
from cadence.domain.dates import read_wall
from cadence.domain.list_rows import LeadRow

Path = tuple[str | int, ...]
Person = Lead | LeadRow
"""The person a text is made for: a lead of the ledger, or a row of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignText:
    """One template of a campaign."""

    path: Path  # the keys and places that lead to it in the file
    text: str
    longest: int = LONGEST_MESSAGE
    message_on: Channel | None = None  # set for the body of a message that people read
    announces: bool = False  # says when a promised call will be made

    def known(self, known: Mapping[str, str | int]) -> Mapping[str, str | int]:
        """Return the values of its placeholders, for callers that only ask whether there are any."""
        return {**known, CALLBACK_AT: SOME_VALUE} if self.announces else known


def texts(campaign: Campaign) -> Iterator[CampaignText]:
    """Yield every template of a campaign, in the order of the shape."""
    for i, step in enumerate(campaign.cadence):
        yield from _of_step(step, ("cadence", i))
    if campaign.callback is not None:
        block = descriptor_of(CALLBACK_CHANNEL).block
        yield from _of_content(campaign.callback.call, CALLBACK_CHANNEL, ("callback", block))
        for name in ("confirm", "moved"):
            announced: Announcement | None = getattr(campaign.callback, name)
            if announced is None:
                continue
            for channel in announced.channels:
                for written in _of_step(announced.step(name, channel), ("callback", name)):
                    yield replace(written, announces=True)


def _of_step(step: Step, path: Path) -> Iterator[CampaignText]:
    channel = step.channel
    if channel is not None and step.content is not None:
        yield from _of_content(step.content, channel, (*path, descriptor_of(channel).block))


def _of_content(content: Content, channel: Channel, path: Path) -> Iterator[CampaignText]:
    for written in content.written():
        on = channel if written.read and channel in MESSAGE_CHANNELS else None
        yield CampaignText(path=(*path, *written.path), text=written.text, longest=written.longest, message_on=on)


def date_fields(campaign: Campaign) -> dict[Path, str]:
    """Return the columns of a list that hold the dates of steps and of `enter`, by their places in the file."""
    fields: dict[Path, str] = {
        ("cadence", i, "before" if step.before else "after", "field"): step.dated
        for i, step in enumerate(campaign.cadence)
        if step.dated
    }
    return fields | ({("enter", "per"): campaign.enter.field} if isinstance(campaign.enter, PerDate) else {})


def dated_columns(campaign: Campaign) -> frozenset[str]:
    """Return the columns of a list that a campaign takes for dates: steps, texts, conditions, or `enter`."""
    own = {CALLBACK_AT}
    dates_in_texts = (templates.dated(text.text) - (own if text.announces else set()) for text in texts(campaign))
    return frozenset(date_fields(campaign).values()).union(date_columns_of(campaign), *dates_in_texts)


def used_columns(campaign: Campaign) -> frozenset[str]:
    """Return the columns of a list that a campaign uses: in its texts, or as the date that a step goes by."""
    named = {name for written in texts(campaign) for name in templates.placeholders(written.text)}
    dates = {step.dated for step in campaign.cadence if step.dated}
    return frozenset((named | dates) - samples(campaign).keys())


def samples(campaign: Campaign) -> dict[str, str]:
    """Return the names under which a campaign keeps answers and promised dates, each with a value that may be."""
    promised = {campaign.promised: SAMPLES[DATE]} if campaign.promised else {}
    return promised | dict(step.sample(campaign.replies) for step in campaign.cadence if step.ask is not None)


def values(campaign: Campaign, person: Person) -> dict[str, str | int]:
    """Return the values of the placeholders; intake has named the columns. An empty cell is no value."""
    own = {name: getattr(person, name) for name in BUILT_IN if name != "company"}
    columns = {name: value.strip() for name, value in person.attributes.items()}
    known = {**columns, **own, "company": campaign.sender.company}
    return {name: value for name, value in known.items() if value != ""}


def filler_of(campaign: Campaign, person: Person) -> templates.TemplateFiller:
    """Return what fills the texts of a campaign for this person."""
    known = values(campaign, person)
    return templates.TemplateFiller(language=campaign.language, senders=dict(campaign.sender), known=known)


def missing_for(campaign: Campaign, person: Person) -> list[str]:
    """
    Return what this lead lacks for the campaign: placeholders without a value, dates that are empty or unreadable.

    Such a lead is refused before launch, with the names as the reason. Nothing else about the lead is reported.
    """
    known = {**samples(campaign), **values(campaign, person)}  # what is asked for is not known yet
    lacking = dict.fromkeys(
        name
        for written in texts(campaign)
        for name in template_values.missing(written.text, written.known(known), written.longest)
    )
    fields = (
        field
        for field in date_fields(campaign).values()
        if field not in samples(campaign) and not _is_date(person.attributes.get(field, ""))
    )
    return list(lacking | dict.fromkeys(fields))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnwritableText:
    """A text that cannot be made for a lead: too long, empty, or of values that do not fit. Nothing quotes the lead."""

    place: str  # as the author of the file knows it: step "remind" (sms)
    columns: tuple[str, ...]  # whose values are the reason
    reason: str

    def __str__(self) -> str:
        """Return it in words, with our names of the columns."""
        return self.in_words(str)

    def in_words(self, header: Callable[[str], str]) -> str:
        """Return it in words, with the headers of a list."""
        columns = [quoted(header(name)) for name in self.columns]
        named = f", {'column' if len(columns) == 1 else 'columns'} {', '.join(columns)}" if columns else ""
        return f"{self.place}{named}: {self.reason}"


def unwritable_for(campaign: Campaign, person: Person) -> list[UnwritableText]:
    """Return which texts cannot be made for this lead although it lacks nothing."""
    known, unwritable = {**samples(campaign), **values(campaign, person)}, list[UnwritableText]()
    for written in texts(campaign):
        filled = written.known(known)
        try:
            templates.fill(written.text, filled, written.longest, campaign.language)
        except templates.MissingValueError:
            continue  # `missing_for` names what is missing
        except templates.RenderError as error:
            names = template_values.at_fault(written.text, filled, written.longest, campaign.language)
            columns = tuple(name for name in names if name not in {"company", CALLBACK_AT, *samples(campaign)})
            place = place_of(campaign, written.path)
            unwritable.append(UnwritableText(place=place, columns=columns, reason=str(error)))
    return unwritable


def place_of(campaign: Campaign, path: Path) -> str:
    """Return where a text stands, in the words of the file: step "remind" (sms), callback (confirm, sms)."""
    head, *rest = path
    keys = [str(key) for key in rest if key not in {"body", "field"}]
    if head == "cadence" and isinstance(rest[0], int):
        owner, keys = f"step {quoted(campaign.cadence[rest[0]].step)}", keys[1:]
    else:
        owner = f"`{head}`"
    return f"{owner} ({', '.join(keys)})" if keys else owner


def places_using(campaign: Campaign, name: str) -> list[str]:
    """Return where a campaign uses a column of the list, each place once: in a text, or as a date to go by."""
    in_texts = [written.path for written in texts(campaign) if name in templates.placeholders(written.text)]
    dates = [path for path, field in date_fields(campaign).items() if field == name]
    return list(dict.fromkeys(place_of(campaign, path) for path in [*in_texts, *dates]))


def _is_date(text: str) -> bool:
    try:
        read_wall(text)
    except ValueError:
        return False
    return True
