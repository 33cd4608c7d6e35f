"""
Which fictional people are in the example lists? Edge: writes the three CSV files beside the campaigns, always the same.

    python campaigns/make_lists.py

Nobody here exists. The numbers are made up: Spanish ones like 600 000 xxx, 910 000 xxx and 928 000 0xx, American
ones of the 555-01xx range. The rehearsal of `cadence demo` begins on Monday 2027-03-08, 08:00 in Madrid, and the
appointments fall into that week.
"""  # noqa: INP001  a script beside its data, not a package

import csv
from pathlib import Path
from random import Random

HERE = Path(__file__).parent

GIVEN = """
Ana Bruno Carla Diego Elena Fermín Gloria Hugo Irene Jaime Lola Marcos Nuria Óscar Paula Quique Rosa Saúl Teresa Unai
Vera Xabier Yolanda Zoe Begoña Íñigo Marta Álvaro Sofía Tomás
"""
FAMILY = """
Arroyo Bermejo Cantero Dorado Escudero Fuenmayor Galdeano Hinojosa Iriarte Jarama Lobera Montalbán Noriega Olivares
Pedraza Quiroga Robledo Salvatierra Tordesillas Urquijo Valdivieso Yébenes Zamarra
"""
SECOND = "Alba Bosque Cobo Duero Ebro Faro Genil Haro Isla Júcar Lago Miño Nava Oca Prado Rías Sella Tajo Turia Vega"
ENGLISH_GIVEN = "Avery Blake Casey Drew Ellis Finley Gray Harper Jordan Kit Logan Morgan Noel Parker Quinn Reese Sage"
ENGLISH_FAMILY = """
Ashdown Birchwood Calloway Dunmore Eastlake Fairbairn Goldhawk Hartwell Ironside Juniper Kettering Lockwood
"""

REGISTRATION = (
    "I agree that Harbor Software may text and call me about its products at the numbers given, also with automated "
    "selection and dialing and with recorded messages. I need not agree in order to buy anything. Message and data "
    "rates may apply. Reply STOP to opt out."
)
"""What the people of the demo list signed: the law of the United States wants it in writing, and not as a condition."""
BY_WORD_ONLY = (10, 16, 17, 18)
"""Who only said yes: no text, no call that may leave voicemail; in Florida and Maryland, no call at all."""

ALONE = (*range(0, 40, 10), *BY_WORD_ONLY, 21)
"""Who came to the demo without a company."""
ROLES = ("champion", "decision maker", "user", "")

CONSENTS = ["consent_sms", "consent_whatsapp", "consent_voice", "consent_at", "consent_source"]
WRITTEN = ["consent_kind", "consent_purpose", "consent_wording"]
BASE = ["id", "name", "phone", "phone2", "country", "region", "timezone", "segment", "score", "account", *CONSENTS]

Row = dict[str, str]


def nth(names: str, i: int) -> str:
    """Return one of these names, starting over at their end."""
    each = names.split()
    return each[i % len(each)]


def spanish_name(i: int) -> str:
    """Return a name that no two people of a list share."""
    return f"{nth(GIVEN, i)} {nth(FAMILY, i)} {nth(SECOND, i // 7)}"


def mobile(i: int) -> str:
    """Return a Spanish mobile number, written in one of the ways people write them."""
    digits = f"600000{i:03}"
    forms = ("+34 {0} {1} {2}", "{0} {1} {2}", "{0}{1}{2}", "0034{0}{1}{2}", "+34{0}{1}{2}")
    return forms[i % len(forms)].format(digits[:3], digits[3:6], digits[6:])


def for_every_number(rows: list[Row], word: str) -> None:
    """Let people with two numbers have said their yes for both: otherwise it is only for the first."""
    for row in rows:
        if row["phone2"]:
            row.update({consent: word for consent in CONSENTS[:3] if row.get(consent) in {"sí", "yes"}})


