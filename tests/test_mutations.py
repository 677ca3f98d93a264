"""Single slips of structure, rules and waivers: a few of each kind of `benchmarks/mutations.py`, in the example."""

import random
import runpy
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# In thousands a sum may be off by the rounding of its parts: one slip of the last digit hides in it.
ROUNDED = "pagu satu angka"
STRUCTURE = ("induk", "tingkat", "kode", "entitas", "baris", "tertukar", "pagu")


@pytest.mark.slow
def test_single_slips_of_structure_and_rules_are_found() -> None:
    tool = runpy.run_path(str(ROOT / "benchmarks/mutations.py"))
    detector = tool["Detector"](ROOT / "examples/kabupaten-contoh/data")
    every = [
        mutation
        for mutation in tool["list_mutations"](detector.raw, detector.document)
        if mutation.kind.startswith((*STRUCTURE, "aturan")) and mutation.kind != ROUNDED
    ]
    chosen = tool["_draw"](every, 6, random.Random(13))  # noqa: S311 — a sample, not a secret
    missed = [
        f"{mutation.kind}: {mutation.file} {mutation.row} {mutation.detail}"
        for mutation in chosen
        if detector.find(mutation) in ("", "jauh")
    ]
    assert len(Counter(mutation.kind for mutation in chosen)) > 20
    assert missed == []
