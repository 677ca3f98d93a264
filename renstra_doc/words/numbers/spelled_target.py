"""Targets as planners write them, which are more than a number and its unit.

Ranges, bounds, ratios, parts of a whole, grades with their number, values with the year they are
of or with a note mark: `72-74`, `>=77`, `1 : 22`, `46/60`, `BB (70.25)`, `71.2 (2025)`, `1.7*`.
The CSV holds the canonical form (dot as decimal mark), print has the Indonesian one.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from renstra_doc.words.numbers.faults import UNIT
from renstra_doc.words.numbers.readings import NumberError, disambiguate, find_readings

EXPECTED = "bilangan, rentang, batas, perbandingan atau predikat"
MAX_LENGTH = 200  # a longer cell is a text
_N = r"-?[0-9][0-9.,]*"
_TAIL = rf"(?: *(?P<percent>%)| +(?P<unit>{UNIT}?))?"
# A blank is asked for at one place only: two that may both take it are quadratic.
_YEAR = r"(?:(?<! ) *\((?:tahun|thn\.?|th\.?)? *(?P<year>(?:19|20)[0-9]{2})\))?"
_NOTE = r"(?P<note> ?\*{1,3})?"
_SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "+/-": "±"}
_CANONICAL_SIGNS = {"≤": "<=", "≥": ">=", "<": "<", ">": ">", "±": "±"}
# In order: what begins with a sign first, a plain value last, since it takes what others leave.
_FORMS = tuple(
    (name, re.compile(core + rf"{_NOTE}{_YEAR}", re.IGNORECASE))
    for name, core in (
        ("batas", rf"(?P<sign><=|>=|≤|≥|<|>|±|\+/-) *(?P<a>{_N}){_TAIL}"),
        ("rentang", rf"(?P<a>{_N})(?P<first> *%)? *[-\u2013\u2014] *(?P<b>{_N}){_TAIL}"),
        ("perbandingan", rf"(?P<a>{_N}) *: *(?P<b>{_N})(?: *: *(?P<c>{_N}))?"),
        ("bagian", rf"(?P<a>[0-9][0-9.,]*) */ *(?P<b>[0-9][0-9.,]*){_TAIL}"),
        ("predikat", rf"(?P<grade>[A-Z]{{1,4}}[-+]?) *\( *(?P<a>{_N}) *\)"),
        ("nilai", rf"(?P<a>{_N}){_TAIL}"),
    )
)
_YEAR_FORM = re.compile(r"(?:19|20)[0-9]{2}")
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class SpelledTarget:
    """A target of a form of its own.

    `bentuk` is batas, rentang, perbandingan, bagian, predikat or nilai; `angka` its numbers in
    order; `tanda` the sign of a bound as printed; `persen` whether the first number of a range
    bears a % of its own; `catatan` the note mark.
    """

    bentuk: str
    angka: tuple[Decimal, ...]
    satuan: str = ""
    tanda: str = ""
    predikat: str = ""
    persen: bool = False
    tahun: str = ""
    catatan: str = ""

    @property
    def pokok(self) -> Decimal | None:
        """The number that stands for a value with a year or a note mark; None for other forms."""
        return self.angka[0] if self.bentuk == "nilai" else None

    @property
    def ujung(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest number, by which a trend is judged."""
        if self.bentuk in ("perbandingan", "bagian") and self.angka[-1]:
            # 46/60 grows when either number moves: only the share says whether it got better.
            share = self.angka[0] / self.angka[-1]
            return share, share
        return min(self.angka), max(self.angka)


def parse_target(teks: str, *, ribuan: bool | None = None) -> SpelledTarget | None:
    """Read a target of one of these forms; None for anything else.

    NumberError for one whose numbers read two ways; `ribuan` as in `parse`.
    """
    return read_spelled(teks.strip(" "), ribuan=ribuan)


def read_spelled(cell: str, *, ribuan: bool | None = None) -> SpelledTarget | None:
    """Read a cell without blanks around it, as `parse_target` does."""
    if len(cell) > MAX_LENGTH or not _DIGIT.search(cell):
        return None
    for name, pattern in _FORMS:
        if match := pattern.fullmatch(cell):
            found = match.groupdict()
            # A plain number with its unit is what `quantity.parse` reads, not a form of its own.
            if name == "nilai" and not (found["year"] or found["note"]):
                return None
            return _make_target(name, cell, found, ribuan)
    return None


def _make_target(
    name: str,
    cell: str,
    found: dict[str, str | None],
    ribuan: bool | None,  # noqa: FBT001 — the column's word, handed on
) -> SpelledTarget:
    numbers = tuple(_read_number(cell, text, ribuan) for key in "abc" if (text := found.get(key)))
    sign = found.get("sign") or ""
    return SpelledTarget(
        bentuk=name,
        angka=numbers,
        satuan=(found.get("percent") or found.get("unit") or "").strip(),
        tanda=_SIGNS.get(sign, sign),
        predikat=(found.get("grade") or "").upper(),
        persen=bool(found.get("first")),
        tahun=found["year"] or "",
        catatan=(found["note"] or "").strip(),
    )


