"""
By what can a figure of money be grouped? Pure.

A group has to hold all that was spent for what it is divided by. A conversion belongs to a lead, and all that was spent
on the lead to the conversion, so no step and no hour has a cost per conversion. Calls that nobody answered
belong to no agent, so no agent has a cost per contact.
"""

from cadence.domain.costs import COST_FIGURES, ROI, CostFigure, CostGrain
from cadence.domain.figures import OF_LEADS, Dimension


def is_grouped_by(figure: CostFigure, by: Dimension) -> bool:
    """Tell whether a figure of money has a value for each of these groups."""
    match figure.grain:
        case CostGrain.TOUCH:
            return True
        case CostGrain.ATTEMPT:
            return by is not Dimension.AGENT
        case CostGrain.LEAD:
            return by in OF_LEADS


def grouped(by: Dimension, *grains: CostGrain) -> list[CostFigure]:
    """Return the figures of these grains that can be grouped so."""
    return [figure for figure in COST_FIGURES if figure.grain in grains and is_grouped_by(figure, by)]


def ungrouped(by: Dimension) -> tuple[str, ...]:
    """Return the figures of money that cannot be grouped so."""
    return tuple(figure.id for figure in (*COST_FIGURES, ROI) if not is_grouped_by(figure, by))
