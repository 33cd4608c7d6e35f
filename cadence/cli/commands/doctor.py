"""Does everything that a campaign needs work? Edge: one line for each check, and an exit code for cron."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Annotated

import typer

from cadence.app.settings import Settings
from cadence.cli.app import FAILED, UNAVAILABLE, Json, command
from cadence.cli.checks import CHECKS
from cadence.cli.checks.visit import CheckContext, CheckLevel
from cadence.cli.output import complain, print_json, say, talk
from cadence.domain.errors import CadenceError, UnavailableError
from cadence.domain.payloads import CampaignInput
from cadence.domain.plurals import many
from cadence.engine.reconciler.rebuild import pages

HEADS = {CheckLevel.OK: "ok", CheckLevel.WARNING: "WARNING", CheckLevel.PROBLEM: "PROBLEM"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What the check of one part found."""

    part: str
    level: CheckLevel
    words: str
    answers: bool = True  # False: a service is down, it may well be back in a moment

    @property
    def fine(self) -> bool:
        """Whether there is no problem."""
        return self.level is not CheckLevel.PROBLEM

    def as_json(self) -> dict[str, object]:
        """Return it in the keys of `doctor --json`."""
        row = {"part": self.part, "level": self.level, "fine": self.fine}
        return row | {"words": self.words, "answers": self.answers}


@command("cadence doctor", "cadence doctor --part Temporal --part carrier", "cadence doctor --repair")
def doctor(
    *,
    part: Annotated[list[str], typer.Option(help="Check only this part; can be repeated.")] = [],  # noqa: B006
    repair: Annotated[
        bool, typer.Option("--repair", help="First restart, from the ledger, every workflow that Temporal has lost.")
    ] = False,
    json: Json = False,
) -> None:
    """
    Check everything that campaigns need, one line per check. The exit code makes it suitable for cron.

    Exit code 0: no problem, perhaps warnings; 1: there is a problem; 3: a service does not answer.
    """
    if unknown := set(part) - set(CHECKS):
        raise typer.BadParameter(f"{', '.join(sorted(unknown))} is unknown; expected one of {', '.join(CHECKS)}")
    findings = []
    with closing(CheckContext(Settings.from_env())) as visit:
        if repair:
            talk(rebuilt(visit))
        for finding in examine(visit, part or list(CHECKS)):
            findings.append(finding)
            if not json:
                say(f"{HEADS[finding.level]:<7}  {finding.part:<17} {finding.words}")
    if json:
        print_json([finding.as_json() for finding in findings])
    if not all(finding.fine for finding in findings):
        raise typer.Exit(FAILED if all(finding.answers for finding in findings) else UNAVAILABLE)


def examine(visit: CheckContext, parts: Sequence[str]) -> Iterator[CheckResult]:
    """Check one part after the other; a part that needs a failed part is not checked."""
    failed: dict[str, bool] = {}  # part -> whether its service answers
    for part in parts:
        check = CHECKS[part]
        missing = next((need for need in check.needs if need in failed), None)
        if missing is not None:
            answers = failed[part] = failed[missing]
            words = f"needs {missing}, see above"
            yield CheckResult(part=part, level=CheckLevel.PROBLEM, words=words, answers=answers)
            continue
        finding = _look(visit, part)
        if not finding.fine:
            failed[part] = finding.answers
        yield finding


def _look(visit: CheckContext, part: str) -> CheckResult:
    """Check one part. Every error becomes a finding, so that the other parts are still checked."""
    try:
        result = CHECKS[part].look(visit)
    except CadenceError as error:
        words, answers = " ".join(str(error).split()), not isinstance(error, UnavailableError)
        return CheckResult(part=part, level=CheckLevel.PROBLEM, words=words, answers=answers)
    except Exception as error:  # noqa: BLE001  whatever it is, the other parts are checked
        complain(error)
        words = f"could not be checked ({type(error).__name__}): a bug in cadence. Please report it."
        return CheckResult(part=part, level=CheckLevel.PROBLEM, words=words)
    words = " ".join(result.text.split())
    return CheckResult(part=part, level=result.level, words=words)


def rebuilt(visit: CheckContext) -> str:
    """Start every missing workflow, of leads and of campaigns, and return how many there were."""
    looked, missing = set[str](), set[str]()
    for page in pages(visit.ledger):
        missing |= {stored.enrolment.id for stored in visit.outbox.rebuild(page)}
        looked |= {stored.enrolment.id for stored in page}
    every = visit.unfinished()
    begun = sum(
        visit.temporal_client.ensure_campaign(CampaignInput(campaign=campaign.name, clock=visit.clock))
        for campaign in every
    )
    leads = f"{len(missing):,} of {many(len(looked), 'workflow')} of open leads"
    return f"Restarted {leads}, and {begun} of {len(every)} of campaigns."
