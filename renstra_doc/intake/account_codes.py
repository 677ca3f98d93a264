"""Codes of accounts (`5.1.02.01`, belanja) among those of programs: the rows of a DPA or an RKA.

Their levels are those of the standard chart of accounts (Permendagri 90/2019, attachment).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS = ("akun", "kelompok_akun", "jenis", "objek", "rincian_objek", "sub_rincian_objek")
_NAME = re.compile(
    r"(?:anggaran )?(?:belanja|pendapatan|pembiayaan|penerimaan|pengeluaran|beban|pajak)\b",
    re.IGNORECASE,
)


def find_accounts(codes: Sequence[str], names: Sequence[str]) -> frozenset[str]:
    """Return the first parts of codes under which most rows are named `Belanja …`.

    A level can be `4`, `5`, `6` of an urusan as well: the names decide, not the digit.
    """
    counts: dict[str, Counter[bool]] = {}
    for code, name in zip(codes, names, strict=True):
        if code:
            root = code.partition(".")[0]
            counts.setdefault(root, Counter())[_NAME.match(name) is not None] += 1
    return frozenset(root for root, count in counts.items() if count[True] > count[False])


def is_account(code: str, roots: frozenset[str]) -> bool:
    """Return whether a code is one of an account."""
    return bool(code) and code.partition(".")[0] in roots


def name_account(code: str) -> str:
    """Return the level of the code of an account."""
    return LEVELS[min(code.count("."), len(LEVELS) - 1)]
