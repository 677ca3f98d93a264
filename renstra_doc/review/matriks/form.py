"""The form: head, editions, tables of programs, recap, other changes, signatures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from renstra_doc.model.row_levels import GROUP, TOTAL
from renstra_doc.render import render_view
from renstra_doc.review.diff import status
from renstra_doc.review.diff.weakened_rules import compare_rules
from renstra_doc.review.matriks.amounts import RUPIAH, money_heading, show, shows_alike
from renstra_doc.review.matriks.entries import find_pairs
from renstra_doc.review.matriks.others import Other, Told, write_others, write_rules
from renstra_doc.review.matriks.program_rows import (
    ProgramRow,
    Recap,
    told_columns,
    told_moves,
    write_groups,
    write_recap,
)
from renstra_doc.review.matriks.signing import write_signatures
from renstra_doc.review.wording import caption
from renstra_doc.template.starting import packaged_template
from renstra_doc.view import (
    GridCell,
    HeadingItem,
    ParagraphItem,
    SectionItem,
    TableItem,
    TableRow,
    View,
)
from renstra_doc.view.table_items import view_header
from renstra_doc.words.markup import Run, escape_markup
from renstra_doc.words.numbers import format_tanggal, parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.matriks.entries import Pair
    from renstra_doc.view import Item

    Editions = tuple[Edition, Edition]
    Columns = tuple[tuple[tuple[str, ...], float, str], ...]

TITLE, SECTION, LOOK, TEMPLATE = "Matriks Semula – Menjadi", "isi", "umum", "matriks.docx"
BEFORE, AFTER, DIFFERENCE = "Semula", "Menjadi", "Bertambah/ (Berkurang)"
HEADING, PLAIN = "Judul Depan", "Paragraf"
PROGRAMS: Columns = (
    (("No",), 8, "tengah"),
    (("Kode",), 18, "kiri"),
    (("Uraian",), 40, "kiri"),
    (("Indikator", BEFORE), 27, "kiri"),
    (("Indikator", AFTER), 27, "kiri"),
    (("Satuan",), 13, "tengah"),
    (("Tahun",), 16, "tengah"),
    (("Target", BEFORE), 14, "tengah"),
    (("Target", AFTER), 14, "tengah"),
    (("Rp", BEFORE), 22, "kanan"),
    (("Rp", AFTER), 22, "kanan"),
    ((DIFFERENCE, "Rp"), 22, "kanan"),
    ((DIFFERENCE, "%"), 14, "kanan"),
    (("Status",), 17, "tengah"),
    (("Alasan/Dasar",), 32, "kiri"),
)
RECAP: Columns = (
    (("No",), 8, "tengah"),
    (("Kode",), 22, "kiri"),
    (("Program",), 110, "kiri"),
    (("Rp", BEFORE), 35, "kanan"),
    (("Rp", AFTER), 35, "kanan"),
    ((DIFFERENCE, "Rp"), 35, "kanan"),
    ((DIFFERENCE, "%"), 20, "kanan"),
    (("Status",), 32, "tengah"),
)
OTHERS: Columns = (
    (("No",), 8, "tengah"),
    (("Bagian",), 58, "kiri"),
    ((BEFORE,), 92, "kiri"),
    ((AFTER,), 92, "kiri"),
    (("Keterangan",), 40, "kiri"),
)
# So long may the name of a period be in its narrow column.
SHORT = 14
# The columns that one row of programs has once, however many years it has.
MERGED = (0, 1, 2, 3, 4, 5, 13, 14)


@dataclass(frozen=True, slots=True)
class _Part:
    """A table of the form: its title, its columns, its rows."""

    title: str
    columns: Columns
    rows: tuple[TableRow, ...]


def find_template(folders: Iterable[Path]) -> Path:
    """Return the template of the matriks.

    The first one beside the document's own, else the program's.
    """
    candidates = [*(folder / TEMPLATE for folder in folders), packaged_template(TEMPLATE)]
    return next((path for path in candidates if path.is_file()), candidates[0])


def draw_matriks(
    changes: Sequence[Change], editions: Editions, labels: tuple[str, str], template: Path
) -> bytes:
    """Return the matriks as the bytes of a .docx.

    In: the changes, both editions, what tells one from the other beside title and date (a git
    revision, a file), the template. Raises InputError for what the template lacks.
    """
    # Without a list of contents it has no page numbers to give.
    return render_view(build_matriks(changes, editions, labels), template).to_bytes({})


def build_matriks(changes: Sequence[Change], editions: Editions, labels: tuple[str, str]) -> View:
    """Return the matriks as it is printed."""
    dokumen = editions[1].document.dokumen
    facts = {**dokumen, "judul": f"{TITLE}: {dokumen['judul']}"}
    items: list[Item] = [SectionItem("matriks", SECTION, "1"), *_write_head(editions, labels)]
    parts = list(_write_parts(changes, editions))
    tables = [_write_table(part, number) for number, part in enumerate(parts, start=1)]
    items += [*tables, _write_closing(tables), *write_signatures(editions[1])]
    return View(facts, tuple(items))


def _write_closing(tables: Sequence[TableItem]) -> ParagraphItem:
    """Return the line that stands on one page with the signatures, and says what they sign.

    A row of a table cannot be kept with them: neither LibreOffice nor ONLYOFFICE does it.
    """
    labels = [table.label for table in tables]
    ends = " sampai dengan ".join(dict.fromkeys((*labels[:1], *labels[-1:])))
    text = f"{TITLE} ini terdiri atas {ends}." if ends else "Tidak ada perubahan."
    return replace(_paragraph("penutup", text), lekat=True)


# Head and signatures


def _write_head(editions: Editions, labels: tuple[str, str]) -> Iterator[Item]:
    dokumen = editions[1].document.dokumen
    area, office = dokumen.get("daerah", ""), dokumen.get("opd", "") or dokumen["penulis"]
    lines = [f"PEMERINTAH {area.upper()}" if area else "", office.upper(), TITLE.upper()]
    lines.append(" ".join(dokumen["judul"].split()))
    for number, text in enumerate(filter(None, lines)):
        yield HeadingItem(f"kop-{number}", 0, "", (Run(text),), HEADING)
    for word, name in zip((BEFORE, AFTER), name_editions(editions, labels), strict=True):
        yield _paragraph(word.lower(), f"{word}: {name}")
    yield _paragraph("catatan", " ".join(_write_notes(editions[1])))


def _write_notes(edition: Edition) -> Iterator[str]:
    """Yield what a reader must know to read the figures."""
    yield "Angka dalam kurung: berkurang; –: tidak ada."
    statuses = {fate.status for fate in edition.lineage.old.values()}
    if status.SPLIT in statuses:
        yield "Selisih program atau kegiatan yang dipecah dihitung sekali, pada baris asalnya."
    if status.MERGED in statuses:
        yield "Selisih yang digabung dihitung sekali, pada baris hasil gabungannya."


def _paragraph(key: str, text: str) -> ParagraphItem:
    return ParagraphItem(key, PLAIN, (Run(text),))


def name_editions(editions: Editions, labels: tuple[str, str]) -> tuple[str, str]:
    """Return what signers call the editions: title, date, and where they were found if needed.

    Where all of these are equal one is called the old and one the new version.
    """
    old, new = (
        _name_edition(edition, label) for edition, label in zip(editions, labels, strict=True)
    )
    return (f"{old} (versi lama)", f"{new} (versi baru)") if old == new else (old, new)


def are_alike(editions: Editions) -> bool:
    """Return whether title and date of both editions are the same."""
    facts = [edition.document.dokumen for edition in editions]
    return all(facts[0][key] == facts[1][key] for key in ("judul", "tanggal_dokumen"))


def _name_edition(edition: Edition, label: str) -> str:
    dokumen = edition.document.dokumen
    date = format_tanggal(parse_tanggal(dokumen["tanggal_dokumen"]))
    parts = (dokumen["judul"], f"tanggal {date}", label)
    return ", ".join(" ".join(part.split()) for part in parts if part)


# Tables


def _write_parts(changes: Sequence[Change], editions: Editions) -> Iterator[_Part]:
    told: dict[str, Told] = {}
    for pair in find_pairs(editions):
        groups = write_groups(pair, with_totals=True)
        told[pair.tables[1].id] = _tell(pair)
        if any(group.status not in ("", "tetap") for group in groups):
            name = caption(editions[1], pair.tables[1])
            columns = _make_room(_call_money(PROGRAMS, money_heading(pair)), groups)
            yield _Part(f"Program, Kegiatan, dan Pagu: {name}", columns, _rows_of(groups))
            yield _write_recap_part(pair, name, groups)
    rules = compare_rules(editions[0].document, editions[1].document)
    others = [*write_others(changes, told), *write_rules(rules)]
    if others:
        title = "Perubahan Lain dalam Naskah dan Tabel"
        yield _Part(title, OTHERS, tuple(_other_rows(others)))


def _tell(pair: Pair) -> Told:
    """Return what the rows of a table of programs show."""
    return Told(told_columns(pair), told_moves(pair), partial(shows_alike, pair))


def _write_recap_part(pair: Pair, name: str, groups: Sequence[ProgramRow]) -> _Part:
    heading = money_heading(pair)
    recaps = write_recap(pair)
    # Whole rupiah are not rounded: there a difference is one.
    if recaps and heading != RUPIAH:
        recaps[-1] = replace(recaps[-1], status=_tell_rounding(recaps, groups))
    rows = [_recap_row(number, recap) for number, recap in enumerate(recaps, start=1)]
    columns = _call_money(RECAP, heading)
    return _Part(f"Rekapitulasi per Program: {name}", columns, tuple(rows))


def _tell_rounding(recaps: Sequence[Recap], groups: Sequence[ProgramRow]) -> str:
    """Say by how much the recap is not the total row of the table, where rounding explains it."""
    totals = [group.lines[0].amounts for group in groups if group.look == TOTAL and group.lines]
    if len(totals) != 1:
        return ""
    pairs = zip(recaps[-1].line.amounts, totals[0], strict=True)
    gaps = [abs(mine - theirs) for mine, theirs in pairs if mine is not None and theirs is not None]
    # Each figure of each period is off by half a unit at most.
    periods = max(len(group.lines) for group in groups)
    bound = len(recaps) * periods / 2
    gap = max(gaps, default=0)
    told = f"selisih {show(Decimal(gap))} dari baris jumlah tabel: pembulatan"
    return told if 0 < gap <= bound else ""


def _call_money(columns: Columns, heading: str) -> Columns:
    """Return columns whose amounts are called as in the data."""
    return tuple(
        (tuple(heading if part == RUPIAH else part for part in path), width, usual)
        for path, width, usual in columns
    )


def _make_room(columns: Columns, groups: Iterable[ProgramRow]) -> Columns:
    """Give the names of periods that are no years room, of that of names and reasons."""
    lengths = [len(line.period) for group in groups for line in group.lines]
    if max(lengths, default=0) <= SHORT:
        return columns
    # What one column gains others give, so that the page stays as wide.
    gains: dict[tuple[str, ...], int] = {("Tahun",): 14, ("Uraian",): -6, ("Alasan/Dasar",): -8}
    return tuple((path, width + gains.get(path, 0), usual) for path, width, usual in columns)


def _write_table(part: _Part, number: int) -> TableItem:
    paths = [path for path, _, _ in part.columns]
    return TableItem(
        id=f"matriks-{number}",
        label=f"Matriks {number}",
        judul=escape_markup(part.title),
        sumber="",
        orientasi="potret",
        gaya=LOOK,
        lebar=tuple(width for _, width, _ in part.columns),
        kepala=view_header(paths),
        nomor=tuple(f"({place})" for place in range(1, len(part.columns) + 1)),
        rows=part.rows,
    )


def _rows_of(groups: Sequence[ProgramRow]) -> tuple[TableRow, ...]:
    rows: list[TableRow] = []
    count = 0
    for group in groups:
        if group.is_head:
            rows.append(_title_row(f"kepala-{len(rows)}", group.uraian, PROGRAMS))
            continue
        is_counted = bool(group.uraian) and group.look != TOTAL
        count += is_counted
        rows += _group_rows(group, str(count) if is_counted else "", len(rows))
    return tuple(rows)


def _group_rows(group: ProgramRow, number: str, start: int) -> Iterator[TableRow]:
    once = (number, group.kode, group.uraian, *group.indikator, group.satuan)
    for place, line in enumerate(group.lines):
        texts = (*once, line.period, *line.shown(), group.status, group.alasan)
        look = group.look if place == 0 else "rincian"
        merge = "" if len(group.lines) == 1 else "lanjut" if place else "mulai"
        cells = (
            _cell(text, usual, merge if at in MERGED else "")
            for at, (text, (_, _, usual)) in enumerate(zip(texts, PROGRAMS, strict=True))
        )
        yield TableRow(f"baris-{start + place}", look, tuple(cells))


# A cell that goes on with the one above holds nothing of its own (17.4.84).
def _cell(text: str, rata: str, merge: str) -> GridCell:
    return GridCell("" if merge == "lanjut" else escape_markup(text), tegak=merge, rata=rata)


def _recap_row(number: int, recap: Recap) -> TableRow:
    shown = recap.line.shown()[2:]
    label = "" if recap.is_total else str(number)
    name = f"{recap.uraian}\n({recap.asal})" if recap.asal else recap.uraian
    texts = (label, recap.kode, name, *shown, recap.status)
    return _plain_row(f"rekap-{number}", TOTAL if recap.is_total else "isi", texts, RECAP)


def _other_rows(others: Sequence[Other]) -> Iterator[TableRow]:
    count = 0
    for place, other in enumerate(others):
        key = f"lain-{place}"
        if other.is_title:
            yield _title_row(key, other.spot, OTHERS, is_marked=True)
            continue
        count += 1
        texts = (str(count), other.spot, other.old, other.new, escape_markup(other.remark))
        cells = (
            GridCell(text, rata=usual) for text, (_, _, usual) in zip(texts, OTHERS, strict=True)
        )
        yield TableRow(key, "isi", tuple(cells))


def _title_row(key: str, text: str, columns: Columns, *, is_marked: bool = False) -> TableRow:
    shown = text if is_marked else escape_markup(text)
    return TableRow(key, GROUP, (GridCell(shown), *[GridCell("")] * (len(columns) - 1)))


def _plain_row(key: str, look: str, texts: Iterable[str], columns: Columns) -> TableRow:
    cells = (
        GridCell(escape_markup(text), rata=usual)
        for text, (_, _, usual) in zip(texts, columns, strict=True)
    )
    return TableRow(key, look, tuple(cells))
