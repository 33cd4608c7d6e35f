"""Does `cadence check` say which steps the law refuses to everybody, where they stand?"""

from pathlib import Path

import pytest

from cadence.cli import run

CAMPAIGN = """\
campaign: spring
purpose: marketing
country: ES
from: {company: Tienda Sol, voice: "+34910000001", sms: "+34910000001", whatsapp: "+34910000001"}
windows: [{days: mon-fri, hours: "09:00-21:00"}]
floors: {desk: {agents: 3, endpoint: "client:desk"}}
cadence:
  - step: ring
    call:
      floor: desk
      voicemail: "Hola, soy {{ company }}. Para no recibir más llamadas, diga BAJA."
  - step: text
    sms: "{{ company }}: hola {{ name }}. BAJA para no recibir más."
"""


def checked(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the lines that `check` prints of a campaign without errors."""
    file = tmp_path / "c.yaml"
    file.write_text(text)
    assert run(["check", str(file)]) == 0
    return capsys.readouterr().out.replace(str(file), "c.yaml").splitlines()


def test_a_lawful_file_is_told_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody stands in the way of an ideal person, so nothing is always refused."""
    assert checked(CAMPAIGN, tmp_path, capsys) == []


# what is changed, place of the warning, what it says
REFUSED = (
    # the voicemail lacks what the law wants said in it
    (
        ("Para no recibir más llamadas, diga BAJA.", "Llámenos."),
        "c.yaml:11:7",
        "this voicemail is always refused in ES",
    ),
    (("soy {{ company }}", "le llamamos"), "c.yaml:11:7", "es.ident"),
    # the caller number is a mobile: the whole call is refused, not only its voicemail
    (('voice: "+34910000001"', 'voice: "+34600000009"'), "c.yaml:8:5", "es.cli.mobile"),
    # a ground that is not enough without a consent of the person's own
    (
        ("windows:", "consent: {call: {basis: customer, reason: ours}}\nwindows:"),
        "c.yaml:12:7",
        "unless the person has given a consent of their own",
    ),
    # a text without a way out
    ((" BAJA para no recibir más.", ""), "c.yaml:12:5", "es.emsg.optout"),
    # no hour of the file is one of the law's
    (("days: mon-fri", "days: sun"), "c.yaml:8:5", "es.hours"),
    # other countries
    (("country: ES", "country: CL"), "c.yaml:8:5", "cl.prefix"),
    (("country: ES", "country: GB\nholidays: open"), "", ""),
    # a pack that is named counts as well
    (("country: ES", "country: ES\njurisdictions: [es-ley10]"), "c.yaml:9:5", "es.cli.400"),
    # where the law is switched off it refuses nothing
    (('voice: "+34910000001"', 'voice: "+34600000009"', "country: ES", "country: ES\njurisdictions: none"), "", ""),
)


@pytest.mark.parametrize(("change", "place", "words"), REFUSED)
def test_a_step_that_the_law_always_refuses_is_told_where_it_stands(
    change: tuple[str, ...], place: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Otherwise the cadence passes it over for everybody, and the file looks as if it did something."""
    text = CAMPAIGN
    for before, after in zip(change[::2], change[1::2], strict=True):
        assert before in text
        text = text.replace(before, after)
    output = checked(text, tmp_path, capsys)

    if not place:
        assert output == []
    else:
        assert [line for line in output if line.startswith(f"{place}: warning") and words in line], output


@pytest.mark.parametrize(
    ("rest", "place"),
    [
        ("{refused: 29 days, conversation: 1 day}", "c.yaml:3:17: warning: a rest of 29 days after a refusal"),
        ("{refused: 60 days, conversation: 2 hours}", "c.yaml:3:40: warning: a rest of 2 hours after a conversation"),
        ("{refused: 30 days, conversation: 1 day}", ""),  # what the house has: it says the same
        ("{conversation: 3 days}", ""),
    ],
)
def test_a_rest_that_is_shorter_than_the_houses_has_no_effect(
    rest: str, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both bind, so the longer one holds; for a reminder the house has no rest, and the file's is all there is."""
    text = CAMPAIGN.replace("country: ES", f"rest: {rest}\ncountry: ES")
    lines = checked(text, tmp_path, capsys)
    assert [line.startswith(place) for line in lines] == ([True] if place else [])
    assert not any("rest of" in line for line in checked(text.replace("marketing", "service"), tmp_path, capsys))
