"""Align: an edition that this program did not make, beside one that it did.

A foreign document has no ids. What prints the same as in the other edition is the same block, row
or cell and is taken from there; what differs gets the id of what it stands in the place of, so that
a comparison shows the change and not a new document.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.intake.fit_columns import TargetColumn
from renstra_doc.intake.narrative_files import BLOCK_HEADER
from renstra_doc.intake.source import tidy
from renstra_doc.intake.vocabulary import normalize
from renstra_doc.load.project import RawProject, RawRow, RawTable, parse_table
from renstra_doc.model.compose import compose_document
from renstra_doc.view import DictumItem, HeadingItem, ParagraphItem, TableItem, build_view
from renstra_doc.view.items import spread_cells
from renstra_doc.words.markup import plain_line, plain_text
from renstra_doc.words.numbers import NumberError, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from renstra_doc.model import Document, Table
    from renstra_doc.model.values import Column
    from renstra_doc.view import View

TABLES, COLUMNS, TEXT = "tabel/tabel.csv", "tabel/kolom.csv", "naskah/"
ALIKE, MOST_PAIRS, BLOCK_SIGNATURE = 0.5, 4000, 2
# What a foreign file does not say stays as the other edition has it.
KEPT = ("dokumen.csv", "struktur-organisasi.csv", "grafik.csv")
BLOCK = (*BLOCK_HEADER, "lebar")
# What a block takes from the one in whose place it stands.
OWN = ("id", "acuan", "gaya")
Record = dict[str, str]
Signature = tuple[str, ...]


def align_document(files: Mapping[str, bytes], other: Document) -> Document:
    """Return a foreign document with the ids of another edition.

    In: the files that `make_project_files` gives; the edition to stand beside. Raises InputError
    where the foreign document cannot be understood.
    """
    # Composed without a folder: its pictures lie in the file, not on disk.
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
    return compose_document(RawProject(folder, _without_pictures(tables)))[0]


def _without_pictures(tables: dict[str, RawTable]) -> dict[str, RawTable]:
    """Return the tables with a paragraph for each picture: its file lies in the document."""
    found = dict(tables)
    for name, table in tables.items():
        if name.startswith(TEXT):
            rows = [_as_text(record) for record in table.texts()]
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
            file = f"tabel/{like}.csv"
            old = raw.get(file) if like in self.other.tables else None
            mine = self.foreign.origin.files[f"tabel/{key}.csv"]
            found[file] = (
                self._rows(key, like, old, mine) if old is not None else replace(mine, file=file)
            )
        return found

    # The narrative

    def _narrative(self, raw: Mapping[str, RawTable]) -> dict[str, RawTable]:
        mine, theirs = _records(self.foreign.origin.files), _records(raw)
        texts = [dict(_block_texts(view)) for view in self.views]
        one = [_sign_block(record, texts[0], self.keys) for record in mine]
        two = [_sign_block(record, texts[1], {}) for record in theirs]
        likes = _find_likes(one, two, theirs)
        used = _ids_of(likes)
        rows = []
        for index, record in enumerate(mine):
            # What prints the same is taken whole, with the expressions and marks that print alone
            # does not show.
            old, printed = likes.get(index, ({}, ()))
            name = old.get("id") or _free(f"lama-{index + 1}", used)
            rows.append(old if one[index] == printed else self._take_block(record, old, name))
        return {"naskah/01-lama.csv": _table("naskah/01-lama.csv", BLOCK, rows)}

    def _take_block(self, record: Record, old: Record, name: str) -> Record:
        """Return a block that prints otherwise than the one in whose place it stands, or is new."""
        if old:
            return {**record, **{field: old[field] for field in OWN}}
        acuan = record["acuan"]
        own = self.keys.get(acuan, acuan) if record["jenis"] == "tabel" else ""
        return {**record, "id": name, "acuan": own}

    # Tables

    def _match_tables(self) -> dict[str, str]:
        """Return {table of the foreign edition: table of the other}, by number and title."""
        found: dict[str, str] = {}
        # The surest pairs first: half a title must not take the table whose title another has in
        # full.
        for score in (0.99, 0.8, ALIKE):
            for key in self.foreign.tables:
                rated, like = (0.0, "") if key in found else self._find_table(key, found)
                if rated >= score:
                    found[key] = like
        taken = set(self.other.tables)
        for key in self.foreign.tables:
            if key not in found:
                found[key] = _free(key, taken)
        return found

    def _find_table(self, key: str, found: Mapping[str, str]) -> tuple[float, str]:
        """Return how like the likest of the other's free tables is, and which it is."""
        own = _caption(self.views[0], key) or self.foreign.tables[key].judul
        rest = [other for other in self.other.tables if other not in found.values()]
        rated = [(_ratio(own, _caption(self.views[1], other)), other) for other in rest]
        return max(rated, default=(0.0, ""))

    def _descriptions(self, raw: Mapping[str, RawTable]) -> dict[str, RawTable]:
        """Return `tabel.csv` and `kolom.csv`: the other's rows for tables that it has."""
        both = []
        for file, field in ((TABLES, "id"), (COLUMNS, "tabel")):
            theirs, mine = raw[file], self.foreign.origin.files[file]
            rows: list[Record] = []
            for key, like in self.keys.items():
                if like in self.other.tables:
                    rows += [r for r in theirs.texts() if r[field] == like]
                else:
                    rows += [{**r, field: like} for r in mine.texts() if r[field] == key]
            header = tuple(dict.fromkeys((*theirs.header, *mine.header)))
            both.append((file, _table(file, header, rows)))
        return dict(both)

    def _rows(self, key: str, like: str, old: RawTable, mine: RawTable) -> RawTable:
        columns = self._match_columns(key, like)
        prints = _printed_rows(self.views[0], self.foreign.tables[key], list(columns))
        theirs = _printed_rows(self.views[1], self.other.tables[like], list(columns.values()))
        likes = _find_likes(prints, theirs, _list_records(old))
        records = _list_records(mine)
        begun = zip(records, prints, _begin_rows(records, likes), strict=True)
        rows = [
            {**base, **self._changed(like, columns, record, printed, before)}
            for record, printed, (base, before) in begun
        ]
        return _table(old.file, old.header, rows)

    def _changed(
        self,
        like: str,
        columns: Mapping[str, str],
        record: Record,
        printed: Signature,
        before: Signature,
    ) -> Record:
        """Return the cells of a row that print otherwise than those of its like."""
        old = dict(zip(columns, before, strict=False))
        return {
            name: _as_kind(self.other, like, name, record.get(own, ""), text)
            for (own, name), text in zip(columns.items(), printed, strict=True)
            if text != old.get(own)
        }

    def _match_columns(self, key: str, like: str) -> dict[str, str]:
        """Return {column: column of the other}: by heading, else in their order."""
        mine = [c for c in self.foreign.tables[key].columns if c.tampil]
        theirs = [c for c in self.other.tables[like].columns if c.tampil]
        # As many columns are the same ones in other words: then their order tells more than their
        # headings.
        if len(mine) == len(theirs):
            return {one.kolom: two.kolom for one, two in zip(mine, theirs, strict=True)}
        found: dict[str, str] = {}
        for meaning in (_heading, _meaning):
            for one in mine:
                hit = _find_column(meaning(one), meaning, theirs, set(found.values()))
                if one.kolom not in found and hit:
                    found[one.kolom] = hit
        return found


