"""Quantities in cells: read strictly, written in Indonesian or canonical form.

Reading is stricter than in any library: what reads two ways is refused with both
readings, because a guess would put a wrong amount into a signed document. Messages
are Indonesian, for the person who fills in the CSV. A *reading* below is a number in
its canonical spelling (`-1234.50`), kept as text so that no written decimal is lost.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from renstra_doc.words.numbers.faults import BROKEN, JUNK, ODD, UNIT, find_fault
from renstra_doc.words.numbers.readings import NumberError, disambiguate, find_readings
from renstra_doc.words.numbers.spelled_target import read_spelled

# Decimal adds and divides exactly up to 28 digits; a longer number is a slip anyway.
MAX_DIGITS = 28


@dataclass(frozen=True, slots=True)
class Besaran:
    """A quantity as read from a cell; `strip` is a printed dash, `angka` is 0 then."""

    angka: int | Decimal
    satuan: str = ""
    strip: bool = False


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a kind of column takes: `whole` numbers only, which `satuan`, or text."""

    harapan: str
    contoh: str
    whole: bool = False
    counts: bool = False  # a number written without decimals is an int
    satuan: str = ""
    free: bool = False  # any unit, or a text


_KINDS = {
    "cacah": _Kind("bilangan utuh", "1414", whole=True, counts=True),
    "desimal": _Kind("bilangan desimal", "5.88"),
    "persen": _Kind("persentase dengan tanda %", "0.60%", satuan="%"),
    "rupiah": _Kind("rupiah utuh tanpa sen", "302457274", whole=True, counts=True),
    "kuantitas": _Kind("bilangan dan satuan", "1414 Orang", counts=True, free=True),
    "target": _Kind("bilangan, persentase atau predikat", "100.00%", free=True),
}
KINDS = tuple(_KINDS)


# --- Reading -------------------------------------------------------------------


_PLAIN = re.compile(r"[1-9][0-9]{0,14}")
_CELL = re.compile(
    r"(?P<number>-|[-+(]?[0-9][0-9.,_]*\)?)"
    rf"(?: *(?P<percent>%)| +(?P<unit>{UNIT}))?"
)
# What people write around an amount: `Rp. 1.000,-`, `(1.000)`, `Rp -5`. Only for the advice.
_ORNATE = re.compile(
    r"(?P<sign>[-+(]?)(?P<currency>rp|idr)?[. ]*"
    r"(?P<minus>-?)(?>0*(?=[0-9]))(?P<bare>[0-9][0-9.,_]*?)(?:,-+)?[) %]*",
    re.IGNORECASE,
)
# Short words for thousands and millions that budget sheets put into the place of a unit.
_ZEROS = {"ribu": 3, "rb": 3, "juta": 6, "jt": 6, "miliar": 9, "milyar": 9, "triliun": 12}
_FOREIGN = {"Zs", "Zl", "Zp", "Cc", "Cf", "Nd"}  # blanks, controls, digits


def parse(jenis: str, teks: str, *, ribuan: bool | None = None) -> Besaran | None:
    """Read a cell of a numeric column.

    In: one of `KINDS` (else KeyError), and the cell; blanks around it do not count; `ribuan`:
    whether a dot groups thousands in this column (None: it is not said, `1.234` reads two ways).
    Out: `int` for cacah, rupiah and a kuantitas without decimals, else `Decimal`
    with the decimals as written (percent: 0.60% is 0.60); None for a text, which
    only kuantitas and target may hold, and for what `parse_target` reads. NumberError for
    anything else, also for an empty cell and for a value that reads two ways.
    """
    kind = _KINDS[jenis]
    if kind.whole and _PLAIN.fullmatch(teks):  # most cells, five times as fast
        return Besaran(int(teks))
    cell = teks.strip(" ")
    _refuse_foreign(cell, kind)
    if match := _CELL.fullmatch(cell):
        satuan = match["percent"] or match["unit"] or ""
        return _parse_quantity(kind, cell, match["number"], satuan, ribuan)
    _accept_text(kind, cell, ribuan=ribuan)
    return None


