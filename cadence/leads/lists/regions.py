"""
Which zones has a region of a country? Pure data: one line a region.

    code | zones | names it goes by, in Spanish and English, and codes of parts of it
     (a line that begins with a space goes on with the one before)

Codes are ISO 3166-2 without the country. The zones are those that the comments of `zone.tab` (tzdata 2026f) give the
region; where they only say "most areas", its other zones were added: inside the US as 49 CFR part 71 draws the borders,
by law and not by custom. A region with several zones has all of them here. Spain's provinces stand with their
autonomous community, because packs and holidays go by that.
"""

from collections.abc import Iterator

ES = """
AN | Europe/Madrid   | Andalucía, Andalusia, AL, Almería, CA, Cádiz, CO, Córdoba, GR, Granada, H, Huelva, J,
     Jaén, MA, Málaga, SE, Sevilla, Seville
AR | Europe/Madrid   | Aragón, HU, Huesca, TE, Teruel, Z, Zaragoza
AS | Europe/Madrid   | Asturias, Principado de Asturias, O, Oviedo
CB | Europe/Madrid   | Cantabria, S, Santander
CE | Africa/Ceuta    | Ceuta
CL | Europe/Madrid   | Castilla y León, Castile and Leon, AV, Ávila, BU, Burgos, LE, León, P, Palencia, SA,
     Salamanca, SG, Segovia, SO, Soria, VA, Valladolid, ZA, Zamora
CM | Europe/Madrid   | Castilla-La Mancha, AB, Albacete, CR, Ciudad Real, CU, Cuenca, GU, Guadalajara, TO,
     Toledo
CN | Atlantic/Canary | Canarias, Islas Canarias, Canary Islands, Canaries, GC, Las Palmas, Las Palmas de Gran
     Canaria, Gran Canaria, Lanzarote, Fuerteventura, TF, Santa Cruz de Tenerife, Tenerife, La Palma, La Gomera,
     El Hierro
CT | Europe/Madrid   | Cataluña, Catalunya, Catalonia, B, Barcelona, GI, Girona, Gerona, L, Lleida, Lérida, T,
     Tarragona
EX | Europe/Madrid   | Extremadura, BA, Badajoz, CC, Cáceres
GA | Europe/Madrid   | Galicia, C, A Coruña, La Coruña, Coruña, LU, Lugo, OR, Ourense, Orense, PO, Pontevedra
IB | Europe/Madrid   | Illes Balears, Islas Baleares, Baleares, Balears, Balearic Islands, PM, Mallorca,
     Menorca, Ibiza
MC | Europe/Madrid   | Región de Murcia, Murcia, MU
MD | Europe/Madrid   | Comunidad de Madrid, Madrid, M
ML | Africa/Ceuta    | Melilla
NC | Europe/Madrid   | Navarra, Comunidad Foral de Navarra, Nafarroa, Navarre, NA
PV | Europe/Madrid   | País Vasco, Euskadi, Basque Country, BI, Bizkaia, Vizcaya, SS, Gipuzkoa, Guipúzcoa, VI,
     Araba, Álava
RI | Europe/Madrid   | La Rioja, Rioja, LO, Logroño
VC | Europe/Madrid   | Comunidad Valenciana, Comunitat Valenciana, Valencian Community, A, Alicante, Alacant,
     CS, Castellón, Castelló, V, Valencia, València
"""

PT = """
01 | Europe/Lisbon    | Aveiro
02 | Europe/Lisbon    | Beja
03 | Europe/Lisbon    | Braga
04 | Europe/Lisbon    | Bragança
05 | Europe/Lisbon    | Castelo Branco
06 | Europe/Lisbon    | Coimbra
07 | Europe/Lisbon    | Évora
08 | Europe/Lisbon    | Faro, Algarve
09 | Europe/Lisbon    | Guarda
10 | Europe/Lisbon    | Leiria
11 | Europe/Lisbon    | Lisboa, Lisbon
12 | Europe/Lisbon    | Portalegre
13 | Europe/Lisbon    | Porto, Oporto
14 | Europe/Lisbon    | Santarém
15 | Europe/Lisbon    | Setúbal
16 | Europe/Lisbon    | Viana do Castelo
17 | Europe/Lisbon    | Vila Real
18 | Europe/Lisbon    | Viseu
20 | Atlantic/Azores  | Açores, Azores, Região Autónoma dos Açores
30 | Atlantic/Madeira | Madeira, Região Autónoma da Madeira
"""

