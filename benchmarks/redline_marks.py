"""How many marks a redline bears for a change of shape, beside the changes that there are.

    python benchmarks/redline_marks.py [--data data] [--table program-renstra] [--output DIR]

Each line changes the shape of one table (or of the text around it) in one way, builds both editions
and the redline between them, and counts: `true` is what differs between the two printed documents,
read from them alone (cells whose text or place is another one, rows and paragraphs that came or
went, properties of tables, sections and paragraphs); `marks` are the revisions of the redline.
Exit code 1 where a shape takes more than three marks a change.
"""

# ruff: noqa: T201 — a benchmark prints

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from renstra_doc.load.project import RawRow, load_project
from renstra_doc.model import compose_document
from renstra_doc.render import render_view
from renstra_doc.review.in_word import write_redline
from renstra_doc.view import build_view

if TYPE_CHECKING:
    from lxml.etree import _Element

    from renstra_doc.load.project import RawProject, RawTable
    from renstra_doc.model import Document

Rows = list[list[str]]
Shape = Callable[["Project"], None]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = (
    *("ins", "del", "cellIns", "cellDel", "cellMerge", "moveFrom", "moveTo"),
    *("pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange"),
)
BOUND = 3


class Project:
    """A project whose files may be changed, and the table that is changed."""

    def __init__(self, raw: RawProject, table: str) -> None:
        """Copy what is changed."""
        self.raw = raw
        self.table = table
        self.files: dict[str, RawTable] = dict(raw.tables)

    def change(self, name: str, edit: Callable[[list[dict[str, str]]], object]) -> None:
        """Change the records of a file in place; a new key is a new column."""
        table = self.files[name]
        records = [record for _, record in table.records()]
        edit(records)
        header = tuple(dict.fromkeys([*table.header, *(key for one in records for key in one)]))
        rows = tuple(
            RawRow(line, tuple(record.get(key, "") for key in header))
            for line, record in enumerate(records, start=2)
        )
        self.files[name] = replace(table, header=header, rows=rows)

    def columns(self, edit: Callable[[list[dict[str, str]]], object]) -> None:
        """Change the descriptions of the columns of the table, all of it or their order."""

        def edit_own(records: list[dict[str, str]]) -> None:
            own = [record for record in records if record["tabel"] == self.table]
            start = records.index(own[0])
            rest = [record for record in records if record["tabel"] != self.table]
            edit(own)
            records[:] = [*rest[:start], *own, *rest[start:]]

        self.change("tabel/kolom.csv", edit_own)

    def described(self, **values: str) -> None:
        """Change what tabel.csv says of the table."""
        self.change(
            "tabel/tabel.csv",
            lambda records: [one.update(values) for one in records if one["id"] == self.table],
        )

    def story(self) -> str:
        """Return the file of the text that holds the table."""
        return next(
            name
            for name, table in self.files.items()
            if name.startswith("naskah/")
            and any(one.get("acuan") == self.table for _, one in table.records())
        )

    def document(self) -> Document:
        """Return the document that the files make."""
        document, findings = compose_document(replace(self.raw, tables=self.files))
        errors = [str(found.message) for found in findings if found.severity == "error"]
        if errors:
            raise SystemExit("\n".join(errors))
        return document


# --- The shapes ----------------------------------------------------------------------------------


def turn_page(project: Project) -> None:
    """Turn the page of the table."""
    document = project.document()
    is_wide = document.tables[project.table].orientasi == "lanskap"
    project.described(orientasi="potret" if is_wide else "lanskap")


def group_headings(project: Project) -> None:
    """Put the last two columns under one heading: a new row of headings where there was one."""

    def edit(own: list[dict[str, str]]) -> None:
        for record in own[-2:]:
            record["judul"] = f"Keterangan Lain > {record['judul']}"

    project.columns(edit)


def rename_group(project: Project) -> None:
    """Give the group of headings (or the first heading) another name."""

    def edit(own: list[dict[str, str]]) -> None:
        old = max((record["judul"].partition(" > ")[0] for record in own), key=len)
        for record in own:
            record["judul"] = record["judul"].replace(old, "Rencana Baru")

    project.columns(edit)


def delete_column(project: Project) -> None:
    """Take the last column away."""
    project.columns(lambda own: own.pop())
    _drop_cells(project)


