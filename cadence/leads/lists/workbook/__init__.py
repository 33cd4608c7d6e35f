"""
Which rows does a sheet of an XLSX workbook hold? Edge: reads the file once, into a nameless temporary file.

Its rows are the same records of text that a CSV gives, so everything after it reads both alike. `archive` refuses what
is no workbook or is unsafe to open, `parsing` takes its XML apart with openpyxl, `values` and `formats` turn a cell
into the text that the spreadsheet shows, and `rows` chooses the sheet and keeps its rows.
"""

from cadence.leads.lists.workbook.rows import SheetRows, read_sheet, visible_sheets

__all__ = ["SheetRows", "read_sheet", "visible_sheets"]