def cart_list() -> tuple[list[str], list[Row]]:
    """Return 200 good rows, and three that are refused."""
    dice = Random(1)  # noqa: S311  a made-up list needs the same dice each time, not secret ones
    rows = [_cart_row(i, dice) for i in range(200)]
    rows[11] |= {"phone": "910 000 011", "phone2": mobile(611)}  # messages go to the second
    rows[23] |= {"phone": "+34 910 000 023", "phone2": ""}  # fixed line only: no message reaches it, a call does
    rows[42] |= {"region": "CN", "timezone": "", "phone": "928 000 042", "phone2": mobile(642)}  # an hour behind Madrid
    rows[57] |= {"region": "CN", "timezone": "Atlantic/Canary"}
    rows[64] |= {"region": "GC"}  # Gran Canaria by its province code
    rows[70] |= {"timezone": "Europe/Madird"}  # no such zone: the address counts, and the report says so
    for i in (75, 76):
        rows[i] |= dict.fromkeys(CONSENTS, "")  # nobody asked them: nothing goes out
    rows[77] |= {"consent_sms": "no", "consent_whatsapp": "no", "consent_voice": "no"}  # they were asked and said no
    for_every_number(rows, "todos")
    refused = [
        dict(rows[3]),  # the same person a second time
        _cart_row(200, dice) | {"phone": "600 00"},  # not a number
        _cart_row(201, dice) | {"phone": ""},  # no number at all
    ]
    return [*BASE, "cart_total", "cart_items", "cart_url"], [*rows, *refused]


def _cart_row(i: int, dice: Random) -> Row:
    """Return one ordinary row."""
    total = dice.randrange(1500, 24000)
    return {
        "id": f"C-{1000 + i}",
        "name": spanish_name(i),
        "phone": mobile(i),
        "phone2": _second(i, dice),
        "country": "ES",
        "region": dice.choice(["MD", "CT", "VC", "AN", "PV", "GA", ""]),
        "timezone": "Europe/Madrid" if not dice.randrange(5) else "",
        "segment": dice.choice(["vip", "new", "regular", "regular"]),
        "score": str(dice.randrange(1, 100)),
        "account": "",
        "consent_sms": "sí",
        "consent_whatsapp": dice.choice(["sí", "sí", "sí", ""]),
        "consent_voice": dice.choice(["sí", "sí", "sí", "sí", "sí", ""]),
        "consent_at": f"2026-0{dice.randrange(1, 3)}-{dice.randrange(1, 29):02} {dice.randrange(8, 22):02}:15",
        "consent_source": dice.choice(["web checkout", "newsletter", "shop counter"]),
        "cart_total": f"{total // 100},{total % 100:02} €",
        "cart_items": str(dice.randrange(1, 9)),
        "cart_url": f"https://tiendasol.example/c/{1000 + i}",
    }


def _second(i: int, dice: Random) -> str:
    """Return a second number for one in five."""
    if dice.randrange(5):
        return ""
    return mobile(400 + i) if i % 2 else f"+34 910 000 {100 + i}"


def appointment_list() -> tuple[list[str], list[Row]]:
    """Return 40 people with appointments from Tuesday to Thursday; one has been already, one has no note of consent."""
    dice = Random(2)  # noqa: S311  as above
    rows = []
    for i in range(40):
        day, hour, minute = 9 + i % 3, dice.randrange(10, 19), dice.choice(["00", "15", "30", "45"])
        rows.append(
            {
                "id": f"P-{i + 1:03}",
                "name": spanish_name(100 + i * 3),
                "phone": mobile(800 + i),
                "phone2": f"910 000 {200 + i}" if i % 8 == 3 else "",  # noqa: PLR2004  some of them
                "country": "ES",
                "region": "CN" if i % 13 == 5 else "MD",  # noqa: PLR2004  some of them
                "consent_sms": "sí",
                "consent_whatsapp": "sí" if i % 3 else "",
                "consent_voice": "sí",
                "consent_at": "2026-02-15 10:00",
                "consent_source": "front desk",
                "appointment_at": f"2027-03-{day:02} {hour:02}:{minute}",
                "doctor": dice.choice(["la Dra. Peñalver", "el Dr. Rivas", "la Dra. Otxoa"]),
                "notes": dice.choice(["Venga en ayunas", "Traiga su informe", "", ""]),
            }
        )
    rows[7]["appointment_at"] = "05/03/2027 11:00"  # it was last Friday: nothing is sent about it
    rows[8] |= dict.fromkeys(CONSENTS, "")  # the appointment itself allows text messages and calls
    for_every_number(rows, "todos")
    columns = [one for one in BASE if one not in {"timezone", "segment", "score", "account"}]
    return [*columns, "appointment_at", "doctor", "notes"], rows


