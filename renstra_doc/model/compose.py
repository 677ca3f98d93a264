"""Compose a Document from raw tables.

Everything that cannot be understood becomes a finding with its place.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.finding import (
    Finding,
    FirstFindings,
    InputError,
    Severity,
    reading_error,
    refuse_errors,
)
from renstra_doc.model.blocks import compose_blocks
from renstra_doc.model.document import Document
from renstra_doc.model.facts import compose_facts, read_fact_names
from renstra_doc.model.graphs import compose_graphs
from renstra_doc.model.kept_pages import read_pages
from renstra_doc.model.origin import Origin
from renstra_doc.model.pictures import compose_pictures
from renstra_doc.model.records import at, check_id, find_circles, is_whole, read_records
from renstra_doc.model.references import read_references
from renstra_doc.model.reviewers import FILE as COMMENTS
from renstra_doc.model.reviewers import read_comments
from renstra_doc.model.rules import read_rules
from renstra_doc.model.succession import read_successions
from renstra_doc.model.tables import compose_tables
from renstra_doc.model.values import Block, Box
from renstra_doc.model.waivers import read_waivers
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renstra_doc.load.project import RawProject

CHART = "struktur-organisasi.csv"
RULES, WAIVERS, PAGES = "aturan.csv", "pengecualian.csv", "halaman.csv"


def compose_document(raw: RawProject) -> tuple[Document, tuple[Finding, ...]]:
    """Interpret the raw tables of a project.

    Out: the Document, and the remarks of reading (no errors). Raises InputError with everything
    that cannot be read: a document that was read in part is not checked, printed or compared.
    """
    # A folder that is not there lacks every file: one reason is enough.
    if not raw.tables and raw.findings:
        raise InputError(raw.findings)
    document, findings = compose_partly(raw)
    refuse_errors(findings)
    return document, findings


# Long: the Document with each of its parts, one line a part; in two halves each would hand on
# what the other has read.
def compose_partly(raw: RawProject) -> tuple[Document, tuple[Finding, ...]]:
    """Interpret what can be understood of a project, for those who tell or mend the rest.

    Out: the Document with everything that could be understood, and all findings of rule `baca`,
    those of loading included. A cell that cannot be read stays in place, marked `keliru`, so that
    no later rule counts with it. What is not there is no finding where its file was read in part
    only: the reason stands by itself.
    """
    findings = FirstFindings(raw.findings)
    dokumen, places = compose_facts(raw, findings)
    # Before rules, successions, blocks and graphs, which name tables and their columns.
    tables = compose_tables(raw, findings)
    blocks = compose_blocks(raw, findings)
    boxes = _compose_boxes(raw, findings)
    rules, rule_faults = read_rules(raw.tables.get(RULES), tables)
    waivers, waiver_remarks = read_waivers(raw.tables.get(WAIVERS), dokumen)
    comments, comment_remarks = read_comments(raw.tables.get(COMMENTS))
    document = Document(
        dokumen,
        blocks,
        tables,
        boxes,
        places,
        fact_names=read_fact_names(raw),
        rules=rules,
        rule_faults=rule_faults,
        waivers=waivers,
        waiver_remarks=waiver_remarks,
        comments=comments,
        comment_remarks=comment_remarks,
        pages=read_pages(raw.tables.get(PAGES)),
        references=read_references(raw.tables),
        successions=read_successions(raw, tables, findings),
        origin=Origin(raw.tables, tables),
        pictures=compose_pictures(raw, blocks, findings),
        graphs=compose_graphs(raw, tables, blocks, findings),
    )
    # After all blocks are known, since a number is that of the place where a table is printed.
    document = _number_tables(document)
    # Last, since what could not be read is the better reason for an empty print.
    findings += _find_empty_prints(document, findings)
    # By place, so that a planner goes through a file from the top.
    return document, tuple(sorted(findings.all(), key=lambda finding: finding.place))


def _number_tables(document: Document) -> Document:
    """Return the document with the numbers that are left to the program in its tables."""
    numbers = document.numbers.tabel
    made = {
        key: replace(table, nomor=numbers[key])
        for key, table in document.tables.items()
        if table.is_made and key in numbers
    }
    return replace(document, tables={**document.tables, **made}) if made else document


def _find_empty_prints(document: Document, findings: list[Finding]) -> list[Finding]:
    """Find the blocks that would print a table without rows or a chart without boxes."""
    # A table whose rows were refused is empty for that reason.
    told = {finding.place.file for finding in findings if finding.severity is Severity.ERROR}
    found = (_check_print(document, block, told) for block in document.blocks)
    return [finding for finding in found if finding is not None]


def _check_print(document: Document, block: Block, told: set[str]) -> Finding | None:
    table = document.tables.get(block.acuan) if block.jenis == "tabel" else None
    if table is not None and table.columns and not table.rows and table.file not in told:
        hint = (
            "tulis barisnya, atau hapus blok tabelnya di "
            f"{Place(block.place.file, block.place.line)}"
        )
        return reading_error(Place(table.file), "tabel ini dicetak tetapi tidak punya baris", hint)
    return _check_chart(document, block, told) if block.jenis == "bagan" else None


def chart_name(block: Block) -> str:
    """Return which chart a block prints: a name of the column `bagan`, empty for the usual one."""
    return "" if block.acuan == CHART else block.acuan


def _check_chart(document: Document, block: Block, told: set[str]) -> Finding | None:
    place = at(block.place, "acuan")
    name = chart_name(block)
    if any(box.bagan == name for box in document.boxes):
        return None
    if name:
        message = f"bagan digambar dari {CHART}, bukan dari “{block.acuan}”"
        hint = (
            f"tulis {CHART} di kolom acuan, atau nama yang tertulis di kolom bagan pada berkas "
            "itu; gambar dari berkas dicetak dengan blok gambar"
        )
        return reading_error(place, message, hint, block.acuan)
    if CHART not in told:
        hint = f"isi {CHART}, atau hapus blok bagan ini"
        return reading_error(place, "bagan ini tidak punya kotak", hint, block.acuan)
    return None


# --- Boxes ---------------------------------------------------------------------


def _compose_boxes(raw: RawProject, findings: list[Finding]) -> tuple[Box, ...]:
    boxes: list[Box] = []
    valid: list[str] = []
    for line, record in read_records(raw, CHART, findings):
        fields = ("id", "induk", "jabatan", "eselon", "jumlah", "bagan")
        boxes.append(Box(**{field: record[field] for field in fields}, place=at(line, "jabatan")))
        valid += [record["id"]] if check_id(record["id"], at(line, "id"), findings) else []
    twice = {key for key, count in Counter(valid).items() if count > 1}
    findings += _find_loose_boxes(boxes, twice, is_whole=is_whole(raw, CHART))
    return tuple(boxes)


def _find_loose_boxes(
    boxes: Sequence[Box], twice: set[str], *, is_whole: bool
) -> Iterator[Finding]:
    """Yield the boxes that cannot hang where they say.

    Of a file that was read in part only those that are sure.
    """
    # Of one id the last box stands; that it is there twice is told by `twice`.
    parent = {box.id: box.induk for box in boxes if box.id}
    charts = {box.id: box.bagan for box in boxes}
    wrong = find_circles(parent) | twice
    for box in boxes:
        if box.id in wrong or (is_whole and box.induk and box.induk not in parent):
            message = f"kotak “{box.id}”: id ganda, induk tidak ada, atau melingkar"
            yield reading_error(at(box.place, "induk"), message, "periksa id dan induk")
        elif charts.get(box.induk, box.bagan) != box.bagan:
            message = f"kotak “{box.id}” dan induknya “{box.induk}” ada di bagan yang berlainan"
            hint = "tulis nama yang sama di kolom bagan keduanya"
            yield reading_error(at(box.place, "bagan"), message, hint, box.bagan)
