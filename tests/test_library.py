"""The door: about a dozen names, cheap to open, and every example of the manual runs."""

from __future__ import annotations

import contextlib
import csv
import inspect
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import REPOSITORY

import renstra_doc
from renstra_doc import (
    InputError,
    check_sums,
    compose_document,
    from_frame,
    load_project,
    make_project,
    make_table,
    write_matriks,
    write_redline,
)
from renstra_doc.check import Outcome
from renstra_doc.render import pages as paging
from renstra_doc.run.new_project import create_project

GUIDE = REPOSITORY / "docs" / "library.md"
_EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTIONS = [part.split("\n", 1) for part in GUIDE.read_text(encoding="utf-8").split("\n## ")[1:]]
EXAMPLES = {title: code for title, text in SECTIONS for code in _EXAMPLE.findall(text)}
PRINTED = {
    "Load": "line 2: nama_berkas = Renstra-NAMA-OPD",
    "Diff": "changed judul ",
    "Sums over any hierarchy": "Program Rehabilitasi rp_2026 405000000 450000000 45000000\n"
    "Program Rehabilitasi total 705000000 750000000 45000000\n",
    "pandas": "Int64 12 orang\n"
    "Cell(teks='1000000', besaran=Besaran(angka=1000000, satuan='', strip=False), keliru=False, tulisan=None) True\n",
    "From a frame back to the document and to CSV": "2 errors\n",
    "Formatting": "Rp302.457.274 0,60% seribu empat ratus empat belas 29 Januari 2021\n"
    "Rp500.000,00 Rp.\N{NO-BREAK SPACE}500.000 (1.234)\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    create_project(tmp_path / "dokumen")
    return tmp_path / "dokumen"


def test_sums_over_texts_need_the_name_of_the_column() -> None:
    rows = [
        {"id": "p", "induk": "", "rp_2025": "300"},
        {"id": "k", "induk": "p", "rp_2025": "100.000"},
    ]

    with pytest.raises(InputError, match=r'sebut kolomnya: columns=\["rp_\*"\]'):
        check_sums(rows)
    found = check_sums(rows, ["rp_*"]).findings
    assert [(finding.expected, finding.actual) for finding in found] == [("100000", "300")]


def test_the_manual_has_an_example_for_every_public_name() -> None:
    text = "\n".join(EXAMPLES.values())
    unused = [name for name in renstra_doc.__all__ if not re.search(rf"\b{name}\b", text)]

    assert unused == ["InputError"]
    assert len(EXAMPLES) >= 11


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_of_the_manual_runs(
    project: Path, monkeypatch: pytest.MonkeyPatch, title: str
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setattr(paging, "find_engine", lambda: None)
    out = io.StringIO()

    with contextlib.redirect_stdout(out):
        exec(compile(EXAMPLES[title], f"{GUIDE.name}, {title}", "exec"), {"__name__": "__main__"})  # noqa: S102 — the manual's own lines

    printed = out.getvalue()
    assert printed.startswith(PRINTED.get(title, ""))
    assert not PRINTED.get(title, "").endswith("\n") or printed == PRINTED[title]


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_is_short(title: str) -> None:
    lines = [
        line
        for line in EXAMPLES[title].splitlines()
        if line and not line.startswith(("from ", "import "))
    ]

    assert len(lines) <= 10


def test_opening_the_door_loads_nothing_else() -> None:
    code = (
        "import sys, renstra_doc; print([name for name in sys.modules if name.startswith('renstra_doc.')]);"
        "print('pandas' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=REPOSITORY
    )

    assert done.stdout == "[]\nFalse\n"


def module_names() -> list[str]:
    """Return the name of every module and package of the program."""
    paths = (
        path.relative_to(REPOSITORY).with_suffix("")
        for path in (REPOSITORY / "renstra_doc").rglob("*.py")
    )
    return [".".join(path.parts).removesuffix(".__init__") for path in paths]


def test_every_module_imports_as_a_module() -> None:
    code = (
        "import sys\nfrom types import ModuleType\n"
        "for name in sys.argv[1:]:\n"
        "    exec(f'import {name} as module')\n"
        "    if not isinstance(module, ModuleType): print(name, module)\n"
    )
    command = [sys.executable, "-c", code, *module_names()]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=REPOSITORY)

    assert done.stdout == ""


def test_no_public_name_is_the_name_of_a_module() -> None:
    parts = {part for name in module_names() for part in name.split(".")}

    assert parts & set(renstra_doc.__all__) == set()


def test_every_public_name_is_listed_and_documented() -> None:
    for name in renstra_doc.__all__:
        value = getattr(renstra_doc, name)
        assert name in dir(renstra_doc)
        assert inspect.getdoc(value), name
        if inspect.isfunction(value):
            assert "return" in value.__annotations__, name


def test_an_unknown_name_is_refused_as_in_any_module() -> None:
    with pytest.raises(AttributeError, match="module 'renstra_doc' has no attribute 'tidak_ada'"):
        _ = renstra_doc.tidak_ada  # type: ignore[attr-defined]


def test_the_same_document_in_code_gives_the_same_bytes(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setattr(paging, "find_engine", lambda: None)
    found = []
    for _ in range(2):
        exec(EXAMPLES["A document made in code"], {})  # noqa: S102 — the manual's own lines
        found.append(Path("contoh.docx").read_bytes())

    assert found[0] == found[1]
    with zipfile.ZipFile(io.BytesIO(found[0])) as archive:
        assert "PENDAHULUAN" in archive.read("word/document.xml").decode()


def test_the_daftar_isi_of_a_view_made_in_code_has_the_measured_numbers(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if paging.find_engine() is None:
        pytest.skip("needs LibreOffice")
    monkeypatch.chdir(project)
    exec(EXAMPLES["A view made in code"], {})  # noqa: S102 — the manual's own lines

    with zipfile.ZipFile("laporan.docx") as archive:
        text = archive.read("word/document.xml").decode()
    # A chapter begins on a new page of this template, the daftar isi stands on page 1.
    entry = text[text.index("PAGEREF _Toc00000001") :]
    assert re.findall(r"<w:t>([^<]*)</w:t>", entry)[0] == "2"


# Changes in Word


def test_a_redline_and_a_matriks_from_two_documents_show_what_changed(project: Path) -> None:
    old, _ = compose_document(load_project(project / "data"))
    new = replace(old, dokumen={**old.dokumen, "kepala_opd": "Siti Contoh"})

    found = write_redline(old, new), write_matriks(old, new, semula="lama", menjadi="baru")

    tracked, table = (read_document_xml(data) for data in found)
    assert re.search(r"<w:del [^>]*>.*?\[nama kepala perangkat daerah\]", tracked, re.DOTALL)
    assert re.search(r"<w:ins [^>]*>.*?Siti Contoh", tracked, re.DOTALL)
    assert re.search(r"Semula: [^<]+, lama<", table)
    assert re.search(r"Menjadi: [^<]+, baru<", table)
    assert found == (
        write_redline(old, new),
        write_matriks(old, new, semula="lama", menjadi="baru"),
    )


def read_document_xml(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


# Values from code


def test_a_float_is_no_amount() -> None:
    with pytest.raises(InputError) as caught:
        make_project({"tabel/pagu.csv": [{"id": "a", "pagu": 1.5}]})

    assert str(caught.value) == (
        "tabel/pagu.csv, baris 2, kolom pagu: “1.5” bertipe float\n  → beri teks, int, Decimal, date atau None"
    )


def test_a_project_made_in_code_is_read_by_the_same_rules() -> None:
    project = make_project({"naskah/01.csv": [{"id": "a", "jenis": "paragraph", "teks": "x"}]})

    with pytest.raises(InputError, match=r"naskah/01\.csv, baris 2, kolom jenis: jenis blok “para"):
        compose_document(project)


def test_a_document_read_in_part_is_never_handed_on(project: Path) -> None:
    path = project / "data/tabel/program.csv"
    header, first, *others = csv.reader(path.read_text("utf-8").splitlines())
    first[header.index("rp_2025")] = "10202248687.5"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, first, *others])

    with pytest.raises(InputError, match=r"tabel/program\.csv, baris \d+, kolom rp_2025"):
        compose_document(load_project(project / "data"))


@pytest.mark.parametrize("folder", ["data", Path("data")], ids=["str", "Path"])
def test_a_folder_is_named_by_text_or_path(
    folder: str | Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)

    assert load_project(folder).findings == ()


EMPTY_VALUES = [None, float("nan"), Decimal("NaN"), np.nan, np.float64("nan"), pd.NA, pd.NaT]


@pytest.mark.parametrize("empty", EMPTY_VALUES, ids=repr)
def test_what_stands_for_nothing_is_an_empty_cell_at_every_door(empty: object) -> None:
    columns = {"nama": "teks", "rp": "rupiah"}
    rows = [{"id": "a", "nama": "A", "rp": empty}, {"id": "b", "nama": "B", "rp": np.int64(5)}]
    frame = pd.DataFrame(rows).astype(object).set_index("id")

    project = make_project({"tabel/t.csv": rows})
    assert [row.cells for row in project.tables["tabel/t.csv"].rows] == [
        ("a", "A", ""),
        ("b", "B", "5"),
    ]
    for table in (make_table("t", columns, rows), from_frame(frame, columns, id="t")):
        assert [cell.teks for row in table.rows for cell in row.cells] == ["A", "", "B", "5"]
    assert check_sums(rows, ["rp"]).amounts == 1


def test_a_frame_is_added_up_as_its_rows_are() -> None:
    frame = pd.DataFrame(
        {"induk": ["", "p", "p"], "nama": ["P", "A", "B"], "rp": [300, 100, None]},
        index=["p", "a", "b"],
    )

    (finding,) = check_sums(frame).findings

    assert (finding.row_id, finding.column, finding.expected, finding.actual) == (
        "p",
        "rp",
        "100",
        "300",
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda: make_project({"dokumen.csv": ["judul"]}),  # type: ignore[list-item]
        lambda: make_project({"dokumen.csv": [{1: "judul"}]}),  # type: ignore[dict-item]
        lambda: make_table("t", {"rp": "rupiah"}, 5),  # type: ignore[arg-type]
        lambda: check_sums(5),  # type: ignore[arg-type]
        lambda: check_sums([{"id": "a", "rp": 5}], tolerance="banyak"),  # type: ignore[arg-type]
        lambda: check_sums([{"id": "a", "rp": object()}], ["rp"]),
    ],
)
def test_what_is_no_input_is_an_input_error(call: Callable[[], object]) -> None:
    with pytest.raises(InputError, match="→"):
        call()


def test_a_table_made_in_code_is_typed() -> None:
    table = make_table(
        "t",
        {"nama": "teks", "rp": "rupiah", "p": "persen"},
        [{"nama": "A", "rp": 5, "p": Decimal("0.60")}],
    )

    assert [cell.teks for cell in table.rows[0].cells] == ["A", "5", "0.60%"]
    assert (table.rows[0].id, table.rows[0].line) == ("b1", 2)


def test_a_table_made_in_code_refuses_what_cannot_be_read() -> None:
    with pytest.raises(InputError, match=r"tabel/t\.csv, baris 2, kolom rp"):
        make_table("t", {"rp": "rupiah"}, [{"rp": "lima"}])
    with pytest.raises(InputError, match="induk “x” tidak ada"):
        make_table("t", {"rp": "rupiah"}, [{"id": "a", "induk": "x", "rp": 1}])
    with pytest.raises(InputError, match="bukan jenis yang dikenal"):
        make_table("t", {"rp": "uang"}, [])


# Sums


def rows(**amounts: int | str | None) -> list[dict[str, str | int | Decimal | None]]:
    found: list[dict[str, str | int | Decimal | None]] = [
        {"id": "p", "nama": "Program", "rp": amounts["p"]},
        {"id": "a", "induk": "p", "nama": "A", "rp": amounts["a"]},
        {"id": "b", "induk": "p", "nama": "B", "rp": amounts["b"]},
    ]
    return found


@pytest.mark.parametrize(
    ("amounts", "outcome"),
    [
        ({"p": 3, "a": 1, "b": 2}, Outcome.HOLDS),
        ({"p": 4, "a": 1, "b": 2}, Outcome.DIFFERS),
        ({"p": None, "a": 1, "b": 2}, Outcome.WHOLE_UNPRINTED),
        ({"p": 3, "a": None, "b": None}, Outcome.PART_UNPRINTED),
        ({"p": 1, "a": 1, "b": "-"}, Outcome.HOLDS),
    ],
)
def test_a_hierarchy_of_any_program_is_added_up(
    amounts: dict[str, int | str | None], outcome: Outcome
) -> None:
    assert check_sums(rows(**amounts)).outcomes == {outcome: 1}


def test_five_levels_total_rows_and_a_part_listed_twice() -> None:
    deep: list[dict[str, str | int | Decimal | None]] = [
        {
            "id": f"l{level}",
            "induk": f"l{level - 1}" if level else "",
            "nama": f"Tingkat {level}",
            "rp": 7,
        }
        for level in range(5)
    ]
    twice: list[dict[str, str | int | Decimal | None]] = [
        {"id": "x", "nama": "X", "rp": 5},
        {"id": "x1", "induk": "x", "entitas": "k", "nama": "K", "rp": 5},
        {"id": "x2", "induk": "x", "entitas": "k", "nama": "K", "rp": 5},
        {"id": "t", "tingkat": "jumlah", "nama": "Jumlah", "rp": 13},
    ]
    report = check_sums([*deep, *twice], ["rp"], once=True)

    assert [str(finding) for finding in report.findings] == [
        "tabel/data.csv, baris 10, kolom rp: Jumlah: tercetak 13, sedangkan 2 rinciannya berjumlah 12, selisih 1"
    ]
    assert check_sums([*deep, *twice], ["rp"], once=True, tolerance=1).findings == ()


def test_decimals_add_up_exactly() -> None:
    data: list[dict[str, str | int | Decimal | None]] = [
        {"id": "p", "n": Decimal("0.3")},
        {"id": "a", "induk": "p", "n": Decimal("0.1")},
        {"id": "b", "induk": "p", "n": Decimal("0.2")},
    ]
    assert check_sums(data).outcomes == {Outcome.HOLDS: 1}