def demo_list() -> tuple[list[str], list[Row]]:
    """Return 40 people at twelve companies, most of them in four cities of the United States; the law bars a few."""
    dice = Random(3)  # noqa: S311  as above
    cities = (("212", "NY", "America/New_York"), ("312", "IL", "America/Chicago"), ("305", "FL", ""), ("415", "CA", ""))
    companies = [f"{nth(ENGLISH_FAMILY, i)} {kind}" for i in range(4) for kind in ("Logistics", "Foods", "Labs")]
    rows = []
    for i in range(40):
        code, region, zone = cities[i % 4]
        rows.append(
            {
                "id": f"D-{i + 1:03}",
                "name": f"{nth(ENGLISH_GIVEN, i)} {nth(ENGLISH_FAMILY, i * 5 + i // 17)}",
                "phone": f"({code}) 555-01{i:02}",
                "phone2": f"+1 {code} 555 01{50 + i % 40:02}" if i % 6 == 1 else "",
                "country": "US",
                "region": region,
                "timezone": zone,
                "segment": dice.choice(["enterprise", "mid-market", "mid-market"]),
                "score": str(dice.randrange(20, 100)),
                "account": "" if i in ALONE else companies[i % 12],
                "role": "" if i in ALONE else ROLES[(i // 12 + i) % 4],
                "consent_sms": "" if i % 9 == 4 else "yes",  # noqa: PLR2004  some of them
                "consent_voice": "yes",
                "consent_kind": "express" if i in BY_WORD_ONLY else "express_written",
                "consent_at": "2026-03-02 17:45",
                "consent_source": "trade fair" if i in BY_WORD_ONLY else "demo registration",
                "consent_purpose": "marketing",
                "consent_wording": "" if i in BY_WORD_ONLY else REGISTRATION,
                "product": dice.choice(["Route Planner", "Cold Chain"]),
                "recording_url": f"https://harbor.example/r/{4000 + i}",
            }
        )
    for i, code, region in ((6, "206", "WA"), (8, "405", "OK"), (10, "410", "MD")):  # states with rules of their own
        rows[i] |= {"phone": f"({code}) 555-01{i:02}", "region": region, "timezone": ""}
    rows[16] |= {"phone": "(305) 555-0116"}  # moved to New York with a number of Florida: the law of both
    rows[20] |= {"consent_sms": "no", "consent_voice": "no"}  # they were asked and said no
    columns = [one for one in [*BASE, *WRITTEN] if one != "consent_whatsapp"]
    rows[21] |= {one: "" for one in columns if one.startswith("consent_")}  # nobody asked them: nothing goes out
    for_every_number(rows, "all")
    return [*columns, "role", "product", "recording_url"], rows


def renewal_list() -> tuple[list[str], list[Row]]:
    """Return 40 customers with an e-mail address; some have no phone, one none that can be read."""
    dice = Random(4)  # noqa: S311  as above
    rows = [
        {
            "id": f"R-{i + 1:03}",
            "name": spanish_name(300 + i * 3),
            "phone": mobile(900 + i) if i % 4 else "",
            "phone2": "",
            "email": f"cliente{i + 1:02}@example.org" if i % 10 != 9 else "",  # noqa: PLR2004  some of them
            "country": "ES",
            "region": "CN" if i % 13 == 5 else "MD",  # noqa: PLR2004  some of them
            "consent_email": "sí",
            "consent_at": "2026-01-20 12:00",
            "consent_source": "contract",
            "policy": f"AL-{5000 + i}",
            "renews_on": f"2027-04-{1 + i % 28:02}",
            "price": f"{dice.randrange(120, 480)},00 €",
        }
        for i in range(40)
    ]
    rows[6]["email"] = "cliente07@example"  # a domain without its end: the text message goes to the phone
    columns = ["id", "name", "phone", "phone2", "email", "country", "region", "consent_email", *CONSENTS[3:]]
    return [*columns, "policy", "renews_on", "price"], rows


def write(name: str, columns: list[str], rows: list[Row]) -> None:
    """Write one list."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    write("cart-recovery.csv", *cart_list())
    write("appointment-reminders.csv", *appointment_list())
    write("demo-follow-up.csv", *demo_list())
    write("renewal-notices.csv", *renewal_list())
