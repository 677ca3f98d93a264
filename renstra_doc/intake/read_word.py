"""Word files → tables of cells, a table that a page cut in two as one; and all that they say.

What the file says is read by `docx.reader`: content controls, text boxes, tracked changes (read as
accepted, each told with what stood there before).
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renstra_doc.docx.reader import read_word
from renstra_doc.docx.relations import DenseError, PartError
from renstra_doc.docx.word_content import (
    WordCell,
    WordDocument,
    WordParagraph,
    WordRow,
    WordTable,
    accept_all,
    is_there,
    join_marks,
    reject_all,
)
from renstra_doc.files.zipfiles import LargeZipError, ZipError, read_zip
from renstra_doc.finding import explain_os_error, refuse_input
from renstra_doc.intake.source import (
    NOTHING,
    TEXT,
    Merge,
    SourceCell,
    SourceRemark,
    SourceTable,
    tidy,
)
from renstra_doc.intake.source_captions import is_caption
from renstra_doc.intake.vocabulary import find_role
from renstra_doc.words.markup import escape_markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from renstra_doc.docx.word_content import Revision

    Merges = tuple[Merge, ...]

MAX_COLUMNS, CAPTION_LINES = 200, 3
_CONTINUES = ("lanjutan", "sambungan")
_AGAIN = "buka dan simpan ulang di Word atau LibreOffice sebagai .docx"


@dataclass(frozen=True)
class WordFile:
    """A Word file as it was found: its parts and what it says."""

    name: str
    parts: dict[str, bytes]
    document: WordDocument


def open_word(path: Path) -> WordFile:
    """Open a .docx; InputError where it is none or cannot be read."""
    with explain_damage(path):
        parts = read_zip(path.read_bytes())
        return WordFile(path.name, parts, read_word(parts))


@contextmanager
def explain_damage(path: Path) -> Iterator[None]:
    """Raise InputError that names the file for whatever is wrong with one of its parts."""
    try:
        yield
    except OSError as error:
        message = f"berkas tidak dapat dibaca ({explain_os_error(error)})"
        hint = "periksa nama berkasnya; tutup berkas itu di Word"
        raise refuse_input(path.name, message, hint) from error
    except LargeZipError as error:
        raise refuse_input(path.name, f"dokumen ini {error}", DenseError.hint) from error
    except ZipError as error:
        why = "" if error.is_plain else f" ({error})"
        message = f"ini bukan berkas .docx, atau berkasnya rusak{why}"
        raise refuse_input(path.name, message, _AGAIN) from error
    except PartError as error:
        raise refuse_input(path.name, str(error), error.hint or _AGAIN) from error


def read_word_tables(path: Path) -> list[SourceTable]:
    """Read every table of a Word file; InputError where it cannot be read."""
    return tables_of(open_word(path))


def tables_of(word: WordFile) -> list[SourceTable]:
    """Return the tables of a file, those that go on in the next one joined."""
    found: list[SourceTable] = []
    before: list[WordParagraph] = []
    number = 0
    # What could not be read may belong to any of the tables.
    blind = tuple(SourceRemark("ragu", word.name, f"memuat {name}") for name in word.document.asing)
    for block in word.document.blocks:
        if isinstance(block, WordParagraph):
            before.append(block)
            continue
        number += 1
        table = read_table(word.name, number, block, title_of(before))
        if found and goes_on(found[-1], table, before):
            found[-1] = join_tables(found[-1], table)
        else:
            found.append(table)
        before = []
    return [replace(table, remarks=(*table.remarks, *blind)) for table in found if table.rows]


def title_of(paragraphs: Sequence[WordParagraph]) -> str:
    """Return the caption above a table: from the line that says `Tabel …` on."""
    texts = [tidy(paragraph.text()) for paragraph in paragraphs]
    last = [text for text in texts if text][-CAPTION_LINES:]
    for place, text in enumerate(last):
        if is_caption(text):
            return "\n".join(last[place:])
    return ""


def goes_on(above: SourceTable, table: SourceTable, between: Sequence[WordParagraph]) -> bool:
    """Return whether a table is the rest of the one above.

    As wide, without a heading of its own.
    """
    if not all(map(says_continued, between)):
        return False
    if not above.rows or not table.rows or above.width != table.width:
        return False
    first = [cell.plain.lower() for cell in table.rows[0]]
    # The head typed again on the next page.
    if first == [cell.plain.lower() for cell in above.rows[0]]:
        return True
    return sum(1 for text in first if find_role(text)) < 2  # noqa: PLR2004 — two headings make a heading


def says_continued(paragraph: WordParagraph) -> bool:
    """Return whether a paragraph between two parts of a table is blank, or says that it goes on."""
    text = tidy(paragraph.text()).lower()
    return not text or any(word in text for word in _CONTINUES)


def join_tables(above: SourceTable, table: SourceTable) -> SourceTable:
    """Return two parts of one table as one."""
    shift = len(above.rows)
    merges = tuple(Merge(m.top + shift, m.left, m.bottom + shift, m.right) for m in table.merges)
    return replace(
        above,
        rows=(*above.rows, *table.rows),
        labels=(*above.labels, *table.labels),
        merges=(*above.merges, *merges),
        hidden=above.hidden | {row + shift for row in table.hidden},
        remarks=(*above.remarks, *table.remarks),
        joints=above.joints | {shift} | {row + shift for row in table.joints},
    )


# One table


def read_table(file: str, number: int, table: WordTable, title: str = "") -> SourceTable:
    """Return a table of Word as cells on a grid, tracked changes accepted."""
    # Tracked changes are read as accepted: a deleted row is told, and is no row.
    placed = [(place, row, is_there(row.perubahan, accept_all)) for place, row in _count(table)]
    there = [(f"{number}:{place}", row) for place, row, stays in placed if stays]
    rows, merges = _lay_out([row for _, row in there])
    return SourceTable(
        file,
        f"tabel {number}",
        rows,
        tuple(label for label, _ in there),
        merges,
        hidden=frozenset(index for index, (_, row) in enumerate(there) if row.lenyap),
        title=title,
        remarks=tuple(_tell_rows(number, placed)),
        header_rows=_count_headers(table),
    )


def _lay_out(rows: Sequence[WordRow]) -> tuple[tuple[tuple[SourceCell, ...], ...], Merges]:
    """Return rows as cells on a grid as wide as the widest, and the merges of it."""
    grid = [_place_cells(row) for row in rows]
    width = max((len(cells) for cells, _ in grid), default=0)
    laid = tuple((*cells, *[NOTHING] * (width - len(cells))) for cells, _ in grid)
    return laid, tuple(_find_merges([spans for _, spans in grid]))


def _count(table: WordTable) -> Iterable[tuple[int, WordRow]]:
    return enumerate(table.rows, 1)


def _tell_rows(number: int, placed: Iterable[tuple[int, WordRow, bool]]) -> Iterable[SourceRemark]:
    """Tell the tracked changes of each row, and the rows that they deleted."""
    for place, row, stays in placed:
        where = f"tabel {number} baris {place}"
        if stays:
            yield from _tell_changes(row, where)
        else:
            yield _tell_gone(row, where)


def _count_headers(table: WordTable) -> int:
    """Return how many of the first rows repeat on each page."""
    count = 0
    for row in table.rows:
        if not row.kepala:
            break
        count += 1
    # Where every row is marked as a heading none is.
    return count if count < len(table.rows) else 0


def _place_cells(row: WordRow) -> tuple[list[SourceCell], list[tuple[int, WordCell]]]:
    # w:gridBefore: columns that a row leaves out at its beginning (17.4.15).
    cells: list[SourceCell] = [NOTHING] * min(row.awal, MAX_COLUMNS)
    placed = []
    for cell in row.cells:
        placed.append((len(cells), cell))
        # A cell that goes on with the one above holds nothing of its own (17.4.84).
        cells.append(NOTHING if cell.tegak == "lanjut" else read_cell(cell))
        cells += [NOTHING] * (min(cell.lebar, MAX_COLUMNS) - 1)
    return cells, placed


def read_cell(cell: WordCell) -> SourceCell:
    """Return a cell: its text line by line with the labels of lists, its look."""
    paragraphs = [p for p in cell.paragraphs() if p.text().strip() or p.label]
    if not paragraphs:
        return NOTHING
    text = _cell_text(cell)
    first = paragraphs[0]
    bold = any(run.tebal for run in first.runs if run.teks.strip())
    marked = "\n".join(mark_runs(paragraph) for paragraph in paragraphs)
    return SourceCell(
        text, TEXT, exact=text, bold=bold, indent=max(first.takuk, 0) // 50, marked=marked
    )


def _cell_text(cell: WordCell) -> str:
    paragraphs = cell.paragraphs()
    if any(paragraph.label for paragraph in paragraphs):
        return "\n".join(f"{p.label} {p.text()}".strip() for p in paragraphs)
    return "\n".join(join_marks(paragraphs, accept_all))


def mark_runs(paragraph: WordParagraph) -> str:
    """Return a paragraph's text with the marks of its italic and bold runs."""
    pieces = []
    for run in paragraph.runs:
        if run.lenyap or run.gambar or not is_there(run.perubahan, accept_all):
            continue
        pieces.append(_mark(run.teks, bold=run.tebal, italic=run.miring))
    return "".join(pieces)


