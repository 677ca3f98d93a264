"""Each edit of a returned document → what it would change in the data, or a question.

A cell or a paragraph maps straight to its place; what the program counts or takes from elsewhere
(numbers, lists of contents, expressions, the template's own text) goes to its source and is never
written over by its text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import takewhile
from typing import TYPE_CHECKING

from renstra_doc.docx.look_facts import BOLD, ITALIC
from renstra_doc.docx.word_content import accept_all, is_there
from renstra_doc.model.cells import print_number, read_cell, write_cell
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.place import Place
from renstra_doc.returned.additions import describe_block, describe_row
from renstra_doc.returned.patching import Letter, PatchUnit, patch, split_units
from renstra_doc.review.verify.edits import Did
from renstra_doc.review.verify.lines import join_blanks
from renstra_doc.review.verify.look_edits import LISTS, read_looks
from renstra_doc.words.markup import plain_text
from renstra_doc.words.numbers import NumberError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.docx.word_content import Accept, Facts
    from renstra_doc.model import Block, Column
    from renstra_doc.returned.carried_data import CarriedData
    from renstra_doc.returned.patching import Look
    from renstra_doc.review.verify.edits import Edit
    from renstra_doc.review.verify.lines import Line

FACTS, TABLES, COLUMNS = "dokumen.csv", "tabel/tabel.csv", "tabel/kolom.csv"
BOXES, STORY = "struktur-organisasi.csv", "naskah/"
WHOLE = ""
_FACT = re.compile(r"\bdokumen\.(\w+)")
_CELL = re.compile(r"\bnilai\(\s*'([^']*)'\s*,\s*'([^']*)'\s*,\s*'([^']*)'")
_COUNT = re.compile(r"\bcacah\(\s*'([^']*)'")
_NUMBERED = re.compile(r"\d[\d.,]*")
FIXED_KINDS = frozenset({"bab", "subbab", "judul", "label", "tabel", "bagan", "bagian"})


class ProposalFate(StrEnum):
    """What becomes of an edit."""

    IN = "in"
    DERIVED = "derived"
    DOUBTFUL = "doubtful"
    LEFT_OUT = "left_out"


class Act(StrEnum):
    """What an edit does to the data."""

    CELL = "ubah"
    ADD = "tambah"
    REMOVE = "hapus"
    MOVE = "pindah"
    NONE = "tidak ada"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an edit would change.

    `berkas`, `baris` (the id; `tabel kolom` in kolom.csv) and `kolom` are the datum, `semula` and
    `menjadi` its texts in the data; of a new row `rekaman` is all of it, `sesudah` the id above it.
    A doubtful one asks `tanya`; `ada` says whether it may be done by a plain yes.
    """

    fate: ProposalFate
    act: Act
    tempat: str
    berkas: str = ""
    baris: str = ""
    kolom: str = ""
    semula: str = ""
    menjadi: str = ""
    penulis: str = ""
    tanggal: str = ""
    tanya: str = ""
    sesudah: str = ""
    rekaman: Mapping[str, str] = field(default_factory=dict)
    bisa: bool = False

    @property
    def kunci(self) -> str:
        """What a question about it is known by."""
        return "#".join(filter(None, (self.berkas, self.baris or self.tempat, self.kolom)))


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns edits into proposals."""

    carried: CarriedData
    accept: Accept = accept_all
    penulis: str = ""

    def propose(self, edit: Edit) -> list[Proposal]:
        """Return what an edit would change; a row that was moved and edited is more than one."""
        if edit.place.column == "penanda":
            text = "nomor butir dihitung program; ubah urutan, tingkat atau penanda di data"
            return [self._ask(edit, text, edit.place)]
        if edit.spot.startswith(LISTS):
            text = f"daftar disusun dari judulnya; ubah di {edit.place}"
            return [self._make(edit, ProposalFate.DERIVED, Act.NONE, edit.place, tanya=text)]
        makers = {
            Did.CHANGED: self._change,
            Did.ADDED: self._add,
            Did.REMOVED: self._remove,
            Did.MOVED: self._move,
            Did.LOOK: self._change_look,
        }
        found = makers[edit.did](edit)
        return [_doubt(each) for each in found] if edit.ragu else found

    # What a proposal has of its edit

    def _make(
        self, edit: Edit, fate: ProposalFate, act: Act, place: Place, **more: object
    ) -> Proposal:
        file, key = place.file, self._key_of(place)
        texts = {"semula": edit.old, "menjadi": edit.new, "kolom": place.column, **more}
        return Proposal(
            fate,
            act,
            edit.spot,
            file,
            key,
            penulis=edit.penulis or self.penulis,
            tanggal=edit.tanggal,
            **texts,  # type: ignore[arg-type]
        )

    def _ask(self, edit: Edit, question: str, place: Place, **more: object) -> Proposal:
        return self._make(edit, ProposalFate.DOUBTFUL, Act.NONE, place, tanya=question, **more)

    def _key_of(self, place: Place) -> str:
        record = self.carried.record(place)
        if place.file == COLUMNS:
            return " ".join(filter(None, (record.get("tabel"), record.get("kolom"))))
        return record.get("id") or record.get("kunci") or ""

    # Changed texts

    def _change(self, edit: Edit) -> list[Proposal]:
        place = edit.place
        if place.file.startswith(STORY) and place.column == "teks":
            return [self._change_block(edit)]
        if (place.file, place.line) in self.carried.rows:
            return [self._change_cell(edit, edit.isi[0])]
        if place.file == TABLES:
            return [self._change_table(edit)]
        if place.file == COLUMNS:
            return self._change_heading(edit)
        if place.file == BOXES:
            text = f"kotak bagan: ubah di {place}"
            return [self._ask(edit, text, place)]
        return [self._leave_template(edit)]

    def _change_look(self, edit: Edit) -> list[Proposal]:
        """Take bold and italic in: they are marks of the text; any other look is the template's."""
        place = edit.place
        is_text = place.column == "teks" or place.file == TABLES or self._is_text_cell(place)
        found = self._change(edit) if is_text and edit.isi else []
        kept = [each for each in found if each.fate is ProposalFate.IN]
        if kept and all(each.menjadi != each.semula for each in kept):
            return kept
        text = "rupa tidak disimpan di data: ubah gayanya di templat Word"
        return [self._make(edit, ProposalFate.LEFT_OUT, Act.NONE, place, tanya=text)]

    def _is_text_cell(self, place: Place) -> bool:
        known = self.carried.rows.get((place.file, place.line))
        if known is None:
            return False
        column = known[0].columns[known[0].index[place.column]]
        return column.jenis not in NUMERIC_KINDS and column.jenis != "urut"

    def _leave_template(self, edit: Edit) -> Proposal:
        facts = [
            (key, value)
            for key, value in self.carried.document.dokumen.items()
            if value and len(value) > 3 and value in edit.old and value not in edit.new  # noqa: PLR2004 — a short value stands anywhere
        ]
        if facts:
            key = facts[0][0]
            place = self.carried.document.fact_places.get(key, Place(FACTS))
            text = f"teks ini memuat {key}: ubah di {Place(place.file, place.line)}"
            return self._ask(edit, text, place)
        text = "teks tetap templat: ubah di templat Word"
        return self._make(edit, ProposalFate.LEFT_OUT, Act.NONE, Place(edit.place.file), tanya=text)

    def _change_block(self, edit: Edit) -> Proposal:
        block = self.carried.blocks.get((edit.place.file, edit.place.line))
        if block is None or block.jenis in ("label", "bagan", "tabel"):
            return self._ask(edit, f"ubah di {edit.place}", edit.place)
        head: tuple[PatchUnit, ...] = ()
        number = self.carried.edition.markers.get(block.id, "")
        if number and block.jenis in ("bab", "subbab"):
            head = (PatchUnit("", f"{number} ", fixed=True),)
        return self._patch(edit, edit.place, block.teks, edit.isi, head)

    def _change_table(self, edit: Edit) -> Proposal:
        table = self.carried.tables[edit.place.line]
        record = self.carried.record(edit.place)
        source = record.get(edit.place.column, "")
        if edit.place.column != "judul":
            return self._patch(edit, edit.place, source, edit.isi)
        label = self.carried.edition.show(table.printed_label)
        head = (PatchUnit("", f"{join_blanks(plain_text(label))} ", fixed=True),)
        return self._patch(edit, edit.place, source, edit.isi, head)

    def _change_heading(self, edit: Edit) -> list[Proposal]:
        """Change a level of the heading path of a column, and of those that share its cell."""
        table, column = self.carried.columns[edit.place.line]
        if edit.place.column == "nomor":
            return [self._make(edit, ProposalFate.IN, Act.CELL, edit.place)]
        shown = [join_blanks(plain_text(self.carried.edition.show(part))) for part in column.judul]
        if shown.count(edit.old) != 1:
            return [self._ask(edit, f"kepala kolom: ubah di {edit.place}", edit.place)]
        level = shown.index(edit.old)
        found = self._patch(edit, edit.place, column.judul[level], edit.isi)
        if found.fate is not ProposalFate.IN:
            return [found]
        columns = [each for each in table.columns if each.tampil]
        start = columns.index(column)
        sharing = takewhile(
            lambda each: each.judul[: level + 1] == column.judul[: level + 1], columns[start:]
        )
        return [self._rename(edit, each, level, found.menjadi) for each in sharing]

    def _rename(self, edit: Edit, column: Column, level: int, text: str) -> Proposal:
        place = Place(column.place.file, column.place.line, "judul")
        path = [*column.judul[:level], text, *column.judul[level + 1 :]]
        old, new = " > ".join(column.judul), " > ".join(path)
        return self._make(edit, ProposalFate.IN, Act.CELL, place, semula=old, menjadi=new)

    def _patch(
        self,
        edit: Edit,
        place: Place,
        source: str,
        lines: Sequence[Line],
        head: Sequence[PatchUnit] = (),
    ) -> Proposal:
        units = [*head, *split_units(source, self.carried.edition.show)]
        letters = read_letters(lines, self.accept, as_blanks=bool(head))
        patched = patch(units, letters, read_old_looks(edit))
        if patched.touched or (head and not edit.new.startswith(head[0].shown.strip())):
            return self._ask_source(edit, place, source, patched.touched)
        return self._make(
            edit, ProposalFate.IN, Act.CELL, place, semula=source, menjadi=patched.teks
        )

    def _ask_source(
        self, edit: Edit, place: Place, source: str, touched: Sequence[str]
    ) -> Proposal:
        """Ask where a text comes from that the data compute: it is changed there."""
        if not touched:
            text = f"nomor di depan dihitung program; ubah urutannya, atau tulis di {place}"
            return self._ask(edit, text, place, semula=source)
        sources = [self._find_source(expression) for expression in touched]
        named = "; ".join(dict.fromkeys(filter(None, sources)))
        text = f"bagian ini diambil dari data ({', '.join(touched)}); ubah di {named or place}"
        return self._ask(edit, text, place, semula=source)

    def _find_source(self, expression: str) -> str:
        document = self.carried.document
        if found := _FACT.search(expression):
            place = document.fact_places.get(found[1], Place(FACTS))
            return str(Place(place.file, place.line))
        if found := _CELL.search(expression):
            table = document.tables.get(found[1])
            row = table.row_by_id.get(found[2]) if table is not None else None
            return str(table.cell_place(row, found[3])) if table is not None and row else ""
        if found := _COUNT.search(expression):
            table = document.tables.get(found[1])
            return table.file if table is not None else ""
        return ""

    # Cells

    def _change_cell(self, edit: Edit, line: Line) -> Proposal:
        table, _ = self.carried.rows[edit.place.file, edit.place.line]
        kolom = edit.place.column
        column = table.columns[table.index[kolom]]
        source = self.carried.record(edit.place).get(kolom, "")
        if column.jenis == "urut" and "#" in source:
            text = "nomor urut dihitung program"
            return self._make(edit, ProposalFate.DERIVED, Act.NONE, edit.place, tanya=text)
        if "{{" in source:
            return self._patch(edit, edit.place, source, [line])
        if column.jenis not in NUMERIC_KINDS:
            return self._patch(edit, edit.place, source, [line])
        written = read_number(column, line.text)
        if written is None:
            text = f"“{line.text}” tidak terbaca sebagai {column.jenis}; tulis di {edit.place}"
            return self._ask(edit, text, edit.place, semula=source, menjadi=line.text)
        return self._write_quantity(edit, source, written)

    def _write_quantity(self, edit: Edit, source: str, written: str) -> Proposal:
        unit = source.rpartition(" ")[2]
        is_lost = bool(unit) and unit.isalpha() and not any(map(str.isalpha, written))
        told = f"satuan “{unit}” hilang" if is_lost and written else ""
        texts = {"semula": source, "menjadi": written, "tanya": told}
        return self._make(edit, ProposalFate.IN, Act.CELL, edit.place, **texts)

    # Rows and blocks that came, went, moved

    def _add(self, edit: Edit) -> list[Proposal]:
        if edit.spot == "baris tabel":
            return [self._add_row(edit)]
        if edit.spot == "paragraf" and edit.isi:
            return [self._add_block(edit)]
        if edit.spot.startswith("kolom") or edit.spot.startswith("tabel"):
            return [self._ask(edit, "kolom atau tabel baru: tambahkan di data", edit.place)]
        return [self._leave_template(edit)]

    def _add_row(self, edit: Edit) -> Proposal:
        found = describe_row(self.carried, edit, self._read_new_cell)
        if found is None:
            if edit.place.file.startswith(STORY):
                return self._add_block(edit)
            return self._ask(edit, "baris baru: tambahkan di data", edit.place)
        table, record, above, faults = found
        place = Place(table.file, edit.place.line)
        if faults:
            text = f"baris baru memuat yang tidak terbaca ({'; '.join(faults)})"
            return self._ask(edit, text, place, rekaman=record)
        return self._place_new(edit, table.file, record, above)

    def _place_new(self, edit: Edit, file: str, record: Mapping[str, str], above: str) -> Proposal:
        return Proposal(
            ProposalFate.IN,
            Act.ADD,
            edit.spot,
            file,
            record["id"],
            "",
            "",
            edit.new,
            edit.penulis or self.penulis,
            edit.tanggal,
            sesudah=above,
            rekaman=record,
        )

    def _read_new_cell(self, column: Column, line: Line) -> str | None:
        """Return the text of a cell of a new row for the data, None where it cannot be read."""
        if column.jenis in NUMERIC_KINDS:
            return read_number(column, line.text)
        return self._write_new([line])

    def _write_new(self, lines: Sequence[Line]) -> str:
        return patch((), read_letters(lines, self.accept)).teks.strip()

    def _add_block(self, edit: Edit) -> Proposal:
        found = describe_block(self.carried, edit, self._write_new(edit.isi))
        if found is None:
            return self._ask(edit, "paragraf baru: tambahkan di naskah", edit.place)
        file, record, above = found
        return self._place_new(edit, file, record, above)

    def _remove(self, edit: Edit) -> list[Proposal]:
        place = Place(edit.place.file, edit.place.line)
        if (place.file, place.line) in self.carried.rows and "kolom" not in edit.spot[:6]:
            return [self._make(edit, ProposalFate.IN, Act.REMOVE, place)]
        block = self.carried.blocks.get((place.file, place.line))
        if block is not None and block.jenis not in FIXED_KINDS:
            return [self._make(edit, ProposalFate.IN, Act.REMOVE, place)]
        if block is not None and block.jenis in ("bab", "subbab", "judul"):
            text = f"judul “{edit.old}” dihapus, isinya tidak?"
            return [self._ask(edit, text, place, bisa=True)]
        if place.file in (TABLES, COLUMNS, BOXES) or block is not None:
            return [self._ask(edit, f"dihapus di Word; hapus di {place} bila memang", place)]
        return [self._leave_template(edit)]

    def _move(self, edit: Edit) -> list[Proposal]:
        place = Place(edit.place.file, edit.place.line)
        row = self.carried.rows.get((place.file, place.line))
        block = self.carried.blocks.get((place.file, place.line))
        above = self._find_above(edit)
        if above is None or (row is None and _stays(block, edit)):
            return [self._ask(edit, f"dipindahkan ke {edit.new}; pindahkan di data", place)]
        file, key = above
        if row is not None and file != place.file:
            return [self._ask(edit, f"dipindahkan ke {edit.new}; pindahkan di data", place)]
        moved = self._make(
            edit,
            ProposalFate.IN,
            Act.MOVE,
            place,
            sesudah=key,
            menjadi=edit.new,
            rekaman={"berkas": file},
        )
        return [moved, *self._change_moved(edit, block)]

    def _find_above(self, edit: Edit) -> tuple[str, str] | None:
        place = Place(edit.tujuan.file, edit.tujuan.line)
        if place.file == COLUMNS and place.line in self.carried.columns:
            return self.carried.columns[place.line][0].file, ""
        if (place.file, place.line) in self.carried.rows:
            return place.file, self._key_of(place)
        if (place.file, place.line) in self.carried.blocks:
            return place.file, self._key_of(place)
        return None

    def _change_moved(self, edit: Edit, block: Block | None) -> list[Proposal]:
        """Return what was edited besides in what was moved."""
        if block is not None:
            same = join_blanks(edit.isi[0].text) == join_blanks(edit.old)
            return [] if same else [self._change_block(edit)]
        table, row = self.carried.rows[edit.place.file, edit.place.line]
        found = []
        for head, line in zip(edit.kolom, edit.isi, strict=False):
            known = self.carried.columns.get(head.line)
            if known is None:
                continue
            kolom = known[1].kolom
            shown = self.carried.edition.cells.get((table.id, row.id, kolom), "")
            if join_blanks(plain_text(shown)) != line.text:
                cell = Place(edit.place.file, edit.place.line, kolom)
                found.append(self._change_cell(_at(edit, cell, shown, line), line))
        return [each for each in found if each.fate is not ProposalFate.DERIVED]


