"""Which table of a foreign file is meant, and what each seems to be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, InputError, reading_error
from renstra_doc.intake import vocabulary as words
from renstra_doc.intake.fit_columns import TargetColumn
from renstra_doc.intake.recognise import recognise
from renstra_doc.intake.source import SourceRemark, tidy
from renstra_doc.intake.table_end import next_part
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from renstra_doc.intake.recognised import Recognised
    from renstra_doc.intake.source import SourceTable

MOST_PARTS = 20  # tables on one sheet


def choose_table(
    path: Path, tables: Sequence[SourceTable], sheet: str, columns: Sequence[TargetColumn]
) -> SourceTable:
    """Return the table that is meant: the named one, the only one, or the one that fits best."""
    if sheet:
        return _named_table(path, tables, sheet)
    if len(tables) == 1:
        return tables[0]
    # Hidden sheets only where there is nothing else.
    known = _list_known([t for t in tables if t.visible] or tables)
    if not known:
        raise InputError([no_heading(path, tables[0] if tables else None)])
    best = _best_table(known, columns)
    if best is None:
        raise InputError([ask_sheet(path, tables, "berkas ini memuat beberapa tabel")])
    others = ", ".join(f"“{t.name}”" for t in tables if t is not best)
    remark = SourceRemark("catatan", best.name, f"lembar atau tabel lain tidak dibaca: {others}")
    return replace(best, remarks=(*best.remarks, remark))


def _list_known(tables: Sequence[SourceTable]) -> list[tuple[SourceTable, Recognised]]:
    """Return the tables with a heading and rows, understood."""
    found = ((table, recognise(table)) for table in tables)
    return [(table, own) for table, own in found if own is not None and own.records]


def _named_table(path: Path, tables: Sequence[SourceTable], sheet: str) -> SourceTable:
    """Return the table of a name or title; `Matriks (2)` is the second table of a sheet."""
    wanted = tidy(sheet).lower()
    named = [t for t in tables if tidy(t.name).lower() == wanted]
    below = (part for whole in tables for part in _parts_below(whole))
    named = named or [part for part in below if tidy(part.name).lower() == wanted]
    # By the title, at last, as somebody may type a part of it.
    named = named or [t for t in tables if wanted in tidy(f"{t.name} {t.title}").lower()]
    if len(named) != 1:
        raise InputError([ask_sheet(path, tables, f"lembar atau tabel “{sheet}” tidak ditemukan")])
    return named[0]


def _parts_below(table: SourceTable) -> list[SourceTable]:
    """Return the further tables of a sheet, each with the rows from where it begins."""
    parts: list[SourceTable] = []
    found = recognise(table)
    while found is not None and 0 < found.rest < len(table.rows) and len(parts) < MOST_PARTS:
        table = _cut_table(table, found.rest)
        parts.append(table)
        found = recognise(table)
    return parts


def _cut_table(table: SourceTable, first: int) -> SourceTable:
    """Return the rows of a sheet from one on, as the next table of it."""
    merges = tuple(
        replace(m, top=m.top - first, bottom=m.bottom - first)
        for m in table.merges
        if m.top >= first
    )
    return replace(
        table, name=next_part(table.name), rows=table.rows[first:], labels=table.labels[first:],
        merges=merges, hidden=frozenset(row - first for row in table.hidden if row >= first),
        outline={row - first: level for row, level in table.outline.items() if row >= first},
        joints=frozenset(row - first for row in table.joints if row >= first),
        title="", header_rows=0,
    )  # fmt: skip


def _best_table(
    known: Sequence[tuple[SourceTable, Recognised]], columns: Sequence[TargetColumn]
) -> SourceTable | None:
    """Return the only table, the only one with targets and amounts, or the one that fits best."""
    if len(known) == 1:
        return known[0][0]
    if not columns:
        yearly = [t for t, r in known if any(c.year for c in r.columns if c.role in words.FIGURES)]
        return yearly[0] if len(yearly) == 1 else None
    scores = sorted(
        ((_score(r, columns), -place, t) for place, (t, r) in enumerate(known)), reverse=True
    )
    # Two that fit alike: a person chooses.
    return scores[0][2] if scores[0][0] > scores[1][0] else None


def _score(found: Recognised, columns: Sequence[TargetColumn]) -> float:
    wanted = {column.key() for column in columns} | {(column.kolom, "") for column in columns}
    own = [TargetColumn(c.kolom, c.judul, c.jenis).key() for c in found.columns]
    names = [(c.kolom, "") for c in found.columns]
    return sum(1 for one, two in zip(own, names, strict=True) if one in wanted or two in wanted)


def ask_sheet(path: Path, tables: Sequence[SourceTable], why: str) -> Finding:
    """Return an error that lists what a file holds and how to choose."""
    names = "; ".join(describe_table(t, place) for place, t in enumerate(tables, 1))
    hint = f"pilih salah satu dengan --lembar NAMA: {names}"
    return reading_error(Place(path.name), why, hint)


def describe_table(table: SourceTable, number: int) -> str:
    """Return what a table seems to be: `lembar 2 “Matriks”.

    95 baris, kolom kode, uraian, 5 × …`.
    """
    found = recognise(table)
    title = f" “{table.title}”" if table.title else ""
    kind = "tabel" if ":" in (table.labels[0] if table.labels else "") else "lembar"
    name = f"{kind} {number} “{table.name}”{title}"
    if found is None or not found.records:
        return f"{name}: {len(table.rows)} baris, kepala tabel tidak dikenali"
    return f"{name}: {len(found.records)} baris, kolom {describe_columns(found)}"


def describe_columns(found: Recognised) -> str:
    """Return the columns in short: those of years counted."""
    yearly = [c for c in found.columns if c.year and c.role != words.BASE]
    plain = [c.kolom for c in found.columns if c not in yearly]
    years = sorted({c.year for c in yearly})
    roles = dict.fromkeys(c.role for c in yearly)
    shown = ", ".join(plain)
    if not years:
        return shown
    names = "/".join("Rp" if role == "rp" else role for role in roles)
    return f"{shown}, {len(years)} × {names} ({years[0]}–{years[-1]})"


def no_heading(path: Path, table: SourceTable | None) -> Finding:
    """Return an error for a file in which no table was found."""
    hint = (
        "periksa bahwa tabelnya berkepala (misalnya Kode, Uraian, Indikator, Target, Rp) "
        "dan bukan gambar; "
        "tabel dalam PDF: salin dahulu ke Excel atau Word"
    )
    where = Place(path.name if table is None else f"{path.name} ({table.name})")
    return reading_error(where, "tidak ada tabel yang kepalanya dikenali", hint)
