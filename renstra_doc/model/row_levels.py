"""The words of the column `tingkat` that the program knows: docs/data-format.md, `tabel/*.csv`.

An office may have levels of its own; to the program those are words without a meaning.
"""

from __future__ import annotations

# Rows that stand beside the hierarchy: a total, the heading of a group, a further indicator of the
# row above. None of them is an addend.
TOTAL, GROUP, INDICATOR = "jumlah", "kelompok", "indikator"
SPECIAL = (TOTAL, GROUP, INDICATOR)
# Permendagri 86/2017: what an office wants to reach, the goal and the objectives under it.
GOAL, OBJECTIVE = "tujuan", "sasaran"
# Permendagri 90/2019: what it does for that, from the highest down; these five bear codes.
CODED = ("urusan", "bidang_urusan", "program", "kegiatan", "sub_kegiatan")
URUSAN, BIDANG_URUSAN, PROGRAM, KEGIATAN = CODED[:4]
USUAL_ORDER = (GOAL, OBJECTIVE, *CODED)
KNOWN = (*SPECIAL, *USUAL_ORDER)
