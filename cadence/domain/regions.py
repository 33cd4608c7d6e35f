"""
Which zones and postal codes has a region of a country, and what are countries called? Pure data: one line a region.

    code | zones | names it goes by, in Spanish and English, and codes of parts of it | beginnings of its postal codes
     (a line that begins with a space goes on with the one before)

Codes are ISO 3166-2 without the country. The zones are those that the comments of `zone.tab` (tzdata 2026f) give the
region; where they only say "most areas", its other zones were added: inside the US as 49 CFR part 71 draws the borders,
by law and not by custom. A region with several zones has all of them here. Spain's provinces stand with their
autonomous community, because packs and holidays go by that.

Postal codes stand where a country has several time zones and codes that name regions. A beginning that two regions
share (in the US some that cross a state's border) is in no line: then the code says nothing, and every zone of the
country counts. Sources: Correos (ES), USPS L002 (US), SEPOMEX (MX), Correios (BR), Canada Post (CA).
"""

from collections.abc import Iterator

ES = """
AN | Europe/Madrid   | Andalucía, Andalusia, AL, Almería, CA, Cádiz, CO, Córdoba, GR, Granada, H, Huelva, J,
     Jaén, MA, Málaga, SE, Sevilla, Seville | 04 11 14 18 21 23 29 41
AR | Europe/Madrid   | Aragón, HU, Huesca, TE, Teruel, Z, Zaragoza | 22 44 50
AS | Europe/Madrid   | Asturias, Principado de Asturias, O, Oviedo | 33
CB | Europe/Madrid   | Cantabria, S, Santander | 39
CE | Africa/Ceuta    | Ceuta | 51
CL | Europe/Madrid   | Castilla y León, Castile and Leon, AV, Ávila, BU, Burgos, LE, León, P, Palencia, SA,
     Salamanca, SG, Segovia, SO, Soria, VA, Valladolid, ZA, Zamora | 05 09 24 34 37 40 42 47 49
CM | Europe/Madrid   | Castilla-La Mancha, AB, Albacete, CR, Ciudad Real, CU, Cuenca, GU, Guadalajara, TO,
     Toledo | 02 13 16 19 45
CN | Atlantic/Canary | Canarias, Islas Canarias, Canary Islands, Canaries, GC, Las Palmas, Las Palmas de Gran
     Canaria, Gran Canaria, Lanzarote, Fuerteventura, TF, Santa Cruz de Tenerife, Tenerife, La Palma, La Gomera,
     El Hierro | 35 38
CT | Europe/Madrid   | Cataluña, Catalunya, Catalonia, B, Barcelona, GI, Girona, Gerona, L, Lleida, Lérida, T,
     Tarragona | 08 17 25 43
EX | Europe/Madrid   | Extremadura, BA, Badajoz, CC, Cáceres | 06 10
GA | Europe/Madrid   | Galicia, C, A Coruña, La Coruña, Coruña, LU, Lugo, OR, Ourense, Orense, PO, Pontevedra
     | 15 27 32 36
IB | Europe/Madrid   | Illes Balears, Islas Baleares, Baleares, Balears, Balearic Islands, PM, Mallorca,
     Menorca, Ibiza | 07
MC | Europe/Madrid   | Región de Murcia, Murcia, MU | 30
MD | Europe/Madrid   | Comunidad de Madrid, Madrid, M | 28
ML | Africa/Ceuta    | Melilla | 52
NC | Europe/Madrid   | Navarra, Comunidad Foral de Navarra, Nafarroa, Navarre, NA | 31
PV | Europe/Madrid   | País Vasco, Euskadi, Basque Country, BI, Bizkaia, Vizcaya, SS, Gipuzkoa, Guipúzcoa, VI,
     Araba, Álava | 01 20 48
RI | Europe/Madrid   | La Rioja, Rioja, LO, Logroño | 26
VC | Europe/Madrid   | Comunidad Valenciana, Comunitat Valenciana, Valencian Community, A, Alicante, Alacant,
     CS, Castellón, Castelló, V, Valencia, València | 03 12 46
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
     | Alaska | 995-999
AL | America/Chicago     | Alabama | 350-352 354-368
AR | America/Chicago     | Arkansas | 716-729
AZ | America/Phoenix America/Denver | Arizona | 850-853 855-857 859-860 863-864
CA | America/Los_Angeles | California | 900-908 910-928 930-961
CO | America/Denver      | Colorado | 800-816
CT | America/New_York    | Connecticut | 060-062 064-069
DC | America/New_York    | District of Columbia, Washington DC | 200 202-205
DE | America/New_York    | Delaware | 197-199
FL | America/New_York America/Chicago | Florida | 320-339 341-342 344 346-347 349
GA | America/New_York    | Georgia | 300-319 398-399
HI | Pacific/Honolulu    | Hawaii, Hawái | 967-968
IA | America/Chicago     | Iowa | 500-516 520-528
ID | America/Boise America/Los_Angeles | Idaho | 832-833 835-838
IL | America/Chicago     | Illinois | 600-620 622-629
IN | America/Indiana/Indianapolis America/Indiana/Vincennes America/Indiana/Winamac America/Indiana/Marengo
     America/Indiana/Petersburg America/Indiana/Vevay America/Indiana/Tell_City America/Indiana/Knox
     America/Chicago | Indiana | 460-479
KS | America/Chicago America/Denver | Kansas | 660-662 664-679
KY | America/New_York America/Kentucky/Louisville America/Kentucky/Monticello America/Chicago | Kentucky
     | 400-418 420-427
LA | America/Chicago     | Louisiana, Luisiana | 700-701 703-708 710-714
MA | America/New_York    | Massachusetts | 010-027
MD | America/New_York    | Maryland | 206-212 214-219
ME | America/New_York    | Maine | 039-049
MI | America/Detroit America/Menominee | Michigan | 480-499
MN | America/Chicago     | Minnesota | 550-551 553-567
MO | America/Chicago     | Missouri, Misuri | 630-631 633-641 644-658
MS | America/Chicago     | Mississippi, Misisipi | 386-397
MT | America/Denver      | Montana | 590-599
NC | America/New_York    | North Carolina, Carolina del Norte | 270-289
ND | America/Chicago America/Denver America/North_Dakota/Center America/North_Dakota/New_Salem
     America/North_Dakota/Beulah | North Dakota, Dakota del Norte | 580-588
NE | America/Chicago America/Denver | Nebraska | 680-681 683-693
NH | America/New_York    | New Hampshire, Nuevo Hampshire | 030-038
NJ | America/New_York    | New Jersey, Nueva Jersey | 070-089
NM | America/Denver      | New Mexico, Nuevo México | 870-871 873-875 877-884
NV | America/Los_Angeles America/Denver | Nevada | 889-891 893-895 897-898
NY | America/New_York    | New York, Nueva York | 100-149
OH | America/New_York    | Ohio | 430-459
OK | America/Chicago     | Oklahoma | 730-731 734-738 740-741 743-749
OR | America/Los_Angeles America/Boise | Oregon, Oregón | 970-979
PA | America/New_York    | Pennsylvania, Pensilvania | 150-196
RI | America/New_York    | Rhode Island | 028-029
SC | America/New_York    | South Carolina, Carolina del Sur | 290-299
SD | America/Chicago America/Denver | South Dakota, Dakota del Sur | 570-577
TN | America/Chicago America/New_York | Tennessee | 370-374 376-385
TX | America/Chicago America/Denver | Texas, Tejas | 733 750-770 772-799 885
UT | America/Denver      | Utah | 840-847
VA | America/New_York    | Virginia | 201 220-246
VT | America/New_York    | Vermont | 050-054 056-059
WA | America/Los_Angeles | Washington, Washington State | 980-986 988-994
WI | America/Chicago     | Wisconsin | 530-532 534-535 537-549
WV | America/New_York    | West Virginia, Virginia Occidental | 247-268
WY | America/Denver      | Wyoming | 820-831
AS | Pacific/Pago_Pago   | American Samoa
GU | Pacific/Guam        | Guam
MP | Pacific/Saipan      | Northern Mariana Islands
PR | America/Puerto_Rico | Puerto Rico
VI | America/St_Thomas   | US Virgin Islands, Virgin Islands
"""

