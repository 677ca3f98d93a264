"""Two planners' work merged by id: only what both changed otherwise is a conflict."""

from __future__ import annotations

import csv
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import WriteFolder

from renstra_doc.cli import main, renstra
from renstra_doc.files.journal import undo_step
from renstra_doc.finding import InputError
from renstra_doc.load.project import parse_table
from renstra_doc.merge.three_way import Conflict, merge_file

REPOSITORY = Path(__file__).resolve().parents[1]
BASE = "id,nama,jumlah\na,Anak,1\nb,Balita,2\nc,Cacat,3\nd,Desa,4\n"


def merge(ours: str, theirs: str, base: str = BASE) -> tuple[str, list[Conflict]]:
    tables = [
        parse_table(text, "tabel/x.csv")[0] if text else None for text in (base, ours, theirs)
    ]
    content, conflicts = merge_file("tabel/x.csv", (tables[0], tables[1], tables[2]))
    return (content.decode() if isinstance(content, bytes) else "(milik kita)"), conflicts


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        # different cells of one row
        (
            BASE.replace("Anak,1", "Anak-anak,1"),
            BASE.replace("Anak,1", "Anak,10"),
            "id,nama,jumlah\na,Anak-anak,10\nb,Balita,2\nc,Cacat,3\nd,Desa,4\n",
        ),
        # the same change on both sides
        (BASE.replace("2", "20"), BASE.replace("2", "20"), "(milik kita)"),
        # a row each at the same place: ours first
        (
            BASE.replace("b,Balita,2\n", "b,Balita,2\nx,Kita,5\n"),
            BASE.replace("b,Balita,2\n", "b,Balita,2\ny,Mereka,6\n"),
            "id,nama,jumlah\na,Anak,1\nb,Balita,2\nx,Kita,5\ny,Mereka,6\nc,Cacat,3\nd,Desa,4\n",
        ),
        # their row below one that we removed: after the nearest that is kept
        (
            BASE.replace("b,Balita,2\n", ""),
            BASE.replace("b,Balita,2\n", "b,Balita,2\ny,Mereka,6\n"),
            "id,nama,jumlah\na,Anak,1\ny,Mereka,6\nc,Cacat,3\nd,Desa,4\n",
        ),
        # they move a row that we change
        (
            BASE.replace("a,Anak,1", "a,Anak,7"),
            "id,nama,jumlah\nb,Balita,2\nc,Cacat,3\na,Anak,1\nd,Desa,4\n",
            "id,nama,jumlah\nb,Balita,2\nc,Cacat,3\na,Anak,7\nd,Desa,4\n",
        ),
        # they remove a row and add a column
        (
            BASE.replace("4", "40"),
            "id,nama,jumlah,ket\na,Anak,1,x\nc,Cacat,3,\nd,Desa,4,\n",
            "id,nama,jumlah,ket\na,Anak,1,x\nc,Cacat,3,\nd,Desa,40,\n",
        ),
        # a file that only they have
        ("", BASE, BASE),
    ],
)
def test_what_only_one_side_changed_is_taken(ours: str, theirs: str, merged: str) -> None:
    base = BASE if ours else ""

    assert merge(ours, theirs, base) == (merged, [])


def test_a_cell_that_both_changed_otherwise_is_a_conflict_and_ours_stays() -> None:
    merged, conflicts = merge(BASE.replace("2", "20"), BASE.replace("2", "21").replace("3", "30"))

    assert merged == "id,nama,jumlah\na,Anak,1\nb,Balita,20\nc,Cacat,30\nd,Desa,4\n"
    assert [str(found) for found in conflicts] == [
        "tabel/x.csv, baris b, kolom jumlah: semula “2”, kita “20”, mereka “21”"
    ]


