"""Read `aturan.csv`: the rules that can run, and what is wrong with the others."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from renstra_doc.check.register import is_known, kinds
from renstra_doc.check.rule import FILE, Rule, RuleError, match_columns, parse_conditions
from renstra_doc.finding import Finding, Severity, reading_error
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renstra_doc.model import Document

COLUMNS = ("id", "jenis", "tabel", "baris", "kolom", "acuan", "toleransi", "bobot", "dasar")
REQUIRED = ("id", "jenis")
_TOLERANCE = re.compile(r"\d{1,15}(?:[.,]\d{1,6})?")


def read_rules(document: Document) -> tuple[list[Rule], list[Finding]]:
    """Read the rules of a document.

    Out: the rules that can run, and what is wrong with the others.
    """
    table = document.records.get(FILE)
    if table is None:
        return [], []
    findings = _check_header(table.header)
    rules: list[Rule] = []
    known: set[str] = set()
    for line, record in table.records() if not findings else ():
        rule, found = _read_rule({**dict.fromkeys(COLUMNS, ""), **record}, line, document)
        findings += found
        if rule.id in known:
            findings.append(
                reading_error(Place(FILE, line, "id"), f"id aturan “{rule.id}” sudah dipakai")
            )
        elif not found:
            rules.append(rule)
        known.add(rule.id)
    return rules, findings


def _check_header(header: tuple[str, ...]) -> list[Finding]:
    hint = f"kolom berkas ini: {', '.join(COLUMNS)}"
    missing = [f"kolom “{name}” tidak ada" for name in REQUIRED if name not in header]
    unknown = [
        f"kolom “{name}” tidak dikenal" for name in header if name not in (*COLUMNS, "catatan")
    ]
    return [reading_error(Place(FILE, 1), message, hint) for message in missing + unknown]


def _read_rule(record: dict[str, str], line: int, document: Document) -> tuple[Rule, list[Finding]]:
    faults = [*_find_wrong_words(record), *_find_wrong_names(record, document)]
    findings = [
        reading_error(Place(FILE, line, column), message, hint, record[column])
        for column, message, hint in faults
    ]
    rule = Rule(
        record["id"],
        record["jenis"],
        tuple(record["tabel"].split()),
        record["baris"],
        tuple(record["kolom"].split()),
        record["acuan"],
        _read_tolerance(record["toleransi"]) or Decimal(0),
        Severity(record["bobot"]) if record["bobot"] in tuple(Severity) else Severity.ERROR,
        record["dasar"],
        Place(FILE, line),
    )
    return rule, findings


def _find_wrong_words(record: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield (column, message, hint) for each value that no rule may have."""
    if not record["id"]:
        yield "id", "id aturan kosong", "beri id yang belum dipakai, misalnya program-kegiatan"
    if not is_known(record["jenis"]):
        yield (
            "jenis",
            f"jenis aturan “{record['jenis']}” tidak dikenal",
            f"jenis yang ada: {', '.join(kinds())}",
        )
    for condition in record["baris"].split():
        try:
            parse_conditions(condition)
        except RuleError as error:
            yield "baris", str(error), error.hint
    if _read_tolerance(record["toleransi"]) is None:
        yield (
            "toleransi",
            f"“{record['toleransi']}” bukan bilangan 0 atau lebih",
            "tulis misalnya 0 atau 0.5",
        )
    if record["bobot"] not in ("", *Severity):
        yield "bobot", f"bobot “{record['bobot']}” tidak dikenal", f"pilihan: {', '.join(Severity)}"


def _find_wrong_names(record: dict[str, str], document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield (column, message, hint) for each table and column pattern that the document does not have."""
    names = record["tabel"].split()
    for name in names:
        if name not in document.tables:
            yield (
                "tabel",
                f"tabel “{name}” tidak ada",
                f"tabel yang ada: {', '.join(document.tables)}",
            )
    known = [document.tables[name] for name in names if name in document.tables]
    for pattern in record["kolom"].split():
        if (
            "=" not in pattern
            and known
            and not any(match_columns(table, (pattern.lstrip("!"),)) for table in known)
        ):
            yield (
                "kolom",
                f"tidak ada kolom yang cocok dengan “{pattern}”",
                "lihat nama kolom di tabel/kolom.csv",
            )


def _read_tolerance(text: str) -> Decimal | None:
    if not text:
        return Decimal(0)
    return Decimal(text.replace(",", ".")) if _TOLERANCE.fullmatch(text) else None
