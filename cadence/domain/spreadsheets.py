"""Is a cell an error of a spreadsheet, or of its reader, instead of a value? Pure: in three languages."""

import re
import unicodedata

ERRORS = frozenset(
    {"n/a", "n/a!", "n/d", "n/disp", "value!", "valor!", "ref!", "div/0!", "name?", "nombre?", "nome?"}
    | {"null!", "nulo!", "num!", "getting_data", "obteniendo_datos", "obtendo_dados", "error!", "erro!"}
    | {"spill!", "desbordamiento!", "despejar!", "derrame!", "calc!", "calculo!", "field!", "campo!", "busy!"}
    | {"connect!", "conectar!", "conexion!", "blocked!", "bloqueado!", "ocupado!", "external!", "timeout!"}
    | {"unknown!", "desconocido!", "desconhecido!", "python!"}
)
"""
The text after the # of a spreadsheet's error, folded and without the marks that open it: Excel, LibreOffice and
Google Sheets in English, Spanish and Portuguese.
"""
SPREADSHEET_ERROR = "a spreadsheet's error instead of a value; correct the formula and export the list again"
ROUNDED, NO_VALUE, NO_DATE, MERGED = "#ROUNDED!", "#NOVALUE!", "#NODATE!", "#MERGED!"
FAULTS = {
    ROUNDED: "the spreadsheet has rounded this number, and its last digits are lost; format the column as text and "
    "type the number again",
    NO_VALUE: "a formula whose value is not in the file; open the workbook in a spreadsheet program, save it there, "
    "and take it again",
    NO_DATE: "formatted as a date and outside the days that a spreadsheet knows; correct the cell or its format",
    MERGED: "a part of merged cells, whose value stands in another cell; unmerge them and fill in each cell",
}
"""What is wrong with a cell of a workbook, by the mark that its text begins with."""
OFFICE_ERROR = re.compile(r"err:\d{3}|#err:\d{3}", re.IGNORECASE)


def spreadsheet_error(cell: str) -> bool:
    """Tell whether a cell holds a spreadsheet's error, such as #N/A or #¡VALOR!, instead of a value."""
    text = cell.strip()
    if not text.startswith("#"):
        return bool(OFFICE_ERROR.fullmatch(text))
    decomposed = unicodedata.normalize("NFKD", text[1:].casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return plain.lstrip("¡¿! ") in ERRORS or bool(OFFICE_ERROR.fullmatch(text))


def cell_fault(cell: str) -> str:
    """Return why a cell has no value that can be used: an error, or a mark of a workbook's reader; "" when it has."""
    if spreadsheet_error(cell):
        return SPREADSHEET_ERROR
    return FAULTS.get(cell.strip().partition(" ")[0], "") if cell.lstrip().startswith("#") else ""
