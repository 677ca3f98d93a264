"""Indonesian numbers: the one place that reads and writes them."""

from renstra_doc.words.numbers.quantity import (
    KINDS,
    Besaran,
    canonical,
    format_angka,
    format_besaran,
    format_persen,
    format_rupiah,
    parse,
    round_half_up,
)
from renstra_doc.words.numbers.readings import NumberError
from renstra_doc.words.numbers.spelled_target import (
    SpelledTarget,
    canonical_target,
    format_target,
    parse_target,
    propose_target,
)
from renstra_doc.words.numbers.spelling import format_tanggal, parse_tanggal, sebut, terbilang

__all__ = [
    "KINDS",
    "Besaran",
    "NumberError",
    "SpelledTarget",
    "canonical",
    "canonical_target",
    "format_angka",
    "format_besaran",
    "format_persen",
    "format_rupiah",
    "format_tanggal",
    "format_target",
    "parse",
    "parse_tanggal",
    "parse_target",
    "propose_target",
    "round_half_up",
    "sebut",
    "terbilang",
]