def test_a_row_that_one_side_removed_and_the_other_changed_is_a_conflict() -> None:
    gone, changed = BASE.replace("b,Balita,2\n", ""), BASE.replace("2", "20")

    assert merge(gone, changed) == (
        "(milik kita)",
        [Conflict("tabel/x.csv", "b", "", "b | Balita | 2", "(dihapus)", "b | Balita | 20")],
    )
    assert merge(changed, gone)[0] == "(milik kita)"


def test_page_numbers_are_no_conflict_and_the_kind_of_each_file_is_known(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    base, ours, theirs = (data_folder(), tmp_path / "kita", tmp_path / "mereka")
    for side, pages, people in ((ours, "1", "16"), (theirs, "2", "17")):
        shutil.copytree(base, side)
        (side / "halaman.csv").write_text(f"jenis,id,nilai\njudul,bab1,{pages}\n", "utf-8")
        rows = side / "tabel" / "pegawai.csv"
        text = rows.read_text("utf-8")
        change = ("kepala,", "kepala,") if people == "16" else ("16 orang", "18 orang")
        rows.write_text(text.replace(*change), "utf-8")
        facts = side / "dokumen.csv"
        title = re.sub(r"(?m)^judul,[^,\n]*", f"judul,Judul {people}", facts.read_text("utf-8"))
        facts.write_text(title, "utf-8")

    result = run("gabung", base, ours, theirs)

    assert result.return_value == 1
    assert "18 orang" in (ours / "tabel" / "pegawai.csv").read_text("utf-8")
    assert (ours / "halaman.csv").read_text("utf-8") == "jenis,id,nilai\njudul,bab1,1\n"
    assert result.stderr.count("Konflik:") == 1
    assert "dokumen.csv, baris " in result.stderr
    undo_step(ours)
    assert "16 orang" in (ours / "tabel" / "pegawai.csv").read_text("utf-8")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(renstra, [str(word) for word in arguments], standalone_mode=False)


def test_what_cannot_be_read_is_refused_with_2_and_nothing_is_written(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a", "b", "c")]
    for file in files:
        file.write_text(BASE, "utf-8")
    files[2].write_text("id,nama\na,b,c\n", "utf-8")

    assert main(["gabung", *map(str, files)]) == 2
    assert files[1].read_text("utf-8") == BASE
    assert main(["gabung", str(files[0]), str(files[1]), str(tmp_path / "tidak-ada")]) == 2


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_merges_by_id_with_one_documented_command(tmp_path: Path) -> None:
    def git(*words: str) -> subprocess.CompletedProcess[str]:
        person = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        command = ["git", "-C", str(tmp_path), *person, *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)

    file = tmp_path / "x.csv"
    git("init", "-q", "-b", "main")
    program = f"{sys.executable} -m renstra_doc gabung %O %A %B"
    git("config", "merge.renstra.driver", program)
    (tmp_path / ".gitattributes").write_text("*.csv merge=renstra\n", "utf-8")
    file.write_text(BASE, "utf-8")
    git("add", "-A")
    git("commit", "-qm", "asal")
    git("checkout", "-qb", "rekan")
    file.write_text(BASE.replace("Anak,1", "Anak,10"), "utf-8")
    git("commit", "-qam", "rekan")
    git("checkout", "-q", "main")
    file.write_text(BASE.replace("Anak,1", "Anak-anak,1"), "utf-8")
    git("commit", "-qam", "kita")

    done = git("merge", "--no-edit", "rekan")

    assert done.returncode == 0, done.stdout + done.stderr
    assert file.read_text("utf-8").splitlines()[1] == "a,Anak-anak,10"


def test_sixty_merges_of_two_planners_have_true_conflicts_only() -> None:
    """Random cells, rows and orders on both sides: each change arrives, only shared cells differ."""
    source = (REPOSITORY / "data" / "tabel" / "pmks.csv").read_text("utf-8")
    rows = list(csv.reader(source.splitlines()))
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311 — the same edits each time
        sides = [_edit(rows, chance, name) for name in ("kita", "mereka")]
        both = {
            spot: text
            for spot, text in sides[0][1].items()
            if spot in sides[1][1] and sides[1][1][spot] != text
        }
        merged, conflicts = merge(sides[0][0], sides[1][0], source)
        assert {(found.baris, found.kolom) for found in conflicts} == set(both)
        table, _ = parse_table(merged if merged != "(milik kita)" else sides[0][0], "x.csv")
        assert table is not None
        found = {record["id"]: record for _, record in table.records()}
        for (key, column), text in {**sides[1][1], **sides[0][1]}.items():
            assert found[key][column] == text


def _edit(
    rows: list[list[str]], chance: random.Random, name: str
) -> tuple[str, dict[tuple[str, str], str]]:
    """Return a table with five cells edited, a row added, one moved; and what was edited."""
    header, *body = [list(row) for row in rows]
    edits: dict[tuple[str, str], str] = {}
    for _ in range(5):
        row, column = chance.choice(body), chance.randrange(2, len(header))
        row[column] = f"{name} {chance.randrange(3)}"
        edits[row[0], header[column]] = row[column]
    body.insert(chance.randrange(len(body)), [f"{name}-baru", "#", f"Baris {name}", "1 Orang"])
    body.insert(chance.randrange(len(body)), body.pop(chance.randrange(len(body))))
    edits[f"{name}-baru", "jenis"] = f"Baris {name}"
    lines = (",".join(f'"{cell}"' for cell in row) for row in (header, *body))
    return "\n".join(lines) + "\n", edits


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        (
            "id,nama,pagu\na,Satu,1\nb,Dua,2\nb,Tiga,3\n",
            "rekan.csv, baris 4, kolom id: sudah dipakai",
        ),
        ("kode,nama,pagu\na,Satu,1\nb,Dua,2\n", "rekan.csv: kolom “id” tidak ada"),
        ("id,nama,pagu\na,Satu\n", "rekan.csv, baris 2: baris ini berisi 2 sel"),
    ],
)
def test_a_colleagues_file_whose_rows_cannot_be_told_apart_is_named_and_refused(
    tmp_path: Path, theirs: str, told: str
) -> None:
    text = "id,nama,pagu\na,Satu,1\nb,Dua,2\n"
    files = [tmp_path / name for name in ("asal.csv", "kita.csv", "rekan.csv")]
    for file, content in zip(files, (text, text.replace("2", "5"), theirs), strict=True):
        file.write_text(content, "utf-8")

    with pytest.raises(InputError, match=re.escape(told)):
        run_strictly("gabung", *files)

    assert files[1].read_text("utf-8") == text.replace("2", "5")