CA = """
AB | America/Edmonton  | Alberta | T
BC | America/Vancouver America/Creston America/Dawson_Creek America/Fort_Nelson America/Edmonton | British
     Columbia, Columbia Británica | V
MB | America/Winnipeg  | Manitoba | R
NB | America/Moncton   | New Brunswick, Nuevo Brunswick | E
NL | America/St_Johns America/Goose_Bay | Newfoundland and Labrador, Newfoundland, Labrador, Terranova y
     Labrador | A
NS | America/Halifax America/Glace_Bay | Nova Scotia, Nueva Escocia | B
NT | America/Edmonton America/Inuvik | Northwest Territories, Territorios del Noroeste
NU | America/Iqaluit America/Resolute America/Rankin_Inlet America/Cambridge_Bay America/Atikokan | Nunavut
ON | America/Toronto America/Winnipeg America/Atikokan | Ontario | K L M N P
PE | America/Halifax   | Prince Edward Island, Isla del Príncipe Eduardo | C
QC | America/Toronto America/Halifax America/Blanc-Sablon | Quebec, Québec | G H J
SK | America/Regina America/Swift_Current America/Edmonton | Saskatchewan | S
YT | America/Whitehorse America/Dawson | Yukon, Yukón | Y
"""

MX = """
AGU | America/Mexico_City | Aguascalientes | 20
BCN | America/Tijuana     | Baja California | 21-22
BCS | America/Mazatlan    | Baja California Sur | 23
CAM | America/Merida      | Campeche | 24
CHH | America/Chihuahua America/Ciudad_Juarez America/Ojinaga | Chihuahua | 31-33
CHP | America/Mexico_City | Chiapas | 29-30
CMX | America/Mexico_City | Ciudad de México, Mexico City, CDMX, DF, Distrito Federal | 00-16
COA | America/Monterrey America/Matamoros | Coahuila, Coahuila de Zaragoza | 25-27
COL | America/Mexico_City | Colima | 28
DUR | America/Monterrey   | Durango | 34-35
GRO | America/Mexico_City | Guerrero | 39-41
GUA | America/Mexico_City | Guanajuato | 36-38
HID | America/Mexico_City | Hidalgo | 42-43
JAL | America/Mexico_City | Jalisco | 44-49
MEX | America/Mexico_City | Estado de México, México, Edomex | 50-57
MIC | America/Mexico_City | Michoacán, Michoacán de Ocampo | 58-61
MOR | America/Mexico_City | Morelos | 62
NAY | America/Mazatlan America/Bahia_Banderas | Nayarit | 63
NLE | America/Monterrey America/Matamoros | Nuevo León | 64-67
OAX | America/Mexico_City | Oaxaca | 68-71
PUE | America/Mexico_City | Puebla | 72-75
QUE | America/Mexico_City | Querétaro | 76
ROO | America/Cancun      | Quintana Roo | 77
SIN | America/Mazatlan    | Sinaloa | 80-82
SLP | America/Mexico_City | San Luis Potosí | 78-79
SON | America/Hermosillo  | Sonora | 83-85
TAB | America/Mexico_City | Tabasco | 86
TAM | America/Monterrey America/Matamoros | Tamaulipas | 87-89
TLA | America/Mexico_City | Tlaxcala | 90
VER | America/Mexico_City | Veracruz, Veracruz de Ignacio de la Llave | 91-96
YUC | America/Merida      | Yucatán | 97
ZAC | America/Mexico_City | Zacatecas | 98-99
"""

