"""Rules as data: a row of `aturan.csv`, its selectors, and the register of the kinds of rules.

A new kind is one function with a decorator; another package adds its own the same way:

    @kind("lebih_besar")
    def check_larger(document, rule): yield Finding(...) | Comparison(...)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from renstra_doc.finding import Finding, Severity, reading_error
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from renstra_doc.check.comparison import Comparison
    from renstra_doc.model import Document, Row, Table

    RuleFunction = Callable[["Document", "Rule"], Iterator[Comparison | Finding]]

FILE = "aturan.csv"
COLUMNS = ("id", "jenis", "tabel", "baris", "kolom", "acuan", "toleransi", "bobot", "dasar")
REQUIRED = ("id", "jenis")
SELECTABLE = ("id", "tingkat", "induk", "kode", "entitas")
_CONDITION = re.compile(r"(\w+)(!?=)(\S*)")
_KINDS: dict[str, RuleFunction] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that must hold; what each field means beyond the obvious depends on its kind (docs/aturan.md)."""

    id: str
    jenis: str
    tabel: tuple[str, ...] = ()
    baris: str = ""
    kolom: tuple[str, ...] = ()
    acuan: str = ""
    toleransi: Decimal = Decimal(0)
    bobot: Severity = Severity.ERROR
    dasar: str = ""
    place: Place = Place(FILE)  # noqa: RUF009 — Place is frozen

    def select_rows(self, table: Table, conditions: str | None = None) -> list[Row]:
        """Return the rows that meet all conditions of `baris` (`tingkat=program|kegiatan kode!=`)."""
        wanted = parse_conditions(self.baris if conditions is None else conditions)
        return [row for row in table.rows if all(_meets(row, *condition) for condition in wanted)]

    def select_columns(self, table: Table) -> list[str]:
        """Return the columns that match one of the patterns of `kolom`, in printed order."""
        return match_columns(table, self.kolom)


def match_columns(table: Table, patterns: tuple[str, ...]) -> list[str]:
    """Return the columns of a table that match one of the patterns (`rp_*`, `!rp_akhir` leaves one out)."""
    wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
    unwanted = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    return [
        name
        for name in table.index
        if any(fnmatchcase(name, pattern) for pattern in wanted)
        and not any(fnmatchcase(name, pattern) for pattern in unwanted)
    ]


def parse_conditions(text: str) -> list[tuple[str, bool, tuple[str, ...]]]:
    """Read conditions on rows as (field, equal or not, values). An empty value means an empty field."""
    return [
        (match[1], match[2] == "=", tuple(match[3].split("|"))) for match in _CONDITION.finditer(text)
    ]


def _meets(row: Row, field: str, is_equal: bool, values: tuple[str, ...]) -> bool:  # noqa: FBT001 — a parsed condition
    return (getattr(row, field) in values) is is_equal


def kind(name: str) -> Callable[[RuleFunction], RuleFunction]:
    """Register a function as a kind of rule: it takes a document and a rule, and yields comparisons and findings."""

    def register(function: RuleFunction) -> RuleFunction:
        _KINDS[name] = function
        return function

    return register


def kinds() -> dict[str, RuleFunction]:
    """Return the registered kinds by name."""
    return dict(_KINDS)


def read_rules(document: Document) -> tuple[list[Rule], list[Finding]]:
    """Read the rules of a document; out: the rules that can run, and what is wrong with the others."""
    table = document.records.get(FILE)
    if table is None:
        return [], []
    findings = _check_header(table.header)
    rules: list[Rule] = []
    for line, record in table.records() if not findings else ():
        rule, found = _read_rule({**dict.fromkeys(COLUMNS, ""), **record}, line, document)
        findings += found
        if any(rule.id == other.id for other in rules):
            findings.append(reading_error(Place(FILE, line, "id"), f"id aturan “{rule.id}” sudah dipakai"))
        elif not found:
            rules.append(rule)
    return rules, findings


def _check_header(header: tuple[str, ...]) -> list[Finding]:
    hint = f"kolom berkas ini: {', '.join(COLUMNS)}"
    missing = [f"kolom “{name}” tidak ada" for name in REQUIRED if name not in header]
    unknown = [f"kolom “{name}” tidak dikenal" for name in header if name not in (*COLUMNS, "catatan")]
    return [reading_error(Place(FILE, 1), message, hint) for message in missing + unknown]


def _read_rule(record: dict[str, str], line: int, document: Document) -> tuple[Rule, list[Finding]]:
    findings: list[Finding] = []

    def refuse(column: str, message: str, hint: str = "") -> None:
        findings.append(reading_error(Place(FILE, line, column), message, hint, record[column]))

    if record["jenis"] not in _KINDS:
        refuse("jenis", f"jenis aturan “{record['jenis']}” tidak dikenal", f"jenis yang ada: {', '.join(_KINDS)}")
    tables = tuple(record["tabel"].split())
    patterns = tuple(record["kolom"].split())
    for name in tables:
        if name not in document.tables:
            refuse("tabel", f"tabel “{name}” tidak ada", f"tabel yang ada: {', '.join(document.tables)}")
    known = [document.tables[name] for name in tables if name in document.tables]
    for pattern in patterns:
        if "=" not in pattern and known and not any(match_columns(table, (pattern.lstrip("!"),)) for table in known):
            refuse("kolom", f"tidak ada kolom yang cocok dengan “{pattern}”", "lihat nama kolom di tabel/kolom.csv")
    for condition in record["baris"].split():
        match = _CONDITION.fullmatch(condition)
        if match is None or match[1] not in SELECTABLE:
            refuse("baris", f"syarat “{condition}” tidak dipahami", f"tulis misalnya tingkat=program; {SELECTABLE}")
    tolerance = _read_tolerance(record["toleransi"])
    if tolerance is None:
        refuse("toleransi", f"“{record['toleransi']}” bukan bilangan", "tulis misalnya 0 atau 0.5")
    if record["bobot"] not in ("", *Severity):
        refuse("bobot", f"bobot “{record['bobot']}” tidak dikenal", f"pilihan: {', '.join(Severity)}")
    severity = Severity(record["bobot"]) if record["bobot"] in tuple(Severity) else Severity.ERROR
    place = Place(FILE, line)
    rule = Rule(
        record["id"],
        record["jenis"],
        tables,
        record["baris"],
        patterns,
        record["acuan"],
        tolerance or Decimal(0),
        severity,
        record["dasar"],
        place,
    )
    return rule, findings


def _read_tolerance(text: str) -> Decimal | None:
    try:
        return Decimal(text or 0)
    except InvalidOperation:
        return None