def _mark(text: str, *, bold: bool, italic: bool) -> str:
    inner = escape_markup(text)
    core = inner.strip()
    if not core or not (bold or italic):
        return inner
    sign = ("**" if bold else "") + ("*" if italic else "")
    lead = inner[: len(inner) - len(inner.lstrip())]
    # Blanks stay outside the marks, or they would not close.
    tail = inner[len(inner.rstrip()) :]
    return f"{lead}{sign}{core}{sign[::-1]}{tail}"


def _find_merges(spans: Sequence[Sequence[tuple[int, WordCell]]]) -> Iterable[Merge]:
    """Yield the merges of a grid: cells over several columns, and chains of vertical merges."""
    above: dict[tuple[int, int], Merge] = {}
    for index, row in enumerate(spans):
        chains: dict[tuple[int, int], Merge] = {}
        for at, cell in row:
            # Only cells of one place and width are one merge.
            key, here = (at, cell.lebar), Merge(index, at, index, at + cell.lebar - 1)
            if cell.tegak == "lanjut" and key in above:
                chains[key] = replace(above[key], bottom=index)
            elif cell.tegak == "mulai":
                chains[key] = here
            elif cell.lebar > 1:
                yield here
        yield from _ended(above, chains)
        above = chains
    yield from above.values()


