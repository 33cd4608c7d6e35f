"""May this person be contacted, and why or why not? Edge: reads two files; needs no server and no ledger."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cadence.campaign import Campaign
from cadence.campaign.conditions.unmet import unmet_in_words
from cadence.cli.app import Json, command
from cadence.cli.files import read_campaign, text_of
from cadence.cli.law_in_force import HouseFile, law_in_force
from cadence.cli.output import print_json, say
from cadence.cli.scopes import InLanguage, instant
from cadence.domain import Channel
from cadence.domain.enums import AskedBy
from cadence.domain.errors import InvalidInputError
from cadence.domain.pack_id import pack_id
from cadence.engine.law import LawInForce
from cadence.explain.judge import Answer, AskedTouch, answer, facts_of, question, read_person, shares, with_promise
from cadence.explain.judge import confirmation as confirm
from cadence.explain.judge.answer import utc
from cadence.explain.judge.task_caps import judged_caps
from cadence.explain.selection import selection_as_data, unmet_of
from cadence.explain.story.law import ratio_in_words
from cadence.languages import Language
from cadence.languages import say as sentence
from cadence.languages.sentences import weekday_and_time
from cadence.policy.evaluation import judge as decide
from cadence.policy.hours.local_days import local
from cadence.policy.packs.law import Law
from cadence.policy.primitives.ratio import RatioStanding


@command(
    "cadence judge --campaign campaigns/cart-recovery.yaml --lead lead.json --at 2027-03-14T11:59:59Z --channel call",
    "cadence judge --campaign campaigns/cart-recovery.yaml --lead lead.json --at 2027-03-15T10:00:00Z --pack es --json",
)
def judge(
    *,
    campaign: Annotated[Path, typer.Option(help="The campaign file.", show_default=False)],
    lead: Annotated[Path, typer.Option(help="A JSON file with the person and their history; see docs/judge.md.")],
    at: Annotated[
        datetime,
        typer.Option(help="The instant to judge, such as 2027-03-14T11:59:59Z.", parser=instant, show_default=False),
    ],
    step: Annotated[str, typer.Option(help="Judge this step of the campaign file.")] = "",
    channel: Annotated[Channel | None, typer.Option(help="Or: judge the first step on this channel.")] = None,
    callback: Annotated[
        AskedBy | None,
        typer.Option(help="Or: judge a promised call, asked for in a reply, in a conversation, or by nobody."),
    ] = None,
    confirmation: Annotated[
        bool, typer.Option("--confirmation", help="Or: judge the confirmation of the person's last opt-out.")
    ] = False,
    ratio: Annotated[
        str, typer.Option(help="Also judge abandoned calls: abandoned/answered, such as 4/120.", show_default=False)
    ] = "",
    handed_out: Annotated[
        int | None,
        typer.Option(help="Also judge the caps on tasks: so many were handed out that day.", min=0, show_default=False),
    ] = None,
    pack: Annotated[list[str], typer.Option("--pack", help="Apply only this pack of law; can be repeated.")] = [],  # noqa: B006
    language: InLanguage = "en",
    house: HouseFile = None,
    json: Json = False,
) -> None:
    """
    Show whether a person may be contacted at an instant, and why: allow, defer, hold or refuse.

    The verdict comes from the same policy code that decides about real touches. Without --pack, the packs that the
    campaign names apply, and those of every place where the person may be. Where a ledger is set up, these are
    the packs and the house file that were in force at the instant. A --ratio never changes the verdict; its result is
    shown separately. So are the caps on tasks of a day, and a condition (`where`) of the campaign that does not select
    the person: a launch would not enrol them. The exit code is 0 for every verdict.
    """
    if sum(map(bool, (step, channel, callback, confirmation))) > 1:
        raise typer.BadParameter(
            "--step, --channel, --callback and --confirmation exclude each other; expected only one of them"
        )
    calls = _counts(ratio)
    when, file = at.astimezone(UTC), read_campaign(campaign).right()
    person = read_person(text_of(lead, "a JSON file about a person"), str(lead))
    if person.audience is not None:
        file = file.model_copy(update={"audience": person.audience})
    facts, law = facts_of(person, file, when), _law(file, pack, law_in_force(house, when))
    if callback is not None:
        facts = with_promise(facts, callback, when)
    touch = AskedTouch(step=step, channel=channel, callback=callback is not None)
    candidate = confirm(facts) if confirmation else question(file, touch)
    judged = answer(decide(file, facts, candidate, when, law), language)
    unmet = unmet_of(file, facts, when)
    standing = shares(law, file, facts, when, calls) if ratio else []
    caps = list(judged_caps(file, law.house, facts, (candidate, when), handed_out))
    if json:
        more: dict[str, Any] = {"task_caps": [cap.as_data(language) for cap in caps]} if caps else {}
        selection = {"selection": selection_as_data(file.where, unmet, language)} if file.where is not None else {}
        _print_json(judged, law.sources, standing if ratio else None, language, selection | more)
    else:
        _print(judged, when, law.sources, language)
        if unmet:
            say(f"  - {sentence(language, 'judge-not-selected', why=unmet_in_words(unmet, language))}")
        ratios = [ratio_in_words(ratio, language, dated=False) for ratio in standing]
        for words in ratios or ([sentence(language, "judge-no-ratio")] if ratio else []):
            say(_headed(language, "ratio", words))
        for cap in caps:
            say(_headed(language, "tasks", cap.in_words(language)))


def _counts(text: str) -> tuple[int, int]:
    """Return the numbers of abandoned and of answered calls. Raises BadParameter."""
    if not text:
        return 0, 0
    part, _, whole = text.replace(" ", "").partition("/")
    if not (part.isdecimal() and whole.isdecimal() and int(part) <= int(whole)):
        raise typer.BadParameter(f"--ratio {text}; expected ABANDONED/ANSWERED calls, such as 4/120")
    return int(part), int(whole)


def _print_json(
    judged: Answer,
    sources: dict[str, str],
    standing: list[RatioStanding] | None,
    language: Language,
    selection: dict[str, Any],
) -> None:
    """Print the answer as data, with the addresses of the laws, and with the ratios if --ratio was given."""
    addresses = {rule: sources[rule] for rule in judged.rules if rule in sources}
    answer = asdict(judged) | {"until": utc(judged.until), "sources": addresses} | selection
    if standing is not None:
        answer["ratios"] = [
            {
                "rule": ratio.rule,
                "pack": ratio.pack,
                "abandoned": ratio.part,
                "answered": ratio.whole,
                "share": round(ratio.share, 6),
                "max": ratio.most,
                "target": ratio.target,
                "breached": ratio.breached,
                "beyond_target": ratio.beyond_target,
                "words": ratio_in_words(ratio, language, dated=False),
            }
            for ratio in standing
        ]
    print_json(answer)


def _law(campaign: Campaign, packs: list[str], law: LawInForce) -> Law:
    """Return the law to apply: today's law for the campaign, or only the given packs."""
    named = tuple(pack_id(name) for name in packs)
    for unknown in (name for name in named if name not in law.packs.names()):
        raise InvalidInputError(f"no pack {unknown}; {law.packs.instead_of(unknown)}.")
    return law.law_of(named) if named else law.law(campaign)


