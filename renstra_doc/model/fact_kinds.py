"""What kind of thing a fact is (`jenis` of `dokumen.csv`), and what is wrong with one that is not.

No key's name decides: only those that the program itself reads have a kind of their own without
one being written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_error, reading_warning
from renstra_doc.model.records import number_finding
from renstra_doc.words.nip import DIGITS, find_nip_fault
from renstra_doc.words.numbers import NumberError, parse, parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.place import Place

FACT_KINDS = ("teks", "nip", "tanggal", "tahun", "nomor_peraturan", "bilangan")
# What the program itself reads.
OWN_KINDS = {"tanggal_dokumen": "tanggal", "periode_awal": "tahun", "periode_akhir": "tahun"}
# A Renstra is for five years; an RPJPD, the longest plan, for twenty (UU 25/2004).
LONGEST_PERIOD = 25
# Excel keeps so many digits of a number (IEEE 754) and makes zeros of the rest.
SPREADSHEET_DIGITS = 15
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SCIENTIFIC = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}")
_LONG_NUMBER = re.compile(r"[0-9 ]{16,40}")
# `8`, `8 TAHUN 2020`, or parts with slashes: `050/12/BAPPEDA`, `188.45/7/2021`.
_REGULATION = re.compile(
    r"[0-9]{1,5}[A-Za-z]?(?: +TAHUN +(?:19|20)[0-9]{2})?"
    r"|[0-9A-Za-z]++(?:[ .-][0-9A-Za-z]++)*+(?:/[0-9A-Za-z]++(?:[ .-][0-9A-Za-z]++)*+)++",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\[[^\[\]]+\]")
_HINTS = {
    "nip": f"ketik ulang {DIGITS} angkanya dengan format sel Teks, misalnya 19700131 199503 1 001",
    "tahun": "tulis misalnya 2017",
    "nomor_peraturan": "tulis misalnya 2 atau 050/12/BAPPEDA",
}


def check_fact_kind(kunci: str, jenis: str, nilai: str, place: Place) -> list[Finding]:
    """Return what is wrong with a fact of a kind; an empty one and a `[petunjuk]` may wait."""
    kind = jenis or OWN_KINDS.get(kunci, "")
    if _PLACEHOLDER.fullmatch(nilai.strip()):
        return []
    if _SCIENTIFIC.fullmatch(nilai.strip()):
        message = f"“{nilai}” ditulis dengan notasi ilmiah: sebuah angka panjang yang dirusak Excel"
        return [reading_error(place, message, _HINTS.get(kind, _HINTS["nip"]), nilai)]
    # A required fact that is empty is told by `facts`; a date has its own message for that.
    if not nilai and kind != "tanggal":
        return []
    if kind in ("tanggal", "bilangan"):
        return _check_number(kind, nilai, place)
    fault = _find_fault(kind, nilai)
    if fault:
        return [reading_error(place, fault, _HINTS[kind], nilai)]
    return [] if kind else _find_rounded(nilai, place)


def _check_number(kind: str, nilai: str, place: Place) -> list[Finding]:
    try:
        if kind == "tanggal":
            parse_tanggal(nilai)
        else:
            parse("desimal", nilai)
    except NumberError as error:
        return [number_finding(place, error, nilai)]
    # 0021-01-29 is a day of the calendar and nobody's date.
    if kind == "tanggal" and not _YEAR.fullmatch(nilai[:4]):
        return [
            reading_error(place, f"“{nilai}” bukan tanggal yang wajar", "periksa tahunnya", nilai)
        ]
    return []


def _find_fault(kind: str, nilai: str) -> str:
    if kind == "nip":
        fault = find_nip_fault(nilai)
        return f"“{nilai}” {fault}" if fault else ""
    if kind == "tahun" and not _YEAR.fullmatch(nilai):
        return f"“{nilai}” bukan tahun"
    if kind == "nomor_peraturan" and not _REGULATION.fullmatch(nilai.strip()):
        return f"“{nilai}” bukan nomor peraturan"
    return ""


def _find_rounded(nilai: str, place: Place) -> list[Finding]:
    """Warn of a long number of no declared kind whose last digits were rounded away."""
    digits = nilai.replace(" ", "")
    if not _LONG_NUMBER.fullmatch(nilai) or digits[SPREADSHEET_DIGITS:].strip("0"):
        return []
    message = f"“{nilai}” berakhir nol sesudah angka ke-{SPREADSHEET_DIGITS}: dibulatkan Excel?"
    hint = "bandingkan dengan sumbernya, dan tulis jenis-nya (misalnya nip) di dokumen.csv"
    return [reading_warning(place, message, hint, nilai)]


def check_period(facts: Mapping[str, str], places: Mapping[str, Place]) -> list[Finding]:
    """Return what is wrong with the years of the period together."""
    first, last = facts.get("periode_awal", ""), facts.get("periode_akhir", "")
    if not (_YEAR.fullmatch(first) and _YEAR.fullmatch(last)):
        return []
    place = places["periode_akhir"]
    # Four digits each: their order as texts is that of the years.
    if last < first:
        message = f"periode_akhir {last} mendahului periode_awal {first}"
        hint = "perbaiki salah satu tahunnya; mungkin keduanya tertukar"
        return [reading_error(place, message, hint, last)]
    length = int(last) - int(first) + 1
    if length > LONGEST_PERIOD:
        message = f"masa {first} sampai {last} meliputi {length} tahun"
        return [reading_error(place, message, "perbaiki salah satu tahunnya", last)]
    return []
