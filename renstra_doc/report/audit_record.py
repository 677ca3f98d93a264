"""The audit record: what was checked, by which rules, with which result, as sections of tables.

One content for every form (json, html, docx): nothing in it depends on the clock, the machine or
the order in which files lie on a disk. The day of checking is a line to fill in by hand.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Outcome, Ref, row_name
from renstra_doc.check.coverage import Direction, Standing
from renstra_doc.check.prose_register import TYPED, count_classes, register_numbers
from renstra_doc.check.waiver import finding_key
from renstra_doc.files.atomic import digest_file
from renstra_doc.finding import Severity
from renstra_doc.model.canonical import write_files
from renstra_doc.render.identity import VERSION
from renstra_doc.words.markup import plain_text
from renstra_doc.words.numbers import format_angka
from renstra_doc.words.numbers.quantity import drop_fraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal
    from pathlib import Path

    from renstra_doc.check.comparison import Comparison
    from renstra_doc.check.coverage import CellCoverage, Coverage
    from renstra_doc.check.reach import Reach
    from renstra_doc.check.run_rules import CheckReport
    from renstra_doc.finding import Finding
    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule

TITLE = "Catatan Pemeriksaan"
# Written by every build: the same data would else have another fingerprint.
MEASURED = "halaman.csv"  # written by the program itself
MAX_PARTS = 40
BLANK = "…" * 20
SIGNED = ("Nama", "Jabatan", "NIP", "Tanggal", "Tanda tangan")
Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordSection:
    """A part of the record: its heading, a sentence, and a table (`lebar`: shares of the width)."""

    id: str
    judul: str
    pengantar: str
    kolom: Line
    baris: tuple[Line, ...]
    lebar: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """The record of a check: what it is about, and its sections."""

    judul: str
    tentang: str
    bagian: tuple[RecordSection, ...]


def build_record(document: Document, report: CheckReport, template: Path | None) -> AuditRecord:
    """Lay out everything that a check did.

    In: the document, the report of its checks, its template (none: it is not named). Out: the
    same record for the same input.
    """
    made = list(dict.fromkeys(report.comparisons))
    holds = [one for one in made if one.outcome is Outcome.HOLDS]
    return AuditRecord(
        TITLE,
        plain_text(document.dokumen.get("judul", "")),
        (
            _fingerprint(document, template),
            _summary(document, report, made),
            _list_rules(report.ran, made, report.findings),
            _list_holding(holds),
            _list_unanswered(list(dict.fromkeys(report.unanswered))),
            _list_findings(report),
            _list_waived(document, report),
            _list_coverage(report.coverage),
            _list_figures(report, holds),
            _list_prose(document),
            _signatures(),
        ),
    )


# What was checked


def _fingerprint(document: Document, template: Path | None) -> RecordSection:
    files = {name: raw for name, raw in document.origin.files.items() if name != MEASURED}
    # In canonical form: Excel's separators and line ends change no fingerprint.
    written = write_files(files, document.tables.values(), [])
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(written.items())}
    # The names count, too: the same contents under other names are other data.
    whole = hashlib.sha256("".join(f"{name} {code}\n" for name, code in hashes.items()).encode())
    rows = [("Data (semua berkas)", whole.hexdigest())]
    if template is not None and template.is_file():
        rows.append((f"Templat {template.name}", digest_file(template)))
    rows += [("Program", f"renstra_doc {VERSION}"), *hashes.items()]
    intro = (
        "Sidik SHA-256 dari isi berkas dalam bentuk baku. Data dan templat yang sama memberi sidik "
        "yang sama; satu angka yang berubah memberi sidik lain."
    )
    return RecordSection("sidik", "Sidik", intro, ("Berkas", "Sidik"), tuple(rows), (2, 5))


def _summary(document: Document, report: CheckReport, made: Sequence[Comparison]) -> RecordSection:
    counts = _list_counts(document, report, made)
    rows = (
        ("Aturan yang dijalankan", format_angka(report.rules)),
        *((f"Jangkauan: {reach.jenis}", _say_reach(reach)) for reach in report.reach),
        *((name, format_angka(count)) for name, count in counts),
    )
    columns = ("Hal", "Banyaknya")
    return RecordSection("ringkasan", "Ringkasan", "", columns, rows, (3, 1))


def _list_counts(
    document: Document, report: CheckReport, made: Sequence[Comparison]
) -> Iterator[tuple[str, int]]:
    """Yield what is counted: comparisons, open and waived findings, numbers of the prose."""
    # A comparison without anything printed has not been made.
    outcomes = Counter(one.outcome for one in made if one.whole.is_printed or one.parts)
    yield from ((f"Perbandingan: {name.value}", outcomes[name]) for name in Outcome)
    told = Counter((finding.severity, finding.waived) for finding in report.findings)
    yield from ((f"Belum ditindaklanjuti: {name.label}", told[name, False]) for name in Severity)
    yield from ((f"Dikecualikan: {name.label}", told[name, True]) for name in Severity)
    prose = count_classes(register_numbers(document)).items()
    yield from ((f"Angka naskah: {_spell_class(name)}", count) for name, count in prose)


def _say_reach(reach: Reach) -> str:
    return f"{reach.rules} aturan, {format_angka(reach.cells)} sel"


def _spell_class(golongan: str) -> str:
    return golongan.replace("_", " atau ")


def _list_rules(
    rules: Iterable[Rule], made: Sequence[Comparison], findings: Iterable[Finding]
) -> RecordSection:
    outcomes: dict[str, Counter[Outcome]] = {}
    for one in made:
        outcomes.setdefault(one.rule.id, Counter())[one.outcome] += 1
    told = Counter((finding.rule, finding.waived) for finding in findings)
    rows = tuple(
        (
            *_describe_rule(rule),
            *_count_outcomes(outcomes.get(rule.id, Counter())),
            f"{told[rule.id, False]} / {told[rule.id, True]}",
        )
        for rule in rules
    )
    columns = (
        *("Aturan", "Jenis", "Dasar", "Cakupan", "Toleransi", "Bobot", "Cocok", "Berbeda"),
        *("Tak terjawab", "Belum ditindaklanjuti / dikecualikan"),
    )
    intro = "Setiap aturan dengan dasar, cakupan, toleransi dan hasilnya."
    widths = (3, 3, 5, 6, 2, 2, 2, 2, 2, 3)
    return RecordSection("aturan", "Aturan", intro, columns, rows, widths)


def _describe_rule(rule: Rule) -> tuple[str, ...]:
    scope = (" ".join(rule.tabel), rule.baris, " ".join(rule.kolom), rule.acuan)
    shown = "; ".join(part for part in scope if part)
    # A comma for the reader; `format` writes no exponent.
    tolerance = format(rule.toleransi, "f").replace(".", ",")
    return rule.id, rule.jenis, rule.dasar, shown, tolerance, rule.bobot.label


def _count_outcomes(outcomes: Counter[Outcome]) -> tuple[str, str, str]:
    """Return how many comparisons held, how many differ, how many could not be made."""
    holds, differs = outcomes[Outcome.HOLDS], outcomes[Outcome.DIFFERS]
    counts = (holds, differs, outcomes.total() - holds - differs)
    return format_angka(counts[0]), format_angka(counts[1]), format_angka(counts[2])


# What holds, and what could not be answered


def _list_holding(holds: Sequence[Comparison]) -> RecordSection:
    rows = tuple(
        (f"J{number}", one.rule.id, *_spot(one.whole), one.whole.cetak, _lay_out(one))
        for number, one in enumerate(holds, start=1)
    )
    columns = ("No.", "Aturan", "Tempat", "Baris", "Tercetak", "Perhitungan")
    intro = "Setiap angka yang dibandingkan dan cocok, dengan rinciannya."
    return RecordSection("cocok", "Yang cocok", intro, columns, rows, (1, 3, 4, 5, 3, 9))


def _lay_out(one: Comparison) -> str:
    """Return the calculation as on paper: `100 (Kegiatan A) + 50 (Kegiatan B) = 150`."""
    parts = [f"{part.cetak} ({_name_part(part, one.whole)})" for part in one.parts[:MAX_PARTS]]
    if len(one.parts) > MAX_PARTS:
        # More parts than a page holds help nobody; how many there are is said.
        parts.append(f"{len(one.parts) - MAX_PARTS} bagian lain")
    shown = (" + " if one.is_sum else " dan ").join(parts)
    total = one.whole.cetak if one.expected is None else _figure(one.expected)
    return f"{shown} = {total}" if one.is_sum or len(parts) == 1 else f"{shown}: {total}"


def _name_part(part: Ref, whole: Ref) -> str:
    if part.table.id != whole.table.id:
        # Of another table the whole place, of the same row the column, else the row.
        return f"{part.table.called} baris {part.row.line} {part.kolom}"
    if part.row.id == whole.row.id:
        return part.kolom
    return f"baris {part.row.line} {row_name(part.table, part.row)}"


def _list_unanswered(unanswered: Sequence[Comparison]) -> RecordSection:
    rows = tuple(
        (
            *(one.rule.id, *_spot(one.whole), one.whole.cetak, one.outcome.value),
            "" if one.expected is None else _figure(one.expected),
        )
        for one in unanswered
    )
    columns = ("Aturan", "Tempat", "Baris", "Tercetak", "Sebab", "Menurut rinciannya")
    intro = "Perbandingan yang tidak dapat dijawab karena ada yang tidak tercetak atau terbaca."
    widths = (3, 4, 6, 3, 4, 3)
    return RecordSection("tak-terjawab", "Yang tidak terjawab", intro, columns, rows, widths)


def _spot(ref: Ref) -> tuple[str, str]:
    """Return where a cell stands, and what its row is called."""
    table = ref.table
    place = f"{table.called}, {table.file} baris {ref.row.line}, {ref.kolom}"
    return place, row_name(table, ref.row)


def _figure(value: Decimal) -> str:
    return format_angka(drop_fraction(value))


# What was found


def _list_findings(report: CheckReport) -> RecordSection:
    rows = tuple(
        (f"T{number}", finding.severity.label, finding.rule, str(finding.place), finding.message)
        for number, finding in enumerate(report.open, start=1)
    )
    columns = ("No.", "Bobot", "Aturan", "Tempat", "Temuan")
    intro = "Temuan yang tidak dikecualikan."
    return RecordSection(
        "temuan", "Temuan yang belum ditindaklanjuti", intro, columns, rows, (1, 2, 3, 5, 10)
    )


def _list_waived(document: Document, report: CheckReport) -> RecordSection:
    tables = {table.file: table.id for table in document.tables.values()}
    # As in the report of HTML: rule, place and both figures together name a waiver.
    waivers = {(*one.key, one.harapan, one.nyata): one for one in document.waivers}
    rows = []
    for finding in report.findings:
        if not finding.waived:
            continue
        key = (*finding_key(finding, tables), finding.expected, finding.actual)
        waiver = waivers.get(key)
        decided = f"{waiver.diputuskan_oleh}, {waiver.tanggal}" if waiver else ""
        rows.append((finding.rule, str(finding.place), finding.message, finding.reason, decided))
    columns = ("Aturan", "Tempat", "Temuan", "Alasan", "Diputuskan oleh")
    intro = "Perbedaan yang diterima, dengan alasan dan siapa yang memutuskan."
    widths = (3, 4, 7, 6, 3)
    return RecordSection("pengecualian", "Pengecualian", intro, columns, tuple(rows), widths)


# Every figure, and every number of the narrative


def _list_coverage(coverage: Coverage) -> RecordSection:
    """Count, table by table and direction by direction, what the comparisons say of the figures."""
    rows = []
    for table in coverage.tables:
        part = coverage.select(table=table)
        for direction in Direction:
            counts = part.count(direction)
            shown = (format_angka(counts[standing]) for standing in Standing)
            rows.append((table, direction.value, format_angka(len(part.cells)), *shown))
    columns = ("Tabel", "Arah", "Angka", *(standing.value for standing in Standing))
    intro = "Berapa angka setiap tabel yang dibuktikan ke bawah, mendatar, tabel lain dan naskah."
    widths = (4, 3, 2, *(2 for _ in Standing))
    return RecordSection("cakupan", "Cakupan", intro, columns, tuple(rows), widths)


def _list_figures(report: CheckReport, holds: Sequence[Comparison]) -> RecordSection:
    """Follow each figure to what confirms it, or to the line that says nothing does."""
    confirmed, doubted = _number_sums(holds), _gather_doubts(report.findings)
    rows = []
    for cell in report.coverage.cells:
        ref = cell.ref
        rules = doubted.get((ref.table.file, ref.row.line, ref.kolom), ())
        said = [*confirmed.get(ref.key, ()), *(f"temuan {rule}" for rule in rules)]
        if cell.standing(Direction.PROSE) is Standing.CONFIRMED:
            said.append("naskah")
        # What stands in no sum that holds is said to be unproven, never left out.
        rows.append((*_spot(ref), ref.cetak, ", ".join(said) or _unproven(cell)))
    columns = ("Tempat", "Baris", "Tercetak", "Dibuktikan oleh")
    intro = "Setiap angka tabel: nomor perhitungan yang memuatnya, atau tanpa pembanding."
    return RecordSection("angka", "Setiap angka", intro, columns, tuple(rows), (5, 6, 3, 6))


def _number_sums(holds: Sequence[Comparison]) -> dict[tuple[str, str, str], list[str]]:
    """Return the numbers of the sums that hold, by the figures that stand in them."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for number, one in enumerate(holds, start=1):
        for ref in one.refs if one.parts else ():
            found.setdefault(ref.key, []).append(f"J{number}")
    return found