def _stays(block: Block | None, edit: Edit) -> bool:
    """Return whether a person has to move it: no block, one of a fixed place, or without text."""
    return block is None or block.jenis in FIXED_KINDS or not edit.isi


def _at(edit: Edit, place: Place, old: str, line: Line) -> Edit:
    return replace(edit, did=Did.CHANGED, place=place, old=old, new=line.text, isi=(line,))


def _doubt(proposal: Proposal) -> Proposal:
    """Ask about what may be the edit of its neighbour."""
    if proposal.fate is not ProposalFate.IN:
        return proposal
    text = (
        "satu kalimat ditulis ulang dan satu di sebelahnya dihapus; "
        "yang mana tidak dapat dipastikan: benarkah yang ini?"
    )
    return replace(proposal, fate=ProposalFate.DOUBTFUL, tanya=text)


def read_old_looks(edit: Edit) -> list[Look]:
    """Return the looks in force of what was printed, letter by letter without blanks."""
    nodes = edit.asal.sumber if edit.asal is not None else ()
    return [_look_of(facts) for _, facts in read_looks(nodes, accept_all)]


def _look_of(facts: Facts) -> Look:
    names = dict(facts)
    return BOLD in names, ITALIC in names


def read_letters(
    lines: Sequence[Line], accept: Accept = accept_all, *, as_blanks: bool = False
) -> list[Letter]:
    """Return the letters that lines show, a line break a paragraph; if asked, breaks as blanks."""
    letters: list[Letter] = []
    for line in lines:
        is_open = False
        for paragraph in line.sumber:
            if is_open:
                letters.append(Letter("\n"))
            for run in paragraph.runs:
                if not run.lenyap and not run.gambar and is_there(run.perubahan, accept):
                    look = _look_of(run.rupa)
                    letters += [Letter(text, run.tebal, run.miring, look) for text in run.teks]
            is_open = is_there(paragraph.tanda, accept)
    text = "".join(letter.teks for letter in letters)
    lead, end = len(text) - len(text.lstrip()), len(text.rstrip())
    kept = letters[lead:end]
    if not as_blanks:
        return kept
    return [replace(each, teks=" ") if each.teks.isspace() else each for each in kept]


def read_number(column: Column, text: str) -> str | None:
    """Return a printed quantity as the data have it; None where it reads two ways or not at all.

    What prints again as it stands there is certain. A dot groups thousands in print.
    """
    shown = join_blanks(text)
    if not shown:
        return ""
    plain = _NUMBERED.sub(lambda match: _plain_number(match[0]), shown)
    for candidate in dict.fromkeys((plain, shown)):
        try:
            cell = read_cell(column, candidate)
        except NumberError:
            continue
        if print_number(column, cell) == shown or (not cell.besaran and candidate == shown):
            return write_cell(column, cell)
    return None


def _plain_number(text: str) -> str:
    tail = text[len(text.rstrip(".,")) :]
    core = text[: len(text) - len(tail)] if tail else text
    return core.replace(".", "").replace(",", ".") + tail
