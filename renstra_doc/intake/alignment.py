"""Align: an edition that this program did not make, beside one that it did.

A foreign document has no ids. What prints the same as in the other edition is the same block, row
or cell and is taken from there; what differs gets the id of what it stands in the place of, so that
a comparison shows the change and not a new document.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.finding import InputError, Severity
from renstra_doc.intake.fit_columns import TargetColumn
from renstra_doc.intake.source import tidy
from renstra_doc.intake.vocabulary import normalize
from renstra_doc.load.project import RawProject, RawRow, RawTable, parse_table
from renstra_doc.model.compose import compose_partly
from renstra_doc.view import DictumItem, HeadingItem, ParagraphItem, TableItem, build_view
from renstra_doc.words.markup import plain_text
from renstra_doc.words.numbers import NumberError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from renstra_doc.model import Document, Table
    from renstra_doc.view import View

TABLES, COLUMNS, TEXT = "tabel/tabel.csv", "tabel/kolom.csv", "naskah/"
ALIKE, MOST_PAIRS, BLOCK_SIGNATURE = 0.5, 4000, 2
KEPT = ("dokumen.csv", "struktur-organisasi.csv", "grafik.csv")
BLOCK = (
    "id",
    "jenis",
    "tingkat",
    "penanda",
    "gaya",
    "acuan",
    "teks",
    "sumber",
    "alternatif",
    "lebar",
)
Record = dict[str, str]


def align_document(files: Mapping[str, bytes], other: Document) -> Document:
    """Return a foreign document with the ids of another edition.

    In: the files that `make_project_files` gives; the edition to stand beside. Raises InputError
    where the foreign document cannot be understood.
    """
    foreign = _compose(Path(), _parse(files))
    aligner = _Aligner(foreign, other)
    return _compose(Path(), aligner.tables())


def _parse(files: Mapping[str, bytes]) -> dict[str, RawTable]:
    found = {}
    for name, content in files.items():
        if name.startswith("data/") and name.endswith(".csv"):
            table, _ = parse_table(content.decode(), name.removeprefix("data/"))
            if table is not None:
                found[table.file] = table
    return found


def _compose(folder: Path, tables: dict[str, RawTable]) -> Document:
    document, findings = compose_partly(RawProject(folder, _without_pictures(tables)))
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise InputError(errors)
    return document


def _without_pictures(tables: dict[str, RawTable]) -> dict[str, RawTable]:
    """Return the tables with a paragraph for each picture: its file lies in the document."""
    found = dict(tables)
    for name, table in tables.items():
        if name.startswith(TEXT):
            rows = [_as_text(record) for _, record in table.records()]
            found[name] = _table(name, table.header, rows)
    return found


def _as_text(record: Record) -> Record:
    if record["jenis"] != "gambar":
        return record
    return {**record, "jenis": "paragraf", "teks": record["teks"] or "[gambar]", "acuan": ""}


def _table(name: str, header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> RawTable:
    lines = (tuple(row.get(column, "") for column in header) for row in rows)
    return RawTable(
        name, tuple(header), tuple(RawRow(n, cells) for n, cells in enumerate(lines, 2))
    )


class _Aligner:
    """Finds for each block, table and row of one edition its like in the other."""

    def __init__(self, foreign: Document, other: Document) -> None:
        self.foreign, self.other = foreign, other
        self.views = build_view(foreign), build_view(other)
        self.keys = self._match_tables()

    def tables(self) -> dict[str, RawTable]:
        """Return the raw tables of the foreign edition with the other's ids."""
        raw = self.other.origin.files
        found = {name: raw[name] for name in KEPT if name in raw}
        found.update(self._narrative(raw))
        found.update(self._descriptions(raw))
        for key, like in self.keys.items():
            table = self._rows(key, like, raw)
            found[table.file] = table
        return found

    # The narrative

    def _narrative(self, raw: Mapping[str, RawTable]) -> dict[str, RawTable]:
        mine = [r for _, r in _records(self.foreign.origin.files, TEXT)]
        theirs = [(name, r) for name, r in _records(raw, TEXT)]
        texts = [dict(_block_texts(view)) for view in self.views]
        one = [self._signature(record, texts[0], own=True) for record in mine]
        two = [self._signature(record, texts[1], own=False) for _, record in theirs]
        pairs = dict(_pair(one, two))
        used = {theirs[place][1]["id"] for place in pairs.values()}
        rows: list[Record] = []
        for index, record in enumerate(mine):
            place = pairs.get(index)
            if place is None:
                rows.append(
                    {
                        **record,
                        "id": _free(f"lama-{index + 1}", used),
                        "acuan": self._own_acuan(record),
                    }
                )
            elif one[index] == two[place]:
                rows.append(theirs[place][1])
            else:
                old = theirs[place][1]
                rows.append(
                    {
                        **record,
                        "id": old["id"],
                        "acuan": old.get("acuan", ""),
                        "gaya": old.get("gaya", ""),
                    }
                )
        return {"naskah/01-lama.csv": _table("naskah/01-lama.csv", BLOCK, rows)}

    def _own_acuan(self, record: Record) -> str:
        return self.keys.get(record["acuan"], record["acuan"]) if record["jenis"] == "tabel" else ""

    def _signature(self, record: Record, texts: Mapping[str, str], *, own: bool) -> tuple[str, str]:
        kind = record["jenis"]
        if kind == "tabel":
            return kind, self.keys.get(record["acuan"], record["acuan"]) if own else record["acuan"]
        text = texts.get(record["id"], "") or plain_text(record["teks"])
        return kind, "" if kind in ("bagan", "bagian") else " ".join(text.split())

    # Tables

    def _match_tables(self) -> dict[str, str]:
        """Return {table of the foreign edition: table of the other}, by number and title."""
        found: dict[str, str] = {}
        for score in (0.99, 0.8, ALIKE):
            for key, table in self.foreign.tables.items():
                if key in found:
                    continue
                own = _caption(self.views[0], key) or table.judul
                rest = [other for other in self.other.tables if other not in found.values()]
                rated = [(_ratio(own, _caption(self.views[1], other)), other) for other in rest]
                best = max(rated, default=(0.0, ""))
                if best[0] >= score:
                    found[key] = best[1]
        taken = set(found.values())
        for key in self.foreign.tables:
            if key not in found:
                found[key] = _free(key, {*taken, *self.other.tables})
                taken.add(found[key])
        return found

    def _descriptions(self, raw: Mapping[str, RawTable]) -> dict[str, RawTable]:
        """Return `tabel.csv` and `kolom.csv`: the other's rows for tables that it has."""
        both = []
        for file, field in ((TABLES, "id"), (COLUMNS, "tabel")):
            theirs, mine = raw[file], self.foreign.origin.files[file]
            rows: list[Record] = []
            for key, like in self.keys.items():
                if like in self.other.tables:
                    rows += [r for _, r in theirs.records() if r[field] == like]
                else:
                    rows += [{**r, field: like} for _, r in mine.records() if r[field] == key]
            header = tuple(dict.fromkeys((*theirs.header, *mine.header)))
            both.append((file, _table(file, header, rows)))
        return dict(both)

    def _rows(self, key: str, like: str, raw: Mapping[str, RawTable]) -> RawTable:
        mine = self.foreign.origin.files[f"tabel/{key}.csv"]
        file = f"tabel/{like}.csv"
        if like not in self.other.tables or file not in raw:
            return RawTable(file, mine.header, mine.rows)
        columns = self._match_columns(key, like)
        one = _printed_rows(self.views[0], self.foreign.tables[key], list(columns))
        two = _printed_rows(self.views[1], self.other.tables[like], list(columns.values()))
        pairs = dict(_pair(one, two))
        theirs = [record for _, record in raw[file].records()]
        used = {theirs[place]["id"] for place in pairs.values()}
        ids: dict[str, str] = {}
        rows = []
        for index, (_, record) in enumerate(mine.records()):
            place = pairs.get(index)
            base = theirs[place] if place is not None else {"tingkat": record.get("tingkat", "")}
            row = dict(base)
            for at, (own, name) in enumerate(columns.items()):
                if place is None or one[index][at] != two[place][at]:
                    row[name] = _as_kind(
                        self.other, like, name, record.get(own, ""), one[index][at]
                    )
            if place is None:
                row["id"] = _free(f"lama-{index + 1}", used)
                row["induk"] = ids.get(record.get("induk", ""), "")
            ids[record["id"]] = row["id"]
            rows.append(row)
        return _table(file, raw[file].header, rows)

    def _match_columns(self, key: str, like: str) -> dict[str, str]:
        """Return {column: column of the other}: by heading, else in their order."""
        mine = [c for c in self.foreign.tables[key].columns if c.tampil]
        theirs = [c for c in self.other.tables[like].columns if c.tampil]
        if len(mine) == len(theirs):
            return {one.kolom: two.kolom for one, two in zip(mine, theirs, strict=True)}
        found: dict[str, str] = {}
        for match in (_same_heading, _same_meaning):
            for one in mine:
                hit = next(
                    (t.kolom for t in theirs if t.kolom not in found.values() and match(one, t)), ""
                )
                if one.kolom not in found and hit:
                    found[one.kolom] = hit
        return found