def _gather_doubts(findings: Iterable[Finding]) -> dict[tuple[str, int, str], dict[str, None]]:
    """Return the rules that found something, each once, by file, line and column."""
    # A dict for its order: the same record for the same data.
    found: dict[tuple[str, int, str], dict[str, None]] = {}
    for finding in findings:
        place = finding.place
        told = f"{finding.rule}{' (dikecualikan)' if finding.waived else ''}"
        found.setdefault((place.file, place.line, place.column), {})[told] = None
    return found


def _unproven(cell: CellCoverage) -> str:
    """Say that nothing confirms a figure, and whether anything tried."""
    standings = {cell.standing(direction) for direction in Direction}
    # Something tried and could not tell: another gap than that nobody asks.
    is_open = Standing.UNANSWERED in standings
    return f"{Standing.NONE.value} (tidak terjawab)" if is_open else Standing.NONE.value


def _list_prose(document: Document) -> RecordSection:
    rows = tuple(
        (
            *(str(number.block.place), number.block.id, number.teks),
            "tanpa pembanding" if number.golongan == TYPED else _spell_class(number.golongan),
            number.oleh,
        )
        for number in register_numbers(document)
    )
    columns = ("Tempat", "Blok", "Angka", "Golongan", "Oleh")
    intro = (
        "Setiap angka naskah: terikat pada data, dipegang aturan, tahun atau nomor peraturan, atau "
        "diketik tanpa pembanding."
    )
    return RecordSection("naskah", "Angka dalam naskah", intro, columns, rows, (5, 5, 2, 3, 7))


def _signatures() -> RecordSection:
    rooms = (BLANK, BLANK, BLANK, BLANK, f"\n\n\n{BLANK}")  # the last one is signed
    rows = tuple((name, room, room) for name, room in zip(SIGNED, rooms, strict=True))
    columns = ("", "Diperiksa oleh", "Disetujui oleh")
    intro = "Tanggal pemeriksaan diisi dengan tangan; catatan ini tidak memuat waktu pembuatannya."
    return RecordSection("pengesahan", "Pengesahan", intro, columns, rows, (1, 3, 3))