def _heading(column: Column) -> object:
    return tuple(normalize(plain_text(part)) for part in column.judul)


def _meaning(column: Column) -> object:
    """Return what a column is of, "" where its heading does not say."""
    key = TargetColumn(column.kolom, " > ".join(column.judul), "").key()
    return key if key[0] else ""


def _list_records(table: RawTable) -> list[Record]:
    return table.texts()


def _find_column(
    wanted: object, meaning: Callable[[Column], object], columns: Sequence[Column], used: set[str]
) -> str:
    """Return the first free column that says what is wanted, "" where none does."""
    rest = (column for column in columns if wanted and column.kolom not in used)
    return next((column.kolom for column in rest if meaning(column) == wanted), "")


def _begin_rows(
    mine: Sequence[Record], likes: Mapping[int, tuple[Record, Signature]]
) -> list[tuple[Record, Signature]]:
    """Return for each row its like and what that prints, else a new row below the same parent."""
    used = _ids_of(likes)
    ids: dict[str, str] = {}
    found = []
    for index, record in enumerate(mine):
        row, printed = likes.get(index, ({}, ()))
        if not row:
            parent = ids.get(record.get("induk", ""), "")
            own = _free(f"lama-{index + 1}", used)
            row = {"id": own, "tingkat": record.get("tingkat", ""), "induk": parent}
        ids[record["id"]] = row["id"]
        found.append((row, printed))
    return found


