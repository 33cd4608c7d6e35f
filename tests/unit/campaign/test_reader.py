"""Every mistake is told where it stands, all of a file at once."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from cadence.campaign import check_text, read_campaign
from cadence.campaign.parts import FileLimit, FileWindow, Floor
from cadence.campaign.periods import Hours, LocalDaysPeriod, RollingPeriod, WholeCampaign
from cadence.campaign.texts import samples
from cadence.documents import DocumentError
from cadence.domain import Channel, IfLate, Purpose
from cadence.domain.errors import InvalidInputError
from cadence.domain.questions import ReplyQuestion
from cadence.replies.answers import answers_in, is_plain
from tests.unit.campaign.samples import HEAD, PACKS, read, said

ONE_STEP = "cadence: [{step: one, sms: Hello}]\n"


def broken() -> list[object]:
    """Return the cases of broken.txt."""
    objects = list[object]()
    for case in (Path(__file__).parent / "broken.txt").read_text().split("\n# ")[1:]:
        head, cadence, mistakes = case.split("\n---\n")
        title, *lines = head.splitlines()
        objects.append(pytest.param(lines, f"{cadence}\n", mistakes.strip().splitlines(), id=title))
    return objects


ODD_SPACE = (
    "a space of another kind, such as a no-break space, before the text; "
    "expected plain spaces: delete it and type spaces"
)


CURLY = "the curly quote {} of a word processor; expected straight quotes: \"...\" or '...'"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", '1:1: an empty file; expected a campaign, such as "campaign: cart-recovery" and the keys after it'),
        (
            "# later\n",
            '1:1: an empty file; expected a campaign, such as "campaign: cart-recovery" and the keys after it',
        ),
        ("- a\n", '1:1: a file that is not a mapping of keys; expected keys such as "campaign: cart-recovery"'),
        ("hello\n", '1:1: a file that is not a mapping of keys; expected keys such as "campaign: cart-recovery"'),
        *(
            (f"a: b\nc:\n{indent}- d: e\n   f: g: h\n", f"3:{column}: {ODD_SPACE}")
            for indent, column in (("\u00a0\u00a0", 1), (" \u2003", 2), ("  \u202f", 3))
        ),
        ("a: b\nc:\n\t- d\n", "3:1: a tab; expected spaces before the key: YAML does not indent with tabs"),
        ("title: Cart: again\n", '1:12: a second ": " in one line; expected quotes around a text with ": " in it'),
        ("title: @home\n", "1:8: a text that begins with a special character; expected quotes around it"),
        ("title: 'Cart\n", "1:8: a quote that is never closed; expected a second quote"),
        ('a: b\ntitle: "Cart\nc: d\ne: [f, g]\n', "2:8: a quote that is never closed; expected a second quote"),
        (
            'a: b\ntitle: "Cart\nc: d\ne: "f"\n',
            "2:8: a quote that closes only in line 4; expected a second quote in this line",
        ),
        *(
            (f"a: b\n{line}\n", f"2:{line.index(quote) + 1}: {CURLY.format(quote)}")
            for line, quote in (
                ("title: “Cart”", "“"),
                ("title: “Cart: again”", "“"),
                ("title: “{{ company }}: hello”", "“"),
                ("c: {sms: “{{ company }}: hello”}", "“"),
                ("c: ‘Cart’", "‘"),  # noqa: RUF001
                ("c: [„Cart“]", "„"),
                ("“title”: Cart", "“"),
            )
        ),
        ("- {hours: “9-14”}\n", f"1:11: {CURLY.format('“')}"),
        ("- “Cart”\n", f"1:3: {CURLY.format('“')}"),
        ("a: b\ncadence\n", '3:1: a line without ": "; expected a key and its value'),
        (
            "sms: {{ name }}\n",  # what people forget about templates
            "1:7: a list or mapping as a key; expected a word as the key; a text that begins with {{ needs quotes",
        ),
        (
            "windows: [1, 2\n",
            '1:10: a "[" that is not closed, or a quote inside it; expected a "]", and quotes in pairs',
        ),
        (
            'from: {company: Sol, sms: "+34910000001\ntitle: "Cart"\n',  # the parser gives up a line later
            "1:27: a quote that closes only in line 2; expected a second quote in this line",
        ),
        ("a: b\n---\na: c\n", "2:1: a second document after ---; expected one document per file"),
        ("a: !!set b\n", "1:4: the tag tag:yaml.org,2002:set; expected a plain value without a tag"),
        ("a: *b\n", "1:4: *b; expected an anchor &b further up"),
        ("a: &a [*a]\n", "1:8: *a; expected an anchor &a further up"),  # nothing contains itself
        ("a: b\x07\n", "1:5: a character or escape that YAML does not allow; expected plain text in UTF-8"),
        ('a: "b\\0"\n', "1:4: an escape for NUL or for half a character; expected plain text"),
        ('a: "b\\ud800"\n', "1:4: an escape for NUL or for half a character; expected plain text"),
        ("a: " + "[" * 40, "1:15: too many levels; expected at most 12 inside each other"),
        ("a: " + "b" * 300_000, "1:1: a file of 300,003 characters; expected at most 262144"),
    ],
)
def test_what_is_no_campaign_at_all_says_what_it_is(text: str, mistake: str) -> None:
    """YAML's own complaints are put in words that help."""
    assert said(text) == [mistake]


