"""Indonesian numbers: the one place that reads and writes them."""

from renstra_doc.words.numbers.quantity import (
    KINDS,
    Besaran,
    NumberError,
    canonical,
    format_angka,
    format_besaran,
    format_persen,
    format_rupiah,
    parse,
    round_half_up,
)
from renstra_doc.words.numbers.spelling import format_tanggal, parse_tanggal, sebut, terbilang

__all__ = [
    "KINDS",
    "Besaran",
    "NumberError",
    "canonical",
    "format_angka",
    "format_besaran",
    "format_persen",
    "format_rupiah",
    "format_tanggal",
    "parse",
    "parse_tanggal",
    "round_half_up",
    "sebut",
    "terbilang",
]
