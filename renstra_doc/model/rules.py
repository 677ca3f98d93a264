"""Rules: `aturan.csv` → Rule, which rows, columns and tables it speaks of.

A kind of rule that cannot understand its rule raises RuleError: a rule that silently does nothing
is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, Protocol

from renstra_doc.finding import Finding, FirstFindings, Severity, reading_error
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from renstra_doc.load.project import RawTable
    from renstra_doc.model.values import Row, Table

FILE = "aturan.csv"
COLUMNS = ("id", "jenis", "tabel", "baris", "kolom", "acuan", "toleransi", "bobot", "dasar")
REQUIRED = ("id", "jenis")
_TOLERANCE = re.compile(r"\d{1,15}(?:[.,]\d{1,6})?")
SELECTABLE = ("id", "tingkat", "induk", "kode", "entitas")
# An empty value asks for an empty field: `kode!=` is every row with a code.
EXAMPLE = "tulis misalnya tingkat=program|kegiatan kode!=; yang dapat disyaratkan: " + ", ".join(
    SELECTABLE
)
_CONDITION = re.compile(r"(\w+)(!?=)(\S*)")
_WORD = re.compile(r"[^\W_]+")
Condition = tuple[str, bool, tuple[str, ...]]


class RuleError(ValueError):
    """A rule that its kind cannot understand.

    What is wrong, the column of `aturan.csv`, what to write instead.
    """

    def __init__(self, message: str, column: str, hint: str = "") -> None:
        """Keep the column and the hint; texts are Indonesian."""
        super().__init__(message)
        self.column = column
        self.hint = hint


class HasTables(Protocol):
    """A document, as far as a rule asks for it."""

    @property
    def tables(self) -> Mapping[str, Table]:
        """Its tables by id."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that must hold.

    What each field means beyond the obvious depends on its kind (docs/aturan.md).
    """

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
        """Return the rows that meet all conditions of `baris`.

        Such as `tingkat=program|kegiatan kode!=`.
        """
        return filter_rows(table.rows, self.baris if conditions is None else conditions)

    def select_columns(self, table: Table) -> list[str]:
        """Return the columns that match one of the patterns of `kolom`, in printed order."""
        return match_columns(table, self.kolom)

    def select_tables(self, document: HasTables) -> list[Table]:
        """Return the tables that the rule names; RuleError where it names none."""
        if not self.tabel:
            message = "aturan ini memerlukan tabel"
            raise RuleError(message, "tabel", f"tabel yang ada: {', '.join(document.tables)}")
        return [document.tables[name] for name in self.tabel]


def require_column(table: Table, name: str, field: str) -> None:
    """Raise RuleError where a table lacks a column that a field of a rule names."""
    if name not in table.index:
        message = f"kolom “{name}” tidak ada di tabel “{table.id}”"
        raise RuleError(message, field, f"kolom tabel ini: {', '.join(table.index)}")


def match_columns(table: Table, patterns: tuple[str, ...]) -> list[str]:
    """Return the columns of a table that match one of the patterns.

    `rp_*` takes columns in, `!rp_akhir` leaves one out.
    """
    # Remembered by names and patterns: a rule asks it anew for each of some thousand rows.
    return list(_match_names(tuple(table.index), patterns))


@cache
def _match_names(names: tuple[str, ...], patterns: tuple[str, ...]) -> tuple[str, ...]:
    wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
    unwanted = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    return tuple(
        name
        for name in names
        if any(fnmatchcase(name, pattern) for pattern in wanted)
        and not any(fnmatchcase(name, pattern) for pattern in unwanted)
    )


def match_named(table: Table, text: str, column: str = "acuan") -> list[str]:
    """Return the columns that the patterns in `text` name.

    RuleError where one of them names none.
    """
    patterns = tuple(text.split())
    # No pattern at all is told like one that matches nothing.
    for pattern in patterns or ("",):
        if not match_columns(table, (pattern.removeprefix("!"),)):
            message = f"tidak ada kolom tabel “{table.id}” yang cocok dengan “{pattern}”"
            raise RuleError(message, column, f"kolom tabel ini: {', '.join(table.index)}")
    return match_columns(table, patterns)


def follow_pattern(own: tuple[str, ...], kolom: str, pattern: str) -> str:
    """Return the column that stands to `kolom` as `pattern` to one of a rule's own patterns.

    The star is the same.
    """
    for mine in own:
        head, star, tail = mine.partition("*")
        # `target_*` and `rp_*`: the column of amounts of the same year.
        if star and kolom.startswith(head) and kolom.endswith(tail):
            return pattern.replace("*", kolom[len(head) : len(kolom) - len(tail)])
    return pattern


def same_words(text: str) -> list[str]:
    """Reduce a text to its words: case, blanks and punctuation do not make another name."""
    return _WORD.findall(text.lower())


def filter_rows(rows: Iterable[Row], conditions: str) -> list[Row]:
    """Return the rows that meet all conditions."""
    wanted = parse_conditions(conditions)
    for field, is_equal, values in wanted:
        rows = [row for row in rows if (getattr(row, field) in values) is is_equal]
    return list(rows)


@cache
def parse_conditions(text: str) -> tuple[Condition, ...]:
    """Read conditions on rows as (field, equal or not, values).

    An empty value means an empty field.

    Raises RuleError for a word that is no condition.
    """
    found: list[Condition] = []
    for word in text.split():
        match = _CONDITION.fullmatch(word)
        if match is None or match[1] not in SELECTABLE:
            message = f"syarat “{word}” tidak dipahami"
            raise RuleError(message, "acuan", EXAMPLE)
        found.append((match[1], match[2] == "=", tuple(match[3].split("|"))))
    return tuple(found)


# --- Reading


def read_rules(
    source: RawTable | None, tables: Mapping[str, Table]
) -> tuple[tuple[Rule, ...], tuple[Finding, ...]]:
    """Read the rules of a project; whether there is a check of a rule's `jenis` is not asked here.

    Out: the rules that can be understood, and what is wrong with the others.
    """
    if source is None:
        return (), ()
    findings = FirstFindings(_check_header(source.header))
    rules: list[Rule] = []
    known: set[str] = set()
    for line, record in source.records() if not findings else ():
        rule, found = _read_rule({**dict.fromkeys(COLUMNS, ""), **record}, line, tables)
        findings += found
        if rule.id in known:
            findings.append(
                reading_error(
                    Place(FILE, line, "id"),
                    f"id aturan “{rule.id}” sudah dipakai",
                    "beri id lain yang belum dipakai",
                    rule.id,
                )
            )
        # A rule that was understood in part would check something else than is written.
        elif not found:
            rules.append(rule)
        known.add(rule.id)
    return tuple(rules), tuple(findings.all())


def _check_header(header: tuple[str, ...]) -> list[Finding]:
    hint = f"kolom berkas ini: {', '.join(COLUMNS)}"
    missing = [f"kolom “{name}” tidak ada" for name in REQUIRED if name not in header]
    unknown = [
        f"kolom “{name}” tidak dikenal" for name in header if name not in (*COLUMNS, "catatan")
    ]
    return [reading_error(Place(FILE, 1), message, hint) for message in missing + unknown]


def _read_rule(
    record: dict[str, str], line: int, tables: Mapping[str, Table]
) -> tuple[Rule, list[Finding]]:
    faults = [*_find_wrong_words(record), *_find_wrong_names(record, tables)]
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
        # An unknown weight is told; until it is mended the rule weighs as much as it can.
        Severity(record["bobot"]) if record["bobot"] in tuple(Severity) else Severity.ERROR,
        record["dasar"],
        Place(FILE, line),
    )
    return rule, findings


def _find_wrong_words(record: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield (column, message, hint) for each value that no rule may have."""
    if not record["id"]:
        yield "id", "id aturan kosong", "beri id yang belum dipakai, misalnya program-kegiatan"
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


def _find_wrong_names(
    record: dict[str, str], tables: Mapping[str, Table]
) -> Iterator[tuple[str, str, str]]:
    """Yield (column, message, hint) for each table and column pattern that is not there."""
    names = record["tabel"].split()
    for name in names:
        if name not in tables:
            yield (
                "tabel",
                f"tabel “{name}” tidak ada",
                f"tabel yang ada: {', '.join(tables)}",
            )
    known = [tables[name] for name in names if name in tables]
    for pattern in record["kolom"].split():
        if (
            # `rp_akhir=rp_2022` pairs columns of two tables: the kinds that take it judge both.
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