def test_a_campaign_says_what_it_lacks() -> None:
    """All of it at once, with the form of each."""
    assert said("campaign: sample\n") == [
        '1:1: no "purpose" in a campaign; expected purpose: marketing, collections, service or survey',
        '1:1: no "from" in a campaign; expected from: `from` such as {company: Tienda Sol, sms: "+34910000001"}',
        (
            '1:1: no "windows" in a campaign; expected windows: a list: '
            'a window such as {days: mon-fri, hours: "09:30-14:00"}'
        ),
        (
            '1:1: no "cadence" in a campaign; expected cadence: a list: '
            "a step such as {step: first_call, after: 2 hours, call: sales}"
        ),
    ]


@pytest.mark.parametrize(("lines", "cadence", "mistakes"), broken())
def test_a_broken_campaign_is_told_what_is_wrong(lines: list[str], cadence: str, mistakes: list[str]) -> None:
    """Exactly this, and nothing that only follows from it: see broken.txt."""
    head = HEAD
    for right, _, wrong in (line.partition(" =>") for line in lines):
        assert right in head
        head = head.replace(right, wrong.strip(), 1)

    assert said(head + cadence) == mistakes


def test_the_error_carries_every_mistake() -> None:
    """One line each, as an editor reads them."""
    with pytest.raises(DocumentError) as caught:
        read_campaign("title: [a]\n", "sample.yaml")

    assert isinstance(caught.value, InvalidInputError)
    assert len(caught.value.mistakes) == 6
    assert str(caught.value).splitlines()[-1] == "sample.yaml:1:8: a list; expected a short text"


def test_everything_the_file_says_arrives() -> None:
    """The long forms."""
    campaign = read(
        """\
gap: 2 horas
start: 8/3/2027
priority: 1
stop_on: converted, replied
consent: {call: {basis: customer, reason: Own customers.}}
cadence:
  - step: hello
    before: {field: day, by: 1 día}
    if_late: next_window
    from: "+34910000009"
    sms: {body: "Hello {{ name }}"}
    retry: {on: [failed, undelivered], after: 1 hour, times: 2}
    on: {replied: ring, otherwise: rest}
    otherwise: ring
  - step: rest
    after: 1 hour
    wait: 2 days
    on: {otherwise: end}
  - step: ring
    call: {floor: desk, ring: 20 seconds, detect_machines: yes, talk: 5 minutes, voicemail_audio: "https://a.example/b"}
    expires: 1 day
""",
        HEAD.replace("{max: 5", "{max: 1, per: 1 day, channels: call}, {max: 2, per: 24 hours}, {max: 5"),
    )
    hello, rest, ring = campaign.cadence

    assert campaign.purpose is Purpose.SERVICE
    assert campaign.no_jurisdictions
    assert campaign.windows == (FileWindow(days=(0, 1, 2, 3, 4), hours=(Hours(opens=time(9), closes=time(17)),)),)
    assert campaign.limits == (
        FileLimit(max=1, per=LocalDaysPeriod(days=1), channels=(Channel.CALL,)),
        FileLimit(max=2, per=RollingPeriod(seconds=86_400)),
        FileLimit(max=5, per=WholeCampaign()),
    )
    assert campaign.floors == {"desk": Floor(agents=2, endpoint="client:desk")}
    assert (campaign.gap, campaign.start) == (timedelta(hours=2), date(2027, 3, 8))
    assert campaign.stop_on == ("converted", "replied")
    assert campaign.consent[Channel.CALL].reason == "Own customers."
    assert hello.before is not None
    assert (hello.before.field, hello.before.by, hello.if_late) == ("day", timedelta(days=1), IfLate.NEXT_WINDOW)
    assert (hello.sender, hello.on, hello.otherwise) == (
        "+34910000009",
        {"replied": "ring", "otherwise": "rest"},
        "ring",
    )
    assert hello.retry is not None
    assert hello.retry.on == ("failed", "undelivered")
    assert (rest.wait, rest.after, rest.channel) == (timedelta(days=2), timedelta(hours=1), None)
    assert ring.call is not None
    assert (ring.call.ring, ring.call.talk) == (timedelta(seconds=20), timedelta(minutes=5))
    assert ring.call.detect_machines


