"""
Which fictional people are in the lists of the examples that exist in two languages? Edge: writes their CSV files.

    python campaigns/make_pairs.py

Nobody here exists: names and numbers are made as in `make_lists.py`. Appointments, deliveries and doses fall into the
week from Monday 2027-03-08, in which rehearsals begin.
"""  # noqa: INP001  a script beside its data, not a package

from collections.abc import Callable
from random import Random

from make_lists import ENGLISH_FAMILY, ENGLISH_GIVEN, Row, mobile, nth, spanish_name, write

PEOPLE = 40
"""In each list."""
STATES = (("646", "NY"), ("773", "IL"), ("786", "FL"), ("510", "CA"))
"""Area codes with their states; the last two digits of 555-01xx tell people of different lists apart."""
ELSEWHERE = (("917", "NY"), ("872", "IL"), ("954", "FL"), ("628", "CA"))
"""Others of the same states, for the second hundred people."""
WORDING = {
    "marketing": (
        "I agree that Tide Books may text and call me about its books at the number given, also with automated "
        "selection and dialing and with recorded messages. I need not agree in order to buy anything. Message and data "
        "rates may apply. Reply STOP to opt out."
    ),
    "other": "You may text and call me at this number about my order, invoice, repair or treatment.",
}
"""What people agreed to in writing."""

Extra = Callable[[int, Random], Row]
"""What a list says of its person number i, beside name, number and consents."""


def spanish(first: int, extra: Extra) -> list[Row]:
    """Return people in Spain, from this number on; one of thirteen in the Canaries, where it is an hour earlier."""
    dice = Random(first)  # noqa: S311  a made-up list needs the same dice each time, not secret ones
    consents = {
        "consent_sms": "sí",
        "consent_voice": "sí",
        "consent_at": "2026-10-05 11:20",
        "consent_source": "contrato",
    }
    return [
        {
            "id": f"ES-{first + i}",
            "name": spanish_name(first + i * 3),
            "phone": mobile(first + i),
            "country": "ES",
            "region": "CN" if i % 13 == 5 else "MD",  # noqa: PLR2004  some of them
        }
        | consents
        | extra(i, dice)
        for i in range(PEOPLE)
    ]


def american(first: int, extra: Extra, purpose: str = "other", agreed: str = "2026-10-05 11:20") -> list[Row]:
    """Return people in four states of the United States, from this number on, and when they agreed."""
    dice = Random(first)  # noqa: S311  as above
    rows = []
    for i in range(PEOPLE):
        place = first + i
        code, state = (STATES if place < 100 else ELSEWHERE)[i % 4]  # noqa: PLR2004  ten groups of ten
        rows.append(
            {
                "id": f"US-{first + i}",
                "name": f"{nth(ENGLISH_GIVEN, place)} {nth(ENGLISH_FAMILY, place * 5 + place // 17)}",
                "phone": f"({code}) 555-01{place % 100:02}",
                "country": "US",
                "region": state,
                "consent_sms": "yes",
                "consent_voice": "yes",
                "consent_kind": "express_written",
                "consent_purpose": purpose if purpose == "marketing" else "",
                "consent_at": agreed,
                "consent_source": "signed form",
                "consent_wording": WORDING[purpose],
            }
            | extra(i, dice)
        )
    return rows


def invoice(money: Callable[[int], str], site: str) -> Extra:
    """Return what a list of invoices says; amounts from 20 to 300."""
    return lambda i, dice: {
        "invoice": f"F-{7000 + i}",
        "amount": money(dice.randrange(2000, 30000)),
        "due_on": f"2027-02-{1 + i % 26:02}",
        "pay_url": f"https://{site}.example/p/{7000 + i}",
    }


def delivery(yes: str, no: str) -> Extra:
    """Return what a list of deliveries says: from Wednesday to Friday."""
    return lambda i, dice: {
        "order": f"O-{8000 + i}",
        "delivery_on": f"2027-03-{10 + i % 3:02} {dice.randrange(14, 19)}:00",
        "signature": dice.choice([yes, no]),
    }


def repair(vehicles: str) -> Extra:
    """Return what a list of repairs says."""
    return lambda _, dice: {"vehicle": dice.choice(vehicles.split(", "))}


def customer(money: Callable[[int], str], segments: str, topics: str) -> Extra:
    """Return what a list of former customers says; one of eight did not spend anything that we know of."""
    return lambda i, dice: {
        "segment": dice.choice(segments.split(", ")),
        "topic": dice.choice(topics.split(", ")),
        "spent": "" if i % 8 == 3 else money(dice.randrange(1500, 40000)),  # noqa: PLR2004  some of them
        "code": f"MAR{100 + i}",
    }


def dose(_: int, dice: Random) -> Row:
    """Return when a dose is to be taken: from Tuesday to Thursday."""
    return {"dose_at": f"2027-03-{dice.randrange(9, 12):02} {dice.choice(['10:00', '11:30', '12:00', '17:00'])}"}


def euros(cents: int) -> str:
    """Return an amount as it is written in Spain."""
    return f"{cents // 100},{cents % 100:02} €"


def dollars(cents: int) -> str:
    """Return an amount as it is written in the United States."""
    return f"${cents // 100}.{cents % 100:02}"


LISTS = {
    "overdue-invoices-es": spanish(200, invoice(euros, "alisio")),
    "overdue-invoices-en": american(
        0, invoice(dollars, "harborenergy"), agreed="2027-02-15 09:30"
    ),  # Regulation F: 60 days old at most
    "delivery-notices-es": spanish(240, delivery("sí", "no")),
    "delivery-notices-en": american(40, delivery("yes", "no")),
    "satisfaction-survey-es": spanish(280, repair("coche, moto, furgoneta")),
    "satisfaction-survey-en": american(100, repair("car, motorbike, van")),
    "win-back-es": spanish(320, customer(euros, "club, habitual, esporádico", "novela negra, cocina, viajes, poesía")),
    "win-back-en": american(
        140, customer(dollars, "club, regular, occasional", "crime novels, cooking, travel"), "marketing"
    ),
    "treatment-adherence-es": spanish(360, dose),
    "treatment-adherence-en": american(180, dose),
}
"""The people of each list, by its file's name."""


if __name__ == "__main__":
    for name, rows in LISTS.items():
        write(f"{name}.csv", list(rows[0]), rows)
