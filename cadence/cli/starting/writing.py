"""How is a first campaign written down, with its list? Pure."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cadence.cli.starting.wording import LanguageWording, PurposeWording, StartLanguage, wording
from cadence.domain import Channel, Purpose
from cadence.domain.channels import descriptor_of

COUNTRIES = ("ES", "US")
"""Countries with numbers that nobody has, for made-up people."""
SENDERS = {"ES": "+34910000001", "US": "+12125550190"}
POSTAL = {"ES": "Calle Mayor 1, 28013 Madrid", "US": "1 Main Street, Springfield, IL 62701"}
HOURS = {"ES": "10:00-14:00, 16:00-20:00", "US": "10:00-12:00, 13:00-17:00"}
PEOPLE = {
    "ES": ("Ana Arroyo", "Bruno Bermejo", "Carla Cantero", "Diego Dorado", "Elena Escudero", "Gloria Galdeano"),
    "US": ("Avery Ashdown", "Blake Fairbairn", "Casey Kettering", "Drew Holloway", "Ellis Marlow", "Finley Thorne"),
}
PLACES = {
    "ES": (("600 000 0", "MD"),),
    "US": (("(212) 555-01", "NY"), ("(312) 555-01", "IL"), ("(213) 555-01", "CA")),
}
LAST = "last"
"""The step that hands a person over, in the names of steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartAnswers:
    """What was answered to the five questions, and in which language."""

    name: str
    purpose: Purpose
    country: str
    channels: tuple[Channel, ...]  # in the order of the steps
    company: str
    language: StartLanguage = "en"
    sender: str = ""  # our number; "" for an example

    @property
    def words(self) -> LanguageWording:
        """The wording in this language."""
        return wording(self.language)

    @property
    def texts(self) -> PurposeWording:
        """The texts for this purpose."""
        return self.words.purposes[self.purpose]


def campaign_text(answers: StartAnswers) -> str:
    """Return the campaign file."""
    comment, name = answers.words.comments, answers.name
    lines = [
        f"# {answers.texts.title}",
        "#",
        f"#   cadence check {name}.yaml",
        f"#   cadence preview {name}.yaml --leads {name}.csv",
        f"#   cadence simulate {name}.yaml --leads {name}.csv --registries-clear",
        "#",
        f"# {comment['keys']}",
        "",
        f"campaign: {name}",
        f"title: {_quoted(answers.texts.title)}",
        f"purpose: {answers.purpose}   # {comment['purpose']}",
        "audience: consumer",
        f"language: {answers.language}",
        f"country: {answers.country}   # {comment['law']}",
        "",
        "from:",
        f"  company: {_quoted(answers.company)}",
        *_senders(answers),
        "",
        f"windows:   # {comment['windows']}",
        f'  - {{days: mon-fri, hours: "{HOURS[answers.country]}"}}',
        "holidays: closed",
        "",
        "limits:",
        "  - {max: 1, per: 1 day}",
        "  - {max: 2, per: 7 days}" if answers.purpose is Purpose.COLLECTIONS else "  - {max: 3, per: 7 days}",
        f"  - {{max: {len(answers.channels) + 2}, per: campaign}}   # {comment['limit']}",
        "gap: 4 hours",
        "stop_on: [converted, refused, wrong_number]",
        "",
        f"# {comment['consent']}",
        "",
    ]
    if any(descriptor_of(channel).uses_agents for channel in answers.channels):
        name = answers.words.floor
        floor = f'  {name}: {{agents: 2, endpoint: "client:{name}", wrap_up: 1 minute}}'
        lines += [f"floors:   # {comment['floors']}", floor, ""]
    lines.append("cadence:")
    for place, channel in enumerate(answers.channels):
        lines += [*_step(answers, place, channel), ""]
    lines += [
        f"  - step: {answers.words.steps[LAST]}   # {comment['task']}",
        "    task:",
        f"      title: {_quoted(answers.texts.task)}",
    ]
    return "\n".join(lines) + "\n"


