"""The number of a civil servant (NIP): 18 digits that say three things of its bearer.

Peraturan Kepala BKN 22/2007: date of birth (8), year and month of the first appointment (6), sex
(1 or 2), serial number (3, from 001). For a PPPK the month is 21, the number of that kind.
"""

from __future__ import annotations

import re
from datetime import date

DIGITS = 18
APPOINTED_AT = range(15, 66)  # ages at which somebody can have been appointed
_PARTS = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{4})(\d{2})(\d)(\d{3})")
_LATEST = re.compile(r"(?:19|20)\d\d")
_PPPK = 21
MONTHS = 12


def find_nip_fault(text: str) -> str:
    """Return what is wrong with a NIP, in Indonesian; "" where nothing is. Blanks do not count."""
    # Offices print it in groups: 19700101 199503 1 001.
    digits = re.sub(r"[ .\u00a0]", "", text)
    # `\d` takes the digits of other scripts as well.
    match = _PARTS.fullmatch(digits) if digits.isascii() else None
    if match is None:
        count = sum(map(str.isdigit, text))
        return f"bukan NIP: NIP terdiri dari {DIGITS} angka, di sini {count}"
    year, month, day, start, start_month, sex, serial = map(int, match.groups())
    if not _LATEST.fullmatch(match[1]) or not _is_day(year, month, day):
        return f"bukan NIP: {match[1]}-{match[2]}-{match[3]} bukan tanggal lahir"
    if not (1 <= start_month <= MONTHS or start_month == _PPPK):
        return f"bukan NIP: {match[4]}-{match[5]} bukan tahun dan bulan pengangkatan"
    if start - year not in APPOINTED_AT:
        return f"bukan NIP: lahir {match[1]}, diangkat {match[4]}"
    if sex not in (1, 2):
        return f"bukan NIP: angka jenis kelamin {match[6]}, seharusnya 1 atau 2"
    return (
        # Excel keeps 15 digits of a number and makes zeros of the rest: the serial number is lost.
        "" if serial else "bukan NIP: nomor urut 000 (Excel membulatkan angka ke-16 dan seterusnya)"
    )


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
