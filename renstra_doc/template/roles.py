"""The names that a document asks its template for.

Sections, paragraph styles, roles of sample rows.
"""

from __future__ import annotations

LANDSCAPE = "lanskap"
CAPTION, TABLE_OF_FIGURES, SECTION_END = "caption", "table of figures", "Akhir Bagian"
FIGURE_CAPTION = "Judul Gambar"
SOURCE, CHART, CHART_BOX = "Sumber", "Bagan", "Kotak Bagan"
PLAIN_TABLE, DICTUM_LABEL = "Tanpa Garis", "Diktum Label"
ORDINARY, HEADER, NUMBERS = "isi", "kepala", "nomor"