def _accept_text(kind: _Kind, cell: str, *, ribuan: bool | None) -> None:
    """Raise NumberError for a cell without a number, unless this kind may hold such a text."""
    if fault := find_fault(BROKEN, cell):
        raise _refuse(kind, cell, fault, _guess(kind, cell))
    # Before the texts: `46/60` has no letter and yet is no slip.
    if kind.free and read_spelled(cell, ribuan=ribuan) is not None:
        return
    if not (kind.free and any(map(str.isalpha, cell))):
        raise _refuse(kind, cell, find_fault(ODD, cell) or "bukan bilangan", _guess(kind, cell))
    if fault := find_fault(JUNK, cell):
        saran = f"tulis {_mend(cell) or f'misalnya {kind.contoh}'}"
        raise NumberError(cell, kind.harapan, fault, (), saran)


def _parse_quantity(
    kind: _Kind,
    cell: str,
    number: str,
    satuan: str,
    ribuan: bool | None,  # noqa: FBT001 — the column's word, handed on
) -> Besaran:
    """Read the number of a cell whose unit has been split off."""
    # A dash means nothing planned and stands for a percentage as well, without its sign.
    if not kind.free and satuan != kind.satuan and cell != "-":
        fault = f'memuat satuan "{satuan}"' if satuan else "tanpa tanda %"
        raise _refuse(kind, cell, fault, _add_zeros(_guess(kind, number), satuan))
    if number == "-":
        return Besaran(0, satuan, strip=True)
    reading = _choose_reading(kind, cell, number, satuan, ribuan)
    # Decimal keeps how many decimals were written, which is how many are printed: `0.60` → `0,60`.
    is_count = kind.counts and "." not in reading
    return Besaran(int(reading) if is_count else Decimal(reading), satuan)


def _choose_reading(
    kind: _Kind,
    cell: str,
    number: str,
    satuan: str,
    ribuan: bool | None,  # noqa: FBT001 — the column's word, handed on
) -> str:
    """Give the only reading of `number`; NumberError unless there is just one."""
    _refuse_length(kind, cell, number, satuan)
    readings = find_readings(number, whole=kind.whole, ribuan=ribuan)
    if len(readings) != 1:  # none, or two, which speak for themselves
        fault = "" if readings else find_fault(ODD, number) or "bukan bilangan"
        raise _refuse(kind, cell, fault, _guess(kind, number), satuan)
    [(reading, group)] = readings.items()
    # A sheet without decimals shows -0,4 as -0: the sign is left of a number that is not there.
    if reading != _drop_sign_of_zero(reading):
        raise _refuse(kind, cell, "adalah nol dengan tanda minus", [reading], satuan)
    # A form that is understood but refused: the advice can then say what was meant.
    if group:
        shown = format_angka(Decimal(reading))
        fault = f"memakai {group} sebagai pemisah ribuan (terbaca {shown})"
        raise _refuse(kind, cell, fault, _guess(kind, number), satuan)
    if kind.whole and "." in reading:
        raise _refuse(kind, cell, "memuat pecahan", _guess(kind, number))
    return reading


def _refuse_length(kind: _Kind, cell: str, number: str, satuan: str) -> None:
    """Raise NumberError for more digits than are added and divided exactly."""
    if sum(map(str.isdigit, number)) > MAX_DIGITS:
        fault = f"lebih panjang dari {MAX_DIGITS} angka"
        raise NumberError(cell, kind.harapan, fault, (), _suggest(kind, (), satuan))


def _refuse_foreign(cell: str, kind: _Kind) -> None:
    """Raise NumberError for a blank, digit or leading dash that is not ASCII."""
    if cell.isascii() and cell.isprintable():
        return
    import unicodedata  # noqa: PLC0415 - only rare cells need it

    for place, char in enumerate(cell):
        category = unicodedata.category(char)
        if _is_foreign(char, category, is_first=place == 0):
            name = unicodedata.name(char, "tanpa nama")
            fault = f"memuat karakter U+{ord(char):04X} ({name})"
            saran = "ketik ulang dengan spasi, angka 0-9 dan tanda - biasa"
            raise NumberError(cell, kind.harapan, fault, (), saran)


def _is_foreign(char: str, category: str, *, is_first: bool) -> bool:
    """Return whether a character only looks like one of a number: `−5`, a narrow blank."""
    if char == "\n" or (char.isascii() and char.isprintable()):
        return False
    is_dash = is_first and (category == "Pd" or char == "\N{MINUS SIGN}")
    return category in _FOREIGN or is_dash


