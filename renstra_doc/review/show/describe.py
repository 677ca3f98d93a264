"""Changes in words that a reader of the document uses.

What happened, where it stands in the document and in the data, how much more or less. No id and no
field name is said where the document has a name for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renstra_doc.review.diff.change import (
    BlockChange,
    BoxChange,
    CellChange,
    ColumnChange,
    FactChange,
    Group,
    InTable,
    Kind,
    RowChange,
    TableChange,
)
from renstra_doc.review.diff.status import MERGED
from renstra_doc.review.wording import near_heading, show_short
from renstra_doc.words.markup import ABOVE, BELOW, parse_markup
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from renstra_doc.review.diff.change import Change
    from renstra_doc.words.markup import Run

KINDS = {
    Kind.ADDED: "ditambahkan",
    Kind.REMOVED: "dihapus",
    Kind.CHANGED: "diubah",
    Kind.MOVED: "dipindahkan",
}
GROUPS = {
    Group.CAUSE: "perubahan",
    Group.CONSEQUENCE: "akibat perubahan",
    Group.NUMBERING: "penomoran",
}
# What a field of a record is called; one that says the same in both needs no word here.
FIELDS: Mapping[str, str] = {
    "teks": "",
    "jenis": "jenis isi",
    "tingkat": "tingkat",
    "penanda": "penomoran",
    "gaya": "rupa",
    "acuan": "rujukan",
    "induk": "letak di bawah",
    "entitas": "penanda hal yang sama",
    "nomor": "nomor",
    "label": "sebutan",
    "judul": "judul",
    "sumber": "sumber",
    "orientasi": "arah halaman",
    "catatan": "catatan",
    "desimal": "banyaknya angka desimal",
    "lebar": "lebar",
    "rata": "perataan",
    "gabung": "penggabungan sel",
    "tampil": "tercetak",
    "arah": "arah nilai",
    "ribuan": "pengelompokan ribuan",
    "jabatan": "jabatan",
    "eselon": "eselon",
    "jumlah": "jumlah",
    "kode": "kode",
    "cetakan": "cara mencetak",
    "urut": "",
    "alternatif": "teks alternatif",
    "gambar": "berkas gambar",
    "tabel": "tabel yang ditunjukkan",
    "baris": "baris yang ditunjukkan",
    "kolom": "kolom yang ditunjukkan",
    "deret": "deret",
    "tinggi": "tinggi",
    "isi": "",
}
FACTS_BAB = "Data dokumen"
ARROW = " · "
SHORT = 32


def chapter_of(change: Change) -> str:
    """Return the chapter, or what stands for it."""
    if isinstance(change, FactChange):
        return FACTS_BAB
    return change.bab or "Tidak tercetak"


def table_of(change: Change) -> str:
    """Return `Tabel 6.2`, or nothing where the change is in no table."""
    if not isinstance(change, InTable):
        return ""
    # A table without a printed number bears its id, which no reader knows.
    is_numbered = change.table.number != change.table.id
    return f"Tabel {change.table.number}" if is_numbered else change.table.caption


def spot_of(change: Change, length: int = 70) -> str:
    """Return where a change stands within its table or chapter."""
    return ARROW.join(part for part in _spot(change, length) if part)


def _spot(change: Change, length: int) -> Iterable[str]:
    if isinstance(change, InTable):
        return _spot_in_table(change, length)
    field = name_field(change.column)
    if isinstance(change, FactChange):
        return (change.name,)
    if isinstance(change, BlockChange):
        # `acuan` of a picture is the file; of every other block the thing that it points to.
        is_file = change.jenis == "gambar" and change.column == "acuan"
        return (change.spot, FIELDS["gambar"] if is_file else field)
    if isinstance(change, BoxChange):
        return ("kotak bagan", show_short(change.name, length), field)
    return (field,)


def _spot_in_table(change: InTable, length: int) -> Iterable[str]:
    field = name_field(change.column)
    if isinstance(change, ColumnChange):
        heading = near_heading(change.heading)
        row = show_short(change.row, length)
        return (row, f"kolom {heading}" if heading else "kolom", name_field(change.attribute))
    if isinstance(change, CellChange):
        return (show_short(change.row, length), near_heading(change.heading) or field)
    if isinstance(change, RowChange):
        return (show_short(change.row, length), field)
    return (field or "seluruh tabel",)


def name_field(name: str) -> str:
    """Return what a field is called in a sentence."""
    return FIELDS.get(name, name.replace("_", " "))


def path_of(change: Change, length: int = 70) -> str:
    """Return the whole way: chapter, table, row, column."""
    parts = (show_short(chapter_of(change), SHORT), table_of(change), spot_of(change, length))
    return ARROW.join(part for part in parts if part)


def place_of(change: Change) -> str:
    """Return the place in the data as messages say it: `tabel/pegawai.csv, baris 7`.

    The column is told by its heading already; of a fact its name.
    """
    return f"{change.place.file}, baris {change.place.line}"


def amount_of(change: Change) -> str:
    """Return `bertambah 432.240 (27,57%)`, or nothing for what is no quantity.

    A percentage changes by points: its percent would be one of a percent.
    """
    if not isinstance(change, CellChange) or not change.difference:
        # A text has no difference, and a figure that only looks otherwise has none either.
        return ""
    word = "bertambah" if change.difference > 0 else "berkurang"
    amount = f"{word} {format_angka(abs(change.difference))}"
    if change.is_share:
        return f"{amount} poin"
    return (
        f"{amount} ({format_angka(abs(change.percent))}%)" if change.percent is not None else amount
    )


def show_values(change: Change) -> tuple[str, str]:
    """Return what stood there and what stands there now, as printed.

    Where both print the same words: how these look, else how they are written.
    """
    # The printed words come first; only where these are equal the reader is told why there is a
    # change.
    if change.old_text != change.new_text:
        return change.old_text, change.new_text
    looks = describe_look(change.old), describe_look(change.new)
    if looks[0] != looks[1]:
        return looks
    return _describe_writing(change.old, "lama"), _describe_writing(change.new, "baru")


def _describe_writing(text: str, side: str) -> str:
    """Say of a text that prints the same as another one how its figures come there."""
    # The value is the same today: what changed is whether it follows the data tomorrow.
    is_computed = "{{" in text
    return f"diambil dari data, rumus {side}" if is_computed else f"ditulis langsung, cara {side}"


LOOKS: Mapping[str, Callable[[Run], object]] = {
    "tebal": lambda run: run.tebal,
    "miring": lambda run: run.miring,
    "garis bawah": lambda run: run.garis,
    "huruf atas": lambda run: run.posisi == ABOVE,
    "huruf bawah": lambda run: run.posisi == BELOW,
}


def describe_look(text: str) -> str:
    """Return which words of a text stand out, as a sentence: `huruf biasa`, `tebal: …`."""
    # Notes are texts of their own.
    runs = [run for run in parse_markup(text) if not run.kaki]
    whole = "".join(run.teks for run in runs)
    told = []
    for name, stands_out in LOOKS.items():
        words = [run.teks for run in runs if stands_out(run)]
        if words:
            is_all = "".join(words) == whole
            told.append(f"{name} seluruhnya" if is_all else f"{name}: {' … '.join(words)}")
    links = [f"“{run.teks}” menuju {run.tautan}" for run in runs if run.tautan]
    return "; ".join([f"huruf {'; '.join(told)}" if told else "huruf biasa", *links])


def remark_of(change: Change) -> str:
    """Return what else there is to say: its status, what went along, for how many it stands."""
    told = (*_tell_status(change), _count_of(change))
    return "; ".join(part for part in told if part)


def _tell_status(change: Change) -> tuple[str, ...]:
    """Return the status of a row and what it came from or became; of a cell where it tells it."""
    if not isinstance(change, RowChange | CellChange):
        return ()
    status, fate = "" if change.status in PLAIN else change.status, change.fate
    if fate.startswith("dari") and status == MERGED:
        status = "gabungan"
    # `menjadi …` and `dari …` go on with the status in one sentence.
    if fate.startswith(("menjadi", "dari")):
        return (f"{status} {fate}".strip(),)
    return (status, fate) if fate or isinstance(change, RowChange) else ()


# What the kind of a change says already.
PLAIN = ("", "baru", "dihapus", "berubah", "dipindahkan")


def _count_of(change: Change) -> str:
    if change.count < 2:  # noqa: PLR2004 — one is not worth saying
        return ""
    if change.kind is Kind.MOVED:
        what = "blok" if isinstance(change, BlockChange) else "baris"
        return f"beserta {change.count - 1} {what} di bawahnya"
    if isinstance(change, TableChange):
        return f"{change.count} baris"
    if change.group is Group.NUMBERING:
        return f"dan {change.count - 1} sesudahnya"
    return f"{change.count} sel"


def count_groups(changes: Iterable[Change]) -> str:
    """Return e.g. `2 perubahan, 3 akibat perubahan, 1 penomoran`."""
    counts = dict.fromkeys(GROUPS, 0)
    for change in changes:
        counts[change.group] += 1
    return (
        ", ".join(f"{count} {GROUPS[group]}" for group, count in counts.items() if count)
        or "tidak ada perubahan"
    )


def number_causes(changes: Iterable[Change]) -> dict[int, int]:
    """Return the number of each cause, from 1, by the identity of the change."""
    causes = (change for change in changes if change.group is Group.CAUSE)
    return {id(change): number for number, change in enumerate(causes, start=1)}


def group_followers(changes: Iterable[Change]) -> dict[int, list[Change]]:
    """Return what follows from each cause first of all, by the identity of the cause."""
    followers: dict[int, list[Change]] = {}
    for change in changes:
        if change.group is Group.CONSEQUENCE and change.reason.causes:
            # The first cause takes it: a consequence is told once.
            followers.setdefault(id(change.reason.causes[0]), []).append(change)
    return followers


def list_loose(changes: Iterable[Change]) -> list[Change]:
    """Return what follows from another change that is not known."""
    return [
        change
        for change in changes
        if change.group is Group.CONSEQUENCE and not change.reason.causes
    ]


def group_twins(changes: Iterable[Change]) -> dict[int, list[Change]]:
    """Return the same change of the same thing in other places, by the identity of the change."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        # One thing in several tables, known by its `entitas`.
        if change.reason.twin:
            groups.setdefault(change.reason.twin, []).append(change)
    return {
        id(change): [other for other in group if other is not change]
        for group in groups.values()
        for change in group
    }
