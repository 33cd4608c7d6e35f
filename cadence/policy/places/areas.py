"""
In which state or region may a number have been given out, as far as its area code tells? Pure: tables.

Rules of a state look at the address and at the area code, both (Virginia and South Carolina define their scope by area
code; Florida presumes it). A code that two states share counts for both; one that is in no table says nothing, and who
lives nowhere known is under the strictest pack. The tables are held against `phonenumbers`' own by a test: reading its
300,000 entries at each start would take seconds.
"""

from functools import cache, lru_cache

US = {
    "AK": "907",
    "AL": "205 251 256 334 659 938",
    "AR": "327 479 501 870",
    "AZ": "480 520 602 623 928",
    "CA": (
        "209 213 279 310 323 341 350 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 "
        "738 747 760 805 818 820 831 840 858 909 916 925 949 951"
    ),
    "CO": "303 719 720 748 970 983",
    "CT": "203 475 860 959",
    "DC": "202 771",
    "DE": "302",
    "FL": "239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954",
    "GA": "229 404 470 478 678 706 762 770 912 943",
    "HI": "808",
    "IA": "319 515 563 641 712",
    "ID": "208 986",
    "IL": "217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 872",
    "IN": "219 260 317 463 574 765 812 930",
    "KS": "316 620 785 913",
    "KY": "270 364 502 606 859",
    "LA": "225 318 337 504 985",
    "MA": "339 351 413 508 617 774 781 857 978",
    "MD": "227 240 301 410 443 667",
    "ME": "207",
    "MI": "231 248 269 313 517 586 616 734 810 906 947 989",
    "MN": "218 320 507 612 651 763 952",
    "MO": "235 314 417 557 573 636 660 816 975",
    "MS": "228 601 662 769",
    "MT": "406",
    "NC": "252 336 472 704 743 828 910 919 980 984",
    "ND": "701",
    "NE": "308 402 531",
    "NH": "603",
    "NJ": "201 551 609 640 732 848 856 862 908 973",
    "NM": "505 575",
    "NV": "702 725 775",
    "NY": "201 212 315 329 332 347 363 516 518 585 607 631 646 680 716 718 838 845 914 917 929 934",
    "OH": "216 220 234 283 326 330 380 419 440 513 567 614 740 937",
    "OK": "405 539 572 580 918",
    "OR": "458 503 541 971",
    "PA": "215 223 267 272 412 445 484 570 582 610 717 724 814 835 878",
    "RI": "401",
    "SC": "803 821 839 843 854 864",
    "SD": "605",
    "TN": "423 615 629 731 865 901 931",
    "TX": (
        "210 214 254 281 325 346 361 409 430 432 469 512 682 713 726 737 806 817 830 832 903 915 936 940 945 "
        "956 972 979"
    ),
    "UT": "385 435 801",
    "VA": "276 434 540 571 686 703 757 804 826 948",
    "VT": "802",
    "WA": "206 253 360 425 509 564",
    "WI": "262 274 353 414 534 608 715 920",
    "WV": "304 681",
    "WY": "307",
}
"""The area codes of each state (NANP)."""

BR = {
    "SP": "11 12 13 14 15 16 17 18 19",
    "RJ": "21 22 24",
    "ES": "27 28",
    "MG": "31 32 33 34 35 37 38",
    "PR": "41 42 43 44 45 46",
    "SC": "47 48 49",
    "RS": "51 53 54 55",
    "DF": "61",
    "GO": "61 62 64",
    "TO": "63",
    "MT": "65 66",
    "MS": "67",
    "AC": "68",
    "RO": "69",
    "BA": "71 73 74 75 77",
    "SE": "79",
    "PE": "81 87",
    "AL": "82",
    "PB": "83",
    "RN": "84",
    "CE": "85 88",
    "PI": "86 89",
    "PA": "91 93 94",
    "AM": "92 97",
    "RR": "95",
    "AP": "96",
    "MA": "98 99",
}
"""The area codes (DDD) of each Brazilian state."""

ES = {
    "AN": "850 851 852 853 854 855 856 857 858 859 950 951 952 953 954 955 956 957 958 959",
    "AR": "874 876 878 974 976 978",
    "AS": "884 885 984 985",
    "CN": "822 828 922 928",
    "CB": "842 942",
    "CE": "856 956",  # Ceuta shares the codes of Cádiz
    "CM": "825 826 849 867 869 925 926 949 967 969",
    "CL": "820 821 823 847 875 879 880 883 887 920 921 923 947 975 979 980 983 987",
    "CT": "83 872 873 877 93 972 973 977",
    "EX": "824 827 924 927",
    "GA": "881 882 886 888 981 982 986 988",
    "IB": "871 971",
    "RI": "841 941",
    "MD": "81 91",
    "MC": "868 968",
    "ML": "852 952",  # Melilla those of Málaga
    "NC": "848 948",
    "PV": "843 844 845 846 943 944 945 946",
    "VC": "860 861 862 863 864 865 866 960 961 962 963 964 965 966",
}
"""The first digits of the fixed numbers of each Spanish region; mobile numbers belong to none."""

LONGEST = 3
"""Digits of the longest of these codes; the shortest has two."""

TABLES = {"US": ("+1", US), "BR": ("+55", BR), "ES": ("+34", ES)}


def area_of(e164: str, country: str) -> str:
    """Return the beginning of a number that tells where it was given out; "" where none does."""
    return e164[: len(TABLES[country][0]) + LONGEST] if country in TABLES else ""


def regions_of(e164: str, country: str) -> frozenset[str]:
    """Return the subdivisions (ISO 3166-2 without the country) a number of this country may belong to."""
    return _regions_of(area_of(e164, country), country)


@lru_cache(maxsize=8192)
def _regions_of(area: str, country: str) -> frozenset[str]:
    """Return the subdivisions in which numbers that begin so are given out."""
    if country not in TABLES:
        return frozenset()
    digits = area.removeprefix(TABLES[country][0])
    codes = _codes(country)
    return frozenset().union(*(codes.get(digits[:length], frozenset()) for length in range(2, LONGEST + 1)))


@cache
def _codes(country: str) -> dict[str, frozenset[str]]:
    """Return the subdivisions of each area code of a country."""
    _, table = TABLES[country]
    codes: dict[str, frozenset[str]] = {}
    for region, listed in table.items():
        for code in listed.split():
            codes[code] = codes.get(code, frozenset()) | {region}
    return codes
