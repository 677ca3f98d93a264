"""Dates as ISO and in words, whole numbers spelled out."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from renstra_doc.words.numbers.quantity import format_angka, require_number
from renstra_doc.words.numbers.readings import NumberError

if TYPE_CHECKING:
    from decimal import Decimal

TERBILANG_LIMIT = 10**15
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# --- Dates ---------------------------------------------------------------------


def parse_tanggal(teks: str) -> date:
    """Read an ISO date, `2021-01-29`; NumberError for any other form or no such day."""
    harapan, saran = "tanggal tahun-bulan-hari", "tulis misalnya 2021-01-29"
    if not _ISO_DATE.fullmatch(teks):
        raise NumberError(teks, harapan, "bukan tanggal ISO", (), saran)
    try:
        return date.fromisoformat(teks)
    except ValueError:
        fault = "tidak ada dalam kalender"
        raise NumberError(teks, harapan, fault, (), saran) from None


def format_tanggal(tanggal: date) -> str:
    """Give `29 Januari 2021`. TypeError for anything but a date.

    Neither a text nor None stands for a day.
    """
    _require_date(tanggal)
    from babel.dates import format_date  # noqa: PLC0415 - babel loads slowly

    return format_date(tanggal, "d MMMM y", locale="id_ID")


def _require_date(tanggal: object) -> None:
    if not isinstance(tanggal, date):
        hint = "beri datetime.date, misalnya date.fromisoformat(teks) untuk teks tahun-bulan-hari"
        message = f"{tanggal!r} bertipe {type(tanggal).__name__}, bukan tanggal; {hint}"
        raise TypeError(message)


# --- Words ---------------------------------------------------------------------

_FIRST = (
    *("nol", "satu", "dua", "tiga", "empat", "lima", "enam"),
    *("tujuh", "delapan", "sembilan", "sepuluh", "sebelas"),
)
_WORDS = (*_FIRST, *(f"{word} belas" for word in _FIRST[2:10]))
_SCALES = (
    *((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta")),
    *((1000, "ribu"), (100, "ratus"), (10, "puluh")),
)
_SHORTENED = {1000: "seribu", 100: "seratus"}  # but satu juta


def terbilang(angka: int | Decimal) -> str:
    """Spell a whole number below 10**15, negative ones with "minus".

    Own code, held equal to lokal-id in the tests: fifteen lines do not earn a dependency at run
    time, and num2words is wrong from 1.001.850 on. NumberError beyond the limit and for a fraction;
    `17.00` is whole. TypeError for anything but int and Decimal.
    """
    whole = _require_whole(angka)
    if abs(whole) >= TERBILANG_LIMIT:
        harapan = "bilangan di bawah seribu triliun"
        raise NumberError(str(angka), harapan, "terlalu besar untuk dieja")
    return f"minus {_spell(-whole)}" if whole < 0 else _spell(whole)


def _require_whole(angka: int | Decimal) -> int:
    """Give a whole number as int; NumberError for a fraction."""
    require_number(angka)
    if isinstance(angka, int):
        return angka
    if not angka.is_finite() or angka != angka.to_integral_value():
        raise NumberError(str(angka), "bilangan utuh", "memuat pecahan")
    return int(angka)


def _spell(angka: int) -> str:
    """Spell a number from 0 on: the largest scale first, then the rest."""
    if angka < len(_WORDS):
        return _WORDS[angka]
    scale, name = next(item for item in _SCALES if angka >= item[0])
    count, rest = divmod(angka, scale)
    one = _SHORTENED.get(scale) if count == 1 else None
    # Indonesian says seribu and seratus but satu juta, and sepuluh stands among the first words.
    head = one or f"{_spell(count)} {name}"
    return f"{head} {_spell(rest)}" if rest else head


def sebut(angka: int | Decimal) -> str:
    """Give a whole number with its words: `7 (tujuh)`, `1.414 (seribu empat ratus …)`."""
    return f"{format_angka(_require_whole(angka))} ({terbilang(angka)})"
