"""Does a preview show each person what they would get, and touch nothing?"""

import json
from pathlib import Path

import pytest

from cadence.cli import run

CAMPAIGN = """
campaign: spring
purpose: service
jurisdictions: none
country: ES
from: {company: Tienda Sol, voice: "+34910000001", sms: "+34910000001", whatsapp: "+34910000001"}
windows: [{days: mon-fri, hours: 9-14}]
floors: {desk: {agents: 3, endpoint: "client:desk"}}
cadence:
  - step: hello
    whatsapp: {template: hola, variables: {"1": "{{ name }}"}, body: "Hola {{ name }}"}
  - step: text
    after: {left: 2 hours, otherwise: 1 day}
    sms: "Hola {{ name }}, ¡ánimo!"
  - step: ring
    after: 4 hours
    call: {floor: desk, ring: 30 seconds}
  - step: again
    call: {floor: desk, voicemail: "Soy {{ company }}"}
  - step: rest
    wait: 1 day
  - step: by_hand
    task: "Escribir a {{ name }}"
"""
LIST = (
    "id,name,phone\nC-1,Ana,600000001\nC-2,Bea,600000002\nC-3,Carla,letters\nC-4,Diego,600000004\nC-5,Elena,600000005\n"
)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A campaign and its list, as they are typed."""
    campaign, leads = tmp_path / "spring.yaml", tmp_path / "leads.csv"
    campaign.write_text(CAMPAIGN)
    leads.write_text(LIST)
    return ["preview", str(campaign), "--leads", str(leads)]


def test_each_step_is_shown_as_the_person_gets_it(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Texts are filled in, and what makes a message dear is named."""
    assert run([*files, "--lead", "C-2"]) == 0

    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "C-2",
        "  hello            due at the enrolment",
        "  hello            whatsapp  template hola",
        "    1=Bea",
        "  hello            whatsapp  body",
        "    Hola Bea",
        "  text             due 2 hours if it left, 1 day otherwise, after the step before",
        "  text             sms       body  [1 segment; because of á]",
        "    Hola Bea, ¡ánimo!",
        "  ring             due 4 hours after the step before",
        "  ring             call      call",
        "    rings 30 s, floor desk",
        "  again            due at once after the step before",
        "  again            call      voicemail",
        "    Soy Tienda Sol",
        "  rest             due at once after the step before, and then 1 day of waiting",
        "  by_hand          due at once after the step before",
        "  by_hand          task      task",
        "    Escribir a Bea",
    ]
    assert "1 lead shown. 5 rows: 4 leads, 1 refused." in err


