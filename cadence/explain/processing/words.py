"""What does the record of processing say? Pure: Markdown, with the parts that article 30 of the GDPR asks for."""

from collections.abc import Iterator

from cadence.domain.processing import KeptRecords, Processing, ProcessingRecord, Recipient, RecipientKind
from cadence.domain.retention import YEAR, RetentionTime
from cadence.explain.story.speaker import Speaker
from cadence.languages import Language, add_files, say
from cadence.languages.sentences import weekday_and_time

add_files(__package__, "processing")


def in_words(record: ProcessingRecord, language: Language = "en") -> list[str]:
    """Return the record as lines of Markdown."""
    return list(_RecordWords(language).page(record))


class _RecordWords:
    """The sentences of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.speaker = Speaker(language=language)

    def say(self, sentence: str, /, **values: object) -> str:
        return say(self.language, sentence, **values)

    def page(self, record: ProcessingRecord) -> Iterator[str]:
        yield from (f"# {self.say('processing-title')}", "")
        yield from (
            self.say("processing-made", at=weekday_and_time(record.at, self.language)),
            "",
            self.say("processing-missing"),
            "",
        )
        for processing in record.processing:
            yield from (*self.campaign(processing), "")
        if not record.processing:
            yield from (self.say("processing-no-campaign"), "")
        yield from (*self.recipients(record), "", *self.kept(record), "", *self.protection(record))

    def campaign(self, processing: Processing) -> Iterator[str]:
        yield f"## {processing.title or processing.campaign}"
        yield ""
        yield self.line(
            "campaign", f"{processing.campaign}, {self.say('processing-version', version=str(processing.version))}"
        )
        yield self.line("controller", processing.company)
        yield self.line("purpose", self.speaker.term("purpose", processing.purpose))
        yield self.line("people", self.say(f"processing-people-{processing.audience}", count=processing.people))
        if processing.countries:
            yield self.line("countries", ", ".join(processing.countries))
        if processing.lists:
            yield self.line("lists", ", ".join(processing.lists))
        for basis in processing.bases:
            where = self.speaker.channel(basis.channel)
            reason = f": {basis.reason}" if basis.reason else ""
            yield self.line("basis", f"{where}, {self.say(f'processing-basis-{basis.basis}')}{reason}")
        yield self.line("data", ", ".join([self.say("processing-own-data"), *processing.columns]))
        if processing.answers:
            yield self.line("answers", ", ".join(processing.answers))
        for pack in processing.packs:
            draft = "" if pack.approved else self.say("processing-draft")
            yield self.line("law", f"{pack.title} ({pack.id} {pack.version}){draft}")
        for rule in processing.kept:
            yield self.line("kept", self.rule(rule))

    def rule(self, rule: KeptRecords) -> str:
        """Return how long the law wants records kept."""
        span = self.say("processing-at-least" if rule.floor else "processing-at-most", years=rule.years)
        return f"{span}: {rule.kept} ({rule.law}) [{rule.confidence}]"

    def recipients(self, record: ProcessingRecord) -> Iterator[str]:
        yield f"## {self.say('processing-recipients')}"
        yield ""
        for recipient in record.recipients:
            yield f"* {self.recipient(recipient)}"
        if not record.recipients:
            yield self.say("processing-no-recipient")

    def recipient(self, recipient: Recipient) -> str:
        """Return who receives what."""
        what = recipient.what
        if recipient.kind is RecipientKind.CARRIER:
            what = tuple(self.speaker.channel(channel) for channel in what)
        return self.say(
            f"processing-{recipient.kind}", name=recipient.name, address=recipient.address, what=", ".join(what)
        )

    def kept(self, record: ProcessingRecord) -> Iterator[str]:
        yield f"## {self.say('processing-how-long')}"
        yield ""
        yield f"* {self.say('processing-until-erased')}"
        for name, time in record.retention.times.items():
            yield f"* {self.say(f'processing-retention-{name}', time=self.time(time))}"
        if not record.retention.times:
            yield f"* {self.say('processing-no-retention')}"
        yield f"* {self.say('processing-suppressions')}"
        yield f"* {self.say('processing-strangers', days=record.stranger_days)}"
        yield f"* {self.say('processing-events', days=record.event_days)}"

    def time(self, time: RetentionTime) -> str:
        """Return a time by the calendar: "1 year 6 months"."""
        years, months = divmod(time.months, YEAR)
        counts = {"years": years, "months": months, "days": time.days}
        return " ".join(self.say(f"processing-{unit}", count=count) for unit, count in counts.items() if count)

    def protection(self, record: ProcessingRecord) -> Iterator[str]:
        yield f"## {self.say('processing-protection')}"
        yield ""
        yield f"* {self.say('processing-hashes')}"
        yield f"* {self.say('processing-roles')}"
        yield f"* {self.say('processing-orders')}"
        yield f"* {self.say('processing-signed' if record.signed else 'processing-not-signed')}"

    def line(self, name: str, value: str) -> str:
        """Return one line of a campaign."""
        return f"* {self.say(f'processing-name-{name}')}: {value}"