def _as_kind(document: Document, table: str, column: str, text: str, printed: str) -> str:
    """Return a cell as the other's column takes it: its canonical text, else as printed."""
    kind = next(c.jenis for c in document.tables[table].columns if c.kolom == column)
    for candidate in (text, printed):
        try:
            # Only whether it can be read is asked here.
            parse(kind, candidate) if kind not in ("teks", "urut") and candidate else None
        except NumberError:
            continue
        else:
            return candidate
    return ""


def _records(tables: Mapping[str, RawTable]) -> list[Record]:
    """Return the blocks of an edition, every column of each."""
    names = [name for name in sorted(tables) if name.startswith(TEXT)]
    rows = (record for name in names for record in _list_records(tables[name]))
    return [{column: record.get(column, "") for column in BLOCK} for record in rows]


def _sign_block(record: Record, texts: Mapping[str, str], keys: Mapping[str, str]) -> Signature:
    """Return what makes a block the same in two editions: its kind, its table or its text."""
    kind = record["jenis"]
    if kind == "tabel":
        return kind, keys.get(record["acuan"], record["acuan"])
    text = texts.get(record["id"], "") or plain_text(record["teks"])
    # A chart and a section have no text of their own by which to know them.
    return kind, "" if kind in ("bagan", "bagian") else " ".join(text.split())


def _block_texts(view: View) -> Iterator[tuple[str, str]]:
    for item in view.items:
        if isinstance(item, HeadingItem | ParagraphItem):
            yield item.id, "".join(run.teks for run in item.runs)
        elif isinstance(item, DictumItem):
            yield item.id, item.label
            for paragraph in item.paragraphs:
                yield paragraph.id, "".join(run.teks for run in paragraph.runs)


def _find_item(view: View, key: str) -> TableItem | None:
    return next((i for i in view.items if isinstance(i, TableItem) and i.id == key), None)


def _caption(view: View, key: str) -> str:
    item = _find_item(view, key)
    return plain_line(f"{item.label} {item.judul}") if item is not None else ""


def _printed_rows(view: View, table: Table, columns: Sequence[str]) -> list[Signature]:
    """Return what each row of a table prints in some columns."""
    item = _find_item(view, table.id)
    if item is None:
        return [tuple(tidy(table.cell(row, name).teks) for name in columns) for row in table.rows]
    shown = [column.kolom for column in table.columns if column.tampil]
    printed = [dict(zip(shown, spread_cells(row.cells), strict=True)) for row in item.rows]
    return [tuple(tidy(plain_text(row.get(name, ""))) for name in columns) for row in printed]


def _ratio(one: str, two: str) -> float:
    return (
        # autojunk takes the frequent letters of a longer text for noise.
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


def _find_likes(
    one: Sequence[Signature], two: Sequence[Signature], theirs: Sequence[Record]
) -> dict[int, tuple[Record, Signature]]:
    """Return for each of ours that has one its like among theirs, and what that prints."""
    return {index: (theirs[place], two[place]) for index, place in _pair(one, two)}


def _ids_of(likes: Mapping[int, tuple[Record, Signature]]) -> set[str]:
    return {old["id"] for old, _ in likes.values()}


def _pair(one: Sequence[Signature], two: Sequence[Signature]) -> Iterator[tuple[int, int]]:
    """Pair what is equal, in order; between these, what is alike."""
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(a, b), range(c, d), strict=True)
        elif tag == "replace":
            yield from _pair_alike(one, two, (a, b), (c, d))


def _pair_alike(
    one: Sequence[Signature],
    two: Sequence[Signature],
    first: tuple[int, int],
    second: tuple[int, int],
) -> Iterator[tuple[int, int]]:
    start = second[0]
    # Each of them with each: beyond this a comparison would take longer than the answer is worth.
    if (first[1] - first[0]) * (second[1] - second[0]) > MOST_PAIRS:
        return
    for index in range(*first):
        # In order, so that pairs do not cross.
        hit = next((at for at in range(start, second[1]) if _is_alike(one[index], two[at])), None)
        if hit is not None:
            yield index, hit
            start = hit + 1


def _is_alike(one: Signature, two: Signature) -> bool:
    """Return whether two blocks of one kind, or two rows, say much the same."""
    is_block = len(one) == len(two) == BLOCK_SIGNATURE
    if is_block and one[0] != two[0]:
        return False
    return _ratio(" ".join(one), " ".join(two)) >= ALIKE