US = """
AK | America/Anchorage America/Juneau America/Sitka America/Metlakatla America/Yakutat America/Nome America/Adak
     | Alaska
AL | America/Chicago     | Alabama
AR | America/Chicago     | Arkansas
AZ | America/Phoenix America/Denver | Arizona
CA | America/Los_Angeles | California
CO | America/Denver      | Colorado
CT | America/New_York    | Connecticut
DC | America/New_York    | District of Columbia, Washington DC
DE | America/New_York    | Delaware
FL | America/New_York America/Chicago | Florida
GA | America/New_York    | Georgia
HI | Pacific/Honolulu    | Hawaii, Hawái
IA | America/Chicago     | Iowa
ID | America/Boise America/Los_Angeles | Idaho
IL | America/Chicago     | Illinois
IN | America/Indiana/Indianapolis America/Indiana/Vincennes America/Indiana/Winamac America/Indiana/Marengo
     America/Indiana/Petersburg America/Indiana/Vevay America/Indiana/Tell_City America/Indiana/Knox
     America/Chicago | Indiana
KS | America/Chicago America/Denver | Kansas
KY | America/New_York America/Kentucky/Louisville America/Kentucky/Monticello America/Chicago | Kentucky
LA | America/Chicago     | Louisiana, Luisiana
MA | America/New_York    | Massachusetts
MD | America/New_York    | Maryland
ME | America/New_York    | Maine
MI | America/Detroit America/Menominee | Michigan
MN | America/Chicago     | Minnesota
MO | America/Chicago     | Missouri, Misuri
MS | America/Chicago     | Mississippi, Misisipi
MT | America/Denver      | Montana
NC | America/New_York    | North Carolina, Carolina del Norte
ND | America/Chicago America/Denver America/North_Dakota/Center America/North_Dakota/New_Salem
     America/North_Dakota/Beulah | North Dakota, Dakota del Norte
NE | America/Chicago America/Denver | Nebraska
NH | America/New_York    | New Hampshire, Nuevo Hampshire
NJ | America/New_York    | New Jersey, Nueva Jersey
NM | America/Denver      | New Mexico, Nuevo México
NV | America/Los_Angeles America/Denver | Nevada
NY | America/New_York    | New York, Nueva York
OH | America/New_York    | Ohio
OK | America/Chicago     | Oklahoma
OR | America/Los_Angeles America/Boise | Oregon, Oregón
PA | America/New_York    | Pennsylvania, Pensilvania
RI | America/New_York    | Rhode Island
SC | America/New_York    | South Carolina, Carolina del Sur
SD | America/Chicago America/Denver | South Dakota, Dakota del Sur
TN | America/Chicago America/New_York | Tennessee
TX | America/Chicago America/Denver | Texas, Tejas
UT | America/Denver      | Utah
VA | America/New_York    | Virginia
VT | America/New_York    | Vermont
WA | America/Los_Angeles | Washington, Washington State
WI | America/Chicago     | Wisconsin
WV | America/New_York    | West Virginia, Virginia Occidental
WY | America/Denver      | Wyoming
AS | Pacific/Pago_Pago   | American Samoa
GU | Pacific/Guam        | Guam
MP | Pacific/Saipan      | Northern Mariana Islands
PR | America/Puerto_Rico | Puerto Rico
VI | America/St_Thomas   | US Virgin Islands, Virgin Islands
"""