def list_text(answers: StartAnswers) -> str:
    """Return the list, with made-up people."""
    columns = ["id", "name", "phone", *(["email"] if Channel.EMAIL in answers.channels else []), "country", "region"]
    columns += [descriptor_of(channel).consent_columns[0] for channel in answers.channels]
    columns += ["consent_at", "consent_source", "consent_kind", "consent_purpose", "consent_wording"]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*columns, answers.texts.column])
    for place, person in enumerate(PEOPLE[answers.country]):
        writer.writerow(_row(answers, place, person))
    return written.getvalue()


def _row(answers: StartAnswers, place: int, person: str) -> Sequence[str]:
    prefixes = PLACES[answers.country]
    prefix, region = prefixes[place % len(prefixes)]
    email = [f"{_plain(person).replace(' ', '.')}@example.org"] if Channel.EMAIL in answers.channels else []
    texts = answers.texts
    return [
        f"P-{place + 1}",
        person,
        f"{prefix}{place + 10}",
        *email,
        answers.country,
        region,
        *(answers.words.yes for _ in answers.channels),
        "2026-10-05 11:30",
        answers.words.source,
        "express_written",
        answers.purpose.value,
        answers.words.agreed.replace("COMPANY", answers.company),
        texts.values[place % len(texts.values)],
    ]


def _senders(answers: StartAnswers) -> list[str]:
    """Return the senders of the channels that are used."""
    comment = f"   # {answers.words.comments['from']}"
    number = answers.sender or SENDERS[answers.country]
    used = [descriptor_of(channel) for channel in answers.channels]
    lines = [f'  {channel.sender_key}: "{number}"{comment}' for channel in used if channel.reader is None]
    if Channel.EMAIL in answers.channels:
        domain = re.sub(r"[^a-z0-9]+", "-", _plain(answers.company)).strip("-") or "company"
        lines.append(f"  email: {answers.words.mailbox}@{domain[:60].strip('-')}.example{comment}")
        lines.append(f"  postal_address: {_quoted(POSTAL[answers.country])}{comment}")
    return lines


def _step(answers: StartAnswers, place: int, channel: Channel) -> list[str]:
    """Return one step: an answer goes to your own people, everything else to the next step."""
    names = answers.words.steps
    following = [names[descriptor_of(later).block] for later in answers.channels[place + 1 :]]
    then = following[0] if following else names[LAST]
    lines = [f"  - step: {names[descriptor_of(channel).block]}"]
    if place:
        lines.append("    after: 1 day")
    lines += _content(answers, channel)
    if descriptor_of(channel).uses_agents:
        lines.append("    retry: {on: [busy, no_answer], after: 1 day, times: 1}")
        lines.append(f"    on: {{answered: end, otherwise: {then}}}")
    else:
        lines.append(f"    on: {{replied: {names[LAST]}, otherwise: {then}}}")
    return [*lines, f"    otherwise: {then}   # {answers.words.comments['otherwise']}"]


def _content(answers: StartAnswers, channel: Channel) -> list[str]:
    texts, words = answers.texts, answers.words
    if channel is Channel.EMAIL:
        return [
            "    email:",
            f"      subject: {_quoted(texts.mail_subject)}",
            f"      body: {_quoted(texts.mail_body)}",
        ]
    if descriptor_of(channel).in_segments:
        return ["    sms:", f"      body: {_quoted(f'{texts.line} {words.opt_out}')}"]
    if descriptor_of(channel).uses_agents:
        spoken = f"{texts.voicemail} {words.unsubscribe}"
        floor, voicemail = f"      floor: {words.floor}", f"      voicemail: {_quoted(spoken)}"
        return ["    call:", floor, "      ring: 25 seconds", voicemail]
    body = f"{texts.line} {words.opt_out}"
    placeholders = dict.fromkeys(re.findall(r"{{ .+? }}", body))
    variables = ", ".join(f'"{place}": {_quoted(name)}' for place, name in enumerate(placeholders, start=1))
    return [
        f"    whatsapp:   # {words.comments['template']}",
        f"      template: {answers.name.replace('-', '_')}",
        f"      variables: {{{variables}}}",
        f"      body: {_quoted(body)}",
    ]


def _quoted(text: str) -> str:
    """Return a text in the quotation marks of YAML, which are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    """Return a text in small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()