def _refuse(
    kind: _Kind, cell: str, fault: str, guesses: Iterable[str], satuan: str = ""
) -> NumberError:
    """Give the error for `cell`, with every reading of its number and with advice."""
    # The whole number first: the sentence below names the two readings in this order.
    readings = sorted(guesses, key=lambda reading: "." in reading)
    shown = [format_angka(Decimal(r)) + _suffix(satuan) for r in readings]
    bacaan = tuple(shown) if len(shown) > 1 else ()
    if bacaan:
        both = "terbaca dua cara: {} (bilangan utuh) atau {} (pecahan)".format(*bacaan)
        fault = f"{fault} dan {both}" if fault else both
    saran = _suggest(kind, readings, satuan)
    return NumberError(cell, kind.harapan, fault, bacaan, saran)


def _guess(kind: _Kind, number: str) -> Iterable[str]:
    """Give the readings without currency, brackets, `+`, `_` and leading zeros."""
    if not (match := _ORNATE.fullmatch(number)):
        return ()
    # Brackets are a minus in the forms of accountants.
    sign = match["minus"] + ("-" if match["sign"] in {"-", "("} else "")
    whole = kind.whole or match["currency"] is not None  # rupiah have no fraction
    return find_readings(sign + match["bare"].replace("_", ""), whole=whole)


def _add_zeros(readings: Iterable[str], satuan: str) -> list[str]:
    """Give `1500000` for `1.5` and `juta` or `juta rupiah`.

    The readings as they are for a mere unit.
    """
    zeros = next((_ZEROS[word] for word in satuan.lower().split()[:1] if word in _ZEROS), 0)
    return [f"{Decimal(reading).scaleb(zeros):f}" if zeros else reading for reading in readings]


def _suggest(kind: _Kind, readings: Iterable[str], satuan: str) -> str:
    """Give the Indonesian advice how to write those readings that `kind` takes."""
    tail = _suffix(satuan or kind.satuan)
    clear = _drop_zero_fraction if kind.whole else disambiguate
    plain = map(_drop_sign_of_zero, map(clear, readings))
    options = [reading + tail for reading in plain if not (kind.whole and "." in reading)]
    return f"tulis {' atau '.join(options) or f'misalnya {kind.contoh}'}"


def _drop_sign_of_zero(reading: str) -> str:
    """Give `0.00` for `-0.00`; any other reading as it is."""
    return reading if reading.strip("-0.") else reading.removeprefix("-")


def _mend(cell: str) -> str:
    """Give `1000 orang` for `1 000 orang` and for `1000orang`, "" where that makes no quantity."""
    joined = re.sub(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))", "", cell)
    parted = re.sub(r"^(-?[1-9][0-9.,]*)(?=[^\W\d_])", r"\1 ", joined)
    return parted if parted != cell and _CELL.fullmatch(parted) else ""


def _drop_zero_fraction(reading: str) -> str:
    """Give `126000` for `126000.00`; any other reading as it is."""
    head, _, fraction = reading.partition(".")
    return reading if fraction.strip("0") else head


# --- Writing -------------------------------------------------------------------

_SWAP_MARKS = str.maketrans(",.", ".,")
_NO_BREAK = "\N{NO-BREAK SPACE}"
_WIDE = Context(prec=1_000_000)  # the usual 28 digits would refuse to round longer ones


def format_angka(angka: int | Decimal) -> str:
    """Give `1.234,50` for Decimal("1234.50"), `-1.234` for -1234.

    Python groups and only the marks are swapped: Babel's format_decimal gives the
    same (a test holds them equal) but takes 15 µs, too slow for every cell.
    NumberError for a Decimal that is no number (NaN, Infinity), TypeError for anything else.
    """
    if isinstance(angka, int):
        return f"{angka:,d}".replace(",", ".")
    require_number(angka)
    if not angka.is_finite():
        raise NumberError(str(angka), "bilangan", "bukan bilangan")
    return f"{angka:,f}".translate(_SWAP_MARKS)


def drop_fraction(value: Decimal) -> int | Decimal:
    """Return a whole number as `int`, which prints without decimals; any other as it is."""
    return int(value) if value == value.to_integral_value() else value


