"""Are the answers that a campaign expects told apart, and is each of them used? Pure."""

from cadence.campaign.answers import NAMES, YES_NO, Replies
from cadence.campaign.checker import Checker
from cadence.campaign.digit_checks import check_digits
from cadence.campaign.step_shape import Step
from cadence.campaign.templates import BUILT_IN, CALLBACK_AT
from cadence.campaign.texts import Path
from cadence.documents.mistakes import quoted
from cadence.domain import ANSWER, SAVED
from cadence.domain.questions import range_of
from cadence.replies.answers import answers_in, is_plain, normal, signs_of
from cadence.replies.digits import STOP_DIGIT
from cadence.replies.opt_out import read
from cadence.replies.values import number_in

RESERVED_NAMES = frozenset(
    {
        *BUILT_IN,
        CALLBACK_AT,
        "id",
        "list",
        "phone",
        "phones",
        "number",
        "numbers",
        "telefono",
        "email",
        "emails",
        "zone",
    }
    | {"timezone", "time_zone", "language", "municipality", "city", "postal", "postal_code", "address"}
    | {"phone2", "phone3", "consent_at", "consent_source", "company"}
)
"""Names that the list or the engine gives."""
WHY = {
    "revoke": "a word that stops nothing: this one is obeyed as an opt-out, whatever was asked",
    "restrict": "a word that stops nothing: this one says where or when not to contact the person",
    "help": "another word: this one asks for help, and always may",
    "rejoin": "another word: this one asks to be contacted again",
}


def check_answers(checker: Checker) -> None:
    """Check the words of each answer, what each step makes of them, and that they are used."""
    campaign = checker.campaign
    _check_replies(checker, campaign.replies, ("replies",))
    for i, step in enumerate(campaign.cadence):
        _check_replies(checker, step.replies, ("cadence", i, "replies"))
        _check_step(checker, step, ("cadence", i))
    check_digits(checker)
    _check_use(checker)


def _check_replies(checker: Checker, replies: Replies, path: Path) -> None:
    """Refuse words that mean something else, and words of two answers."""
    known: dict[str, str] = {}
    for name, words in replies.items():
        if name == SAVED:
            expected = f"another name: {ANSWER}{SAVED} is any answer that is kept"
            checker.wrong((*path, name), f"an answer named {quoted(name)}", expected, key=True)
        elif read(name.replace("_", " ")).meaning in {"revoke", "restrict"}:
            expected = "a name that says no stop, because a button's payload may be it"
            checker.wrong((*path, name), f"an answer named {quoted(name)}", expected, key=True)
        for i, word in enumerate(words):
            place = (*path, name, i)
            if expected := _unfit(word):
                checker.wrong(place, f"{quoted(word)} as an answer", expected)
                continue
            for same in {normal(word)} - {""} or signs_of(word):
                other = known.setdefault(same, name)
                if other != name:
                    found = f"{quoted(word)} as an answer {name} and {other}"
                    checker.wrong(place, found, "each word under one answer; case, accents and signs do not count")


def _unfit(word: str) -> str:
    """Return what was expected instead of a word that cannot be an answer; "" where it can."""
    if normal(word) == STOP_DIGIT:
        return f"another digit, because {STOP_DIGIT} is the key that stops all contact"
    reading = read(word)
    if reading.meaning in WHY:
        return WHY[reading.meaning]
    if not normal(word) and not signs_of(word):
        return "a word, a digit, or a sign such as 👍"
    if not is_plain(word):
        return "a word that cannot be part of an opt-out: this one goes to a person"
    return "" if answers_in(word, {"it": (word,)}) else "a word that a reply can be, without questions and quotations"


def _check_step(checker: Checker, step: Step, path: Path) -> None:
    """Refuse a question whose answer cannot be kept."""
    if not step.can_be_answered or step.ask is None:
        return
    question, place = checker.campaign.question_of(step), (*path, "ask")
    _check_name(checker, step.ask.save, (*place, "save"))
    if step.ask.kind == NAMES and question is not None and not question.answers:
        checker.wrong((*place, "as"), "one of the replies, without replies", "`replies` here or in the head")
    kinds = [
        other.ask.kind
        for i, other in enumerate(checker.campaign.cadence)
        if other.ask and other.ask.save == step.ask.save and checker.sound(("cadence", i, "ask"))
    ]
    if kinds and step.ask.kind != kinds[0]:
        found = f"{quoted(step.ask.save)} kept as {step.ask.kind} and as {kinds[0]}"
        checker.wrong((*place, "as"), found, "one kind for each name")
    if question is not None and (ends := range_of(step.ask.kind)) is not None:
        both = [word for words in question.answers.values() for word in words if number_in(word, *ends)]
        if both:
            found = f"{quoted(both[0])}, which is an answer of `replies` and a number of the range"
            checker.wrong((*place, "as"), found, "other words in `replies`, or another range")


def _check_name(checker: Checker, name: str, place: Path) -> None:
    """Refuse a name under which something else is kept."""
    if name in RESERVED_NAMES:
        expected = "another name, because the list or the engine gives this one"
        checker.wrong(place, f"an answer kept as {quoted(name)}", expected)
    elif name and name == checker.campaign.promised:
        found = f"an answer kept as {quoted(name)}, which is the name of the promised date"
        checker.wrong(place, found, "another name, because the later of the two would replace the other")


def _check_use(checker: Checker) -> None:
    """Warn of answers that lead nowhere."""
    campaign = checker.campaign
    stops = {*campaign.stop_on, *campaign.stop_account_on}
    everywhere = {word for step in campaign.cadence for word in step.on} | stops
    kept = any(step.ask and step.ask.kind in {NAMES, YES_NO} and not step.replies for step in campaign.cadence)
    groups: list[tuple[Replies, Path, set[str], bool]] = [(campaign.replies, ("replies",), everywhere, kept)]
    groups += [
        (step.replies, ("cadence", i, "replies"), {*step.on, *stops}, bool(step.ask))
        for i, step in enumerate(campaign.cadence)
        if campaign.question_of(step) is not None
    ]
    for replies, path, used, keeps in groups:
        for name in replies:
            if f"{ANSWER}{name}" not in used and not keeps:
                found = f"the answer {quoted(name)}, which leads nowhere"
                checker.warn((*path, name), found, f"{ANSWER}{name} in `on`, `stop_on` or `stop_account_on`", key=True)
