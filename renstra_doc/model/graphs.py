"""Graphs: `grafik.csv` → which rows and columns of a table each one shows."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity, reading_error, reading_warning
from renstra_doc.model.records import at, check_choice, check_new_id, is_whole, read_records
from renstra_doc.model.row_levels import GROUP, TOTAL
from renstra_doc.model.rules import SELECTABLE, filter_rows
from renstra_doc.model.table_columns import COLUMNS as COLUMNS_FILE
from renstra_doc.model.tables import TABLES
from renstra_doc.model.values import NUMERIC_KINDS, Graph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from renstra_doc.load.project import RawProject
    from renstra_doc.model.values import Block, Column, Row, Table
    from renstra_doc.place import Place

GRAPHS = "grafik.csv"
COLUMNS, LINES, SHARES = "batang", "garis", "lingkaran"
KINDS = (COLUMNS, LINES, SHARES)
SERIES = ("", "baris", "kolom")
MOST_SERIES, MOST_POINTS = 50, 1000
PASSED_LEVELS = (TOTAL, GROUP)  # rows that a graph leaves out unless it names them
_HEIGHT = re.compile(r"(?:[1-9][0-9]{1,2})?")
_CONDITION = re.compile(rf"(?:{'|'.join(SELECTABLE)})!?=\S*")


def compose_graphs(
    raw: RawProject,
    tables: Mapping[str, Table],
    blocks: Sequence[Block],
    findings: list[Finding],
) -> dict[str, Graph]:
    """Return the graphs by id; what cannot be drawn is a finding with its line."""
    graphs: dict[str, Graph] = {}
    seen: dict[str, Place] = {}
    lost = _find_lost(raw, tables, findings)
    for line, record in read_records(raw, GRAPHS, findings):
        check_new_id(record["id"], at(line, "id"), seen, findings)
        check_choice(record, "jenis", KINDS, line, findings)
        check_choice(record, "deret", SERIES, line, findings)
        graph = _compose_graph(record, at(line, "judul"), findings)
        # Of two of one id the first counts.
        graphs.setdefault(graph.id, graph)
        _check_graph(graph, tables, findings, lost)
    if is_whole(raw, GRAPHS):
        findings += _find_strangers(graphs, blocks)
    return graphs


def _compose_graph(record: Mapping[str, str], place: Place, findings: list[Finding]) -> Graph:
    height = record["tinggi"]
    if not _HEIGHT.fullmatch(height):
        message = f"tinggi “{height}” bukan bilangan"
        hint = "tulis tinggi dalam mm, 10 sampai 999, atau kosongkan"
        findings.append(reading_error(at(place, "tinggi"), message, hint, height))
        height = ""
    return Graph(
        id=record["id"],
        tabel=record["tabel"],
        baris=tuple(record["baris"].split()),
        kolom=tuple(record["kolom"].split()),
        jenis=record["jenis"],
        judul=record["judul"],
        sumber=record["sumber"],
        nomor=record["nomor"],
        deret=record["deret"],
        tinggi=float(height or 0),
        place=place,
    )


def _find_lost(
    raw: RawProject, tables: Mapping[str, Table], findings: Sequence[Finding]
) -> set[str]:
    """Return the files of which something was not read: what lacks there is told by that."""
    files = {TABLES, COLUMNS_FILE, *(table.file for table in tables.values())}
    wrong = {f.place.file for f in findings if f.severity is Severity.ERROR}
    empty = {table.file for table in tables.values() if not table.rows}
    return {name for name in files if not is_whole(raw, name)} | (wrong & empty)


def _check_graph(
    graph: Graph, tables: Mapping[str, Table], findings: list[Finding], lost: set[str]
) -> None:
    """Find what a graph names and its table does not have, or has no figures in."""
    table = tables.get(graph.tabel)
    if table is None and TABLES in lost:
        return
    if table is None:
        message = f"tabel “{graph.tabel}” tidak ada"
        hint = f"tabel yang ada: {', '.join(tables)}"
        findings.append(reading_error(at(graph.place, "tabel"), message, hint, graph.tabel))
        return
    if not table.columns:
        return  # told where the table is described
    findings += _check_columns(graph, table) if COLUMNS_FILE not in lost else ()
    findings += _check_rows(graph, table) if table.file not in lost else ()
    findings += _check_extent(graph, table)


def _check_extent(graph: Graph, table: Table) -> Iterator[Finding]:
    """Yield what makes a graph unreadable: several series in one circle, too many lines or bars."""
    columns, rows = len(select_columns(graph, table)), len(select_rows(graph, table))
    if graph.jenis == SHARES and min(columns, rows) > 1:
        many = f"{columns} kolom dan {rows} baris"
        message = f"grafik lingkaran menunjukkan satu deret, di sini {many}"
        hint = "sebut satu kolom saja, atau satu baris saja"
        yield reading_error(at(graph.place, "kolom"), message, hint)
    # The shorter side are the series, whichever way the graph is turned.
    if rows > MOST_POINTS or min(rows, columns) > MOST_SERIES:
        message = f"grafik ini memuat {rows} baris dan {columns} kolom, terlalu banyak untuk dibaca"
        hint = "sebut barisnya satu-satu (id), atau syarat seperti tingkat=program"
        yield reading_error(at(graph.place, "baris"), message, hint)


def _check_columns(graph: Graph, table: Table) -> list[Finding]:
    place = at(graph.place, "kolom")
    numeric = [column.kolom for column in table.columns if column.jenis in NUMERIC_KINDS]
    hint = f"kolom berangka di tabel “{table.id}”: {', '.join(numeric) or 'tidak ada'}"
    if not graph.kolom:
        return [reading_error(place, "grafik ini tidak menyebut kolom", hint)]
    return [
        reading_error(
            place,
            f"tidak ada kolom berangka tabel “{table.id}” yang cocok dengan “{word}”",
            hint,
            word,
        )
        for word in graph.kolom
        if not any(fnmatchcase(name, word) for name in numeric)
    ]


def _check_rows(graph: Graph, table: Table) -> list[Finding]:
    place = at(graph.place, "baris")
    found = [
        reading_error(
            place,
            f"baris “{word}” tidak ada di tabel “{table.id}”",
            f"tulis id baris di {table.file}, atau syarat seperti tingkat=program",
            word,
        )
        for word in graph.baris
        if not _CONDITION.fullmatch(word) and word not in table.row_by_id
    ]
    # A table without rows is told elsewhere and is no fault of the condition.
    if not found and table.rows and not select_rows(graph, table):
        message = "tidak ada baris yang memenuhi syarat grafik ini"
        found.append(reading_error(place, message, "periksa syaratnya", " ".join(graph.baris)))
    return found


def _find_strangers(graphs: Mapping[str, Graph], blocks: Sequence[Block]) -> list[Finding]:
    """Find blocks whose graph is not described, and graphs that no block prints."""
    printed = {block.acuan for block in blocks if block.jenis == "grafik"}
    known = ", ".join(graphs) or "belum ada"
    missing = [
        reading_error(
            at(block.place, "acuan"),
            f"grafik “{block.acuan}” tidak ada di {GRAPHS}",
            f"grafik yang ada: {known}",
            block.acuan,
        )
        for block in blocks
        if block.jenis == "grafik" and block.acuan not in graphs
    ]
    hint = "tambahkan blok grafik di naskah, atau hapus baris ini"
    return missing + [
        reading_warning(at(graph.place, "id"), f"grafik “{key}” tidak dicetak di naskah", hint, key)
        for key, graph in graphs.items()
        if key not in printed
    ]


def select_columns(graph: Graph, table: Table) -> list[Column]:
    """Return the columns with figures that a graph shows, in printed order."""
    return [
        column
        for column in table.columns
        if column.jenis in NUMERIC_KINDS
        and any(fnmatchcase(column.kolom, word) for word in graph.kolom)
    ]


def select_rows(graph: Graph, table: Table) -> list[Row]:
    """Return the rows that a graph shows, in printed order.

    Those it names and those that meet all its conditions; named none: all but totals and headings.
    """
    if not graph.baris:
        return [row for row in table.rows if row.tingkat not in PASSED_LEVELS]
    conditions = [word for word in graph.baris if _CONDITION.fullmatch(word)]
    wanted = set(graph.baris).difference(conditions)
    if conditions:
        wanted |= {row.id for row in filter_rows(table.rows, " ".join(conditions))}
    return [row for row in table.rows if row.id in wanted]