def test_short_forms_mean_the_long_ones() -> None:
    """A text stands for a body, a name for a floor, a number for its agents."""
    short = read(
        "cadence: [{step: a, sms: Hi}, {step: b, whatsapp: Hi}, {step: c, call: desk}, {step: d, task: Look}]\n"
    )
    long = read(
        "cadence: [{step: a, sms: {body: Hi}}, {step: b, whatsapp: {body: Hi}}, {step: c, call: {floor: desk}}, "
        "{step: d, task: {title: Look}}]\n"
    )

    assert short == long


def test_values_stay_as_they_were_written() -> None:
    """YAML would make 34910000001 of a number, 570 of an hour, false of a no, and drop leading zeros."""
    campaign = read(
        "title: 007\ncadence: [{step: one, sms: 12.50, from: +34910000002}]\n",
        HEAD.replace('"9:00-17:00"', "9:00-17:00"),
    )

    assert (campaign.title, campaign.cadence[0].sender) == ("007", "+34910000002")
    assert campaign.cadence[0].sms is not None
    assert campaign.cadence[0].sms.body == "12.50"


def test_anchors_and_merges_save_writing() -> None:
    """A block may be named once and used again, with changes."""
    campaign = read(
        """\
cadence:
  - &ring {step: one, call: &call {floor: desk, ring: 20 seconds}}
  - {<<: *ring, step: two}
  - {step: three, call: {<<: *call, ring: 30 seconds}}
"""
    )

    assert [step.call.ring.seconds for step in campaign.cadence if step.call] == [20, 20, 30]


def test_a_mistake_behind_an_alias_is_told_once() -> None:
    """Where it is written, however often it is used."""
    cadence = "cadence:\n  - {step: one, call: &c {flor: desk}}\n  - {step: two, call: *c}\n"
    errors = said(HEAD + cadence)

    assert len(errors) == 1
    assert errors[0].startswith('9:27: "flor" is not a key of a call; expected floor, say, ring,')
    assert errors[0].endswith('; did you mean "floor"?')


def test_aliases_cannot_blow_up_a_file() -> None:
    """Lists have lengths, and what is named is read, not copied."""
    bomb = "a0: &a0 {k: v}\n" + "".join(
        f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 50)}]}}\n" for i in range(1, 60)
    )
    windows = (
        "w: &w [" + ", ".join(["{days: mon, hours: 9-10}"] * 50) + "]\nwindows: [" + ", ".join(["*w"] * 51) + "]\n"
    )

    assert len(said(bomb)) == 65  # one for each key that is not one, and the five that lack
    assert any("a list of 51; expected from 1 to 50 entries" in error for error in said(windows))


def test_a_file_of_nothing_but_mistakes_is_answered_in_time() -> None:
    """Five hundred are told; the rest once these are mended."""
    steps = "".join(f"  - {{step: s{i}, {', '.join(f'k{j}: 1' for j in range(90))}}}\n" for i in range(30))

    assert len(said(f"{HEAD}cadence:\n{steps}")) == 500


def test_packs_are_not_checked_without_a_list_of_them() -> None:
    """The room of the language knows no law: whoever reads a file says which packs there are."""
    text = HEAD.replace("none", "[es, us]") + ONE_STEP

    assert check_text(text).campaign is not None
    assert check_text(text, packs=PACKS).campaign is None


