"""Which caps on tasks of a day is the judged task under, and are they reached? Pure: how many there were is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cadence.campaign import Campaign
from cadence.domain import Candidate, CauseKind, Facts
from cadence.domain.channels import WORK_CHANNEL
from cadence.domain.house import HouseRules
from cadence.explain.judge.answer import utc
from cadence.languages import Language, add_sentences, say
from cadence.planning.assignees import label_and_assignee
from cadence.policy.evaluation.task_caps import ALL, CapStanding, caps_on, in_order
from cadence.policy.hours.work_dates import work_date_of
from cadence.policy.wording import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCap:
    """A cap that is about the judged task."""

    stands: CapStanding
    known: bool  # how many tasks there were
    until: datetime | None  # of a cap that is reached: when the next working day begins

    def in_words(self, language: Language) -> str:
        """Return the cap, and whether it is reached, with its rule."""
        bound = self.stands.bound
        if self.until is not None:
            return f"{in_words(self.stands.reason(self.until), language)} [{bound.rule}]"
        known, about = "yes" if self.known else "no", bound.about or ALL
        return f"{say(language, 'judge-cap', max=bound.cap.most, about=about, known=known)} [{bound.rule}]"

    def as_data(self, language: Language) -> dict[str, Any]:
        """Return it as an item of `task_caps` in `cadence judge --json`."""
        bound = self.stands.bound
        return {
            "rule": bound.rule,
            "about": bound.about,
            "per_day": bound.cap.most,
            "handed_out": self.stands.handed_out if self.known else None,
            "reached": self.until is not None if self.known else None,
            "until": utc(self.until),
            "words": self.in_words(language),
        }


def judged_caps(
    campaign: Campaign, house: HouseRules, facts: Facts, touch: tuple[Candidate, datetime], handed_out: int | None
) -> Iterator[JudgedCap]:
    """Yield the caps that the task of a step is under. They count other people's tasks, which no history has."""
    candidate, at = touch
    if candidate.channel is not WORK_CHANNEL or candidate.cause.kind is not CauseKind.STEP:
        return
    today = work_date_of(at, house)
    for bound in in_order(caps_on(campaign, house, *label_and_assignee(campaign, facts, candidate.cause))):
        stands = CapStanding(bound=bound, today=today, handed_out=handed_out or 0)
        until = None if stands.admits(at, turn=True) else stands.next_turn(house)[1]
        yield JudgedCap(stands=stands, known=handed_out is not None, until=until)


add_sentences(
    en="""
judge-tasks = tasks
judge-cap = at most { $max ->
        [one] { $max } task
       *[other] { $max } tasks
    } in a working day{ $about ->
        [all] {""}
       *[other] {" "}({ $about })
    }{ $known ->
        [no] ; --handed-out N asks whether N tasks that day reach it
       *[yes] ; that is not reached
    }
""",
    es="""
judge-tasks = tareas
judge-cap = como máximo { $max ->
        [one] { $max } tarea
       *[other] { $max } tareas
    } por día laborable{ $about ->
        [all] {""}
       *[other] {" "}({ $about })
    }{ $known ->
        [no] ; con --handed-out N se pregunta si N tareas ese día lo alcanzan
       *[yes] ; aún no se ha alcanzado
    }
""",
    pt="""
judge-tasks = tarefas
judge-cap = no máximo { $max ->
        [one] { $max } tarefa
       *[other] { $max } tarefas
    } por dia útil{ $about ->
        [all] {""}
       *[other] {" "}({ $about })
    }{ $known ->
        [no] ; com --handed-out N pergunta-se se N tarefas nesse dia o atingem
       *[yes] ; ainda não foi atingido
    }
""",
)
