"""Blocks: `naskah/*.csv` → the narrative, block by block."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity, reading_error, reading_warning
from renstra_doc.model.records import META_COLUMNS, at, check_new_id, is_whole, read_records
from renstra_doc.model.tables import TABLES, list_tables
from renstra_doc.model.values import Block
from renstra_doc.place import Place
from renstra_doc.words.marker import is_first, parse_marker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from renstra_doc.load.project import RawProject, RawTable

FOLDER = "naskah/"
BLOCK_KINDS = (
    "bagian",
    "bab",
    "subbab",
    "judul",
    "paragraf",
    "butir",
    "kutipan",
    "label",
    "tanda_tangan",
    "ruang",
    "tabel",
    "bagan",
    "gambar",
    "grafik",
    "pohon",
    "daftar_isi",
    "daftar_tabel",
    "daftar_gambar",
    "lampiran",
    "ganti_halaman",
)
BESIDE_LABEL = ("butir", "paragraf")
HEADINGS = ("bab", "subbab", "judul", "lampiran")
DRAWN = ("gambar", "grafik", "pohon")  # what may have a width, a source, another text
# Columns that came later: that an older file lacks them says nothing.
DRAWN_COLUMNS = ("sumber", "alternatif", "lebar")
MAX_WIDTH = 1000  # mm
TEXTS = ("paragraf", "butir", "kutipan", "label", "tanda_tangan")
_WIDTH = re.compile(r"(?:[1-9][0-9]{0,2}|1000)(?:[.,][0-9]{1,2})?")
_BARE = re.compile(r"[0-9]+|[A-Za-z]")
_CLOSED = re.compile(r"(?:[0-9]+|[A-Za-z])[.)]|\((?:[0-9]+|[A-Za-z])\)")


def compose_blocks(raw: RawProject, findings: list[Finding]) -> tuple[Block, ...]:
    """Return the blocks of all files of the narrative, in printed order."""
    blocks: list[Block] = []
    seen: dict[str, Place] = {}
    # Those that `tabel.csv` names, not those that were understood: a faulty one is told of once.
    tables = _list_targets(raw)
    for name in _list_names(raw):
        for line, record in read_records(raw, name, findings):
            check_new_id(record["id"], at(line, "id"), seen, findings)
            _check_block(record, line, tables, findings)
            blocks.append(_compose_block(record, at(line, "teks")))
    findings += _find_empty_files(raw)
    # A file that could not be read is the reason, and it is told already.
    if not blocks and not _is_spoilt(findings):
        hint = "tulis naskah di naskah/01-….csv"
        findings.append(reading_error(Place("naskah"), "tidak ada blok naskah", hint))
    # Only now: what `read_records` found of each file is known.
    findings += _find_lost_columns([raw.tables[name] for name in _list_names(raw)], findings)
    _check_labels(blocks, findings)
    findings += _find_unnumbered(blocks) + _find_bare_markers(blocks)
    return tuple(blocks)


def _list_names(raw: RawProject) -> list[str]:
    return sorted(name for name in raw.tables if name.startswith(FOLDER))


def _list_targets(raw: RawProject) -> Sequence[str] | None:
    """List the tables that a block may print.

    None where `tabel.csv` was read in part only, so that none can lack.
    """
    return (list_tables(raw) or []) if is_whole(raw, TABLES) else None


def _is_spoilt(findings: Sequence[Finding]) -> bool:
    """Tell whether something else already says why the narrative has no blocks."""
    return any(
        finding.severity is Severity.ERROR and f"{finding.place.file}/".startswith(FOLDER)
        for finding in findings
    )


def _find_empty_files(raw: RawProject) -> list[Finding]:
    hint = "tulis isinya, atau hapus berkas ini"
    return [
        reading_error(Place(name), "berkas ini hanya berisi nama kolom", hint)
        for name in _list_names(raw)
        if not raw.tables[name].rows and is_whole(raw, name)
    ]


# --- A block -------------------------------------------------------------------


def _check_block(
    record: Mapping[str, str], line: Place, tables: Sequence[str] | None, findings: list[Finding]
) -> None:
    jenis, tingkat = record["jenis"], record["tingkat"]
    if jenis not in BLOCK_KINDS:
        hint = f"jenis yang ada: {', '.join(BLOCK_KINDS)}"
        findings.append(
            reading_error(at(line, "jenis"), f"jenis blok “{jenis}” tidak dikenal", hint, jenis)
        )
    if not _is_level(tingkat):
        message = f"tingkat “{tingkat}” tidak ada"
        findings.append(
            reading_error(at(line, "tingkat"), message, "tulis 1, 2, 3 atau kosong", tingkat)
        )
    if jenis in ("tabel", "pohon"):
        findings += _check_table(record["acuan"], at(line, "acuan"), tables)
    if not record["teks"].strip():
        findings += _tell_empty(jenis, at(line, "teks"))
    # `Gambar 2.1` is the number itself and no sample of one.
    if jenis in DRAWN or (jenis == "bagan" and record["alternatif"]):
        _check_drawn(record, line, findings)
    else:
        _check_marker(record, line, findings)


def _check_table(acuan: str, place: Place, tables: Sequence[str] | None) -> Iterator[Finding]:
    """Yield that a block prints a table that is not there, where all tables are known."""
    if tables is not None and acuan not in tables:
        hint = f"tabel yang ada: {', '.join(tables)}"
        yield reading_error(place, f"tabel “{acuan}” tidak ada", hint, acuan)


def _tell_empty(jenis: str, place: Place) -> Iterator[Finding]:
    """Yield what a block without a text lacks, where it should have one."""
    if jenis in HEADINGS:
        hint = "tulis judulnya, atau hapus baris ini"
        yield reading_error(place, f"{jenis} ini tidak berjudul", hint)
    if jenis in TEXTS:
        hint = "tulis teksnya, hapus baris ini, atau pakai jenis ruang untuk jarak kosong"
        yield reading_warning(place, f"{jenis} ini tidak berisi teks", hint)


def _check_drawn(record: Mapping[str, str], line: Place, findings: list[Finding]) -> None:
    """Check what only a picture, graph or tree has; its `penanda` is a number as printed."""
    if record["lebar"] and not _WIDTH.fullmatch(record["lebar"]):
        hint = f"tulis lebar dalam mm, misalnya 120; paling banyak {MAX_WIDTH}"
        message = f"lebar “{record['lebar']}” bukan bilangan"
        findings.append(reading_error(at(line, "lebar"), message, hint, record["lebar"]))


def _check_marker(record: Mapping[str, str], line: Place, findings: list[Finding]) -> None:
    penanda = record["penanda"]
    if penanda.endswith(","):
        message = f"“{penanda}” berakhir koma"
        findings.append(
            reading_error(
                at(line, "penanda"), message, f"tulis {penanda[:-1]}. atau {penanda[:-1]})", penanda
            )
        )
    elif not is_first(penanda):
        hint = "penanda harus contoh pertama: 1., a., I., i., A.; program yang menghitung"
        findings.append(
            reading_error(at(line, "penanda"), f"“{penanda}” bukan contoh pertama", hint, penanda)
        )
    else:
        _check_depth(record, line, findings)


def _check_depth(record: Mapping[str, str], line: Place, findings: list[Finding]) -> None:
    """Check that a marker of several numbers stands as deep as it counts."""
    penanda, tingkat = record["penanda"], record["tingkat"]
    upper = parse_marker(penanda).bertingkat
    # An unknown level is told already; as 0 it fits nothing, and nothing more is asked of it.
    level = int(tingkat or 1) if _is_level(tingkat) else 0
    if record["jenis"] == "butir" and upper and level <= upper:
        message = f"“{penanda}” memerlukan butir di atasnya, butir ini tingkat {level}"
        hint = f"pakai 1., atau tulis tingkat {upper + 1}"
        findings.append(reading_error(at(line, "penanda"), message, hint, penanda))
    elif record["jenis"] == "subbab" and upper > 1 and tingkat != "3":
        message = f"“{penanda}” memerlukan subbab di atasnya, subbab ini tingkat {tingkat or 2}"
        findings.append(
            reading_error(at(line, "penanda"), message, "tulis tingkat 3, atau pakai 1.1", penanda)
        )


def _is_level(tingkat: str) -> bool:
    return tingkat in ("", "1", "2", "3")


def _compose_block(record: Mapping[str, str], place: Place) -> Block:
    return Block(
        id=record["id"],
        jenis=record["jenis"],
        tingkat=int(record["tingkat"] or 0) if _is_level(record["tingkat"]) else 0,
        penanda=record["penanda"],
        gaya=record["gaya"],
        acuan=record["acuan"],
        teks=record["teks"],
        place=place,
        sumber=record["sumber"],
        alternatif=record["alternatif"],
        # Millimetres on paper and no amount: a float serves.
        lebar=float(record["lebar"].replace(",", "."))
        if _WIDTH.fullmatch(record["lebar"])
        else 0.0,
    )


# --- What blocks say together --------------------------------------------------


def _check_labels(blocks: Sequence[Block], findings: list[Finding]) -> None:
    """Find labels with nothing beside them.

    An empty table, which Word refuses (ECMA-376 Part 1, 17.4.37).
    """
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.jenis == "label" and (following is None or following.jenis not in BESIDE_LABEL):
            hint = "tambahkan blok butir atau paragraf sesudahnya, atau hapus label ini"
            message = f"tidak ada isi di samping label “{block.teks}”"
            findings.append(reading_error(block.place, message, hint, block.teks))


def _find_lost_columns(tables: Sequence[RawTable], findings: Sequence[Finding]) -> list[Finding]:
    """Find the columns that a file lacks while another fills them.

    All its markers or styles may be lost.
    """
    known = {finding.place for finding in findings}
    hint = "tambahkan kolom itu (boleh kosong), atau pulihkan berkas ini dari cadangan"
    found = [
        reading_warning(
            Place(table.file, table.header_line, column),
            f"kolom “{column}” tidak ada, sedangkan berkas naskah lain mengisinya",
            hint,
        )
        for column in META_COLUMNS["naskah"][1]
        if column not in ("catatan", *DRAWN_COLUMNS)
        and any(_fills(table, column) for table in tables)
        for table in tables
        if column not in table.header
    ]
    # `read_records` has told of a file that lacks just this one.
    return [finding for finding in found if finding.place not in known]


def _fills(table: RawTable, column: str) -> bool:
    if column not in table.header:
        return False
    position = table.header.index(column)
    return any(row.cells[position] for row in table.rows)


def _find_unnumbered(blocks: Sequence[Block]) -> list[Finding]:
    """Find chapters without a number where others have one."""
    chapters = [block for block in blocks if block.jenis == "bab"]
    # A document may number none of its chapters; only a mixture is a slip.
    if not any(block.penanda for block in chapters):
        return []
    hint = "tulis penandanya, atau pakai jenis judul bila memang tanpa nomor"
    return [
        reading_warning(
            at(block.place, "penanda"),
            f"bab “{block.teks}” tidak bernomor, bab lain bernomor",
            hint,
        )
        for block in chapters
        if not block.penanda
    ]


def _find_bare_markers(blocks: Sequence[Block]) -> list[Finding]:
    """Find list markers `1` in a document that writes `1.`: a spreadsheet makes a number of it.

    One finding a file.
    """
    items = [block for block in blocks if block.jenis == "butir"]
    if not any(_CLOSED.fullmatch(block.penanda) for block in items):
        return []
    bare: dict[str, list[Block]] = {}
    for block in items:
        # `o` is a letter and the hollow bullet of Word.
        if _BARE.fullmatch(block.penanda) and parse_marker(block.penanda).bentuk != "bullet":
            bare.setdefault(block.place.file, []).append(block)
    return [_tell_bare(group) for group in bare.values()]


def _tell_bare(group: Sequence[Block]) -> Finding:
    first = group[0]
    message = (
        f"penanda “{first.penanda}” tanpa titik atau kurung ({len(group)} butir di berkas ini)"
    )
    hint = (
        f"mungkin {first.penanda}. yang diubah Excel menjadi bilangan; beri kolom itu "
        "format Teks, lalu ketik ulang"
    )
    return reading_warning(at(first.place, "penanda"), message, hint, first.penanda)
