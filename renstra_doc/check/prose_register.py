"""The register of the numbers in the narrative: which are held, by what, and which are only typed.

`terikat`: taken from the data by an expression; `beraturan`: held by a rule; `tahun_peraturan`: a
year, a date, a regulation, an article, or part of a name; `diketik`: typed, and nothing confirms
it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renstra_doc.check.citations import find_heads
from renstra_doc.check.comparison import Ref
from renstra_doc.check.fact_rules import find_fact_spans
from renstra_doc.check.introductions import find_number_spans
from renstra_doc.check.outline import find_outline_spans
from renstra_doc.check.prose import find_claim_spans, read_figure
from renstra_doc.check.prose_text import block_finding, print_blocks
from renstra_doc.check.register import kind
from renstra_doc.check.spelled_words import find_spelled_spans
from renstra_doc.model.rules import RuleError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from decimal import Decimal

    from renstra_doc.check.prose_text import PrintedBlock
    from renstra_doc.finding import Finding
    from renstra_doc.model import Document
    from renstra_doc.model.rules import Rule
    from renstra_doc.model.values import Block, Table

    Span = tuple[str, int, int]
    Figures = Mapping[Decimal | int, list[Ref]]

BOUND, RULED, DATED, TYPED = "terikat", "beraturan", "tahun_peraturan", "diketik"
CLASSES = (BOUND, RULED, DATED, TYPED)
_HOLDERS: Mapping[str, Callable[[Document, Rule], Iterator[Span]]] = {
    "angka_naskah": find_claim_spans,
    "fakta_naskah": find_fact_spans,
    "sistematika": find_outline_spans,
    "acuan_silang": find_number_spans,
    "tabel_berikut": find_number_spans,
    "terbilang": find_spelled_spans,
}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = (
    "januari februari maret april mei juni juli agustus september oktober november nopember "
    "desember"
).replace(" ", "|")
_AFTER = re.compile(rf"\s+(?:{_MONTHS})\b", re.IGNORECASE)
# A number of a regulation, an article, a chapter of it, a sheet, or one that belongs to a name.
_BEFORE = re.compile(
    r"(?:\b(?:nomor|no|pasal|ayat|angka|butir|alinea|lampiran|bab|tahun|ke|bagian)\b[\s.:(]*"
    r"|[A-Za-z/-])$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\s*(?P<unit>%|[^\W\d_]{2,})")
_LEAST = 100  # from here on an equal number is no chance


@dataclass(frozen=True, slots=True)
class ProseNumber:
    """A number of the narrative as printed: where, what holds it (a rule's id or an expression)."""

    block: Block
    teks: str
    start: int
    golongan: str
    oleh: str = ""


class _LastRegister:
    """The numbers of the last document: a rule and each report ask for them."""

    document: Document | None = None
    numbers: tuple[ProseNumber, ...] = ()


def register_numbers(document: Document) -> tuple[ProseNumber, ...]:
    """Return every number of the narrative with its class, in printed order."""
    # By identity: a document is never changed, only made anew.
    if _LastRegister.document is not document:
        _LastRegister.numbers = tuple(_list_numbers(document))
        _LastRegister.document = document
    return _LastRegister.numbers


def _list_numbers(document: Document) -> Iterator[ProseNumber]:
    held = _held_spans(document)
    words = frozenset(rule.id for rule in document.rules if rule.jenis == "terbilang")
    for printed in print_blocks(document).values():
        yield from _register_block(printed, held.get(printed.block.id, []), words)


def count_classes(numbers: tuple[ProseNumber, ...]) -> dict[str, int]:
    """Return how many numbers there are of each class."""
    counted = Counter(number.golongan for number in numbers)
    return {name: counted[name] for name in CLASSES}


def _held_spans(document: Document) -> dict[str, list[tuple[int, int, str]]]:
    found: dict[str, list[tuple[int, int, str]]] = {}
    for rule in document.rules:
        holder = _HOLDERS.get(rule.jenis)
        try:
            spans = list(holder(document, rule)) if holder else []
        except RuleError:  # told where the rule itself runs
            continue
        for block, start, end in spans:
            found.setdefault(block, []).append((start, end, rule.id))
    return found


def _register_block(
    printed: PrintedBlock, held: list[tuple[int, int, str]], words: frozenset[str]
) -> Iterator[ProseNumber]:
    """Yield the numbers of a block.

    Rules named in `words` hold a number against its words only, which prove nothing where the
    program has spelled it.
    """
    regulations = [match.span() for match in find_heads(printed.teks)]
    for match in _NUMBER.finditer(printed.teks):
        start, end = match.span()
        piece = printed.piece_at(start)
        rule = _find_rule(held, start, words if piece.source else frozenset())
        # An expression outweighs a rule, and a rule the mere look of a year.
        if piece.is_bound:
            golongan, oleh = BOUND, piece.source
        elif rule:
            golongan, oleh = RULED, rule
        elif _is_within(start, regulations) or _is_dated(printed.teks, start, end):
            golongan, oleh = DATED, ""
        else:
            golongan, oleh = TYPED, piece.source
        yield ProseNumber(printed.block, match[0], start, golongan, oleh)


def _find_rule(held: list[tuple[int, int, str]], start: int, void: frozenset[str]) -> str:
    """Return the rule that holds what begins at a place, none of the `void` ones; "" for none."""
    rules = (name for first, last, name in held if first <= start < last and name not in void)
    return next(rules, "")


def _is_within(position: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= position < last for first, last in spans)


def _is_dated(text: str, start: int, end: int) -> bool:
    """Return whether a number is a year, a day, one of a regulation or of a name."""
    return (
        _YEAR.fullmatch(text[start:end]) is not None
        or _AFTER.match(text, end) is not None
        or _BEFORE.search(text[max(0, start - 40) : start]) is not None
        or (
            # `188/45` begins the number of a letter, but in `5/kg` the slash says per.
            text[end : end + 1] == "/"
            and text[end + 1 : end + 2].isalnum()
            and not text[end + 1 : end + 3].isalpha()
        )
    )


@kind("angka_diketik")
def check_typed_numbers(document: Document, rule: Rule) -> Iterator[Finding]:
    """A typed number that equals one of a table nearby is better taken from it.

    Nearby are the tables of the same chapter part, or the next one. Years, dates and numbers of
    regulations are passed over, as are small numbers without the unit of the cell.
    """
    nearby = _tables_nearby(document)
    typed = [number for number in register_numbers(document) if number.golongan == TYPED]
    wanted = {read_figure(number.teks) for number in typed}
    figures = {name: _index_figures(table, wanted) for name, table in document.tables.items()}
    for number in typed:
        tables = (figures[table.id] for table in nearby.get(number.block.id, []))
        ref = _find_equal(document, number, tables)
        if ref is not None:
            place = ref.table.cell_place(ref.row, ref.kolom)
            message = f"naskah mengetik {number.teks}, sama dengan {place}"
            source = f"nilai('{ref.table.id}', '{ref.row.id}', '{ref.kolom}')"
            hint = f"ambil dari datanya: {{{{ {source} }}}}, atau buat aturan angka_naskah"
            yield block_finding(rule, number.block, message, actual=number.teks, hint=hint)


def _index_figures(table: Table, wanted: Container[Decimal | int | None]) -> Figures:
    """Return the cells of a table that hold one of the wanted values, by it."""
    found: dict[Decimal | int, list[Ref]] = {}
    # Row numbers equal any small number.
    columns = [(at, column) for at, column in enumerate(table.columns) if column.jenis != "urut"]
    for row in table.rows:
        for at, column in columns:
            amount = row.cells[at].besaran
            if amount is not None and amount.angka in wanted and not amount.strip:
                found.setdefault(amount.angka, []).append(Ref(table, row, column.kolom))
    return found


def _tables_nearby(document: Document) -> dict[str, list[Table]]:
    """Return the tables of the part of a chapter that each block stands in."""
    found: dict[str, list[Table]] = {}
    part: list[Table] = []
    for block in document.blocks:
        # A sub-chapter that states no level is one of the second.
        if block.jenis in ("bab", "subbab") and block.tingkat in (0, 2):
            part = []
        if block.jenis == "tabel" and block.acuan in document.tables:
            part.append(document.tables[block.acuan])
        found[block.id] = part
    return found


def _find_equal(document: Document, number: ProseNumber, tables: Iterable[Figures]) -> Ref | None:
    """Return the first cell that prints an equal number: a large one, or of the same unit."""
    value = read_figure(number.teks)
    if value is None:
        return None
    text = print_blocks(document)[number.block.id].teks
    match = _UNIT.match(text, number.start + len(number.teks))
    unit = match["unit"].lower() if match else ""
    refs = (ref for figures in tables for ref in figures.get(value, ()))
    return next((ref for ref in refs if value >= _LEAST or (unit and unit == ref.satuan)), None)
