"""Compose a Document from raw tables; everything that cannot be understood becomes a finding with its place."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, reading_error
from renstra_doc.model.document import NUMERIC_KINDS, Block, Box, Cell, Column, Document, Row, Table
from renstra_doc.numbers import NumberError, parse, parse_tanggal
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renstra_doc.load import RawProject, RawTable

META_COLUMNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "dokumen.csv": (("kunci", "nilai"), ("keterangan",)),
    "naskah": (("id", "jenis", "teks"), ("tingkat", "penanda", "gaya", "acuan", "catatan")),
    "tabel/tabel.csv": (("id", "nomor", "judul"), ("label", "sumber", "orientasi", "gaya", "catatan")),
    "tabel/kolom.csv": (
        ("tabel", "kolom", "judul", "jenis"),
        ("nomor", "desimal", "lebar", "rata", "gabung", "tampil", "catatan"),
    ),
    "struktur-organisasi.csv": (("id", "induk", "jabatan"), ("eselon", "jumlah", "catatan")),
}
REQUIRED_FACTS = (
    "nama_berkas",
    "templat",
    "judul",
    "penulis",
    "tanggal_dokumen",
    "periode_awal",
    "periode_akhir",
)
ROW_FIELDS = ("id", "tingkat", "induk", "kode", "entitas")
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
COLUMN_KINDS = ("teks", "urut", *sorted(NUMERIC_KINDS))
CHOICES: Mapping[str, tuple[str, ...]] = {
    "jenis": COLUMN_KINDS,
    "rata": ("", "kiri", "tengah", "kanan", "penuh"),
    "gabung": ("", "tegak", "datar", "tegak datar"),
    "tampil": ("", "ya", "tidak"),
    "orientasi": ("", "potret", "lanskap"),
}
DEEPEST_LIST = 3
_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_FILE_NAME = re.compile(r"[^\\/:*?\"<>|\x00-\x1f.][^\\/:*?\"<>|\x00-\x1f]{0,120}")


def compose(raw: RawProject) -> tuple[Document, tuple[Finding, ...]]:
    """Interpret the raw tables of a project.

    Out: the Document with everything that could be understood, and all findings of rule `baca`, those of loading
    included. A cell that cannot be read stays in place, marked `keliru`, so that no later rule counts with it.
    """
    findings = list(raw.findings)
    dokumen, places = _compose_facts(raw, findings)
    tables = _compose_tables(raw, findings)
    blocks = _compose_blocks(raw, tables, findings)
    boxes = _compose_boxes(raw, findings)
    document = Document(dokumen, blocks, tables, boxes, raw.tables, places)
    return document, tuple(sorted(findings, key=lambda finding: finding.place))


def _records(raw: RawProject, name: str, findings: list[Finding]) -> list[tuple[int, dict[str, str]]]:
    """Return the records of a meta file with every known column present; refuse missing and unknown columns."""
    table = raw.tables.get(name)
    if table is None:
        return []
    required, optional = META_COLUMNS["naskah" if name.startswith("naskah/") else name]
    missing = [column for column in required if column not in table.header]
    known = required + optional
    for column in missing:
        message = f"kolom “{column}” tidak ada"
        findings.append(reading_error(Place(name, 1, column), message, f"kolom berkas ini: {', '.join(known)}"))
    for column in table.header:
        if column not in known:
            message = f"kolom “{column}” tidak dikenal"
            findings.append(reading_error(Place(name, 1, column), message, f"kolom berkas ini: {', '.join(known)}"))
    if missing:
        return []
    empty = dict.fromkeys(known, "")
    return [(line, {**empty, **record}) for line, record in table.records()]


def _compose_facts(raw: RawProject, findings: list[Finding]) -> tuple[dict[str, str], dict[str, Place]]:
    facts: dict[str, str] = {}
    places: dict[str, Place] = {}
    name = "dokumen.csv"
    for line, record in _records(raw, name, findings):
        kunci, place = record["kunci"], Place(name, line, "nilai")
        if kunci in facts:
            message = f"kunci “{kunci}” sudah ada di baris {places[kunci].line}"
            findings.append(reading_error(Place(name, line, "kunci"), message, "hapus salah satunya"))
        facts[kunci], places[kunci] = record["nilai"], place
    if name in raw.tables:
        findings += _check_facts(facts, places)
    return facts, places


def _check_facts(facts: Mapping[str, str], places: Mapping[str, Place]) -> list[Finding]:
    file = "dokumen.csv"
    findings = [
        reading_error(Place(file), f"kunci “{kunci}” tidak ada atau kosong", f"tambahkan baris {kunci},…")
        for kunci in REQUIRED_FACTS
        if not facts.get(kunci)
    ]
    for kunci, nilai in facts.items():
        if kunci.startswith("tanggal"):
            try:
                parse_tanggal(nilai)
            except NumberError as error:
                findings.append(reading_error(places[kunci], str(error), error.saran, nilai))
    name = facts.get("nama_berkas", "")
    if name and not _FILE_NAME.fullmatch(name):
        hint = 'nama berkas tanpa folder dan tanpa tanda \\ / : * ? " < > |'
        findings.append(reading_error(places["nama_berkas"], f"“{name}” bukan nama berkas", hint, name))
    return findings


def _compose_tables(raw: RawProject, findings: list[Finding]) -> dict[str, Table]:
    columns = _compose_columns(raw, findings)
    tables: dict[str, Table] = {}
    name = "tabel/tabel.csv"
    for line, record in _records(raw, name, findings):
        place = Place(name, line, "id")
        key = record["id"]
        if key in tables:
            message = f"id tabel “{key}” sudah ada di baris {tables[key].place.line}"
            findings.append(reading_error(place, message, "setiap tabel memerlukan id sendiri"))
            continue
        if not _check_id(key, place, findings):
            continue
        _check_choice(record, "orientasi", place, findings)
        tables[key] = _compose_table(record, columns.get(key, ()), raw, place, findings)
    findings += [
        reading_error(column.place, f"tabel “{key}” tidak ada di tabel/tabel.csv", "perbaiki nama tabel")
        for key, group in columns.items()
        if name in raw.tables and key not in tables
        for column in group[:1]
    ]
    return tables


def _compose_columns(raw: RawProject, findings: list[Finding]) -> dict[str, tuple[Column, ...]]:
    groups: dict[str, list[Column]] = {}
    name = "tabel/kolom.csv"
    for line, record in _records(raw, name, findings):
        place = Place(name, line, "kolom")
        group = groups.setdefault(record["tabel"], [])
        if any(column.kolom == record["kolom"] for column in group):
            findings.append(reading_error(place, f"kolom “{record['kolom']}” dua kali dalam satu tabel"))
            continue
        for field in ("jenis", "rata", "gabung", "tampil"):
            _check_choice(record, field, place, findings)
        group.append(_compose_column(record, place, findings))
    return {key: tuple(group) for key, group in groups.items()}


def _compose_column(record: Mapping[str, str], place: Place, findings: list[Finding]) -> Column:
    jenis = record["jenis"] if record["jenis"] in COLUMN_KINDS else "teks"
    return Column(
        kolom=record["kolom"],
        judul=tuple(part.strip() for part in record["judul"].split(" > ")),
        nomor=record["nomor"],
        jenis=jenis,
        desimal=int(_number(record, "desimal", place, findings)) if record["desimal"] else None,
        lebar=_number(record, "lebar", place, findings) or 20.0,
        rata=record["rata"] or ("kiri" if jenis == "teks" else "tengah"),
        tegak="tegak" in record["gabung"],
        datar="datar" in record["gabung"],
        tampil=record["tampil"] != "tidak",
        place=place,
    )


def _number(record: Mapping[str, str], field: str, place: Place, findings: list[Finding]) -> float:
    """Read a plain measure (mm, decimals); widths are no money and no target, so a float serves."""
    text = record[field].replace(",", ".")
    if re.fullmatch(r"\d{0,4}(\.\d{1,3})?", text):
        return float(text or 0)
    message = f"“{record[field]}” bukan bilangan"
    findings.append(reading_error(Place(place.file, place.line, field), message, "tulis misalnya 12.5", record[field]))
    return 0.0


def _compose_table(
    record: Mapping[str, str],
    columns: tuple[Column, ...],
    raw: RawProject,
    place: Place,
    findings: list[Finding],
) -> Table:
    file = f"tabel/{record['id']}.csv"
    source = raw.tables.get(file)
    if not columns:
        findings.append(reading_error(place, f"tabel “{record['id']}” tidak punya kolom di tabel/kolom.csv"))
    if source is None and not any(finding.place.file == file for finding in findings):
        findings.append(reading_error(Place(file), "berkas baris tabel ini tidak ditemukan", "buat berkasnya"))
    rows = _compose_rows(source, columns, findings) if source is not None and columns else ()
    return Table(
        id=record["id"],
        nomor=record["nomor"],
        label=record["label"],
        judul=record["judul"],
        sumber=record["sumber"],
        orientasi=record["orientasi"] or "potret",
        gaya=record["gaya"] or "umum",
        catatan=record["catatan"],
        columns=columns,
        rows=rows,
        file=file,
        place=place,
    )


def _compose_rows(source: RawTable, columns: tuple[Column, ...], findings: list[Finding]) -> tuple[Row, ...]:
    names = [column.kolom for column in columns]
    missing = [name for name in names if name not in source.header and name not in ROW_FIELDS]
    unknown = [name for name in source.header if name not in names and name not in ROW_FIELDS]
    for name in ("id", *missing) if "id" not in source.header else missing:
        hint = f"kolom yang diharapkan: id, {', '.join(names)}"
        findings.append(reading_error(Place(source.file, 1, name), f"kolom “{name}” tidak ada", hint))
    for name in unknown:
        hint = "daftarkan di tabel/kolom.csv (tampil = tidak bila tidak dicetak), atau hapus"
        findings.append(reading_error(Place(source.file, 1, name), f"kolom “{name}” tidak dikenal", hint))
    if missing or "id" not in source.header:
        return ()
    rows = tuple(_compose_row(Place(source.file, line), record, columns, findings) for line, record in source.records())
    _check_hierarchy(source.file, rows, findings)
    return rows


def _compose_row(place: Place, record: dict[str, str], columns: tuple[Column, ...], findings: list[Finding]) -> Row:
    _check_id(record["id"], Place(place.file, place.line, "id"), findings)
    cells = tuple(_compose_cell(column, record.get(column.kolom, ""), place, findings) for column in columns)
    fields = {name: record.get(name, "") for name in ROW_FIELDS}
    return Row(**fields, line=place.line, cells=cells)


def _compose_cell(column: Column, text: str, place: Place, findings: list[Finding]) -> Cell:
    stripped = text.strip(" ")
    if column.jenis not in NUMERIC_KINDS or "{{" in stripped:
        return Cell(text)
    if not stripped:
        return Cell("")
    try:
        return Cell(stripped, parse(column.jenis, stripped))
    except NumberError as error:
        where = Place(place.file, place.line, column.kolom)
        findings.append(reading_error(where, str(error), error.saran, stripped))
        return Cell(stripped, keliru=True)


def _check_hierarchy(file: str, rows: tuple[Row, ...], findings: list[Finding]) -> None:
    lines: dict[str, int] = {}
    for row in rows:
        if row.id in lines:
            message = f"id “{row.id}” sudah dipakai di baris {lines[row.id]}"
            findings.append(reading_error(Place(file, row.line, "id"), message, "beri id lain yang belum dipakai"))
        lines.setdefault(row.id, row.line)
    parent = {row.id: row.induk for row in rows}
    for row in rows:
        place = Place(file, row.line, "induk")
        if row.induk and row.induk not in lines:
            hint = "tulis id baris induk yang ada di tabel ini, atau kosongkan"
            findings.append(reading_error(place, f"induk “{row.induk}” tidak ada di tabel ini", hint, row.induk))
        elif row.induk and _is_circle(row.id, parent):
            findings.append(reading_error(place, f"induk baris “{row.id}” melingkar ke dirinya", actual=row.induk))


def _is_circle(start: str, parent: Mapping[str, str]) -> bool:
    seen = {start}
    node = parent.get(start, "")
    while node and node not in seen:
        seen.add(node)
        node = parent.get(node, "")
    return node == start


def _compose_blocks(raw: RawProject, tables: Mapping[str, Table], findings: list[Finding]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    seen: dict[str, Place] = {}
    for name in sorted(name for name in raw.tables if name.startswith("naskah/")):
        for line, record in _records(raw, name, findings):
            place = Place(name, line, "id")
            key = record["id"]
            if key in seen:
                message = f"id “{key}” sudah dipakai di {seen[key]}"
                findings.append(reading_error(place, message, "beri id lain yang belum dipakai"))
            _check_id(key, place, findings)
            seen.setdefault(key, place)
            blocks.append(_compose_block(record, Place(name, line, "teks"), tables, findings))
    if not blocks:
        hint = "tulis naskah di naskah/01-….csv"
        findings.append(reading_error(Place("naskah"), "tidak ada blok naskah", hint))
    return tuple(blocks)


def _compose_block(
    record: Mapping[str, str], place: Place, tables: Mapping[str, Table], findings: list[Finding]
) -> Block:
    jenis, tingkat = record["jenis"], record["tingkat"]
    if jenis not in BLOCK_KINDS:
        where = Place(place.file, place.line, "jenis")
        hint = f"jenis yang ada: {', '.join(BLOCK_KINDS)}"
        findings.append(reading_error(where, f"jenis blok “{jenis}” tidak dikenal", hint, jenis))
    if tingkat and tingkat not in ("1", "2", "3"):
        where = Place(place.file, place.line, "tingkat")
        findings.append(reading_error(where, f"tingkat “{tingkat}” tidak ada", "tulis 1, 2, 3 atau kosong", tingkat))
        tingkat = ""
    if jenis == "tabel" and record["acuan"] not in tables:
        where = Place(place.file, place.line, "acuan")
        hint = f"tabel yang ada: {', '.join(tables)}"
        findings.append(reading_error(where, f"tabel “{record['acuan']}” tidak ada", hint, record["acuan"]))
    return Block(
        record["id"],
        jenis,
        int(tingkat or 0),
        record["penanda"],
        record["gaya"],
        record["acuan"],
        record["teks"],
        place,
    )


def _compose_boxes(raw: RawProject, findings: list[Finding]) -> tuple[Box, ...]:
    name = "struktur-organisasi.csv"
    boxes = []
    for line, record in _records(raw, name, findings):
        place = Place(name, line, "jabatan")
        _check_id(record["id"], Place(name, line, "id"), findings)
        fields = ("id", "induk", "jabatan", "eselon", "jumlah")
        boxes.append(Box(**{field: record[field] for field in fields}, place=place))
    parent = {box.id: box.induk for box in boxes}
    counts = Counter(box.id for box in boxes)
    for box in boxes:
        if (box.induk and box.induk not in parent) or _is_circle(box.id, parent) or counts[box.id] > 1:
            message = f"kotak “{box.id}”: id ganda, induk tidak ada, atau melingkar"
            findings.append(reading_error(Place(name, box.place.line, "induk"), message, "periksa id dan induk"))
    return tuple(boxes)


def _check_id(key: str, place: Place, findings: list[Finding]) -> bool:
    if _ID.fullmatch(key):
        return True
    message = f"id “{key}” tidak sah" if key else "id kosong"
    hint = "id hanya huruf kecil, angka dan tanda hubung, misalnya bab1-latar-1"
    findings.append(reading_error(place, message, hint, key))
    return False


def _check_choice(record: Mapping[str, str], field: str, place: Place, findings: list[Finding]) -> None:
    if record[field] not in CHOICES[field]:
        where = Place(place.file, place.line, field)
        hint = f"pilihan: {', '.join(choice for choice in CHOICES[field] if choice)}"
        findings.append(reading_error(where, f"“{record[field]}” bukan {field} yang dikenal", hint, record[field]))