def test_the_first_leads_are_shown_and_a_program_gets_data(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Three of them unless it is said otherwise; refused rows are passed over."""
    assert run([*files, "--json"]) == 0
    pieces = json.loads(capsys.readouterr().out)

    assert list(dict.fromkeys(piece["lead"] for piece in pieces)) == ["C-1", "C-2", "C-4"]
    assert pieces[2] == {
        "lead": "C-1",
        "step": "text",
        "channel": "sms",
        "due": "2 hours if it left, 1 day otherwise, after the step before",
        "what": "body",
        "text": "Hola Ana, ¡ánimo!",
        "where": "",
        "segments": 1,
        "costly": "á",
    }
    assert run([*files, "--first", "1"]) == 0
    assert "1 lead shown. 5 rows: 4 leads, 1 refused." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (["--lead", "C-9"], 1, "contains no lead C-9"),
        (["--lead", "C-3"], 1, "leads.csv:4: phone: "),  # refused: with its line and the reason
        (["--first", "0"], 2, "--first"),
        (["--map", "phone"], 2, "expected FIELD=COLUMN"),
    ],
)
def test_what_cannot_be_shown_is_said(
    files: list[str], capsys: pytest.CaptureFixture[str], more: list[str], code: int, words: str
) -> None:
    """Nothing on stdout, and how the list was read."""
    assert run([*files, *more]) == code

    out, err = capsys.readouterr()
    assert out == ""
    assert words in err


@pytest.mark.parametrize("leads", ["good", "refused rows", "unreadable"])
@pytest.mark.parametrize("command", ["preview", "plan", "simulate"])
def test_looking_ahead_writes_nothing_and_keeps_an_earlier_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, leads: str
) -> None:
    """The report beside the list is of the launch, and names people: only a launch writes or removes it."""
    campaign, file = tmp_path / "spring.yaml", tmp_path / "leads.csv"
    campaign.write_text(CAMPAIGN)
    file.write_text(
        {"good": "id,name,phone\nC-1,Ana,600000001\n", "refused rows": LIST, "unreadable": "id\n\0\0"}[leads]
    )
    report = tmp_path / "leads.rejected.csv"
    report.write_text("of an earlier launch")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    code = run([command, str(campaign), "--leads", str(file)])

    assert (code != 0) == (leads == "unreadable"), capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_conditions_are_shown_with_whether_the_person_meets_them(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """For whom a campaign and a step are, how many of the list are left out, and what no lead has."""
    where = "where: {segment: [vip, gold]}\ncadence:\n"
    campaign = CAMPAIGN.replace("cadence:\n", where).replace(
        'sms: "Hola {{ name }}, ¡ánimo!"',
        'sms: "Hola {{ name }}, ¡ánimo!"\n    where: {touches: {at_most: 2}, segmento: a}',
    )
    Path(files[1]).write_text(campaign)
    Path(files[3]).write_text(
        "id,name,phone,segment\nC-1,Ana,600000001,VIP\nC-2,Bea,600000002,basic\nC-4,Diego,600000004,\n"
    )
    assert run(files) == 0

    out, err = capsys.readouterr()
    lines = out.splitlines()
    head = "  hello            the campaign is for people who meet this condition: segment is vip or gold: "
    assert lines[2] == f"{head}yes"
    assert f"{head}no, this person does not come in" in lines
    assert f"{head}not known, this person does not come in" in lines
    assert out.count("segment is vip or gold") == 3  # once for each person, not for each step
    assert any(line.endswith("touches so far: at most 2 and segmento is a: asked when it is due") for line in lines)
    remarks = " ".join(err.split())
    assert "1 of 3 people of the list; 1 does not meet it" in remarks
    assert (
        "1 person is left out because it is not known whether they meet it (no value that can be read: segment 1)"
        in remarks
    )
    assert (
        'a condition asks for "segmento", in which no lead of the list has a value; did you mean "segment"?' in remarks
    )
    assert 'a condition asks for "gold" in "segment", which no lead of the list has' in remarks


ASKING = CAMPAIGN.replace(
    'sms: "Hola {{ name }}, ¡ánimo!"',
    """sms: "Hola {{ name }}, ¡ánimo!"
    where: {segment: vip}
    replies: {yes: [vale], no: [nada]}
    on: {reply.yes: ring, reply.no: [{where: {score: {at_least: 5}}, to: ring}, end]}""",
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "es",
            [
                "  hello            al entrar en la campaña",
                "  hello            whatsapp  plantilla hola",
                "  hello            whatsapp  texto",
                "  text             2 horas si salió, 1 día en los demás casos, después del paso anterior",
                "  text             solo si el segmento es vip: no se sabe, se omite",
                "  text             sms       texto  [1 segmento; por á]",
                "  text             sms       respuesta",
                "    vale: reply.yes -> ring",
                "    nada: reply.no -> ring o fin",
                "    suena 30 s, grupo de agentes desk",
                "  again            call      mensaje en el contestador",
                "  by_hand          task      tarea",
            ],
        ),
        (
            "pt",
            [
                "  hello            na entrada na campanha",
                "  hello            whatsapp  modelo hola",
                "  text             só se o segmento é vip: não se sabe, o passo é pulado",
                "  text             sms       texto  [1 segmento; por causa de á]",
                "    nada: reply.no -> ring ou fim",
                "    toca 30 s, grupo de agentes desk",
                "  again            call      recado na caixa postal",
            ],
        ),
    ],
)
def test_a_preview_is_written_in_the_language_of_who_reads_it(
    files: list[str], capsys: pytest.CaptureFixture[str], language: str, words: list[str]
) -> None:
    """As `plan`, `lead` and `judge` are; the texts themselves are in the campaign's own language."""
    Path(files[1]).write_text(ASKING)
    assert run([*files, "--lead", "C-2", "--language", language]) == 0

    out, err = capsys.readouterr()
    assert [line for line in words if line not in out.splitlines()] == []
    english = ("lead shown", "rows", "Who may enter", "refused", "segment]", "body", "skipped", " due ")
    assert [word for word in english if word in out + err.partition("5 ")[2]] == []


def test_an_unknown_language_is_refused(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With those that there are."""
    assert run([*files, "--language", "fr"]) == 2
    assert "'en', 'es', 'pt'" in capsys.readouterr().err


def test_what_follows_from_events_of_other_systems_is_shown(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """By `preview`, `plan` and `simulate`, and as data."""
    events = "on_event: {purchase: {finish: converted, value: amount}, dispute: {hold: 7 days}, arrived: {go: ring}}\n"
    files = files[1:]
    Path(files[0]).write_text(CAMPAIGN + events, encoding="utf-8")
    expected = [
        "purchase: the cadence ends as converted, worth amount",
        "dispute: nothing leaves for the person for 7 days",
        "arrived: it goes on with ring",
    ]

    shown = []
    for command in (["preview"], ["plan"], ["simulate", "--days", "3", "--processes", "1"]):
        assert run([*command, *files]) == 0
        shown.append(capsys.readouterr().out)
    assert run(["plan", *files, "--json"]) == 0

    assert all(line in out for line in expected for out in shown)
    assert list(json.loads(capsys.readouterr().out)["on_event"].values()) == expected


def test_the_caps_of_a_task_are_shown(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """How many there are a day, in each language, with the rule."""
    campaign = Path(files[1])
    work = 'task: {title: "Escribir a {{ name }}", assign: tienda, label: carta}'
    caps = "tasks: [{label: carta, per_day: 20}, {per_day: 1}]\ncadence:"
    campaign.write_text(CAMPAIGN.replace('task: "Escribir a {{ name }}"', work).replace("cadence:", caps))

    assert run([*files, "--lead", "C-2", "--language", "es"]) == 0

    shown = capsys.readouterr().out
    assert "como máximo 20 tareas por día laborable (carta) [campaign.tasks[0]]" in shown
    assert "como máximo 1 tarea por día laborable [campaign.tasks[1]]" in shown
