"""
Which time zone do people mean by an everyday name, such as "Eastern", "CET" or "hora de México"? Pure.

It is only suggested, never used: several countries have the same words, and an abbreviation ignores summer time.
The names are those of US and Canadian law and press, of Windows and of Spanish and Portuguese use, and large cities.
"""

import re
from functools import cache

from cadence.domain.nearest import fold

FILLERS = frozenset({
    "time", "standard", "daylight", "summer", "zone", "timezone", "tz", "hora", "horario", "huso", "zona", "tiempo",
    "fuso", "de", "del", "da", "do", "la", "el", "the", "in", "en", "em", "oficial", "local", "estandar", "verano",
    "padrao",
})  # fmt: skip
"""Words around the name that say nothing."""

ROWS = """
America/New_York | eastern, east coast, us eastern, est, edt, et, new york city, nyc, boston, miami, washington,
  washington dc, atlanta, philadelphia, orlando, charlotte, este, este us, costa este
America/Chicago | central, us central, cst, cdt, ct, houston, dallas, austin, san antonio, minneapolis, new orleans
America/Denver | mountain, us mountain, mst, mdt, mt, salt lake city, albuquerque, montana
America/Phoenix | arizona
America/Los_Angeles | pacific, us pacific, pst, pdt, pt, west coast, california, san francisco, san diego, seattle,
  las vegas, portland, costa oeste, pacifico us
America/Anchorage | alaska, akst, akdt
Pacific/Honolulu | hawaii, hawaiian, hst
America/Puerto_Rico | atlantic, ast, san juan
America/Mexico_City | mexico, central mexico, centro mexico, centro, cdmx, ciudad mexico, mexico city, df, guadalajara,
  puebla, central (mexico)
America/Monterrey | nuevo leon
America/Tijuana | baja california, noroeste, pacific (mexico)
America/Mazatlan | pacifico, sinaloa, mountain (mexico)
America/Hermosillo | sonora
America/Cancun | quintana roo, sureste, eastern (mexico)
America/Bogota | colombia, cot, medellin, cali, barranquilla, cartagena, sa pacific
America/Lima | peru, pet, arequipa, trujillo, cusco, cuzco
America/Santiago | chile, chile continental, clt, clst, valparaiso, concepcion, pacific sa
Pacific/Easter | isla pascua, easter island
America/Argentina/Buenos_Aires | argentina, art, buenos aires, rosario, la plata, caba
America/Sao_Paulo | brasilia, brasil, brazil, brt, rio janeiro, belo horizonte, porto alegre, curitiba,
  e south america, sao paulo
America/Manaus | amazonas, amt
America/Guayaquil | ecuador, ect, quito
America/Caracas | venezuela, vet
America/La_Paz | bolivia
America/Montevideo | uruguay
America/Asuncion | paraguay
Europe/Madrid | cet, cest, central european, central europe, espana, spain, peninsular, peninsula, barcelona, valencia,
  sevilla, bilbao, malaga, zaragoza, romance, mitteleuropa
Atlantic/Canary | canarias, canary, canary islands, islas canarias, las palmas, tenerife
Europe/London | gmt, bst, uk, united kingdom, england, britain, great britain, reino unido, british, manchester,
  edinburgh, glasgow, birmingham, western european, wet, west
Europe/Lisbon | portugal, porto
Europe/Athens | eet, eest, eastern european
Europe/Berlin | germany, munich, hamburg, frankfurt, w europe
Europe/Paris | france, lyon, marseille
Europe/Rome | italy, milan, milano
"""
IN_COUNTRY = {
    "MX": {"central": "America/Mexico_City", "cst": "America/Mexico_City", "pacific": "America/Mazatlan",
           "mountain": "America/Mazatlan", "mst": "America/Hermosillo", "eastern": "America/Cancun",
           "est": "America/Cancun", "este": "America/Cancun", "pst": "America/Tijuana"},
    "CA": {"eastern": "America/Toronto", "est": "America/Toronto", "et": "America/Toronto",
           "central": "America/Winnipeg", "cst": "America/Winnipeg", "mountain": "America/Edmonton",
           "mst": "America/Edmonton", "pacific": "America/Vancouver", "pst": "America/Vancouver",
           "atlantic": "America/Halifax", "ast": "America/Halifax"},
    "AU": {"eastern": "Australia/Sydney", "est": "Australia/Sydney", "central": "Australia/Adelaide",
           "western": "Australia/Perth"},
    "BR": {"oeste": "America/Manaus"},
    "CL": {"pascua": "Pacific/Easter"},
}  # fmt: skip
"""What the same words mean to people of another country, by its ISO 3166-1 code."""


BRACKETS = re.compile(r"\([^)]*\)")
"""What Windows writes before a name: (UTC-05:00) Eastern Time (US & Canada)."""


@cache
def _meant() -> dict[str, str]:
    """Return the zone of each name, folded and without fillers."""
    zones: dict[str, str] = {}
    for row in ROWS.strip().replace("\n  ", " ").splitlines():
        zone, _, names = row.partition(" | ")
        zones |= {_plain(name): zone for name in names.split(",")}
    return zones


def zone_by_name(text: str, country: str = "") -> str:
    """Return the zone that an everyday name means to people of a country, "" for a name that is not known."""
    for form in (text, BRACKETS.sub(" ", text), text.rpartition("/")[2]):
        name = _plain(form)
        if zone := IN_COUNTRY.get(country, {}).get(name) or _meant().get(name, ""):
            return zone
    return ""


def _plain(text: str) -> str:
    """Return a name as it is compared: folded, without words that say nothing."""
    words = fold(text).replace("_", " ").split()
    return " ".join(word for word in words if word not in FILLERS) or " ".join(words)