def _read_number(
    cell: str,
    number: str,
    ribuan: bool | None,  # noqa: FBT001 — the column's word, handed on
) -> Decimal:
    """Read one of the numbers; NumberError unless there is just one reading."""
    readings = find_readings(number, whole=False, ribuan=ribuan)
    accepted = [reading for reading, fault in readings.items() if not fault]
    if len(readings) == 1 and accepted:
        return Decimal(accepted[0])
    shown = tuple(_print_number(Decimal(reading)) for reading in readings)
    if len(readings) > 1:
        advice = " atau ".join(disambiguate(reading) for reading in readings)
        saran = f"tulis {advice} di tempat {number}, atau isi kolom ribuan di tabel/kolom.csv"
        fault = f"memuat {number}, yang terbaca dua cara: {' atau '.join(shown)}"
        raise NumberError(cell, EXPECTED, fault, shown, saran)
    reason = f"memuat {number}, yang bukan bilangan"
    raise NumberError(cell, EXPECTED, reason, (), "tulis misalnya 72-74, >=77, 1 : 22")


def format_target(target: SpelledTarget) -> str:
    """Give a target as printed: `72-74`, `≥ 77`, `5,10-4,95`, `71,2 (2025)`."""
    # `2021-2026` is a period: grouped it would print as 2.021-2.026.
    years = target.bentuk == "rentang" and not target.satuan and all(map(_is_year, target.angka))
    numbers = [str(n) if years else _print_number(n) for n in target.angka]
    sign = f"{target.tanda} " if target.tanda else ""
    return _join(target, numbers, sign)


def canonical_target(target: SpelledTarget, *, ribuan: bool | None = None) -> str:
    """Give a target as the CSV holds it: `72-74`, `>=77`, `5.10-4.95`, `71.2 (2025)`."""
    numbers = [disambiguate(f"{number:f}", ribuan) for number in target.angka]
    return _join(target, numbers, _CANONICAL_SIGNS.get(target.tanda, ""))


def _join(target: SpelledTarget, numbers: list[str], sign: str) -> str:
    marks = {"rentang": "%-" if target.persen else "-", "perbandingan": " : ", "bagian": "/"}
    text = marks.get(target.bentuk, "").join(numbers)
    if target.bentuk == "predikat":
        text = f"{target.predikat} ({text})"
    blank = "" if target.satuan in ("", "%") else " "
    year = f" ({target.tahun})" if target.tahun else ""
    return f"{sign}{text}{blank}{target.satuan}{target.catatan}{year}"


def _is_year(number: Decimal) -> bool:
    """Return whether a number may be a year, which is not grouped."""
    return _YEAR_FORM.fullmatch(f"{number:f}") is not None


def _print_number(number: Decimal) -> str:
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


_WORDS = (  # how people put it, and the form that it is
    (re.compile(r"^(?:maks(?:imal|imum)?|paling banyak)\.? *(?=\d)", re.IGNORECASE), "<="),
    (re.compile(r"^(?:min(?:imal|imum)?|paling sedikit)\.? *(?=\d)", re.IGNORECASE), ">="),
    (re.compile(r"^(?:kurang dari|di ?bawah) *(?=\d)", re.IGNORECASE), "<"),
    (re.compile(r"^(?:lebih dari|di ?atas) *(?=\d)", re.IGNORECASE), ">"),
    (re.compile(r"(?<=\d) *(?:s\.d\.?|s/d|sampai(?: dengan)?) *(?=\d)", re.IGNORECASE), "-"),
    (re.compile(r"(?<=\d) *dari *(?=\d)", re.IGNORECASE), "/"),
)
_ACCOUNTING = re.compile(rf"\((?P<number>[0-9][0-9.,]*)(?P<tail>(?: *%| +{UNIT})?)\)")


def propose_target(teks: str) -> str:
    """Give the spelling that a CSV should hold for what a planner typed.

    `maks. 4` is `<=4`, `12 s/d 15 menit` is `12 - 15 menit`, `(3,5%)` is `-3,5%`; any other text as
    it is. A proposal for whoever brings foreign tables in: a cell of a data folder that says
    `maks. 4` prints `maks. 4`.
    """
    text = " ".join(teks.split())
    # Only from foreign tables: in a data folder brackets are refused (`faults.ODD`).
    if match := _ACCOUNTING.fullmatch(text):
        return f"-{match['number']}{match['tail']}"
    for pattern, form in _WORDS:
        text = pattern.sub(form, text)
    return text
