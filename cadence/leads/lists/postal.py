"""
Which region does a postal code lie in? Pure data: one line a region, with the beginnings of its codes.

Only for the countries with several time zones whose codes name regions. A beginning that two regions share (in the US
some that cross a state's border) is in no line: then the code says nothing, and every zone of the country counts.
Sources: Correos (ES), USPS L002 (US), SEPOMEX (MX), Correios (BR), Canada Post (CA).
"""

from functools import cache

ES = """
AN 04 11 14 18 21 23 29 41
AR 22 44 50
AS 33
CB 39
CE 51
CL 05 09 24 34 37 40 42 47 49
CM 02 13 16 19 45
CN 35 38
CT 08 17 25 43
EX 06 10
GA 15 27 32 36
IB 07
MC 30
MD 28
ML 52
NC 31
PV 01 20 48
RI 26
VC 03 12 46
"""
US = """
AK 995-999
AL 350-352 354-368
AR 716-729
AZ 850-853 855-857 859-860 863-864
CA 900-908 910-928 930-961
CO 800-816
CT 060-062 064-069
DC 200 202-205
DE 197-199
FL 320-339 341-342 344 346-347 349
GA 300-319 398-399
HI 967-968
IA 500-516 520-528
ID 832-833 835-838
IL 600-620 622-629
IN 460-479
KS 660-662 664-679
KY 400-418 420-427
LA 700-701 703-708 710-714
MA 010-027
MD 206-212 214-219
ME 039-049
MI 480-499
MN 550-551 553-567
MO 630-631 633-641 644-658
MS 386-397
MT 590-599
NC 270-289
ND 580-588
NE 680-681 683-693
NH 030-038
NJ 070-089
NM 870-871 873-875 877-884
NV 889-891 893-895 897-898
NY 100-149
OH 430-459
OK 730-731 734-738 740-741 743-749
OR 970-979
PA 150-196
RI 028-029
SC 290-299
SD 570-577
TN 370-374 376-385
TX 733 750-770 772-799 885
UT 840-847
VA 201 220-246
VT 050-054 056-059
WA 980-986 988-994
WI 530-532 534-535 537-549
WV 247-268
WY 820-831
"""
MX = """
AGU 20
BCN 21-22
BCS 23
CAM 24
CHH 31-33
CHP 29-30
CMX 00-16
COA 25-27
COL 28
DUR 34-35
GRO 39-41
GUA 36-38
HID 42-43
JAL 44-49
MEX 50-57
MIC 58-61
MOR 62
NAY 63
NLE 64-67
OAX 68-71
PUE 72-75
QUE 76
ROO 77
SIN 80-82
SLP 78-79
SON 83-85
TAB 86
TAM 87-89
TLA 90
VER 91-96
YUC 97
ZAC 98-99
"""
BR = """
AC 699
AL 570-579
AM 690-692 694-698
AP 689
BA 400-489
CE 600-639
DF 700-727 730-736
ES 290-299
GO 728-729 737-767
MA 650-659
MG 300-399
MS 790-799
MT 780-788
PA 660-688
PB 580-589
PE 500-569
PI 640-649
PR 800-879
RJ 200-289
RN 590-599
RO 768-769
RR 693
RS 900-999
SC 880-899
SE 490-499
SP 010-199
TO 770-779
"""
CA = """
AB T
BC V
MB R
NB E
NL A
NS B
ON K L M N P
PE C
QC G H J
SK S
YT Y
"""
TABLES = {"ES": (ES, 5), "US": (US, 5), "MX": (MX, 5), "BR": (BR, 8), "CA": (CA, 6)}
"""Each country's lines, and how many signs its codes have."""


def region_of_postal(country: str, postal: str) -> str:
    """Return the region's code (ISO 3166-2 without the country) that a postal code names, "" where it names none."""
    if country not in TABLES:
        return ""
    length = TABLES[country][1]
    main = postal.partition("-")[0] if country == "US" else postal  # ZIP+4
    signs = "".join(sign for sign in main.upper() if sign.isalnum())
    if country != "CA" and signs.isdigit():
        signs = signs.rjust(length, "0")  # spreadsheets lose a zero in front
    if len(signs) != length:
        return ""
    beginnings = _beginnings(country)
    return next((beginnings[signs[:size]] for size in (3, 2, 1) if signs[:size] in beginnings), "")


@cache
def _beginnings(country: str) -> dict[str, str]:
    """Return the region of each beginning."""
    regions: dict[str, str] = {}
    for line in TABLES[country][0].split("\n"):
        region, *parts = line.split() or [""]
        for part in parts:
            first, _, last = part.partition("-")
            if not last:
                regions[first] = region
                continue
            regions |= {f"{number:0{len(first)}d}": region for number in range(int(first), int(last) + 1)}
    return regions