def test_a_fault_in_the_folder_of_a_colleague_is_told_with_that_folder(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    ours, theirs = data_folder(), tmp_path / "rekan"
    shutil.copytree(ours, theirs)
    (theirs / "tabel" / "pegawai.csv").write_text("id,jabatan\na\n", "utf-8")

    with pytest.raises(InputError, match=re.escape(f"{theirs}/tabel/pegawai.csv, baris 2")):
        run_strictly("gabung", ours, ours, theirs)


def run_strictly(*arguments: str | Path) -> Result:
    """Run a command; what it refuses is raised."""
    call = [str(word) for word in arguments]
    return CliRunner().invoke(renstra, call, standalone_mode=False, catch_exceptions=False)


ALL_COUNTS = "tabel/x.csv, semua baris, kolom jumlah: semula “1 | 2 | 3 | 4”"
WITHOUT_COUNT = "id,nama\na,Anak\nb,Balita\nc,Cacat\nd,Desa\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "merged", "told"),
    [
        # they remove the column of which we changed a cell: all of it stays, and is told
        (
            BASE.replace("2", "20"),
            WITHOUT_COUNT.replace("Anak", "Anak-anak"),
            BASE.replace("2", "20").replace("Anak", "Anak-anak"),
            f"{ALL_COUNTS}, kita “20”, mereka “(dihapus)”",
        ),
        # the same with a row that we added
        (
            BASE + "e,Kita,5\n",
            WITHOUT_COUNT.replace("Anak", "Anak-anak"),
            BASE.replace("Anak", "Anak-anak") + "e,Kita,5\n",
            f"{ALL_COUNTS}, kita “5”, mereka “(dihapus)”",
        ),
        # we removed the column, they changed a cell of it: it stays away, and is told
        (
            WITHOUT_COUNT,
            BASE.replace("2", "20"),
            "(milik kita)",
            f"{ALL_COUNTS}, kita “(dihapus)”, mereka “20”",
        ),
        # a row that we removed is not changed by their removing a column
        (
            BASE.replace("b,Balita,2\n", ""),
            WITHOUT_COUNT,
            WITHOUT_COUNT.replace("b,Balita\n", ""),
            "",
        ),
    ],
)
def test_a_column_that_one_side_removed_takes_nothing_away_that_the_other_changed(
    ours: str, theirs: str, merged: str, told: str
) -> None:
    found, conflicts = merge(ours, theirs)

    assert found == merged
    assert "\n".join(map(str, conflicts)) == told


