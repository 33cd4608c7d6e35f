"""Which lead does a row describe? All people and numbers are fictional."""

from datetime import UTC, datetime

import pytest

from cadence.domain import Channel, NumberKind
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import ConsentRow
from tests.unit.leads.reading import read, row

MOBILE, SECOND, FIXED = "+34600000001", "+34600000002", "+34910000001"


def test_a_full_row_becomes_a_lead() -> None:
    """Every column of ours, and one of the list's own."""
    lead = row(
        id=" 7 ",
        name="Ana  Arroyo",
        country="España",
        region="Canarias",
        segment="vip",
        score="80",
        account="Hotel Alba",
        total="59,02 €",
    ).lead

    assert (lead.line, lead.key, lead.name) == (2, "7", "Ana  Arroyo")
    assert (lead.country, lead.region, lead.segment, lead.score, lead.account) == ("ES", "CN", "vip", 80, "Hotel Alba")
    assert lead.attributes == {"total": "59,02 €"}
    assert [(number.e164, number.kind) for number in lead.numbers] == [(MOBILE, NumberKind.MOBILE)]


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Acme", "Acme"),
        ("A_", "A_"),
        ("_", ""),
        (" __ _", ""),
        ("\u0301", ""),
        ("\u0940\u0301", "\u0940\u0301"),
    ],
)
def test_an_account_is_a_name_that_says_something(text: str, account: str) -> None:
    """Everybody with another one would be a colleague of everybody else."""
    assert row(account=text).lead.account == account


NO_ACCOUNT = (
    *("-", "--", "—", "?", "???", ".", "...", "/", "*", "()", "- -", "0", "00", "0.0", "0,00", "0-0"),
    *("n/a", "N/A", "N / A", "n.a.", "N.A", "(n/a)", "NA", "n/d", "N.D.", "n/c", "s/n", "S/N", "S.D.", "nan", "NaN"),
    *("null", "NULL", "nil", "none", "None", "(none)", "[None]", "<none>", "undefined", "blank", "(blank)", "unknown"),
    *("no", "no company", "No Company", "no company name", "no account", "without company", "Not applicable"),
    *("not available", "Not  specified", "not set", "other", "TBD", "self-employed", "Self employed", "freelance"),
    *("ninguna", "Ninguno", "sin empresa", "SIN EMPRESA", "Sin  Empresa", "sin cuenta", "sin nombre de empresa"),
    *("no tiene", "no tiene empresa", "No tiene ninguna", "no aplica", "no procede", "No consta", "no disponible"),
    *("desconocida", "vacío", "VACÍO", "sin datos", "sin especificar", "sin asignar", "ninguna empresa", "otra"),
    *("por definir", "autónomo", "Autónoma", "particular", "por cuenta propia", "jubilada"),
    *("nenhuma", "Nenhum", "sem empresa", "sem conta", "não tem", "nao tem empresa", "não se aplica", "não informado"),
    *("não disponível", "desconhecida", "autônomo", "pessoa física", "sem informação", "nenhuma empresa"),
)
COMPANIES = (
    *("SD", "NC", "ND", "SN", "S&D", "N&A", "A", "0-9 Toys", "007", "1", "10", "X", "A+", "N.A. Foods", "24/7"),
    *("No Limits Ltd", "Sin Fronteras", "Sem Parar", "None Such Records", "Nada Surf", "Particulares SA", "Company"),
    *("Unknown Worlds", "Without Walls Inc", "Not Just Coffee", "Autónomos Unidos", "Na Praia", "The Blank Company"),
    *("Empresa de Aguas", "No. 1 Company", "Otra Cosa SL", "Zero", "O", "Other Ocean", "文", "無印良品"),
)


