"""Codes, levels and official names of the rows of a budget."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from renstra_doc.check.comparison import Ref, cell_finding
from renstra_doc.check.reference import find_reference
from renstra_doc.check.register import kind
from renstra_doc.model.rules import RuleError, same_words
from renstra_doc.words.markup import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.finding import Finding
    from renstra_doc.model import Document, Row, Table
    from renstra_doc.model.rules import Rule


@kind("kode_induk")
def check_codes(document: Document, rule: Rule) -> Iterator[Finding]:
    """The code of a row begins with its parent's, and no code stands twice under one parent.

    `x.xx.01` is the supporting program of any bidang urusan: a part made of x agrees with every
    other.
    """
    for table in rule.select_tables(document):
        seen: dict[tuple[str, str], Row] = {}
        for row in rule.select_rows(table):
            parent = table.row_by_id.get(row.induk)
            ref = Ref(table, row, "kode")
            if (
                row.kode
                and parent is not None
                and parent.kode
                and not _has_place(table, row, parent)
            ):
                message = f"kode {row.kode} tidak diawali kode induknya {parent.kode}"
                yield cell_finding(rule, ref, message, expected=f"{parent.kode}.…", actual=row.kode)
            # Under another parent the same code is no twin: a program may serve two sasaran.
            twin = seen.get((row.induk, row.kode)) if row.kode else None
            if twin is not None:
                message = f"kode {row.kode} sudah dipakai di baris {twin.line}"
                yield cell_finding(rule, ref, message, actual=row.kode)
            seen.setdefault((row.induk, row.kode), row)


def _has_place(table: Table, row: Row, parent: Row) -> bool:
    """Return whether a code lies below its parent's.

    Or, where the parent's own is the wrong one, below the one above.
    """
    above = table.row_by_id.get(parent.induk)
    # Else one wrong code would be told again at every row below it.
    if above is None or not above.kode or _is_below(parent.kode, above.kode):
        return _is_below(row.kode, parent.kode)
    return _is_below(row.kode, above.kode) or _is_below(row.kode, parent.kode)


def _is_below(code: str, parent: str) -> bool:
    """Return whether a code lies below another, part by part; a dot at the end says nothing."""
    parts, above = (text.lower().rstrip(".").split(".") for text in (code, parent))
    pairs = zip(parts, above, strict=False)
    return len(parts) > len(above) and all(
        own == other or "x" in (own[:1], other[:1]) for own, other in pairs
    )


@kind("tingkat")
def check_levels(document: Document, rule: Rule) -> Iterator[Finding]:
    """A row's level lies below that of its parent, and codes of one level have equally many parts.

    `acuan` = the levels from the highest down: `urusan program kegiatan sub_kegiatan`; rows of
    other levels are left out.
    """
    order = {level: depth for depth, level in enumerate(rule.acuan.split())}
    if not order:
        message = "urutan tingkat tidak disebut"
        raise RuleError(message, "acuan", "tulis misalnya urusan program kegiatan sub_kegiatan")
    for table in rule.select_tables(document):
        rows = [row for row in rule.select_rows(table) if row.tingkat in order]
        # Codes of the old nomenclature and of the new differ in length: most of a level say which
        # it is.
        usual = _usual_parts(rows)
        for row in rows:
            ref = Ref(table, row, table.naming)
            # A parent of a level outside the order says nothing.
            parent = table.row_by_id.get(row.induk)
            if parent is not None and order.get(parent.tingkat, -1) >= order[row.tingkat]:
                message = f"tingkat {row.tingkat} berada di bawah tingkat {parent.tingkat}"
                hint = "periksa tingkat dan induk baris ini"
                yield cell_finding(rule, ref, message, actual=row.tingkat, hint=hint)
            elif row.kode and _count_parts(row.kode) != usual[row.tingkat]:
                yield _tell_code(rule, ref)


def _tell_code(rule: Rule, ref: Ref) -> Finding:
    code, level = ref.row.kode, ref.row.tingkat
    message = f"kode {code} bukan kode tingkat {level}"
    hint = "periksa tingkat dan kode baris ini"
    return cell_finding(rule, ref, message, actual=code, hint=hint)


def _usual_parts(rows: list[Row]) -> dict[str, int]:
    """Return how many parts most codes of each level have."""
    counts: dict[str, Counter[int]] = {}
    for row in rows:
        if row.kode:
            counts.setdefault(row.tingkat, Counter())[_count_parts(row.kode)] += 1
    return {level: count.most_common(1)[0][0] for level, count in counts.items()}


def _count_parts(code: str) -> int:
    return len(code.rstrip(".").split("."))


@kind("nomenklatur")
def check_names(document: Document, rule: Rule) -> Iterator[Finding]:
    """The name of a row is the official one of its code.

    `acuan` = a CSV of the data folder with `kode,nomenklatur`.

    Codes of four digits are found where the file has `kode_4digit`, the supporting program of any
    bidang under X.XX.
    """
    official = _official_names(document, rule.acuan)
    for table in rule.select_tables(document):
        kolom = next(iter(rule.select_columns(table)), "")
        for row in rule.select_rows(table, f"{rule.baris} kode!="):
            wanted = official.get(row.kode.upper()) or official.get(_supporting(row.kode))
            printed = plain_text(table.cell(row, kolom).teks) if kolom else ""
            if wanted is None:
                message = f"kode {row.kode} tidak ada dalam nomenklatur"
                yield cell_finding(rule, Ref(table, row, "kode"), message, actual=row.kode)
            elif same_words(printed) != same_words(wanted):
                message = f"nama resmi kode {row.kode} ialah “{wanted}”"
                yield cell_finding(
                    rule, Ref(table, row, kolom), message, expected=wanted, actual=printed
                )


def _official_names(document: Document, file: str) -> dict[str, str]:
    source = find_reference(document, file, ("kode", "nomenklatur"))
    codes = [name for name in ("kode", "kode_4digit") if name in source.header]
    return {
        record[name].upper(): record["nomenklatur"]
        for _, record in source.records()
        for name in codes
    }


def _supporting(code: str) -> str:
    """Return the code with X.XX for its bidang urusan.

    The supporting program is listed once for all of them.
    """
    return ".".join(("X.XX", *code.split(".")[2:]))
