"""Does `init` write a campaign that passes the check, whatever is answered?"""

import csv
import io
import itertools
import json
import re
from pathlib import Path

import pytest

from cadence.campaign import read_campaign
from cadence.cli import run
from cadence.cli.files import check_campaign
from cadence.cli.law_in_force import law_in_force
from cadence.cli.starting.writing import StartAnswers, campaign_text, list_text
from cadence.domain import Channel, Purpose
from cadence.domain.channels import CONTACT_CHANNELS

CHANNELS = [Channel.EMAIL, Channel.WHATSAPP, Channel.SMS, Channel.CALL]
ANSWERS = ["--name", "spring-offer", "--company", "Tienda Sol", "--yes"]
AT = ["--from", "2027-03-08T07:00:00Z", "--registries-clear"]


def test_every_channel_can_be_chosen() -> None:
    """A new channel needs a step here."""
    assert set(CHANNELS) == set(CONTACT_CHANNELS)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("country", ["ES", "US"])
@pytest.mark.parametrize("purpose", Purpose)
def test_every_combination_of_answers_passes_the_check(purpose: Purpose, country: str, language: str) -> None:
    """Without a warning; but Meta delivers no marketing on WhatsApp to numbers of the United States."""
    law = law_in_force()
    for size in range(1, len(CHANNELS) + 1):
        for channels in itertools.permutations(CHANNELS, size):
            answers = StartAnswers(
                name="spring-offer",
                purpose=purpose,
                country=country,
                channels=channels,
                company="Tienda Sol",
                language="es" if language == "es" else "en",
            )
            remarks = [mistake.found for mistake in check_campaign(campaign_text(answers), "a.yaml", law).mistakes]
            blocked = (purpose, country) == (Purpose.MARKETING, "US") and Channel.WHATSAPP in channels
            assert ["wa.us.block" in remark for remark in remarks] == ([True] if blocked else []), channels
            columns = next(csv.reader(io.StringIO(list_text(answers))))
            assert {"id", "name", "phone", answers.texts.column} <= set(columns)


ENGLISH = re.compile(r"\\b(letter|text|ring|hand_over|team|person|template|budget|each|before|own)\\b")
"""Words of ours that a Spanish reader has not chosen; keys of the file are no words of ours."""


@pytest.mark.parametrize("purpose", Purpose)
def test_what_a_spanish_campaign_names_is_named_in_spanish(purpose: Purpose) -> None:
    """Steps, the floor and the comments: the manager reads them in every report afterwards."""
    channels = tuple(CHANNELS)
    answers = StartAnswers(
        name="oferta", purpose=purpose, country="ES", channels=channels, company="Tienda Sol", language="es"
    )
    written = campaign_text(answers)
    campaign = read_campaign(written, "oferta.yaml")
    comments = [line.partition("#")[2] for line in written.splitlines() if "#" in line]

    assert [step.step for step in campaign.cadence] == ["correo", "chat", "mensaje", "llamada", "seguimiento"]
    assert set(campaign.floors) == {"equipo"}
    assert [line for line in comments if ENGLISH.search(line)] == []


def files(folder: Path, capsys: pytest.CaptureFixture[str], *answers: str) -> tuple[Path, Path]:
    """Write both files, and return them."""
    capsys.readouterr()
    assert run(["init", *ANSWERS, "--in", str(folder), *answers, "--json"]) == 0, capsys.readouterr().err
    data = json.loads(capsys.readouterr().out)
    return Path(data["campaign"]), Path(data["list"])