@pytest.mark.parametrize(("texts", "kept"), [(NO_ACCOUNT, False), (COMPANIES, True)], ids=["none", "companies"])
def test_words_for_none_are_no_account_and_companies_are(texts: tuple[str, ...], kept: bool) -> None:
    """Everybody with "-" would be a colleague of everybody else, and a company would have no limit."""
    wrong = [text for text in texts if row(account=text).lead.account != (text if kept else "")]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "score"),
    [("", 0), ("80", 80), ("-3", -3), ("80.0", 80), ("80,00", 80), ("2147483647", 2147483647)],
)
def test_a_score_is_a_whole_number(text: str, score: int) -> None:
    """Spreadsheets add a fraction of zeros."""
    assert row(score=text).lead.score == score


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"score": "high"}, "score"),
        ({"score": "87,5"}, "score"),  # rounding would be ours
        ({"score": "2147483648"}, "score"),  # more than the ledger keeps
        ({"score": "9" * 4400}, "score"),  # more than Python reads
        ({"score": "٣"}, "score"),
        ({"id": "x" * 201}, "id"),  # what is indexed must be short
        ({"account": "x" * 201}, "account"),
        ({"segment": "x" * 201}, "segment"),
    ],
)
def test_a_cell_that_says_nothing_we_understand_costs_the_row(cells: dict[str, str], column: str) -> None:
    """A guess would be taken for what the list said."""
    result = row(**cells)

    assert result.leads == []
    assert result.refused == [(2, column, cells[column])]


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    """Who mends a list wants to mend it once."""
    result = row(phone="12", country="Narnia", timezone="Mars/Phobos", score="x", consent_sms="maybe")

    assert result.leads == []
    assert {refusal.column for refusal in result.refusals} == {"phone", "country", "timezone", "score", "consent_sms"}
    assert all(refusal.whole for refusal in result.refusals)
    assert result.intake.report.refused == 1


def test_numbers_are_kept_in_their_order_and_once() -> None:
    """The first is tried first; a number said twice would be tried twice."""
    lead = row(phone="600 000 001", phone2="+34 600 000 001", phone3="910000001", phone4="").lead

    assert [number.e164 for number in lead.numbers] == [MOBILE, FIXED]


def test_a_bad_number_beside_a_good_one_is_left_out_and_told() -> None:
    """The person can be reached; the report says which number cannot."""
    result = row(phone="600 00", phone2="600000002")

    assert [number.e164 for number in result.lead.numbers] == [SECOND]
    assert [(refusal.column, refusal.value, refusal.whole) for refusal in result.refusals] == [
        ("phone", "600 00", False)
    ]
    assert (result.intake.report.leads, result.intake.report.remarks, result.intake.report.refused) == (1, 1, 0)


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        ({"id": "1", "phone": "", "phone2": ""}, [("phone", "")]),  # nobody to reach
        ({"phone": "12", "phone2": "letters"}, [("phone", "12"), ("phone2", "letters")]),
    ],
)
def test_a_row_without_a_good_number_is_refused(cells: dict[str, str], refused: list[tuple[str, str]]) -> None:
    """There is no lead without a number."""
    result = row(**cells)

    assert result.leads == []
    assert [(refusal.column, refusal.value) for refusal in result.refusals] == refused


def test_the_country_of_the_row_beats_that_of_the_list() -> None:
    """Numbers without a prefix belong to where the person lives."""
    assert row(phone="(212) 555-0123", country="USA").lead.numbers[0].e164 == "+12125550123"


def test_without_any_country_a_number_needs_its_prefix() -> None:
    """600 000 001 may be anybody's."""
    result = read("phone\n600000001\n+34600000001\n", region="")

    assert [lead.line for lead in result.leads] == [3]
    assert "no country" in result.refusals[0].reason


def test_a_campaigns_country_must_exist() -> None:
    """Said when the list is opened, not on each of its rows."""
    with pytest.raises(InvalidInputError, match="Narnia"):
        read("phone\n600000001\n", region="Narnia")


def consents(**cells: str) -> list[tuple[Channel, bool, str]]:
    """What a row says about consent."""
    return [(consent.channel, consent.given, consent.e164) for consent in row(**cells).lead.consents]


@pytest.mark.parametrize("word", ["yes", "Y", "sí", "SI", "s", "true", "T", "verdadero", "v", "1", "x", "X "])
def test_a_yes_is_read_in_every_spelling(word: str) -> None:
    """English, Spanish, spreadsheets and forms."""
    assert consents(consent_sms=word) == [(Channel.SMS, True, MOBILE)]


@pytest.mark.parametrize("word", ["all", "ALL", "todos", "Todas", "ambos"])
def test_a_yes_for_every_number_is_read_in_every_spelling(word: str) -> None:
    """Two words are all it takes to let the second number be tried."""
    assert consents(phone2=SECOND, consent_sms=word) == [(Channel.SMS, True, MOBILE), (Channel.SMS, True, SECOND)]


@pytest.mark.parametrize("word", ["no", "N", "false", "F", "falso", "0"])
def test_a_no_is_read_in_every_spelling(word: str) -> None:
    """A no that is missed is a person contacted against their word."""
    assert consents(consent_sms=word) == [(Channel.SMS, False, MOBILE)]


@pytest.mark.parametrize("word", ["maybe", "pendiente", "2", "-", "?", "yes no", "sí, pero no por la tarde"])
def test_any_other_word_costs_the_row(word: str) -> None:
    """Neither yes nor no may be guessed; the report says which words there are."""
    result = row(consent_sms=word)

    assert result.leads == []
    assert result.refused == [(2, "consent_sms", word)]
    assert result.refusals[0].reason.startswith("expected yes (for the first number that takes this), all (for every")