def _drop_cells(project: Project) -> None:
    known = {
        one["kolom"]
        for _, one in project.files["tabel/kolom.csv"].records()
        if one["tabel"] == project.table
    }
    kept = {"id", "tingkat", "induk", "kode", "entitas", *known}
    name = f"tabel/{project.table}.csv"
    table = project.files[name]
    places = [place for place, key in enumerate(table.header) if key in kept]
    project.files[name] = replace(
        table,
        header=tuple(table.header[place] for place in places),
        rows=tuple(
            replace(row, cells=tuple(row.cells[place] for place in places)) for row in table.rows
        ),
    )


def insert_column(project: Project) -> None:
    """Put a column before the last one, a text in each row."""

    def describe(own: list[dict[str, str]]) -> None:
        new = {**own[-1], "kolom": "baru", "judul": "Lokasi", "jenis": "teks", "arah": ""}
        own.insert(len(own) - 1, new)

    project.columns(describe)
    project.change(
        f"tabel/{project.table}.csv",
        lambda rows: [row.update(baru="Kota") for row in rows],
    )


def move_column(project: Project) -> None:
    """Put the last column first but one."""
    project.columns(lambda own: own.insert(1, own.pop()))


def rename_column(project: Project) -> None:
    """Give the last column another heading."""
    project.columns(lambda own: own[-1].update(judul="Nama Kolom yang Lain"))


def rename_column_id(project: Project) -> None:
    """Give the last column another id, which nobody reads."""
    old = [
        one["kolom"]
        for _, one in project.files["tabel/kolom.csv"].records()
        if one["tabel"] == project.table
    ][-1]
    project.columns(lambda own: own[-1].update(kolom="lain"))
    name = f"tabel/{project.table}.csv"
    table = project.files[name]
    header = tuple("lain" if key == old else key for key in table.header)
    project.files[name] = replace(table, header=header)


def merge_down(project: Project) -> None:
    """Merge equal cells of the last column downwards, or part them."""
    project.columns(lambda own: own[-1].update(gabung="" if own[-1]["gabung"] else "tegak"))


def merge_across(project: Project) -> None:
    """Merge a row's empty cells after the second column with it, or part them."""

    def edit(own: list[dict[str, str]]) -> None:
        shown = [record for record in own if record["tampil"] != "tidak"]
        shown[1]["gabung"] = "" if shown[1]["gabung"] == "datar" else "datar"

    project.columns(edit)


def widen(project: Project) -> None:
    """Make the second column wider."""

    def edit(own: list[dict[str, str]]) -> None:
        own[1]["lebar"] = f"{float(own[1]['lebar']) + 9:g}"

    project.columns(edit)


def turn_text(project: Project) -> None:
    """Put the text of the second column to the right."""
    project.columns(lambda own: own[1].update(rata="kanan"))


def hide_column(project: Project) -> None:
    """Print the last column no longer."""
    project.columns(lambda own: own[-1].update(tampil="tidak"))


def number_columns(project: Project) -> None:
    """Print a row of column numbers, or no longer."""

    def edit(own: list[dict[str, str]]) -> None:
        has_numbers = any(record["nomor"] for record in own)
        for record in own:
            record["nomor"] = "" if has_numbers else "(#)"

    project.columns(edit)


def restyle(project: Project) -> None:
    """Give the table another look."""
    look = project.document().tables[project.table].gaya
    project.described(gaya="lebar" if look != "lebar" else "umum")


def move_table(project: Project) -> None:
    """Put the table before the text that it followed."""

    def edit(records: list[dict[str, str]]) -> None:
        place = next(n for n, one in enumerate(records) if one["acuan"] == project.table)
        records.insert(max(place - 2, 1), records.pop(place))

    project.change(project.story(), edit)


def move_table_far(project: Project) -> None:
    """Put the table into the last chapter."""
    moved: list[dict[str, str]] = []

    def take(records: list[dict[str, str]]) -> None:
        place = next(n for n, one in enumerate(records) if one["acuan"] == project.table)
        moved.append(records.pop(place))

    project.change(project.story(), take)
    last = max(name for name in project.files if name.startswith("naskah/"))
    project.change(last, lambda records: records.append(moved[0]))


def break_section(project: Project) -> None:
    """Begin a section, with page numbers of its own, with the chapter of the table."""

    def edit(records: list[dict[str, str]]) -> None:
        first = next(iter(project.files["naskah/11-bab-1.csv"].records()))[1]
        records.insert(0, {**first, "id": "bagian-baru"})

    project.change(project.story(), edit)


def delete_table(project: Project) -> None:
    """Take the table away."""

    def edit(records: list[dict[str, str]]) -> None:
        records[:] = [one for one in records if one["acuan"] != project.table]

    project.change(project.story(), edit)


