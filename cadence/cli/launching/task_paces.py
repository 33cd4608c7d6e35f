"""How many working days do the tasks of a list take under a cap, in words? Pure."""

from cadence.languages import Language, say
from cadence.policy.evaluation.task_caps import ALL
from cadence.simulation.sample import TaskPace


def pace_in_words(pace: TaskPace, language: Language = "en") -> str:
    """Return how long the tasks take under one cap."""
    about = pace.about or ALL
    return say(
        language,
        "plan-task-pace",
        about=about,
        tasks=pace.tasks,
        max=pace.most,
        days=pace.days,
        rule=pace.rule,
    )