def test_an_empty_cell_says_nothing() -> None:
    """Not a no: what was recorded before stays."""
    assert consents(consent_sms="", consent_whatsapp=" ", consent_voice="sí") == [(Channel.CALL, True, MOBILE)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # A yes is for the first number that takes the channel.
        ({"phone": FIXED, "phone2": MOBILE, "consent_sms": "sí"}, [(Channel.SMS, True, MOBILE)]),
        ({"phone": FIXED, "phone2": MOBILE, "consent_whatsapp": "sí"}, [(Channel.WHATSAPP, True, MOBILE)]),
        ({"phone": FIXED, "phone2": MOBILE, "consent_voice": "sí"}, [(Channel.CALL, True, FIXED)]),
        ({"phone": MOBILE, "phone2": SECOND, "consent_sms": "sí"}, [(Channel.SMS, True, MOBILE)]),
        # Unless it was said for all of them: those that take it.
        (
            {"phone": MOBILE, "phone2": SECOND, "phone3": FIXED, "consent_sms": "all"},
            [(Channel.SMS, True, MOBILE), (Channel.SMS, True, SECOND)],
        ),
        (
            {"phone": MOBILE, "phone2": FIXED, "consent_voice": "todos"},
            [(Channel.CALL, True, MOBILE), (Channel.CALL, True, FIXED)],
        ),
        ({"phone": FIXED, "phone2": SECOND, "consent_sms": "ambos"}, [(Channel.SMS, True, SECOND)]),
        ({"phone": MOBILE, "consent_sms": "all"}, [(Channel.SMS, True, MOBILE)]),
        # A no is the person's: it holds for all of them.
        (
            {"phone": MOBILE, "phone2": SECOND, "phone3": FIXED, "consent_sms": "no"},
            [(Channel.SMS, False, MOBILE), (Channel.SMS, False, SECOND)],
        ),
        # Even when none takes the channel today.
        ({"phone": FIXED, "consent_sms": "no"}, [(Channel.SMS, False, "")]),
    ],
)
def test_consent_belongs_to_a_number_and_a_no_to_all(
    cells: dict[str, str], expected: list[tuple[Channel, bool, str]]
) -> None:
    """Consent is given for a number (protocol §5.1); it never spreads by itself, a refusal does."""
    assert consents(**cells) == expected


@pytest.mark.parametrize("word", ["sí", "todos"])
def test_a_yes_that_no_number_can_take_is_told(word: str) -> None:
    """The lead lands; its author should know that no message will ever leave."""
    result = row(phone=FIXED, consent_sms=word)

    assert result.lead.consents == ()
    assert [(refusal.column, refusal.whole) for refusal in result.refusals] == [("consent_sms", False)]


MADRID, NEW_YORK = {"timezone": "Europe/Madrid"}, {"timezone": "America/New_York"}


@pytest.mark.parametrize(
    ("text", "zone", "yes", "no"),
    [
        # With a zone there is one reading.
        ("2027-01-10T10:30:00+01:00", MADRID, "2027-01-10 09:30", "2027-01-10 09:30"),
        ("2027-01-10T10:30:00Z", NEW_YORK, "2027-01-10 10:30", "2027-01-10 10:30"),
        # Without one: the person's clock or UTC. A yes from the earlier, a no from the later.
        ("2027-01-10 10:30", MADRID, "2027-01-10 09:30", "2027-01-10 10:30"),
        ("10/01/2027 10:30", NEW_YORK, "2027-01-10 10:30", "2027-01-10 15:30"),
        # Without a time: a yes from the start of the day, a no from its end.
        ("2027-01-10", MADRID, "2027-01-09 23:00", "2027-01-11 00:00"),
        ("10/01/2027", NEW_YORK, "2027-01-10 00:00", "2027-01-11 05:00"),
        # The end of today is still to come: a no counts from the import, which writes its own instant.
        ("2027-03-08", MADRID, "2027-03-07 23:00", None),
    ],
)
def test_a_date_is_read_so_that_of_a_yes_and_a_no_the_no_wins(
    text: str, zone: dict[str, str], yes: str, no: str | None
) -> None:
    """Nobody writes the zone of such a date; what is unclear must not become a permission (law 6)."""
    given = row(consent_sms="sí", consent_at=text, **zone).lead.consents[0]
    revoked = row(consent_sms="no", consent_at=text, **zone).lead.consents[0]

    assert given.at == datetime.fromisoformat(f"{yes}+00:00")
    assert revoked.at == (no and datetime.fromisoformat(f"{no}+00:00"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2027-03-08 13:00:01", "in the future"),  # an hour and a second ahead in UTC, a second in Madrid
        ("2028-01-01", "in the future"),
        ("soon", "expected a date"),
        ("31/02/2027", "expected a date"),
        ("0001-01-01T00:00+14:00", "no such date"),  # before the first day there is
    ],
)
def test_a_consent_date_that_cannot_be_costs_the_row(text: str, reason: str) -> None:
    """A consent from the future proves nothing."""
    result = row(consent_sms="sí", consent_at=text, timezone="Europe/Madrid")

    assert result.leads == []
    assert [refusal.column for refusal in result.refusals] == ["consent_at"]
    assert reason in result.refusals[0].reason