BR = """
AC | America/Rio_Branco   | Acre | 699
AL | America/Maceio       | Alagoas | 570-579
AM | America/Manaus America/Eirunepe | Amazonas | 690-692 694-698
AP | America/Belem        | Amapá | 689
BA | America/Bahia        | Bahia, Bahía | 400-489
CE | America/Fortaleza    | Ceará | 600-639
DF | America/Sao_Paulo    | Distrito Federal, Brasília | 700-727 730-736
ES | America/Sao_Paulo    | Espírito Santo | 290-299
GO | America/Sao_Paulo    | Goiás | 728-729 737-767
MA | America/Fortaleza    | Maranhão | 650-659
MG | America/Sao_Paulo    | Minas Gerais | 300-399
MS | America/Campo_Grande | Mato Grosso do Sul | 790-799
MT | America/Cuiaba       | Mato Grosso | 780-788
PA | America/Belem America/Santarem | Pará | 660-688
PB | America/Fortaleza    | Paraíba | 580-589
PE | America/Recife America/Noronha | Pernambuco | 500-569
PI | America/Fortaleza    | Piauí | 640-649
PR | America/Sao_Paulo    | Paraná | 800-879
RJ | America/Sao_Paulo    | Rio de Janeiro, Río de Janeiro | 200-289
RN | America/Fortaleza    | Rio Grande do Norte | 590-599
RO | America/Porto_Velho  | Rondônia | 768-769
RR | America/Boa_Vista    | Roraima | 693
RS | America/Sao_Paulo    | Rio Grande do Sul | 900-999
SC | America/Sao_Paulo    | Santa Catarina | 880-899
SE | America/Maceio       | Sergipe | 490-499
SP | America/Sao_Paulo    | São Paulo | 010-199
TO | America/Araguaina    | Tocantins | 770-779
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
BO |  | Bolivia, Bolívia
BR |  | Brasil, Brazil
CA |  | Canadá, Canada
CL |  | Chile
CO |  | Colombia, Colômbia
CR |  | Costa Rica
CU |  | Cuba
DE |  | Alemania, Deutschland, Alemanha
DO |  | República Dominicana, Dominican Republic
EC |  | Ecuador, Equador
ES |  | España, Spain, Espanha, ESP
FR |  | Francia, France, França
GB |  | Reino Unido, United Kingdom, Great Britain, Gran Bretaña, Grã-Bretanha, UK, England, Inglaterra
GQ |  | Guinea Ecuatorial, Guiné Equatorial
GT |  | Guatemala
HN |  | Honduras
IE |  | Irlanda, Ireland
IT |  | Italia, Italy, Itália
MX |  | México, Mexico, Méjico
NI |  | Nicaragua, Nicarágua
PA |  | Panamá, Panama
PE |  | Perú, Peru
PR |  | Puerto Rico, Porto Rico
PT |  | Portugal
PY |  | Paraguay, Paraguai
SV |  | El Salvador
US |  | Estados Unidos, United States, United States of America, EEUU, EE.UU., EE. UU., USA
UY |  | Uruguay, Uruguai
VE |  | Venezuela
"""
"""What our users call countries, beside the ISO codes and the English names of `iso3166.tab`."""

