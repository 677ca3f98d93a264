"""A Word file → a whole document project, as files; nothing is written here.

In order: (1) the narrative, block by block; (2) the tables with their captions and sources; (3) the
pictures; (4) the sections, from where the cover, the front and the chapters begin; (5) the facts
that the document says of itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from renstra_doc.docx.look import read_look
from renstra_doc.docx.relations import find_main, parse_part, read_relations
from renstra_doc.docx.styles import Styles
from renstra_doc.docx.word_content import WordTable
from renstra_doc.files.zipfiles import read_zip
from renstra_doc.intake.account import Account, account_of_blocks
from renstra_doc.intake.cut_tables import join_cut_tables
from renstra_doc.intake.drawn_parts import take_chart, take_pictures
from renstra_doc.intake.dress import dress_template, tell_look
from renstra_doc.intake.facts_of_word import find_facts
from renstra_doc.intake.footnotes import NAME, drop_signs, place_notes, read_notes
from renstra_doc.intake.found_rules import RULES
from renstra_doc.intake.layout_tables import unwrap_tables
from renstra_doc.intake.lost_words import tell_lost
from renstra_doc.intake.narrative import Narrator
from renstra_doc.intake.narrative_files import add_sections, write_narrative
from renstra_doc.intake.read_word import read_table
from renstra_doc.intake.source import SourceRemark
from renstra_doc.intake.table_orientation import find_orientation
from renstra_doc.intake.word_grids import make_grid, make_key
from renstra_doc.model.canonical import write_csv
from renstra_doc.model.records import META_COLUMNS
from renstra_doc.template.starting import packaged_template

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from renstra_doc.intake.block_draft import BlockDraft
    from renstra_doc.intake.footnotes import Notes
    from renstra_doc.intake.read_word import WordFile
    from renstra_doc.intake.source import SourceTable
    from renstra_doc.intake.word_grids import WordGrid


@dataclass(frozen=True)
class WordProject:
    """A project as files by their name relative to its folder, and what a person should know."""

    files: Mapping[str, bytes]
    remarks: tuple[SourceRemark, ...]
    counts: Mapping[str, int]
    account: Account = field(default_factory=lambda: Account(()))


def make_project_files(word: WordFile) -> WordProject:
    """Return the files of a project that prints what a Word file prints."""
    # The look first: the template names the styles by which paragraphs are known.
    template, dressed = dress_as(word)
    notes = read_notes(word)
    whole, joined = _mend_tables(word, notes)
    narrator = Narrator(whole.document.blocks, template_styles(template))
    drafts, left = place_notes(_agree_on_dots(narrator.read()), notes.texts)
    remarks = [dressed, *joined, *narrator.remarks, *left, *_name_strangers(word, notes)]
    files: dict[str, bytes] = {"templates/renstra.docx": template}
    drafts = _take_tables(whole, narrator, drafts, files, remarks)
    drafts = take_pictures(word, drafts, files, remarks)
    drafts = add_sections(take_chart(word, drafts, files, remarks))
    files |= write_narrative(drafts, notes.texts)
    return _close_project(word, drafts, files, remarks)


def _mend_tables(word: WordFile, notes: Notes) -> tuple[WordFile, list[SourceRemark]]:
    """Return a file without frames of one cell and with each cut table whole; what was done."""
    blocks, unwrapped = unwrap_tables(notes.blocks)
    whole, joined = join_cut_tables(word, blocks)
    return whole, [*unwrapped, *joined]


def _close_project(
    word: WordFile,
    drafts: Sequence[BlockDraft],
    files: dict[str, bytes],
    told: Sequence[SourceRemark],
) -> WordProject:
    """Add the facts, count what came in, and tell what of the file is nowhere."""
    facts = [("kunci", "nilai", "keterangan"), *find_facts(word.name, drafts)]
    files["data/dokumen.csv"] = write_csv(facts)
    remarks = [*told, *tell_lost(word, files, told)]
    counts = Counter(draft.jenis for draft in drafts)
    account = account_of_blocks(drafts, files, remarks)
    return WordProject(files, tuple(remarks), dict(counts), account)


def _name_strangers(word: WordFile, notes: Notes) -> Iterable[SourceRemark]:
    """Say what the file holds that was not read; footnotes that came in are not among it."""
    for stranger in word.document.asing:
        if stranger.nama != NAME or not notes.texts:
            yield SourceRemark("ragu", word.name, f"memuat {stranger}: periksa sendiri")


def dress_as(word: WordFile) -> tuple[bytes, SourceRemark]:
    """Return the standard template in the look of a file, and what it took from it."""
    template = packaged_template().read_bytes()
    look = read_look(word.parts)
    told = tell_look(look)
    if not told:
        message = "templat baku dipakai: berkas ini tidak menyebut kertas dan hurufnya"
        return template, SourceRemark("catatan", word.name, message)
    message = f"templat dari berkas ini: {told}; kepala, kaki dan sampul halaman dari templat baku"
    return dress_template(template, look), SourceRemark("catatan", word.name, message)


def _agree_on_dots(drafts: Sequence[BlockDraft]) -> list[BlockDraft]:
    """Write the numbers of headings with a dot at the end only where all of them have one."""
    # All alike, or the numbers of one document would print in two forms.
    samples = {d.penanda for d in drafts if d.jenis == "subbab" and "." in d.penanda.rstrip(".")}
    if all(sample.endswith(".") for sample in samples):
        return list(drafts)
    return [
        replace(d, penanda=d.penanda.rstrip("."))
        if d.jenis == "subbab" and d.penanda in samples
        else d
        for d in drafts
    ]


def template_styles(template: bytes) -> frozenset[str]:
    """Return the names of the paragraph styles that a template has."""
    parts = read_zip(template)
    relations = read_relations(parts, find_main(parts))
    part = next((r.target for r in relations if r.jenis == "styles" and r.target in parts), "")
    if not part:
        return frozenset()
    root = parse_part(parts[part])
    styles = Styles(root)
    return frozenset(
        styles.name(node.get(key, ""))
        for node in root
        for key in node.attrib
        if str(key).endswith("styleId")
        and node.get(str(key).replace("styleId", "type")) == "paragraph"
    )


# Tables


def _take_tables(
    word: WordFile,
    narrator: Narrator,
    drafts: Sequence[BlockDraft],
    files: dict[str, bytes],
    remarks: list[SourceRemark],
) -> list[BlockDraft]:
    """Return the blocks with their tables as files."""
    tables = _Tables(word, narrator)
    found = tables.take(drafts)
    files.update(tables.files())
    remarks += tables.remarks
    return found


class _Tables:
    """Takes the tables of a file with their captions and sources, in order."""

    def __init__(self, word: WordFile, narrator: Narrator) -> None:
        self.word, self.narrator = word, narrator
        self.tables = [b for b in word.document.blocks if isinstance(b, WordTable)]
        self.grids: dict[str, WordGrid] = {}
        self.remarks: list[SourceRemark] = []
        self.taken: set[str] = set()
        self.chapter = self.without = 0

    def take(self, drafts: Sequence[BlockDraft]) -> list[BlockDraft]:
        """Return the blocks, each table named by its key; one that is empty is gone."""
        found = []
        for draft in drafts:
            self.chapter = draft.value if draft.jenis == "bab" else self.chapter
            key = self._take_one(draft) if draft.jenis == "tabel" else ""
            if key or draft.jenis != "tabel":
                found.append(replace(draft, acuan=key) if key else draft)
        return found

    def _take_one(self, draft: BlockDraft) -> str:
        """Return the key of a table, "" for one that holds nothing."""
        nomor, label, judul = self._caption(draft.table)
        table = self.tables[draft.table]
        source = read_table(self.word.name, draft.table + 1, table, judul)
        key = make_key(judul, nomor, self.taken)
        if _is_blank(source):
            return ""
        below = drop_signs(self.narrator.sources.get(draft.table, ""))
        grid = make_grid(source, key, nomor, label, judul, below)
        grid.record["orientasi"] = (
            find_orientation(self.word.document, table) or grid.record["orientasi"]
        )
        self.grids[key] = grid
        self.remarks += [remark for remark in grid.remarks if remark.kind != "turunan"]
        return key

    def _caption(self, table: int) -> tuple[str, str, str]:
        """Return the number, label and title of a table; one without gets a number."""
        caption = self.narrator.captions.get(table, ("", "", ""))
        nomor, first, judul = map(drop_signs, caption)
        label = "" if nomor and first.startswith(f"Tabel {nomor}") else _label_of(first, nomor)
        if first:
            return nomor, label, judul
        self.without += 1
        given = f"{self.chapter}.{self.without}"
        message = f"tabel tanpa judul, diberi nomor {given}"
        self.remarks.append(SourceRemark("turunan", f"tabel {table + 1}", message))
        return given, label, judul

    def files(self) -> dict[str, bytes]:
        """Return the files of the tables, of their descriptions, of the rules they show."""
        grids = self.grids.values()
        found = {f"data/tabel/{key}.csv": grid.rows for key, grid in self.grids.items()}
        rules = [rule for grid in grids for rule in grid.rules]
        if rules:
            found["data/aturan.csv"] = write_csv([RULES, *rules])
        records = [grid.record for grid in grids]
        columns = [column for grid in grids for column in grid.columns]
        found["data/tabel/tabel.csv"] = write_records("tabel/tabel.csv", records)
        found["data/tabel/kolom.csv"] = write_records("tabel/kolom.csv", columns)
        return found


def _is_blank(source: SourceTable) -> bool:
    return not any(cell.plain for row in source.rows for cell in row)


def _label_of(first: str, nomor: str) -> str:
    """Return what a caption calls its table, without the title: `TABEL 6.2`."""
    at = first.find(nomor) if nomor else -1
    return first[: at + len(nomor)] if at > 0 else first


def write_records(name: str, records: Sequence[Mapping[str, str]]) -> bytes:
    """Return a file of descriptions with the columns that its records fill."""
    required, optional = META_COLUMNS[name]
    header = tuple(
        column
        for column in (*required, *optional)
        if column in required or any(record.get(column) for record in records)
    )
    usual = [
        c
        for c in ("label", "sumber", "orientasi", "gaya", "desimal")
        if c in optional and c not in header
    ]
    whole = (*header, *usual)
    return write_csv([whole, *(tuple(record.get(c, "") for c in whole) for record in records)])