def _ended(
    above: Mapping[tuple[int, int], Merge], chains: Mapping[tuple[int, int], Merge]
) -> Iterable[Merge]:
    """Yield the chains that the next row does not go on with."""
    for key, merge in above.items():
        if key not in chains or chains[key].top != merge.top:
            yield merge


# Tracked changes


def _tell_gone(row: WordRow, where: str) -> SourceRemark:
    text = " | ".join(tidy(cell.text(reject_all)) for cell in row.cells)
    author, date = _who(row.perubahan)
    message = f"baris ini dihapus dalam Track Changes oleh {author}; dibaca sebagai dihapus"
    return SourceRemark("dibuang", where, message, text, author=author, date=date)


def _tell_changes(row: WordRow, where: str) -> list[SourceRemark]:
    found = []
    for at, cell in enumerate(row.cells, 1):
        revisions = [r for p in cell.paragraphs() for run in p.runs for r in run.perubahan]
        new, old = tidy(cell.text(accept_all)), tidy(cell.text(reject_all))
        if revisions and new != old:
            author, date = _who(revisions)
            message = (
                "perubahan Track Changes yang belum diputuskan, dibaca sebagai diterima: "
                f"“{new}”; semula “{old}”; {author}; {date}"
            )
            place = f"{where} kolom {at}"
            found.append(
                SourceRemark("ragu", place, message, new, author=author, date=date, actual=old)
            )
    return found


def _who(revisions: Iterable[Revision]) -> tuple[str, str]:
    known = list(revisions)
    last = known[-1] if known else None
    return (last.penulis, last.tanggal) if last is not None else ("", "")