CA = """
AB | America/Edmonton  | Alberta
BC | America/Vancouver America/Creston America/Dawson_Creek America/Fort_Nelson America/Edmonton | British
     Columbia, Columbia Británica
MB | America/Winnipeg  | Manitoba
NB | America/Moncton   | New Brunswick, Nuevo Brunswick
NL | America/St_Johns America/Goose_Bay | Newfoundland and Labrador, Newfoundland, Labrador, Terranova y
     Labrador
NS | America/Halifax America/Glace_Bay | Nova Scotia, Nueva Escocia
NT | America/Edmonton America/Inuvik | Northwest Territories, Territorios del Noroeste
NU | America/Iqaluit America/Resolute America/Rankin_Inlet America/Cambridge_Bay America/Atikokan | Nunavut
ON | America/Toronto America/Winnipeg America/Atikokan | Ontario
PE | America/Halifax   | Prince Edward Island, Isla del Príncipe Eduardo
QC | America/Toronto America/Halifax America/Blanc-Sablon | Quebec, Québec
SK | America/Regina America/Swift_Current America/Edmonton | Saskatchewan
YT | America/Whitehorse America/Dawson | Yukon, Yukón
"""

MX = """
AGU | America/Mexico_City | Aguascalientes
BCN | America/Tijuana     | Baja California
BCS | America/Mazatlan    | Baja California Sur
CAM | America/Merida      | Campeche
CHH | America/Chihuahua America/Ciudad_Juarez America/Ojinaga | Chihuahua
CHP | America/Mexico_City | Chiapas
CMX | America/Mexico_City | Ciudad de México, Mexico City, CDMX, DF, Distrito Federal
COA | America/Monterrey America/Matamoros | Coahuila, Coahuila de Zaragoza
COL | America/Mexico_City | Colima
DUR | America/Monterrey   | Durango
GRO | America/Mexico_City | Guerrero
GUA | America/Mexico_City | Guanajuato
HID | America/Mexico_City | Hidalgo
JAL | America/Mexico_City | Jalisco
MEX | America/Mexico_City | Estado de México, México, Edomex
MIC | America/Mexico_City | Michoacán, Michoacán de Ocampo
MOR | America/Mexico_City | Morelos
NAY | America/Mazatlan America/Bahia_Banderas | Nayarit
NLE | America/Monterrey America/Matamoros | Nuevo León
OAX | America/Mexico_City | Oaxaca
PUE | America/Mexico_City | Puebla
QUE | America/Mexico_City | Querétaro
ROO | America/Cancun      | Quintana Roo
SIN | America/Mazatlan    | Sinaloa
SLP | America/Mexico_City | San Luis Potosí
SON | America/Hermosillo  | Sonora
TAB | America/Mexico_City | Tabasco
TAM | America/Monterrey America/Matamoros | Tamaulipas
TLA | America/Mexico_City | Tlaxcala
VER | America/Mexico_City | Veracruz, Veracruz de Ignacio de la Llave
YUC | America/Merida      | Yucatán
ZAC | America/Mexico_City | Zacatecas
"""

BR = """
AC | America/Rio_Branco   | Acre
AL | America/Maceio       | Alagoas
AM | America/Manaus America/Eirunepe | Amazonas
AP | America/Belem        | Amapá
BA | America/Bahia        | Bahia, Bahía
CE | America/Fortaleza    | Ceará
DF | America/Sao_Paulo    | Distrito Federal, Brasília
ES | America/Sao_Paulo    | Espírito Santo
GO | America/Sao_Paulo    | Goiás
MA | America/Fortaleza    | Maranhão
MG | America/Sao_Paulo    | Minas Gerais
MS | America/Campo_Grande | Mato Grosso do Sul
MT | America/Cuiaba       | Mato Grosso
PA | America/Belem America/Santarem | Pará
PB | America/Fortaleza    | Paraíba
PE | America/Recife America/Noronha | Pernambuco
PI | America/Fortaleza    | Piauí
PR | America/Sao_Paulo    | Paraná
RJ | America/Sao_Paulo    | Rio de Janeiro, Río de Janeiro
RN | America/Fortaleza    | Rio Grande do Norte
RO | America/Porto_Velho  | Rondônia
RR | America/Boa_Vista    | Roraima
RS | America/Sao_Paulo    | Rio Grande do Sul
SC | America/Sao_Paulo    | Santa Catarina
SE | America/Maceio       | Sergipe
SP | America/Sao_Paulo    | São Paulo
TO | America/Araguaina    | Tocantins
"""