@pytest.mark.parametrize(
    ("purpose", "country", "language", "channels"),
    [
        ("marketing", "ES", "es", "email,whatsapp,sms,call"),
        ("marketing", "US", "en", "sms,call,email"),
        ("collections", "US", "es", "call,sms"),
        ("collections", "ES", "en", "email,call"),
        ("service", "US", "en", "whatsapp,sms,call,email"),
        ("service", "ES", "es", "sms"),
        ("survey", "ES", "en", "whatsapp,email"),
        ("survey", "US", "es", "sms,email,whatsapp,call"),
    ],
)
def test_the_simulation_reaches_each_step(
    purpose: str, country: str, language: str, channels: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its own list: no row is refused, and each step has a touch."""
    words = ["--purpose", purpose, "--country", country, "--language", language, "--channels", channels]
    campaign, people = files(tmp_path, capsys, *words)
    assert run(["check", str(campaign)]) == 0
    assert "no mistakes" in capsys.readouterr().err
    assert run(["preview", str(campaign), "--leads", str(people)]) == 0
    capsys.readouterr()
    assert run(["simulate", str(campaign), "--leads", str(people), *AT, "--json"]) == 0

    data = json.loads(capsys.readouterr().out)
    touched = {step["step"] for step in data["steps"] if step["touches"]}
    assert data["list"]["refused"] == 0
    assert {step.step for step in read_campaign(campaign.read_text()).cadence} <= touched


def test_the_next_three_commands_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each can be copied and run."""
    monkeypatch.chdir(tmp_path)
    assert run(["init", *ANSWERS]) == 0
    steps = [line.split() for line in capsys.readouterr().out.splitlines()]

    assert [step[1] for step in steps] == ["check", "preview", "simulate"]
    assert all(run(step[1:]) == 0 for step in steps)


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the campaign nor the list, and the other one is not written either."""
    for there, other in (("spring-offer.yaml", "spring-offer.csv"), ("spring-offer.csv", "spring-offer.yaml")):
        (tmp_path / other).unlink(missing_ok=True)
        (tmp_path / there).write_text("mine")
        assert run(["init", *ANSWERS, "--in", str(tmp_path)]) == 1
        assert f"{there} exists, and nothing is overwritten" in capsys.readouterr().err
        assert (tmp_path / there).read_text() == "mine"
        assert not (tmp_path / other).exists()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (["--name", "Spring Offer"], "expected small letters a to z, digits and hyphens"),
        (["--name", "a" * 41], "40 at most"),
        (["--name", "../escape"], "expected small letters"),
        (["--purpose", "selling"], "expected one of marketing, collections, service, survey"),
        (["--country", "Francia"], "only there are numbers for made-up people"),
        (["--country", "FR"], "only there are numbers for made-up people"),
        (["--channels", "sms,pigeon"], "expected one or more of call, email, sms, whatsapp"),
        (["--channels", "sms,sms"], "each once"),
        (["--channels", " , "], "expected one or more of"),
        (["--company", "{{ name }}"], "on one line"),
        (["--company", " \n "], "expected a name"),
        (["--language", "fr"], "--language"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_a_wrong_answer_is_refused_with_what_was_expected(
    answers: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written."""
    usual = {"--name": "spring", "--company": "Sol"} | {answers[0]: answers[1]}
    options = [word for option in usual.items() for word in option]

    assert run(["init", "--yes", "--in", str(tmp_path), *options]) == 2
    assert words in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--purpose", "marketing", "--country", "US", "--channels", "whatsapp"], "wa.us.block"),
        (["--sender", "letters"], '"letters"; expected '),
        (["--sender", "+34 910 000 001"], '"+34 910 000 001"; expected '),
        (["--in", "/nowhere/at/all"], "cannot be written"),
    ],
)
def test_answers_that_do_not_go_together_write_nothing(
    more: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The law, a number that is none, a folder that is not there."""
    folder = [] if "--in" in more else ["--in", str(tmp_path)]
    assert run(["init", *ANSWERS, *folder, *more]) == 1
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("company", ['Sol "y" Mar', "Bücher & Söhne #1", "Tienda: Sol", "L'Été", "日本"])
def test_any_name_of_a_company_is_written_as_it_is(
    company: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Quotation marks, hash signs and colons mean something in YAML."""
    answers = ["--name", "n", "--company", company, "--channels", "email,sms", "--yes", "--in", str(tmp_path)]
    assert run(["init", *answers]) == 0, capsys.readouterr().err
    assert read_campaign((tmp_path / "n.yaml").read_text(encoding="utf-8")).sender.company == company


def test_without_a_terminal_the_missing_option_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A script must not wait for an answer; --yes answers all but the company's name."""
    assert run(["init", "--in", str(tmp_path)]) == 2
    assert "--name is missing; expected small letters" in " ".join(capsys.readouterr().err.split())
    assert run(["init", "--yes", "--in", str(tmp_path)]) == 2
    assert "--company is missing; there is no usual answer" in " ".join(capsys.readouterr().err.split())


def test_the_questions_are_asked_in_the_chosen_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong answer is asked for again, an empty one takes what is proposed."""
    typed = io.StringIO("Oferta!\noferta\nmarketing\n\nwhatsapp, sms\nTienda Sol\n")
    typed.isatty = lambda: True  # type: ignore[method-assign]  # a terminal
    monkeypatch.setattr("sys.stdin", typed)

    assert run(["init", "--language", "es", "--in", str(tmp_path)]) == 0
    shown = capsys.readouterr()
    assert "¿Cómo se llama la campaña?" in shown.err
    assert shown.err.count("¿Cómo se llama la campaña?") == 2, "asked again after a wrong answer"
    campaign = read_campaign((tmp_path / "oferta.yaml").read_text())
    assert (campaign.purpose, campaign.country) == (Purpose.MARKETING, "ES")
    assert [step.channel for step in campaign.cadence][:2] == [Channel.WHATSAPP, Channel.SMS]


@pytest.mark.parametrize(
    ("language", "country", "words"),
    [
        ("es", "España", "Escritos: "),
        ("es", "estados unidos", "con personas inventadas"),
        ("en", "Spain", "Written: "),
        ("en", "us", "with made-up people"),
    ],
)
def test_a_country_may_be_named_and_the_files_are_named(
    language: str, country: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A newcomer writes the name of the country, and looks for what was written."""
    answers = ["--language", language, "--country", country, "--channels", "sms", *ANSWERS, "--in", str(tmp_path)]

    assert run(["init", *answers]) == 0
    printed = capsys.readouterr().err
    assert words in printed
    assert all(file.name in printed for file in tmp_path.iterdir())
    assert len(list(tmp_path.iterdir())) == 2
