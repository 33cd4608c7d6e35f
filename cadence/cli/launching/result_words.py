"""By when is the result of a task due, what follows it, and how many are there a day, as a preview says it? Pure."""

from datetime import timedelta

from cadence.campaign import Campaign, Step
from cadence.campaign.branches import targets
from cadence.campaign.conditions.words import joined
from cadence.campaign.results import RESULTS, led_to, reminds
from cadence.campaign.texts import filler_of
from cadence.domain import END, OTHERWISE, Outcome
from cadence.domain.house import HouseRules
from cadence.domain.list_rows import LeadRow
from cadence.languages import Language, add_sentences, say
from cadence.languages.sentences import span_in_words
from cadence.planning.task_results import MOST_REMINDERS
from cadence.policy.evaluation.task_caps import ALL, caps_on

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


def caps_in_words(campaign: Campaign, step: Step, row: LeadRow, language: Language) -> str:
    """Return how many tasks of this kind the campaign has a day, "" without a cap."""
    if step.task is None or not campaign.tasks:
        return ""
    assignee = step.task.assignee(filler_of(campaign, row))
    caps = caps_on(campaign, HouseRules(), step.task.label, assignee)
    return "; ".join(
        say(language, "preview-cap", max=bound.cap.most, about=bound.about or ALL, rule=bound.rule) for bound in caps
    )


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
preview-piece-cap = a day
preview-cap = at most { $max ->
        [one] { $max } task
       *[other] { $max } tasks
    } in a working day{ $about ->
        [all] {""}
       *[other] {" "}({ $about })
    } [{ $rule }]
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
preview-piece-cap = al día
preview-cap = como máximo { $max ->
        [one] { $max } tarea
       *[other] { $max } tareas
    } por día laborable{ $about ->
        [all] {""}
       *[other] {" "}({ $about })
    } [{ $rule }]
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
preview-piece-cap = por dia
preview-cap = no máximo { $max ->
        [one] { $max } tarefa
       *[other] { $max } tarefas
    } por dia útil{ $about ->
        [all] {""}
       *[other] {" "}({ $about })
    } [{ $rule }]
preview-result-by = em { $due } de tempo de trabalho
preview-working-days = { $days ->
        [one] { $days } dia útil
       *[other] { $days } dias úteis
    }
preview-reminds = um lembrete, no máximo { $most } vezes; depois, como se não houvesse resultado
""",
)
