"""
What do the views of the figures say? Edge: each statement reads the views `report_...` and `figure_...`.

The views are the definitions (`docs/reports.md`): facts about touches and leads, and one view for each figure.
"""