def _same_heading(one: object, two: object) -> bool:
    return _heading(one) == _heading(two)


def _heading(column: object) -> str:
    return " > ".join(normalize(plain_text(part)) for part in getattr(column, "judul", ()))


def _same_meaning(one: object, two: object) -> bool:
    keys = [
        TargetColumn(str(getattr(c, "kolom", "")), " > ".join(getattr(c, "judul", ())), "").key()
        for c in (one, two)
    ]
    return bool(keys[0][0]) and keys[0] == keys[1]


def _as_kind(document: Document, table: str, column: str, text: str, printed: str) -> str:
    """Return a cell as the other's column takes it: its canonical text, else as printed."""
    kind = next(c.jenis for c in document.tables[table].columns if c.kolom == column)
    for candidate in (text, printed):
        try:
            parse(kind, candidate) if kind not in ("teks", "urut") and candidate else None
        except NumberError:
            continue
        else:
            return candidate
    return ""


def _records(tables: Mapping[str, RawTable], folder: str) -> Iterator[tuple[str, Record]]:
    for name in sorted(tables):
        if name.startswith(folder):
            for _, record in tables[name].records():
                yield name, {column: record.get(column, "") for column in BLOCK}


def _block_texts(view: View) -> Iterator[tuple[str, str]]:
    for item in view.items:
        if isinstance(item, HeadingItem | ParagraphItem):
            yield item.id, "".join(run.teks for run in item.runs)
        elif isinstance(item, DictumItem):
            yield item.id, item.label
            for paragraph in item.paragraphs:
                yield paragraph.id, "".join(run.teks for run in paragraph.runs)