SHAPES: dict[str, Shape] = {
    "page turned": turn_page,
    "headings grouped": group_headings,
    "group renamed": rename_group,
    "column deleted": delete_column,
    "column inserted": insert_column,
    "column moved": move_column,
    "column renamed": rename_column,
    "id of a column": rename_column_id,
    "column hidden": hide_column,
    "merged downwards": merge_down,
    "merged across": merge_across,
    "width": widen,
    "text at the right": turn_text,
    "row of numbers": number_columns,
    "look of the table": restyle,
    "table moved": move_table,
    "table moved far": move_table_far,
    "section break": break_section,
    "table deleted": delete_table,
}


# --- Counting ------------------------------------------------------------------------------------


def count_marks(content: bytes) -> Counter[str]:
    """Return how many revisions of each kind a redline bears; marks of paragraphs apart."""
    root = _read(content)
    found: Counter[str] = Counter()
    for name in MARKS:
        for node in root.iter(W + name):
            parent = node.getparent()
            where = "" if parent is None else parent.tag.removeprefix(W)
            if where == "rPr" and name in ("ins", "del"):
                found[f"¶{name}"] += 1
            elif name in ("ins", "del") and where == "trPr":
                found[f"row {name}"] += 1
            else:
                found[name] += 1
    return found


def count_true(old: bytes, new: bytes) -> int:
    """Return how many printed things differ: the fewest that come, go or change.

    Things are the paragraphs with their properties, the properties of each table, and each cell.
    """
    before, after = (list(_things(_read(side))) for side in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return sum(
        max(old_end - old_start, new_end - new_start)
        for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes()
        if kind != "equal"
    )


def _things(root: _Element) -> list[str]:
    things = []
    for node in root[0]:
        if node.tag != W + "tbl":
            things += _paragraph(node)
            continue
        things.append(f"table {_bare(node.find(W + 'tblPr'))}")
        for row in node.iter(W + "tr"):
            things.append(f"row {_bare(row.find(W + 'trPr'))}")
            things += [_cell(cell) for cell in row.iter(W + "tc")]
    return things


def _paragraph(node: _Element) -> list[str]:
    properties = node.find(W + "pPr")
    section = None if properties is None else properties.find(W + "sectPr")
    if properties is None or section is None:
        return [f"{_text(node)}|{_bare(properties)}"]
    properties.remove(section)
    return [f"{_text(node)}|{_bare(properties)}", f"section {_bare(section)}"]


def _cell(cell: _Element) -> str:
    properties = cell.find(W + "tcPr")
    look = (
        ""
        if properties is None
        else "".join(_bare(child) for child in properties if child.tag != W + "tcW")
    )
    inside = [_bare(paragraph.find(W + "pPr")) for paragraph in cell.iter(W + "p")]
    return f"cell {_text(cell)}|{look}|{inside}"


def _text(node: _Element) -> str:
    return "".join(found.text or "" for found in node.iter(W + "t"))


def _bare(node: _Element | None) -> str:
    return "" if node is None else etree.tostring(node, exclusive=True).decode()


def _read(content: bytes) -> _Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def main() -> int:
    """Print a line for each shape; out: 1 where one is marked too widely."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=Path("data"))
    options.add_argument("--template", type=Path, default=Path("templates/renstra.docx"))
    options.add_argument("--table", default="program-renstra")
    options.add_argument("--output", type=Path)
    options.add_argument("--only", default="")
    chosen = options.parse_args()
    raw = load_project(chosen.data)
    old = Project(raw, chosen.table).document()
    built = render_view(build_view(old), chosen.template).to_bytes({})
    worst = 0.0
    print(f"{'shape':20} {'true':>6} {'marks':>6} {'ratio':>6}  kinds")
    for name, shape in SHAPES.items():
        if chosen.only not in name:
            continue
        project = Project(raw, chosen.table)
        shape(project)
        new = project.document()
        redline = write_redline(old, new, chosen.template)
        true = count_true(built, render_view(build_view(new), chosen.template).to_bytes({}))
        marks = count_marks(redline)
        total = sum(marks.values())
        ratio = total / max(true, 1)
        worst = max(worst, ratio)
        kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(marks.items()))
        print(f"{name:20} {true:6} {total:6} {ratio:6.2f}  {kinds}", flush=True)
        if chosen.output is not None:
            chosen.output.mkdir(parents=True, exist_ok=True)
            (chosen.output / f"{name.replace(' ', '-')}.docx").write_bytes(redline)
    return int(worst > BOUND)


if __name__ == "__main__":
    sys.exit(main())