def require_number(angka: object) -> None:
    """Raise TypeError, with what to give instead, for anything but an int or a Decimal.

    A float is no exact amount.
    """
    # Python's bool is an int: True would print as 1.
    if isinstance(angka, bool) or not isinstance(angka, int | Decimal):
        hint = (
            "beri Decimal, misalnya Decimal('70.5')"
            if isinstance(angka, float)
            else "beri int atau Decimal"
        )
        message = (
            f"{angka!r} bertipe {type(angka).__name__}, bukan bilangan yang dapat dicetak; {hint}"
        )
        raise TypeError(message)


def format_rupiah(
    jumlah: int | Decimal,
    awalan: str = "Rp",
    *,
    spasi: bool = False,
    sen: bool = False,
    kurung: bool = False,
) -> str:
    """Give `Rp500.000` for 500000 (rupiah); `-Rp500.000` if negative.

    `awalan` is what stands in front (`Rp.`, ``); `spasi` puts a blank after it where no line breaks
    (U+00A0); `sen` prints `,00`, of a Decimal its two decimals; `kurung` gives `(Rp500.000)` for a
    negative amount, as budget forms do. TypeError for anything but int and Decimal, NumberError for
    a part of a sen.
    """
    require_number(jumlah)
    digits = format_angka(_with_sen(jumlah) if sen else jumlah).removeprefix("-")
    text = f"{awalan}{_NO_BREAK if spasi else ''}{digits}"
    if jumlah >= 0:
        return text
    return f"({text})" if kurung else f"-{text}"


def _with_sen(jumlah: int | Decimal) -> Decimal:
    """Give an amount with two decimals; NumberError where it has more."""
    rounded = round_half_up(jumlah, 2) if Decimal(jumlah).is_finite() else Decimal(jumlah)
    if rounded.is_finite() and rounded != jumlah:
        raise NumberError(str(jumlah), "rupiah dan sen", "memuat pecahan sen")
    return rounded


def format_persen(persen: int | Decimal) -> str:
    """Give `0,60%` for Decimal("0.60"); the value is in percent, not a ratio.

    TypeError for anything but int and Decimal: a float does not say how many decimals to print.
    """
    require_number(persen)
    return f"{format_angka(persen)}%"


def format_besaran(jenis: str, besaran: Besaran, desimal: int | None = None) -> str:
    """Give a quantity as printed: `1.414 Orang`, `0,60%`, `-`, `- Orang`.

    `desimal` is the number of decimals of the column (None: as written), rounded
    half up as a spreadsheet does. KeyError for a kind not in `KINDS`.
    """
    satuan = _KINDS[jenis].satuan
    if besaran.strip:
        return f"-{_suffix(besaran.satuan)}"
    angka = besaran.angka if desimal is None else round_half_up(besaran.angka, desimal)
    return f"{format_angka(angka)}{_suffix(besaran.satuan or satuan)}"


def canonical(jenis: str, besaran: Besaran, *, ribuan: bool | None = None) -> str:
    """Give a quantity as the CSV holds it: `1414 Orang`, `0.60%`, `-`, `- Orang`.

    `parse` reads it back to the same value. A fraction that would look grouped
    (1.414) gets a zero (1.4140), unless its column says what `1.414` means (`ribuan`).
    """
    kind = _KINDS[jenis]
    if besaran.strip:
        return f"-{_suffix(besaran.satuan)}"
    angka = besaran.angka
    written = str(angka) if isinstance(angka, int) else f"{angka:f}"
    return f"{disambiguate(written, ribuan)}{_suffix(besaran.satuan or kind.satuan)}"


def _suffix(satuan: str) -> str:
    """Give the unit as it follows a number: no blank before the percent sign."""
    return satuan if satuan in {"", "%"} else f" {satuan}"


def round_half_up(angka: int | Decimal, desimal: int) -> Decimal:
    """Give the number with exactly `desimal` decimals, rounded half up."""
    step = Decimal(1).scaleb(-desimal)
    # Half up as a spreadsheet does: Python and Babel round 0,5 to the even neighbour.
    rounded = Decimal(angka).quantize(step, rounding=ROUND_HALF_UP, context=_WIDE)
    return rounded or rounded.copy_abs()  # a zero has no sign in print