_CODES = """
AFGAF ALAAX ALBAL DZADZ ASMAS ANDAD AGOAO AIAAI ATAAQ ATGAG ARGAR ARMAM ABWAW AUSAU AUTAT AZEAZ BHSBS BHRBH BGDBD BRBBB
BLRBY BELBE BLZBZ BENBJ BMUBM BTNBT BOLBO BESBQ BIHBA BWABW BVTBV BRABR IOTIO BRNBN BGRBG BFABF BDIBI CPVCV KHMKH CMRCM
CANCA CYMKY CAFCF TCDTD CHLCL CHNCN CXRCX CCKCC COLCO COMKM COGCG CODCD COKCK CRICR CIVCI HRVHR CUBCU CUWCW CYPCY CZECZ
DNKDK DJIDJ DMADM DOMDO ECUEC EGYEG SLVSV GNQGQ ERIER ESTEE SWZSZ ETHET FLKFK FROFO FJIFJ FINFI FRAFR GUFGF PYFPF ATFTF
GABGA GMBGM GEOGE DEUDE GHAGH GIBGI GRCGR GRLGL GRDGD GLPGP GUMGU GTMGT GGYGG GINGN GNBGW GUYGY HTIHT HMDHM VATVA HNDHN
HKGHK HUNHU ISLIS INDIN IDNID IRNIR IRQIQ IRLIE IMNIM ISRIL ITAIT JAMJM JPNJP JEYJE JORJO KAZKZ KENKE KIRKI PRKKP KORKR
KWTKW KGZKG LAOLA LVALV LBNLB LSOLS LBRLR LBYLY LIELI LTULT LUXLU MACMO MDGMG MWIMW MYSMY MDVMV MLIML MLTMT MHLMH MTQMQ
MRTMR MUSMU MYTYT MEXMX FSMFM MDAMD MCOMC MNGMN MNEME MSRMS MARMA MOZMZ MMRMM NAMNA NRUNR NPLNP NLDNL NCLNC NZLNZ NICNI
NERNE NGANG NIUNU NFKNF MKDMK MNPMP NORNO OMNOM PAKPK PLWPW PSEPS PANPA PNGPG PRYPY PERPE PHLPH PCNPN POLPL PRTPT PRIPR
QATQA REURE ROURO RUSRU RWARW BLMBL SHNSH KNAKN LCALC MAFMF SPMPM VCTVC WSMWS SMRSM STPST SAUSA SENSN SRBRS SYCSC SLESL
SGPSG SXMSX SVKSK SVNSI SLBSB SOMSO ZAFZA SGSGS SSDSS ESPES LKALK SDNSD SURSR SJMSJ SWESE CHECH SYRSY TWNTW TJKTJ TZATZ
THATH TLSTL TGOTG TKLTK TONTO TTOTT TUNTN TURTR TKMTM TCATC TUVTV UGAUG UKRUA AREAE GBRGB USAUS UMIUM URYUY UZBUZ VUTVU
VENVE VNMVN VGBVG VIRVI WLFWF ESHEH YEMYE ZMBZM ZWEZW
"""
ISO3 = {pair[:3]: pair[3:] for pair in _CODES.split()}
"""The code of two letters by the code of three (ISO 3166-1 alpha-3), which diallers and banks write."""


def read_table(table: str) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """Yield code, zones, names and beginnings of postal codes of each region of a table."""
    for line in table.replace("\n ", " ").strip().splitlines():
        code, zones, names, *postal = line.split("|")
        yield (
            code.strip(),
            tuple(zones.split()),
            tuple(name.strip() for name in names.split(",")),
            tuple(" ".join(postal).split()),
        )
