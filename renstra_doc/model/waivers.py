"""Waivers: `pengecualian.csv` → accepted discrepancies, each with its figures and a reason.

A reason is what another person can judge: of what kind it is, what it says, which document and
office decided, who, and when. A dot, an x or the year 1900 is none, and covers nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, FirstFindings, Severity
from renstra_doc.model.records import find_lacking
from renstra_doc.place import Place
from renstra_doc.words.numbers import NumberError, parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.load.project import RawTable

FILE = "pengecualian.csv"
COLUMNS = (
    "aturan",
    "tabel",
    "baris",
    "kolom",
    "harapan",
    "nyata",
    "alasan",
    "diputuskan_oleh",
    "tanggal",
)
# Older folders have none of these; a folder that has them fills them.
LATER_COLUMNS = ("jenis_alasan", "dokumen", "instansi")
_ALL_COLUMNS = (*COLUMNS, *LATER_COLUMNS)
KEY = COLUMNS[:6]  # what a waiver names its finding by
REASON_KINDS = (
    "terbit demikian",
    "salah cetak",
    "pembulatan",
    "perubahan nomenklatur",
    "lingkup lain",
    "cara hitung lain",
)
RULE = "pengecualian"
CENTURY = 20  # plans of this kind are not older; the first day of a spreadsheet is no date
PERIOD = ("periode_awal", "periode_akhir")
BEFORE, AFTER = 5, 10  # years around the period: from its drafting to an audit after it
LEAST_WORDS = 2  # one word tells nobody why
NO_FACTS: Mapping[str, str] = MappingProxyType({})
Key = tuple[str, str, str, str]
# Said of anything, these say nothing of it.
_HOLLOW = frozenset(
    (
        *("ok", "oke", "okay", "ya", "sudah", "benar", "betul", "sesuai", "setuju", "aman", "baik"),
        *("lihat", "atas", "bawah", "tes", "test", "abc", "xyz", "saya", "kami", "admin", "user"),
        *("siapa", "anonim", "dll", "dsb", "tidak", "ada", "masalah", "begitu", "saja", "biarkan"),
        *("dokumen", "semua", "lorem", "ipsum", "dolor", "sit", "amet", "foo", "bar"),
    )
)
# Nor do these, of a difference: that one was asked, has looked or will see to it is no reason.
_NO_REASON = frozenset(
    (
        *("arahan", "perintah", "permintaan", "instruksi", "pimpinan", "atasan", "kepala", "dinas"),
        *("bapak", "ibu", "tolong", "mohon", "harap", "abaikan", "diabaikan", "diterima", "terima"),
        *("disetujui", "dikecualikan", "pengecualian", "cek", "dicek", "diperiksa", "periksa"),
        *("nanti", "kemudian", "menyusul", "segera", "sementara", "belum", "sempat", "diperbaiki"),
        *("yang", "dan", "di", "ke", "dari", "oleh", "untuk", "karena", "pada", "itu", "ini"),
        *("apa", "perlu", "lagi", "memang", "akan", "telah"),
    )
)
_NOBODY = frozenset(("diketahui", "jelas", "seseorang"))
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_YEAR = re.compile(r"[12]\d{3}")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Waiver:
    """An accepted discrepancy.

    The rule, the place (`baris` = id of a row or block), both figures, the reason and its kind, the
    document and the office that decided.
    """

    aturan: str
    tabel: str
    baris: str
    kolom: str
    harapan: str
    nyata: str
    alasan: str
    diputuskan_oleh: str
    tanggal: str
    place: Place
    jenis_alasan: str = ""
    dokumen: str = ""
    instansi: str = ""

    @property
    def key(self) -> Key:
        """What a waiver is for: rule, table, row, column."""
        return (self.aturan, self.tabel, self.baris, self.kolom)

    @property
    def named(self) -> str:
        """What messages call it, by the names in the data."""
        return " ".join(self.key).strip()


def read_waivers(
    source: RawTable | None, facts: Mapping[str, str] = NO_FACTS
) -> tuple[tuple[Waiver, ...], tuple[Finding, ...]]:
    """Read `pengecualian.csv`; out: the usable waivers, and what is wrong with the others.

    `facts` give the document's period, near which a decision about it was made.
    """
    if source is None:
        return (), ()
    years = _decision_years(facts)
    return source.kept.make_once("waivers", years, partial(_read_waivers, source, years))


def _read_waivers(source: RawTable, years: range) -> tuple[tuple[Waiver, ...], tuple[Finding, ...]]:
    # Without a column no waiver says all that it must, and none counts.
    lost = tuple(find_lacking(source, COLUMNS, _ALL_COLUMNS))
    if lost:
        return (), lost
    # An older folder lacks these columns; where one is there it must be filled.
    later = tuple(name for name in LATER_COLUMNS if name in source.header)
    waivers: list[Waiver] = []
    findings = FirstFindings()
    for line, record in source.records():
        fault = _find_fault(record, line, later, years)
        if fault is None:
            said = {name: record[name] for name in (*COLUMNS, *later)}
            waivers.append(Waiver(**said, place=Place(FILE, line)))
        else:
            findings.append(fault)
    return tuple(waivers), tuple(findings.all())


def _find_fault(
    record: Mapping[str, str], line: int, later: tuple[str, ...], years: range
) -> Finding | None:
    """Return the first reason for which a waiver covers nothing, None where it holds."""
    return (
        _find_empty(record, line, later)
        or _find_meaningless(record, line, later, years)
        or _find_no_date(record["tanggal"], line)
    )


def _decision_years(facts: Mapping[str, str]) -> range:
    """Return the years in which something may have been decided about a document."""
    first, last = (facts.get(name, "") for name in PERIOD)
    if not (_YEAR.fullmatch(first) and _YEAR.fullmatch(last)):
        # Without a period any date of this century will do.
        return range(CENTURY * 100, CENTURY * 100 + 100)
    return range(int(first) - BEFORE, int(last) + AFTER + 1)


def _find_empty(record: Mapping[str, str], line: int, later: tuple[str, ...]) -> Finding | None:
    """Return what a waiver that covers nothing does not say yet."""
    wanted = ("alasan", "diputuskan_oleh", "tanggal", *later)
    empty = [name for name in wanted if not record[name].strip()]
    if not empty:
        return None
    message = f"pengecualian ini belum berisi {', '.join(empty)}, jadi tidak berlaku"
    hint = "isi alasan, siapa yang memutuskan, dan tanggalnya"
    if later:
        hint = f"{hint}; jenis_alasan: {', '.join(REASON_KINDS)}"
    return Finding(RULE, message, Place(FILE, line, empty[0]), Severity.WARNING, hint=hint)


def _find_meaningless(
    record: Mapping[str, str], line: int, later: tuple[str, ...], years: range
) -> Finding | None:
    """Return what a waiver that covers nothing says without saying anything."""
    faults = {
        "alasan": len(_meaning_words(record["alasan"]) - _NO_REASON) < LEAST_WORDS,
        "diputuskan_oleh": not _meaning_words(record["diputuskan_oleh"]) - _NOBODY,
        "tanggal": not _is_plausible(record["tanggal"], years),
        **{name: not _meaning_words(record[name]) for name in later},
        # After the line above, which would let any two words pass as a kind.
        **{name: record[name] not in REASON_KINDS for name in later if name == "jenis_alasan"},
    }
    wrong = [name for name, is_wrong in faults.items() if is_wrong]
    if not wrong:
        return None
    shown = ", ".join(f"{name} “{record[name]}”" for name in wrong)
    message = f"{shown} tidak berarti, jadi pengecualian ini tidak berlaku"
    hint = "tulis alasan yang dapat diperiksa orang lain, nama atau jabatan pemutus, dan tanggalnya"
    if "jenis_alasan" in wrong:
        hint = f"pilihan jenis_alasan: {', '.join(REASON_KINDS)}"
    return Finding(RULE, message, Place(FILE, line, wrong[0]), Severity.WARNING, hint=hint)


def _meaning_words(text: str) -> set[str]:
    """Return the different words of a text that say something; `aaa` and `asdf` are none."""
    words = {word.lower() for word in _WORD.findall(text)}
    return {
        word for word in words - _HOLLOW if len(set(word)) > 1 and not _is_typed_at_random(word)
    }


def _is_typed_at_random(word: str) -> bool:
    """Return whether a word is a run of neighbouring keys."""
    return len(word) > LEAST_WORDS and any(word in keys for keys in _KEYBOARD)


def _is_plausible(text: str, years: range) -> bool:
    """Return whether a date may be that of a decision; what is no date at all is told apart."""
    try:
        return parse_tanggal(text).year in years
    except NumberError:
        # What at least looks like a date is an error of writing and told by `_find_no_date`.
        return any(sign.isdigit() for sign in text)


def _find_no_date(text: str, line: int) -> Finding | None:
    """Return the error of a date that Excel or a hurried hand has made unreadable."""
    try:
        parse_tanggal(text)
    except NumberError:
        place = Place(FILE, line, "tanggal")
        message = (
            f"“{text}” bukan tanggal, jadi pengecualian ini tidak berlaku; "
            "diharapkan tahun-bulan-hari"
        )
        return Finding(RULE, message, place, Severity.ERROR, hint="tulis misalnya 2021-01-29")
    return None
