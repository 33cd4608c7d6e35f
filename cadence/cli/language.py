"""In which language does a command report? Pure: the option that several commands share."""

from typing import Annotated

import typer

from cadence.languages import Language

InLanguage = Annotated[Language, typer.Option("--language", help="Language of the report.")]
