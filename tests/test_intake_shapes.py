"""Files of the same kinds from other offices: other headings, codes, units, merges, dialects.

`tests/kasus/masuk-lain` holds each with what must come of it; `induk` is the number of the parent's
row, `kode` `*` is free.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renstra_doc import read_source, recognise_table

FOLDER = Path(__file__).resolve().parent / "kasus" / "masuk-lain"
CASES = sorted(path.stem for path in FOLDER.glob("*.json"))
# What reads two ways by itself: fractions of a percent, thousands where no sum decides.
ASKED = {"v17": ["persen"], "v21": ["ribuan"]}


@pytest.mark.parametrize("case", CASES)
def test_no_row_comes_in_silently_wrong(case: str) -> None:
    source = next(path for path in FOLDER.glob(f"{case}.*") if path.suffix != ".json")
    found = recognise_table(read_source(source)[0])

    assert found is not None
    asked = {question.kind for question in found.questions}
    assert sorted(asked) == ASKED.get(case, [])
    right = json.loads((FOLDER / f"{case}.json").read_text(encoding="utf-8"))
    assert len(found.records) == len(right)
    for row, wanted in zip(found.records, right, strict=True):
        assert (row.tingkat, row.parent) == (wanted["tingkat"], wanted["induk"])
        assert wanted["kode"] in (row.kode, "*")
        for name, text in wanted.items():
            if name in ("tingkat", "induk", "kode"):
                continue
            made = row.cells[name].text if name in row.cells else ""
            assert made == text or (not made and asked), (row.source, name)
