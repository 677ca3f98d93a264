"""Make templates/matriks.docx, the template of the matriks semula – menjadi, from nothing.

Like tools/make_template.py, whose notes and looks it uses: F4 landscape, and one sample table with the rows of a
matriks. The .docx is the source once it exists; this makes it again with the same bytes:

    python tools/make_matriks_template.py [OUTPUT]
"""

from __future__ import annotations

import sys
from pathlib import Path

import make_template as base
from docx import Document

OUTPUT = base.OUTPUT.with_name("matriks.docx")
SECTIONS = (
    base.Section(
        "isi",
        f"pgSz:{base.LYING} pgMar:{base.WIDE}",
        "pgNumType:fmt=decimal",
        base.TITLE,
        base.NUMBER,
    ),
    base.Section("contoh", base.UPRIGHT_PAGE),
)
ROLES = (
    *base.HEAD_ROLES,
    base.Role("isi"),
    *(base.Role(name, "D9D9D9", "b", "keepNext", cells=1) for name in ("kelompok", "tujuan")),
    base.Role("sasaran", "EBEBEB", "b", "keepNext", cells=1),
    base.Role("urusan", "CBDCCB", "b", "keepNext"),
    base.Role("bidang_urusan", "D6E5D6", "b", "keepNext"),
    base.Role("program", "E1EDE1", "b", "keepNext"),
    base.Role("kegiatan", "F4F8F4"),
    base.Role("sub_kegiatan"),
    base.Role("indikator"),
    base.Role("rincian"),
    base.Role("jumlah", "E9EEF4", "b"),
)
SAMPLES = (base.SampleTable("umum", 14, 34, 17, ROLES),)


def main(arguments: list[str]) -> int:
    """Write the template, and open it once as the program will."""
    path = Path(arguments[0]) if arguments else OUTPUT
    # The functions of make_template write what its two constants note; here these note a matriks.
    vars(base).update(SECTIONS=SECTIONS, SAMPLES=SAMPLES)
    base.write_package(path, base.all_parts())
    Document(str(path))
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