def _print(judged: Answer, when: datetime, sources: dict[str, str], language: Language) -> None:
    """Print the verdict, its reasons, where the law can be read, and the zones and packs it is based on."""
    say(f"{sentence(language, f'verdict-{judged.verdict}')}  {_local_times(when, judged.zones, language)}")
    if judged.until is not None:
        say(_headed(language, "until", _local_times(judged.until, judged.zones, language)))
    for reason in judged.reasons:
        say(f"  - {reason}")
    for rule in judged.waived:
        say(f"  - {sentence(language, 'judge-waived', rule=rule)}")
    for address in dict.fromkeys(sources[rule] for rule in judged.rules if rule in sources):
        say(_headed(language, "source", address))
    packs = ", ".join(f"{name} {version}" for name, version in judged.packs.items())
    say(_headed(language, "zones", ", ".join(judged.zones) or sentence(language, "lead-unknown")))
    say(_headed(language, "packs", packs or sentence(language, "plan-no-packs")))


def _headed(language: Language, heading: str, words: str) -> str:
    return f"{sentence(language, f'judge-{heading}'):<6} {words}"


def _local_times(moment: datetime, zones: list[str], language: Language) -> str:
    """Return an instant in UTC and in the person's zones."""
    times = ", ".join(f"{weekday_and_time(local(zone, moment), language, '%H:%M:%S')} {zone}" for zone in zones[:3])
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" + (f" ({times})" if times else "")
