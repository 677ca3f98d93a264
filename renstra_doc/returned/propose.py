"""Each edit of a returned document → what it would change in the data, or a question.

A cell or a paragraph maps straight to its place; what the program counts or takes from elsewhere
(numbers, lists of contents, expressions, the template's own text) goes to its source and is never
written over by its text.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from renstra_doc.docx.drawings import PICTURE
from renstra_doc.model.values import NUMERIC_KINDS
from renstra_doc.place import Place
from renstra_doc.returned.additions import describe_block, describe_row
from renstra_doc.returned.drawn_edits import DRAWN, find_drawn
from renstra_doc.returned.patching import PatchUnit, patch
from renstra_doc.returned.proposal_maker import ProposalMaker
from renstra_doc.returned.proposals import COLUMNS, GRAPHS, TABLES, Act, Proposal, ProposalFate
from renstra_doc.returned.read_back import read_letters, read_number
from renstra_doc.review.verify.edits import Did
from renstra_doc.review.verify.lines import join_blanks
from renstra_doc.review.verify.look_edits import LISTS
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from renstra_doc.model import Block, Column
    from renstra_doc.review.verify.edits import Edit
    from renstra_doc.review.verify.lines import Line

BOXES, STORY = "struktur-organisasi.csv", "naskah/"
FIXED_KINDS = frozenset({"bab", "subbab", "judul", "label", "tabel", "bagan", "bagian"})


class Reader(ProposalMaker):
    """Turns edits into proposals."""

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

    def _change(self, edit: Edit) -> list[Proposal]:
        place = edit.place
        if (drawn := find_drawn(self.carried, edit)) is not None:
            return [self._change_caption(edit, drawn)]
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
        # Where the text comes out as it was, the look is none that its marks can write.
        if kept and all(each.menjadi != each.semula for each in kept):
            return kept
        text = "rupa tidak disimpan di data: ubah gayanya di templat Word"
        return [self._make(edit, ProposalFate.LEFT_OUT, Act.NONE, place, tanya=text)]

    def _is_text_cell(self, place: Place) -> bool:
        if (place.file, place.line) not in self.carried.rows:
            return False
        column = self._column_at(place)
        return column.jenis not in NUMERIC_KINDS and column.jenis != "urut"

    def _change_block(self, edit: Edit) -> Proposal:
        block = self.carried.blocks.get((edit.place.file, edit.place.line))
        if block is None or block.jenis in (*DRAWN, "label", "tabel"):
            return self._ask(edit, f"ubah di {edit.place}", edit.place)
        head: tuple[PatchUnit, ...] = ()
        number = self.carried.edition.markers.get(block.id, "")
        if number and block.jenis in ("bab", "subbab"):
            # A fixed unit: the number is printed with the heading and is no part of its text.
            head = (PatchUnit("", f"{number} ", fixed=True),)
        return self._patch(edit, edit.place, block.teks, edit.isi, head)

    def _change_caption(self, edit: Edit, block: Block) -> Proposal:
        """Change the caption or the source of what a block draws, without the number in front."""
        source = self.carried.record(edit.place).get(edit.place.column, "")
        label = join_blanks(plain_text(self.carried.edition.markers.get(block.id, "")))
        is_title = bool(label) and edit.place.column != "sumber"
        head = (PatchUnit("", f"{label} ", fixed=True),) if is_title else ()
        return self._patch(edit, edit.place, source, edit.isi, head)

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
        column = self.carried.columns[edit.place.line][1]
        if edit.place.column == "nomor":
            return [self._make(edit, ProposalFate.IN, Act.CELL, edit.place)]
        shown = [join_blanks(plain_text(self.carried.edition.show(part))) for part in column.judul]
        # Two levels that print alike cannot be told apart.
        if shown.count(edit.old) != 1:
            return [self._ask(edit, f"kepala kolom: ubah di {edit.place}", edit.place)]
        level = shown.index(edit.old)
        found = self._patch(edit, edit.place, column.judul[level], edit.isi)
        if found.fate is not ProposalFate.IN:
            return [found]
        # A heading cell that spans columns stands in the path of each of them.
        sharing = self._list_sharing(edit.place, level)
        return [self._rename(edit, each, level, found.menjadi) for each in sharing]

    def _list_sharing(self, place: Place, level: int) -> list[Column]:
        """Return a column and those beside it whose heading is the same down to a level."""
        table, column = self.carried.columns[place.line]
        path = column.judul[: level + 1]
        columns = [each for each in table.columns if each.tampil]
        beside = columns[columns.index(column) :]
        return list(takewhile(lambda each: each.judul[: level + 1] == path, beside))

    def _rename(self, edit: Edit, column: Column, level: int, text: str) -> Proposal:
        place = Place(column.place.file, column.place.line, "judul")
        path = [*column.judul[:level], text, *column.judul[level + 1 :]]
        old, new = " > ".join(column.judul), " > ".join(path)
        return self._make(edit, ProposalFate.IN, Act.CELL, place, semula=old, menjadi=new)

    def _change_cell(self, edit: Edit, line: Line) -> Proposal:
        column = self._column_at(edit.place)
        source = self.carried.record(edit.place).get(edit.place.column, "")
        if column.jenis == "urut" and "#" in source:
            text = "nomor urut dihitung program"
            return self._make(edit, ProposalFate.DERIVED, Act.NONE, edit.place, tanya=text)
        if "{{" in source or column.jenis not in NUMERIC_KINDS:
            return self._patch(edit, edit.place, source, [line])
        written = read_number(column, line.text)
        if written is None:
            text = f"“{line.text}” tidak terbaca sebagai {column.jenis}; tulis di {edit.place}"
            return self._ask(edit, text, edit.place, semula=source, menjadi=line.text)
        return self._write_quantity(edit, source, written)

    def _column_at(self, place: Place) -> Column:
        table = self.carried.rows[place.file, place.line][0]
        return table.columns[table.index[place.column]]

    def _write_quantity(self, edit: Edit, source: str, written: str) -> Proposal:
        unit = source.rpartition(" ")[2]
        is_lost = bool(unit) and unit.isalpha() and not any(map(str.isalpha, written))
        told = f"satuan “{unit}” hilang" if is_lost and written else ""
        texts = {"semula": source, "menjadi": written, "tanya": told}
        return self._make(edit, ProposalFate.IN, Act.CELL, edit.place, **texts)

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
        block = self.carried.blocks.get((place.file, place.line))
        if find_drawn(self.carried, edit) is not None:
            return [self._empty(edit)]
        if self._is_row(edit) or (block is not None and block.jenis not in FIXED_KINDS):
            return [self._make(edit, ProposalFate.IN, Act.REMOVE, place)]
        if block is not None and block.jenis in ("bab", "subbab", "judul"):
            text = f"judul “{edit.old}” dihapus, isinya tidak?"
            return [self._ask(edit, text, place, bisa=True)]
        if block is not None or place.file in (TABLES, COLUMNS, BOXES):
            return [self._ask(edit, f"dihapus di Word; hapus di {place} bila memang", place)]
        return [self._leave_template(edit)]

    def _empty(self, edit: Edit) -> Proposal:
        """Ask whether a caption or a source that went is to be empty in the data."""
        source = self.carried.record(edit.place).get(edit.place.column, "")
        texts = {
            "semula": source,
            "menjadi": "",
            "tanya": f"dihapus di Word; hapus juga di {edit.place}?",
        }
        return self._make(edit, ProposalFate.DOUBTFUL, Act.CELL, edit.place, **texts)

    def _is_row(self, edit: Edit) -> bool:
        is_known = (edit.place.file, edit.place.line) in self.carried.rows
        return is_known and not edit.spot.startswith("kolom ")

    def _move(self, edit: Edit) -> list[Proposal]:
        place = Place(edit.place.file, edit.place.line)
        row = self.carried.rows.get((place.file, place.line))
        block = self.carried.blocks.get((place.file, place.line))
        above = self._find_above(edit)
        # Another table has other columns.
        can_go = above is not None and above[0] == place.file if row else self._is_free(edit, block)
        if above is None or not can_go:
            return [self._ask(edit, f"dipindahkan ke {edit.new}; pindahkan di data", place)]
        file, key = above
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

    def _is_free(self, edit: Edit, block: Block | None) -> bool:
        """Return whether a block may move: a caption stays at what it is the caption of."""
        return find_drawn(self.carried, edit) is None and not _stays(block, edit)

    def _find_above(self, edit: Edit) -> tuple[str, str] | None:
        place = Place(edit.tujuan.file, edit.tujuan.line)
        if place.file == GRAPHS and place.line in self.carried.graphs:
            block = self.carried.graphs[place.line]
            return block.place.file, block.id
        if place.file == COLUMNS and place.line in self.carried.columns:
            return self.carried.columns[place.line][0].file, ""
        if (place.file, place.line) in self.carried.rows:
            return place.file, self._key_of(place)
        if (place.file, place.line) in self.carried.blocks:
            return place.file, self._key_of(place)
        return None

    def _change_moved(self, edit: Edit, block: Block | None) -> list[Proposal]:
        """Return what was edited besides in what was moved."""
        if block is None:
            found = self._change_moved_cells(edit)
            # A counted number changes with every move: nobody edited that.
            return [each for each in found if each.fate is not ProposalFate.DERIVED]
        is_same = join_blanks(edit.isi[0].text) == join_blanks(edit.old)
        return [] if is_same else [self._change_block(edit)]

    def _change_moved_cells(self, edit: Edit) -> Iterator[Proposal]:
        table, row = self.carried.rows[edit.place.file, edit.place.line]
        for head, line in zip(edit.kolom, edit.isi, strict=False):
            if head.line not in self.carried.columns:
                continue
            kolom = self.carried.columns[head.line][1].kolom
            shown = self.carried.edition.cells.get((table.id, row.id, kolom), "")
            if join_blanks(plain_text(shown)) != line.text:
                cell = Place(edit.place.file, edit.place.line, kolom)
                yield self._change_cell(_at(edit, cell, shown, line), line)


def _stays(block: Block | None, edit: Edit) -> bool:
    """Return whether a person has to move it: no block, one of a fixed place, or without text."""
    return block is None or block.jenis in FIXED_KINDS or not edit.isi


def _at(edit: Edit, place: Place, old: str, line: Line) -> Edit:
    return replace(edit, did=Did.CHANGED, place=place, old=old, new=line.text, isi=(line,))


def _doubt(proposal: Proposal) -> Proposal:
    """Ask about what may be the edit of its neighbour."""
    if proposal.fate is not ProposalFate.IN:
        return proposal
    if proposal.semula == PICTURE:
        text = "yang digambar berubah tempat atau dihapus di Word, judulnya tidak; di data juga?"
        return replace(proposal, fate=ProposalFate.DOUBTFUL, tanya=text)
    text = (
        "satu kalimat ditulis ulang dan satu di sebelahnya dihapus; "
        "yang mana tidak dapat dipastikan: benarkah yang ini?"
    )
    return replace(proposal, fate=ProposalFate.DOUBTFUL, tanya=text)