CL = """
AI | America/Coyhaique    | Aysén, Aisén, Aysén del General Carlos Ibáñez del Campo
AN | America/Santiago     | Antofagasta
AP | America/Santiago     | Arica y Parinacota
AR | America/Santiago     | La Araucanía, Araucanía
AT | America/Santiago     | Atacama
BI | America/Santiago     | Biobío, Bío-Bío
CO | America/Santiago     | Coquimbo
LI | America/Santiago     | O'Higgins, Libertador General Bernardo O'Higgins
LL | America/Santiago     | Los Lagos
LR | America/Santiago     | Los Ríos
MA | America/Punta_Arenas | Magallanes, Magallanes y de la Antártica Chilena
ML | America/Santiago     | Maule
NB | America/Santiago     | Ñuble
RM | America/Santiago     | Región Metropolitana, Metropolitana, Metropolitana de Santiago, Santiago
TA | America/Santiago     | Tarapacá
VS | America/Santiago Pacific/Easter | Valparaíso
"""

AR = """
A | America/Argentina/Salta        | Salta
B | America/Argentina/Buenos_Aires | Buenos Aires, Provincia de Buenos Aires
C | America/Argentina/Buenos_Aires | Ciudad Autónoma de Buenos Aires, CABA, Capital Federal
D | America/Argentina/San_Luis     | San Luis
E | America/Argentina/Cordoba      | Entre Ríos
F | America/Argentina/La_Rioja     | La Rioja
G | America/Argentina/Cordoba      | Santiago del Estero
H | America/Argentina/Cordoba      | Chaco
J | America/Argentina/San_Juan     | San Juan
K | America/Argentina/Catamarca    | Catamarca
L | America/Argentina/Salta        | La Pampa
M | America/Argentina/Mendoza      | Mendoza
N | America/Argentina/Cordoba      | Misiones
P | America/Argentina/Cordoba      | Formosa
Q | America/Argentina/Salta        | Neuquén
R | America/Argentina/Salta        | Río Negro
S | America/Argentina/Cordoba      | Santa Fe
T | America/Argentina/Tucuman      | Tucumán
U | America/Argentina/Catamarca    | Chubut
V | America/Argentina/Ushuaia      | Tierra del Fuego
W | America/Argentina/Cordoba      | Corrientes
X | America/Argentina/Cordoba      | Córdoba
Y | America/Argentina/Jujuy        | Jujuy
Z | America/Argentina/Rio_Gallegos | Santa Cruz
"""

TABLES = {"AR": AR, "BR": BR, "CA": CA, "CL": CL, "ES": ES, "MX": MX, "PT": PT, "US": US}

COUNTRY_NAMES = """
AD |  | Andorra
AR |  | Argentina
BO |  | Bolivia
BR |  | Brasil, Brazil
CA |  | Canadá, Canada
CL |  | Chile
CO |  | Colombia
CR |  | Costa Rica
CU |  | Cuba
DE |  | Alemania, Deutschland
DO |  | República Dominicana, Dominican Republic
EC |  | Ecuador
ES |  | España, Spain, ESP
FR |  | Francia, France
GB |  | Reino Unido, United Kingdom, Great Britain, Gran Bretaña, UK, England, Inglaterra
GQ |  | Guinea Ecuatorial
GT |  | Guatemala
HN |  | Honduras
IE |  | Irlanda, Ireland
IT |  | Italia, Italy
MX |  | México, Mexico, Méjico
NI |  | Nicaragua
PA |  | Panamá, Panama
PE |  | Perú, Peru
PR |  | Puerto Rico
PT |  | Portugal
PY |  | Paraguay
SV |  | El Salvador
US |  | Estados Unidos, United States, United States of America, EEUU, EE.UU., EE. UU., USA
UY |  | Uruguay
VE |  | Venezuela
"""
"""What our users call countries, beside the ISO codes and the English names of `iso3166.tab`."""


def read_table(table: str) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield code, zones and names of each region of a table."""
    for line in table.replace("\n ", " ").strip().splitlines():
        code, zones, names = line.split("|")
        yield code.strip(), tuple(zones.split()), tuple(name.strip() for name in names.split(","))
