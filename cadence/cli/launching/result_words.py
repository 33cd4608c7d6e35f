"""By when is the result of a task due, and what follows it, as a preview says it? Pure."""

from datetime import timedelta

from cadence.campaign import Campaign, Step
from cadence.campaign.branches import targets
from cadence.campaign.conditions.words import joined
from cadence.campaign.results import RESULTS, led_to, reminds
from cadence.domain import END, OTHERWISE, Outcome
from cadence.languages import Language, add_sentences, say
from cadence.languages.sentences import span_in_words
from cadence.planning.task_results import MOST_REMINDERS

ONE_DAY = timedelta(days=1)


def result_in_words(campaign: Campaign, step: Step, language: Language) -> str:
    """Return within which working time the result of a step's task is due, and what follows each; "" without one."""
    if step.task is None or step.task.due is None:
        return ""
    days, rest = step.task.due.days, step.task.due % ONE_DAY
    parts = [say(language, "preview-working-days", days=days)] if days else []
    parts += [span_in_words(round(rest.total_seconds()), language)] if rest else []
    due = say(language, "preview-result-by", due=joined(parts, language, "and"))
    return f"{due}: {'; '.join(f'{word} -> {_follows(campaign, step, word, language)}' for word in RESULTS)}"


def _follows(campaign: Campaign, step: Step, word: str, language: Language) -> str:
    """Return what comes after a result: a reminder, or the steps that `on` names, else the next one."""
    if word == Outcome.OVERDUE and reminds(step):
        return say(language, "preview-reminds", most=MOST_REMINDERS)
    target = step.on.get(word) or step.on.get(OTHERWISE) or campaign.following(step.step)
    names = dict.fromkeys(led_to(campaign, step, name) for name, _ in targets(target))
    return joined([say(language, "preview-end") if name == END else name for name in names], language, "or")


add_sentences(
    en="""
preview-piece-assign = for
preview-piece-result = result
preview-result-by = within { $due } of working time
preview-working-days = { $days ->
        [one] { $days } working day
       *[other] { $days } working days
    }
preview-reminds = a reminder, { $most } times at most, then as without a result
""",
    es="""
preview-piece-assign = para
preview-piece-result = resultado
preview-result-by = en { $due } de tiempo de trabajo
preview-working-days = { $days ->
        [one] { $days } día laborable
       *[other] { $days } días laborables
    }
preview-reminds = un recordatorio, { $most } veces como máximo; después, como si no hubiera resultado
""",
    pt="""
preview-piece-assign = para
preview-piece-result = resultado
preview-result-by = em { $due } de tempo de trabalho
preview-working-days = { $days ->
        [one] { $days } dia útil
       *[other] { $days } dias úteis
    }
preview-reminds = um lembrete, no máximo { $most } vezes; depois, como se não houvesse resultado
""",
)