def test_a_date_without_a_word_is_not_looked_at() -> None:
    """There is no consent that it could be the date of."""
    assert row(consent_sms="", consent_at="soon").lead.consents == ()


def test_a_consent_keeps_its_source_and_the_words_that_prove_it() -> None:
    """An auditor asks who said so and where it is written."""
    lead = row(consent_sms="sí", consent_at="2027-01-10T09:30Z", consent_source="web  form").lead

    assert lead.consents == (
        ConsentRow(
            channel=Channel.SMS,
            given=True,
            e164=MOBILE,
            at=datetime(2027, 1, 10, 9, 30, tzinfo=UTC),
            source="web form",
            evidence='the list, line 2: consent_sms "sí", consent_at "2027-01-10T09:30Z", consent_source "web  form"',
        ),
    )


@pytest.mark.parametrize("source", ["ana@example.com", "call with 600 000 001", "x" * 61])
def test_a_source_that_may_be_personal_data_is_kept_as_evidence_only(source: str) -> None:
    """A consent record is never erased, its evidence can be (protocol §5.8)."""
    result = row(consent_sms="sí", consent_source=source)

    assert result.lead.consents[0].source == ""
    assert source in result.lead.consents[0].evidence
    assert [(refusal.column, refusal.whole) for refusal in result.refusals] == [("consent_source", False)]


@pytest.mark.parametrize("column", ["consent_sms", "consent_whatsapp"])
@pytest.mark.parametrize(
    ("phone", "mark"),
    [
        ("+54 11 3456 7890", "+54 9"),  # Buenos Aires: a mobile without its 9 looks like a fixed line
        ("+54 351 345 6789", "+54 9"),  # Cordoba
        ("+34 910 000 001", ""),  # Spain: a fixed line is one
        ("+55 11 3765 4321", ""),  # Brazil: mobiles without their ninth digit begin with 6 to 9, and are read as such
    ],
)
def test_a_consent_of_a_fixed_line_says_that_the_mark_of_a_mobile_may_be_missing(
    column: str, phone: str, mark: str
) -> None:
    """The list is right about the consent and wrong about the number; nobody sees that from the channel alone."""
    result = row(phone=phone, **{column: "yes"})

    (refused,) = result.refusals
    assert refused.column == column
    assert "none of the numbers can use this channel" in refused.words
    assert ("the 9 of a mobile may be missing" in refused.words) is bool(mark)
    assert mark in refused.words


@pytest.mark.parametrize(
    ("phone", "mark"),
    [
        ("+54 15 3456 7890", "+54 9"),  # as dialled at home, without its area code
        ("+56 8765 4321", "+56 9"),  # as before 2006
        ("+56 765 4321", "+56 9"),
        ("+34 60000000", ""),
        ("+52 55 1234 567", ""),  # Mexico has no mark any more
    ],
)
def test_a_number_that_may_lack_the_mark_of_a_mobile_says_so(phone: str, mark: str) -> None:
    """What was expected is how a mobile is written there."""
    (refused,) = row(phone=phone).refusals

    assert ("the 9 of a mobile may be missing" in refused.words) is bool(mark)
    assert mark in refused.words


@pytest.mark.parametrize(
    "phone",
    [
        "+52 55 1234 5678",  # Mexico: fixed lines and mobiles look the same
        "+52 1 55 1234 5678",  # with the 1 of before August 2019
        "+55 11 8765 4321",  # Brazil, with eight digits
        "+54 9 11 3456 7890",
        "+54 11 15 3456 7890",  # Argentina, as dialled at home
    ],
)
def test_a_mobile_in_an_older_spelling_takes_a_consent_to_messages(phone: str) -> None:
    """These are read as what they mean, so nothing is missing."""
    assert row(phone=phone, consent_sms="yes").refusals == []
