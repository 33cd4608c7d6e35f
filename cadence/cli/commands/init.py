"""How does somebody get a first campaign and its list? Edge: five questions in, two files out."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.files import check_campaign
from cadence.cli.output import print_json, say_lines, talk
from cadence.cli.starting.wording import StartLanguage, wording
from cadence.cli.starting.writing import COUNTRIES, StartAnswers, campaign_text, list_text
from cadence.documents.mistakes import in_words
from cadence.domain import Channel, Purpose
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.domain.geography import country_code

NAME = re.compile("[a-z][a-z0-9-]*")
LONGEST_NAME, LONGEST_COMPANY = 40, 60
DEFAULTS: dict[StartLanguage, dict[str, str]] = {
    "en": {"name": "first-campaign", "purpose": "service", "country": "US", "channels": "sms, call", "company": ""},
    "es": {"name": "primera-campana", "purpose": "service", "country": "ES", "channels": "sms, call", "company": ""},
}


@command(
    "cadence init",
    "cadence init --language es",
    'cadence init --name spring-offer --purpose marketing --country ES --channels sms --company "Tienda Sol" --yes',
)
def init(
    *,
    name: Annotated[str, typer.Option(help="The campaign's name, which is also that of both files.")] = "",
    purpose: Annotated[str, typer.Option(help="marketing, collections, service or survey.")] = "",
    country: Annotated[str, typer.Option(help="The country of the people: ES or US.")] = "",
    channels: Annotated[
        str, typer.Option(help="The channels, in the order of the steps: email, whatsapp, sms, call; with commas.")
    ] = "",
    company: Annotated[str, typer.Option(help="The name of your company, as people know you.")] = "",
    sender: Annotated[str, typer.Option(help="Your number; default: an example that nobody has.")] = "",
    language: Annotated[
        StartLanguage, typer.Option("--language", help="The language of the questions and of the campaign.")
    ] = "en",
    folder: Annotated[Path, typer.Option("--in", help="The folder for both files.")] = Path(),
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing: use the usual answer where no option gives one.")
    ] = False,
    json: Json = False,
) -> None:
    """
    Write a first campaign and a list of made-up people, from five questions.

    Each question can also be answered by an option. NAME.yaml is a complete campaign with comments, which passes
    `cadence check`; NAME.csv has people with numbers that nobody has, so nobody can be contacted by mistake. No
    existing file is overwritten.
    """
    given = {"name": name, "purpose": purpose, "country": country, "channels": channels, "company": company}
    read: dict[str, str] = {}
    for question, value in given.items():
        read[question] = _answer(question, value, language, ask=not yes)
    answers = StartAnswers(
        name=read["name"],
        purpose=Purpose(read["purpose"]),
        country=read["country"],
        channels=tuple(Channel(channel) for channel in read["channels"].split(",")),
        company=read["company"],
        language=language,
        sender=sender.strip(),
    )
    files = folder / f"{answers.name}.yaml", folder / f"{answers.name}.csv"
    _write(answers, *files)
    steps = _next(*files)
    if json:
        print_json({"campaign": str(files[0]), "list": str(files[1]), "next": steps})
        return
    talk(wording(language).written.format(campaign=files[0], list=files[1]))
    talk(wording(language).next)
    say_lines(f"  {step}" for step in steps)


def _answer(question: str, given: str, language: StartLanguage, *, ask: bool) -> str:
    """Return the answer to a question: as an option gives it, else as it is typed, else the usual one."""
    read, default = READERS[question], DEFAULTS[language][question]
    if given:
        try:
            return read(given)
        except typer.BadParameter as error:
            raise typer.BadParameter(f"--{question}: {error.message}") from None
    if ask and sys.stdin.isatty():
        words = wording(language).questions[question]
        return str(typer.prompt(words, default=default or None, value_proc=read, err=True))
    if ask or not default:
        hint = "" if ask else "; there is no usual answer"
        raise typer.BadParameter(f"--{question} is missing{hint}; expected {EXPECTED[question]}")
    return read(default)


EXPECTED = {
    "name": "small letters a to z, digits and hyphens, such as spring-offer",
    "purpose": f"one of {', '.join(Purpose)}",
    "country": f"one of {', '.join(COUNTRIES)}",
    "channels": f"one or more of {', '.join(sorted(CONTACT_CHANNELS))}, such as whatsapp,sms",
    "company": "a name, such as Tienda Sol",
}


def _name(text: str) -> str:
    name = text.strip()
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise typer.BadParameter(f'"{text}"; expected {EXPECTED["name"]}, {LONGEST_NAME} at most')
    return name


def _purpose(text: str) -> str:
    purpose = text.strip().lower()
    if purpose not in set(Purpose):
        raise typer.BadParameter(f'"{text}"; expected {EXPECTED["purpose"]}')
    return purpose


def _country(text: str) -> str:
    country = country_code(text) or text.strip().upper()
    if country not in COUNTRIES:
        raise typer.BadParameter(
            f'"{text}"; expected {EXPECTED["country"]}: only there are numbers for made-up people. For '
            "another country, write the campaign with docs/campaigns.md"
        )
    return country


def _channels(text: str) -> str:
    channels = [word.strip().lower() for word in text.split(",") if word.strip()]
    known = {channel.value for channel in CONTACT_CHANNELS}
    if not channels or not known.issuperset(channels) or len(set(channels)) < len(channels):
        raise typer.BadParameter(f'"{text}"; expected {EXPECTED["channels"]}, each once')
    return ",".join(channels)


def _company(text: str) -> str:
    company = " ".join(text.split())
    if not company or len(company) > LONGEST_COMPANY or "{" in company or not company.isprintable():
        raise typer.BadParameter(
            f'"{text}"; expected {EXPECTED["company"]}, on one line, {LONGEST_COMPANY} letters at most'
        )
    return company


READERS: dict[str, Callable[[str], str]] = {
    "name": _name,
    "purpose": _purpose,
    "country": _country,
    "channels": _channels,
    "company": _company,
}


def _write(answers: StartAnswers, campaign: Path, people: Path) -> None:
    """
    Write both files, if the campaign passes the check without a warning.

    Raises ConflictError for a file that exists, InvalidInputError for answers that do not go together, because the law
    refuses a channel for a purpose, and for a folder that cannot be written to.
    """
    text = campaign_text(answers)
    if mistakes := check_campaign(text, str(campaign)).mistakes:
        reasons = "\n".join(
            dict.fromkeys(f"  {in_words(mistake.found, mistake.expected, mistake.hint)}" for mistake in mistakes)
        )
        raise InvalidInputError(f"Nothing was written, because these answers do not go together:\n{reasons}")
    for file in (campaign, people):
        if file.exists():
            raise ConflictError(f"{file} exists, and nothing is overwritten. Choose another --name, or move the file.")
    try:
        for file, content in ((campaign, text), (people, list_text(answers))):
            with file.open("x", encoding="utf-8", newline="") as written:
                written.write(content)
    except OSError as error:
        raise InvalidInputError(
            f"{error.filename or campaign} cannot be written ({error.strerror}); expected a folder that exists: --in."
        ) from None


def _next(campaign: Path, people: Path) -> list[str]:
    """Return the three commands that come next."""
    return [
        f"cadence check {campaign}",
        f"cadence preview {campaign} --leads {people}",
        f"cadence simulate {campaign} --leads {people} --registries-clear",
    ]
