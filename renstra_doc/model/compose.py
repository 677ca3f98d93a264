"""Compose a Document from raw tables; everything that cannot be understood becomes a finding with its place."""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_error
from renstra_doc.marker import is_first, parse_marker
from renstra_doc.model.document import Block, Box, Document
from renstra_doc.model.reading import at, check_id, check_new_id, find_circles, number_finding, read_records
from renstra_doc.model.tables import compose_tables, list_tables
from renstra_doc.numbers import NumberError, parse_tanggal
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from renstra_doc.load import RawProject

FACTS, CHART = "dokumen.csv", "struktur-organisasi.csv"
REQUIRED_FACTS = (
    "nama_berkas",
    "templat",
    "judul",
    "penulis",
    "tanggal_dokumen",
    "periode_awal",
    "periode_akhir",
)
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
    "daftar_isi",
    "daftar_tabel",
    "ganti_halaman",
)
BESIDE_LABEL = ("butir", "paragraf")
_FILE_NAME = re.compile(r"[^\\/:*?\"<>|\x00-\x1f.][^\\/:*?\"<>|\x00-\x1f]{0,120}")
_YEAR = re.compile(r"[12][0-9]{3}")


def compose(raw: RawProject) -> tuple[Document, tuple[Finding, ...]]:
    """Interpret the raw tables of a project.

    Out: the Document with everything that could be understood, and all findings of rule `baca`, those of loading
    included. A cell that cannot be read stays in place, marked `keliru`, so that no later rule counts with it.
    """
    findings = list(raw.findings)
    dokumen, places = _compose_facts(raw, findings)
    tables = compose_tables(raw, findings)
    blocks = _compose_blocks(raw, list_tables(raw) or [], findings)
    boxes = _compose_boxes(raw, findings)
    document = Document(dokumen, blocks, tables, boxes, raw.tables, places)
    return document, tuple(sorted(findings, key=lambda finding: finding.place))


# --- Facts ---------------------------------------------------------------------


def _compose_facts(raw: RawProject, findings: list[Finding]) -> tuple[dict[str, str], dict[str, Place]]:
    facts: dict[str, str] = {}
    places: dict[str, Place] = {}
    for line, record in read_records(raw, FACTS, findings):
        kunci = record["kunci"]
        if kunci in facts:
            message = f"kunci “{kunci}” sudah ada di baris {places[kunci].line}"
            findings.append(reading_error(at(line, "kunci"), message, "hapus salah satunya"))
        facts[kunci], places[kunci] = record["nilai"], at(line, "nilai")
    if FACTS in raw.tables:
        findings += [
            reading_error(Place(FACTS), f"kunci “{kunci}” tidak ada atau kosong", f"tambahkan baris {kunci},…")
            for kunci in REQUIRED_FACTS
            if not facts.get(kunci)
        ]
    for kunci, nilai in facts.items():
        _check_fact(kunci, nilai, places[kunci], findings)
    return facts, places


def _check_fact(kunci: str, nilai: str, place: Place, findings: list[Finding]) -> None:
    """Check a fact of a form that its key demands: a date, a year, the name of a file."""
    if kunci.startswith("tanggal"):
        try:
            parse_tanggal(nilai)
        except NumberError as error:
            findings.append(number_finding(place, error, nilai))
    elif kunci in ("periode_awal", "periode_akhir") and nilai and not _YEAR.fullmatch(nilai):
        findings.append(reading_error(place, f"“{nilai}” bukan tahun", "tulis misalnya 2017", nilai))
    elif kunci == "nama_berkas" and nilai and not _FILE_NAME.fullmatch(nilai):
        hint = 'nama berkas tanpa folder dan tanpa tanda \\ / : * ? " < > |'
        findings.append(reading_error(place, f"“{nilai}” bukan nama berkas", hint, nilai))


# --- Blocks --------------------------------------------------------------------


def _compose_blocks(raw: RawProject, tables: Sequence[str], findings: list[Finding]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    seen: dict[str, Place] = {}
    for name in sorted(name for name in raw.tables if name.startswith("naskah/")):
        for line, record in read_records(raw, name, findings):
            check_new_id(record["id"], at(line, "id"), seen, findings)
            _check_block(record, line, tables, findings)
            blocks.append(_compose_block(record, at(line, "teks")))
    if not blocks:
        hint = "tulis naskah di naskah/01-….csv"
        findings.append(reading_error(Place("naskah"), "tidak ada blok naskah", hint))
    _check_labels(blocks, findings)
    return tuple(blocks)


def _check_block(record: Mapping[str, str], line: Place, tables: Sequence[str], findings: list[Finding]) -> None:
    jenis, tingkat, acuan, penanda = (record[field] for field in ("jenis", "tingkat", "acuan", "penanda"))
    if jenis not in BLOCK_KINDS:
        hint = f"jenis yang ada: {', '.join(BLOCK_KINDS)}"
        findings.append(reading_error(at(line, "jenis"), f"jenis blok “{jenis}” tidak dikenal", hint, jenis))
    if not _is_level(tingkat):
        message = f"tingkat “{tingkat}” tidak ada"
        findings.append(reading_error(at(line, "tingkat"), message, "tulis 1, 2, 3 atau kosong", tingkat))
    if jenis == "tabel" and acuan not in tables:
        hint = f"tabel yang ada: {', '.join(tables)}"
        findings.append(reading_error(at(line, "acuan"), f"tabel “{acuan}” tidak ada", hint, acuan))
    if not is_first(penanda):
        hint = "penanda harus contoh pertama: 1., a., I., i., A.; program yang menghitung"
        findings.append(reading_error(at(line, "penanda"), f"“{penanda}” bukan contoh pertama", hint, penanda))
    elif jenis == "butir" and tingkat in ("", "1") and parse_marker(penanda).bertingkat:
        message = f"“{penanda}” memerlukan butir di atasnya, butir ini tingkat 1"
        findings.append(reading_error(at(line, "penanda"), message, "pakai 1., atau tulis tingkat 2", penanda))


def _check_labels(blocks: Sequence[Block], findings: list[Finding]) -> None:
    """Find labels with nothing beside them: an empty table, which Word refuses (ECMA-376 Part 1, 17.4.37)."""
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.jenis == "label" and (following is None or following.jenis not in BESIDE_LABEL):
            hint = "tambahkan blok butir atau paragraf sesudahnya, atau hapus label ini"
            message = f"tidak ada yang berdiri di samping label “{block.teks}”"
            findings.append(reading_error(block.place, message, hint, block.teks))


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
    )


# --- Boxes ---------------------------------------------------------------------


def _compose_boxes(raw: RawProject, findings: list[Finding]) -> tuple[Box, ...]:
    boxes: list[Box] = []
    valid: list[str] = []
    for line, record in read_records(raw, CHART, findings):
        fields = ("id", "induk", "jabatan", "eselon", "jumlah")
        boxes.append(Box(**{field: record[field] for field in fields}, place=at(line, "jabatan")))
        valid += [record["id"]] if check_id(record["id"], at(line, "id"), findings) else []
    parent = {box.id: box.induk for box in boxes if box.id}
    wrong = find_circles(parent) | {key for key, count in Counter(valid).items() if count > 1}
    for box in boxes:
        if box.id in wrong or (box.induk and box.induk not in parent):
            message = f"kotak “{box.id}”: id ganda, induk tidak ada, atau melingkar"
            findings.append(reading_error(at(box.place, "induk"), message, "periksa id dan induk"))
    return tuple(boxes)
