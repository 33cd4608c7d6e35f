"""Which packs and which house file apply? Edge: for commands that judge without a server, if need be."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cadence.app.settings import DEFAULT_DATABASE, Settings
from cadence.campaign.house_file import load_house
from cadence.cli.output import talk
from cadence.domain.errors import ConflictError, UnavailableError
from cadence.engine.law import LawInForce, PastLaw, law_today
from cadence.ledger.law.stored import revision_at

HouseFile = Annotated[
    Path | None,
    typer.Option(
        "--house", help="The house file to judge by; default: the one in force, else CADENCE_HOUSE or ./house.yaml."
    ),
]


def law_in_force(house: Path | None = None, at: datetime | None = None) -> LawInForce:
    """
    Return the packs and the house rules in force: those stored in the ledger, where one is set up and answers.

    Without a ledger, the packs of this program apply, and the house file in the settings. `house` names another house
    file, and `at` an instant: if it is past, what was in force then is returned. Raises InvalidInputError and
    NotFoundError for a house file that cannot be read.
    """
    settings = Settings.from_env()
    fallback = load_house(house or settings.house)
    law = LawInForce(house=fallback)
    if settings.hmac_key and settings.database_url != DEFAULT_DATABASE:
        try:
            law = _stored(settings, law, at)
        except (ConflictError, UnavailableError) as error:
            talk(f"{error} Only the packs of this program are known here, and the house file in the settings.")
    return law if house is None else replace(law, house=fallback, broken=())


def _stored(settings: Settings, without: LawInForce, at: datetime | None) -> LawInForce:
    from cadence.app.opened_ledger import clock_of, ledger_of  # noqa: PLC0415  only with a ledger: `check` needs none

    ledger = ledger_of(settings, connections=1)
    try:
        ledger.check_shape()
        now = clock_of(ledger).now()
        with ledger.begin() as connection:
            if at is not None and at < now:
                return PastLaw(connection, without.house).at(revision_at(connection, at), at)
            return law_today(connection, without.house)
    finally:
        ledger.close()