def _caption(view: View, key: str) -> str:
    item = next((i for i in view.items if isinstance(i, TableItem) and i.id == key), None)
    return " ".join(plain_text(f"{item.label} {item.judul}").split()) if item is not None else ""


def _printed_rows(view: View, table: Table, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what each row of a table prints in some columns."""
    item = next((i for i in view.items if isinstance(i, TableItem) and i.id == table.id), None)
    shown = [column.kolom for column in table.columns if column.tampil]
    if item is None:
        return [tuple(tidy(table.cell(row, name).teks) for name in columns) for row in table.rows]
    found = []
    for row in item.rows:
        texts = [text for cell in row.cells for text in (cell.teks, *[""] * (cell.lebar - 1))]
        printed = dict(zip(shown, texts, strict=True))
        found.append(tuple(tidy(plain_text(printed.get(name, ""))) for name in columns))
    return found


def _ratio(one: str, two: str) -> float:
    return (
        SequenceMatcher(None, one.lower(), two.lower(), autojunk=False).ratio()
        if one and two
        else 0.0
    )


def _free(name: str, used: set[str]) -> str:
    base, number = name, 1
    while name in used:
        number += 1
        name = f"{base}-{number}"
    used.add(name)
    return name


def _pair(
    one: Sequence[tuple[str, ...]], two: Sequence[tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    """Pair what is equal, in order; between these, what is alike."""
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(a, b), range(c, d), strict=True)
        elif tag == "replace":
            yield from _pair_alike(one, two, (a, b), (c, d))


def _pair_alike(
    one: Sequence[tuple[str, ...]],
    two: Sequence[tuple[str, ...]],
    first: tuple[int, int],
    second: tuple[int, int],
) -> Iterator[tuple[int, int]]:
    start = second[0]
    if (first[1] - first[0]) * (second[1] - second[0]) > MOST_PAIRS:
        return
    for index in range(*first):
        hit = next((at for at in range(start, second[1]) if _is_alike(one[index], two[at])), None)
        if hit is not None:
            yield index, hit
            start = hit + 1


def _is_alike(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Return whether two blocks of one kind, or two rows, say much the same."""
    is_block = len(one) == len(two) == BLOCK_SIGNATURE
    if is_block and one[0] != two[0]:
        return False
    return _ratio(" ".join(one), " ".join(two)) >= ALIKE