@pytest.mark.parametrize(
    ("purpose", "audience", "body", "warned"),
    [
        ("marketing", "consumer", "Hello", True),  # art. 21 LSSI and its like: in each message
        ("marketing", "consumer", "Hello. STOP to opt out", False),
        ("marketing", "consumer", "Hola. Responde BAJA y no te escribimos más", False),
        ("marketing", "consumer", "Don't let the sun stopwatch run", True),  # a word, not a part of one
        ("marketing", "business", "Hello", False),
        ("service", "consumer", "Hello", False),
    ],
)
def test_a_message_that_sells_says_how_to_end_it(purpose: str, audience: str, body: str, warned: bool) -> None:
    """A warning: the words may stand in an approved template that we do not see."""
    head = HEAD.replace("service", purpose) + f"audience: {audience}\n"
    reading = check_text(f'{head}cadence: [{{step: one, sms: "{body}"}}]\n')

    assert reading.campaign is not None
    assert bool(reading.warnings) is warned


def test_a_branch_that_stop_on_ends_is_warned_of() -> None:
    """Both cannot be meant."""
    cadence = "stop_on: [replied]\ncadence: [{step: one, sms: Hello, on: {replied: end}}]\n"

    assert said(HEAD + cadence) == [
        (
            '9:49: warning: "replied" in `on` has no effect; expected it in `on` or in stop_on, but not in both: '
            "stop_on ends the cadence first"
        )
    ]


def test_packs_are_known_however_they_are_written() -> None:
    """What is kept is the one id."""
    head = HEAD.replace("jurisdictions: none", 'jurisdictions: ["ES ", Es]')
    campaign = check_text(f"{head}cadence:\n  - step: rest\n    wait: 1 day\n", "f", PACKS).campaign

    assert campaign is not None
    assert campaign.jurisdictions == ("es", "es")


def test_answers_and_questions_are_read() -> None:
    """A step's own replies replace those of the head; a question about a number, a date or a text has none of them."""
    campaign = read(
        'replies: {yes: [sí, vale, "1"], no: [no, "2"]}\n'
        "stop_on: [reply.no, converted]\n"
        "cadence:\n"
        "  - {step: one, sms: Hello, on: {reply.yes: end, otherwise: two}}\n"
        '  - {step: two, sms: Hello, replies: {late: "3"}, on: {reply.late: end}}\n'
        "  - {step: three, sms: Hello, ask: {save: nps, as: 0 - 10}, on: {reply.saved: end}}\n"
        '  - {step: four, sms: "{{ nps }}", ask: {save: again, as: yes / no}, on: {reply.yes: end}}\n'
        "  - {step: five, sms: Hello, ask: {save: comment}}\n"
        "  - {step: six, sms: Hello, ask: {save: which, as: replies}, after: {reply.saved: 1 day, otherwise: 0 days}}\n"
        "  - {step: seven, task: {title: Look}}\n"
    )
    questions = [campaign.question_of(step) for step in campaign.cadence]

    assert questions[0] == ReplyQuestion(answers={"yes": ("sí", "vale", "1"), "no": ("no", "2")})
    assert questions[1] == ReplyQuestion(answers={"late": ("3",)})
    assert questions[2] == ReplyQuestion(kind="0-10")
    assert questions[3] == ReplyQuestion(answers={"yes": ("sí", "vale", "1"), "no": ("no", "2")}, kind="yes/no")
    assert questions[4] == ReplyQuestion(kind="text")
    assert questions[5] == ReplyQuestion(answers={"yes": ("sí", "vale", "1"), "no": ("no", "2")}, kind="replies")
    assert questions[6] is None
    assert samples(campaign) == {"nps": "10", "again": "yes", "comment": "todo bien", "which": "yes"}
    assert campaign.stop_on == ("reply.no", "converted")


def test_yes_and_no_have_words_of_their_own() -> None:
    """In three languages, and none of them may be part of a stop."""
    campaign = read("cadence: [{step: one, sms: Hello, ask: {save: again, as: yes/no}, on: {reply.no: end}}]\n")
    question = campaign.question_of(campaign.cadence[0])

    assert question is not None
    assert [name for name in question.answers if not all(map(is_plain, question.answers[name]))] == []
    for name, words in (("yes", ("sí", "yes", "sim")), ("no", ("no", "não", "👎"))):
        assert [answers_in(word, question.answers) for word in words] == [{name}] * len(words)
