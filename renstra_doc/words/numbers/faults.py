"""What is wrong with a value that is no quantity.

Patterns, each with the Indonesian words that follow the value.
"""

import re
from collections.abc import Iterable
from functools import cache

# A digit only right after a letter: `10 orang 20 paket` holds a second number, not a long unit.
UNIT = r"[^\W\d_](?:[^,;\n\d]|(?<=[^\W\d_])[0-9])*"  # `unit/tahun`, `m2`
_MONTH = (
    "(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|mar(?:et|ch)?|apr(?:il)?|may|mei|jun[ie]?|jul[iy]?|aug(?:ust)?|agt"
    "|agu(?:s|st|stus)?|sept?(?:ember)?|o[ck]t(?:ober)?|no[vp](?:ember)?|de[cs](?:ember)?)"
)
_DATE = (
    rf"[0-9]{{1,2}}-{_MONTH}(?:-[0-9]{{2,4}})?|{_MONTH}-[0-9]{{2,4}}"
    r"|[0-9]{1,4}([-/])[0-9]{1,2}\1[0-9]{1,4}"
)
# Asked first: in a column that takes texts, `12-Jan` and `#REF!` would else pass for one.
BROKEN = (  # never a text, though it has letters
    (_DATE, "adalah tanggal, mungkin buatan Excel: ketik ulang dengan format sel Teks"),
    (
        r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}|0[0-9]?:[0-9]{2}",
        "adalah jam, mungkin buatan Excel: ketik ulang dengan format sel Teks",
    ),
    (r"[#=].*|(?:Err|Galat):[0-9]+", "adalah rumus atau galatnya: simpan hasilnya"),
    (r"[-+]?[0-9][0-9.,]*e[-+]?[0-9]+(?: .*)?", "memakai notasi ilmiah: tulis semua angkanya"),
    (r"[-+(]*(?:Rp|IDR)[. ]*[-(]?[0-9][0-9.,]*-?\)?", "memuat lambang mata uang"),
    (rf"[-0-9.,]+ *\n *{UNIT}", "memuat ganti baris antara bilangan dan satuan"),
)
JUNK = (  # has letters, but is a number that something has spoilt
    (r"(?:nan|inf|true|false|none|null)", "bukan nilai melainkan sisa program lain"),
    (r"\+.*", "memakai tanda +"),
    (r"[!@$^&;:|?.,'/\\_%].*", "diawali tanda baca"),
    (r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9]).*", "memakai spasi sebagai pemisah ribuan"),
    (
        r"(?=-?[0-9.,]*[lio])-?[lio.,]*[0-9][0-9lio.,]*%?(?: .*)?",
        "memuat huruf l, I atau O di tempat angka",
    ),
    (r"-?[0-9][0-9.,]*(?!x *[0-9]|x\b)[^\W\d_].*|0x.*", "menempelkan huruf pada bilangan"),
)
ODD = (
    (r"\(.*\)", "memakai kurung untuk nilai negatif"),
    (r"\+.*", "memakai tanda +"),
    (r".*_.*", "memakai garis bawah"),
    (r"-?0[0-9].*", "berawalan nol"),
    (r"", "kosong"),
)


def find_fault(faults: Iterable[tuple[str, str]], cell: str) -> str:
    """Give the words for the first pattern that `cell` matches, "" for none."""
    for pattern, words in faults:
        if _compile(pattern).fullmatch(cell):
            return words
    return ""


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    # Kept here: asked by its flags, `re` looks for it ten times as long as it then matches.
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)
