"""Has every rule that the engine can write down a sentence, in every language, and is its evidence said in words?"""

import ast
from collections.abc import Iterator
from functools import cache

import pytest

from cadence.domain import Reason
from cadence.languages import LANGUAGES, Language, say
from cadence.policy.wording import in_words
from tests.unit.languages.test_use import ids, trees

NO_BAR = ("words.", "call.", "campaign.windows.where")
"""How a reply or a key was read, and which hours were chosen: rules that bar no touch."""
WITH_WHY = {"consent.call": "rule-consent-", "house.rest": "rule-house-rest-", "campaign.rest": "rule-campaign-rest-"}
"""Rules that always say why, and how the sentences of their reasons begin."""
MAKERS = {"Reason", "_refuse_text"}


@cache
def constants() -> dict[str, str]:
    """The texts of modules that have a name."""
    return {
        target.id: node.value.value
        for _, tree in trees()
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def texts(node: ast.expr | None) -> Iterator[str]:
    """Yield the rule that an expression names, if it is written there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and node.id in constants():
        yield constants()[node.id]


@cache
def rules() -> set[str]:
    """Every id of a rule of our own in the code."""
    named = set[str]()
    for file, tree in trees():
        if file.startswith(("local/", "cli/", "languages/")):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "rule":
                named.update(texts(node.value))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                given = [word.value for word in node.keywords if word.arg == "rule"]
                for argument in [*given, *node.args[:1]]:
                    named.update(texts(argument))
            elif isinstance(node, ast.Call):
                for word in node.keywords:
                    named.update(texts(word.value) if word.arg == "rule" else ())
    return {rule for rule in named if "." in rule and not rule.startswith(NO_BAR)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_our_own_has_a_sentence(language: Language) -> None:
    """Also those that planning and dispatch give: without one, a report shows nothing but the evidence."""
    named = rules()

    assert {"text.complete", "number.erased", "settings.only_numbers", "step.fallback", "trial.now"} <= named
    assert len(named) > 25
    words = {rule: in_words(Reason(rule=rule, evidence={}), language) for rule in named}
    unknown = {rule for rule in named if words[rule].startswith(say(language, "rule-not-known", rule=rule))}
    assert unknown == WITH_WHY.keys()
    assert [rule for rule in unknown if not any(name.startswith(WITH_WHY[rule]) for name in ids())] == []


@pytest.mark.parametrize(
    ("rule", "evidence", "english", "spanish", "portuguese"),
    [
        (
            "text.complete",
            {"number": 22},  # of a decision before the reason was kept
            "a text of the step cannot be written for this person",
            "no se puede redactar un texto del paso para esta persona",
            "não é possível redigir um texto do passo para esta pessoa",
        ),
        (
            "text.complete",
            {"number": 22, "why": "no_value", "column": "plan"},
            "a text of the step cannot be written for this person: there is no value for “plan”",
            "no se puede redactar un texto del paso para esta persona: falta el valor de «plan»",
            "não é possível redigir um texto do passo para esta pessoa: falta o valor de “plan”",
        ),
        (
            "text.complete",
            {"number": None, "why": "too_long"},  # of a task, which has no number
            "a text of the step is too long with this person's values",
            "un texto del paso queda demasiado largo con los valores de esta persona",
            "um texto do passo fica longo demais com os valores desta pessoa",
        ),
        *(
            (
                "settings.only_numbers",
                {"number": 22} | channel,  # of a decision before the channel was kept, or on a channel of numbers
                "this number is not listed in the worker's setting CADENCE_ONLY_NUMBERS",
                "este número no figura en el ajuste CADENCE_ONLY_NUMBERS del worker",
                "este número não consta na configuração CADENCE_ONLY_NUMBERS do worker",
            )
            for channel in ({}, {"channel": "sms"}, {"channel": "whatsapp"}, {"channel": "call"})
        ),
        (
            "settings.only_numbers",
            {"number": 22, "channel": "email"},
            "this address is not listed in the worker's setting CADENCE_ONLY_NUMBERS",
            "esta dirección no figura en el ajuste CADENCE_ONLY_NUMBERS del worker",
            "este endereço não consta na configuração CADENCE_ONLY_NUMBERS do worker",
        ),
        (
            "settings.try_numbers",
            {"number": 22, "channel": "email"},
            "this address is not listed in the worker's setting CADENCE_TRY_NUMBERS",
            "esta dirección no figura en el ajuste CADENCE_TRY_NUMBERS del worker",
            "este endereço não consta na configuração CADENCE_TRY_NUMBERS do worker",
        ),
        (
            "number.erased",
            {"number": 22, "channel": "email"},
            "the address has been erased",
            "la dirección se ha borrado",
            "o endereço foi apagado",
        ),
        (
            "step.fallback",
            {"pause": "channel:sms"},
            "the step was held by a pause (channel sms), and its branch for `failed` was ordered instead",
            "el paso estaba retenido por una pausa (el canal sms) y se ordenó seguir en su lugar por la rama `failed`",
            "o passo estava retido por uma pausa (o canal sms), e foi ordenado seguir pelo ramo `failed`",
        ),
        (
            "pause.campaign",
            {"since": "2027-03-09T11:00:00+00:00", "pauses": ["campaign:spring", "all:", "moon:full"]},
            "paused since 2027-03-09 11:00 UTC: campaign spring, everything, moon:full",
            "en pausa desde el 2027-03-09 11:00 UTC: la campaña spring, todo, moon:full",
            "em pausa desde 2027-03-09 11:00 UTC: a campanha spring, tudo, moon:full",
        ),
        (
            "enrolment.finished",
            {"reason": "refused"},
            "this lead has already finished the campaign: does not want it",
            "este contacto ya terminó la campaña: no lo quiere",
            "este contato já terminou a campanha: não quer",
        ),
        (
            "enrolment.finished",
            {"reason": "of a later version"},
            "this lead has already finished the campaign: of a later version",
            "este contacto ya terminó la campaña: of a later version",
            "este contato já terminou a campanha: of a later version",
        ),
        (
            "suppression.purpose",
            {"since": "2027-03-09T11:00:00+00:00", "source": "reply", "value": "collections"},
            "suppressed since 2027-03-09 11:00 UTC by reply (collections)",
            "excluido desde el 2027-03-09 11:00 UTC por una respuesta (cobros)",
            "excluído desde 2027-03-09 11:00 UTC por uma resposta (cobrança)",
        ),
        (
            "suppression.campaign",
            {"since": "2027-03-09T11:00:00+00:00", "source": "reply", "value": "collections"},  # a campaign's name
            "suppressed since 2027-03-09 11:00 UTC by reply (collections)",
            "excluido desde el 2027-03-09 11:00 UTC por una respuesta (collections)",
            "excluído desde 2027-03-09 11:00 UTC por uma resposta (collections)",
        ),
    ],
)
def test_words_of_the_engine_are_said_in_the_language(
    rule: str, evidence: dict[str, object], english: str, spanish: str, portuguese: str
) -> None:
    """A word that is a name of the file, or of a later version, stays as it is."""
    reason = Reason(rule=rule, evidence=evidence)

    assert [in_words(reason, language) for language in LANGUAGES] == [english, spanish, portuguese]
