"""What a Word file says, as values: paragraphs, tables, comments, and what was not understood.

A tracked change stays beside the text that it touches, with its author and date: whether it counts
as accepted or rejected is for whoever reads the values (`is_there`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Accept = Callable[["Revision"], bool]
    Facts = tuple[tuple[str, str], ...]

INSERTED = frozenset({"ins", "moveTo"})


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change: `jenis` is `ins`, `del`, `moveTo` or `moveFrom` (17.13.5)."""

    jenis: str
    penulis: str = ""
    tanggal: str = ""


def accept_all(_revision: Revision) -> bool:
    """Take every tracked change as accepted."""
    return True


def reject_all(_revision: Revision) -> bool:
    """Take every tracked change as rejected."""
    return False


def is_there(revisions: Iterable[Revision], accept: Accept) -> bool:
    """Return whether what bears these changes stands in the text.

    An insertion stands where it is accepted, a deletion where it is rejected; nested changes (a
    person deletes what another one inserted) hold together.
    """
    # What was inserted and then deleted stands only while the one is accepted and the other not.
    return all(accept(found) == (found.jenis in INSERTED) for found in revisions)


@dataclass(frozen=True, slots=True)
class WordRun:
    """A stretch of text in one look.

    `tebal` and `miring` are those of the run itself, not of its style. `lenyap`: not printed,
    `coret`: struck. `bidang` is the kind of the innermost field whose result this is, `gambar` the
    part of a picture (`[gambar]` where it has none; "": this is text), `rupa` the look in force,
    where whoever reads asks for it.
    """

    teks: str
    tebal: bool = False
    miring: bool = False
    lenyap: bool = False
    coret: bool = False
    bidang: str = ""
    gambar: str = ""
    perubahan: tuple[Revision, ...] = ()
    rupa: Facts = ()


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph.

    `gaya` is the name of its style, `label` its number in a list as printed, `tingkat` the level of
    that list (from 0), `kerangka` the outline level of a heading (from 1; 0: none), `takuk` its
    left indent in twips. `tanda` are the changes of its mark: an inserted mark parts it from the
    next paragraph, a deleted one joins both. `bookmarks` begin in it, `komentar` are ids;
    `tautan` are the bookmarks that its links and page numbers lead to;
    `halaman_baru` where it itself asks to begin a page (17.3.1.23), `kotak` the text boxes drawn in
    it (they are told by the document: two paragraphs that differ in them say the same).
    """

    runs: tuple[WordRun, ...] = ()
    gaya: str = ""
    label: str = ""
    tingkat: int = 0
    kerangka: int = 0
    takuk: int = 0
    rata: str = ""
    tanda: tuple[Revision, ...] = ()
    bookmarks: tuple[str, ...] = ()
    komentar: tuple[str, ...] = ()
    tautan: tuple[str, ...] = ()
    halaman_baru: bool = False
    rupa: Facts = ()
    kotak: tuple[tuple[WordParagraph, ...], ...] = field(default=(), compare=False)

    def text(self, accept: Accept = accept_all) -> str:
        """Return what it prints, line breaks and tabs included."""
        return "".join(
            run.teks for run in self.runs if not run.lenyap and is_there(run.perubahan, accept)
        )


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell: its content, the columns it spans, and its part in a vertical merge.

    `tegak` is "", "mulai" or "lanjut".
    """

    blocks: tuple[WordParagraph | WordTable, ...] = ()
    lebar: int = 1
    tegak: str = ""
    perubahan: tuple[Revision, ...] = ()

    def paragraphs(self) -> list[WordParagraph]:
        """Return its paragraphs, those of tables inside it too."""
        return list(iter_paragraphs(self.blocks))

    def text(self, accept: Accept = accept_all) -> str:
        """Return what it prints, a line a paragraph."""
        return "\n".join(join_marks(self.paragraphs(), accept))


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row. `awal` is the number of columns that it leaves out on its left."""

    cells: tuple[WordCell, ...] = ()
    perubahan: tuple[Revision, ...] = ()
    lenyap: bool = False
    kepala: bool = False
    awal: int = 0


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table: its rows, the name of its style, the widths of its columns in twips."""

    rows: tuple[WordRow, ...] = ()
    gaya: str = ""
    lebar: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WordSection:
    """A section: the form of its pages as facts, and the parts at head and foot of its pages."""

    rupa: Facts = ()
    bagian: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WordComment:
    """A reviewer's comment. `selesai`: marked as resolved; `induk`: the comment that it answers."""

    id: str
    penulis: str
    tanggal: str
    teks: str
    selesai: bool = False
    induk: str = ""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Something that the program does not write itself: what it is, how often, what it says."""

    nama: str
    jumlah: int = 1
    isi: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return e.g. `3 komentar`, `catatan kaki (“Angka di atas tidak berlaku.”)`."""
        count = f"{self.jumlah} " if self.jumlah > 1 else ""
        told = "; ".join(f"“{text}”" for text in self.isi[:3])
        return f"{count}{self.nama}{f' ({told})' if told else ''}"


@dataclass(frozen=True, slots=True)
class WordDocument:
    """All that a Word file says.

    `kotak` are its text boxes, `perabot` the paragraphs of each header and footer that a section
    names, by part, `seksi` its sections in order, `sifat` title and author of the file,
    `daftar` what its lists of contents gather (the switches of their fields).
    """

    blocks: tuple[WordParagraph | WordTable, ...]
    kotak: tuple[tuple[WordParagraph, ...], ...] = ()
    perabot: Mapping[str, tuple[WordParagraph, ...]] = field(default_factory=dict)
    komentar: tuple[WordComment, ...] = ()
    asing: tuple[Stranger, ...] = ()
    perubahan: tuple[Revision, ...] = ()
    seksi: tuple[WordSection, ...] = ()
    sifat: Facts = ()
    daftar: tuple[str, ...] = ()


def iter_paragraphs(blocks: Iterable[WordParagraph | WordTable]) -> Iterable[WordParagraph]:
    """Yield the paragraphs of some content in order, those in tables too."""
    for block in blocks:
        if isinstance(block, WordParagraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from iter_paragraphs(cell.blocks)


def join_marks(paragraphs: Iterable[WordParagraph], accept: Accept) -> list[str]:
    """Return the text of each paragraph; one whose mark is not there joins the one below it."""
    texts: list[str] = []
    kept = ""
    for paragraph in paragraphs:
        kept += paragraph.text(accept)
        if is_there(paragraph.tanda, accept):
            texts.append(kept)
            kept = ""
    # The last mark of a cell can be deleted although nothing follows that it could join.
    return [*texts, kept] if kept else texts