def test_a_column_that_a_colleague_removed_is_told_with_what_it_held(tmp_path: Path) -> None:
    sides = [tmp_path / name for name in ("asal.csv", "kita.csv", "mereka.csv")]
    for side, text in zip(sides, (BASE, BASE, WITHOUT_COUNT), strict=True):
        side.write_text(text, "utf-8")

    result = run("gabung", *sides)

    assert result.return_value == 0
    assert sides[1].read_text("utf-8") == WITHOUT_COUNT
    told = f"Kolom dihapus rekan: {sides[1]}, kolom jumlah: 4 isi (1 | 2 | 3 | 4)"
    assert told in result.stderr


def test_a_row_and_a_file_that_a_colleague_removed_are_told_with_what_they_held(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    base = data_folder({"komentar.csv": "id,tempat,teks\nk1,bab1,Cocokkan.\n"})
    sides = [Path(shutil.copytree(base, tmp_path / name)) for name in ("kita", "rekan")]
    staff = sides[1] / "tabel" / "pegawai.csv"
    lines = staff.read_text("utf-8").splitlines(keepends=True)
    staff.write_text("".join(line for line in lines if not line.startswith("staf,")), "utf-8")
    (sides[1] / "komentar.csv").unlink()

    result = run("gabung", base, *sides)

    told = result.stderr.splitlines()
    assert "Baris dihapus rekan: tabel/pegawai.csv, baris staf: #. | Pelaksana | 16 orang" in told
    assert "Berkas dihapus rekan: komentar.csv: 1 baris (k1 | bab1 | Cocokkan.)" in told
    assert f"Bila keliru: renstra batal --data {sides[0]}" in told
    assert "Pelaksana" not in (sides[0] / "tabel" / "pegawai.csv").read_text("utf-8")


def test_a_paragraph_that_a_colleague_moved_to_another_file_is_not_told_as_removed(
    data_folder: WriteFolder, tmp_path: Path
) -> None:
    head = "id,jenis,teks\n"
    first, second = f"{head}p1,paragraf,Satu.\np2,paragraf,Dua.\n", f"{head}p3,paragraf,Tiga.\n"
    base = data_folder({"naskah/08-a.csv": first, "naskah/09-b.csv": second})
    sides = [Path(shutil.copytree(base, tmp_path / name)) for name in ("kita", "rekan")]
    moved = "p2,paragraf,Dua.\n"
    (sides[1] / "naskah" / "08-a.csv").write_text(first.replace(moved, ""), "utf-8")
    (sides[1] / "naskah" / "09-b.csv").write_text(f"{second}{moved}", "utf-8")

    result = run("gabung", base, *sides)

    assert "dihapus rekan" not in result.stderr
    assert moved in (sides[0] / "naskah" / "09-b.csv").read_text("utf-8")
